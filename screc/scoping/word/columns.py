"""How wide the columns of a table are: by their shares, but no word is broken for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise

from screc.diagram.fonts import text_width
from screc.diagram.wrap import clean
from screc.scoping.paper import Table
from screc.scoping.word.xml import TWIPS

_WORD = re.compile("[!-~]+")
"""What is broken nowhere; between Japanese letters a line may end."""
_POINTS = 9.5
_PADDING = 12.0
"""Of a cell, on both sides together, in points."""
_STEPS = 50


def column_widths(shares: Sequence[float], width: int, least: Sequence[float] = ()) -> list[int]:
    """Divide a width among columns, so that together they are just as wide.

    Args:
        shares: of the columns, one against another.
        width: of all, in twips.
        least: what each has at least, where that is no more than an even division would give it.

    >>> column_widths([1, 1, 1], 100), column_widths([1, 9], 100, [20, 0])
    ([33, 34, 33], [20, 80])
    """
    even = width / len(shares)
    floors = [min(each, even) for each in least] or [0.0] * len(shares)

    def widths(unit: float) -> list[float]:
        return [max(floor, share * unit) for share, floor in zip(shares, floors, strict=True)]

    low, high = 0.0, width / sum(shares)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(widths(middle)) < width else (low, middle)
    edges = [round(edge) for edge in accumulate(widths(high), initial=0.0)]
    return [right - left for left, right in pairwise(edges)]


def table_widths(table: Table, width: int) -> list[int]:
    """Divide a width among the columns of a table.

    Args:
        table: whose columns have shares, and words.
        width: of the table, in twips.

    >>> from screc.scoping.paper import Cell, Column
    >>> columns = Column("Phase", share=1), Column("Role", share=9)
    >>> table_widths(Table("", columns, ((Cell("Preparing"), Cell()),)), 4000)
    [1170, 2830]
    """
    shares = [column.share for column in table.columns]
    least = [
        max((text_width(word, _POINTS, bold=True) for word in _words(table, number)), default=0.0)
        for number, _ in enumerate(table.columns)
    ]
    return column_widths(shares, width, [(points + _PADDING) * TWIPS for points in least])


def _words(table: Table, number: int) -> Iterator[str]:
    """Go through what is unbroken in a column."""
    column = table.columns[number]
    states = table.states if column.fill == "status" else ()
    cells = chain.from_iterable((row[number].text, row[number].note) for row in table.rows)
    for text in (column.head, *states, *cells):
        yield from _WORD.findall(clean(text))
