"""Set lines and tables of a paper in the styles of a Word document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from screc.scoping.paper import (
    Bar,
    Bars,
    Callout,
    Cell,
    Column,
    Field,
    Form,
    Line,
    Look,
    Table,
)
from screc.scoping.word.columns import column_widths, table_widths
from screc.scoping.word.styles import bar_style, callout_style, tone_style
from screc.scoping.word.xml import (
    Element,
    Head,
    cell,
    choice,
    gap,
    line_break,
    paragraph,
    row,
    run,
    spaces,
    tab,
    table,
)

_OF = 100
_BOX = "□"
"""Of the marks for a box, the one that Japanese fonts have."""
_SAMPLE = 5
"""Points of a bar that show what its colour means."""
_FORM_SHARES = (0.26, 0.74)
_BARS_SHARES = (0.42, 0.58)
_STRONGEST = 0.35
"""Of a tone in the ground of a cell whose level is 1: words on it can still be read."""


@dataclass(frozen=True)
class Setting:
    """How words and tables are set.

    Attributes:
        ids: of the styles, by their names.
        look: the colours of what stands for a value.
        width: of the text, in twips.
        numbers: gives each control one that no other has.
    """

    ids: Mapping[str, str]
    look: Look
    width: int
    numbers: Iterator[int]

    def text(self, style: str, text: str) -> Element:
        """Set a paragraph of plain words."""
        return paragraph(self.ids[style], run(text))

    def line(self, line: Line, style: str, numbering: str | None = None) -> Element:
        """Set a line: its mark where a bullet would stand, its source at the end, its note below.

        Args:
            line: what it says.
            style: of the paragraph; one with a mark has its own, unless it is numbered.
            numbering: the id of the list that counts it.
        """
        mark: tuple[Element, ...] = ()
        if line.mark:
            mark = (
                run(line.mark, self.ids[tone_style(line.tone)]),
                tab() if numbering is None else gap(),
            )
        notes = [
            (line_break(), run(note, self.ids["Note Char"])) for note in line.note.splitlines()
        ]
        return paragraph(
            self.ids["List Mark" if mark and numbering is None else style],
            *mark,
            run(line.text),
            *((gap(), run(line.source, self.ids["Source"])) if line.source else ()),
            *chain.from_iterable(notes),
            numbering=numbering,
        )

    def callout(self, block: Callout) -> Element:
        """Set a callout as a table of one column: its title is the head of its lines."""
        title = self.text("Callout Title", block.title)
        lines = [self.line(line, "Callout Text") for line in block.lines]
        rows = [row(cell(self.width, title), is_head=bool(lines))]
        if lines:
            rows.append(row(cell(self.width, *lines)))
        style = self.ids[callout_style(block.tone)]
        heads: tuple[Head, ...] = ("row",) if lines else ()
        return table(style, block.title, (self.width,), rows, heads)

    def form(self, block: Form) -> Element:
        """Set a form: names on the left, what is filled in and room to write beside them."""
        widths = column_widths(_FORM_SHARES, self.width)
        rows = [self._entry(entry, widths) for entry in block.fields]
        return table(self.ids["Paper Form"], "", widths, rows, ("column",))

    def bars(self, block: Bars) -> Element:
        """Set fits: shaded spaces, one for a point, and the points as numbers behind them."""
        widths = column_widths(_BARS_SHARES, self.width)
        meanings = (
            spaces(_SAMPLE, self.ids[bar_style("plain")]),
            gap(),
            run(block.held),
            gap(),
            gap(),
            spaces(_SAMPLE, self.ids["Bar Possible"]),
            gap(),
            run(block.possible),
        )
        head = row(
            cell(widths[0], self.text("Table Head", block.name)),
            cell(widths[1], paragraph(self.ids["Table Head"], *meanings)),
            is_head=True,
        )
        rows = [head, *(self._bar(bar, widths) for bar in block.bars)]
        return table(self.ids["Paper Table"], block.name, widths, rows, ("row", "column"))

    def table(self, block: Table) -> Element:
        """Set a table; its name is told to those who cannot see it."""
        widths = table_widths(block, self.width)
        head = row(*map(self._head, block.columns, widths), is_head=True)
        rows = [head, *(self._row(block, cells, widths) for cells in block.rows)]
        heads: tuple[Head, ...] = ("row", "column") if block.has_row_heads else ("row",)
        return table(self.ids["Paper Table"], block.name, widths, rows, heads)

    def _head(self, column: Column, width: int) -> Element:
        style = "Table Number Head" if column.fill == "number" else "Table Head"
        return cell(width, self.text(style, column.head))

    def _row(self, block: Table, cells: tuple[Cell, ...], widths: Sequence[int]) -> Element:
        styles = [
            "Table Number" if column.fill == "number" else "Table Text" for column in block.columns
        ]
        if block.has_row_heads:
            styles[0] = "Table Row Head"
        return row(
            *(
                cell(
                    width,
                    *self._content(style, each, column, block.states),
                    shade=self._shade(each),
                )
                for each, column, width, style in zip(
                    cells, block.columns, widths, styles, strict=True
                )
            )
        )

    def _words(self, each: Cell, column: Column, states: tuple[str, ...]) -> list[Element]:
        """Set what a cell says, each paragraph for itself."""
        if column.fill == "status" and states:
            shown = each.text or states[0]
            return [choice(next(self.numbers), column.head, states, shown)]
        if column.fill == "status" and not each.text:
            return [run(_BOX)]
        is_toned = each.tone != "plain" and each.level is None
        style = self.ids[tone_style(each.tone)] if is_toned else None
        return [run(text, style) for text in each.text.splitlines()]

    def _content(
        self, style: str, each: Cell, column: Column, states: tuple[str, ...]
    ) -> list[Element]:
        """Set the paragraphs of a cell and those of its note; it has one at least."""
        words = self._words(each, column, states)
        said = [paragraph(self.ids[style], word) for word in words]
        notes = [self.text("Table Note", note) for note in each.note.splitlines()]
        return [*said, *notes] or [paragraph(self.ids[style])]

    def _entry(self, entry: Field, widths: Sequence[int]) -> Element:
        lines = [self.line(line, "Form Text") for line in entry.lines]
        lines += [paragraph(self.ids["Form Line"]) for _ in range(entry.empty_lines)]
        return row(
            cell(widths[0], self.text("Form Name", entry.name)),
            cell(widths[1], *(lines or [paragraph(self.ids["Form Text"])])),
        )

    def _bar(self, bar: Bar, widths: Sequence[int]) -> Element:
        held, possible = (min(max(points, 0), _OF) for points in (bar.held, bar.possible))
        styles = (bar_style(bar.tone), "Bar Possible", "Bar Rest")
        lengths = (held, possible - held, _OF - max(held, possible))
        drawn = [
            spaces(length, self.ids[style])
            for style, length in zip(styles, lengths, strict=True)
            if length > 0
        ]
        points = run(f"{bar.held}\N{EN DASH}{bar.possible}")
        return row(
            cell(
                widths[0],
                self.text("Table Row Head", bar.name),
                paragraph(
                    self.ids["Table Text"], run(bar.standing, self.ids[tone_style(bar.tone)])
                ),
            ),
            cell(widths[1], paragraph(self.ids["Table Bar"], *drawn, gap(), gap(), points)),
        )

    def _shade(self, each: Cell) -> str | None:
        """Mix the colour of a cell's level, from white to a part of its tone."""
        if each.level is None:
            return None
        colour = self.look.accent if each.tone == "plain" else self.look.tones[each.tone].sign
        share = _STRONGEST * min(max(each.level, 0.0), 1.0)
        mixed = (round(255 + (part - 255) * share) for part in bytes.fromhex(colour[1:]))
        return bytes(mixed).hex().upper()
