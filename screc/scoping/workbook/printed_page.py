"""How a sheet is printed: on A4, as wide as the page, with a line above and one below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from screc.diagram.fonts import text_width
from screc.scoping.paper import Paper
from screc.scoping.workbook.book import SMALL
from screc.scoping.workbook.cell_text import one_line, units

_INCH = 72.0
_A4, _SHORT_SIDE, _LONG_SIDE = 9, 595.3, 841.9
_MARGIN, _TOP, _BOTTOM, _EDGE = 43.2, 54.0, 57.6, 28.8
_USED = 0.97
"""How much of the room is used: printers and fonts of other widths need some."""
_LINE_SHARE = 0.8
_LONGEST_LINE = 255
"""In characters, with the codes."""
_PICTURE_CODE = re.compile(r"&(?=G|\[Picture\])")
"""The library asks for a picture where these follow each other, even if they are escaped."""


@dataclass(frozen=True)
class PrintedPage:
    """A page of A4; `is_wide` if it lies on its side."""

    is_wide: bool = False

    @property
    def width(self) -> float:
        """The room between the margins, in points."""
        return ((_LONG_SIDE if self.is_wide else _SHORT_SIDE) - 2 * _MARGIN) * _USED

    @property
    def height(self) -> float:
        """Likewise from top to bottom."""
        return ((_SHORT_SIDE if self.is_wide else _LONG_SIDE) - _TOP - _BOTTOM) * _USED

    def set_up(self, sheet: Any, paper: Paper) -> None:
        """Make a sheet of the library's be printed on such pages."""
        sheet.set_paper(_A4)
        if self.is_wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(*(margin / _INCH for margin in (_MARGIN, _MARGIN, _TOP, _BOTTOM)))
        quiet = f"&{SMALL:.0f}&K{paper.look.quiet.removeprefix('#')}"
        place = {"margin": _EDGE / _INCH, "scale_with_doc": False}
        sheet.set_header(self._line(f"&R{quiet}", paper.title), place)
        sheet.set_footer(self._line(f"&L{quiet}", paper.imprint, f"&R{quiet}&P / &N"), place)

    def _line(self, start: str, text: str, end: str = "") -> str:
        """Write a head or foot, whose codes begin with &; its text is cut to one line."""
        text = _PICTURE_CODE.sub("＆", one_line(text))
        room = _LONGEST_LINE - len(start + end)
        while (
            text_width(text, SMALL) > self.width * _LINE_SHARE
            or units(text.replace("&", "&&")) > room
        ):
            text = text[:-2] + "…"
        return start + text.replace("&", "&&") + end


def page_breaks(rows: Iterable[tuple[float, bool]], page: float, repeated: float = 0) -> list[int]:
    """Choose before which rows a page begins, so that what belongs together stays together.

    Args:
        rows: the height of each, and whether it stays with the next.
        page: its height.
        repeated: the height of the rows that each page but the first begins with.

    >>> page_breaks([(40, False), (40, True), (40, False)], 100)
    [1]
    """
    breaks, used, together, first = [], 0.0, 0.0, 0
    for number, (high, stays) in enumerate(rows):
        together += high
        if stays:
            continue
        if used and used + together > page:
            breaks.append(first)
            used = repeated
        # What is higher than a page ends somewhere on another one.
        used, together, first = (used + together) % page, 0.0, number + 1
    return breaks
