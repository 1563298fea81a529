"""How large the parts of a chart are, from the widths of their texts. All lengths are in points."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from screc.diagram.fonts import LINE_HEIGHT, text_width
from screc.diagram.picture import Arrow, Box, Enclosure
from screc.diagram.wrap import wrap

NAME = 12.0
SMALL = 10.0
LABEL = 11.0
TITLE = 17.0

BOX_PADDING = 9.0
CHIP_PADDING = 6.0
CHIP_GAP = 3.0
FRAME_PADDING = 12.0
LABEL_PADDING = 4.0

_WIDEST_NAME = 170.0
_WIDEST_LABEL = 150.0
_WIDEST_SMALL = 170.0
_NARROWEST_BOX = 64.0
_MOST_LINES = 3
BULLET = "・"
_INDENT = "\N{IDEOGRAPHIC SPACE}"


@dataclass(frozen=True)
class Line:
    """A line of text, and how it is set."""

    text: str
    points: float
    role: str

    @property
    def is_bold(self) -> bool:
        """Tell whether it is set in the bold cut."""
        return self.role in ("name", "mark", "title")

    @property
    def width(self) -> float:
        """Measure it."""
        return text_width(self.text, self.points, bold=self.is_bold)

    @property
    def height(self) -> float:
        """Say how high it stands, with what belongs around it."""
        chip = CHIP_GAP if self.role in ("equipment", "mark") else 0.0
        return ceil(self.points * LINE_HEIGHT) + chip


@dataclass(frozen=True)
class Block:
    """Lines of text under each other, in a box of a size."""

    lines: tuple[Line, ...]
    width: float
    height: float


def box_block(box: Box) -> Block:
    """Measure a stakeholder: its name, what it does, what is installed, its mark."""
    lines = _lines(box.name, NAME, "name", _WIDEST_NAME)
    for role, texts in (("item", box.items), ("note", box.notes), ("equipment", box.equipment)):
        for text in texts:
            lines += _lines(text, SMALL, role, _WIDEST_SMALL)
    if box.mark:
        lines += _lines(box.mark, SMALL, "mark", _WIDEST_SMALL)
    chips = [line.width + 2 * CHIP_PADDING for line in lines if line.role in ("equipment", "mark")]
    widest = max(chips + [line.width for line in lines])
    height = sum(line.height for line in lines) + 2 * BOX_PADDING - 4
    return Block(tuple(lines), max(_NARROWEST_BOX, widest + 2 * BOX_PADDING), height)


def label_block(arrow: Arrow) -> Block:
    """Measure the words on a flow; nothing where the source prints none."""
    lines = _lines(arrow.label, LABEL, "label", _WIDEST_LABEL) if arrow.label else []
    if not lines:
        return Block((), 0.0, 0.0)
    width = max(line.width for line in lines) + 2 * LABEL_PADDING
    return Block(tuple(lines), width, sum(line.height for line in lines) + 2)


def title_block(frame: Enclosure) -> Block:
    """Measure what stands at the top of a frame: its name, and what its members do together."""
    lines = _lines(frame.name, NAME, "name", 2 * _WIDEST_NAME)
    for note in frame.notes:
        lines += _lines(note, SMALL, "note", 2 * _WIDEST_SMALL)
    width = max(line.width for line in lines) + 8
    return Block(tuple(lines), width, sum(line.height for line in lines) + 2)


def text_block(text: str, points: float, role: str, width: float) -> Block:
    """Measure a text that stands beside the chart."""
    lines = _lines(text, points, role, width)
    # A text engine that rounds the width of each letter may need a little more.
    widest = max(line.width for line in lines) * 1.02
    return Block(tuple(lines), ceil(widest) + 2, sum(line.height for line in lines) + 2)


def _lines(text: str, points: float, role: str, width: float) -> list[Line]:
    bold = role in ("name", "mark", "title")
    broken = wrap(text, points, width, most=_MOST_LINES, bold=bold)
    if role == "item":
        first, *rest = broken
        broken = (BULLET + first, *(_INDENT + line for line in rest))
    return [Line(line, points, role) for line in broken]
