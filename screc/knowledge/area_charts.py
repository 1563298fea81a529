"""What an area says of a scheme's chart: is what it names there, and may it be changed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screc.errors import unknown_name
from screc.knowledge.walk import Fault
from screc.knowledge.yaml_reader import Place
from screc.model.area import AreaChart, AreaRecord, Ends
from screc.model.chart import Chart, Flow
from screc.model.scheme import Scheme

_SCHEME = ("事業スキーム", "scheme")
_PART = ("関係主体", "stakeholder")
_FLOW = ("流れ", "flow")


def area_chart_faults(path: str, record: AreaRecord, schemes: dict[str, Scheme]) -> Iterator[Fault]:
    """Go through what an area's charts name and the schemes do not have.

    Args:
        path: of the area's file.
        record: the area.
        schemes: all schemes, by id.
    """
    for index, chart in enumerate(record.charts):
        place: Place = ("charts", index)
        scheme = schemes.get(chart.scheme)
        if scheme is None:
            yield _unknown(path, (*place, "scheme"), _SCHEME, chart.scheme, schemes)
        else:
            yield from _unknown_parts(path, place, chart, scheme)
            yield from _changed_flows(path, (*place, "flows"), chart, scheme)


def unclear_ends(chart: Chart, start: str, end: str, *, has_label: bool) -> tuple[str, str] | None:
    """Say why a flow between two ends cannot be drawn; None where it can.

    Args:
        chart: of which the ends are.
        start: where the flow begins.
        end: where it leads.
        has_label: whether it has words: one that stays where it is consists of nothing else.
    """
    if start == end and not has_label:
        return (
            "同じ所に戻る流れには label が要ります",
            "a flow that stays in one place needs a label",
        )
    members = {frame.id: frame.members for frame in chart.frames}
    if end in members.get(start, ()) or start in members.get(end, ()):
        return (
            "枠とその中の関係主体の間に流れは引けません",
            "no flow joins a frame and its own member",
        )
    return None


def _unknown_parts(path: str, place: Place, chart: AreaChart, scheme: Scheme) -> Iterator[Fault]:
    parts = [part.id for part in scheme.stakeholders] + [frame.id for frame in scheme.frames]
    named: list[tuple[Place, str | None]] = [(("names", name), name) for name in chart.names]
    named += [(("absent", number), name) for number, name in enumerate(chart.absent)]
    for flow, ends in chart.flows.items():
        named += [(("flows", flow, "from"), ends.from_), (("flows", flow, "to"), ends.to)]
    for at, name in named:
        if name is not None and name not in parts:
            yield _unknown(path, (*place, *at), _PART, name, parts)


def _changed_flows(path: str, place: Place, chart: AreaChart, scheme: Scheme) -> Iterator[Fault]:
    flows = {flow.id: flow for flow in scheme.flows}
    for name in chart.flows:
        if name not in flows:
            yield _unknown(path, (*place, name), _FLOW, name, flows)
        elif flows[name].basis == "explicit":
            ja = f"流れ「{name}」の両端は原典に明示されています（変えられるのは推定のものだけ）"
            en = f'the source states the ends of "{name}"; only inferred ones can be changed'
            yield Fault(path, (*place, name), "area-chart", ja, en)
        else:
            yield from _unclear(path, (*place, name), scheme, flows[name], chart.flows[name])


def _unclear(path: str, place: Place, scheme: Scheme, flow: Flow, ends: Ends) -> Iterator[Fault]:
    start, end = ends.from_ or flow.from_, ends.to or flow.to
    fault = unclear_ends(scheme, start, end, has_label=flow.label is not None)
    if start == end:
        fault = "両端が同じになります", "both ends are the same"
    if fault is not None:
        yield Fault(path, place, "area-chart", *fault)


def _unknown(
    path: str, place: Place, kind: tuple[str, str], found: str, allowed: Iterable[str]
) -> Fault:
    problem = unknown_name(kind, found, allowed)
    return Fault(path, place, "area-chart", problem.ja, problem.en)
