"""How a recommendation looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from screc.cli.language import Say
from screc.cli.wrapping import wrapped
from screc.model.recommendation import (
    AreaFinding,
    Finding,
    Fit,
    Question,
    RankedScheme,
    Recommendation,
    UsedFacts,
)
from screc.model.rulebase import Rulebase

_BAR_CELLS = 20
_OF = 100
_SCHEMES_NAMED = 4
_INDENT = (0, 0, 0, 2)
_BESIDE = 2


def show_recommendation(answer: Recommendation, rulebase: Rulebase, say: Say) -> None:
    """Print a recommendation: outcome, ranked table, reasons, exclusions, questions."""
    console = Console(highlight=False)
    console.print(Group(*_Screen(rulebase, say, console.width).parts(answer)))


class _Screen:
    def __init__(self, rulebase: Rulebase, say: Say, width: int) -> None:
        self._say = say
        self._width = width
        self._names = {scheme.id: say.text(scheme.name) for scheme in rulebase.schemes}
        self._facts = _fact_names(rulebase, say)
        self._list = say("、", ", ").join

    def parts(self, answer: Recommendation) -> Iterator[RenderableType]:
        say = self._say
        yield self._headline(answer)
        yield from self._area_findings(say("食い違う事実", "Facts that clash"), answer.conflicts)
        yield from self._area_findings(
            say("個別相談とする理由", "Why individual consultation"), answer.gates
        )
        if answer.recommendations:
            yield ""
            yield self._ranking(answer.recommendations)
        for scheme in answer.recommendations:
            yield from self._reasons(scheme)
        if answer.excluded:
            yield from self._title(say("外れるスキームと理由", "Excluded, and why"))
            yield self._items(
                ("✕", "red", excluded.name, finding)
                for excluded in answer.excluded
                for finding in excluded.findings
            )
        if answer.others and answer.outcome in ("match", "ask"):
            yield from self._title(say("手がかりがないか、弱いもの", "Without cues, or with weak ones"))
            yield self._paragraph(self._list(scheme.name for scheme in answer.others))
        if answer.questions:
            yield from self._title(say("次に聞くこと", "What to ask next"))
            yield from self._questions(answer.questions)

    def _headline(self, answer: Recommendation) -> Text:
        say = self._say
        first = answer.recommendations[0].name if answer.recommendations else ""
        said = {
            "match": say(f"「{first}」が最も合う", f"{first} fits best"),
            "ask": say(
                f"「{first}」が有力。決め手になる事実をまず確かめる",
                f"{first} leads; confirm the fact that decides",
            )
            if first
            else say(
                "まだ選べない。下の問いから始める", "nothing to go by yet; begin with the questions"
            ),
            "consult": say(
                "12の類型では扱えない。個別相談へ", "none of the twelve fits; individual consultation"
            ),
            "conflict": say("事実が食い違う。先に確かめる", "facts clash; settle them first"),
            "off-topic": say("12の類型の話ではない", "not about any of the twelve"),
        }[answer.outcome]
        return Text.assemble((answer.area.name, "bold"), say("　", ": "), (said, "bold green"))

    def _ranking(self, schemes: Iterable[RankedScheme]) -> Table:
        say = self._say
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column(say("順位", "Rank"), justify="right")
        table.add_column(say("事業スキーム", "Scheme"))
        table.add_column(say("判定", "Standing"), no_wrap=True)
        table.add_column(say("適合度（今～最大）", "Fit (now - at most)"), no_wrap=True)
        table.add_column(say("重み", "Weight"), justify="right", no_wrap=True)
        for scheme in schemes:
            bar = _bar(scheme.fit, say)
            standing = self._standing(scheme)
            table.add_row(
                str(scheme.rank), Text(scheme.name), standing, bar, f"{scheme.weight:.1f}"
            )
        return table

    def _standing(self, scheme: RankedScheme) -> Text:
        say = self._say
        words = {
            "recommended": (say("推奨", "recommended"), "green"),
            "conditional": (say("条件付き", "conditional"), "yellow"),
            "undetermined": (say("未定", "undetermined"), "dim"),
            "excluded": (say("除外", "excluded"), "red"),
        }
        return Text(*words[scheme.standing])

    def _reasons(self, scheme: RankedScheme) -> Iterator[RenderableType]:
        say = self._say
        yield from self._title(f"{scheme.rank}  {scheme.name}")
        aspects = {
            "trigger": say("契機", "trigger"),
            "purpose": say("目的", "purpose"),
            "circumstance": say("条件", "circumstance"),
        }
        held = (
            ("○", "green", f"{aspects[finding.aspect]} {finding.points}", finding)
            for finding in scheme.findings
            if finding.aspect and finding.verdict == "holds"
        )
        to_confirm = (
            ("？", "yellow", say("要確認", "confirm"), finding)
            for finding in scheme.findings
            if finding.effect == "requires" and finding.verdict == "open" and not finding.presumed
        )
        cautions = (
            ("！", "magenta", say("注意", "mind"), finding)
            for finding in scheme.findings
            if finding.effect == "cautions"
        )
        yield self._items((*held, *to_confirm, *cautions))

    def _questions(self, questions: Iterable[Question]) -> Iterator[RenderableType]:
        say = self._say
        for number, question in enumerate(questions, 1):
            names = [self._names[scheme] for scheme in question.decides]
            others = len(names) - _SCHEMES_NAMED
            decided = self._list(names[:_SCHEMES_NAMED])
            if others > 0:
                decided += say(f" ほか{others}", f" and {others} more")
            about = say(f"左右するもの: {decided}", f"bears on: {decided}")
            yield self._paragraph(f"{number}. {question.question}")
            yield self._paragraph(f"   {about}  [{question.attribute}]", "dim")

    def _area_findings(
        self, title: str, findings: tuple[AreaFinding, ...]
    ) -> Iterator[RenderableType]:
        if findings:
            yield from self._title(title)
            yield self._items(("！", "red", "", finding) for finding in findings)

    def _title(self, title: str) -> Iterator[RenderableType]:
        yield ""
        yield Text(title, "bold")

    def _items(
        self, items: Iterable[tuple[str, str, str, Finding | AreaFinding]]
    ) -> RenderableType:
        rows = list(items)
        label_width = max((Text(label).cell_len for _, _, label, _ in rows), default=0)
        room = self._width - _INDENT[3] - len("○ ") * _BESIDE - label_width - _BESIDE
        lines: list[Text] = []
        for mark, style, label, finding in rows:
            padding = " " * (label_width - Text(label).cell_len)
            start = Text.assemble((mark, style), " ", label, padding, "  " if label_width else "")
            beside = " " * start.cell_len
            for number, line in enumerate(wrapped(finding.because, room)):
                lines.append(Text.assemble(start if number == 0 else beside, line))
            used = " ・ ".join(filter(None, (self._used(finding.facts), finding.citation)))
            lines += (Text(beside + line, "dim") for line in wrapped(used, room))
        return Padding(Group(*lines), _INDENT)

    def _paragraph(self, text: str, style: str = "") -> RenderableType:
        lines = wrapped(text, self._width - _INDENT[3])
        return Padding(Text("\n".join(lines), style), _INDENT)

    def _used(self, facts: UsedFacts) -> str:
        return self._list(
            f"{self._facts[key]}={_value(value, self._say)}" for key, value in facts.items()
        )


def _bar(fit: Fit, say: Say) -> Text:
    held, possible = (round(points * _BAR_CELLS / _OF) for points in (fit.held, fit.possible))
    bar = Text("█" * held, "green")
    bar.append("░" * (possible - held), "yellow")
    bar.append(" " * (_BAR_CELLS - possible))
    bar.append(say(f" {fit.held:3d}～{fit.possible}", f" {fit.held:3d}-{fit.possible}"))
    return bar


def _value(value: float, say: Say) -> str:
    if isinstance(value, bool):
        return say("はい", "yes") if value else say("いいえ", "no")
    return f"{value:,g}"


def _fact_names(rulebase: Rulebase, say: Say) -> dict[str, str]:
    names = {}
    for attribute in rulebase.attributes:
        name = say.text(attribute.name)
        names[attribute.id] = name
        for key, option in zip(attribute.keys(), attribute.options, strict=False):
            chosen = say.text(option.name)
            names[key] = say(f"{name}（{chosen}）", f"{name} ({chosen})")
    return names
