"""Set a paper as a Word document, whose looks are all in its styles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, zip_longest

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section as Page
from docx.shared import Emu, Length, Mm

from screc.scoping.paper import (
    Bars,
    Block,
    Callout,
    Figure,
    Form,
    Heading,
    Items,
    Paper,
    Paragraph,
    Table,
)
from screc.scoping.styles import Styles
from screc.scoping.word.figure import picture
from screc.scoping.word.file import describe, numbering_of, open_document, packed, style_ids
from screc.scoping.word.numbering import add_numbering, anew, numbers_of
from screc.scoping.word.setting import Setting
from screc.scoping.word.styles import word_styles
from screc.scoping.word.xml import (
    Element,
    contents,
    field,
    field_end,
    field_start,
    link,
    marked,
    paragraph,
    run,
    tab,
)

_A4 = Mm(210), Mm(297)
_MARGIN = Mm(22)
_TWIP = 635
"""In English metric units."""
_TALLEST = 0.8
"""Of a page, what a picture takes at most: its heading and its caption stand beside it."""
_CONTENTS = r'TOC \o "1-1" \h \z'


def write_word(paper: Paper, styles: Styles) -> bytes:
    """Write a paper as a Word document.

    The styles, page, header and footer of the `paper.docx` in the template's folder are used where
    there is one; what stands in it is not. Styles that it lacks are added.

    Args:
        paper: what is written.
        styles: whose folder may have a `paper.docx`.

    Returns:
        a docx file.

    Raises:
        InputError: the template's `paper.docx` cannot be used.
        EngineError: Graphviz cannot be used for a chart.

    >>> from screc.scoping.paper import Look, Section, ToneLook
    >>> tones = dict.fromkeys(("plain", "good", "ask", "warn"), ToneLook("#333333", "#EEEEEE"))
    >>> look = Look("#222222", "#555555", "#CCCCCC", "#1F4E79", "#EAF1F8", tones)
    >>> section = Section("aims", "目的", (Paragraph("省エネルギー"),))
    >>> paper = Paper("稲城市", "資料", "screc", "目次", "本文へ", "ja", look, (section,))
    >>> write_word(paper, Styles())[:2]
    b'PK'
    """
    document = open_document(styles, paper.language)
    writing = _prepared(document, paper, styles)
    body = document.element.body
    for element in writing.paper(paper):
        # The page's measures stand last in the body.
        body.insert(len(body) - 1, element)
    writing.imprint(paper.imprint)
    describe(document, paper)
    return packed(document)


def _prepared(document: Document, paper: Paper, styles: Styles) -> _Writing:
    numbering = numbering_of(document)
    bullets, numbers = (add_numbering(numbering, form) for form in ("bullet", "decimal"))
    width, height = _text_size(document.sections[-1])
    needed = word_styles(paper.look, width // _TWIP, bullets, numbers)
    ids = style_ids(document, needed, styles)
    style = next(each for each in document.styles if each.style_id == ids["List Number"])
    counter = count(1)
    return _Writing(
        document,
        Setting(ids, paper.look, width // _TWIP, counter),
        numbering,
        numbers_of(style.element, numbering) or numbers,
        Emu(width),
        Emu(int(height * _TALLEST)),
        counter,
    )


def _text_size(page: Page) -> tuple[int, int]:
    """Measure what the margins leave of a page, in English metric units."""
    width, height = page.page_width or _A4[0], page.page_height or _A4[1]
    sides = (page.left_margin, page.right_margin, page.gutter or Emu(0))
    ends = (page.top_margin, page.bottom_margin)
    across = sum(_MARGIN if margin is None else margin for margin in sides)
    # A negative margin is one that a header may not widen.
    down = sum(abs(_MARGIN if margin is None else margin) for margin in ends)
    return width - across, height - down


@dataclass(frozen=True)
class _Writing:
    """A document that is being written.

    Attributes:
        document: keeps pictures and the footer.
        setting: of lines and tables.
        numbering: of the document's lists.
        numbers: the id of the numbering that numbered lists have.
        width: of a picture at most.
        height: likewise.
        counter: gives each bookmark, control and picture one of its own.
    """

    document: Document
    setting: Setting
    numbering: Element
    numbers: str
    width: Length
    height: Length
    counter: Iterator[int]

    def paper(self, paper: Paper) -> Iterator[Element]:
        """Set all of a paper, from its title."""
        yield self.setting.text("Title", paper.title)
        if paper.subtitle:
            yield self.setting.text("Subtitle", paper.subtitle)
        places = [f"_Toc{number:09}" for number, _ in enumerate(paper.sections, 1)]
        if places:
            yield self._contents(paper, places)
        for section, place in zip(paper.sections, places, strict=True):
            heading = marked(next(self.counter), place, run(section.title))
            yield paragraph(self.setting.ids["heading 1"], *heading)
            for block, following in zip_longest(section.blocks, section.blocks[1:]):
                yield from self._block(block, following)

    def imprint(self, imprint: str) -> None:
        """Put the imprint and the number of the page into the footer, below what stands there."""
        footer = self.document.sections[-1].footer
        footer.is_linked_to_previous = False
        root = footer.part.element
        page = (*field("PAGE"), run("/"), *field("NUMPAGES"))
        style = self.setting.ids["Imprint"]
        # A paper that was made a template has an imprint already.
        for former in root.findall(qn("w:p")):
            if former.style == style:
                root.remove(former)
        if len(root) == 1 and not root.xpath(".//w:r"):
            root.remove(root[0])
        root.append(paragraph(style, run(imprint), tab(), *page))

    def _contents(self, paper: Paper, places: list[str]) -> Element:
        """List the sections; Word adds their pages when it brings the list up to date."""
        ids = self.setting.ids
        entries: list[tuple[Element, ...]] = [
            (link(place, run(section.title)),)
            for section, place in zip(paper.sections, places, strict=True)
        ]
        entries[0] = (*field_start(_CONTENTS), *entries[0])
        return contents(
            next(self.counter),
            self.setting.text("TOC Heading", paper.contents),
            *(paragraph(ids["toc 1"], *entry) for entry in entries),
            paragraph(ids["Table Space"], field_end()),
        )

    def _block(self, block: Block, following: Block | None) -> Iterator[Element]:
        match block:
            case Heading(text):
                yield self.setting.text("heading 2", text)
            case Paragraph(text, is_small=True):
                yield self.setting.text("Note", text)
            case Paragraph(text):
                leads = not isinstance(following, Paragraph | Heading | None)
                yield self.setting.text("Lead" if leads else "Normal", text)
            case Items():
                yield from self._items(block)
            case Figure():
                yield from self._figure(block)
            case _:
                yield from self._table(block)

    def _items(self, block: Items) -> Iterator[Element]:
        numbering = anew(self.numbering, self.numbers) if block.is_numbered else None
        style = "List Number" if block.is_numbered else "List Bullet"
        for line in block.lines:
            yield self.setting.line(line, style, numbering)

    def _figure(self, block: Figure) -> Iterator[Element]:
        drawn = picture(self.document, block, next(self.counter), self.width, self.height)
        yield paragraph(self.setting.ids["Figure"], drawn)
        yield self.setting.text("caption", block.caption)

    def _table(self, block: Callout | Form | Table | Bars) -> Iterator[Element]:
        """Set a table, and the room below it, for Word joins tables that touch each other."""
        match block:
            case Callout():
                yield self.setting.callout(block)
            case Form():
                yield self.setting.form(block)
            case Bars():
                yield self.setting.bars(block)
            case Table():
                yield self.setting.table(block)
        yield paragraph(self.setting.ids["Table Space"])
