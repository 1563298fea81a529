"""Set the blocks of a section on a sheet, each below the last."""

from __future__ import annotations

from screc.diagram.chart_file import write_chart
from screc.scoping.paper import (
    Bars,
    Block,
    Callout,
    Field,
    Figure,
    Form,
    Heading,
    Items,
    Line,
    Paragraph,
    Table,
)
from screc.scoping.workbook.book import BODY, LARGE
from screc.scoping.workbook.cell_text import Run, Runs, one_line, paragraphs
from screc.scoping.workbook.sheet import HIGHEST, Entry, Sheet
from screc.scoping.workbook.tables import bar_table, set_bars, set_table, table_shares

_BULLET = "•"
_BETWEEN, _BELOW_TEXT = 12.0, 5.0
_FORM_SHARES = (1.0, 3.5)
_EMPTY_LINE = 24.0
_THICK, _THIN, _HAIR = 5, 1, 7


def block_shares(block: Block) -> tuple[float, ...]:
    """Tell into what shares a block divides the width; into none, if it takes all of it."""
    if isinstance(block, Table):
        return table_shares(block)
    if isinstance(block, Bars):
        return table_shares(bar_table(block))
    return _FORM_SHARES if isinstance(block, Form) else ()


def set_block(sheet: Sheet, block: Block) -> None:
    """Add a block to a sheet, with room below it.

    Raises:
        EngineError: a chart cannot be drawn.
    """
    match block:
        case Paragraph():
            _set_paragraph(sheet, block)
        case Heading():
            _set_heading(sheet, block.text)
        case Items():
            _set_items(sheet, block)
        case Callout():
            _set_callout(sheet, block)
        case Form():
            for field in block.fields:
                _set_field(sheet, field)
        case Table():
            set_table(sheet, block)
        case Bars():
            set_bars(sheet, block)
        case Figure():
            _set_figure(sheet, block)
    sheet.gap(_BELOW_TEXT if isinstance(block, Heading) else _BETWEEN)


def _set_paragraph(sheet: Sheet, block: Paragraph) -> None:
    font = sheet.book.small if block.is_small else sheet.book.font()
    sheet.row([Entry(1, sheet.last, paragraphs((block.text, font)))])


def _set_heading(sheet: Sheet, text: str) -> None:
    font = sheet.book.font(LARGE, sheet.book.look.accent, bold=True)
    sheet.row([Entry(0, sheet.last, paragraphs((text, font)))], stays=True)


def _line(sheet: Sheet, line: Line) -> Runs:
    """Set a line: its text, and below it in small type what it rests on."""
    small = sheet.book.small
    text = one_line(line.text)
    return paragraphs((text, sheet.book.font()), (line.note, small), (line.source, small))


def _mark(sheet: Sheet, line: Line) -> Runs:
    return paragraphs((line.mark, sheet.book.sign(line.tone)))


def _set_items(sheet: Sheet, block: Items) -> None:
    quiet = sheet.book.font(colour=sheet.book.look.quiet)
    look = {"align": "center"}
    for number, line in enumerate(block.lines, 1):
        if block.is_numbered:
            mark = Entry(0, 0, (Run("", quiet),), {**look, "num_format": '0"."'}, float(number))
        else:
            mark = Entry(0, 0, _mark(sheet, line) or (Run(_BULLET, quiet),), look)
        sheet.row([mark, Entry(1, sheet.last, _line(sheet, line))], padding=_BELOW_TEXT)


def _set_callout(sheet: Sheet, block: Callout) -> None:
    tone = sheet.book.look.tones[block.tone]
    ground = {"bg_color": tone.ground}
    edge = {**ground, "left": _THICK, "left_color": tone.sign, "align": "center"}
    title = paragraphs((block.title, sheet.book.font(LARGE, tone.sign, bold=True)))
    look = {**ground, "valign": "vcenter"}
    entries = [Entry(0, 0, (), edge), Entry(1, sheet.last, title, look)]
    sheet.row(entries, padding=2 * _BELOW_TEXT, stays=bool(block.lines))
    for left, line in enumerate(block.lines, 1 - len(block.lines)):
        entries = [
            Entry(0, 0, _mark(sheet, line), edge),
            Entry(1, sheet.last, _line(sheet, line), ground),
        ]
        sheet.row(entries, padding=_BELOW_TEXT if left else 2 * _BELOW_TEXT, stays=bool(left))


def _set_field(sheet: Sheet, field: Field) -> None:
    """Set an entry of a form: a row for each line, and one for each line to be written on."""
    look = sheet.book.look
    rows: list[Runs] = [_marked(sheet, line) for line in field.lines]
    rows += [()] * (field.empty_lines or not rows)
    name = paragraphs((field.name, sheet.book.font(colour=look.accent, bold=True)))
    for at, runs in enumerate(rows):
        first = at == 0
        edge = {"top": _THIN if first else _HAIR, "top_color": look.rule, "indent": 1}
        if at == len(rows) - 1:
            edge |= {"bottom": _THIN, "bottom_color": look.rule}
        ground = {"bg_color": look.accent_ground, **edge}
        if not first:
            ground = {**ground, "top": 0}
        content = {**edge, "locked": False, "valign": "vcenter"}
        entries = [
            Entry(1, 1, name if first else (), {**ground, "valign": "vcenter"}),
            Entry(2, sheet.last, runs, content),
        ]
        stays = at < len(rows) - 1
        sheet.row(entries, padding=2 * _BELOW_TEXT, least=_EMPTY_LINE, stays=stays)


def _marked(sheet: Sheet, line: Line) -> Runs:
    """Set a line with its mark before it, where there is no column for marks."""
    mark, runs = _mark(sheet, line), _line(sheet, line)
    space = (Run(" ", sheet.book.font()),) if mark and runs else ()
    return (*mark, *space, *runs)


def _set_figure(sheet: Sheet, block: Figure) -> None:
    caption = paragraphs((block.caption, sheet.book.font(bold=True)))
    sheet.row([Entry(1, sheet.last, caption)], padding=_BELOW_TEXT, stays=True)
    picture, scene = block.drawing.picture, block.drawing.scene
    room = sheet.width(1, sheet.last), min(HIGHEST, sheet.page.height - 4 * BODY)
    share = min(room[0] / scene.width, room[1] / scene.height)
    row = sheet.row([], least=scene.height * share)
    sheet.picture(
        row,
        write_chart(block.drawing, "png"),
        scene.width * share,
        f"{picture.title}: {picture.description}",
    )
