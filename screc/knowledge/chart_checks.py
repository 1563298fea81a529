"""Checks of charts: can they be drawn, and is their arrangement whole? One function a check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screc.errors import unknown_name
from screc.knowledge.area_charts import area_chart_faults, unclear_ends
from screc.knowledge.walk import Fault, files_of
from screc.knowledge.yaml_reader import Place
from screc.model.area import AreaRecord
from screc.model.chart import Chart
from screc.model.knowledge import Knowledge


def unknown_fault(path: str, place: Place, check: str, found: str, allowed: Iterable[str]) -> Fault:
    """Report a name that is not among those allowed, with the one that was probably meant."""
    kinds = {"attribute": "項目", "option": "選択肢", "citation": "表", "reference": "名前"}
    problem = unknown_name((kinds[check], check), found, sorted(allowed))
    return Fault(path, place, check, problem.ja, problem.en)


def area_charts_fit(knowledge: Knowledge) -> Iterator[Fault]:
    """What an area says of a scheme's chart fits the scheme."""
    schemes = {scheme.id: scheme for scheme in knowledge.schemes}
    for path, content in files_of(knowledge):
        if isinstance(content, AreaRecord):
            yield from area_chart_faults(path, content, schemes)


def charts_can_be_drawn(knowledge: Knowledge) -> Iterator[Fault]:
    """No frame shares a member or an id, and no flow leads to where it comes from without words."""
    for path, chart in files_of(knowledge):
        if not isinstance(chart, Chart):
            continue
        parties = {part.id for part in chart.stakeholders}
        owners: dict[str, str] = {}
        for index, frame in enumerate(chart.frames):
            if frame.id in parties:
                ja, en = (
                    f"「{frame.id}」は関係主体の id でもあります",
                    f'"{frame.id}" is a stakeholder too',
                )
                yield Fault(path, ("frames", index, "id"), "chart", ja, en)
            for number, name in enumerate(frame.members):
                other = owners.setdefault(name, frame.id)
                if other != frame.id:
                    ja = f"「{name}」は枠「{other}」にも入っています"
                    en = f'"{name}" stands in the frame "{other}" too'
                    yield Fault(path, ("frames", index, "members", number), "chart", ja, en)
        for index, flow in enumerate(chart.flows):
            fault = unclear_ends(chart, flow.from_, flow.to, has_label=flow.label is not None)
            if fault is not None:
                yield Fault(path, ("flows", index), "chart", *fault)


def _misplaced(path: str, chart: Chart) -> Iterator[Fault]:
    """Say who stands twice in an arrangement, or is a stranger, and who is missing."""
    known = [part.id for part in chart.stakeholders]
    seen: set[str] = set()
    for row, line in enumerate(chart.arrangement):
        for index, name in enumerate(line):
            place = ("arrangement", row, index)
            if name not in known:
                yield unknown_fault(path, place, "reference", name, known)
            elif name in seen:
                ja, en = f"「{name}」が二度あります", f'"{name}" stands twice'
                yield Fault(path, place, "arrangement", ja, en)
            seen.add(name)
    missing = ", ".join(name for name in known if name not in seen)
    if missing:
        ja, en = (
            f"置かれていない関係主体: {missing}",
            f"these stakeholders have no place: {missing}",
        )
        yield Fault(path, ("arrangement",), "arrangement", ja, en)


def charts_are_arranged(knowledge: Knowledge) -> Iterator[Fault]:
    """The lines of an arrangement hold everybody once, and keep together what belongs together."""
    for path, chart in files_of(knowledge):
        if not isinstance(chart, Chart) or not chart.arrangement:
            continue
        misplaced = list(_misplaced(path, chart))
        if misplaced:
            yield from misplaced
            continue
        at = {
            name: (row, index)
            for row, line in enumerate(chart.arrangement)
            for index, name in enumerate(line)
        }
        for index, row in enumerate(chart.rows):
            if len({at[name][0] for name in row.members if name in at}) > 1:
                ja = "同じ高さに印刷された関係主体が、別の行にあります"
                en = "what is printed at one height stands in several lines of the arrangement"
                yield Fault(path, ("rows", index), "arrangement", ja, en)
        for index, frame in enumerate(chart.frames):
            # A member that does not exist is told as a reference.
            places = sorted(at[name] for name in frame.members if name in at) or [(0, 0)]
            line, first = places[0]
            if places != [(line, first + step) for step in range(len(places))]:
                ja = "枠の関係主体が、一つの行に並んでいません"
                en = "its members do not stand side by side in one line of the arrangement"
                yield Fault(path, ("frames", index), "arrangement", ja, en)
