"""Write a paper as an Excel workbook: a sheet a section, with tables to filter and fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import dropwhile
from unicodedata import normalize

from screc.scoping.paper import Block, Paper, Paragraph, Section, Table
from screc.scoping.workbook.blocks import block_shares, set_block
from screc.scoping.workbook.book import BODY, LARGE, TITLE, Book
from screc.scoping.workbook.cell_text import one_line, paragraphs, units
from screc.scoping.workbook.printed_page import PrintedPage
from screc.scoping.workbook.sheet import Entry, Sheet

_FORBIDDEN = re.compile(r"[\[\]:*?/\\'’＇＊／：？［］＼￥]")
"""In names of sheets; of the wide marks, Japanese Excel forbids these."""
_RESERVED = "history"
"""Excel's own name for a sheet."""
_LONGEST_NAME = 31
_WIDE_FROM = 4
"""Columns of text do not fit a page that stands."""
_COVER = 22.0


def write_workbook(paper: Paper) -> bytes:
    """Write a paper as an Excel workbook.

    Its first sheet has the title and leads to the others, one for each section.

    Args:
        paper: what it says.

    Raises:
        EngineError: a chart cannot be drawn.

    >>> from screc.scoping.paper import Look
    >>> look = Look("#111111", "#555555", "#CCCCCC", "#003366", "#EEEEFF", {})
    >>> write_workbook(Paper("Inagi", "", "", "Contents", "", "en", look, ()))[:2]
    b'PK'
    """
    book = Book(paper)
    titles = (paper.contents, *(section.title for section in paper.sections))
    names = sheet_names(titles)
    _set_contents(book, names)
    for name, section in zip(names[1:], paper.sections, strict=True):
        _set_section(book, name, section)
    return book.written()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Name sheets as Excel allows it: by 31 characters of their titles, no two the same.

    >>> sheet_names(["次に何を聞くか？", "", "A/B", "a:b"])
    ['次に何を聞くか', '2', 'A B', 'a b 2']
    """
    names: list[str] = []
    taken = {_RESERVED}
    for number, title in enumerate(titles, 1):
        allowed = _FORBIDDEN.sub(" ", one_line(title))
        stem = " ".join(allowed.split()) or str(number)
        name, count = _cut(stem, _LONGEST_NAME), 1
        while _folded(name) in taken:
            count += 1
            name = f"{_cut(stem, _LONGEST_NAME - len(f' {count}'))} {count}"
        taken.add(_folded(name))
        names.append(name)
    return names


def _cut(name: str, most: int) -> str:
    while units(name) > most:
        name = name[:-1]
    return name.rstrip()


def _folded(name: str) -> str:
    """Make names alike that differ in case and width alone."""
    return normalize("NFKC", name).casefold()


def _set_contents(book: Book, names: list[str]) -> None:
    paper, look = book.paper, book.look
    sheet = Sheet(book, names[0], (1.0,), PrintedPage())
    title = paragraphs((paper.title, book.font(_COVER, look.accent, bold=True)))
    sheet.gap(LARGE)
    sheet.row([Entry(0, 1, title)], padding=6, stays=True)
    sheet.row([Entry(0, 1, paragraphs((paper.subtitle, book.font(LARGE, look.quiet))))])
    sheet.gap(3 * LARGE)
    heading = paragraphs((paper.contents, book.font(LARGE, look.accent, bold=True)))
    sheet.row([Entry(0, 1, heading)], padding=6, stays=True)
    for name, section in zip(names[1:], paper.sections, strict=True):
        sheet.link(name, paragraphs((section.title or name, book.font(colour=look.accent))))
    sheet.gap(3 * LARGE)
    sheet.row([Entry(0, 1, paragraphs((paper.imprint, book.small)))])
    sheet.finish()


def _set_section(book: Book, name: str, section: Section) -> None:
    page = PrintedPage(is_wide=any(map(_is_wide, section.blocks)))
    sheet = Sheet(book, name, _shares(section.blocks), page)
    title = paragraphs((section.title, book.font(TITLE, book.look.accent, bold=True)))
    rule = {"bottom": 1, "bottom_color": book.look.rule}
    sheet.row([Entry(0, sheet.last, title, rule)], padding=8, stays=True)
    sheet.gap(BODY)
    for block in section.blocks:
        set_block(sheet, block)
    sheet.finish(ends_with_table=_ends_with_table(section.blocks))


def _is_wide(block: Block) -> bool:
    if not isinstance(block, Table):
        return False
    return sum(column.fill == "text" for column in block.columns) >= _WIDE_FROM


def _shares(blocks: Iterable[Block]) -> tuple[float, ...]:
    """Divide the width so that all tables of a sheet share its columns."""
    wanted = [shares for block in blocks if (shares := block_shares(block))]
    count = max(map(len, wanted), default=0)
    return tuple(
        max(shares[at] / sum(shares) for shares in wanted if at < len(shares))
        for at in range(count)
    ) or (1.0,)


def _ends_with_table(blocks: tuple[Block, ...]) -> bool:
    """Tell whether nothing but text follows a table, so that its heads suit the last page too."""
    rest = dropwhile(lambda block: isinstance(block, Paragraph), reversed(blocks))
    return isinstance(next(rest, None), Table)
