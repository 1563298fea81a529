"""What a paper says, apart from how it looks: the one model that every writer sets.

A writer decides on fonts, columns and pages; it leaves nothing out and adds no word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from screc.diagram.chart_file import Drawing
from screc.model.text import Language

Tone = Literal["plain", "good", "ask", "warn"]
"""How a thing stands: as it is, favourably, to be confirmed, to be heeded."""

Fill = Literal["text", "number", "status", "blank"]
"""What a column holds: words; numbers; the state of a task; room to write."""


@dataclass(frozen=True)
class Line:
    """A sentence, the mark before it, and in small type what it rests on.

    Attributes:
        text: one paragraph.
        note: our reading, or the values that decided; smaller, below, a paragraph a line.
        source: the citation; smaller, at the end.
        mark: one character, such as ○ or ？, that stands where the bullet would.
        tone: the colour of the mark; never the only sign.
    """

    text: str
    note: str = ""
    source: str = ""
    mark: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Paragraph:
    """Running text; `small` for what only explains how to read something."""

    text: str
    is_small: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; numbered where the order counts."""

    lines: tuple[Line, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Callout:
    """What has to be seen first: a short title, and one or a few lines."""

    title: str
    lines: tuple[Line, ...]
    tone: Tone = "plain"


@dataclass(frozen=True)
class Field:
    """An entry of a form: its name, what is filled in, and how many empty lines follow."""

    name: str
    lines: tuple[Line, ...] = ()
    empty_lines: int = 0


@dataclass(frozen=True)
class Form:
    """Names on the left, what belongs to each beside it; empty lines are to be filled in."""

    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Cell:
    """A cell: paragraphs of text, in small type what they rest on, a number for spreadsheets.

    Attributes:
        text: one paragraph a line.
        note: smaller, below, a paragraph a line.
        number: the value where the cell is one; `text` is how it is read aloud and printed.
        level: between 0 and 1, how strongly the cell is shaded; the text says the same.
        tone: the colour of the shade, or of a mark.
    """

    text: str = ""
    note: str = ""
    number: float | None = None
    level: float | None = None
    tone: Tone = "plain"


@dataclass(frozen=True)
class Column:
    """A column: its head, what it holds, and its share of the width."""

    head: str
    fill: Fill = "text"
    share: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table; a `status` column is a box to tick on paper and a choice in a spreadsheet.

    Attributes:
        name: what the table is, for those who cannot see it; the heading above says the same.
        columns: from left to right.
        rows: as many cells each as there are columns.
        has_row_heads: whether the first column names the rows.
        states: what a status can be, the first being how it begins.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_row_heads: bool = True
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One scheme's fit: the points it has, and the most that it may have, of 100."""

    name: str
    standing: str
    held: int
    possible: int
    tone: Tone = "plain"


@dataclass(frozen=True)
class Bars:
    """Fits side by side, best first, with the words for both parts of a bar."""

    name: str
    held: str
    possible: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Figure:
    """A stakeholder chart: drawn as a picture, or as shapes where the program has them."""

    id: str
    caption: str
    drawing: Drawing


Block: TypeAlias = Paragraph | Heading | Items | Callout | Form | Table | Bars | Figure


@dataclass(frozen=True)
class Section:
    """A part of a paper with a title of its own; on slides and in workbooks it begins anew."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ToneLook:
    """The colours of a tone: of its signs and edges, and of the ground behind words."""

    sign: str
    ground: str


@dataclass(frozen=True)
class Look:
    """The colours of a paper, as #RRGGBB; each tone has one for signs and one for grounds."""

    ink: str
    quiet: str
    rule: str
    accent: str
    accent_ground: str
    tones: dict[Tone, ToneLook]


@dataclass(frozen=True)
class Paper:
    """A whole paper.

    Attributes:
        title: what it is of.
        subtitle: what it is.
        imprint: who made it from what, at the foot of its pages.
        contents: the word above the table of contents.
        skip: what a link says that leads past the contents to the text.
        language: of all its words.
        look: its colours.
        sections: in their order.
    """

    title: str
    subtitle: str
    imprint: str
    contents: str
    skip: str
    language: Language
    look: Look
    sections: tuple[Section, ...]
