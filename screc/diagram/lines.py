"""Draw the lines of flows: straight from a box to the words and on to the other box.

Lines that leave the same side of a box are spread along it, in the order of their words, each as
near to its words as it can be: then most of them run straight up, down or across.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from screc.diagram.picture import Arrow
from screc.diagram.scene import Path, Point, Rect

Side = Literal["top", "bottom", "left", "right"]


class Band(Protocol):
    """From where to where, in y, a line of boxes reaches."""

    @property
    def top(self) -> float:
        """Where it begins."""

    @property
    def bottom(self) -> float:
        """Where it ends."""


@dataclass(frozen=True)
class Places:
    """Where everything is that lines lead to or pass.

    Args:
        ends: where boxes and frames are.
        words: where the words of each flow are; a point where it has none.
        vias: the places that long flows pass, named `via/flow/<flow>/<rank>`.
        on_row: the flows whose words stand between two neighbours on a line of boxes.
        bands: the lines of boxes.
    """

    ends: Mapping[str, Rect]
    words: Mapping[str, Rect]
    vias: Mapping[str, Rect]
    on_row: frozenset[str]
    bands: Sequence[Band]


_FROM_CORNER = 9.0
_APART = 12.0
_ROOM_FOR_A_HEAD = 13.0


def connect(arrows: Iterable[Arrow], places: Places) -> dict[str, tuple[Path, Path]]:
    """Find for each flow the path to its words and the path from them."""
    drawn = list(arrows)
    paths: dict[tuple[str, str], Path] = {}
    wanted: dict[tuple[str, Side], list[tuple[float, str, str]]] = defaultdict(list)
    ways: dict[tuple[str, str], list[Rect]] = {}
    for arrow in drawn:
        for role, end in (("before", arrow.source), ("after", arrow.target)):
            way = _way(arrow.id, places.ends[end], places)
            ways[arrow.id, role] = way
            side = _side(places.ends[end], way[-1], across=arrow.id in places.on_row)
            x, y = way[-1].center
            wanted[end, side].append((x if side in ("top", "bottom") else y, arrow.id, role))
    for (end, side), asked in wanted.items():
        rect = places.ends[end]
        across = side in ("top", "bottom")
        low, high = (rect.left, rect.right) if across else (rect.top, rect.bottom)
        asked.sort()
        for at, (_, arrow_id, role) in zip(
            _spread([place for place, _, _ in asked], low, high), asked, strict=True
        ):
            paths[arrow_id, role] = _path(rect, side, at, ways[arrow_id, role], places.bands)
    return {
        arrow.id: _joined(arrow, paths[arrow.id, "before"], paths[arrow.id, "after"])
        for arrow in drawn
    }


def _joined(arrow: Arrow, before: Path, after: Path) -> tuple[Path, Path]:
    """Turn the first path round; without words, make one path of the two."""
    if arrow.label:
        return before[::-1], after
    return (), (*before[::-1], *after[1:])


def _way(arrow_id: str, end: Rect, places: Places) -> list[Rect]:
    """List what a path passes from the words to an end."""
    words = places.words[arrow_id]
    prefix = f"via/flow/{arrow_id}/"
    down = end.center[1] > words.center[1]
    between = [
        rect
        for name, rect in places.vias.items()
        if name.startswith(prefix) and (rect.center[1] > words.center[1]) == down
    ]
    between.sort(key=lambda rect: rect.center[1], reverse=not down)
    return [words, *between]


def _side(end: Rect, near: Rect, *, across: bool) -> Side:
    """Choose the side of a box that faces a place."""
    x, y = near.center
    if across:
        return "left" if x < end.center[0] else "right"
    return "top" if y < end.center[1] else "bottom"


def _spread(wanted: list[float], low: float, high: float) -> list[float]:
    """Place what wants to be at these points, in this order, apart from each other and inside.

    >>> _spread([5, 50, 52], 0, 100)
    [9.0, 45.0, 57.0]
    """
    inset = min(_FROM_CORNER, (high - low) / 2)
    low, high = low + inset, high - inset
    apart = min(_APART, (high - low) / max(len(wanted) - 1, 1))
    # Pushed to the right, and pushed to the left: the middle between the two keeps the distances.
    right = _pushed(wanted, low, high, apart)
    left = _pushed([-place for place in reversed(wanted)], -high, -low, apart)
    return [(one - other) / 2 for one, other in zip(right, reversed(left), strict=True)]


def _pushed(wanted: list[float], low: float, high: float, apart: float) -> list[float]:
    """Push what is too near to the one before it further on, and back where the room ends."""
    placed: list[float] = []
    for index, place in enumerate(wanted):
        least = low if not placed else placed[-1] + apart
        most = high - apart * (len(wanted) - 1 - index)
        placed.append(min(max(place, least), most))
    return placed


def _path(end: Rect, side: Side, at: float, way: list[Rect], bands: Sequence[Band]) -> Path:
    """Lead from the words, by what is passed, to a point on the side of the end."""
    words, *between = way
    points: list[Point] = []
    for rect in between:
        x = rect.center[0]
        points += (
            [(x, rect.top), (x, rect.bottom)]
            if rect.top > words.top
            else [(x, rect.bottom), (x, rect.top)]
        )
    if side in ("left", "right"):
        x = end.left if side == "left" else end.right
        y = at if not between else points[-1][1]
        edge = words.right if x > words.center[0] else words.left
        start = (edge, words.center[1])
        return (start, *points, (x, y))
    y = end.top if side == "top" else end.bottom
    points += _bend(at, y, side, bands, points[-1][0] if points else words.center[0])
    down = points[0][1] > words.center[1]
    start = (words.center[0], words.bottom if down else words.top)
    return (start, *points)


def _bend(at: float, y: float, side: Side, bands: Sequence[Band], toward: float) -> list[Point]:
    """Leave a line of boxes straight, before turning to the side."""
    for band in bands:
        if band.top <= y <= band.bottom:
            limit = band.top if side == "top" else band.bottom
            if abs(limit - y) > _ROOM_FOR_A_HEAD and abs(toward - at) > 1:
                return [(at, limit), (at, y)]
    return [(at, y)]
