"""Add slides to a presentation, with their titles and what stands at their foot. In points."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide, SlideLayout
from pptx.util import Emu, Pt

from screc.diagram.drawingml import NAMESPACES, Tag
from screc.diagram.scene import Rect
from screc.diagram.wrap import clean
from screc.model.text import Language
from screc.scoping.paper import Paper
from screc.scoping.slides.text import Passage, Span

LANGUAGES: dict[Language, str] = {"ja": "ja-JP", "en": "en-US"}
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
SUBTITLES = (PP_PLACEHOLDER.SUBTITLE,)
FEET = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_MASTERS = dict.fromkeys(TITLES, PP_PLACEHOLDER.TITLE) | {
    PP_PLACEHOLDER.SUBTITLE: PP_PLACEHOLDER.BODY
}
"""Of the placeholders of a layout, those of the master that they take their look from."""

_LANGUAGE_IDS = {"ja": MSO_LANGUAGE_ID.JAPANESE, "en": MSO_LANGUAGE_ID.ENGLISH_US}
_BELOW_TITLE, _ABOVE_FEET, _NO_FEET = 16.0, 8.0, 32.0
_INSET = "91440"
_SMALLEST, _FOOT_SIZE, _USUAL_SIZE = 7.0, 10.0, 44.0
_NUMBER_FIELD = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"


@dataclass(frozen=True)
class Base:
    """A presentation to which slides are added.

    Attributes:
        deck: the presentation.
        cover: the layout of its first slide.
        inner: that of the others, with nothing but a title where the design has such a one.
        is_own: whether the design is somebody's own.
    """

    deck: Deck
    cover: SlideLayout
    inner: SlideLayout
    is_own: bool = False

    @property
    def first_number(self) -> int:
        """The number of the first slide."""
        return int(self.deck.element.get("firstSlideNum", "1"))

    def below_title(self, layout: SlideLayout) -> Rect:
        """Find the room of a layout: below its title, as wide as that is, above the feet."""
        title = next(placeholders(layout, TITLES))
        at = bounds_of(title)
        tops = [bounds_of(foot).top for foot in placeholders(layout, FEET)]
        ends = [
            Emu(self.deck.slide_height or 0).pt - _NO_FEET,
            *(top for top in tops if top > at.bottom),
        ]
        return Rect(
            at.left + _inset(layout, title, "lIns"),
            at.bottom + _BELOW_TITLE,
            at.right - _inset(layout, title, "rIns"),
            min(ends) - _ABOVE_FEET,
        )

    def add_cover(self, paper: Paper) -> Slide:
        """Add the first slide: what the paper is, and in what its layout has a place for."""
        slide: Slide = self.deck.slides.add_slide(self.cover)
        _say(slide, self.cover, TITLES, paper.title, paper.language)
        _say(slide, self.cover, SUBTITLES, paper.subtitle, paper.language)
        _clear(slide, TITLES + SUBTITLES if clean(paper.subtitle) else TITLES)
        return slide

    def add_inner(self, title: str, language: Language) -> Slide:
        """Add a slide that has its title and no content yet."""
        slide: Slide = self.deck.slides.add_slide(self.inner)
        _say(slide, self.inner, TITLES, title, language)
        _clear(slide, TITLES)
        return slide


def placeholders(of: Any, kinds: Collection[Any]) -> Iterator[Any]:
    """Go through the placeholders of some kinds that a slide, layout or master has."""
    return (each for each in of.placeholders if each.placeholder_format.type in kinds)


def bounds_of(placeholder: Any) -> Rect:
    """Tell where a placeholder stands, or where its master has it."""
    left, top = Emu(placeholder.left or 0).pt, Emu(placeholder.top or 0).pt
    width, height = Emu(placeholder.width or 0).pt, Emu(placeholder.height or 0).pt
    return Rect(left, top, left + width, top + height)


def free_number(slide: Slide | SlideLayout) -> int:
    """Find a number that no shape of a slide has."""
    return 1 + max(map(int, slide.shapes.element.xpath(".//p:cNvPr/@id")))


def add_feet(slide: Slide, layout: SlideLayout, paper: Paper, number: int | None = None) -> None:
    """Add the imprint and the number of a slide, as far as its layout has a place for them.

    Args:
        slide: which has its content: feet are read last.
        layout: of the slide.
        paper: whose imprint it is.
        number: none on the first slide.
    """
    for foot in placeholders(layout, FEET):
        kind = foot.placeholder_format.type
        language = LANGUAGES[paper.language]
        if kind == PP_PLACEHOLDER.FOOTER and clean(paper.imprint):
            at = bounds_of(foot)
            size = _fitting(clean(paper.imprint), _FOOT_SIZE, at.width - 16, at.height)
            look = f'<a:rPr lang="{language}" sz="{round(size * 100)}"/>'
            _add_foot(slide, foot, f"<a:r>{look}<a:t>{escape(clean(paper.imprint))}</a:t></a:r>")
        if kind == PP_PLACEHOLDER.SLIDE_NUMBER and number is not None:
            field = f'<a:fld id="{_NUMBER_FIELD}" type="slidenum"><a:rPr lang="{language}"/>'
            _add_foot(slide, foot, f"{field}<a:t>{number}</a:t></a:fld>")


def _add_foot(slide: Slide, foot: Any, words: str) -> None:
    (kind,) = foot.element.xpath(".//p:ph")
    attributes = "".join(f' {name}="{value}"' for name, value in kind.attrib.items())
    shape = (
        f"<p:sp {NAMESPACES}><p:nvSpPr>{Tag(free_number(slide), foot.name)}<p:cNvSpPr>"
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{attributes}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{words}</a:p></p:txBody></p:sp>"
    )
    slide.shapes.element.append(parse_xml(shape))


def _say(
    slide: Slide, layout: SlideLayout, kinds: Collection[Any], text: str, language: Language
) -> None:
    """Write into a placeholder, smaller than its design says where it would not hold the words."""
    for holder, model in zip(placeholders(slide, kinds), placeholders(layout, kinds), strict=True):
        at = bounds_of(model)
        width = at.width - _inset(layout, model, "lIns") - _inset(layout, model, "rIns")
        usual = _usual_size(layout, model)
        size = _fitting(clean(text), usual, width, at.height)
        holder.text_frame.text = clean(text)
        for run in holder.text_frame.paragraphs[0].runs:
            run.font.language_id = _LANGUAGE_IDS[language]
            if size < usual:
                run.font.size = Pt(size)


def _fitting(text: str, size: float, width: float, height: float) -> float:
    """Find the largest size in which a text keeps to a box."""
    while size > _SMALLEST:
        passage = Passage((Span(text, size, "#000000", is_bold=True),))
        if passage.height(width) <= max(height, passage.line_height):
            break
        size -= 1
    return size


def _clear(slide: Slide, kept: Collection[Any]) -> None:
    """Take out the placeholders that would stay empty, and ask to be filled."""
    for placeholder in list(slide.placeholders):
        if placeholder.placeholder_format.type not in kept:
            placeholder.element.getparent().remove(placeholder.element)


def _usual_size(layout: SlideLayout, placeholder: Any) -> float:
    sizes = _stated(layout, placeholder, "p:txBody/a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
    is_title = placeholder.placeholder_format.type in TITLES
    style = "titleStyle" if is_title else "bodyStyle"
    sizes += layout.slide_master.element.xpath(f".//p:{style}/a:lvl1pPr/a:defRPr/@sz")
    return int(sizes[0]) / 100 if sizes else _USUAL_SIZE


def _inset(layout: SlideLayout, placeholder: Any, side: str) -> float:
    stated = _stated(layout, placeholder, f"p:txBody/a:bodyPr/@{side}")
    return Emu(int([*stated, _INSET][0])).pt


def _stated(layout: SlideLayout, placeholder: Any, path: str) -> list[str]:
    """List what a placeholder says of itself, then what that of the master says."""
    kind = placeholder.placeholder_format.type
    models = placeholders(layout.slide_master, (_MASTERS.get(kind, kind),))
    return [value for each in (placeholder, *models) for value in each.element.xpath(path)]
