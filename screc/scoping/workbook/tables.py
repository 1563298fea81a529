"""Set tables on a sheet: to be filtered, sorted, filled in, and reckoned with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isclose, isfinite
from typing import Any
from unicodedata import normalize

from screc.scoping.paper import Bar, Bars, Cell, Column, Fill, Table
from screc.scoping.workbook.book import SMALL
from screc.scoping.workbook.cell_text import Font, Run, one_line, paragraphs, units
from screc.scoping.workbook.sheet import Entry, Sheet

_PADDING, _LEAST, _BELOW_NAME = 9.0, 24.0, 4.0
_LONGEST_HEAD, _LONGEST_CHOICE = 255, 255
_AT_A_GLANCE = 6
"""Rows that are seen at a glance need no filter."""
_FILTER_BUTTON = 15.0
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
"""Excel reads this as a character; in a head the library leaves it so."""
_NUMBER = re.compile(r"([^0-9]*?)(-?)([0-9][0-9,]*)(\.[0-9]+)?([^0-9]*)")
_LONGEST_WORD = 20
_DEEPEST = 0.35
_BAR_SHARES = (3.6, 1.4, 2.0, 2.4)
_FULL = 100
_THIN = 1


@dataclass(frozen=True)
class _Set:
    """A column as it is set: one of the table's, or beside one of numbers the words on them."""

    column: Column
    at: int
    has_words: bool = False

    @property
    def head(self) -> str:
        return "" if self.has_words else one_line(self.column.head)


def number_format(cell: Cell) -> str | None:
    """Find the format in which a number reads like the text of its cell; None if there is none.

    >>> number_format(Cell("約 1,200 円", number=1200))
    '"約 "#,##0" 円"'
    >>> number_format(Cell("12.5%", number=0.125))
    '0.0%'
    >>> number_format(Cell("千二百円", number=1200)) is None
    True
    """
    text = one_line(cell.text)
    if not text:
        return "General"
    found = _NUMBER.fullmatch(text)
    if found is None or cell.number is None or len(text) > _LONGEST_WORD or '"' in text:
        return None
    before, minus, digits, decimals, after = (part or "" for part in found.groups())
    comma, places = "," * ("," in digits), max(0, len(decimals) - 1)
    value = float(minus + digits.replace(",", "") + decimals)
    if f"{value:{comma}.{places}f}" != minus + digits + decimals or (before and minus):
        return None
    written = ("#,##0" if comma else "0") + ("." + "0" * places) * bool(places)
    if isclose(value, cell.number):
        return _quoted(before) + written + _quoted(after)
    if after.startswith("%") and isclose(value / _FULL, cell.number):
        return _quoted(before) + written + "%" + _quoted(after[1:])
    return None


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _is_number(cell: Cell) -> bool:
    return cell.number is not None and isfinite(cell.number)


def _set_columns(table: Table) -> list[_Set]:
    columns = []
    for at, column in enumerate(table.columns):
        columns.append(_Set(column, at))
        numbers = (row[at] for row in table.rows if _is_number(row[at]))
        if column.fill != "status" and any(
            number_format(cell) is None or cell.note for cell in numbers
        ):
            columns.append(_Set(column, at, has_words=True))
    return columns


def table_shares(table: Table) -> tuple[float, ...]:
    """Tell into what shares a table divides the width."""
    return tuple(each.column.share for each in _set_columns(table))


def bar_table(bars: Bars) -> Table:
    """Write fits as a table: names, standings, and the points of both parts of a bar."""
    heads = ("", "", bars.held, bars.possible)
    fills: tuple[Fill, ...] = ("text", "text", "number", "number")
    columns = tuple(map(Column, heads, fills, _BAR_SHARES))
    return Table(bars.name, columns, tuple(map(_bar_cells, bars.bars)))


def _bar_cells(bar: Bar) -> tuple[Cell, ...]:
    points = (bar.held, max(0, bar.possible - bar.held))
    numbers = (Cell(str(number), number=number) for number in points)
    return Cell(bar.name), Cell(bar.standing, tone=bar.tone), *numbers


def set_bars(sheet: Sheet, bars: Bars) -> None:
    """Add fits to a sheet, with a bar behind each number."""
    if name := paragraphs((one_line(bars.name), sheet.book.font(bold=True))):
        sheet.row([Entry(1, sheet.last, name)], padding=_BELOW_NAME, stays=True)
    rows = set_table(sheet, bar_table(bars))
    for row, bar in zip(rows, bars.bars, strict=True):
        sign = sheet.book.look.tones[bar.tone].sign
        for column, depth in ((3, 0.45), (4, 0.2)):
            sheet.bar(row, column, _FULL, tinted(sign, depth))


def set_table(sheet: Sheet, table: Table) -> list[int]:
    """Add a table to a sheet; return where each of its rows begins.

    One without rows gets an empty one, without which it would be none to Excel.
    """
    columns = _set_columns(table)
    has_filter = len(table.rows) > _AT_A_GLANCE or bool(table.states)
    heads = _heads(columns)
    font = sheet.book.font(colour=sheet.book.look.accent, bold=True)
    entries = [
        Entry(
            at,
            at,
            (Run(head, font),),
            _head_look(sheet, each, has_filter=has_filter),
            taken=_FILTER_BUTTON if has_filter else 0,
        )
        for at, (head, each) in enumerate(zip(heads, columns, strict=True), 1)
    ]
    top = sheet.row(entries, padding=_PADDING, least=_LEAST, stays=True)
    sheet.heads.append(top)
    rows = [
        sheet.row(
            [_entry(sheet, table, each, row[each.at], at) for at, each in enumerate(columns, 1)],
            padding=_PADDING,
            least=_LEAST,
        )
        for row in table.rows or (tuple(Cell() for _ in table.columns),)
    ]
    is_whole = rows[0] == top + 1
    if is_whole and not any(units(head) > _LONGEST_HEAD or _ESCAPE.search(head) for head in heads):
        sheet.table(top, entries, one_line(table.name), has_filter=has_filter)
    for at, each in enumerate(columns, 1):
        if each.column.fill == "status" and (states := _choice(table)):
            sheet.choice(rows[0], at, states)
    return rows[: len(table.rows)]


def _heads(columns: Iterable[_Set]) -> list[str]:
    """Make the heads differ, and none be empty, by spaces at their ends: Excel asks for both."""
    heads: list[str] = []
    taken: set[str] = set()
    for column in columns:
        head = column.head or " "
        while (same := normalize("NFKC", head).casefold()) in taken:
            head += " "
        taken.add(same)
        heads.append(head)
    return heads


def _choice(table: Table) -> list[str]:
    """List the states that Excel offers; none if it cannot: commas part them, marks quote them."""
    states = [one_line(state) for state in table.states]
    written = ",".join(states)
    is_apart = written.split(",") == states and '"' not in written
    return states if is_apart and units(written) <= _LONGEST_CHOICE else []


def _head_look(sheet: Sheet, column: _Set, *, has_filter: bool) -> Mapping[str, Any]:
    look = sheet.book.look
    is_number = column.column.fill == "number" and not column.has_words
    return {
        "bg_color": look.accent_ground,
        "bottom": _THIN,
        "bottom_color": look.accent,
        "valign": "vcenter",
        "align": "right" if is_number else "left",
        # The button stands at the right, above the text.
        "indent": 3 if is_number and has_filter else 1,
    }


def _entry(sheet: Sheet, table: Table, column: _Set, cell: Cell, at: int) -> Entry:
    """Set a cell of a table."""
    fill = column.column.fill
    look: dict[str, Any] = {
        "bottom": _THIN,
        "bottom_color": sheet.book.look.rule,
        "valign": "vcenter",
        "align": "left",
        "indent": 1,
        **_ground(sheet, cell),
    }
    if fill in ("status", "blank"):
        look["locked"] = False
    if column.has_words and not _is_number(cell):
        return Entry(at, at, (), look)
    is_number = _is_number(cell) and fill != "status"
    font, note = _fonts(sheet, cell, is_head=table.has_row_heads and column.at == 0)
    form = number_format(cell) if is_number else None
    if is_number and not column.has_words:
        if fill == "number":
            look["align"] = "right"
        # The run holds the font, and as wide a text as the number has.
        shown = Run(cell.text if form else f"{cell.number:g}", font)
        return Entry(at, at, (shown,), {**look, "num_format": form or "General"}, cell.number)
    text = cell.text
    if fill == "status":
        text = text or next(iter(table.states), "")
    if column.has_words and form:
        text = ""
    return Entry(at, at, paragraphs((text, font), (cell.note, note)), look)


def _ground(sheet: Sheet, cell: Cell) -> Mapping[str, Any]:
    if cell.level is not None:
        share = min(max(cell.level, 0), 1) * _DEEPEST
        return {"bg_color": tinted(sheet.book.look.tones[cell.tone].sign, share)}
    if cell.tone != "plain":
        return {"bg_color": sheet.book.look.tones[cell.tone].ground}
    return {}


def _fonts(sheet: Sheet, cell: Cell, *, is_head: bool) -> tuple[Font, Font]:
    """Choose the fonts of a cell's text and of its note, both dark enough on its ground."""
    book = sheet.book
    if cell.level is not None:
        return book.font(bold=is_head), book.font(SMALL)
    if cell.tone != "plain":
        return book.sign(cell.tone), book.font(SMALL)
    return book.font(bold=is_head), book.small


def tinted(colour: str, share: float) -> str:
    """Mix a colour into white.

    >>> tinted("#000000", 0.2)
    '#CCCCCC'
    """
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)
