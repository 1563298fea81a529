"""Write a scene as a slide of native shapes: boxes that can be moved, and lines that follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import dist
from typing import Literal

from pptx.oxml import parse_xml
from pptx.slide import Slide

from screc.diagram import style
from screc.diagram.deck import empty_deck, packed, titled_slide
from screc.diagram.drawingml import (
    Glue,
    Outline,
    Run,
    Tag,
    Words,
    connector,
    group,
    middles,
    rectangle,
    rounded,
    shape,
    stroke,
)
from screc.diagram.legs import Leg, Part, legs, line_colour, name_of, parts_of
from screc.diagram.scene import (
    Path,
    PlacedArrow,
    PlacedBox,
    PlacedFrame,
    PlacedKey,
    PlacedText,
    Point,
    Rect,
    Scene,
)
from screc.diagram.sizes import BOX_PADDING, Block
from screc.diagram.sizes import Line as TextLine
from screc.diagram.wrap import clean
from screc.model.text import Text

_WIDTH, _HEIGHT, _MARGIN = 960.0, 540.0, 24.0
_LARGEST_SCALE = 1.3
_SLACK = 1.2
_SAME_PLACE = 0.1
_FIRST = 10
"""The number of the first shape; what is on the slide before has one below."""
_LANGUAGES = {"ja": "ja-JP", "en": "en-US"}
_LEGEND = Text("凡例", "Legend")

_HEADS = {
    "filled": 'type="triangle"',
    "open": 'type="arrow"',
    "hollow": 'type="stealth" w="lg" len="lg"',
    "diamond": 'type="diamond"',
    "dot": 'type="oval"',
    "box": 'type="triangle" w="lg" len="sm"',
}
"""Lines on slides have no hollow head and no square one: others stand for these."""
_KEY_WIDTH = 1.4
_INKS = style.INKS | {"mark": style.MARK}
"""A highlight is not drawn everywhere: the words of a mark are red, not white on it."""

_GROUNDS = {"equipment": style.EQUIPMENT}


def powerpoint(scene: Scene) -> bytes:
    """Write a chart as a presentation of one slide.

    Every line is glued to the shapes at its ends, where the scene has them: boxes and frames have
    a site there besides the four in the middles of their sides.

    Args:
        scene: what is drawn.

    >>> from screc.diagram.layout import lay_out
    >>> from screc.diagram.picture import picture
    >>> from screc.knowledge.load import load_knowledge
    >>> knowledge = load_knowledge()
    >>> powerpoint(lay_out(picture(knowledge.schemes[5], knowledge)))[:2]
    b'PK'
    """
    picture = scene.picture
    deck = empty_deck(
        _WIDTH,
        _HEIGHT,
        title=clean(picture.title),
        subject=clean(picture.subtitle),
        language=_LANGUAGES[picture.language],
    )
    slide, below = titled_slide(deck, clean(picture.title), _MARGIN)
    place_chart(slide, scene, Rect(_MARGIN, below, _WIDTH - _MARGIN, _HEIGHT - _MARGIN))
    return packed(deck)


def place_chart(slide: Slide, scene: Scene, room: Rect) -> None:
    """Put the shapes of a chart on a slide that has a title, and at most some words, already.

    Args:
        slide: of any presentation; its shapes so far have numbers below ten.
        scene: what is drawn; its title is left to the slide.
        room: where on the slide, in points.
    """
    for part in _Sheet(scene, room).shapes():
        slide.shapes.element.append(parse_xml(part))


@dataclass(frozen=True)
class _Scale:
    """Where on the slide a part of the scene is."""

    factor: float
    x: float
    y: float

    def point(self, point: Point) -> Point:
        return self.x + point[0] * self.factor, self.y + point[1] * self.factor

    def rect(self, rect: Rect) -> Rect:
        return Rect(*self.point((rect.left, rect.top)), *self.point((rect.right, rect.bottom)))


class _Sheet:
    """What stands on a slide below its title.

    All is as large as it can be: the source above, legend and notes below, the chart between them.
    """

    def __init__(self, scene: Scene, room: Rect) -> None:
        self._picture = scene.picture
        self._right = room.right
        self._scene = scene
        self._texts = [text for text in scene.texts if text.block.lines[0].role != "title"]
        chart = _extent(scene)
        beside = [*(text.at for text in self._texts), *(key.at for key in scene.keys)]
        whole = _around([chart, *beside])
        factor = min(room.width / whole.width, room.height / whole.height, _LARGEST_SCALE)
        left, top = room.left - whole.left * factor, room.top - whole.top * factor
        spare = room.height - whole.height * factor
        self._factor = factor
        self._above = _Scale(factor, left, top)
        middle = room.center[0] - chart.center[0] * factor
        self._chart = _Scale(factor, middle, top + spare / 2)
        self._below = _Scale(factor, left, top + spare)
        parts = parts_of(scene)
        self._numbers = {name_of(part): number for number, part in enumerate(parts, _FIRST)}
        self._free = count(_FIRST + len(parts))
        self._sites = _sites(parts, [leg for arrow in scene.arrows for leg in legs(arrow)])
        self._sentences = dict(scene.picture.sentences)

    def shapes(self) -> Iterator[str]:
        """Write everything from back to front, the order in which screen readers take it."""
        yield from map(self._frame, self._scene.frames)
        yield from map(self._box, self._scene.boxes)
        for arrow in self._scene.arrows:
            yield from self._flow(arrow)
        yield from map(self._text, self._texts)
        if self._scene.keys:
            yield self._legend()

    def _frame(self, placed: PlacedFrame) -> str:
        frame, at = placed.frame, self._chart.rect(placed.at)
        title = self._chart.rect(placed.title_at)
        words = self._words(placed.block, style.INK, "l")
        members = [box.name for box in self._picture.boxes if box.id in frame.members]
        return shape(
            Tag(self._numbers[name_of(placed)], frame.name, f"{frame.name}: {', '.join(members)}"),
            self._rounded(name_of(placed), at),
            replace(words, anchor="t", left=title.left - at.left, top=title.top - at.top),
            fill=style.FRAME,
            outline=Outline(style.FRAME_EDGE, self._factor, style.frame_edge(frame)),
        )

    def _box(self, placed: PlacedBox) -> str:
        box, at = placed.box, self._chart.rect(placed.at)
        colour, width, line = style.edge(box)
        return shape(
            Tag(self._numbers[name_of(placed)], box.name),
            self._rounded(name_of(placed), at),
            self._words(placed.block, style.ink(box)),
            fill=style.ground(box, is_emergency=self._picture.is_emergency),
            outline=Outline(colour, width * self._factor, line),
        )

    def _rounded(self, name: str, at: Rect) -> str:
        return rounded(at, [self._chart.point(site) for site in self._sites[name]])

    def _flow(self, placed: PlacedArrow) -> Iterator[str]:
        """Write the words of a flow, and the lines to and from them."""
        arrow = placed.arrow
        told = self._sentences[arrow.id]
        colour = line_colour(arrow.look, arrow.line)
        if placed.before:
            tag = Tag(self._numbers[name_of(placed)], told, told)
            at = self._chart.rect(placed.at)
            yield shape(tag, rectangle(at), self._words(placed.block, colour))
        head = _HEADS[arrow.look.arrow]
        for leg in legs(placed):
            start, end = leg.path[0], leg.path[-1]
            starts, ends = head * leg.starts_with_head, head * leg.ends_with_head
            yield connector(
                Tag(next(self._free), told, told),
                self._chart.point(start),
                self._chart.point(end),
                Outline(colour, arrow.look.width * self._factor, arrow.line, starts, ends),
                (self._glue(leg.source, start), self._glue(leg.target, end)),
            )

    def _glue(self, name: str, point: Point) -> Glue:
        """Find the site at a point."""
        away = [dist(site, point) for site in self._sites[name]]
        return Glue(self._numbers[name], away.index(min(away)))

    def _text(self, placed: PlacedText) -> str:
        scale = self._above if placed.block.lines[0].role == "source" else self._below
        words = self._words(placed.block, style.INK, "l")
        tag = Tag(next(self._free), placed.block.lines[0].text)
        place = rectangle(self._widened(scale.rect(placed.at)))
        return shape(tag, place, replace(words, anchor="t"))

    def _legend(self) -> str:
        name = Tag(next(self._free), _LEGEND.in_language(self._picture.language))
        keys = self._scene.keys
        at = _around([*(key.at for key in keys), *(_box_of(key.line) for key in keys)])
        parts = [part for key in keys for part in self._key(key)]
        return group(name, self._below.rect(at), parts)

    def _key(self, placed: PlacedKey) -> Iterator[str]:
        key, name = placed.key, placed.key.name
        start, end = map(self._below.point, (placed.line[0], placed.line[-1]))
        width, head = (key.look.width, _HEADS[key.look.arrow]) if key.look else (_KEY_WIDTH, "")
        outline = Outline(line_colour(key.look, key.line), width * self._factor, key.line, end=head)
        yield stroke(Tag(next(self._free), name, name), start, end, outline)
        words = self._words(placed.block, style.QUIET, "l")
        place = rectangle(self._widened(self._below.rect(placed.at)))
        yield shape(Tag(next(self._free), name), place, words)

    def _widened(self, at: Rect) -> Rect:
        """Give a text that begins at its left room for a wider font, where there is room."""
        return replace(at, right=max(at.right, min(at.left + at.width * _SLACK, self._right)))

    def _words(self, block: Block, ink: str, align: Literal["ctr", "l"] = "ctr") -> Words:
        runs = tuple(_run(line, ink, align, self._factor) for line in block.lines)
        return Words(runs, _LANGUAGES[self._picture.language])


def _run(line: TextLine, ink: str, align: Literal["ctr", "l"], factor: float) -> Run:
    is_pale = ink == style.PALE
    is_item = line.role == "item"
    return Run(
        line.text,
        line.points * factor,
        line.height * factor,
        ink if is_pale else _INKS.get(line.role, ink),
        ground="" if is_pale else _GROUNDS.get(line.role, ""),
        is_bold=line.is_bold,
        align="l" if is_item else align,
        indent=BOX_PADDING * factor if is_item else 0.0,
    )


def _sites(parts: Iterable[Part], lines: Iterable[Leg]) -> dict[str, list[Point]]:
    """List where lines are glued to each shape; the middles of its sides come first."""
    sites = {name_of(part): list(middles(part.at)) for part in parts}
    for leg in lines:
        for name, point in ((leg.source, leg.path[0]), (leg.target, leg.path[-1])):
            if min(dist(site, point) for site in sites[name]) > _SAME_PLACE:
                sites[name].append(point)
    return sites


def _extent(scene: Scene) -> Rect:
    """Find the room that a chart takes."""
    paths = [path for arrow in scene.arrows for path in (arrow.before, arrow.after) if path]
    return _around([*(part.at for part in parts_of(scene)), *map(_box_of, paths)])


def _box_of(path: Path) -> Rect:
    across, down = zip(*path, strict=True)
    return Rect(min(across), min(down), max(across), max(down))


def _around(rects: Sequence[Rect]) -> Rect:
    return Rect(
        min(rect.left for rect in rects),
        min(rect.top for rect in rects),
        max(rect.right for rect in rects),
        max(rect.bottom for rect in rects),
    )
