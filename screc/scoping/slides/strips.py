"""Set the blocks of a paper in strips for slides. Lengths in points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Literal

from screc.diagram.wrap import clean
from screc.scoping.paper import (
    Bars,
    Block,
    Callout,
    Cell,
    Column,
    Field,
    Figure,
    Form,
    Heading,
    Items,
    Line,
    Look,
    Paragraph,
    Section,
    Table,
)
from screc.scoping.slides.parts import (
    CELL_PADDING,
    GAP,
    LEGEND_HEIGHT,
    NAMES_SHARE,
    PANEL_PADDING,
    Grid,
    Panel,
    Place,
    Plot,
    Prose,
    Room,
    Row,
    Sheet,
    Strip,
)
from screc.scoping.slides.text import Bullet, Passage, Span, height_of, portions

BODY, TABLE = 16.0, 14.0
_TITLE, _SMALL, _NOTE, _SOURCE = 18.0, 12.0, 11.0, 10.0
_HEAD_SIZES = (TABLE, 12.0, 10.0, 8.0)
_LARGEST_HEAD = 0.4
_INDENT = 1.5
_BULLET = "•"
_BAR_PADDING, _LEAST_BAND = 10.0, 36.0
_CHART_LEADING = 0.9
"""In charts, lines stand as their font says, which is closer than elsewhere."""
_SHADE = 0.35
_FORM_SHARES = (1.0, 4.0)
_CONTENTS_SHARES = (12.0, 1.0)
_INTRODUCED = (Table, Form, Bars, Items)
"""What a paragraph before it belongs to."""


class Setter:
    """Sets blocks in strips that are as wide as the room on a slide, and at most as high.

    Args:
        look: the colours.
        room: below the title of a slide.
    """

    def __init__(self, look: Look, room: Room) -> None:
        """Keep the room and the colours."""
        self._look, self._latin = look, room.latin
        self._width, self._most = room.width, room.height

    def strips(self, section: Section) -> Iterator[Strip]:
        """Set a section."""
        said = [section.title]
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            # What the title or the heading above says needs no caption.
            if isinstance(block, Bars) and block.name not in said:
                yield from self._heading(block.name, TABLE)
            is_opening = isinstance(block, Paragraph) and not block.is_small
            stays = is_opening and isinstance(following, _INTRODUCED)
            for strip in self._block(block):
                yield replace(strip, stays=strip.stays or stays)
            said[1:] = [block.text] if isinstance(block, Heading) else []

    def contents(self, title: str, entries: Sequence[tuple[str, int]]) -> Iterator[Strip]:
        """Set a table of contents: the title of each section, and the number of its slide."""
        rows = [
            (
                Place((self._passage(name, BODY),)),
                Place((replace(self._passage(str(number), BODY), align="r"),)),
            )
            for name, number in entries
        ]
        widths = self._widths(_CONTENTS_SHARES)
        return self._grid(Grid(entries, title, widths, None, (), has_row_heads=False), rows)

    def _block(self, block: Block) -> Iterator[Strip]:
        match block:
            case Paragraph():
                yield from self._paragraph(block)
            case Heading():
                yield from self._heading(block.text, _TITLE)
            case Items():
                yield from self._items(block)
            case Callout():
                yield from self._callout(block)
            case Form():
                yield from self._form(block)
            case Table():
                yield from self._table(block)
            case Bars():
                yield from self._bars(block)
            case Figure():
                yield from self._figure(block)

    def _paragraph(self, block: Paragraph) -> Iterator[Strip]:
        look = (_SMALL, self._look.quiet) if block.is_small else (BODY, self._look.ink)
        return self._prose([self._passage(block.text, *look, before=10.0)])

    def _heading(self, text: str, size: float) -> Iterator[Strip]:
        passage = self._passage(text, size, self._look.accent, before=GAP, is_bold=True)
        return self._prose([passage] if text else [], stays=True)

    def _items(self, block: Items) -> Iterator[Strip]:
        for number, line in enumerate(block.lines, 1):
            bullet = self._bullet(line, _BULLET, number if block.is_numbered else 0)
            passages = self._line(line, BODY, bullet, before=7.0)
            yield from self._prose(passages, stays=number == len(block.lines) - 1)

    def _prose(self, passages: Iterable[Passage], *, stays: bool = False) -> Iterator[Strip]:
        for part in portions(passages, self._width, self._most):
            yield Strip(Prose(part), height_of(part, self._width), stays=stays)

    def _callout(self, block: Callout) -> Iterator[Strip]:
        width, padding = self._width - 2 * PANEL_PADDING, 2 * PANEL_PADDING
        sign = self._look.tones[block.tone].sign
        paragraphs = [
            [self._passage(block.title, _TITLE, sign, is_bold=True)],
            *(self._line(line, BODY, self._bullet(line), before=6.0) for line in block.lines),
        ]
        strips = [
            Strip(Panel(block, part), height_of(part, width), padding, stays=True)
            for passages in paragraphs
            for part in portions(passages, width, self._most - padding)
        ]
        yield from strips[:-1]
        yield replace(strips[-1], stays=False)

    def _form(self, block: Form) -> Iterator[Strip]:
        name = " / ".join(field.name for field in block.fields)
        grid = Grid(block, name, self._widths(_FORM_SHARES), None, (), has_row_heads=True)
        return self._grid(grid, [self._field(field) for field in block.fields])

    def _field(self, field: Field) -> tuple[Place, Place]:
        name = self._passage(field.name, TABLE, self._look.accent, is_bold=True)
        content = [
            passage
            for line in field.lines
            for passage in self._line(line, TABLE, self._bullet(line), before=4.0)
        ]
        empty = self._passage("", TABLE, before=4.0)
        content += [empty] * max(field.empty_lines, not content)
        return Place((name,), self._look.accent_ground), Place(tuple(content))

    def _table(self, block: Table) -> Iterator[Strip]:
        widths = self._widths([column.share for column in block.columns])
        head = self._head(block.columns, widths)
        grid = Grid(block, block.name, widths, head, (), block.has_row_heads)
        rows = [self._cells(block, row) for row in block.rows]
        yield from self._grid(grid, rows, has_more=bool(block.states))
        if block.states:
            heads = [column.head for column in block.columns if column.fill == "status"]
            states = ": ".join(filter(None, ("・".join(heads), " / ".join(block.states))))
            yield from self._prose([self._passage(states, _SMALL, self._look.quiet)])

    def _head(self, columns: Sequence[Column], widths: Sequence[float]) -> Row:
        """Set the head of a table, smaller where it would leave no room for rows."""
        sizes = (
            _row([self._head_cell(column, size) for column in columns], widths)
            for size in _HEAD_SIZES
        )
        rows = list(sizes)
        fitting = (row for row in rows if row.height <= self._most * _LARGEST_HEAD)
        return next(fitting, rows[-1])

    def _head_cell(self, column: Column, size: float) -> Place:
        words = self._passage(column.head, size, self._look.accent, is_bold=True)
        return Place((replace(words, align=_align(column)),), self._look.accent_ground)

    def _cells(self, table: Table, cells: Sequence[Cell]) -> list[Place]:
        state = table.states[0] if table.states else ""
        return [
            self._cell(
                replace(cell, text=cell.text or (state if column.fill == "status" else "")),
                column,
                is_head=table.has_row_heads and index == 0,
            )
            for index, (cell, column) in enumerate(zip(cells, table.columns, strict=True))
        ]

    def _cell(self, cell: Cell, column: Column, *, is_head: bool) -> Place:
        words = [
            self._passage(line, TABLE, before=4.0, is_bold=is_head)
            for line in cell.text.split("\n")
        ]
        words += self._notes(cell.note)
        look = self._look.tones[cell.tone]
        ground = "" if cell.tone == "plain" else look.ground
        if cell.level is not None:
            shade = self._look.accent if cell.tone == "plain" else look.sign
            ground = mixed(shade, "#FFFFFF", _SHADE * min(max(cell.level, 0.0), 1.0))
        return Place(tuple(replace(each, align=_align(column)) for each in words), ground)

    def _grid(
        self, grid: Grid, rows: Sequence[Sequence[Place]], *, has_more: bool = False
    ) -> Iterator[Strip]:
        once = grid.head.height if grid.head else 0.0
        for index, places in enumerate(rows):
            for row in _rows(places, grid.widths, self._most - once):
                # What stands alone on the last slide reads as forgotten.
                is_near_end = 0 < index == len(rows) - 2
                stays = is_near_end or (has_more and index == len(rows) - 1)
                yield Strip(replace(grid, rows=(row,)), row.height, once, stays)

    def _bars(self, block: Bars) -> Iterator[Strip]:
        width = self._width * NAMES_SHARE - GAP
        names = [
            height_of([self._passage(text, TABLE) for text in (bar.name, bar.standing)], width)
            for bar in block.bars
        ]
        band = max(_LEAST_BAND, max(names, default=0.0) * _CHART_LEADING + _BAR_PADDING)
        band = min(band, self._most - LEGEND_HEIGHT)
        for index, bar in enumerate(block.bars):
            stays = index < len(block.bars) - 1
            yield Strip(Plot(block, (bar,)), band, LEGEND_HEIGHT, stays)

    def _figure(self, block: Figure) -> Iterator[Strip]:
        caption = self._span(clean(block.caption), BODY, self._look.accent, is_bold=True)
        title = f"\u3000{clean(block.drawing.picture.title)}"
        yield Strip(Sheet(block, Passage((caption, self._span(title, _SMALL)))), self._most)

    def _line(
        self, line: Line, size: float, bullet: Bullet | None, *, before: float
    ) -> list[Passage]:
        indent = size * _INDENT if bullet else 0.0
        spans = [self._span(clean(line.text), size, self._look.ink)]
        if source := clean(line.source):
            spans.append(self._span(f"\u3000{source}", _SOURCE))
        notes = [replace(note, indent=indent) for note in self._notes(line.note)]
        return [Passage(tuple(spans), before, indent, bullet), *notes]

    def _notes(self, text: str) -> list[Passage]:
        lines = text.split("\n") if text else []
        return [self._passage(line, _NOTE, self._look.quiet, before=2.0) for line in lines]

    def _bullet(self, line: Line, otherwise: str = "", number: int = 0) -> Bullet | None:
        sign = clean(line.mark)[:1] or ("" if number else otherwise)
        is_plain = line.tone == "plain"
        colour = self._look.quiet if is_plain else self._look.tones[line.tone].sign
        return Bullet(colour, sign, number) if sign or number else None

    def _passage(
        self,
        text: str,
        size: float,
        colour: str = "",
        *,
        before: float = 0.0,
        is_bold: bool = False,
    ) -> Passage:
        span = self._span(clean(text), size, colour or self._look.ink, is_bold=is_bold)
        return Passage((span,), before)

    def _span(self, text: str, size: float, colour: str = "", *, is_bold: bool = False) -> Span:
        return Span(text, size, colour or self._look.quiet, is_bold, self._latin)

    def _widths(self, shares: Sequence[float]) -> tuple[float, ...]:
        return tuple(self._width * share / sum(shares) for share in shares)


def mixed(colour: str, ground: str, share: float) -> str:
    """Mix a colour into another.

    Args:
        colour: as `#RRGGBB`.
        ground: likewise.
        share: of the colour, between 0 and 1.

    >>> mixed("#000000", "#FFFFFF", 0.2)
    '#CCCCCC'
    """
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02X}" for one, two in pairs)


def _align(column: Column) -> Literal["l", "r"]:
    return "r" if column.fill == "number" else "l"


def _rows(places: Sequence[Place], widths: Sequence[float], most: float) -> Iterator[Row]:
    """Divide a row that is higher than a slide; each part says again what it is of."""
    beside, above = CELL_PADDING
    divided = [
        portions(place.passages, width - 2 * beside, most - 2 * above)
        for place, width in zip(places, widths, strict=True)
    ]
    for number in range(max(map(len, divided), default=0)):
        cells = []
        for column, (place, parts) in enumerate(zip(places, divided, strict=True)):
            spare = parts[0] if column == 0 else _emptied(parts[0])
            cells.append(replace(place, passages=(*parts, *[spare] * number)[number]))
        yield _row(cells, widths)


def _row(places: Sequence[Place], widths: Sequence[float]) -> Row:
    beside, above = CELL_PADDING
    heights = [
        height_of(place.passages, width - 2 * beside)
        for place, width in zip(places, widths, strict=True)
    ]
    return Row(tuple(places), max(heights, default=0.0) + 2 * above)


def _emptied(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    first = passages[0]
    return (replace(first, spans=(replace(first.spans[0], text=""),), bullet=None),)
