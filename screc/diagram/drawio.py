"""Write a scene as a draw.io file: frames hold their boxes, and lines follow what they join."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from math import ceil
from xml.etree.ElementTree import Element, SubElement, tostring

from screc.diagram import style
from screc.diagram.legs import Leg, legs, line_colour, name_of, parts_of
from screc.diagram.picture import Line
from screc.diagram.scene import (
    Path,
    PlacedArrow,
    PlacedBox,
    PlacedFrame,
    PlacedKey,
    Point,
    Rect,
    Scene,
)
from screc.diagram.sizes import CHIP_GAP, CHIP_PADDING, Block
from screc.diagram.sizes import Line as TextLine
from screc.diagram.wrap import clean

_LAYER = "1"
_HEADS = {
    "filled": ("block", 1, 4),
    "open": ("open", 0, 6),
    "hollow": ("block", 0, 7),
    "diamond": ("diamond", 1, 7),
    "dot": ("oval", 1, 5),
    "box": ("box", 1, 4),
}
"""The name of each head, whether it is filled, and its size."""
_DASHES: Mapping[Line, str] = {
    "solid": "",
    "dashed": "dashed=1;fixDash=1;dashPattern=5 4;",
    "dotted": "dashed=1;fixDash=1;dashPattern=1 3;",
    "stopped": "",
    "absent": "",
}
_KEY_WIDTH = 1.4
_ROUNDED = "rounded=1;absoluteArcSize=1;arcSize=10;html=1;spacing=0;"
_TEXT = "text;html=1;spacing=0;strokeColor=none;fillColor=none;verticalAlign=middle;"


def drawio(scene: Scene) -> bytes:
    """Write a chart as an uncompressed draw.io file of one page; a point is a pixel.

    Args:
        scene: what is drawn.

    >>> from screc.diagram.layout import lay_out
    >>> from screc.diagram.picture import picture
    >>> from screc.knowledge.load import load_knowledge
    >>> knowledge = load_knowledge()
    >>> drawio(lay_out(picture(knowledge.schemes[5], knowledge)))[:7]
    b'<mxfile'
    """
    file = Element("mxfile", host="screc", compressed="false")
    page = SubElement(file, "diagram", id=scene.picture.id, name=clean(scene.picture.title))
    size = {"pageWidth": f"{ceil(scene.width)}", "pageHeight": f"{ceil(scene.height)}"}
    # Without math, a dollar sign in a name begins no formula.
    model = SubElement(page, "mxGraphModel", size, grid="0", page="1", math="0")
    root = SubElement(model, "root")
    SubElement(root, "mxCell", {"id": "0"})
    SubElement(root, "mxCell", {"id": _LAYER, "parent": "0"})
    root.extend(_cells(scene))
    written: bytes = tostring(file, encoding="utf-8")
    return written


def _cells(scene: Scene) -> Iterator[Element]:
    """Write everything from back to front."""
    places = {name_of(part): part.at for part in parts_of(scene)}
    holders = {
        member: placed for placed in reversed(scene.frames) for member in placed.frame.members
    }
    yield from map(_frame, scene.frames)
    for box in scene.boxes:
        yield _box(box, holders.get(box.box.id), is_emergency=scene.picture.is_emergency)
    for arrow in scene.arrows:
        yield from _flow(arrow, places)
    for number, text in enumerate(scene.texts):
        value = _html(text.block, style.INK)
        yield _vertex(f"text/{number}", text.at, value, _TEXT + "align=left;")
    for number, key in enumerate(scene.keys):
        yield from _key(key, f"key/{number}")


def _frame(placed: PlacedFrame) -> Element:
    frame, at, title = placed.frame, placed.at, placed.title_at
    look = (
        f"{_ROUNDED}container=1;collapsible=0;recursiveResize=0;align=left;verticalAlign=top;"
        f"spacingLeft={title.left - at.left:.1f};spacingTop={title.top - at.top:.1f};"
        f"fillColor={style.FRAME};strokeColor={style.FRAME_EDGE};"
        f"{_DASHES[style.frame_edge(frame)]}"
    )
    return _vertex(name_of(placed), at, _html(placed.block, style.INK), look)


def _box(placed: PlacedBox, holder: PlacedFrame | None, *, is_emergency: bool) -> Element:
    box = placed.box
    colour, width, line = style.edge(box)
    look = (
        f"{_ROUNDED}fillColor={style.ground(box, is_emergency=is_emergency)};"
        f"strokeColor={colour};strokeWidth={width};{_DASHES[line]}"
    )
    value = _html(placed.block, style.ink(box))
    if holder is None:
        return _vertex(name_of(placed), placed.at, value, look)
    at = placed.at.moved(-holder.at.left, -holder.at.top)
    return _vertex(name_of(placed), at, value, look, name_of(holder))


def _flow(placed: PlacedArrow, places: Mapping[str, Rect]) -> Iterator[Element]:
    """Write the words of a flow, and the lines to and from them."""
    arrow, name = placed.arrow, name_of(placed)
    colour = line_colour(arrow.look, arrow.line)
    if placed.before:
        yield _vertex(name, placed.at, _html(placed.block, colour), _TEXT + "align=center;")
    for leg in legs(placed):
        look = _line(colour, arrow.look.width, arrow.line)
        look += _head("start", arrow.look.arrow if leg.starts_with_head else None)
        look += _head("end", arrow.look.arrow if leg.ends_with_head else None)
        look += _held("exit", places[leg.source], leg.path[0])
        look += _held("entry", places[leg.target], leg.path[-1])
        yield _edge(f"{name}/{'to' if leg.target == name else 'from'}", leg.path, look, leg)


def _key(placed: PlacedKey, name: str) -> Iterator[Element]:
    key, look = placed.key, placed.key.look
    width, head = (look.width, look.arrow) if look else (_KEY_WIDTH, None)
    drawn = _line(line_colour(look, key.line), width, key.line) + _head("end", head)
    yield _edge(f"{name}/line", placed.line, drawn)
    yield _vertex(name, placed.at, _html(placed.block, style.QUIET), _TEXT + "align=left;")


def _vertex(name: str, at: Rect, value: str, look: str, parent: str = _LAYER) -> Element:
    cell = Element("mxCell", id=name, value=value, style=look, parent=parent, vertex="1")
    size = {"width": f"{at.width:.2f}", "height": f"{at.height:.2f}"}
    place = {"x": f"{at.left:.2f}", "y": f"{at.top:.2f}"}
    SubElement(cell, "mxGeometry", place | size | {"as": "geometry"})
    return cell


def _edge(name: str, path: Path, look: str, leg: Leg | None = None) -> Element:
    """Write a line, whose ends are where they are held, or else where its path ends."""
    joined = {"source": leg.source, "target": leg.target} if leg else {}
    cell = Element("mxCell", joined, id=name, value="", style=look, parent=_LAYER, edge="1")
    geometry = SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    _point(geometry, path[0], "sourcePoint")
    _point(geometry, path[-1], "targetPoint")
    if len(path) > 2:  # noqa: PLR2004 - a straight line has two points
        bends = SubElement(geometry, "Array", {"as": "points"})
        for point in path[1:-1]:
            _point(bends, point)
    return cell


def _point(parent: Element, point: Point, role: str = "") -> None:
    named = {"as": role} if role else {}
    SubElement(parent, "mxPoint", {"x": f"{point[0]:.2f}", "y": f"{point[1]:.2f}"} | named)


def _line(colour: str, width: float, line: Line) -> str:
    return f"html=1;rounded=0;strokeColor={colour};strokeWidth={width};{_DASHES[line]}"


def _head(end: str, arrow: str | None) -> str:
    if arrow is None:
        return f"{end}Arrow=none;"
    name, fill, size = _HEADS[arrow]
    return f"{end}Arrow={name};{end}Fill={fill};{end}Size={size};"


def _held(end: str, at: Rect, point: Point) -> str:
    """Hold an end of a line at a point of a shape, in shares of its size."""
    x, y = (point[0] - at.left) / at.width, (point[1] - at.top) / at.height
    return f"{end}X={x:.4f};{end}Y={y:.4f};{end}Dx=0;{end}Dy=0;{end}Perimeter=0;"


def _html(block: Block, ink: str) -> str:
    """Write lines as HTML: names bold, equipment and marks as chips.

    The text is escaped here as HTML, and all of it once more when the file is written as XML.
    """
    return "".join(_div(line, ink) for line in block.lines)


def _div(line: TextLine, ink: str) -> str:
    is_pale = ink == style.PALE
    colour = ink if is_pale else style.INKS.get(line.role, ink)
    chip = "" if is_pale else style.CHIPS.get(line.role, "")
    look = f"font-size:{line.points}px;color:{colour};line-height:{line.height:.1f}px;"
    look += "font-weight:bold;" * line.is_bold + "text-align:left;" * (line.role == "item")
    text = escape(line.text)
    if chip:
        ground = f"background-color:{chip};border-radius:4px;padding:0 {CHIP_PADDING}px;"
        height = f"display:inline-block;line-height:{line.height - CHIP_GAP:.1f}px;"
        text = f'<span style="{ground}{height}">{text}</span>'
    return f'<div style="{look}">{text}</div>'
