"""Draw a scene with Graphviz, which keeps every place: as DOT, and from it SVG, PNG and PDF."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from math import ceil, hypot
from typing import Literal

import graphviz

from screc.diagram import style
from screc.diagram.engine import run_graphviz
from screc.diagram.fonts import BOLD_FACE, FAMILY
from screc.diagram.legs import legs, line_colour, name_of
from screc.diagram.scene import Path, PlacedArrow, PlacedBox, PlacedKey, Point, Rect, Scene
from screc.diagram.sizes import BULLET, CHIP_GAP, CHIP_PADDING, Block
from screc.diagram.sizes import Line as TextLine

_POINTS = 72.0
_HEADS = {
    "filled": "normal",
    "open": "vee",
    "hollow": "empty",
    "diamond": "diamond",
    "dot": "dot",
    "box": "box",
}
_HEAD_LENGTH = {"filled": 9.0, "open": 8.0, "hollow": 9.0, "diamond": 11.0, "dot": 6.0, "box": 7.0}
_HEAD_SIZE = {"filled": 0.9, "open": 0.8, "hollow": 0.9, "diamond": 0.9, "dot": 0.6, "box": 0.7}
_KEY_WIDTH = 1.4


def draw(scene: Scene, form: Literal["svg", "png", "pdf"], *, dots_per_inch: int = 144) -> bytes:
    """Draw a chart.

    Args:
        scene: what is drawn.
        form: svg, png or pdf.
        dots_per_inch: of a png.

    Raises:
        EngineError: Graphviz cannot be used.
    """
    source = dot_source(scene, dots_per_inch=dots_per_inch if form == "png" else None)
    return run_graphviz(source, "nop2", "png:cairo" if form == "png" else form)


def dot_source(scene: Scene, *, dots_per_inch: int | None = None) -> str:
    """Write a chart in the DOT language, every place stated: `neato -n2 -Tpdf` draws it.

    Args:
        scene: what is drawn.
        dots_per_inch: of a drawing in pixels.
    """
    attributes = {
        "bb": f"0,0,{scene.width:.1f},{scene.height:.1f}",
        "bgcolor": style.PAPER,
        "outputorder": "nodesfirst",
        "pad": "0",
    }
    if dots_per_inch is not None:
        attributes["dpi"] = str(dots_per_inch)
    graph = graphviz.Digraph(
        scene.picture.id,
        graph_attr=attributes,
        node_attr={"fontname": FAMILY, "fixedsize": "shape", "label": "", "shape": "none"},
        edge_attr={"fontname": FAMILY, "arrowhead": "none", "arrowtail": "none"},
    )
    drawn = _Canvas(graph, scene.height)
    # Two corners hold the size of the paper.
    drawn.node("corner/1", Rect(0, 0, 0.1, 0.1), "", shape="point", style="invis")
    right, bottom = scene.width, scene.height
    drawn.node(
        "corner/2", Rect(right - 0.1, bottom - 0.1, right, bottom), "", shape="point", style="invis"
    )
    for frame in scene.frames:
        drawn.node(
            f"at/{frame.frame.id}",
            frame.at,
            "",
            shape="box",
            style=f"filled,rounded,{style.DASHES[frame.frame.line]}",
            fillcolor=style.FRAME,
            color=style.FRAME_EDGE,
        )
        drawn.node(
            f"title/{frame.frame.id}", frame.title_at, _table(frame.block, style.INK, "LEFT")
        )
    for box in scene.boxes:
        _draw_box(drawn, box, is_emergency=scene.picture.is_emergency)
    for text in scene.texts:
        drawn.node(
            f"text/{text.block.lines[0].role}/{text.at.top:.0f}",
            text.at,
            _table(text.block, style.INK, "LEFT"),
        )
    for arrow in scene.arrows:
        _draw_arrow(drawn, arrow)
    for number, key in enumerate(scene.keys):
        _draw_key(drawn, key, number)
    source: str = graph.source
    return source


class _Canvas:
    """Puts nodes and edges into a graph whose y axis points up."""

    def __init__(self, graph: graphviz.Digraph, height: float) -> None:
        self._graph = graph
        self._height = height

    def node(self, name: str, at: Rect, label: str, **attributes: str) -> None:
        x, y = at.center
        self._graph.node(
            name,
            label=f"<{label}>" if label else "",
            pos=f"{x:.2f},{self._height - y:.2f}",
            width=f"{at.width / _POINTS:.4f}",
            height=f"{at.height / _POINTS:.4f}",
            **attributes,
        )

    def edge(self, tail: str, head: str, path: Path, **attributes: str) -> None:
        """Draw a path; `head_length` and `tail_length` are the rooms for its ends."""
        heads = float(attributes.pop("head_length", "0"))
        tails = float(attributes.pop("tail_length", "0"))
        written = ""
        points = list(path)
        if heads:
            written += f"e,{self._at(points[-1])} "
            points[-1] = _toward(points[-1], points[-2], heads)
        if tails:
            written += f"s,{self._at(points[0])} "
            points[0] = _toward(points[0], points[1], tails)
        curve = [points[0]]
        for start, end in pairwise(points):
            curve += [_between(start, end, 1 / 3), _between(start, end, 2 / 3), end]
        written += " ".join(map(self._at, curve))
        self._graph.edge(tail, head, pos=written, **attributes)

    def _at(self, point: Point) -> str:
        return f"{point[0]:.2f},{self._height - point[1]:.2f}"


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _toward(point: Point, other: Point, by: float) -> Point:
    length = hypot(other[0] - point[0], other[1] - point[1])
    return _between(point, other, min(by / length, 1.0)) if length else point


def _draw_box(drawn: _Canvas, placed: PlacedBox, *, is_emergency: bool) -> None:
    colour, width, line = style.edge(placed.box)
    drawn.node(
        f"at/{placed.box.id}",
        placed.at,
        _table(placed.block, style.ink(placed.box), "CENTER"),
        shape="box",
        style=f"filled,rounded,{style.DASHES[line]}",
        fillcolor=style.ground(placed.box, is_emergency=is_emergency),
        color=colour,
        penwidth=f"{width}",
    )


def _draw_arrow(drawn: _Canvas, placed: PlacedArrow) -> None:
    arrow = placed.arrow
    colour = line_colour(arrow.look, arrow.line)
    if placed.before:
        drawn.node(name_of(placed), placed.at, _table(placed.block, colour, "CENTER"))
    pen = {
        "color": colour,
        "penwidth": f"{arrow.look.width}",
        "style": style.DASHES[arrow.line],
        "arrowsize": f"{_HEAD_SIZE[arrow.look.arrow]}",
        "dir": "both",
    }
    head, length = _HEADS[arrow.look.arrow], f"{_HEAD_LENGTH[arrow.look.arrow]}"
    for number, leg in enumerate(legs(placed)):
        starts = {"arrowtail": head, "tail_length": length} if leg.starts_with_head else {}
        ends = {"arrowhead": head, "head_length": length} if leg.ends_with_head else {}
        name = f"flow-{arrow.id}" + "-after" * number
        drawn.edge(leg.source, leg.target, leg.path, **pen, **starts, **ends, id=name)


def _draw_key(drawn: _Canvas, placed: PlacedKey, number: int) -> None:
    key = placed.key
    drawn.node(f"key/{number}", placed.at, _table(placed.block, style.QUIET, "LEFT"))
    look = key.look
    colour = line_colour(look, key.line)
    pen = {"color": colour, "penwidth": f"{_KEY_WIDTH}", "style": style.DASHES[key.line]}
    if look is not None:
        pen = {
            "color": colour,
            "penwidth": f"{look.width}",
            "arrowsize": f"{_HEAD_SIZE[look.arrow]}",
            "arrowhead": _HEADS[look.arrow],
            "head_length": f"{_HEAD_LENGTH[look.arrow]}",
        }
    drawn.edge(f"key/{number}", f"key/{number}", placed.line, dir="both", **pen)


def _table(block: Block, ink: str, align: str) -> str:
    """Write lines as a label: names bold, equipment and marks as chips."""
    is_list = any(line.text.startswith(BULLET) for line in block.lines if line.role == "label")
    inner = "LEFT" if is_list else align
    rows = "".join(_row(line, ink, inner) for line in block.lines)
    # A text that begins at its left is held there by a table of the width of its place.
    fixed = f' FIXEDSIZE="TRUE" WIDTH="{ceil(block.width)}" HEIGHT="{ceil(block.height)}"'
    size = fixed if align == "LEFT" else ""
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"{size}>{rows}</TABLE>'


def _row(line: TextLine, ink: str, align: str) -> str:
    colour = style.INKS.get(line.role, ink) if ink != style.PALE else ink
    face = BOLD_FACE if line.is_bold else FAMILY
    font = f'<FONT FACE="{face}" POINT-SIZE="{line.points:.0f}" COLOR="{colour}">'
    # Graphviz puts the name of the node where a label has a backslash and N.
    font += escape(line.text).replace("\\", "&#92;") + "</FONT>"
    align = "LEFT" if line.role == "item" else align
    if line.role not in style.CHIPS or ink == style.PALE:
        return f'<TR><TD ALIGN="{align}" HEIGHT="{line.height:.0f}">{font}</TD></TR>'
    chip = (
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" STYLE="ROUNDED"'
        f' BGCOLOR="{style.CHIPS[line.role]}"><TR><TD WIDTH="{line.width + 2 * CHIP_PADDING:.0f}"'
        f' HEIGHT="{line.height - CHIP_GAP:.0f}">{font}</TD></TR></TABLE>'
    )
    return f'<TR><TD CELLPADDING="1">{chip}</TD></TR>'
