"""How a recommendation looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from screc.advice.fact_words import FactWords
from screc.advice.headline import headline_of
from screc.advice.terms import ASPECTS, STANDINGS
from screc.cli.page import Page, unbroken
from screc.cli.questions import possible_answers
from screc.cli.terms import STANDING_STYLES
from screc.model.recommendation import (
    AreaFinding,
    ExcludedScheme,
    Finding,
    Fit,
    Question,
    RankedScheme,
    Recommendation,
    Standing,
)
from screc.model.rulebase import Rulebase
from screc.model.text import Say

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
        self._facts = FactWords(answer.area.facts, rulebase, say)
        self._answers = {
            attribute.id: possible_answers(attribute, say) for attribute in rulebase.attributes
        }
        self._list = say("、", ", ").join

    def show(self, answer: Recommendation) -> None:
        say, page = self._say, self._page
        page.add(
            (answer.area.name, "bold"), say("　", ": "), (headline_of(answer, say), "bold green")
        )
        self._area_findings(say("食い違う事実", "Facts that clash"), answer.conflicts)
        self._area_findings(say("個別相談とする理由", "Why individual consultation"), answer.gates)
        if answer.recommendations:
            self._ranking(answer.recommendations)
        for scheme in answer.recommendations:
            self._reasons(scheme)
        if answer.outcome in ("match", "ask"):
            self._others(answer.others)
        if answer.excluded and answer.outcome != "conflict":
            self._exclusions(answer.excluded)
        if answer.outcome in ("match", "ask"):
            self._questions(answer.questions)
        page.flush()

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
        self._page.paragraph(
            say(
                "順は、判定、契機と目的の有無、重みで決まる。"
                "重みは、点数のうち、そのスキームだけを指す分。",
                "Ordered by standing, trigger and purpose, then weight: the part of the points "
                "that points to this scheme alone.",
            ),
            style="dim",
        )

    def _standing(self, standing: Standing) -> Text:
        words, style = STANDINGS[standing], STANDING_STYLES[standing]
        return Text(self._say.text(words), style)

    def _reasons(self, scheme: RankedScheme) -> None:
        say = self._say
        aspects = {name: say.text(word) for name, word in ASPECTS.items()}
        held = [
            ("○", "green", f"{aspects[finding.aspect]} {finding.points}", self._said(finding))
            for finding in scheme.findings
            if finding.aspect and finding.verdict == "holds"
        ]
        to_confirm = [
            ("？", "yellow", say("要確認", "confirm"), self._said(finding))
            for finding in scheme.findings
            if finding.to_confirm
        ]
        cautions = [
            ("！", "magenta", say("注意", "caution"), self._said(finding))
            for finding in scheme.findings
            if finding.effect == "cautions"
        ]
        self._page.title(f"{scheme.rank}  {scheme.name}")
        self._page.items((*held, *to_confirm, *cautions))
        assumed = [
            finding.because
            for finding in scheme.findings
            if finding.presumed and finding.verdict == "open"
        ]
        if assumed:
            words = say("、", "; ").join(assumed)
            note = say(f"仮定（否定されれば外れる）: {words}", f"Assumed until denied: {words}")
            self._page.paragraph(note, first="   ", style="dim")

    def _others(self, schemes: Iterable[RankedScheme]) -> None:
        """List what is not presented: with points first, without any cue last."""
        say, page = self._say, self._page
        weak = [scheme for scheme in schemes if scheme.fit.held]
        none = [scheme.name for scheme in schemes if not scheme.fit.held]
        if weak:
            page.title(say("そのほかの手がかりのあるもの", "Others with some cue"))
            page.table(
                (
                    say("判定", "Standing"),
                    say("今の点数", "Points now"),
                    say("事業スキーム", "Scheme"),
                ),
                (
                    (self._standing(scheme.standing), f"{scheme.fit.held:>8}", scheme.name)
                    for scheme in weak
                ),
            )
        if none:
            page.title(say("手がかりのないもの", "Without any cue"))
            page.paragraph(self._list(none))

    def _exclusions(self, schemes: Iterable[ExcludedScheme]) -> None:
        """List what cannot be; schemes that one reason excludes stand together."""
        names: dict[tuple[str, str], list[str]] = {}
        citations: dict[tuple[str, str], list[str]] = {}
        for scheme in schemes:
            for finding in scheme.findings:
                reason = self._refutation(finding), self._facts.used(finding.facts)
                names.setdefault(reason, []).append(scheme.name)
                citations.setdefault(reason, []).append(unbroken(finding.citation))
        self._page.title(self._say("外れるスキームと理由", "Excluded, and why"))
        self._page.items(
            (
                "✕",
                "red",
                "",
                (
                    self._list(called) + self._say("：", ": ") + refutation,
                    " ・ ".join((used, *dict.fromkeys(citations[refutation, used]))),
                ),
            )
            for (refutation, used), called in names.items()
        )

    def _refutation(self, finding: Finding) -> str:
        """Say why a scheme is out: a requirement as it stands, a trigger or purpose as denied."""
        said = finding.because
        if finding.effect == "requires":
            return said
        return self._say(f"「{said}」に当たらない", f'not so: "{said}"')

    def _questions(self, questions: Sequence[Question]) -> None:
        say, page = self._say, self._page
        page.title(say("次に聞くこと", "What to ask next"))
        if not any(question.changes_first for question in questions):
            page.paragraph(
                say(
                    "これ以上聞いても、一つの答えで一位は変わらない。",
                    "No single answer can change the first place any more.",
                )
            )
        for number, question in enumerate(questions, 1):
            names = [self._names[scheme] for scheme in question.decides]
            others = len(names) - _SCHEMES_NAMED
            decided = self._list(names[:_SCHEMES_NAMED])
            if others > 0:
                decided += say(f" ほか{others}", f" and {others} more")
            page.paragraph(question.question, first=f"{number}. ")
            about = say(f"左右するもの: {decided}", f"bears on: {decided}")
            page.paragraph(about, first="   ", style="dim")
            answer = unbroken(f"--set {question.attribute}=")
            page.paragraph(answer + self._answers[question.attribute], first="   ", style="dim")

    def _area_findings(self, title: str, findings: tuple[AreaFinding, ...]) -> None:
        if findings:
            self._page.title(title)
            self._page.items(("！", "red", "", self._said(finding)) for finding in findings)

    def _said(self, finding: Finding | AreaFinding) -> list[str]:
        used = (self._facts.used(finding.facts), unbroken(finding.citation))
        below = list(filter(None, [" ・ ".join(filter(None, used))]))
        if finding.reading:
            below.append(self._say(f"読み方: {finding.reading}", f"our reading: {finding.reading}"))
        return [finding.because, *below]


def _bar(fit: Fit, say: Say) -> Text:
    held, possible = (round(points * _BAR_CELLS / _OF) for points in (fit.held, fit.possible))
    bar = Text("█" * held, "green")
    bar.append("░" * (possible - held), "yellow")
    bar.append(" " * (_BAR_CELLS - possible))
    bar.append(say(f" {fit.held:3d}～{fit.possible}", f" {fit.held:3d}-{fit.possible}"), "default")
    return bar
