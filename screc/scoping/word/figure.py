"""Set a chart as a picture in a line of a Word document."""

from __future__ import annotations

from io import BytesIO
from math import ceil

from docx.document import Document
from docx.shared import Emu, Pt

from screc.diagram.drawing import draw
from screc.diagram.wrap import clean
from screc.scoping.paper import Figure
from screc.scoping.word.xml import Element, w

_PRINTED = 300
"""Dots in an inch of paper; small letters need no more."""


def picture(document: Document, figure: Figure, number: int, width: int, height: int) -> Element:
    """Draw a chart, as large as it was laid out, or smaller so that it fits.

    It is a picture in pixels: where Word finds an SVG beside it, it shows that, in other fonts than
    those that the chart was laid out for.

    Args:
        document: that keeps the picture.
        figure: what is drawn.
        number: no other picture has it.
        width: at most, in English metric units.
        height: likewise.

    Raises:
        EngineError: Graphviz cannot be used.
    """
    scene = figure.drawing.scene
    share = min(1.0, width / Pt(scene.width), height / Pt(scene.height))
    drawn = draw(scene, "png", dots_per_inch=ceil(_PRINTED * share))
    inline = document.part.new_pic_inline(BytesIO(drawn), Emu(int(Pt(scene.width) * share)))
    told = inline.docPr
    told.set("id", str(number))
    told.set("name", clean(figure.id))
    told.set("title", clean(scene.picture.title))
    told.set("descr", clean(scene.picture.description))
    return w("r", w("drawing", inline))
