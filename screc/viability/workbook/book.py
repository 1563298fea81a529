"""A workbook that tells neither when nor where it was written, and how its sheets look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from screc.model.text import Language, Say
from screc.viability.quantity import say_company
from screc.viability.workbook.cells import quoted

POINTS = 10.0
YEN = "#,##0;[Red]-#,##0;0"
QUIET = "#5B6672"

_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
_FACES: dict[Language, str] = {"ja": "Meiryo UI", "en": "Calibri"}
_ACCENT, _GROUND, _CHANGE, _EDGE = "#1B4B8A", "#EEF2F7", "#FFF7DB", "#D9C98A"
_A3, _TITLE, _TITLE_HEIGHT = 8, 16, 26
_LONGEST_PROPERTY = 255


class Book:
    """A workbook of a few sheets, in one language."""

    def __init__(self, title: str, say: Say) -> None:
        """Begin a workbook.

        Args:
            title: of the file.
            say: the language.
        """
        self.say = say
        self._file = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": _FACES[say.language], "font_size": POINTS},
        }
        self._book: Any = Workbook(self._file, options)
        self._book.set_properties({"title": title[:_LONGEST_PROPERTY], "created": _WRITTEN})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **look: Any) -> Any:
        """Make a format once, of a look in the library's words."""
        if "indent" in look:
            look = {"align": "left", **look}
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            face = {"font_name": _FACES[self.say.language], "font_size": POINTS, "valign": "top"}
            self._formats[key] = self._book.add_format({**face, **look})
        return self._formats[key]

    def changeable(self, shape: str) -> Any:
        """Make the format of a cell that its reader may change."""
        return self.format(num_format=shape, bg_color=_CHANGE, border=1, border_color=_EDGE)

    def add_sheet(self, name: str, title: str, said: str, widths: Sequence[float]) -> Any:
        """Add a sheet, with a title and a line below it.

        Args:
            name: on its tab.
            title: at its top.
            said: below the title.
            widths: of its columns, in characters.
        """
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.set_row(0, _TITLE_HEIGHT)
        large = self.format(bold=True, font_size=_TITLE, font_color=_ACCENT)
        sheet.write_string(0, 0, title, large)
        sheet.write_string(1, 0, said, self.format(font_color=QUIET))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def heads(self, sheet: Any, row: int, heads: Sequence[str], numbers: Collection[int]) -> None:
        """Write the heads of columns; those of numbers stand to the right."""
        for column, head in enumerate(heads):
            look = {"bold": True, "bg_color": _GROUND, "bottom": 1, "text_wrap": True}
            side = {"align": "right"} if column in numbers else {"indent": 1}
            sheet.write_string(row, column, head, self.format(**look, **side))

    def name_cell(self, name: str, sheet: str, row: int, column: int) -> None:
        """Give a cell a name that formulas can use."""
        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        self._book.define_name(name, f"={quoted(sheet)}!{cell}")

    def written(self) -> bytes:
        """Write the file."""
        self._book.close()
        return self._file.getvalue()


def input_name(name: str) -> str:
    """Name the cell of an input, as formulas read it.

    >>> input_name("chp-unit-cost")
    'in_chp_unit_cost'
    """
    return f"in_{name.replace('-', '_')}"


def tab_of(company: str, say: Say) -> str:
    """Name a company's sheet.

    >>> tab_of("N", Say("en"))
    'Company N'
    """
    name = say_company(company, say)
    return name[:1].upper() + name[1:]
