"""Plan a layout: how large everything is, and between what the words of each flow stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from screc.diagram.picture import Arrow, Enclosure, Picture
from screc.diagram.sizes import Block, box_block, label_block, title_block

ROOM_FOR_ARROWS = 12.0
BETWEEN_STACKED = 6.0


@dataclass(frozen=True)
class Spot:
    """Where the words of flows stand: on a line of boxes or between two; several share a stack."""

    name: str
    rank: int
    arrows: tuple[Arrow, ...]
    left: str
    right: str

    @property
    def is_on_row(self) -> bool:
        """Tell whether the words stand on a line of boxes."""
        return self.rank % 2 == 0


@dataclass(frozen=True)
class Plan:
    """What is to be placed: the sizes of everything, and where words belong."""

    picture: Picture
    boxes: Mapping[str, Block]
    titles: Mapping[str, Block]
    labels: Mapping[str, Block]
    spots: tuple[Spot, ...]


def plan(picture: Picture) -> Plan:
    """Measure everything, and choose where words belong."""
    labels = {arrow.id: label_block(arrow) for arrow in picture.arrows}
    boxes = {box.id: box_block(box) for box in picture.boxes}
    spots = tuple(_spots(picture))
    for spot in spots:
        # A box is as high as the flows that reach it side by side.
        for end in (spot.left, spot.right) if spot.is_on_row else ():
            height = max(boxes[end].height, stack_size(spot, labels)[1] + BETWEEN_STACKED)
            boxes[end] = replace(boxes[end], height=height)
    titles = {frame.id: title_block(frame) for frame in picture.frames}
    return Plan(picture, boxes, titles, labels, spots)


@dataclass(frozen=True)
class _Span:
    """The line on which an end of a flow stands, and from which to which place on it."""

    row: int
    first: int
    last: int


def _spans(picture: Picture, arrow: Arrow) -> tuple[_Span, _Span]:
    """Find the ends of a flow; of a frame on several lines, the line nearest to the other end."""
    at = {name: (r, i) for r, row in enumerate(picture.rows) for i, name in enumerate(row)}
    members = {frame.id: frame.members for frame in picture.frames}
    source, target = (
        sorted(at[name] for name in members.get(end, (end,)))
        for end in (arrow.source, arrow.target)
    )
    rows = min(
        ((a, b) for a, _ in source for b, _ in target), key=lambda pair: abs(pair[0] - pair[1])
    )
    first, second = (
        [i for r, i in places if r == row]
        for places, row in zip((source, target), rows, strict=True)
    )
    return _Span(rows[0], first[0], first[-1]), _Span(rows[1], second[0], second[-1])


def _spots(picture: Picture) -> Iterable[Spot]:
    """Choose for the words of each flow a line, and between what they stand."""
    stacks: dict[tuple[int, int], list[Arrow]] = defaultdict(list)
    for arrow in picture.arrows:
        source, target = _spans(picture, arrow)
        row = picture.rows[source.row]
        if source.row == target.row and source.last + 1 == target.first:
            stacks[source.row, source.last].insert(0, arrow)
        elif source.row == target.row and target.last + 1 == source.first:
            stacks[source.row, target.last].append(arrow)
        elif source.row == target.row:
            rank = 2 * source.row + (
                1 if source.row < len(picture.rows) - 1 or not source.row else -1
            )
            yield Spot(f"flow/{arrow.id}", rank, (arrow,), row[source.first], row[target.first])
        else:
            upper, lower = sorted((source, target), key=lambda span: span.row)
            top, bottom = picture.rows[upper.row], picture.rows[lower.row]
            share = _share(upper, len(top)), _share(lower, len(bottom))
            above = top[_nearest(upper, share[1], len(top))]
            below = bottom[_nearest(lower, share[0], len(bottom))]
            yield Spot(f"flow/{arrow.id}", 2 * upper.row + 1, (arrow,), above, below)
    for (row_index, place), arrows in stacks.items():
        row = picture.rows[row_index]
        name = f"flow/{arrows[0].id}"
        yield Spot(name, 2 * row_index, tuple(arrows), row[place], row[place + 1])


def _share(span: _Span, count: int) -> float:
    """Say how far right on its line an end stands, from 0 to 1."""
    return ((span.first + span.last) / 2 + 0.5) / count


def _nearest(span: _Span, share: float, count: int) -> int:
    """Choose the member of a frame that stands nearest to where the other end is."""
    return min(max(round(share * count - 0.5), span.first), span.last)


def in_order(picture: Picture) -> list[Enclosure]:
    """List the frames, their members from left to right."""
    place = {name: index for row in picture.rows for index, name in enumerate(row)}
    return [
        replace(frame, members=tuple(sorted(frame.members, key=place.__getitem__)))
        for frame in picture.frames
    ]


def stack_size(spot: Spot, labels: Mapping[str, Block]) -> tuple[float, float]:
    """Say how wide and high the words are that stand in one spot, in points."""
    blocks = [labels[arrow.id] for arrow in spot.arrows]
    width = max(block.width for block in blocks)
    height = sum(block.height for block in blocks) + BETWEEN_STACKED * (len(blocks) - 1)
    return max(width + (ROOM_FOR_ARROWS if spot.is_on_row else 0), 1.0), height
