"""A workbook that is the same file every time, and the fonts and formats of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from screc.model.text import Language
from screc.scoping.paper import Look, Paper, Tone
from screc.scoping.workbook.cell_text import Font, one_line

BODY, SMALL, LARGE, TITLE = 10.0, 8.5, 12.0, 16.0
"""Sizes of letters, in points."""

_NORMAL = {"font_name": "Calibri", "font_size": 11, "font_scheme": "none"}
"""The font that widths of columns are counted in.

Being none of a theme, it is the same where Excel is Japanese, and so are the widths.
"""
_FACES: Mapping[Language, Mapping[str, Any]] = {
    "ja": {"font_name": "Meiryo UI", "font_charset": 128},
    "en": {"font_name": "Calibri"},
}
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST_PROPERTY = 255


class Book:
    """A workbook that tells neither when nor where it was written."""

    def __init__(self, paper: Paper) -> None:
        """Begin a workbook.

        Args:
            paper: whose title, language and colours it has.
        """
        self.paper = paper
        self._file = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": _NORMAL,
        }
        self._book: Any = Workbook(self._file, options)
        self._formats: dict[tuple[Font, tuple[tuple[str, Any], ...]], Any] = {}
        title, subtitle = one_line(paper.title), one_line(paper.subtitle)
        self._book.set_properties(
            {
                "title": title[:_LONGEST_PROPERTY],
                "subject": subtitle[:_LONGEST_PROPERTY],
                "created": _WRITTEN,
            }
        )

    @property
    def look(self) -> Look:
        """The colours."""
        return self.paper.look

    def font(self, points: float = BODY, colour: str | None = None, *, bold: bool = False) -> Font:
        """Make a font, in the colour of running text if in no other."""
        return Font(points, colour or self.look.ink, bold)

    @property
    def small(self) -> Font:
        """The font of what only explains or cites."""
        return self.font(SMALL, self.look.quiet)

    def sign(self, tone: Tone) -> Font:
        """Make the font of a mark."""
        return self.font(colour=self.look.tones[tone].sign, bold=True)

    def format(self, font: Font, look: Mapping[str, Any]) -> Any:
        """Make a format once, of a font and a look in the library's words."""
        key = (font, tuple(sorted(look.items())))
        if key not in self._formats:
            face = _FACES[self.paper.language]
            letters = {"font_size": font.points, "font_color": font.colour, "bold": font.bold}
            self._formats[key] = self._book.add_format({**face, **letters, **look})
        return self._formats[key]

    def add_sheet(self, name: str) -> Any:
        """Add a sheet of the library's, with a name on its tab."""
        return self._book.add_worksheet(name)

    def written(self) -> bytes:
        """Write the file."""
        self._book.close()
        return self._file.getvalue()
