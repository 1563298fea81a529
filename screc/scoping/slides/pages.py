"""Divide the content of a paper into slides. Lengths in points.

Blocks become strips, which are not divided; strips fill slides from the top. Those of one block
that meet on a slide are one shape again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from screc.scoping.paper import Look, Section
from screc.scoping.slides.parts import GAP, Panel, Prose, Room, Shape, Strip, joined
from screc.scoping.slides.strips import Setter


@dataclass(frozen=True)
class Placed:
    """A shape on a slide, and its height."""

    shape: Shape
    height: float


@dataclass(frozen=True)
class Page:
    """A slide: its title, and what stands below that, from the top."""

    title: str
    placed: tuple[Placed, ...]


def pages(section: Section, look: Look, room: Room) -> list[Page]:
    """Divide a section into slides of one title; where they are several, it counts them.

    Args:
        section: what stands on them.
        look: the colours.
        room: below the title.
    """
    strips = Setter(look, room).strips(section)
    return _titled(section.title, _filled(strips, room.height))


def contents(title: str, entries: Sequence[tuple[str, int]], look: Look, room: Room) -> list[Page]:
    """Divide the table of contents into slides.

    Args:
        title: the word above it.
        entries: the title of each section, and the number of its first slide.
        look: the colours.
        room: below the title.
    """
    strips = Setter(look, room).contents(title, entries)
    return _titled(title, _filled(strips, room.height))


def _titled(title: str, filled: Sequence[list[Strip]]) -> list[Page]:
    signs = [f" ({number}/{len(filled)})" * (len(filled) > 1) for number in _numbers(filled)]
    return [
        Page(title + sign, tuple(_stacked(strips)))
        for sign, strips in zip(signs, filled, strict=True)
    ]


def _numbers(filled: Sequence[list[Strip]]) -> range:
    return range(1, len(filled) + 1)


def _filled(strips: Iterable[Strip], height: float) -> list[list[Strip]]:
    """Fill one slide after another; a section without content has one all the same."""
    slides: list[list[Strip]] = [[]]
    for group in _groups(strips):
        whole = _height(group) <= height
        for part in [group] if whole else [[strip] for strip in group]:
            if slides[-1] and _height([*slides[-1], *part]) > height:
                slides.append([])
            slides[-1] += part
    return slides


def _groups(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Go through what stands on one slide where a slide has room for it."""
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.stays:
            yield group
            group = []
    if group:
        yield group


def _stacked(strips: Iterable[Strip]) -> list[Placed]:
    found: list[Placed] = []
    for strip in strips:
        shape = joined(found[-1].shape, strip.shape) if found else None
        if shape:
            found[-1] = Placed(shape, found[-1].height + strip.height)
        else:
            found.append(Placed(strip.shape, strip.once + strip.height - _spared(strip.shape)))
    return found


def _spared(shape: Shape) -> float:
    """Tell how much room words leave at the top of their shape, where they need no distance."""
    return shape.passages[0].before if isinstance(shape, Prose | Panel) else 0.0


def _height(strips: Iterable[Strip]) -> float:
    placed = _stacked(strips)
    return sum(part.height for part in placed) + GAP * (len(placed) - 1)
