"""Lines for a terminal: titles, paragraphs, lists and tables, wrapped for wide characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from screc.cli.wrapping import wrapped

INDENT = "  "
_GAP = "  "
_MARK_CELLS = 3
_LEAST_ROOM = 16
_LEAST_WIDTH = 40


class Page:
    """Collects lines and prints them in the width of the terminal."""

    def __init__(self) -> None:
        """Measure the terminal."""
        self._console = Console(highlight=False)
        self._console.width = max(self._console.width, _LEAST_WIDTH)
        self._lines: list[Text] = []

    @property
    def width(self) -> int:
        """How many cells a line has."""
        return self._console.width

    def add(self, *parts: str | Text | tuple[str, str]) -> None:
        """Add one line, of parts that may have a style."""
        self._lines.append(Text.assemble(*parts))

    def title(self, words: str) -> None:
        """Add a title, with a blank line above unless it is the first line."""
        if self._lines:
            self._lines.append(Text())
        self._lines.append(Text(words, "bold"))

    def paragraph(self, words: str, *, first: str = "", style: str = "") -> None:
        """Add a paragraph; `first` stands before its first line, the others are set in as far."""
        start = INDENT + first
        for line in wrapped(words, max(self.width - cell_len(start), _LEAST_ROOM)):
            self._lines.append(Text(start + line, style))
            start = " " * cell_len(start)

    def items(self, rows: Iterable[tuple[str, str, str, Sequence[str]]]) -> None:
        """Add a list with marks: mark, its style, label, then a paragraph and dim ones below it."""
        kept = list(rows)
        label_cells = max((cell_len(label) for _, _, label, _ in kept), default=0)
        beside = INDENT + " " * _MARK_CELLS
        if label_cells:
            beside += " " * label_cells + _GAP
        room = max(self.width - len(beside), _LEAST_ROOM)
        for mark, style, label, (said, *below) in kept:
            start = Text.assemble(INDENT, (mark, style), " " * (_MARK_CELLS - cell_len(mark)))
            start.append(label + " " * (len(beside) - start.cell_len - cell_len(label)))
            for line in wrapped(said, room):
                self._lines.append(Text.assemble(start, line))
                start = Text(beside)
            for words in below:
                self._lines += (Text(beside + line, "dim") for line in wrapped(words, room))

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
        """Add a table; its last column takes what room is left, and wraps."""
        kept = [[Text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        lines = [[Text(heading, "dim") for heading in headings], *kept]
        widths = [max(line[column].cell_len for line in lines) for column in range(len(headings))]
        beside = sum(widths[:-1]) + len(_GAP) * (len(headings) - 1)
        for *cells, last in lines:
            start = Text()
            for cell, width in zip(cells, widths, strict=False):
                start.append_text(cell)
                start.append(" " * (width - cell.cell_len) + _GAP)
            for line in wrapped(last.plain, max(self.width - beside, _LEAST_ROOM)):
                self._lines.append(Text.assemble(start, (line, last.style)))
                start = Text(" " * beside)

    def numbers(self, columns: Mapping[str, Sequence[str]]) -> None:
        """Add a table of numbers, each below its heading to the right."""
        widths = [max(map(cell_len, (heading, *cells))) for heading, cells in columns.items()]

        def line(cells: Sequence[str]) -> str:
            return "".join(
                " " * (width - cell_len(cell)) + cell + " "
                for cell, width in zip(cells, widths, strict=True)
            ).rstrip()

        self._lines.append(Text(line(list(columns)), "dim"))
        self._lines += (Text(line(cells)) for cells in zip(*columns.values(), strict=True))

    def flush(self) -> None:
        """Print what was added."""
        if self._lines:
            self._console.print(Text("\n").join(self._lines), soft_wrap=True)
            self._lines = []


def unbroken(words: str) -> str:
    """Keep words on one line.

    >>> len(unbroken("h25 5.7").split(" "))
    1
    """
    return words.replace(" ", "\N{NO-BREAK SPACE}")
