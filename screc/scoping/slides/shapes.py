"""Put on slides what stands on them: boxes of text and tables as DrawingML. Lengths in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pptx.oxml import parse_xml
from pptx.slide import Slide

from screc.diagram.drawingml import (
    NAMESPACES,
    Outline,
    Tag,
    bounds,
    emu,
    rectangle,
    shape,
    solid,
)
from screc.diagram.powerpoint import place_chart
from screc.diagram.scene import Rect
from screc.scoping.paper import Paper
from screc.scoping.slides.chart import add_bars
from screc.scoping.slides.deck import LANGUAGES, free_number
from screc.scoping.slides.pages import Placed
from screc.scoping.slides.parts import (
    CELL_PADDING,
    GAP,
    PANEL_PADDING,
    Grid,
    Panel,
    Place,
    Plot,
    Prose,
    Row,
    Sheet,
)
from screc.scoping.slides.text import Passage, height_of, written

_CORNER = 6.0
_THIN, _THICK = 0.75, 1.5
_TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Of the styles of tables that every program has, the one without grounds and lines."""


class Painter:
    """Puts shapes on a slide, one below the other.

    Args:
        slide: which has its title.
        paper: whose colours and language they have.
    """

    def __init__(self, slide: Slide, paper: Paper) -> None:
        """Keep what all shapes have in common."""
        self._slide, self._paper, self._look = slide, paper, paper.look
        self._language = LANGUAGES[paper.language]

    def place(self, placed: Sequence[Placed], room: Rect) -> None:
        """Put shapes on the slide, from the top of the room."""
        top = room.top
        for part in placed:
            self._place(part, replace(room, top=top, bottom=top + part.height))
            top += part.height + GAP

    def _place(self, part: Placed, at: Rect) -> None:
        match part.shape:
            case Prose(passages):
                self._prose(passages, at)
            case Panel():
                self._panel(part.shape, at)
            case Grid():
                self._grid(part.shape, at)
            case Plot(of, bars):
                add_bars(self._slide, replace(of, bars=bars), at, self._look, self._paper.language)
            case Sheet():
                self._sheet(part.shape, at)

    def _prose(self, passages: Sequence[Passage], at: Rect) -> None:
        words = self._words(passages, 0.0)
        self._append(shape(self._tag(_first_words(passages)), rectangle(at), words))

    def _panel(self, panel: Panel, at: Rect) -> None:
        tone = self._look.tones[panel.of.tone]
        corner = round(_CORNER / min(at.width, at.height) * 100_000)
        form = (
            f'<a:xfrm>{bounds(at)}</a:xfrm><a:prstGeom prst="roundRect"><a:avLst>'
            f'<a:gd name="adj" fmla="val {corner}"/></a:avLst></a:prstGeom>'
        )
        words = self._words(panel.passages, PANEL_PADDING)
        edge = Outline(tone.sign, _THIN)
        self._append(shape(self._tag(panel.of.title), form, words, fill=tone.ground, outline=edge))

    def _sheet(self, sheet: Sheet, at: Rect) -> None:
        height = height_of([sheet.caption], at.width)
        self._prose([sheet.caption], replace(at, bottom=at.top + height))
        below = replace(at, top=at.top + height + GAP / 2)
        place_chart(self._slide, sheet.of.drawing.scene, below)

    def _grid(self, grid: Grid, at: Rect) -> None:
        columns = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in grid.widths)
        head = self._row(grid.head, _THICK, self._look.accent) if grid.head else ""
        rows = "".join(self._row(row, _THIN, self._look.rule) for row in grid.rows)
        self._append(
            f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>{self._tag(grid.name, grid.name)}"
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
            f"</p:nvGraphicFramePr><p:xfrm>{bounds(at)}</p:xfrm><a:graphic>"
            f'<a:graphicData uri="{_TABLE_URI}"><a:tbl><a:tblPr firstRow="{int(bool(grid.head))}"'
            f' firstCol="{int(grid.has_row_heads)}"><a:tableStyleId>{_NO_STYLE}</a:tableStyleId>'
            f"</a:tblPr><a:tblGrid>{columns}</a:tblGrid>{head}{rows}</a:tbl></a:graphicData>"
            "</a:graphic></p:graphicFrame>"
        )

    def _row(self, row: Row, width: float, colour: str) -> str:
        line = Outline(colour, width)
        cells = "".join(self._cell(place, line) for place in row.places)
        return f'<a:tr h="{emu(row.height)}">{cells}</a:tr>'

    def _cell(self, place: Place, below: Outline) -> str:
        beside, above = map(emu, CELL_PADDING)
        none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
        line = str(below).replace("a:ln", "a:lnB")
        ground = solid(place.ground) if place.ground else "<a:noFill/>"
        return (
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
            f"{written(place.passages, self._language)}</a:txBody>"
            f'<a:tcPr marL="{beside}" marR="{beside}" marT="{above}" marB="{above}">'
            f"{none}{line}{ground}</a:tcPr></a:tc>"
        )

    def _words(self, passages: Sequence[Passage], padding: float) -> str:
        inset = emu(padding)
        return (
            f'<p:txBody><a:bodyPr wrap="square" lIns="{inset}" tIns="{inset}" rIns="{inset}"'
            f' bIns="{inset}" anchor="t"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
            f"{written(passages, self._language)}</p:txBody>"
        )

    def _tag(self, name: str, description: str = "") -> Tag:
        return Tag(free_number(self._slide), name, description)

    def _append(self, part: str) -> None:
        self._slide.shapes.element.append(parse_xml(part))


def _first_words(passages: Sequence[Passage]) -> str:
    return passages[0].spans[0].text
