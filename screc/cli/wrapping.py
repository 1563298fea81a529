"""Break lines as Japanese and English readers expect."""

from __future__ import annotations

import re

from rich.cells import cell_len

# What may not begin a line: closing marks, small kana, the long-vowel mark.
_NOT_FIRST = "、。，．・：；？！=）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
# What may not end a line: it stays with what it opens.
_OPENING = "「『（【〔〈《"
# What joins two parts of a line has nothing to join where the line breaks; inside a word it stays.
_JOINT = " ・ "
_PIECES = re.compile(rf"{_JOINT}|\S+(?:\u00a0\S+)+|[{_OPENING}]*(?:[!-~\u00c0-\u024f]+|\S)| +|.")


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many cells; a wide character takes two.

    Japanese breaks between any two characters, but no line begins with a closing mark or ends
    with an opening one; English words stay whole, and so does what no-break spaces join. A word
    longer than a line is cut.

    >>> wrapped("区（市）有施設が、複数ある。", 16)
    ['区（市）有施設', 'が、複数ある。']
    >>> wrapped("大規模エリア（広い所）", 14)
    ['大規模エリア', '（広い所）']
    >>> wrapped("国・都道府県 ・ h25", 12)
    ['国・都道府県', 'h25']
    >>> wrapped("two or more facilities", 12)
    ['two or more', 'facilities']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.removesuffix(_JOINT).rstrip())
            line = "" if piece == _JOINT else piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str, width: int) -> list[str]:
    """Cut a text where it may break, each closing mark kept with what comes before it."""
    pieces: list[str] = []
    for match in _PIECES.finditer(text):
        piece = match.group()
        if pieces and piece in _NOT_FIRST and pieces[-1].strip():
            pieces[-1] += piece
            continue
        pieces += (piece[start : start + width] for start in range(0, len(piece), max(width, 1)))
    return pieces
