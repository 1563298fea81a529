"""The sheet of inputs: cells to change, with ranges, origins and reasons."""

from __future__ import annotations

from math import ceil
from typing import Any

from screc.diagram.fonts import text_width
from screc.model.evaluation import Evaluation, UsedInput
from screc.viability.quantity import is_share
from screc.viability.terms import ORIGINS
from screc.viability.workbook.book import POINTS, QUIET, Book, input_name

_FIRST_ROW, _VALUE = 4, 2
_WIDTHS = (24, 36, 16, 13, 14, 14, 14, 62)
_NAME, _SOURCE = 1, 7
_LINE, _HIGHEST = 14.5, 400.0
_CHARACTER, _LOOSE = 5.25, 1.1
"""A column's unit in points, and how much wider another font may set words."""


def set_inputs(book: Book, name: str, result: Evaluation) -> None:
    """Add the sheet of inputs.

    Args:
        book: to which it is added.
        name: on its tab.
        result: whose inputs.
    """
    say = book.say
    said = say(
        "黄色のセルを変えると、すべての表と結果が変わる。範囲は想定。年数は変えられない。",
        "Change a yellow cell, and all tables and results follow. Ranges are assumed; years are "
        "fixed.",
    )
    sheet = book.add_sheet(name, name, said, _WIDTHS)
    heads = [
        "id",
        say("名前", "Name"),
        say("値", "Value"),
        say("単位", "Unit"),
        say("下限", "Low"),
        say("上限", "High"),
        say("根拠", "Basis"),
        say("出典・理由", "Source or reason"),
    ]
    book.heads(sheet, _FIRST_ROW - 1, heads, (_VALUE, 4, 5))
    for row, part in enumerate(result.inputs, _FIRST_ROW):
        _set_input(book, sheet, row, part)
        book.name_cell(input_name(part.id), name, row, _VALUE)
    sheet.freeze_panes(_FIRST_ROW, 2)
    sheet.repeat_rows(_FIRST_ROW - 1)


def _set_input(book: Book, sheet: Any, row: int, part: UsedInput) -> None:
    say = book.say
    words = book.format(text_wrap=True, indent=1)
    shape = _shape(part)
    lines = max(_lines(part.name, _NAME), _lines(part.source, _SOURCE))
    sheet.set_row(row, min(_LINE * lines + 3, _HIGHEST))
    sheet.write_string(row, 0, part.id, book.format(font_color=QUIET, indent=1))
    sheet.write_string(row, _NAME, part.name, words)
    sheet.write_number(row, _VALUE, part.value, book.changeable(shape))
    sheet.write_string(row, 3, part.unit or say("割合", "share"), words)
    for column, end in ((4, part.low), (5, part.high)):
        if end is not None:
            sheet.write_number(row, column, end, book.format(num_format=shape, font_color=QUIET))
    sheet.write_string(row, 6, say.text(ORIGINS[part.origin]), words)
    sheet.write_string(row, _SOURCE, part.source, words)


def _lines(words: str, column: int) -> int:
    """Count the lines that words take up in a column."""
    room = (_WIDTHS[column] - 2) * _CHARACTER
    return max(1, ceil(text_width(words, POINTS) * _LOOSE / room))


def _shape(part: UsedInput) -> str:
    """Choose how an input is shown: shares in percent; the cell holds all digits."""
    if is_share(part.unit):
        return "0.0##%"
    ends = [abs(end) for end in (part.value, part.low, part.high) if end]
    if all(end >= 1000 or end == int(end) for end in ends):  # noqa: PLR2004 - a thousand
        return "#,##0"
    return "#,##0.0##"
