"""A chart as a graph: all that the knowledge holds and nothing else, and what it answers."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import networkx as nx
import pytest

from screc.diagram.graph import (
    chart_graph,
    graph_data,
    graphml,
    indispensable,
    matrix,
    missing_flows,
    missing_from_chart,
    without_return,
)
from screc.diagram.picture import View, picture
from screc.knowledge.load import load_knowledge
from screc.model.chart import Chart
from screc.model.scheme import Scheme

KNOWLEDGE = load_knowledge()
CHARTS: tuple[Chart, ...] = (*KNOWLEDGE.schemes, *KNOWLEDGE.charts)
SCHEMES = {scheme.id: scheme for scheme in KNOWLEDGE.schemes}

# Nodes, frames, flows, installations and disaster-base marks of each chart.
COUNTS = {
    "station-front": (11, 1, 11, 2, 1),
    "block": (11, 1, 13, 1, 1),
    "shopping-street": (8, 1, 9, 2, 1),
    "large-area": (11, 1, 11, 2, 1),
    "research-institute": (9, 1, 5, 4, 4),
    "public-facility": (7, 1, 6, 4, 4),
    "energy-supply-facility": (8, 0, 8, 3, 2),
    "apartment": (9, 2, 10, 1, 1),
    "ev": (7, 1, 12, 2, 1),
    "electric-mobility": (10, 1, 10, 3, 1),
    "energy-saving-behaviour": (7, 1, 9, 0, 0),
    "study-committee": (9, 1, 7, 0, 0),
}


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_the_graph_has_all_that_the_chart_has(scheme: Scheme) -> None:
    """Every node, frame, flow, installation and mark, each with its certainty."""
    nodes, frames, flows, installations, marks = COUNTS[scheme.id]
    graph = chart_graph(scheme)
    parts = [data["part"] for _, data in graph.nodes(data=True)]
    assert [part.id for part in parts] == list(graph)
    assert len(parts) == nodes + frames
    assert sum(hasattr(part, "members") for part in parts) == frames
    assert graph.number_of_edges() == flows
    found = [item for _, data in graph.nodes(data=True) for item in data["installations"]]
    assert sorted(found, key=repr) == sorted(scheme.installations, key=repr)
    assert len(found) == installations
    assert sum(data["disaster_base"] is not None for _, data in graph.nodes(data=True)) == marks
    for start, end, key, data in graph.edges(keys=True, data=True):
        flow = data["flow"]
        assert (flow.from_, flow.to, flow.id) == (start, end, key)
        assert (flow.basis == "explicit") == (flow.certainty is None)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_the_data_for_other_programs_has_the_same(scheme: Scheme) -> None:
    """Nodes, frames, flows with from, to, label, type and certainty; installations; marks."""
    data: dict[str, Any] = json.loads(json.dumps(graph_data(scheme)))
    counted = tuple(
        len(data[key]) for key in ("nodes", "frames", "flows", "installations", "marks")
    )
    assert counted == COUNTS[scheme.id]
    for flow, written in zip(scheme.flows, data["flows"], strict=True):
        assert written["from"] == flow.from_
        assert written["to"] == flow.to
        assert written["type"] == flow.type
        assert written["certainty"] == (flow.certainty or "explicit")
        assert written["citation"] == str(flow.citation)
        assert (written["label"] is None) == (flow.label is None)


@pytest.mark.parametrize("emergency", [False, True])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_nothing_is_drawn_that_the_chart_does_not_hold(chart: Chart, emergency: bool) -> None:  # noqa: FBT001
    """Boxes, frames and flows of a picture are the chart's, each drawn once."""
    drawn = picture(chart, KNOWLEDGE, View(emergency=emergency))
    assert [box.id for box in drawn.boxes] == [part.id for part in chart.stakeholders]
    assert [frame.id for frame in drawn.frames] == [frame.id for frame in chart.frames]
    between = [flow for flow in chart.flows if flow.from_ != flow.to]
    assert [arrow.id for arrow in drawn.arrows] == [flow.id for flow in between]
    for arrow, flow in zip(drawn.arrows, between, strict=True):
        assert (arrow.source, arrow.target) == (flow.from_, flow.to)
        assert bool(arrow.label) == (flow.label is not None)
        expected = {"explicit": "solid"}.get(flow.basis, "dashed")
        if flow.certainty == "low":
            expected = "dotted"
        assert arrow.line in (expected, "stopped" if emergency else expected)
    loops = [flow.label.ja for flow in chart.flows if flow.from_ == flow.to and flow.label]
    notes = [note for part in (*drawn.boxes, *drawn.frames) for note in part.notes]
    assert all((label in notes) != emergency for label in loops)


def test_each_cell_of_the_matrix_is_a_flow() -> None:
    """A flow both ways stands in two cells, one in one place on the diagonal."""
    cells = matrix(SCHEMES["public-facility"])
    assert cells["utility", "municipality"] == ("sale-income",)
    assert cells["municipality", "citizens"] == ("information", "public-services")
    assert cells["area", "area"] == ("saving-among-facilities",)
    for chart in CHARTS:
        both = sum(flow.direction == "both" for flow in chart.flows)
        assert sum(map(len, matrix(chart).values())) == len(chart.flows) + both


def test_flows_without_a_return() -> None:
    """Power that is sold or supplied with no income shown, applications without a subsidy."""
    assert without_return(SCHEMES["shopping-street"], KNOWLEDGE) == ("power-sale",)
    assert "power-sale" in without_return(SCHEMES["energy-supply-facility"], KNOWLEDGE)
    assert without_return(SCHEMES["public-facility"], KNOWLEDGE) == ()
    assert "power-sale" not in without_return(SCHEMES["ev"], KNOWLEDGE)
    assert without_return(SCHEMES["apartment"], KNOWLEDGE) == ("bulk-purchase",)
    district = next(chart for chart in KNOWLEDGE.charts if chart.id == "minato-split")
    # The source shows nothing in return for the network that the municipality owns.
    assert without_return(district, KNOWLEDGE) == ("network-assets",)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("research-institute", ("feedback",)),
        ("apartment", ("feedback",)),
        ("block", ()),
        ("ev", ()),
    ],
)
def test_flows_that_the_roles_name_and_the_chart_lacks(name: str, found: tuple[str, ...]) -> None:
    """5.6 and 5.9 ask for feedback, and no arrow shows it."""
    roles = SCHEMES[name].roles
    said = [role.ja for role in (*roles.concept, *roles.project)]
    assert missing_flows(SCHEMES[name], said, KNOWLEDGE) == found


def test_stakeholders_that_the_roles_name_and_the_chart_lacks() -> None:
    """The council of 5.7 is named in the roles only."""

    def missing(name: str) -> tuple[str, ...]:
        scheme = SCHEMES[name]
        roles = (*scheme.roles.concept, *scheme.roles.project, *scheme.municipality_box)
        return missing_from_chart(scheme, [role.ja for role in roles], KNOWLEDGE)

    assert missing("public-facility") == ("council",)
    assert missing("research-institute") == ("council",)
    assert missing("station-front") == ()
    # A promotion council is no council: the longer name hides the shorter one in it.
    assert "council" not in missing("energy-saving-behaviour")


def test_without_whom_the_chart_falls_apart() -> None:
    """The committee ties everybody together; a frame ties its members."""
    assert indispensable(SCHEMES["study-committee"]) == ("committee",)
    assert indispensable(SCHEMES["public-facility"]) == ("municipality",)
    # On 5.6 the ends of all flows of the institute are in doubt; on 5.12 only a flow that is not
    # printed ties the promoters to the citizens; 5.8 may do without the supplier.
    assert indispensable(SCHEMES["research-institute"]) == ()
    assert "citizens" not in indispensable(SCHEMES["energy-saving-behaviour"])
    assert "energy-supplier" not in indispensable(SCHEMES["energy-supply-facility"])


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_graphml_is_read_back(chart: Chart) -> None:
    """Another program finds the same nodes and flows."""
    read = nx.read_graphml(BytesIO(graphml(chart, "ja")), force_multigraph=True)
    assert set(read) == set(chart_graph(chart))
    assert read.number_of_edges() == len(chart.flows)
    assert {data["certainty"] for *_, data in read.edges(data=True)} == {
        flow.certainty or flow.basis for flow in chart.flows
    }
