"""Write shapes, text and glued lines in DrawingML, the XML of slides. Lengths in points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from screc.diagram.picture import Line
from screc.diagram.scene import Point, Rect
from screc.diagram.wrap import clean

_EMU = 12700
"""English metric units, in which slides are measured, in a point."""

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_DASHES: dict[Line, str] = {
    "solid": "solid",
    "dashed": "dash",
    "dotted": "sysDot",
    "stopped": "solid",
    "absent": "solid",
}
_CORNER = 5.0


@dataclass(frozen=True)
class Tag:
    """What tells shapes apart: a number, a name for lists of them, words for screen readers."""

    number: int
    name: str
    description: str = ""

    def __str__(self) -> str:
        """Write it as the first element of a shape."""
        described = f" descr={quoteattr(clean(self.description))}" if self.description else ""
        return f'<p:cNvPr id="{self.number}" name={quoteattr(clean(self.name))}{described}/>'


@dataclass(frozen=True)
class Outline:
    """A border or a line: `#RRGGBB`, its width, and attributes for what is at its ends."""

    colour: str
    width: float
    line: Line = "solid"
    start: str = ""
    end: str = ""

    def __str__(self) -> str:
        """Write it; DrawingML calls the start of a line its head, and the end its tail."""
        start = f"<a:headEnd {self.start}/>" if self.start else ""
        end = f"<a:tailEnd {self.end}/>" if self.end else ""
        return (
            f'<a:ln w="{emu(self.width)}">{solid(self.colour)}'
            f'<a:prstDash val="{_DASHES[self.line]}"/><a:round/>{start}{end}</a:ln>'
        )


@dataclass(frozen=True)
class Run:
    """A line of text and its look; `height` is how far the next line is below it."""

    text: str
    points: float
    height: float
    colour: str
    ground: str = ""
    is_bold: bool = False
    align: str = "ctr"
    indent: float = 0.0


@dataclass(frozen=True)
class Words:
    """Lines of text in a shape, and where they stand in it."""

    runs: tuple[Run, ...]
    language: str
    anchor: str = "ctr"
    left: float = 0.0
    top: float = 0.0

    def __str__(self) -> str:
        """Write them; the shape keeps its size whatever they are."""
        # Lines are broken already; only those that begin at the left need an edge to begin at.
        wrap = "none" if all(run.align == "ctr" for run in self.runs) else "square"
        return (
            f'<p:txBody><a:bodyPr wrap="{wrap}" lIns="{emu(self.left)}" tIns="{emu(self.top)}"'
            f' rIns="0" bIns="0" anchor="{self.anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
            f"{''.join(_paragraph(run, self.language) for run in self.runs)}</p:txBody>"
        )


class Glue(NamedTuple):
    """Where an end of a line is fixed: the number of a shape, and which of its sites."""

    number: int
    site: int


def middles(at: Rect) -> tuple[Point, ...]:
    """List the middles of the sides, in the order in which a rectangle numbers them as sites.

    >>> middles(Rect(0, 0, 4, 2))
    ((2.0, 0), (0, 1.0), (2.0, 2), (4, 1.0))
    """
    x, y = at.center
    return (x, at.top), (at.left, y), (x, at.bottom), (at.right, y)


def rectangle(at: Rect) -> str:
    """Write the form of a rectangle; the middles of its sides are its sites."""
    return f'<a:xfrm>{bounds(at)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


def rounded(at: Rect, sites: Sequence[Point]) -> str:
    """Write the form of a rounded rectangle that has sites of its own.

    All is said in shares of its size: when it is resized, its sites stay on its sides.

    Args:
        at: where it is.
        sites: points on its sides.
    """
    guides = "".join(
        f'<a:gd name="x{index}" fmla="*/ w {emu(x - at.left)} {emu(at.width)}"/>'
        f'<a:gd name="y{index}" fmla="*/ h {emu(y - at.top)} {emu(at.height)}"/>'
        for index, (x, y) in enumerate(sites)
    )
    places = "".join(
        f'<a:cxn ang="{_outward(at, site)}"><a:pos x="x{index}" y="y{index}"/></a:cxn>'
        for index, site in enumerate(sites)
    )
    # A length in metric units would be taken for another unit by LibreOffice.
    corner = f"*/ ss {emu(_CORNER)} {emu(min(at.width, at.height))}"
    corners = (("l", "c", "cd2"), ("cr", "t", "3cd4"), ("r", "cb", "0"), ("c", "b", "cd4"))
    path = "".join(
        f'<a:{to}><a:pt x="{x}" y="{y}"/></a:{to}>'
        f'<a:arcTo wR="c" hR="c" stAng="{angle}" swAng="cd4"/>'
        for to, (x, y, angle) in zip(("moveTo", "lnTo", "lnTo", "lnTo"), corners, strict=True)
    )
    return (
        f"<a:xfrm>{bounds(at)}</a:xfrm><a:custGeom><a:avLst/>"
        f'<a:gdLst><a:gd name="c" fmla="{corner}"/>'
        f'<a:gd name="cr" fmla="+- r 0 c"/><a:gd name="cb" fmla="+- b 0 c"/>{guides}</a:gdLst>'
        f'<a:ahLst/><a:cxnLst>{places}</a:cxnLst><a:rect l="l" t="t" r="r" b="b"/>'
        f"<a:pathLst><a:path>{path}<a:close/></a:path></a:pathLst></a:custGeom>"
    )


def shape(
    tag: Tag, form: str, words: Words | str, *, fill: str = "", outline: Outline | None = None
) -> str:
    """Write a shape that holds text.

    Args:
        tag: what tells it apart.
        form: as `rectangle` or `rounded` writes it.
        words: in it, or the body of text that holds them.
        fill: `#RRGGBB`; see-through where it is empty.
        outline: its border, if it has one.
    """
    ground = solid(fill) if fill else "<a:noFill/>"
    return (
        f"<p:sp {NAMESPACES}><p:nvSpPr>{tag}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>"
        f"{form}{ground}{outline or ''}</p:spPr>{words}</p:sp>"
    )


def stroke(tag: Tag, start: Point, end: Point, outline: Outline) -> str:
    """Write a straight line that is fixed to nothing."""
    return (
        f"<p:sp {NAMESPACES}><p:nvSpPr>{tag}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"{_straight('line', start, end, outline)}</p:sp>"
    )


def connector(
    tag: Tag, start: Point, end: Point, outline: Outline, glued: tuple[Glue, Glue]
) -> str:
    """Write a straight line whose ends follow the shapes to which they are glued."""
    first, last = glued
    return (
        f"<p:cxnSp {NAMESPACES}><p:nvCxnSpPr>{tag}<p:cNvCxnSpPr>"
        f'<a:stCxn id="{first.number}" idx="{first.site}"/>'
        f'<a:endCxn id="{last.number}" idx="{last.site}"/></p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr>'
        f"{_straight('straightConnector1', start, end, outline)}</p:cxnSp>"
    )


def group(tag: Tag, at: Rect, shapes: Iterable[str]) -> str:
    """Write shapes that are moved as one."""
    return (
        f"<p:grpSp {NAMESPACES}><p:nvGrpSpPr>{tag}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr><a:xfrm>{bounds(at)}{bounds(at, 'chOff', 'chExt')}</a:xfrm></p:grpSpPr>"
        f"{''.join(shapes)}</p:grpSp>"
    )


def emu(points: float) -> int:
    """Write a length in the unit of slides.

    >>> emu(1)
    12700
    """
    return round(points * _EMU)


def solid(colour: str) -> str:
    """Write the filling with a colour, given as `#RRGGBB`."""
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"/></a:solidFill>'


def bounds(at: Rect, offset: str = "off", extent: str = "ext") -> str:
    """Write where something is, in elements of these names."""
    return (
        f'<a:{offset} x="{emu(at.left)}" y="{emu(at.top)}"/>'
        f'<a:{extent} cx="{emu(at.width)}" cy="{emu(at.height)}"/>'
    )


def _straight(form: str, start: Point, end: Point, outline: Outline) -> str:
    (x, y), (to_x, to_y) = start, end
    flips = (' flipH="1"' if to_x < x else "") + (' flipV="1"' if to_y < y else "")
    at = Rect(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
    return (
        f"<p:spPr><a:xfrm{flips}>{bounds(at)}</a:xfrm>"
        f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>{outline}</p:spPr>'
    )


def _outward(at: Rect, site: Point) -> str:
    """Say in which direction a line leaves a rectangle from a point on its side."""
    x, y = site
    ways = {
        "3cd4": abs(y - at.top),
        "cd2": abs(x - at.left),
        "cd4": abs(y - at.bottom),
        "0": abs(x - at.right),
    }
    return min(ways, key=ways.__getitem__)


def _paragraph(run: Run, language: str) -> str:
    indent = f' marL="{emu(run.indent)}" indent="0"' if run.indent else ""
    ground = run.ground.removeprefix("#")
    marked = f'<a:highlight><a:srgbClr val="{ground}"/></a:highlight>' if ground else ""
    return (
        f'<a:p><a:pPr{indent} algn="{run.align}"><a:lnSpc>'
        f'<a:spcPts val="{round(run.height * 100)}"/></a:lnSpc></a:pPr>'
        f'<a:r><a:rPr lang="{language}" sz="{round(run.points * 100)}" b="{int(run.is_bold)}">'
        f"{solid(run.colour)}{marked}</a:rPr><a:t>{escape(run.text)}</a:t></a:r></a:p>"
    )
