"""An area's own chart: a scheme's chart with the area's real names, and who is there."""

from __future__ import annotations

from collections.abc import Mapping

from screc.diagram.picture import Part, State
from screc.knowledge.facts import flatten
from screc.model.area import AreaChart, AreaRecord
from screc.model.chart import Chart, Flow
from screc.model.knowledge import Knowledge
from screc.model.rulebase import Area
from screc.model.scheme import Scheme
from screc.model.text import Text
from screc.rules.evaluate import compile_condition
from screc.rules.expand import expand

_STATES: Mapping[bool | None, State] = {True: "known", False: "absent", None: "unknown"}


def area_chart(record: AreaRecord, scheme: Scheme) -> Chart:
    """Put the ends that an area knows in place of those that were inferred."""
    known = _said(record, scheme)
    flows = []
    for flow in scheme.flows:
        ends = known.flows.get(flow.id)
        changed = {} if ends is None else {"from_": ends.from_, "to": ends.to}
        flows.append(_with_ends(flow, {key: end for key, end in changed.items() if end}))
    return scheme.model_copy(update={"flows": tuple(flows)})


def _with_ends(flow: Flow, ends: dict[str, str]) -> Flow:
    if not ends:
        return flow
    # What the area says of itself is no inference any more.
    return flow.model_copy(update=ends | {"basis": "explicit", "certainty": None})


def area_cast(
    area: Area, record: AreaRecord, scheme: Scheme, knowledge: Knowledge
) -> dict[str, Part]:
    """Say what an area makes of each stakeholder: its name, and whether the area has it.

    Args:
        area: with the facts that say who is there.
        record: what the area says of the chart.
        scheme: whose chart it is.
        knowledge: whose vocabulary the facts follow.
    """
    known = _said(record, scheme)
    facts = flatten(area.facts, knowledge.attributes)
    situations = {situation.id: situation for situation in knowledge.situations}
    kinds = {part.id: part.kind for part in knowledge.stakeholder_types}
    cast: dict[str, Part] = {}
    for stakeholder in scheme.stakeholders:
        name, state = known.names.get(stakeholder.id), "known"
        if name is None and kinds[stakeholder.type] == "municipality":
            name = _municipality(area, record, knowledge)
        if name is None and stakeholder.present_when is not None:
            test = compile_condition(expand(stakeholder.present_when, situations))
            state = _STATES[test(facts)]
        if stakeholder.id in known.absent:
            state = "absent"
        cast[stakeholder.id] = Part(name, state)  # type: ignore[arg-type]
    cast |= {frame.id: Part(known.names.get(frame.id)) for frame in scheme.frames}
    return cast


def area_title(area: Area, scheme: Scheme) -> Text:
    """Name the chart after the area."""
    return Text(f"{area.name.ja}：{scheme.name.ja}", f"{area.name.en}: {scheme.name.en}")


def _municipality(area: Area, record: AreaRecord, knowledge: Knowledge) -> Text | None:
    """Name the municipality, where the area is one or says in which it lies."""
    if record.kind == "municipality" and record.name is not None:
        return area.name
    named = record.municipality
    if named is None:
        return None
    known = (other.name for other in knowledge.areas if other.kind == "municipality")
    return next((name for name in known if name and name.ja == named.ja), named)


def _said(record: AreaRecord, scheme: Scheme) -> AreaChart:
    """Join what the area says of this scheme's chart; the later entry counts."""
    joined = AreaChart(scheme=scheme.id)
    for chart in record.charts:
        if chart.scheme == scheme.id:
            joined = joined.model_copy(
                update={
                    "names": joined.names | chart.names,
                    "absent": (*joined.absent, *chart.absent),
                    "flows": joined.flows | chart.flows,
                }
            )
    return joined
