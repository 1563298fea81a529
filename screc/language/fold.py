"""Write a text as it is compared: one form for what is spelled in several ways."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
_TO_HIRAGANA = ord("ァ") - ord("ぁ")
_LONG = "ー"
_LEFT_OUT = frozenset("ー・'’\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}")
_DASHES = frozenset("-‐―−~〜")
"""They join words (e-bike), but beside a digit they make a range, or a number below nothing."""


@dataclass(frozen=True)
class Folded:
    """A text in the form in which it is compared, and where each of its characters stood."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    original: str

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Tell where a piece of the folded text stands in what somebody wrote."""
        if start == end:
            return 0, 0
        return self.starts[start], self.ends[end - 1]

    def words(self, start: int, end: int) -> str:
        """Give back what somebody wrote, of a piece of the folded text."""
        first, last = self.place(start, end)
        return self.original[first:last].strip()


def fold(text: str) -> Folded:
    """Fold a text: full and half width, upper and lower case, both kana, long vowels.

    >>> fold("ｴｷﾏｴ再開発で ＨＥＭＳ").text
    'えきまえ再開発で hems'
    >>> fold("ｴﾈﾙｷﾞｰ").words(0, 4)
    'ｴﾈﾙｷﾞｰ'
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        written = text[start:end]
        # What is a number by itself (½, ², ⑩) is no digit of another one.
        is_number = unicodedata.category(written[0]) == "No"
        for character in written if is_number else unicodedata.normalize("NFKC", written).lower():
            if _is_left_out(character, characters, text[end : end + 1]):
                if character == _LONG and ends:
                    ends[-1] = end
                continue
            code = ord(character)
            folded = chr(code - _TO_HIRAGANA) if code in _KATAKANA else character
            folded = "-" if character in _DASHES else folded
            characters.append(" " if folded.isspace() and folded != "\n" else folded)
            starts.append(start)
            ends.append(end)
    return Folded("".join(characters), tuple(starts), tuple(ends), text)


def _is_left_out(character: str, before: list[str], after: str) -> bool:
    if character in _DASHES:
        return not (before and before[-1].isdigit()) and not after.isdigit()
    is_unseen = unicodedata.category(character) in ("Cc", "Cf", "Cs")
    return character in _LEFT_OUT or (is_unseen and not character.isspace())


def _clusters(text: str) -> list[tuple[int, int]]:
    """Keep a half-width letter and its voicing mark together, which make one letter."""
    clusters: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if character in "ﾞﾟ\u3099\u309a" and clusters and clusters[-1][1] == index:
            clusters[-1] = (clusters[-1][0], index + 1)
        else:
            clusters.append((index, index + 1))
    return clusters
