"""Break a text into lines that fit a width, and shorten what does not fit at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from screc.diagram.fonts import has_glyph, text_width

_NOT_FIRST = (
    "、。，．・：；？！）］｝」』】〉》’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜～,.:;?!)]}%"
)
_NOT_LAST = "（［｛「『【〈《‘“([{"
_WORD = re.compile(
    r"[!-~]+|\s+|[\u30a1-\u30fa\u30fc]+|[\u3005\u3400-\u9fff]+[\u3041-\u3096]*|[\u3041-\u3096]+|.",
    re.DOTALL,
)
"""What is best kept together: Latin words, katakana words, and kanji with what inflects them."""
_COMMA = re.compile("(?<=、)")
_COMMON = re.compile("[ -~\u3000-\u30ff\u4e00-\u9fa0\uff01-\uff5e]")
_NO_GLYPH = "〓"
_VARIANT = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Marks that choose a variant of the letter before them, as in 葛 or 辻; the letter stays."""
_UNDRAWN = ("Cc", "Cf", "Cs", "Co", "Cn")
_ELLIPSIS = "…"
_MOST_IN_EM = 5
_STEPS = 12


def clean(text: str) -> str:
    """Keep of a name what can be drawn: one line, no control, direction or private marks.

    For what the font does not have stands the mark that printers set for a missing type.

    >>> clean("two  lines" + chr(10) + "and " + chr(0x202E) + "a turn")
    'two lines and a turn'
    """
    spaced = "".join(" " if mark.isspace() else mark for mark in text)
    spaced = _VARIANT.sub("", spaced)
    marks = (mark for mark in spaced if unicodedata.category(mark) not in _UNDRAWN)
    kept = (mark if is_in_font(mark) else _NO_GLYPH for mark in marks)
    return " ".join("".join(kept).split())


def is_in_font(mark: str) -> bool:
    """Tell whether the font has a letter.

    >>> is_in_font("駅"), is_in_font("\N{CITYSCAPE}")
    (True, False)
    """
    return bool(_COMMON.match(mark)) or has_glyph(mark)


def wrap(
    text: str, points: float, width: float, *, most: int = 3, bold: bool = False
) -> tuple[str, ...]:
    """Break a text into lines of about the same length; at most so many, the last one shortened.

    Args:
        text: what to break; a slash between spaces is a break that the source prints.
        points: the size of the font.
        width: the longest line, in points.
        most: the number of lines.
        bold: whether it is set in the bold cut.

    >>> wrap("エネルギー供給事業者", 12, 72)
    ('エネルギー', '供給事業者')
    """
    lines: list[str] = []
    for part in text.split(" / "):
        pieces = list(_clauses(clean(part), points, width, bold=bold))
        broken = _fill(pieces, points, width, bold=bold)
        if 1 < len(broken) <= most:
            broken = _even(pieces, points, width, len(broken), bold=bold)
        lines += broken
    if len(lines) > most:
        lines = [
            *lines[: most - 1],
            _shorten(lines[most - 1] + _ELLIPSIS, points, width, bold=bold),
        ]
    return tuple(lines)


def _clauses(text: str, points: float, width: float, *, bold: bool) -> Iterator[str]:
    """Go through what stands between commas, and where that is too long through its pieces."""
    for clause in _COMMA.split(text):
        if text_width(clause, points, bold=bold) <= width:
            yield clause
        else:
            yield from _pieces(clause)


def _pieces(text: str) -> Iterator[str]:
    """Go through what stays together: words, and marks that may not begin or end a line."""
    kept = ""
    for piece in _WORD.findall(text):
        joins = piece[0] in _NOT_FIRST or kept[-1:] in _NOT_LAST
        if kept and not joins:
            yield kept
            kept = ""
        kept += piece
    if kept:
        yield kept


def _fill(pieces: list[str], points: float, width: float, *, bold: bool) -> list[str]:
    lines = [""]
    for piece in pieces:
        for part in _cut(piece, points, width, bold=bold):
            if lines[-1] and text_width((lines[-1] + part).rstrip(), points, bold=bold) > width:
                lines.append("")
            lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _cut(piece: str, points: float, width: float, *, bold: bool) -> Iterator[str]:
    """Cut a word that is longer than a line."""
    # So many letters fill any line; to measure all that is left each time would take long.
    most = int(_MOST_IN_EM * width / points) + 1
    while len(piece) > 1 and (
        len(piece) > most or text_width(piece.rstrip(), points, bold=bold) > width
    ):
        head = piece[:most]
        while len(head) > 1 and text_width(head, points, bold=bold) > width:
            head = head[: max(1, len(head) * 3 // 4)]
        while len(head) > 1 and piece[len(head)] in _NOT_FIRST:
            head = head[:-1]
        yield head
        piece = piece[len(head) :]
    yield piece


def _even(pieces: list[str], points: float, width: float, count: int, *, bold: bool) -> list[str]:
    """Find the narrowest column that still takes so many lines."""
    whole = [text_width(piece.strip(), points, bold=bold) for piece in pieces]
    low, high = max(width / count / 2, *(each for each in whole if each <= width), 0.0), width
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if len(_fill(pieces, points, middle, bold=bold)) <= count:
            high = middle
        else:
            low = middle
    return _fill(pieces, points, high, bold=bold)


def _shorten(line: str, points: float, width: float, *, bold: bool) -> str:
    while len(line) > 1 and text_width(line, points, bold=bold) > width:
        line = line[:-2] + _ELLIPSIS
    return line
