"""A chart as a graph: stakeholders and frames are nodes, flows are edges; nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import networkx as nx

from screc.diagram.picture import Part
from screc.diagram.wrap import clean
from screc.model.chart import Chart, Flow, Frame, Stakeholder
from screc.model.knowledge import Knowledge
from screc.model.text import Language


def chart_graph(chart: Chart) -> nx.MultiDiGraph[str]:
    """Build the graph of a chart.

    Nodes have `part` (a `Stakeholder` or a `Frame`), `installations`, `disaster_base` and, where
    they stand in one, `frame`. Edges have the id of their flow as key, and `flow`.

    >>> from screc.knowledge.load import load_knowledge
    >>> graph = chart_graph(load_knowledge().schemes[5])
    >>> graph.number_of_nodes(), graph.number_of_edges()
    (8, 6)
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(chart=chart)
    frames = {member: frame.id for frame in chart.frames for member in frame.members}
    parts: tuple[Stakeholder | Frame, ...] = (*chart.stakeholders, *chart.frames)
    for part in parts:
        graph.add_node(
            part.id,
            part=part,
            frame=frames.get(part.id),
            installations=tuple(item for item in chart.installations if item.at == part.id),
            disaster_base=next((mark for mark in chart.disaster_bases if part.id in mark.at), None),
        )
    for flow in chart.flows:
        graph.add_edge(flow.from_, flow.to, key=flow.id, flow=flow)
    return graph


def graph_data(chart: Chart, cast: Mapping[str, Part] = MappingProxyType({})) -> dict[str, Any]:
    """Write a chart as plain data for other programs: nodes, frames, flows, installations, marks.

    Args:
        chart: of a scheme, an area or a district.
        cast: what an area makes of stakeholders and frames; adds `name` and `state` to them.

    >>> from screc.knowledge.load import load_knowledge
    >>> data = graph_data(load_knowledge().schemes[5])
    >>> data["flows"][0]["from"], data["flows"][0]["to"], data["flows"][0]["certainty"]
    ('area', 'utility', 'explicit')
    """
    dumped = chart.model_dump(mode="json", by_alias=True)
    flows = [flow | {"certainty": flow["certainty"] or flow["basis"]} for flow in dumped["flows"]]
    marks = [
        {"at": name, "citation": mark["citation"], "certainty": mark["certainty"] or mark["basis"]}
        for mark in dumped["disaster_bases"]
        for name in mark["at"]
    ]
    return {
        "id": chart.id,
        "title": dumped["title"],
        "nodes": [_with_part(node, cast) for node in dumped["stakeholders"]],
        "frames": [_with_part(frame, cast) for frame in dumped["frames"]],
        "rows": dumped["rows"],
        "arrangement": dumped["arrangement"],
        "flows": flows,
        "stages": dumped["stages"],
        "municipality_box": dumped["municipality_box"],
        "installations": dumped["installations"],
        "marks": marks,
        "emergency": dumped["emergency"],
    }


def _with_part(node: dict[str, Any], cast: Mapping[str, Part]) -> dict[str, Any]:
    if not cast:
        return node
    part = cast.get(node["id"], Part())
    name = None if part.name is None else {"ja": part.name.ja, "en": part.name.en}
    return node | {"name": name, "state": part.state}


def graphml(
    chart: Chart, language: Language, cast: Mapping[str, Part] = MappingProxyType({})
) -> bytes:
    """Write a chart as GraphML, with the labels of one language.

    Args:
        chart: of a scheme, an area or a district.
        language: of the labels.
        cast: what an area makes of stakeholders and frames.
    """
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        id=chart.id, title=chart.title.text.in_language(language)
    )
    for name, data in chart_graph(chart).nodes(data=True):
        part = data["part"]
        plain.add_node(
            name,
            label=clean((cast.get(name, Part()).name or part.label).in_language(language)),
            kind="frame" if hasattr(part, "members") else "stakeholder",
            type=getattr(part, "type", ""),
            frame=data["frame"] or "",
            state=cast.get(name, Part()).state,
            installations=" / ".join(
                item.label.in_language(language) for item in data["installations"]
            ),
            disaster_base=data["disaster_base"] is not None,
            citation=str(part.citation),
        )
    for flow in chart.flows:
        plain.add_edge(
            flow.from_,
            flow.to,
            key=flow.id,
            label="" if flow.label is None else flow.label.in_language(language),
            type=flow.type,
            direction=flow.direction,
            certainty=flow.certainty or flow.basis,
            citation=str(flow.citation),
        )
    return "\n".join(nx.generate_graphml(plain, named_key_ids=True)).encode() + b"\n"


def matrix(chart: Chart) -> dict[tuple[str, str], tuple[str, ...]]:
    """Say who gives what to whom: the flows from each party to each other, by their ids.

    What flows both ways stands in both cells.

    >>> from screc.knowledge.load import load_knowledge
    >>> matrix(load_knowledge().schemes[5])["utility", "municipality"]
    ('sale-income',)
    """
    cells: dict[tuple[str, str], list[str]] = {}
    for flow in chart.flows:
        for cell in _directions(flow) or ((flow.from_, flow.to),):
            cells.setdefault(cell, []).append(flow.id)
    return {cell: tuple(flows) for cell, flows in cells.items()}


def without_return(chart: Chart, knowledge: Knowledge) -> tuple[str, ...]:
    """Find flows that call for an answer which the chart does not show.

    Which type calls for which is the vocabulary's (`answered_by`): power for money, an application
    for a subsidy. The answer comes from either side, and goes to the giver's or the municipality.

    >>> from screc.knowledge.load import load_knowledge
    >>> knowledge = load_knowledge()
    >>> without_return(knowledge.schemes[2], knowledge)
    ('power-sale',)
    """
    answers = {part.id: part.answered_by for part in knowledge.flow_types}
    kinds = {part.id: part.kind for part in knowledge.stakeholder_types}
    municipality = {part.id for part in chart.stakeholders if kinds[part.type] == "municipality"}
    cells = [
        (other.type, giver, taker) for other in chart.flows for giver, taker in _directions(other)
    ]
    return tuple(
        flow.id
        for flow in chart.flows
        if answers[flow.type]
        and len(_directions(flow)) == 1
        and not any(
            kind in answers[flow.type]
            and giver in _standing_with(flow.from_, chart) | _standing_with(flow.to, chart)
            and taker in _standing_with(flow.from_, chart) | municipality
            for kind, giver, taker in cells
        )
    )


def missing_from_chart(chart: Chart, texts: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Find the types of stakeholder that a text names and the chart does not show.

    Args:
        chart: of a scheme.
        texts: what the tables say of it in Japanese, such as the municipality's roles.
        knowledge: whose vocabulary has every name of a type.
    """
    frames = {frame.label.ja for frame in chart.frames}
    shown = {stakeholder.type for stakeholder in chart.stakeholders}
    shown |= {part.id for part in knowledge.stakeholder_types if frames & set(part.aliases)}
    said = "\n".join(texts)
    names = sorted(
        ((alias, part.id) for part in knowledge.stakeholder_types for alias in part.aliases),
        key=lambda pair: (-len(pair[0]), pair),
    )
    found: set[str] = set()
    for alias, type_id in names:
        if alias in said:
            found.add(type_id)
            # A name that lies in a longer one is not meant by itself.
            said = said.replace(alias, "\n")
    return tuple(part.id for part in knowledge.stakeholder_types if part.id in found - shown)


def missing_flows(chart: Chart, texts: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Find the types of flow that a text speaks of and the chart does not show, such as feedback.

    Args:
        chart: of a scheme.
        texts: what the tables say of it in Japanese.
        knowledge: whose vocabulary has the words for a type of flow.
    """
    said = "\n".join(texts)
    shown = {flow.type for flow in chart.flows}
    return tuple(
        part.id
        for part in knowledge.flow_types
        if part.id not in shown and any(alias in said for alias in part.aliases)
    )


def indispensable(chart: Chart) -> tuple[str, ...]:
    """Find those without whom the chart falls apart: the articulation points of its ties.

    A frame ties its members to each other. Flows that the source does not print, or that are in
    doubt, tie nobody; who may not be needed is not indispensable.

    >>> from screc.knowledge.load import load_knowledge
    >>> "committee" in indispensable(load_knowledge().schemes[11])
    True
    """
    sure = [flow for flow in chart.flows if flow.label and flow.certainty != "low"]
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(part.id for part in chart.stakeholders)
    ties.add_edges_from((flow.from_, flow.to) for flow in sure if flow.from_ != flow.to)
    ties.add_edges_from((frame.id, member) for frame in chart.frames for member in frame.members)
    found = set(nx.articulation_points(ties))
    return tuple(part.id for part in chart.stakeholders if part.id in found and not part.optional)


def _directions(flow: Flow) -> tuple[tuple[str, str], ...]:
    """List from whom to whom something flows; nothing where it stays in one place."""
    if flow.from_ == flow.to:
        return ()
    there = ((flow.from_, flow.to),)
    return there if flow.direction == "forward" else (*there, (flow.to, flow.from_))


def _standing_with(end: str, chart: Chart) -> set[str]:
    """Name an end, the frame that it stands in, and its members where it is a frame."""
    around = {frame.id for frame in chart.frames if end in frame.members}
    inside = {member for frame in chart.frames if frame.id == end for member in frame.members}
    return {end} | around | inside
