"""What may not happen on a chart: texts that do not fit, parts that overlap, lines that cross."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from PIL.ImageFont import FreeTypeFont, Layout, truetype

from screc.diagram.fonts import font_path
from screc.diagram.scene import Point, Rect, Scene
from screc.diagram.sizes import Block

TOLERANCE = 0.75
FONTS = {
    bold: truetype(str(font_path(bold=bold)), 1000, layout_engine=Layout.BASIC)
    for bold in (False, True)
}


def faults(scene: Scene) -> Iterator[str]:
    """Go through everything that is wrong with a scene."""
    yield from unfitting(scene)
    yield from overlaps(scene)
    yield from crossings(scene)


def blocks(scene: Scene) -> Iterator[tuple[str, Block, Rect]]:
    """Go through all texts, with the rooms that they have."""
    for box in scene.boxes:
        yield f"box {box.box.id}", box.block, box.at
    for frame in scene.frames:
        yield f"title {frame.frame.id}", frame.block, frame.title_at
    for arrow in scene.arrows:
        yield f"flow {arrow.arrow.id}", arrow.block, arrow.at
    for key in scene.keys:
        yield f"key {key.key.name}", key.block, key.at
    for text in scene.texts:
        yield f"text {text.block.lines[0].text}", text.block, text.at


def unfitting(scene: Scene) -> Iterator[str]:
    """Measure every line of text as the font sets it, against its room and the paper."""
    paper = Rect(0, 0, scene.width, scene.height)
    for name, block, room in blocks(scene):
        for line in block.lines:
            font: FreeTypeFont = FONTS[line.is_bold]
            width = font.getlength(line.text) * line.points / 1000
            if width > room.width + TOLERANCE:
                yield f"{name}: {line.text!r} is {width:.1f} wide, in {room.width:.1f}"
        if sum(line.height for line in block.lines) > room.height + TOLERANCE:
            yield f"{name}: too high"
        if not inside(room, paper):
            yield f"{name}: outside the paper"


def overlaps(scene: Scene) -> Iterator[str]:
    """Look for parts that lie on each other."""
    solid = {f"box {box.box.id}": box.at for box in scene.boxes}
    solid |= {f"flow {arrow.arrow.id}": arrow.at for arrow in scene.arrows if arrow.block.lines}
    solid |= {f"title {frame.frame.id}": frame.title_at for frame in scene.frames}
    solid |= {f"key {key.key.name}": key.at for key in scene.keys}
    solid |= {f"text {number}": text.at for number, text in enumerate(scene.texts)}
    for (name, one), (other, two) in combinations(solid.items(), 2):
        if touch(one, two):
            yield f"{name} overlaps {other}"
    yield from misplaced(scene)


def misplaced(scene: Scene) -> Iterator[str]:
    """Look for what sticks out of its frame, or lies on one that is not its own."""
    for frame in scene.frames:
        for box in scene.boxes:
            is_member = box.box.id in frame.frame.members
            if is_member and not inside(box.at, frame.at):
                yield f"box {box.box.id} sticks out of frame {frame.frame.id}"
            if not is_member and touch(box.at, frame.at):
                yield f"box {box.box.id} lies on frame {frame.frame.id}"
        for arrow in scene.arrows:
            if touch(arrow.at, frame.at) and not inside(arrow.at, frame.at):
                yield f"flow {arrow.arrow.id} lies on the edge of frame {frame.frame.id}"
    for one, two in combinations(scene.frames, 2):
        if touch(one.at, two.at):
            yield f"frame {one.frame.id} overlaps {two.frame.id}"


def crossings(scene: Scene) -> Iterator[str]:
    """Look for lines that run through what is not theirs."""
    foreign = {f"flow {arrow.arrow.id}": arrow.at for arrow in scene.arrows if arrow.block.lines}
    foreign |= {f"box {box.box.id}": box.at for box in scene.boxes}
    foreign |= {f"title {frame.frame.id}": frame.title_at for frame in scene.frames}
    for arrow in scene.arrows:
        own = {f"flow {arrow.arrow.id}", f"box {arrow.arrow.source}", f"box {arrow.arrow.target}"}
        for path in (arrow.before, arrow.after):
            for start, end in pairwise(path):
                for name, at in foreign.items():
                    if name not in own and meets(start, end, at):
                        yield f"flow {arrow.arrow.id} runs through {name}"
    yield from loose_ends(scene)


def loose_ends(scene: Scene) -> Iterator[str]:
    """Look for lines that do not reach the boxes or frames that they join."""
    ends = {box.box.id: box.at for box in scene.boxes}
    ends |= {frame.frame.id: frame.at for frame in scene.frames}
    for arrow in scene.arrows:
        if bool(arrow.before) != bool(arrow.block.lines):
            yield f"flow {arrow.arrow.id} has a line too many or too few"
        first = (arrow.before or arrow.after)[0]
        for point, end in ((first, arrow.arrow.source), (arrow.after[-1], arrow.arrow.target)):
            if not on_edge(point, ends[end]):
                yield f"flow {arrow.arrow.id} does not reach {end}"


def inside(inner: Rect, outer: Rect) -> bool:
    """Tell whether one rectangle lies in another."""
    grown = outer.grown(TOLERANCE)
    return (
        grown.left <= inner.left
        and grown.top <= inner.top
        and inner.right <= grown.right
        and inner.bottom <= grown.bottom
    )


def touch(one: Rect, two: Rect) -> bool:
    """Tell whether two rectangles overlap by more than a hair."""
    return (
        one.left + TOLERANCE < two.right
        and two.left + TOLERANCE < one.right
        and one.top + TOLERANCE < two.bottom
        and two.top + TOLERANCE < one.bottom
    )


def meets(start: Point, end: Point, rect: Rect) -> bool:
    """Tell whether a piece of line runs through a rectangle (Liang and Barsky, 1984)."""
    room = rect.grown(-TOLERANCE)
    if room.left >= room.right or room.top >= room.bottom:
        return False
    low, high = 0.0, 1.0
    for delta, least, most in (
        (end[0] - start[0], room.left - start[0], room.right - start[0]),
        (end[1] - start[1], room.top - start[1], room.bottom - start[1]),
    ):
        if abs(delta) < 1e-9:
            if least > 0 or most < 0:
                return False
            continue
        enter, leave = sorted((least / delta, most / delta))
        low, high = max(low, enter), min(high, leave)
    return low < high


def on_edge(point: Point, rect: Rect) -> bool:
    """Tell whether a point lies on the edge of a rectangle."""
    x, y = point
    across = rect.left - TOLERANCE <= x <= rect.right + TOLERANCE
    down = rect.top - TOLERANCE <= y <= rect.bottom + TOLERANCE
    on_side = min(abs(x - rect.left), abs(x - rect.right)) <= TOLERANCE
    on_level = min(abs(y - rect.top), abs(y - rect.bottom)) <= TOLERANCE
    return (down and on_side) or (across and on_level)
