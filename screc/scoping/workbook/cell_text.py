"""What stands in a cell of a spreadsheet, and how many lines it takes: none is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import category

from screc.diagram.fonts import LINE_HEIGHT, text_width

_SPACE = re.compile(r"[^\S\n\u3000]+")
_UNSEEN = ("Cc", "Cf", "Cs", "Cn")
"""Marks of control and direction, halves of characters, and what is none."""
_TOKEN = re.compile(r"\n|[!-\u2e7f]{1,250} ?|.")
"""A line may end after a word, or after any character of Japanese."""
_LONGEST_LINE = 500
"""In characters: some have no width, and a cell takes 32,767 of them."""


@dataclass(frozen=True)
class Font:
    """How letters look: their size in points, their colour as #RRGGBB, their weight."""

    points: float
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class Run:
    """A stretch of text in one font; a line break in it is one on the sheet."""

    text: str
    font: Font


Runs = tuple[Run, ...]


def printable(text: str) -> str:
    r"""Keep what can be seen, and line breaks; a spreadsheet finds a font for each character.

    >>> printable("two  words" + chr(7) + chr(0x202E) + chr(13) + chr(10) + "below ")
    'two words\nbelow'
    """
    spaced = _SPACE.sub(" ", "\n".join(text.splitlines()))
    return "".join(mark for mark in spaced if mark == "\n" or category(mark) not in _UNSEEN).strip()


def one_line(text: str) -> str:
    r"""Keep what can be seen, in one line.

    >>> one_line("one\ntwo")
    'one two'
    """
    return " ".join(printable(text).split("\n"))


def units(text: str) -> int:
    """Count a text as Excel does, in units of UTF-16.

    >>> units("市🏫")
    3
    """
    return len(text.encode("utf-16-le")) // 2


def paragraphs(*parts: tuple[str, Font]) -> Runs:
    r"""Put texts below each other, leaving out those that are empty.

    >>> small = Font(8, "#555555")
    >>> [run.text for run in paragraphs(("text", Font(10, "#111111")), ("", small), ("L1", small))]
    ['text', '\nL1']
    """
    kept = [(seen, font) for text, font in parts if (seen := printable(text))]
    return tuple(Run("\n" * bool(at) + text, font) for at, (text, font) in enumerate(kept))


def plain_text(runs: Runs) -> str:
    """Read runs as one text."""
    return "".join(run.text for run in runs)


def height(runs: Runs, width: float) -> float:
    """Measure how high runs are where lines are so wide, both in points.

    >>> height((Run("公共施設", Font(10, "#111111")),), 20) == 2 * 10 * LINE_HEIGHT
    True
    """
    return sum(map(_line_height, _lines(runs, width)))


def parts(runs: Runs, width: float, most: float) -> list[Runs]:
    """Divide runs where they are higher than a cell can be.

    Args:
        runs: a text.
        width: of its lines, in points.
        most: the height of a part, in points.

    >>> [plain_text(part) for part in parts((Run("公共施設", Font(10, "#111111")),), 20, 15)]
    ['公共', '施設']
    """
    divided: list[list[Runs]] = [[]]
    used = 0.0
    for line in _lines(runs, width):
        more = _line_height(line)
        if divided[-1] and used + more > most:
            divided.append([])
            used = 0.0
        divided[-1].append(line)
        used += more
    return [_joined(lines) for lines in divided]


def _lines(runs: Runs, width: float) -> list[Runs]:
    """Break runs into lines; together they are the runs, a break at the end of its line."""
    lines: list[list[Run]] = [[]]
    used, count = 0.0, 0
    for run in runs:
        for piece in _pieces(run, width):
            wide = text_width(piece.rstrip(), run.font.points, bold=run.font.bold)
            if lines[-1] and (used + wide > width or count + len(piece) > _LONGEST_LINE):
                lines.append([])
                used, count = 0.0, 0
            lines[-1].append(Run(piece, run.font))
            used += text_width(piece.rstrip("\n"), run.font.points, bold=run.font.bold)
            count += len(piece)
            if piece == "\n":
                lines.append([])
                used, count = 0.0, 0
    return [tuple(line) for line in lines if line]


def _pieces(run: Run, width: float) -> Iterator[str]:
    """Go through what stays together: words, or the letters of one that is too long."""
    for token in _TOKEN.findall(run.text):
        if text_width(token.rstrip(), run.font.points, bold=run.font.bold) > width:
            yield from token
        else:
            yield token


def _line_height(line: Runs) -> float:
    return max(run.font.points for run in line) * LINE_HEIGHT


def _joined(lines: Sequence[Runs]) -> Runs:
    runs = [run for line in lines for run in line]
    joined = [
        Run("".join(run.text for run in same), font)
        for font, same in groupby(runs, lambda run: run.font)
    ]
    if joined:
        joined[-1] = Run(joined[-1].text.rstrip("\n"), joined[-1].font)
    return tuple(run for run in joined if run.text)
