"""Read numbers with their units, in Arabic or Japanese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screc.language.fold import fold
from screc.model.language import Marks, Measure

_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"億": 100_000_000, "万": 10_000}
_NUMERALS = r"\d〇零一二三四五六七八九十百千万億"
_BEFORE = rf"(?<![{_NUMERALS},./⁄a-z-])(?<!\d )"
"""A number begins here: not within another one, a range, a fraction or a word."""
_NUMBER = rf"{_BEFORE}(?P<number>[{_NUMERALS}](?:[{_NUMERALS},]|\.(?=\d))*)"
_WELL_FORMED = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_ARABIC_PART = re.compile(r"[\d,.]+")
_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LONGEST_NUMBER = 24
_TOTAL_BEFORE = 12


@dataclass(frozen=True)
class Amount:
    """A number that a text gives for an attribute, and where it stands."""

    attribute: str
    value: float
    unit: str
    is_total: bool
    start: int
    end: int


class NumberReader:
    """Finds amounts by their units."""

    def __init__(self, measures: Iterable[Measure], marks: Marks) -> None:
        """Prepare the units, the longest first."""
        self._total = re.compile(rf"(?:{_any(marks.totals_ja)})[^、。]{{0,3}}\Z")
        self._patterns = [
            (
                measure,
                re.compile(_NUMBER + r"\s*(?P<unit>" + _any(measure.units) + r")"),
                _near(measure),
            )
            for measure in measures
        ]

    def find(self, text: str) -> Iterator[Amount]:
        """Go through the amounts of a folded text; the first measure that fits counts."""
        taken: set[tuple[int, int]] = set()
        for measure, pattern, near in self._patterns:
            for match in pattern.finditer(text):
                if match.span() in taken or not _is_number(match["number"]):
                    continue
                around = text[max(0, match.start() - 16) : match.end() + 8]
                if near is None or near.search(around):
                    value = number(match["number"]) * measure.factor
                    is_total = (
                        self._total.search(
                            text, max(0, match.start() - _TOTAL_BEFORE), match.start()
                        )
                        is not None
                    )
                    start, end = match.span()
                    taken.add((start, end))
                    yield Amount(measure.attribute, value, match["unit"], is_total, start, end)


def _is_number(written: str) -> bool:
    """Tell whether a run of digits is a number that somebody means: no 1.2.3."""
    parts = _ARABIC_PART.findall(written)
    return len(written) <= _LONGEST_NUMBER and all(map(_WELL_FORMED.fullmatch, parts))


def number(written: str) -> float:
    """Read a number as it is written, without a unit; Arabic and Japanese numerals may mix.

    >>> number("1,450"), number("三千"), number("二十五"), number("1万2千")
    (1450.0, 3000.0, 25.0, 12000.0)
    """
    total = 0.0
    for mark, factor in _LARGE.items():
        above, found, below = written.rpartition(mark)
        if found:
            total += (number(above) if above else 1.0) * factor
            written = below
    return total + _below_ten_thousand(written)


def _below_ten_thousand(written: str) -> float:
    total = current = 0.0
    place = 0
    while place < len(written):
        arabic = _ARABIC.match(written, place)
        mark = written[place]
        if arabic:
            current = float(arabic[0].replace(",", ""))
        elif mark in _SMALL:
            total += (current or 1.0) * _SMALL[mark]
            current = 0.0
        else:
            current = current * 10 + _DIGITS.get(mark, 0)
        place = arabic.end() if arabic else place + 1
    return total + current


def _any(words: Iterable[str]) -> str:
    folded = sorted({fold(word).text for word in words}, key=len, reverse=True)
    return "|".join(
        re.escape(word) + (r"(?![a-z])" if word[-1].isascii() else "") for word in folded
    )


def _near(measure: Measure) -> re.Pattern[str] | None:
    return re.compile(_any(measure.near)) if measure.near else None
