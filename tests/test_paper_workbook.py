"""A paper as a workbook: all of it, safe, to be filled in, and opened by others."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import warnings
from dataclasses import fields, is_dataclass, replace
from functools import cache
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from papers import LOOK, hostile, paper, sample

from screc.scoping.paper import (
    Bar,
    Bars,
    Block,
    Callout,
    Cell,
    Column,
    Figure,
    Form,
    Items,
    Line,
    Paper,
    Paragraph,
    Section,
    Table,
)
from screc.scoping.workbook.cell_text import one_line, printable
from screc.scoping.workbook.write import sheet_names, write_workbook

PAPERS = {"ja": sample("ja"), "en": sample("en"), "hostile": hostile()}
EVERY = pytest.mark.parametrize("name", PAPERS)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HIGHEST = 409.5
FORBIDDEN = "[]:*?/\\？／：＊［］"


@cache
def made(name: str) -> bytes:
    """Write a paper once."""
    return write_workbook(PAPERS[name])


def opened(written: bytes) -> Any:
    """Read a workbook back; openpyxl does not know the newer half of a data bar."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* extension is not supported")
        return load_workbook(BytesIO(written), rich_text=True)


def book_of(*blocks: Block) -> Any:
    """Write blocks as the only section of a paper; give the sheet."""
    written = write_workbook(paper((Section("one", "一つ", blocks),)))
    return opened(written).worksheets[1]


def cells(sheet: Any) -> list[Any]:
    """List the cells that are not empty."""
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def body(sheet: Any) -> list[tuple[Any, ...]]:
    """List the rows of the only table of a sheet, without its heads."""
    (table,) = sheet.tables.values()
    rows: list[tuple[Any, ...]] = list(sheet[table.ref])
    return rows[1:]


def squeezed(text: str) -> str:
    """Leave out what a line break may stand for."""
    return re.sub(r"\s", "", text)


def words(written: bytes) -> str:
    """Read all texts in their order, as somebody who reads the sheets."""
    found = [str(cell.value) for sheet in opened(written) for cell in cells(sheet)]
    return squeezed("".join(found))


def said(value: Any) -> list[str]:
    """List what a part of a paper says; of fits, what is held; of a table, not its name."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [word for each in value for word in said(each)]
    if isinstance(value, Bar):
        return [value.name, value.standing, str(value.held)]
    if isinstance(value, Figure):
        return [value.caption]
    unsaid = ("fill", "tone", "states", *["name"] * isinstance(value, Table))
    if is_dataclass(value):
        parts = (part.name for part in fields(value) if part.name not in unsaid)
        return [word for part in parts for word in said(getattr(value, part))]
    return []


@EVERY
def test_every_word_is_in_it(name: str) -> None:
    """Of each section, in its sheet; the frame of the paper in the first."""
    given = PAPERS[name]
    first, *sheets = opened(made(name)).worksheets
    texts = [
        squeezed("".join(str(cell.value) for cell in cells(sheet))) for sheet in (first, *sheets)
    ]
    for text in (given.title, given.subtitle, given.contents, given.imprint):
        assert squeezed(printable(text)) in texts[0]
    for section, text in zip(given.sections, texts[1:], strict=True):
        assert squeezed(printable(section.title)) in text
        assert squeezed(printable(section.title)) in texts[0]
        for block in section.blocks:
            for word in said(block):
                assert squeezed(printable(word)) in text


@EVERY
def test_the_same_paper_is_the_same_file(name: str) -> None:
    """Nothing tells when it was written."""
    assert write_workbook(PAPERS[name]) == made(name)
    with ZipFile(BytesIO(made(name))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(made(name)).properties
    assert properties.modified.year == 2000
    assert properties.title == one_line(PAPERS[name].title)[:255]


@EVERY
def test_no_word_is_a_formula_or_a_link(name: str) -> None:
    """Texts are texts, links lead into the workbook, and no sheet computes or runs anything."""
    book = opened(made(name))
    for sheet in book.worksheets:
        for cell in cells(sheet):
            assert cell.data_type in "sn"
            if str(cell.value).startswith(("=", "+", "-", "@")) and cell.data_type == "s":
                assert cell.quotePrefix
    with ZipFile(BytesIO(made(name))) as parts:
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                content = parts.read(part)
                ET.fromstring(content)  # noqa: S314
                assert b'TargetMode="External"' not in content
                assert b"<f>" not in content
    first = book.worksheets[0]
    links = [cell.hyperlink for cell in cells(first) if cell.hyperlink]
    targets = [link.location.removesuffix("!A1")[1:-1].replace("''", "'") for link in links]
    assert targets == book.sheetnames[1:]


def test_markup_of_the_library_stays_text() -> None:
    """It takes some strings for formatted text; escapes of Excel are none in a paper."""
    texts = ("<r><t>x</t></r>", "_x0041_ _x000D_", "&[Picture] &G &&P")
    lines = tuple(Line(text, text) for text in texts)
    given = paper((Section("a", texts[0], (Items(lines), *map(Paragraph, texts))),))
    book = opened(write_workbook(replace(given, imprint=texts[2], title=texts[2])))
    found = [str(cell.value) for cell in cells(book.worksheets[1])]
    assert found[0] == texts[0]
    assert [text for text in found if text in texts[:]][1:] == list(texts)
    with_note = [text for text in found if "\n" in text]
    assert [text.replace("_x005F", "") for text in with_note] == [f"{t}\n{t}" for t in texts]


def test_names_of_sheets_are_allowed() -> None:
    """Also in Japanese Excel; unique, whatever the case and width, and never empty."""
    titles = [
        "A/B",
        "a:b",
        "Ａ Ｂ",
        "",
        " ",
        "'x'",
        "History",
        "長" * 40,
        "長" * 41,
        "🏫" * 20,
        "次は？",
    ]
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in (*names, *opened(made("hostile")).sheetnames):
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set(FORBIDDEN)
        assert name == name.strip("' ")
    assert names[-1] == "次は"
    assert names[6] == "History 2"


def points_of(sheet: Any) -> dict[int, float]:
    """Measure the columns of a sheet."""
    found = sheet.column_dimensions.values()
    return {at: group.width * 7 * 0.75 for group in found for at in range(group.min, group.max + 1)}


@EVERY
def test_rows_are_high_enough(name: str) -> None:
    """For as many lines as a text has at least, and not too high for Excel."""
    for sheet in opened(made(name)).worksheets:
        widths = points_of(sheet)
        last = {area.coord.split(":")[0]: area.max_col for area in sheet.merged_cells.ranges}
        for cell in cells(sheet):
            columns = range(cell.column, last.get(cell.coordinate, cell.column) + 1)
            room = sum(widths[at] for at in columns)
            least = 8.5 if isinstance(cell.value, CellRichText) else cell.font.size
            paragraphs = str(cell.value).split("\n")
            # Latin letters are left out: they are at least as narrow as this.
            wide = [sum(ord(mark) > 0x2E7F for mark in each) * least for each in paragraphs]
            lines = sum(max(1, ceil(each / room)) for each in wide)
            assert lines * least * 1.25 <= sheet.row_dimensions[cell.row].height <= HIGHEST


def test_a_table_is_one() -> None:
    """With heads, a filter, a choice of states, and room to write that may be written in."""
    sheet = opened(made("ja"))["基礎自治体の役割"]
    (table,) = sheet.tables.values()
    assert table.column_names == ["段階", "役割", "状況", "担当"]
    assert table.autoFilter is not None
    with ZipFile(BytesIO(made("ja"))) as parts:
        told = [parts.read(part).decode() for part in parts.namelist() if "/tables/" in part]
    assert any('altText="基礎自治体の役割"' in each for each in told)
    assert table.ref == "B5:E9"
    assert [sheet[f"D{row}"].value for row in range(6, 10)] == ["未着手"] * 4
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("D6:D9", '"未着手,進行中,済,対象外"')
    assert not any(sheet[f"{column}6"].protection.locked for column in "DE")
    assert sheet["E6"].value is None
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"


def test_heads_are_told_apart() -> None:
    """Empty and equal ones by spaces, which Excel asks for in a table."""
    rows = ((Cell("a"), Cell("b"), Cell("c")),)
    sheet = book_of(Table("t", (Column(""), Column("x"), Column("X")), rows))
    (table,) = sheet.tables.values()
    assert table.column_names == [" ", "x", "X "]
    long = book_of(Table("t", (Column("長" * 300), Column("_x0041_")), ((Cell("a"), Cell("b")),)))
    assert not long.tables
    assert "長" * 300 in "".join(str(cell.value) for cell in cells(long))


def test_states_that_excel_cannot_offer_stay_text() -> None:
    """Those with commas or quotation marks, or too many of them."""
    for states in (("a,b", "c"), ('"a"', "b"), tuple("長" * 30 + str(n) for n in range(9))):
        sheet = book_of(Table("t", (Column("s", "status"),), ((Cell(),),), states=states))
        assert not sheet.data_validations.dataValidation
        assert cells(sheet)[-1].value == states[0]


def test_numbers_are_numbers() -> None:
    """In the format of their text; words that no format has stand beside them."""
    given = (
        Cell("1,200", number=1200),
        Cell("約 55 点", number=55),
        Cell("12.5%", number=0.125),
        Cell("-2", number=-2),
        Cell("二千万円", "見込み", number=2e7),
        Cell("007", number=7),
        Cell("多数", number=float("nan")),
    )
    sheet = book_of(Table("t", (Column("n", "number"),), tuple((cell,) for cell in given)))
    rows = [(a.value, a.number_format, b.value) for a, b in body(sheet)]
    assert [row[:2] for row in rows[:4]] == [
        (1200, "#,##0"),
        (55, '"約 "0" 点"'),
        (0.125, "0.0%"),
        (-2, "0"),
    ]
    assert [row[2] for row in rows[:4]] == [None] * 4
    assert [(value, str(beside)) for value, _, beside in rows[4:6]] == [
        (2e7, "二千万円\n見込み"),
        (7, "007"),
    ]
    assert rows[6][0] == "多数"
    assert not body(sheet)[3][0].quotePrefix


def test_fits_are_numbers_with_bars() -> None:
    """What is held, what may be got, and a bar from 0 to 100 behind each."""
    sheet = opened(made("ja"))["検討テーマの案"]
    rows = [[cell.value for cell in row] for row in body(sheet)]
    assert rows[0] == ["公共施設開発型", "推奨", 55, 40]
    assert rows[2][2:] == [15, 85]
    rules = [rule for rules in sheet.conditional_formatting for rule in rules.rules]
    assert [rule.type for rule in rules] == ["dataBar"] * 6
    limits = [[float(limit.val) for limit in rule.dataBar.cfvo] for rule in rules]
    assert limits == [[0, 100]] * 6


def test_a_shade_follows_the_level() -> None:
    """The higher, the darker; and text stays legible on it."""
    row = tuple(Cell(str(level), level=level) for level in (0.0, 0.5, 1.0))
    sheet = book_of(Table("t", (Column("a"), Column("b"), Column("c")), (row,)))
    (shaded,) = body(sheet)
    shades = [cell.fill.fgColor.rgb for cell in shaded]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == 3
    assert shaded[2].font.color.rgb == f"FF{LOOK.ink.removeprefix('#')}"


def test_long_texts_are_whole() -> None:
    """In as many rows as they need, since a cell takes 32,767 characters and 409 points."""
    long = "公共施設と word " * 4000
    table = Table("t", (Column("a"), Column("b")), ((Cell(long), Cell("x")),))
    sheet = book_of(Paragraph(long), table)
    found = [str(cell.value) for cell in cells(sheet) if cell.column == 2]
    assert squeezed("".join(found)).count(squeezed(long)) == 2
    assert max(len(text.encode("utf-16-le")) for text in found) <= 2 * 32767
    assert max(row.height for row in sheet.row_dimensions.values() if row.height) <= HIGHEST
    without_width = book_of(Paragraph("e" + "\u0301" * 40000))
    assert sum(len(str(cell.value)) for cell in cells(without_width)) == 40001 + len("一つ")


def test_a_chart_is_a_picture_with_words() -> None:
    """As wide as the page at most, with all its flows for those who cannot see it."""
    sheet = opened(made("ja"))["検討テーマの案"]
    assert len(sheet._images) == 1  # noqa: SLF001 - openpyxl has no other way to its pictures
    with ZipFile(BytesIO(made("ja"))) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    (told,) = re.findall(r'descr="([^"]*)"', drawing)
    assert told.startswith("稲城市：公共施設開発型: ")
    assert "売電" in told
    ((width, height),) = re.findall(r'<a:ext cx="(\d+)" cy="(\d+)"', drawing)
    assert int(width) / 12700 <= 500
    assert int(width) / int(height) == pytest.approx(677 / 468, rel=0.01)


@EVERY
def test_sheets_are_set_up_for_print(name: str) -> None:
    """A4, one page wide, the imprint and the page's number below."""
    for sheet in opened(made(name)).worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in (None, 1)  # without a number it is one
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.left.text == "screc 2026.11 ・ 出典の L は原資料の行"
        assert sheet.oddFooter.right.text == "&P / &N"
    wide = {sheet.title: sheet.page_setup.orientation for sheet in opened(made("ja"))}
    assert wide["三つの案の比べ方"] == "landscape"
    assert wide["テーマシート"] == "portrait"


def test_lines_of_a_form_are_to_be_filled_in() -> None:
    """Each is a row that may be written on."""
    sheet = opened(made("ja"))["テーマシート"]
    names = [cell for cell in sheet["B"] if cell.value]
    assert [cell.value for cell in names] == ["検討テーマ", "目的", "対象地区", "昨年度の振り返り"]
    empty = [sheet.cell(names[3].row + at, 3) for at in range(4)]
    assert all(cell.value is None and not cell.protection.locked for cell in empty)


def test_empty_blocks_are_written() -> None:
    """A table without rows, a list without lines, a form without fields, fits of none."""
    none: Paper = paper((Section("a", "", ()),), title="")
    assert opened(write_workbook(none)).sheetnames == ["目次", "2"]
    blocks = (Items(()), Form(()), Callout("x", ()), Bars("b", "h", "p", ()), Paragraph(""))
    sheet = book_of(*blocks, Table("t", (Column("a"), Column("b", "status")), ()))
    assert len(sheet.tables) == 2


@pytest.fixture(scope="module")
def office() -> str:
    """Find LibreOffice; skip where it is not, but not in CI."""
    program = shutil.which("soffice")
    calc = program and Path(program).resolve().with_name("libsclo.so").exists()
    if not program or not calc:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice Calc is missing")
        pytest.skip("LibreOffice Calc is missing")
    return program


@pytest.mark.office
def test_libreoffice_prints_each_sheet(office: str, tmp_path: Path) -> None:
    """Those that an officer gets on as few pages as they need, no column left over."""
    papers = {"ja": PAPERS["ja"], "all": replace(hostile(), sections=hostile().sections[-1:])}
    files = [tmp_path / f"{name}.xlsx" for name in papers]
    for file, given in zip(files, papers.values(), strict=True):
        file.write_bytes(write_workbook(given))
    settings = f"-env:UserInstallation={(tmp_path / 'settings').as_uri()}"
    subprocess.run(
        [office, "--headless", settings, "--convert-to", "pdf", "--outdir", tmp_path, *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    printed = [file.with_suffix(".pdf").read_bytes() for file in files]
    pages = [len(re.findall(rb"/Type\s*/Page\b", each)) for each in printed]
    assert pages[0] == 6
    assert pages[1] > 2
