"""What stands on slides: words, boxes, grids, bars and charts. Lengths in points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from screc.scoping.paper import Bar, Bars, Callout, Figure
from screc.scoping.slides.text import Passage

GAP = 12.0
"""Between two shapes."""
PANEL_PADDING = 14.0
CELL_PADDING = (8.0, 6.0)
"""Beside the words of a cell, and above and below them."""
LEGEND_HEIGHT = 30.0
NAMES_SHARE = 0.34
"""Of the width of a bar chart, what the names beside the bars take."""


@dataclass(frozen=True)
class Room:
    """What a slide has below its title, and how wide the font of its design may be.

    Attributes:
        width: in points.
        height: likewise.
        latin: how wide Latin letters may be, against those of the packaged font.
    """

    width: float
    height: float
    latin: float


@dataclass(frozen=True)
class Prose:
    """Words that stand on the slide itself."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Panel:
    """Words in a box."""

    of: Callout
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Place:
    """A cell: its words and its ground, see-through where it is empty."""

    passages: tuple[Passage, ...]
    ground: str = ""


@dataclass(frozen=True)
class Row:
    """Cells side by side, and how high they are."""

    places: tuple[Place, ...]
    height: float


@dataclass(frozen=True)
class Grid:
    """Rows of cells, below a head that each slide repeats."""

    of: object
    name: str
    widths: tuple[float, ...]
    head: Row | None
    rows: tuple[Row, ...]
    has_row_heads: bool


@dataclass(frozen=True)
class Plot:
    """Bars below each other."""

    of: Bars
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Sheet:
    """A stakeholder chart that takes what its caption leaves of a slide."""

    of: Figure
    caption: Passage


Shape: TypeAlias = Prose | Panel | Grid | Plot | Sheet


@dataclass(frozen=True)
class Strip:
    """What is not divided.

    Attributes:
        shape: with just this much in it.
        height: of this much.
        once: what a shape takes besides, however many strips it is made of.
        stays: whether it stands on the slide of what follows.
    """

    shape: Shape
    height: float
    once: float = 0.0
    stays: bool = False


def joined(one: Shape, two: Shape) -> Shape | None:
    """Make one shape of two of the same block, or of words below words; None where they differ."""
    match one, two:
        case Prose(), Prose():
            return Prose(one.passages + two.passages)
        case Panel(), Panel() if one.of is two.of:
            return replace(one, passages=one.passages + two.passages)
        case Grid(), Grid() if one.of is two.of:
            return replace(one, rows=one.rows + two.rows)
        case Plot(), Plot() if one.of is two.of:
            return replace(one, bars=one.bars + two.bars)
    return None
