"""What a chart shows in one language and one view, before anything has a place or a size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from screc.diagram.arrange import arranged
from screc.diagram.wrap import clean
from screc.model.chart import Chart, Flow, Frame, Reading, Stakeholder
from screc.model.knowledge import Knowledge
from screc.model.text import Language, Text
from screc.model.vocabulary import FlowClass

State = Literal["known", "unknown", "absent"]
Line = Literal["solid", "dashed", "dotted", "stopped", "absent"]


@dataclass(frozen=True)
class View:
    """How a chart is looked at.

    Args:
        language: of all words.
        emergency: at a power cut: what stays alive, and what stops.
        stage: the id of the stage that is shown; all of them where it is None.
    """

    language: Language = "ja"
    emergency: bool = False
    stage: str | None = None


AS_PRINTED = View()


@dataclass(frozen=True)
class Part:
    """What an area makes of a stakeholder: its real name, and whether the area has it.

    >>> Part(Text("南" + chr(7) + "小学校", " ")).name
    Text(ja='南小学校', en='南小学校')
    """

    name: Text | None = None
    state: State = "known"

    def __post_init__(self) -> None:
        """Keep of a name what can be drawn; one without anything to draw is none."""
        name = None if self.name is None else _cleaned(self.name)
        object.__setattr__(self, "name", name)


def _cleaned(text: Text) -> Text | None:
    ja, en = clean(text.ja), clean(text.en)
    return Text(ja or en, en or ja) if ja or en else None


@dataclass(frozen=True)
class Box:
    """A stakeholder as it is drawn."""

    id: str
    kind: str
    name: str
    items: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    mark: str = ""
    state: State = "known"
    is_optional: bool = False
    is_alive: bool = True


@dataclass(frozen=True)
class Enclosure:
    """A frame as it is drawn around its members."""

    id: str
    name: str
    members: tuple[str, ...]
    notes: tuple[str, ...] = ()
    line: Line = "solid"


@dataclass(frozen=True)
class Arrow:
    """A flow as it is drawn; without words where the source prints none."""

    id: str
    source: str
    target: str
    label: str
    look: FlowClass
    line: Line = "solid"
    goes_both_ways: bool = False


@dataclass(frozen=True)
class Key:
    """An entry of the legend: the look of a line, and what it means."""

    name: str
    look: FlowClass | None = None
    line: Line = "solid"


@dataclass(frozen=True)
class Picture:
    """All that is drawn of a chart."""

    id: str
    title: str
    subtitle: str
    rows: tuple[tuple[str, ...], ...]
    boxes: tuple[Box, ...]
    frames: tuple[Enclosure, ...]
    arrows: tuple[Arrow, ...]
    keys: tuple[Key, ...]
    notes: tuple[str, ...]
    language: Language
    is_emergency: bool = False

    @property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        """Tell each flow in words, by its id."""
        names = {box.id: box.name for box in self.boxes}
        names |= {frame.id: frame.name for frame in self.frames}
        told = []
        for arrow in self.arrows:
            to = "⇔" if arrow.goes_both_ways else "→"
            comma = "、" if self.language == "ja" else ", "
            label = f": {arrow.label.replace(' / ', comma)}" if arrow.label else ""
            told.append((arrow.id, f"{names[arrow.source]} {to} {names[arrow.target]}{label}"))
        return tuple(told)

    @property
    def description(self) -> str:
        """Tell the chart in words, for those who cannot see it."""
        return "; ".join(sentence for _, sentence in self.sentences)


_AT_POWER_CUT = Text("停電時", "At a power cut")
_BASE = Text("防災拠点", "Disaster base")
_SOURCE = Text("出典", "Source")
_INFERRED = Text("推定（本文などから）", "Inferred from the text")
_DOUBTFUL = Text("推定（確かでない）", "Inferred, in doubt")
_STOPS = Text("停電で止まると読んだ流れ", "Stops at a power cut (our reading)")
_NOBODY = Text("該当のない主体との流れ", "With a party that is not there")
_MEANINGS: Mapping[Line, Text] = {
    "dashed": _INFERRED,
    "dotted": _DOUBTFUL,
    "stopped": _STOPS,
    "absent": _NOBODY,
}
_DASHED_BOX = Text(
    "破線の箱は、まだ確かめていないか、なくてもよい主体。",
    "A dashed box is not confirmed yet, or may not be needed.",
)
_STAGE = Text("段階{}", "stage {}")
_RUNS = Text(
    "緑の箱は、停電しても単独で動く。灰色の箱は、動くと書かれていない。",
    "What is green keeps running by itself; of what is grey the source does not say so.",
)
_ABSENT = Text("この地区では該当なし", "not in this area")
_UNKNOWN = Text("未確認", "not confirmed")
_REMARKS: Mapping[State, Text] = {"absent": _ABSENT, "unknown": _UNKNOWN}
_OPTIONAL = Text("（なくてもよい）", "(may not be needed)")
_NO_MEASURE = Text(
    "この表には非常時対策の記載がなく、動き続けるものを示せない。",
    "The table states no measure for an emergency, so nothing is shown to keep running.",
)


def picture(
    chart: Chart,
    knowledge: Knowledge,
    view: View = AS_PRINTED,
    cast: Mapping[str, Part] = MappingProxyType({}),
    title: Text | None = None,
) -> Picture:
    """Choose what is drawn of a chart.

    Args:
        chart: of a scheme, an area or a district.
        knowledge: whose vocabulary names the kinds of stakeholder and flow.
        view: language, power cut, stage.
        cast: what an area makes of stakeholders and frames, by id.
        title: another title than the chart's own.

    >>> from screc.knowledge.load import load_knowledge
    >>> knowledge = load_knowledge()
    >>> drawn = picture(knowledge.schemes[5], knowledge)
    >>> drawn.title, len(drawn.boxes), len(drawn.arrows)
    ('公共施設開発型スマートコミュニティ事業', 7, 5)
    """
    choice = _Choice(chart, knowledge, view, cast)
    heading = choice.say((title and _cleaned(title)) or chart.title.text)
    if view.emergency:
        heading += f" — {choice.say(_AT_POWER_CUT)}"
    stages = [stage.id for stage in chart.stages]
    if view.stage in stages:
        heading += f" — {choice.say(_STAGE).format(stages.index(view.stage) + 1)}"
    arrows = tuple(map(choice.arrow, choice.flows))
    cited = knowledge.sources.cite(chart.title.citation, view.language)
    return Picture(
        id=chart.id,
        title=heading,
        subtitle=f"{choice.say(_SOURCE)}: {cited}",
        rows=arranged(chart),
        boxes=tuple(map(choice.box, chart.stakeholders)),
        frames=tuple(map(choice.frame, chart.frames)),
        arrows=arrows,
        keys=tuple(choice.keys(arrows)),
        notes=tuple(map(choice.say, choice.notes())),
        language=view.language,
        is_emergency=view.emergency,
    )


class _Choice:
    """Chooses what is drawn of each part of a chart in one view."""

    def __init__(
        self, chart: Chart, knowledge: Knowledge, view: View, cast: Mapping[str, Part]
    ) -> None:
        self._chart, self._view, self._cast = chart, view, cast
        self._classes = knowledge.flow_classes
        self._types = {part.id: part for part in knowledge.flow_types}
        self._kinds = {part.id: part.kind for part in knowledge.stakeholder_types}
        self._equipment = {part.id: part.name for part in knowledge.equipment}
        shown = [flow for flow in chart.flows if view.stage in (None, flow.stage or view.stage)]
        self.flows = [flow for flow in shown if flow.from_ != flow.to]
        # What stays in one place is told there, in normal times.
        self._loops = [flow for flow in shown if flow.from_ == flow.to and not view.emergency]
        # Who has no part in a stage is there, but quiet.
        self._busy = {end for flow in shown for end in (flow.from_, flow.to)}
        self._busy |= {name for f in chart.frames if f.id in self._busy for name in f.members}

    def say(self, text: Text) -> str:
        return text.in_language(self._view.language)

    def box(self, stakeholder: Stakeholder) -> Box:
        part = self._cast.get(stakeholder.id, Part())
        emergency = self._chart.emergency
        notes = self._said_of(stakeholder.id)
        if part.state in _REMARKS:
            notes.append(self.say(_REMARKS[part.state]))
        if stakeholder.optional:
            notes.append(self.say(_OPTIONAL))
        lives = emergency is not None and stakeholder.id in (*emergency.at, *emergency.served)
        quiet = self._view.stage is not None and stakeholder.id not in self._busy
        kind = self._kinds[stakeholder.type]
        is_busy = kind == "municipality" and not self._view.emergency
        is_base = any(stakeholder.id in mark.at for mark in self._chart.disaster_bases)
        return Box(
            id=stakeholder.id,
            kind=kind,
            name=self.say(part.name or stakeholder.label),
            items=tuple(self.say(item.text) for item in self._chart.municipality_box)
            if is_busy
            else (),
            notes=tuple(notes),
            equipment=() if part.state == "absent" else self._equipment_at(stakeholder.id),
            mark=self.say(_BASE) if is_base else "",
            state=part.state,
            is_optional=stakeholder.optional,
            is_alive=(lives or not self._view.emergency) and not quiet and part.state != "absent",
        )

    def frame(self, frame: Frame) -> Enclosure:
        name = self._cast.get(frame.id, Part()).name or frame.label
        notes = tuple(self._said_of(frame.id))
        return Enclosure(frame.id, self.say(name), frame.members, notes, _line(frame))

    def arrow(self, flow: Flow) -> Arrow:
        label = "" if flow.label is None else self.say(flow.label)
        if flow.condition is not None:
            label += f" / （{self.say(flow.condition)}）"
        kind = self._types[flow.type]
        stops = kind.stops_at_power_cut and not flow.runs_at_power_cut
        line = "stopped" if stops and self._view.emergency else _line(flow)
        if any(self._cast.get(end, Part()).state == "absent" for end in (flow.from_, flow.to)):
            line = "absent"
        return Arrow(
            id=flow.id,
            source=flow.from_,
            target=flow.to,
            label=label,
            look=next(look for look in self._classes if look.id == kind.drawn_as),
            line=line,
            goes_both_ways=flow.direction == "both",
        )

    def keys(self, arrows: Iterable[Arrow]) -> Iterator[Key]:
        drawn = list(arrows)
        used = {arrow.look.id for arrow in drawn if arrow.line not in ("stopped", "absent")}
        for look in self._classes:
            if look.id in used:
                yield Key(self.say(look.name), look)
        lines = {arrow.line for arrow in drawn} | set(map(_line, self._chart.frames))
        for line, meaning in _MEANINGS.items():
            if line in lines:
                yield Key(self.say(meaning), line=line)

    def notes(self) -> Iterator[Text]:
        states = [self._cast.get(part.id, Part()).state for part in self._chart.stakeholders]
        if "unknown" in states or any(part.optional for part in self._chart.stakeholders):
            yield _DASHED_BOX
        for stage in self._chart.stages:
            if stage.id == self._view.stage:
                yield Text(stage.ja, stage.en)
        emergency = self._chart.emergency
        if self._view.emergency and emergency is None:
            yield _NO_MEASURE
        elif self._view.emergency and emergency is not None:
            yield _RUNS
            yield Text(emergency.ja, emergency.en)
            if emergency.note is not None:
                yield emergency.note.text

    def _equipment_at(self, at: str) -> tuple[str, ...]:
        """List what is installed; at a power cut what keeps the place running."""
        emergency = self._chart.emergency
        if not self._view.emergency:
            labels = [self.say(item.label) for item in self._chart.installations if item.at == at]
            return tuple(part for label in labels for part in label.split(" / "))
        if emergency is None or at not in emergency.at:
            return ()
        return tuple(self.say(self._equipment[name]) for name in emergency.equipment)

    def _said_of(self, at: str) -> list[str]:
        """Say what a stakeholder does to itself."""
        return [self.say(flow.label) for flow in self._loops if flow.from_ == at and flow.label]


def _line(reading: Reading) -> Line:
    if reading.basis == "explicit":
        return "solid"
    return "dotted" if reading.certainty == "low" else "dashed"
