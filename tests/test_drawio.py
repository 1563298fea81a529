"""Charts as draw.io files: of draw.io's form, every part in its place, names never markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from charts import HOSTILE, HOSTILE_PICTURES, PICTURES

from screc.diagram.drawio import drawio
from screc.diagram.layout import lay_out
from screc.diagram.legs import legs, name_of, parts_of
from screc.diagram.picture import Picture
from screc.diagram.scene import Point, Rect, Scene
from screc.diagram.sizes import Block

ATTRIBUTES = {
    "mxfile": {"host", "compressed"},
    "diagram": {"id", "name"},
    "mxGraphModel": {"pageWidth", "pageHeight", "grid", "page", "math"},
    "root": set(),
    "mxCell": {"id", "parent", "value", "style", "vertex", "edge", "source", "target"},
    "mxGeometry": {"x", "y", "width", "height", "relative", "as"},
    "mxPoint": {"x", "y", "as"},
    "Array": {"as"},
}
"""The elements that are written, with the attributes that draw.io's schema gives them."""
INSIDE = {
    "mxfile": {"diagram"},
    "diagram": {"mxGraphModel"},
    "mxGraphModel": {"root"},
    "root": {"mxCell"},
    "mxCell": {"mxGeometry"},
    "mxGeometry": {"mxPoint", "Array"},
    "Array": {"mxPoint"},
}
TOLERANCE = 0.1


class Words(HTMLParser):
    """What a browser makes of a label: its lines, and the elements in it."""

    def __init__(self, label: str) -> None:
        """Read a label."""
        super().__init__()
        self.lines: list[str] = []
        self.elements: set[str] = set()
        self.feed(label)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line."""
        assert {name for name, _ in attrs} <= {"style"}
        self.elements.add(tag)
        if tag == "div":
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        """Add to the line."""
        self.lines[-1] += data


def cells_of(scene: Scene) -> dict[str, ET.Element]:
    """Write a scene, and read its cells."""
    root = ET.fromstring(drawio(scene))  # noqa: S314
    cells = list(root.iter("mxCell"))
    named = {cell.get("id", ""): cell for cell in cells}
    assert len(named) == len(cells)
    return named


def look(cell: ET.Element) -> dict[str, str]:
    """Read the style of a cell."""
    pairs = (part.partition("=") for part in cell.get("style", "").split(";") if part)
    return {name: value for name, _, value in pairs}


def place(cell: ET.Element, cells: dict[str, ET.Element]) -> Rect:
    """Find where a cell is on the page, whatever holds it."""
    geometry = cell.find("mxGeometry")
    if geometry is None:
        return Rect(0, 0, 0, 0)
    x, y, width, height = (float(geometry.get(name, 0)) for name in ("x", "y", "width", "height"))
    holder = place(cells[cell.get("parent", "")], cells)
    return Rect(x, y, x + width, y + height).moved(holder.left, holder.top)


def end(cell: ET.Element, cells: dict[str, ET.Element], shape: str, side: str) -> Point:
    """Find where draw.io begins or ends a line."""
    at, held = place(cells[cell.get(shape, "")], cells), look(cell)
    x, y = float(held[f"{side}X"]), float(held[f"{side}Y"])
    return at.left + x * at.width, at.top + y * at.height


@pytest.mark.parametrize("drawn", PICTURES.values(), ids=PICTURES.keys())
def test_a_file_has_the_form_that_drawio_reads(drawn: Picture) -> None:
    """Elements and attributes of its schema; whatever a cell names exists."""
    root = ET.fromstring(drawio(lay_out(drawn)))  # noqa: S314
    assert root.tag == "mxfile"
    for element in root.iter():
        assert set(element.keys()) <= ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= INSIDE.get(element.tag, set())
        for name in ("x", "y", "width", "height"):
            assert re.fullmatch(r"-?[0-9]+\.[0-9]+", element.get(name, "0.0"))
    model = root.find("diagram/mxGraphModel")
    assert model is not None
    assert int(model.get("pageWidth", "")) > 0
    cells = cells_of(lay_out(drawn))
    first, layer, *others = cells.values()
    assert (first.attrib, layer.attrib) == ({"id": "0"}, {"id": "1", "parent": "0"})
    for cell in others:
        assert (cell.get("vertex") == "1") != (cell.get("edge") == "1")
        assert {cell.get(name, "1") for name in ("parent", "source", "target")} <= cells.keys()
        assert cell.find("mxGeometry[@as='geometry']") is not None


@pytest.mark.parametrize("drawn", PICTURES.values(), ids=PICTURES.keys())
def test_everything_is_where_the_scene_has_it(drawn: Picture) -> None:
    """Frames hold their boxes; lines begin, bend and end where the scene's do."""
    scene = lay_out(drawn)
    cells = cells_of(scene)
    for part in parts_of(scene):
        if part.block.lines:
            found = place(cells[name_of(part)], cells)
            assert found.center == pytest.approx(part.at.center, abs=TOLERANCE)
            assert found.width == pytest.approx(part.at.width, abs=TOLERANCE)
    for frame in scene.frames:
        held = {id_ for id_, cell in cells.items() if cell.get("parent") == name_of(frame)}
        assert held == {f"at/{member}" for member in frame.frame.members}
    for arrow in scene.arrows:
        for leg in legs(arrow):
            (cell,) = (
                cell
                for id_, cell in cells.items()
                if id_.startswith(f"{name_of(arrow)}/")
                and (cell.get("source"), cell.get("target")) == (leg.source, leg.target)
            )
            bends = [
                (float(point.get("x", "")), float(point.get("y", "")))
                for point in cell.iterfind("mxGeometry/Array/mxPoint")
            ]
            start, stop = end(cell, cells, "source", "exit"), end(cell, cells, "target", "entry")
            for found, point in zip([start, *bends, stop], leg.path, strict=True):
                assert found == pytest.approx(point, abs=TOLERANCE)


@pytest.mark.parametrize("drawn", PICTURES.values(), ids=PICTURES.keys())
def test_every_word_is_there(drawn: Picture) -> None:
    """All lines of all labels, in their order."""
    scene = lay_out(drawn)
    cells = cells_of(scene)
    expected: dict[str, Block] = {name_of(part): part.block for part in parts_of(scene)}
    expected |= {f"text/{number}": text.block for number, text in enumerate(scene.texts)}
    expected |= {f"key/{number}": key.block for number, key in enumerate(scene.keys)}
    for name, block in expected.items():
        if block.lines:
            assert Words(cells[name].get("value", "")).lines == [line.text for line in block.lines]


@pytest.mark.parametrize("drawn", HOSTILE_PICTURES, ids=range(len(HOSTILE)))
def test_no_name_is_read_as_markup(drawn: Picture) -> None:
    """Neither as XML nor as HTML."""
    scene = lay_out(drawn)
    for name, cell in cells_of(scene).items():
        words = Words(cell.get("value", ""))
        assert words.elements <= {"div", "span"}
        if name == "at/utility":
            (box,) = (box for box in scene.boxes if box.box.id == "utility")
            assert words.lines == [line.text for line in box.block.lines]


def test_a_line_looks_as_its_flow_is() -> None:
    """Colour, width and head by its class; dashes where it is inferred; heads where it points."""
    cells = cells_of(lay_out(PICTURES["shopping-street-ja"]))
    sale = look(cells["flow/power-sale/from"])
    assert (sale["strokeColor"], sale["strokeWidth"]) == ("#C2410C", "2.6")
    assert (sale["startArrow"], sale["endArrow"]) == ("none", "block")
    assert "dashed" not in sale
    assert look(cells["flow/power-sale/to"])["endArrow"] == "none"
    assert look(cells["flow/subsidy-support/from"])["dashPattern"] == "5 4"
    both = cells_of(lay_out(PICTURES["block-ja"]))
    assert look(both["flow/cooperation/to"])["startArrow"] == "oval"
    assert look(both["flow/cooperation/from"])["endArrow"] == "oval"


def test_the_same_chart_is_the_same_file() -> None:
    """Nothing tells when it was written."""
    scene = lay_out(PICTURES["ev-ja"])
    assert drawio(scene) == drawio(scene)
