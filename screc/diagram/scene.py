"""A chart with every part in its place: what all formats draw. Lengths in points, y downwards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screc.diagram.picture import Arrow, Box, Enclosure, Key, Picture
from screc.diagram.sizes import Block

Point = tuple[float, float]
Path = tuple[Point, ...]


@dataclass(frozen=True)
class Rect:
    """A rectangle by its corners.

    >>> Rect(0, 0, 10, 4).center
    (5.0, 2.0)
    """

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def center(self) -> Point:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def moved(self, x: float, y: float) -> Rect:
        """Shift it."""
        return Rect(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def grown(self, by: float) -> Rect:
        """Add a margin on all sides."""
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True)
class PlacedBox:
    """A stakeholder in its place."""

    box: Box
    block: Block
    at: Rect


@dataclass(frozen=True)
class PlacedFrame:
    """A frame in its place, and where its title stands."""

    frame: Enclosure
    block: Block
    at: Rect
    title_at: Rect


@dataclass(frozen=True)
class PlacedArrow:
    """A flow in its place.

    `before` leads from the source to the words, `after` from the words to the target; a flow
    without words has only `after`.
    """

    arrow: Arrow
    block: Block
    at: Rect
    before: Path
    after: Path


@dataclass(frozen=True)
class PlacedText:
    """A text beside the chart: title, source, note."""

    block: Block
    at: Rect


@dataclass(frozen=True)
class PlacedKey:
    """An entry of the legend: a piece of line, and what it means."""

    key: Key
    line: Path
    block: Block
    at: Rect


@dataclass(frozen=True)
class Scene:
    """All of a chart in its place, with its title above and its legend below."""

    picture: Picture
    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    frames: tuple[PlacedFrame, ...]
    arrows: tuple[PlacedArrow, ...]
    texts: tuple[PlacedText, ...] = ()
    keys: tuple[PlacedKey, ...] = ()

    def moved(self, x: float, y: float) -> Scene:
        """Shift what is placed, in a drawing of the same size."""

        def path(points: Path) -> Path:
            return tuple((left + x, top + y) for left, top in points)

        return replace(
            self,
            boxes=tuple(replace(part, at=part.at.moved(x, y)) for part in self.boxes),
            frames=tuple(
                replace(part, at=part.at.moved(x, y), title_at=part.title_at.moved(x, y))
                for part in self.frames
            ),
            arrows=tuple(
                replace(
                    part, at=part.at.moved(x, y), before=path(part.before), after=path(part.after)
                )
                for part in self.arrows
            ),
        )
