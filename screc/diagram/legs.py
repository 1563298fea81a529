"""Flows as drawing programs know them: lines that each join two shapes."""

from __future__ import annotations

from typing import NamedTuple

from screc.diagram import style
from screc.diagram.picture import Line
from screc.diagram.scene import Path, PlacedArrow, PlacedBox, PlacedFrame, Scene
from screc.model.vocabulary import FlowClass

Part = PlacedFrame | PlacedBox | PlacedArrow
"""What lines join: frames, boxes, and the words of flows."""


class Leg(NamedTuple):
    """A line of a flow: the shapes that it joins, its path, and whether its ends have heads."""

    source: str
    target: str
    path: Path
    starts_with_head: bool
    ends_with_head: bool


def parts_of(scene: Scene) -> tuple[Part, ...]:
    """List the shapes of a scene that lines join, from back to front."""
    return (*scene.frames, *scene.boxes, *scene.arrows)


def name_of(part: Part) -> str:
    """Say by what a shape is known; the words of a flow are a shape too."""
    if isinstance(part, PlacedArrow):
        return f"flow/{part.arrow.id}"
    return f"at/{part.frame.id if isinstance(part, PlacedFrame) else part.box.id}"


def legs(placed: PlacedArrow) -> tuple[Leg, ...]:
    """List the lines of a flow: to its words and from them, or one where it has no words."""
    arrow = placed.arrow
    source, words, target = f"at/{arrow.source}", name_of(placed), f"at/{arrow.target}"
    both = arrow.goes_both_ways
    if not placed.before:
        return (Leg(source, target, placed.after, both, ends_with_head=True),)
    return (
        Leg(source, words, placed.before, both, ends_with_head=False),
        Leg(words, target, placed.after, starts_with_head=False, ends_with_head=True),
    )


def line_colour(look: FlowClass | None, line: Line) -> str:
    """Choose the colour of a line: of its class, or of the legend where it shows none."""
    if line in ("stopped", "absent"):
        return style.PALE
    return style.QUIET if look is None else look.colour
