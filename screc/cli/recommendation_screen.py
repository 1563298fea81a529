"""How a recommendation looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from screc.cli.language import Say
from screc.cli.page import Page, unbroken
from screc.model.recommendation import (
    AreaFinding,
    ExcludedScheme,
    Finding,
    Fit,
    Question,
    RankedScheme,
    Recommendation,
    Standing,
    UsedFacts,
)
from screc.model.rulebase import Rulebase

_BAR_CELLS = 20
_OF = 100
_SCHEMES_NAMED = 4


def show_recommendation(answer: Recommendation, rulebase: Rulebase, say: Say) -> None:
    """Print a recommendation: outcome, ranked table, reasons, exclusions, questions."""
    _Screen(answer, rulebase, say).show(answer)


class _Screen:
    def __init__(self, answer: Recommendation, rulebase: Rulebase, say: Say) -> None:
        self._say = say
        self._page = Page()
        self._names = {scheme.id: say.text(scheme.name) for scheme in rulebase.schemes}
        self._facts = _fact_names(rulebase, say)
        self._units = {
            attribute.id: attribute.unit.symbol
            for attribute in rulebase.attributes
            if attribute.unit
        }
        self._chosen = _chosen_options(answer, rulebase, say)
        self._list = say("、", ", ").join

    def show(self, answer: Recommendation) -> None:
        say, page = self._say, self._page
        page.add(
            (answer.area.name, "bold"), say("　", ": "), (self._headline(answer), "bold green")
        )
        self._area_findings(say("食い違う事実", "Facts that clash"), answer.conflicts)
        self._area_findings(say("個別相談とする理由", "Why individual consultation"), answer.gates)
        if answer.recommendations:
            self._ranking(answer.recommendations)
        for scheme in answer.recommendations:
            self._reasons(scheme)
        if answer.excluded and answer.outcome != "conflict":
            self._exclusions(answer.excluded)
        if answer.others and answer.outcome in ("match", "ask"):
            page.title(say("手がかりがないか、弱いもの", "Without cues, or with weak ones"))
            page.paragraph(self._list(scheme.name for scheme in answer.others))
        if answer.questions:
            self._questions(answer.questions)
        page.flush()

    def _headline(self, answer: Recommendation) -> str:
        say = self._say
        first = answer.recommendations[0].name if answer.recommendations else ""
        if answer.outcome == "ask" and not first:
            return say(
                "まだ選べない。下の問いから始める", "nothing to go by yet; begin with the questions"
            )
        if answer.outcome == "match" and answer.recommendations[0].standing == "conditional":
            return say(
                f"「{first}」が第一の候補（条件付き）", f"{first} comes first, conditionally"
            )
        return {
            "match": say(f"「{first}」が最も合う", f"{first} fits best"),
            "ask": say(
                f"「{first}」が有力。決め手になる事実をまず確かめる",
                f"{first} leads; confirm the fact that decides",
            ),
            "consult": say(
                "12の類型では扱えない。個別相談へ",
                "none of the twelve fits; individual consultation",
            ),
            "conflict": say("事実が食い違う。先に確かめる", "facts clash; settle them first"),
            "off-topic": say("12の類型の話ではない", "not about any of the twelve"),
        }[answer.outcome]

    def _ranking(self, schemes: Iterable[RankedScheme]) -> None:
        say = self._say
        self._page.add()
        self._page.table(
            (
                say("順位", "Rank"),
                say("判定", "Standing"),
                say("適合度（今～最大）", "Fit (now - at most)"),
                say("重み", "Weight"),
                say("事業スキーム", "Scheme"),
            ),
            (
                (
                    f"{scheme.rank:>4}",
                    self._standing(scheme.standing),
                    _bar(scheme.fit, say),
                    f"{scheme.weight:5.1f}",
                    Text(scheme.name, "bold" if scheme.rank == 1 else ""),
                )
                for scheme in schemes
            ),
        )

    def _standing(self, standing: Standing) -> Text:
        say = self._say
        words = {
            "recommended": (say("推奨", "recommended"), "green"),
            "conditional": (say("条件付き", "conditional"), "yellow"),
            "undetermined": (say("未定", "undetermined"), "dim"),
            "excluded": (say("除外", "excluded"), "red"),
        }
        return Text(*words[standing])

    def _reasons(self, scheme: RankedScheme) -> None:
        say = self._say
        aspects = {
            "trigger": say("契機", "trigger"),
            "purpose": say("目的", "purpose"),
            "circumstance": say("条件", "circumstance"),
        }
        held = (
            ("○", "green", f"{aspects[finding.aspect]} {finding.points}", self._said(finding))
            for finding in scheme.findings
            if finding.aspect and finding.verdict == "holds"
        )
        to_confirm = (
            ("？", "yellow", say("要確認", "confirm"), self._said(finding))
            for finding in scheme.findings
            if finding.effect == "requires" and finding.verdict == "open" and not finding.presumed
        )
        cautions = (
            ("！", "magenta", say("注意", "mind"), self._said(finding))
            for finding in scheme.findings
            if finding.effect == "cautions"
        )
        self._page.title(f"{scheme.rank}  {scheme.name}")
        self._page.items((*held, *to_confirm, *cautions))

    def _exclusions(self, schemes: Iterable[ExcludedScheme]) -> None:
        self._page.title(self._say("外れるスキームと理由", "Excluded, and why"))
        self._page.items(
            ("✕", "red", "", (scheme.name + self._say("：", ": ") + because, used))
            for scheme in schemes
            for because, used in map(self._said, scheme.findings)
        )

    def _questions(self, questions: Iterable[Question]) -> None:
        say, page = self._say, self._page
        page.title(say("次に聞くこと", "What to ask next"))
        for number, question in enumerate(questions, 1):
            names = [self._names[scheme] for scheme in question.decides]
            others = len(names) - _SCHEMES_NAMED
            decided = self._list(names[:_SCHEMES_NAMED])
            if others > 0:
                decided += say(f" ほか{others}", f" and {others} more")
            page.paragraph(question.question, first=f"{number}. ")
            about = say(f"左右するもの: {decided}", f"bears on: {decided}")
            page.paragraph(f"{about} [{question.attribute}]", first="   ", style="dim")

    def _area_findings(self, title: str, findings: tuple[AreaFinding, ...]) -> None:
        if findings:
            self._page.title(title)
            self._page.items(("！", "red", "", self._said(finding)) for finding in findings)

    def _said(self, finding: Finding | AreaFinding) -> tuple[str, str]:
        used = (self._used(finding.facts), unbroken(finding.citation))
        return finding.because, " ・ ".join(filter(None, used))

    def _used(self, facts: UsedFacts) -> str:
        """Name the facts; of a choice the options that are so, or else one that is not."""
        said: dict[str, list[str]] = {}
        for key, value in facts.items():
            name, option = self._facts[key]
            if not option:
                said[name] = [self._value(key, value)]
            elif value is True:
                said.setdefault(name, []).append(option)
        for key in facts:
            name, option = self._facts[key]
            denied = self._say(f"{option}ではない", f"not {option}")
            said.setdefault(name, [self._chosen.get(name, denied)])
        both = self._say("・", " / ").join
        return self._list(f"{name}={both(values)}" for name, values in said.items())

    def _value(self, key: str, value: float) -> str:
        if isinstance(value, bool):
            return self._say("はい", "yes") if value else self._say("いいえ", "no")
        return f"{value:,g} {self._units.get(key, '')}".rstrip()


def _bar(fit: Fit, say: Say) -> Text:
    held, possible = (round(points * _BAR_CELLS / _OF) for points in (fit.held, fit.possible))
    bar = Text("█" * held, "green")
    bar.append("░" * (possible - held), "yellow")
    bar.append(" " * (_BAR_CELLS - possible))
    bar.append(say(f" {fit.held:3d}～{fit.possible}", f" {fit.held:3d}-{fit.possible}"), "default")
    return bar


def _chosen_options(answer: Recommendation, rulebase: Rulebase, say: Say) -> dict[str, str]:
    """Name the option that each answered choice has, by the choice's name."""
    chosen: dict[str, str] = {}
    for attribute in rulebase.attributes:
        fact = answer.area.facts.get(attribute.id)
        if attribute.type == "choice" and fact:
            said = fact.value if isinstance(fact.value, dict) else {fact.value: True}
            chosen |= {
                say.text(attribute.name): say.text(option.name)
                for option in attribute.options
                if said.get(option.id)
            }
    return chosen


def _fact_names(rulebase: Rulebase, say: Say) -> dict[str, tuple[str, str]]:
    """Name each flat fact: its attribute, and its option where it has one."""
    names = {}
    for attribute in rulebase.attributes:
        name = say.text(attribute.name)
        names[attribute.id] = (name, "")
        for key, option in zip(attribute.keys(), attribute.options, strict=False):
            names[key] = (name, say.text(option.name))
    return names
