"""A sheet of a workbook, filled from its top."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import accumulate
from typing import Any

from xlsxwriter.image import Image

from screc.scoping.workbook.book import BODY, Book
from screc.scoping.workbook.cell_text import Run, Runs, height, parts, plain_text, printable
from screc.scoping.workbook.printed_page import PrintedPage, page_breaks

HIGHEST = 400.0
"""Just below the highest row that Excel has, 409.5 points."""

_INCH, _PIXEL = 72.0, 0.75
_TOLERANCE = 0.95
"""Other fonts than the measured one set wider, and Excel ends lines by rules of its own."""
_SIDES, _INDENT = 5.0, 7.0
"""Room beside a text: always, and for each step that it is indented."""
_FROZEN_AT_MOST = 150.0
"""In points: heads further down would leave no room below them on a small screen."""
_FORMULA = ("=", "+", "-", "@")
_MARKUP = ("<r>", "</r>")
"""The library takes a string between these for formatted text."""
_ESCAPE = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""Within formatted text, the library escapes twice what looks like Excel's escapes."""


@dataclass(frozen=True)
class Entry:
    """What is written into a cell.

    Attributes:
        first: the column, the narrow one for marks being 0.
        last: the column up to which the cell is merged.
        runs: its text.
        look: borders, ground and alignment, in the library's words.
        number: what the cell is worth, where it is a number.
        taken: of the cell's width by something else, in points.
    """

    first: int
    last: int
    runs: Runs = ()
    look: Mapping[str, Any] = field(default_factory=dict)
    number: float | None = None
    taken: float = 0.0


class Sheet:
    """A sheet: a narrow column for marks, then its columns; rows are added below each other."""

    gutter = 18.0
    """The width of the column for marks, in points."""

    def __init__(self, book: Book, name: str, shares: Sequence[float], page: PrintedPage) -> None:
        """Add a sheet to a workbook.

        Args:
            book: that it is in.
            name: on its tab.
            shares: of its columns in the width of a page.
            page: that it is printed on.
        """
        self.book, self.page, self.last = book, page, len(shares)
        room = page.width - self.gutter
        edges = accumulate((room * share / sum(shares) for share in shares), initial=0.0)
        self._edges: list[float] = [0.0, *(self.gutter + edge for edge in edges)]
        self._rows: list[tuple[float, bool]] = []
        self.heads: list[int] = []
        self._sheet = book.add_sheet(name)
        page.set_up(self._sheet, book.paper)
        for column in range(self.last + 1):
            pixels = round(self.width(column, column) / _PIXEL)
            self._sheet.set_column_pixels(column, column, pixels, book.format(book.font(), {}))
        self._sheet.hide_gridlines(2)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    @property
    def next_row(self) -> int:
        """The row that is added next."""
        return len(self._rows)

    def width(self, first: int, last: int) -> float:
        """Measure columns, in points."""
        return self._edges[last + 1] - self._edges[first]

    def row(
        self,
        entries: Sequence[Entry],
        *,
        padding: float = 0,
        least: float = 0,
        stays: bool = False,
    ) -> int:
        """Add a row that is as high as what is in it; more than one, if it is too high for Excel.

        Args:
            entries: its cells.
            padding: above or below the text, in points.
            least: the least height, in points.
            stays: whether it may not be the last on a printed page.

        Returns:
            The number of the first row added.
        """
        first = self.next_row
        widths = [self._room(entry) for entry in entries]
        texts = [
            parts(entry.runs, width, HIGHEST - padding)
            for entry, width in zip(entries, widths, strict=True)
        ]
        count = max(map(len, texts), default=1)
        for number in range(count):
            now = [text[number] if number < len(text) else () for text in texts]
            high = max(map(height, now, widths), default=0) + padding
            row = self._add(max(high, least), stays=stays and number == count - 1)
            for entry, runs in zip(entries, now, strict=True):
                self._write(row, entry, runs, is_first=number == 0)
        return first

    def gap(self, points: float) -> None:
        """Leave room below the last row."""
        stays = bool(self._rows) and self._rows[-1][1]
        self._add(points, stays=stays)

    def link(self, name: str, title: Runs) -> None:
        """Add a row whose text leads to another sheet."""
        quoted = name.replace("'", "''")
        # The library takes a text for a link that may be markup to it: the row writes its own.
        self._sheet.write_url(self.next_row, 1, f"internal:'{quoted}'!A1", string=name)
        self.row([Entry(1, 1, title, {"underline": 1})], padding=8)

    def table(self, top: int, heads: Sequence[Entry], name: str, *, has_filter: bool) -> None:
        """Make a table of the rows from a row of heads to the last one.

        Args:
            top: the row of heads.
            heads: that stand in it; no two may be the same.
            name: what the table is, for those who cannot see it.
            has_filter: whether its rows can be filtered.
        """
        columns = [
            {"header": plain_text(head.runs), "header_format": self._format(head, head.runs)}
            for head in heads
        ]
        options = {
            "columns": columns,
            "style": None,
            "banded_rows": False,
            "autofilter": has_filter,
            "title": name,
        }
        last = self.next_row - 1
        self._sheet.add_table(top, heads[0].first, last, heads[-1].last, options)

    def choice(self, first: int, column: int, states: Sequence[str]) -> None:
        """Offer states to choose from, in the cells of a column from a row to the last one."""
        options = {"validate": "list", "value": list(states)}
        self._sheet.data_validation(first, column, self.next_row - 1, column, options)

    def bar(self, row: int, column: int, full: float, colour: str) -> None:
        """Draw a bar behind a number.

        Args:
            row: of the cell.
            column: likewise.
            full: the number whose bar fills the cell.
            colour: as #RRGGBB.
        """
        options = {
            "type": "data_bar",
            "bar_color": colour,
            "bar_solid": True,
            "bar_no_border": True,
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": full,
            "data_bar_2010": True,
        }
        self._sheet.conditional_format(row, column, row, column, options)

    def picture(self, row: int, png: bytes, width: float, told: str) -> None:
        """Put a picture on a row.

        Args:
            row: where its top is; the row is as high as it is.
            png: the picture.
            width: that it is scaled to, in points.
            told: what it shows, for those who cannot see it.
        """
        image = Image(BytesIO(png))
        # The library scales what the picture's resolution makes of it.
        scale = width / _INCH * image.x_dpi / image.width
        options = {"x_scale": scale, "y_scale": scale, "description": printable(told)}
        self._sheet.insert_image(row, 1, image, options)

    def finish(self, *, ends_with_table: bool = False) -> None:
        """Keep heads in sight, and choose where printed pages begin.

        Args:
            ends_with_table: whether the heads of its only table suit each page after the first.
        """
        repeated = 0.0
        if len(self.heads) == 1:
            (head,) = self.heads
            heights = [high for high, _ in self._rows]
            if sum(heights[:head]) <= _FROZEN_AT_MOST:
                self._sheet.freeze_panes(head + 1, 0)
            if ends_with_table or sum(heights[head:]) > self.page.height:
                self._sheet.repeat_rows(head)
                repeated = heights[head]
        if breaks := page_breaks(self._rows, self.page.height, repeated):
            self._sheet.set_h_pagebreaks(breaks)

    def _room(self, entry: Entry) -> float:
        sides: float = _SIDES + _INDENT * entry.look.get("indent", 0) + entry.taken
        return max((self.width(entry.first, entry.last) - sides) * _TOLERANCE, BODY)

    def _add(self, points: float, *, stays: bool) -> int:
        # Heights are kept in pixels, as Excel keeps them.
        high = round(points / _PIXEL) * _PIXEL
        self._sheet.set_row(self.next_row, high)
        self._rows.append((high, stays))
        return self.next_row - 1

    def _write(self, row: int, entry: Entry, runs: Runs, *, is_first: bool) -> None:
        form = self._format(entry, runs)
        if entry.last > entry.first:
            self._sheet.merge_range(row, entry.first, row, entry.last, "", form)
        if entry.number is not None and is_first:
            self._sheet.write_number(row, entry.first, entry.number, form)
        elif not runs:
            self._sheet.write_blank(row, entry.first, None, form)
        else:
            self._write_text(row, entry.first, runs, form)

    def _format(self, entry: Entry, runs: Runs) -> Any:
        look = {"text_wrap": True, "valign": "top", **entry.look}
        if entry.number is not None:
            # A number that has no room would be shown as ####.
            look |= {"text_wrap": False, "shrink": True}
        elif plain_text(runs).startswith(_FORMULA):
            # Otherwise it would become a formula when somebody edits it.
            look["quote_prefix"] = True
        return self.book.format(runs[0].font if runs else self.book.font(), look)

    def _write_text(self, row: int, column: int, runs: Runs, form: Any) -> None:
        text, font = plain_text(runs), runs[0].font
        if all(run.font == font for run in runs):
            if not (text.startswith(_MARKUP[0]) and text.endswith(_MARKUP[1])):
                self._sheet.write_string(row, column, text, form)
                return
            runs = Run(text[:1], font), Run(text[1:], font)
        written = [
            part
            for run in runs
            for text in _ESCAPE.split(run.text)
            for part in (self.book.format(run.font, {}), text)
        ]
        self._sheet.write_rich_string(row, column, *written, form)
