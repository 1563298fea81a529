"""Let Graphviz find the places across: a graph of boxes and words, line by line."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import graphviz

from screc.diagram.engine import run_graphviz
from screc.diagram.layout_plan import Plan, in_order, stack_size

VIA_WIDTH = 8.0

_POINTS = 72.0
_BETWEEN_BOXES = 20.0


def places_across(plan: Plan) -> dict[str, float]:
    """Find the x of the middle of everything, in points.

    Raises:
        EngineError: Graphviz cannot be used.
    """
    output = json.loads(run_graphviz(_source(plan), "dot", "json"))
    nodes = (part for part in output["objects"] if "pos" in part)
    return {node["name"]: float(node["pos"].split(",")[0]) for node in nodes}


def _source(plan: Plan) -> str:
    """Write the graph that Graphviz places."""
    graph = graphviz.Digraph(
        graph_attr={"splines": "false", "nodesep": _inches(_BETWEEN_BOXES)},
        node_attr={"shape": "box", "fixedsize": "true", "label": "", "height": "0.1"},
        edge_attr={"arrowhead": "none"},
    )
    widths = {name: block.width for name, block in plan.boxes.items()}
    widths |= {spot.name: stack_size(spot, plan.labels)[0] for spot in plan.spots}
    ranks: dict[int, list[str]] = defaultdict(list)
    edges = [*_row_edges(plan, widths, ranks), *_flow_edges(plan, widths, ranks)]
    for spot in plan.spots:
        if not spot.is_on_row:
            ranks[spot.rank].append(spot.name)
    for name, width in widths.items():
        graph.node(name, width=_inches(width))
    spine = {rank: f"rank/{rank}" for rank in sorted(ranks)}
    for rank, name in spine.items():
        with graph.subgraph(graph_attr={"rank": "same"}) as line:
            line.node(name, width="0.01")
            for other in ranks[rank]:
                line.node(other)
    for above, below in pairwise(spine.values()):
        graph.edge(above, below, weight="0")
    for tail, head, weight in edges:
        graph.edge(tail, head, weight=weight)
    source: str = graph.source
    return source


def _row_edges(
    plan: Plan, widths: dict[str, float], ranks: dict[int, list[str]]
) -> Iterable[tuple[str, str, str]]:
    """Keep the boxes of a line in their order, with words and the sides of frames between them."""
    between = {(spot.left, spot.right): spot.name for spot in plan.spots if spot.is_on_row}
    opens = {frame.members[0]: frame for frame in in_order(plan.picture)}
    closes = {frame.members[-1]: frame for frame in in_order(plan.picture)}
    for index, row in enumerate(plan.picture.rows):
        chain: list[str] = []
        for left, right in pairwise((*row, "")):
            if left in opens:
                chain.append(f"open/{opens[left].id}")
            chain.append(left)
            if left in closes:
                chain.append(f"close/{closes[left].id}")
            if (left, right) in between:
                chain.append(between[left, right])
        widths |= {name: 0.1 for name in chain if name not in widths}
        for frame in closes.values():
            inside = sum(widths[name] for name in frame.members)
            spare = plan.titles[frame.id].width - inside
            widths[f"close/{frame.id}"] = max(spare, 0.1)
        ranks[2 * index] += chain
        yield from ((tail, head, "1") for tail, head in pairwise(chain))


def _flow_edges(
    plan: Plan, widths: dict[str, float], ranks: dict[int, list[str]]
) -> Iterable[tuple[str, str, str]]:
    """Keep words near both ends; where an end is lines away, with a place on each line between."""
    rows = {name: 2 * index for index, row in enumerate(plan.picture.rows) for name in row}
    for spot in plan.spots:
        for end in () if spot.is_on_row else (spot.left, spot.right):
            step = 1 if rows[end] > spot.rank else -1
            vias = {
                rank: f"via/{spot.name}/{rank}" for rank in range(spot.rank + step, rows[end], step)
            }
            widths |= dict.fromkeys(vias.values(), VIA_WIDTH)
            for rank, via in vias.items():
                ranks[rank].append(via)
            chain = [spot.name, *vias.values(), end]
            yield from ((tail, head, "4") for tail, head in pairwise(chain[::step]))


def _inches(points: float) -> str:
    return f"{points / _POINTS:.4f}"
