"""Write a paper as a presentation: native tables, bars and charts, each section on slides anew."""

from __future__ import annotations

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.slide import Slide, SlideLayout

from screc.diagram.deck import packed
from screc.scoping.paper import Paper, Paragraph, Section
from screc.scoping.slides.deck import Base, add_feet, placeholders
from screc.scoping.slides.design import base_for
from screc.scoping.slides.pages import Page, contents, pages
from screc.scoping.slides.parts import Room
from screc.scoping.slides.shapes import Painter
from screc.scoping.slides.text import NARROW_LATIN, WIDE_LATIN
from screc.scoping.styles import Styles


def write_slides(paper: Paper, styles: Styles) -> bytes:
    """Write a paper as a PowerPoint presentation of 16 to 9, or of the size of one's own design.

    Args:
        paper: what it says.
        styles: whose `slides.pptx`, where there is one, is the design; slides in it are left out.

    Raises:
        InputError: the design cannot be read, or is none.

    >>> from screc.scoping.paper import Look, ToneLook
    >>> grey = ToneLook("#333333", "#EEEEEE")
    >>> look = Look("#000000", "#444444", "#CCCCCC", "#003366", "#E6EEF5", {"plain": grey})
    >>> write_slides(Paper("稲城市", "", "", "目次", "本文へ", "ja", look, ()), Styles())[:2]
    b'PK'
    """
    base = base_for(paper, styles)
    cover = base.add_cover(paper)
    _complete(cover, base, paper)
    for number, page in enumerate(_pages(base, paper), base.first_number + 1):
        slide = base.add_inner(page.title, paper.language)
        Painter(slide, paper).place(page.placed, base.below_title(base.inner))
        add_feet(slide, base.inner, paper, number)
    return packed(base.deck, has_own_fonts=base.is_own)


def _pages(base: Base, paper: Paper) -> list[Page]:
    """Divide the paper, after a table of contents that knows where each section begins."""
    room = _room(base, base.inner, paper)
    sections = [pages(section, paper.look, room) for section in paper.sections]
    titles = [section.title for section in paper.sections]
    # How many slides the contents take does not depend on the numbers in it.
    before = len(contents(paper.contents, [(title, 0) for title in titles], paper.look, room))
    entries, number = [], base.first_number + 1 + before
    for title, of_section in zip(titles, sections, strict=True):
        entries.append((title, number))
        number += len(of_section)
    opening = contents(paper.contents, entries, paper.look, room) if entries else []
    return [*opening, *(page for of_section in sections for page in of_section)]


def _complete(cover: Slide, base: Base, paper: Paper) -> None:
    """Add to the first slide what its layout has no place for, and its foot."""
    words = (
        (PP_PLACEHOLDER.SUBTITLE, Paragraph(paper.subtitle)),
        (PP_PLACEHOLDER.FOOTER, Paragraph(paper.imprint, is_small=True)),
    )
    missing = tuple(block for kind, block in words if not any(placeholders(base.cover, (kind,))))
    found = pages(Section("", "", missing), paper.look, _room(base, base.cover, paper))
    placed = [placed for page in found for placed in page.placed]
    Painter(cover, paper).place(placed, base.below_title(base.cover))
    add_feet(cover, base.cover, paper)


def _room(base: Base, layout: SlideLayout, paper: Paper) -> Room:
    at = base.below_title(layout)
    is_narrow = paper.language == "en" and not base.is_own
    return Room(at.width, at.height, NARROW_LATIN if is_narrow else WIDE_LATIN)
