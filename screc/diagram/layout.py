"""Find a place for everything: Graphviz orders and spaces, and lines are drawn straight.

The lines of boxes alternate with gaps. A flow between two neighbouring lines has its words in the
gap between them; a flow between two neighbours on a line has them on that line. So what is drawn
runs through the room between its words and its end, where nothing else stands. The arrangement
orders the boxes; Graphviz orders the words so that few lines cross, and finds x; heights follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from screc.diagram.furniture import furnish
from screc.diagram.layout_graph import VIA_WIDTH, places_across
from screc.diagram.layout_plan import BETWEEN_STACKED, Plan, in_order, plan, stack_size
from screc.diagram.lines import Places, connect
from screc.diagram.picture import Enclosure, Picture
from screc.diagram.scene import PlacedArrow, PlacedBox, PlacedFrame, Rect, Scene
from screc.diagram.sizes import FRAME_PADDING, Block

_SHORTEST_LINE = 24.0
_EMPTY_GAP = 36.0
_TITLE_INSET = 8.0
_TITLE_STEP = 6.0


def lay_out(picture: Picture) -> Scene:
    """Give every part of a picture its place.

    Raises:
        EngineError: Graphviz cannot be used.

    >>> from screc.diagram.picture import picture
    >>> from screc.knowledge.load import load_knowledge
    >>> knowledge = load_knowledge()
    >>> scene = lay_out(picture(knowledge.schemes[5], knowledge))
    >>> [part.box.name for part in scene.boxes if part.at.top < scene.height / 3]
    ['一般電気事業者', '区民（市民）', '基礎自治体']
    """
    planned = plan(picture)
    return furnish(_scene(planned, _evened(planned, places_across(planned))))


def _evened(planned: Plan, across: Mapping[str, float]) -> dict[str, float]:
    """Space evenly those members of a frame that no flow holds in their place."""
    held = {end for arrow in planned.picture.arrows for end in (arrow.source, arrow.target)}
    passed = [x for name, x in across.items() if name.startswith("via/")]
    places = dict(across)
    for frame in in_order(planned.picture):
        ends = {frame.members[0], frame.members[-1]}
        fixed = [name for name in frame.members if name in ends or name in held]
        for first, last in pairwise(fixed):
            run = frame.members[frame.members.index(first) : frame.members.index(last) + 1]
            widths = [planned.boxes[name].width for name in run]
            if any(places[first] < x < places[last] for x in passed):
                continue  # A line may run between them.
            start = places[first] + widths[0] / 2
            room = places[last] - widths[-1] / 2 - start - sum(widths[1:-1])
            x = start
            for name, width in zip(run[1:-1], widths[1:-1], strict=True):
                x += room / (len(run) - 1) + width
                places[name] = x - width / 2
    return places


def _scene(planned: Plan, across: Mapping[str, float]) -> Scene:
    """Put everything where it belongs, and draw the lines."""
    picture = planned.picture
    frames = in_order(picture)
    rows = {name: index for index, row in enumerate(picture.rows) for name in row}
    bands = _bands(planned)
    boxes = {
        name: _around(across[name], bands[2 * rows[name]].middle, block.width, block.height)
        for name, block in planned.boxes.items()
    }
    words = _words(planned, across, bands)
    ends = boxes | {frame.id: _frame_rect(frame, planned, boxes) for frame in frames}
    vias = {
        name: _around(x, band.middle, VIA_WIDTH, band.bottom - band.top)
        for name, x in across.items()
        if name.startswith("via/")
        for band in [bands[int(name.rpartition("/")[2])]]
    }
    on_row = {arrow.id for spot in planned.spots if spot.is_on_row for arrow in spot.arrows}
    lines = [bands[2 * row] for row in range(len(picture.rows))]
    paths = connect(picture.arrows, Places(ends, words, vias, frozenset(on_row), lines))
    arrows = tuple(
        PlacedArrow(arrow, planned.labels[arrow.id], words[arrow.id], *paths[arrow.id])
        for arrow in picture.arrows
    )
    placed = tuple(
        PlacedFrame(
            frame,
            planned.titles[frame.id],
            ends[frame.id],
            _title_rect(ends[frame.id], planned.titles[frame.id], arrows),
        )
        for frame in frames
    )
    return _trimmed(
        Scene(
            picture,
            0,
            0,
            tuple(PlacedBox(box, planned.boxes[box.id], boxes[box.id]) for box in picture.boxes),
            placed,
            arrows,
        )
    )


@dataclass(frozen=True)
class _Band:
    """From where to where a line of boxes or of words reaches, and the height of its middles."""

    top: float
    middle: float
    bottom: float


def _bands(planned: Plan) -> dict[int, _Band]:
    """Stack lines and gaps; the gap before the first line and after the last only where used."""
    heights: dict[int, float] = {}
    for spot in planned.spots:
        if not spot.is_on_row:
            height = stack_size(spot, planned.labels)[1] + 2 * _SHORTEST_LINE
            heights[spot.rank] = max(heights.get(spot.rank, 0.0), height)
    count = len(planned.picture.rows)
    bands: dict[int, _Band] = {}
    y = 0.0
    for rank in range(-1, 2 * count):
        if rank % 2:
            inner = 0 < rank < 2 * count - 1
            height = heights.get(rank, _EMPTY_GAP if inner else 0.0)
            above = below = height / 2
        else:
            above, below = _reach(planned, planned.picture.rows[rank // 2])
        bands[rank] = _Band(y, y + above, y + above + below)
        y += above + below
    return bands


def _reach(planned: Plan, row: tuple[str, ...]) -> tuple[float, float]:
    """Say how far a line reaches above and below its middle, frames and stacked words included."""
    half = max(planned.boxes[name].height for name in row) / 2
    stacks = [
        stack_size(spot, planned.labels)[1] / 2
        for spot in planned.spots
        if spot.is_on_row and spot.left in row
    ]
    above = below = max(half, *stacks, 0.0)
    for frame in planned.picture.frames:
        if frame.members[0] in row:
            inside = max(planned.boxes[name].height for name in frame.members) / 2
            below = max(below, inside + FRAME_PADDING)
            above = max(above, inside + FRAME_PADDING + planned.titles[frame.id].height)
    return above, below


def _words(
    planned: Plan, across: Mapping[str, float], bands: Mapping[int, _Band]
) -> dict[str, Rect]:
    words: dict[str, Rect] = {}
    for spot in planned.spots:
        y = bands[spot.rank].middle - stack_size(spot, planned.labels)[1] / 2
        for arrow in spot.arrows:
            block = planned.labels[arrow.id]
            words[arrow.id] = _around(
                across[spot.name], y + block.height / 2, block.width, block.height
            )
            y += block.height + BETWEEN_STACKED
    return words


def _around(x: float, y: float, width: float, height: float) -> Rect:
    return Rect(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _frame_rect(frame: Enclosure, planned: Plan, boxes: Mapping[str, Rect]) -> Rect:
    """Go round the members, with room for the title above them."""
    inside = [boxes[name] for name in frame.members]
    title = planned.titles[frame.id]
    left = min(rect.left for rect in inside) - FRAME_PADDING
    right = max(rect.right for rect in inside) + FRAME_PADDING
    top = min(rect.top for rect in inside) - FRAME_PADDING - title.height
    bottom = max(rect.bottom for rect in inside) + FRAME_PADDING
    return Rect(left, top, max(right, left + title.width + 2 * _TITLE_INSET), bottom)


def _title_rect(frame: Rect, title: Block, arrows: Iterable[PlacedArrow]) -> Rect:
    """Write the title of a frame as far left as no line runs through it."""
    top = frame.top + _TITLE_INSET / 2
    passing = sorted(
        x
        for arrow in arrows
        for (x, y), (_, other) in [
            *pairwise(arrow.before),
            *pairwise(arrow.after),
        ]
        if min(y, other) < top + title.height and max(y, other) > frame.top + 1
    )
    left = frame.left + _TITLE_INSET
    while left + title.width + _TITLE_INSET <= frame.right:
        if not any(left - _TITLE_STEP < x < left + title.width + _TITLE_STEP for x in passing):
            break
        left += _TITLE_STEP
    else:
        left = frame.left + _TITLE_INSET
    return Rect(left, top, left + title.width, top + title.height)


def _trimmed(scene: Scene) -> Scene:
    """Shift everything so that the drawing begins at its corner."""
    rects = [part.at for part in scene.boxes]
    rects += [part.at for part in scene.frames] + [part.at for part in scene.arrows]
    points = [point for arrow in scene.arrows for point in (*arrow.before, *arrow.after)]
    left = min([rect.left for rect in rects] + [x for x, _ in points])
    top = min([rect.top for rect in rects] + [y for _, y in points])
    right = max([rect.right for rect in rects] + [x for x, _ in points])
    bottom = max([rect.bottom for rect in rects] + [y for _, y in points])
    return replace(scene.moved(-left, -top), width=right - left, height=bottom - top)
