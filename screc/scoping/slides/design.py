"""The design of slides: the packaged one, or that of a template's folder. Lengths in points."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Emu, Pt

from screc.diagram.deck import empty_deck, set_properties
from screc.diagram.drawingml import NAMESPACES, Outline, Tag, solid, stroke
from screc.diagram.scene import Rect
from screc.diagram.wrap import clean
from screc.errors import InputError, Problem
from screc.scoping.paper import Look, Paper
from screc.scoping.slides.deck import (
    FEET,
    LANGUAGES,
    SUBTITLES,
    TITLES,
    Base,
    bounds_of,
    free_number,
    placeholders,
)
from screc.scoping.styles import Styles

_NAME = "slides.pptx"
_WIDTH, _HEIGHT, _MARGIN = 960.0, 540.0, 48.0
_RIGHT = _WIDTH - _MARGIN
_PLACES = {
    PP_PLACEHOLDER.TITLE: Rect(_MARGIN, 24, _RIGHT, 66),
    PP_PLACEHOLDER.BODY: Rect(_MARGIN, 82, _RIGHT, 498),
    PP_PLACEHOLDER.FOOTER: Rect(_MARGIN, 508, _RIGHT - 80, 528),
    PP_PLACEHOLDER.SLIDE_NUMBER: Rect(_RIGHT - 60, 508, _RIGHT, 528),
    PP_PLACEHOLDER.CENTER_TITLE: Rect(_MARGIN, 150, _RIGHT, 250),
    PP_PLACEHOLDER.SUBTITLE: Rect(_MARGIN, 276, _RIGHT, 360),
}
_RULE, _COVER_RULE = 72.0, 263.0
_TITLE_SIZE, _COVER_SIZE, _SUBTITLE_SIZE, _FOOT_SIZE = 24, 36, 18, 10
_KEPT = ("Title Slide", "Title and Content", "Title Only")
"""Of the library's layouts, those that have a place in this design."""

_LOWEST_TITLE, _NARROWEST_TITLE = 0.45, 0.5
"""Of a slide, how far down a title may end, and how wide it has to be."""

_NAMING_SLIDES = (RELATIONSHIP_TYPE.VIEW_PROPS, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
"""What lists the slides that a template had, and what no program needs."""


def base_for(paper: Paper, styles: Styles) -> Base:
    """Make the presentation to which a paper's slides are added.

    Args:
        paper: whose properties and colours it has.
        styles: whose `slides.pptx` it is made from, where there is one.

    Raises:
        InputError: that file is no presentation, or has no layout for slides.
    """
    about = {
        "title": clean(paper.title),
        "subject": clean(paper.subtitle),
        "language": LANGUAGES[paper.language],
    }
    own = styles.own(_NAME)
    if own is None:
        deck = empty_deck(_WIDTH, _HEIGHT, **about)
        _design(deck, paper.look)
        cover, _, inner = deck.slide_layouts
        return Base(deck, cover, inner)
    path = str(styles.folder / _NAME) if styles.folder else _NAME
    try:
        deck = Presentation(BytesIO(own))
        _empty(deck)
        set_properties(deck, **about)
        return _base_of(deck, path)
    except InputError:
        raise
    except Exception:  # noqa: BLE001 - of a broken file, the library raises whatever it stumbles on
        ja = "PowerPoint のファイル（.pptx）として開けません。"
        raise InputError(
            [Problem(ja, "this is not a PowerPoint file (.pptx)", path=path)]
        ) from None


def _base_of(deck: Deck, path: str) -> Base:
    """Choose the layouts of somebody's own design."""
    if deck.part.content_type != CONTENT_TYPE.PML_PRESENTATION_MAIN:
        ja, en = "マクロを含むファイルは使えません。", "a presentation with macros cannot be used"
        raise InputError([Problem(ja, en, path=path)])
    inner = [layout for layout in deck.slide_layouts if _has_wide_title(deck, layout)]
    if not inner:
        ja = "上部に幅の広いタイトルのあるレイアウトがありません。"
        en = "no layout has a wide title in the upper part of its slides"
        raise InputError([Problem(ja, en, path=path)])
    plainest = min(inner, key=lambda layout: len(layout.placeholders) - _feet_count(layout))
    covers = [
        layout
        for layout in deck.slide_layouts
        if any(placeholders(layout, (PP_PLACEHOLDER.CENTER_TITLE,)))
    ]
    return Base(deck, [*covers, plainest][0], plainest, is_own=True)


def _has_wide_title(deck: Deck, layout: SlideLayout) -> bool:
    """Tell whether a layout has a title, and most of its slides below that."""
    width, height = Emu(deck.slide_width or 0).pt, Emu(deck.slide_height or 0).pt
    return any(
        at.bottom <= height * _LOWEST_TITLE and at.width >= width * _NARROWEST_TITLE
        for at in map(bounds_of, placeholders(layout, (PP_PLACEHOLDER.TITLE,)))
    )


def _feet_count(layout: SlideLayout) -> int:
    return len(list(placeholders(layout, FEET)))


def _empty(deck: Deck) -> None:
    """Take the slides out of a presentation, and whatever names them or leads to them."""
    root = deck.element
    listed = root.xpath("./p:sldIdLst/p:sldId")
    groups = root.xpath("./p:custShowLst | .//*[local-name()='sectionLst']/..")
    numbers = [slide.rId for slide in listed]
    _remove((*groups, *listed))
    views = [key for key, each in deck.part.rels.items() if each.reltype in _NAMING_SLIDES]
    for number in (*numbers, *views):
        deck.part.drop_rel(number)
    package = deck.part.package
    for relation in list(package.iter_rels()):
        if relation.reltype in _NAMING_SLIDES:
            package.drop_rel(relation.rId)
    for master in deck.slide_masters:
        for each in (master, *master.slide_layouts):
            _unlink(each)


def _unlink(design: Any) -> None:
    """Take out buttons that lead to a slide."""
    for number, relation in list(design.part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.SLIDE:
            _remove(design.element.xpath(f".//*[@r:id='{number}']"))
            design.part.drop_rel(number)


def _remove(elements: Iterable[Any]) -> None:
    for element in elements:
        element.getparent().remove(element)


def _design(deck: Deck, look: Look) -> None:
    """Make a calm design of the library's: titles on the left, above a rule."""
    # The size is no longer that of a screen of 4 to 3.
    deck.element.xpath("./p:sldSz")[0].attrib.pop("type", None)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    master, cover = deck.slide_master, deck.slide_layouts[0]
    for each in (master, *deck.slide_layouts):
        _remove(date.element for date in placeholders(each, (PP_PLACEHOLDER.DATE,)))
    for each in (*master.placeholders, *placeholders(cover, (*TITLES, *SUBTITLES))):
        _put(each, _PLACES[each.placeholder_format.type])
    (titles,) = master.element.xpath(".//p:titleStyle/a:lvl1pPr")
    _style(titles, _TITLE_SIZE, look.accent, is_bold=True)
    for each in placeholders(master, FEET):
        is_number = each.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER
        _style(_first_level(each), _FOOT_SIZE, look.quiet, align="r" if is_number else "l")
    for each in placeholders(cover, TITLES):
        _style(_first_level(each), _COVER_SIZE, look.accent, is_bold=True)
    for each in placeholders(cover, SUBTITLES):
        each.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        _style(_first_level(each), _SUBTITLE_SIZE, look.quiet)
    for layout in deck.slide_layouts:
        height, colour = (_COVER_RULE, look.accent) if layout is cover else (_RULE, look.rule)
        line = stroke(
            Tag(free_number(layout), "Rule"),
            (_MARGIN, height),
            (_RIGHT, height),
            Outline(colour, 1.0),
        )
        layout.shapes.element.append(parse_xml(line))


def _put(placeholder: Any, at: Rect) -> None:
    """Give a placeholder its place, its words reaching to its edges and standing at its foot."""
    placeholder.left, placeholder.top = Pt(at.left), Pt(at.top)
    placeholder.width, placeholder.height = Pt(at.width), Pt(at.height)
    frame = placeholder.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    if placeholder.placeholder_format.type != PP_PLACEHOLDER.BODY:
        frame.vertical_anchor = MSO_ANCHOR.BOTTOM


def _first_level(placeholder: Any) -> Any:
    """Find the style of a placeholder's paragraphs; make it where there is none."""
    (styles,) = placeholder.element.xpath("./p:txBody/a:lstStyle")
    if not len(styles):
        styles.append(parse_xml(f"<a:lvl1pPr {NAMESPACES}><a:defRPr/></a:lvl1pPr>"))
    return styles[0]


def _style(
    level: Any, points: int, colour: str, *, align: str = "l", is_bold: bool = False
) -> None:
    level.set("algn", align)
    font = level.find(qn("a:defRPr"))
    font.set("sz", str(points * 100))
    font.set("b", str(int(is_bold)))
    _remove(font.findall(qn("a:solidFill")))
    font.insert(0, parse_xml(solid(colour).replace("<a:solidFill>", f"<a:solidFill {NAMESPACES}>")))
