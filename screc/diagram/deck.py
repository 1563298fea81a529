"""Make an empty presentation, and the same file of the same presentation every time."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Pt

from screc.diagram.fonts import text_width
from screc.diagram.wrap import wrap
from screc.diagram.zipped import zipped

_FONTS = {"ja-JP": ("Meiryo UI", "Meiryo UI"), "en-US": ("Calibri", "Meiryo UI")}
"""For Latin and for Japanese letters, as narrow as those that the layout measures.

They stand in the theme only: a slide that is pasted into another deck takes the fonts of that deck.
"""
_LARGEST, _SMALLEST, _LINE = 20.0, 14.0, 1.4
_LONGEST = 255
_TITLE_ONLY = 5
"""Of the layouts of the library's design, the one that has nothing but a title."""

_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
_THEME = "ppt/theme/theme1.xml"
_LATIN = b'<a:latin typeface="Calibri"/><a:ea typeface=""/>'


def empty_deck(width: float, height: float, *, title: str, subject: str, language: str) -> Deck:
    """Make a presentation without slides, of the library's own design.

    Args:
        width: of a slide, in points.
        height: likewise.
        title: for the file's properties, which keep 255 characters of it.
        subject: likewise.
        language: likewise, `ja-JP` or `en-US`.
    """
    deck = Presentation()
    set_properties(deck, title=title, subject=subject, language=language)
    _widen(deck, Pt(width) / deck.slide_width)
    deck.slide_width, deck.slide_height = Pt(width), Pt(height)
    return deck


def set_properties(deck: Deck, *, title: str, subject: str, language: str) -> None:
    """Say what a presentation is, and nothing of who made it when.

    Args:
        deck: whose properties are set, and whose miniature is taken out.
        title: of which 255 characters are kept.
        subject: likewise.
        language: `ja-JP` or `en-US`.
    """
    package = deck.part.package
    # The miniature that came with the design shows another slide.
    for relation in list(package.iter_rels()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(relation.rId)
    properties = deck.core_properties
    properties.title, properties.subject = title[:_LONGEST], subject[:_LONGEST]
    properties.language = language
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = _WRITTEN


def titled_slide(deck: Deck, title: str, margin: float) -> tuple[Slide, float]:
    """Add a slide with nothing but a title; return it, and where its title ends, in points.

    Args:
        deck: what it is added to.
        title: one line; set smaller where it is long, and broken where it is too long for that.
        margin: beside the title, in points.
    """
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    width = Emu(deck.slide_width or 0).pt - 2 * margin
    share = width / max(text_width(title, _LARGEST, bold=True), width)
    points = max(_SMALLEST, _LARGEST * share)
    lines = wrap(title, points, width, most=2, bold=True)
    top, height = margin / 2, len(lines) * points * _LINE
    place = slide.placeholders[0]
    place.left, place.top, place.width, place.height = map(Pt, (margin, top, width, height))
    frame = place.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.text = "\v".join(lines)
    (paragraph,) = frame.paragraphs
    paragraph.alignment = PP_ALIGN.LEFT
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(points), True
    return slide, top + height


def packed(deck: Deck, *, has_own_fonts: bool = False) -> bytes:
    """Write a presentation to a file that tells neither when nor where it was written.

    Args:
        deck: what is written.
        has_own_fonts: whether those of its theme stay, instead of those for its language.
    """
    draft = BytesIO()
    deck.save(draft)
    with ZipFile(draft) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    if _THEME in parts and not has_own_fonts:
        parts[_THEME] = _in_fonts(parts[_THEME], deck.core_properties.language)
    return zipped(parts.items())


def _widen(deck: Deck, share: float) -> None:
    """Stretch what the design places on its slides."""
    for part in (deck.slide_master, *deck.slide_layouts):
        for placeholder in part.placeholders:
            if placeholder.element.spPr.xfrm is not None:
                placeholder.left = round(placeholder.left * share)
                placeholder.width = round(placeholder.width * share)


def _in_fonts(theme: bytes, language: str) -> bytes:
    latin, japanese = _FONTS[language]
    fonts = f'<a:latin typeface="{latin}"/><a:ea typeface="{japanese}"/>'
    return theme.replace(_LATIN, fonts.encode())
