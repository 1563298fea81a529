"""Stretches of a text, and which of them lie within others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol, TypeVar


class HasEnds(Protocol):
    """What has a first place, and one behind the last."""

    @property
    def start(self) -> int:
        """The first place."""

    @property
    def end(self) -> int:
        """The place behind the last."""


_Part = TypeVar("_Part", bound=HasEnds)


@dataclass(frozen=True)
class Span:
    """A stretch of a folded text."""

    start: int
    end: int

    def holds(self, part: HasEnds) -> bool:
        """Tell whether something lies within."""
        return self.start <= part.start and part.end <= self.end


class Cover:
    """Some stretches, to be asked whether one of them holds another.

    >>> Cover([Span(0, 4), Span(6, 8)]).holds(Span(1, 3))
    True
    >>> Cover([Span(0, 4)]).holds_strictly(Span(0, 4))
    False
    """

    def __init__(self, spans: Iterable[HasEnds]) -> None:
        """Sort them once."""
        ordered = sorted((span.start, span.end) for span in spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def holds(self, part: HasEnds) -> bool:
        """Tell whether one of them holds something, or is the same."""
        return self._until(bisect_right(self._starts, part.start)) >= part.end

    def holds_strictly(self, part: HasEnds) -> bool:
        """Tell whether one of them holds something and is longer."""
        before = self._until(bisect_left(self._starts, part.start))
        return before >= part.end or self._until(bisect_right(self._starts, part.start)) > part.end

    def starts_before(self, part: HasEnds) -> bool:
        """Tell whether one of them holds something and begins before it."""
        return self._until(bisect_left(self._starts, part.start)) >= part.end

    def _until(self, count: int) -> int:
        return self._reach[count - 1] if count else -1


def inside(parts: Sequence[_Part], span: Span) -> list[_Part]:
    """Take of parts, which are sorted by where they start, those that lie in a stretch.

    >>> inside([Span(0, 2), Span(3, 5), Span(4, 9)], Span(2, 6))
    [Span(start=3, end=5)]
    """
    first = bisect_left(parts, span.start, key=lambda part: part.start)
    last = bisect_left(parts, span.end, key=lambda part: part.start)
    return [part for part in parts[first:last] if part.end <= span.end]
