"""Papers as Word documents: whole, set by styles alone, and in a municipality's own design."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from papers import LOOK, hostile, paper, sample
from PIL import Image

from screc.diagram.wrap import clean
from screc.errors import InputError
from screc.model.text import Language
from screc.scoping.paper import (
    Bar,
    Bars,
    Block,
    Callout,
    Cell,
    Column,
    Figure,
    Form,
    Heading,
    Items,
    Line,
    Paper,
    Paragraph,
    Section,
    Table,
)
from screc.scoping.styles import Styles
from screc.scoping.word.write import write_word

PAPERS = {"ja": sample("ja"), "en": sample("en"), "hostile": hostile()}
EVERY = pytest.mark.parametrize("name", PAPERS)
A4 = (Mm(210), Mm(297))
TEXT_WIDTH = 9412
"""Of A4 within the packaged margins, in twips."""


@cache
def written(name: str) -> bytes:
    """Write one of the papers, once."""
    return write_word(PAPERS[name], Styles())


def opened(name: str) -> Opened:
    """Open one of the papers."""
    return Document(BytesIO(written(name)))


def made(*blocks: Block, language: Language = "ja") -> Opened:
    """Write and open a paper of blocks."""
    section = Section("part", "部", blocks)
    return Document(BytesIO(write_word(paper((section,), language), Styles())))


def part(content: bytes, name: str) -> str:
    """Read a part of a file."""
    with ZipFile(BytesIO(content)) as parts:
        return parts.read(name).decode()


def body(document: Opened) -> Any:
    """Return the element that holds all that is written."""
    return document.element.body


def words(element: Any) -> str:
    """Read all the words in an element, without the spaces between them."""
    return squeezed("".join(text.text or "" for text in element.iter(qn("w:t"))))


def squeezed(text: str) -> str:
    """Leave out what stands between words."""
    return re.sub(r"\s", "", text)


def said(of: Paper) -> Iterator[str]:
    """Go through all that a paper says, in its order."""
    yield from (of.title, of.subtitle, of.contents)
    yield from (section.title for section in of.sections)
    for section in of.sections:
        yield section.title
        for block in section.blocks:
            yield from block_words(block)


def block_words(block: Block) -> Iterator[str]:
    """Go through the words of a block."""
    match block:
        case Paragraph() | Heading():
            yield block.text
        case Items():
            yield from line_words(block.lines)
        case Callout():
            yield block.title
            yield from line_words(block.lines)
        case Form():
            for entry in block.fields:
                yield entry.name
                yield from line_words(entry.lines)
        case Table():
            yield from table_words(block)
        case Bars():
            yield from (block.name, block.held, block.possible)
            for bar in block.bars:
                yield from (bar.name, bar.standing, f"{bar.held}–{bar.possible}")
        case Figure():
            yield block.caption


def line_words(lines: tuple[Line, ...]) -> Iterator[str]:
    """Go through the words of lines."""
    for line in lines:
        yield from (line.mark, line.text, line.source, line.note)


def table_words(table: Table) -> Iterator[str]:
    """Go through the words of a table; a status that is not stated is the first."""
    yield from (column.head for column in table.columns)
    for row in table.rows:
        for cell, column in zip(row, table.columns, strict=True):
            is_open = column.fill == "status" and not cell.text
            yield from ((table.states or "□")[0] if is_open else cell.text, cell.note)


@EVERY
def test_a_paper_says_all_and_no_more(name: str) -> None:
    """Word for word, in its order; the imprint stands at the foot of every page."""
    expected = "".join(squeezed(clean(text)) for text in said(PAPERS[name]))
    assert words(body(opened(name))) == expected
    footer = opened(name).sections[0].footer
    assert words(footer.part.element) == squeezed(PAPERS[name].imprint) + "1/1"
    codes = [code.text.strip() for code in footer.part.element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


@EVERY
def test_looks_are_in_the_styles_alone(name: str) -> None:
    """Paragraphs and letters name a style, and nothing beside it but the list they are of."""
    document = opened(name)
    styles = {style.style_id for style in document.styles}
    roots = (body(document), document.sections[0].footer.part.element)
    named = set()
    for root in roots:
        for properties in (*root.iter(qn("w:pPr")), *root.iter(qn("w:rPr"))):
            allowed = {qn("w:pStyle"), qn("w:numPr"), qn("w:rStyle")}
            assert {child.tag for child in properties} <= allowed
        named |= {
            style.get(qn("w:val"))
            for tag in ("pStyle", "rStyle", "tblStyle")
            for style in root.iter(qn(f"w:{tag}"))
        }
    assert named <= styles
    assert all(table.find(f".//{qn('w:tblStyle')}") is not None for table in tables(document))


@EVERY
def test_no_word_is_more_than_a_word(name: str) -> None:
    """Fields, links and pictures are those of the writer; no name makes another."""
    document = opened(name)
    codes = [code.text.strip() for code in body(document).iter(qn("w:instrText"))]
    assert codes == [r'TOC \o "1-1" \h \z']
    with ZipFile(BytesIO(written(name))) as parts:
        relations = "".join(
            parts.read(each).decode() for each in parts.namelist() if each.endswith(".rels")
        )
    assert "External" not in relations
    assert not list(body(document).iter(qn("w:fldSimple"), qn("w:object"), qn("w:altChunk")))


@EVERY
def test_the_same_paper_is_the_same_file(name: str) -> None:
    """Nothing tells when it was written."""
    assert write_word(PAPERS[name], Styles()) == written(name)
    with ZipFile(BytesIO(written(name))) as parts:
        assert {each.date_time for each in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    properties = opened(name).core_properties
    assert properties.title == clean(PAPERS[name].title)[:255]
    assert properties.language == {"ja": "ja-JP", "en": "en-US"}[PAPERS[name].language]
    assert properties.modified is not None
    assert properties.modified.year == 2000
    assert properties.author == ""


@EVERY
def test_numbers_of_parts_are_not_given_twice(name: str) -> None:
    """Word repairs, or does not open, a file in which two things have the same number."""
    root = body(opened(name))
    controls = [each.get(qn("w:val")) for each in root.iter(qn("w:id"))]
    bookmarks = [each.get(qn("w:id")) for each in root.iter(qn("w:bookmarkStart"))]
    pictures = [each.get("id") for each in root.iter(qn("wp:docPr"))]
    for numbers in (controls, bookmarks, pictures):
        assert len(numbers) == len(set(numbers))
    for choice in root.iter(qn("w:dropDownList")):
        offered = [each.get(qn("w:value")) for each in choice]
        assert len(offered) == len(set(offered))
        assert all(offered)


def tables(document: Opened) -> list[Any]:
    """List the tables of a document."""
    return list(body(document).iter(qn("w:tbl")))


def test_headings_are_headings() -> None:
    """Found by screen readers, and kept with what follows."""
    document = opened("ja")
    headings = [
        (each.style.name, each.text)
        for each in document.paragraphs
        if each.style is not None and each.style.name.startswith(("Heading", "Title"))
    ]
    assert headings == [
        ("Title", "稲城市"),
        ("Heading 1", "検討テーマの案"),
        ("Heading 2", "理由"),
        ("Heading 1", "基礎自治体の役割"),
        ("Heading 1", "三つの案の比べ方"),
        ("Heading 1", "テーマシート"),
    ]
    for name in ("Title", "Heading 1", "Heading 2", "Lead", "Table Head", "Figure"):
        assert document.styles[name].paragraph_format.keep_with_next


def test_what_introduces_a_table_stays_with_it() -> None:
    """A paragraph before a table, a list or a picture is kept with it; another is not."""
    table = Table("表", (Column("頭"),), ())
    document = made(Paragraph("一"), Paragraph("二"), table, Paragraph("三"))
    styles = [each.style.name for each in document.paragraphs if each.text in {"一", "二", "三"}]
    assert styles == ["Normal", "Lead", "Normal"]


def test_the_contents_lead_to_the_sections() -> None:
    """They show before Word computes them, and each leads to a bookmark that is there."""
    root = body(opened("ja"))
    marks = [mark.get(qn("w:name")) for mark in root.iter(qn("w:bookmarkStart"))]
    links = [link.get(qn("w:anchor")) for link in root.iter(qn("w:hyperlink"))]
    assert links == marks
    titles = [words(link) for link in root.iter(qn("w:hyperlink"))]
    assert titles == [section.title for section in PAPERS["ja"].sections]
    marks = [each.get(qn("w:fldCharType")) for each in root.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end"]


def test_fonts_and_languages_are_of_both_scripts() -> None:
    """A font that Windows has for Latin and for Japanese letters; signs of both are Japanese."""
    for name in ("ja", "en"):
        styles = part(written(name), "word/styles.xml")
        assert 'w:ascii="Calibri"' in styles
        assert 'w:eastAsia="BIZ UDPGothic"' in styles
        assert '<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/>' in styles
        assert ('w:hint="eastAsia"' in styles) == (name == "ja")


def test_pages_are_a4() -> None:
    """With the same margins left and right."""
    (page,) = opened("ja").sections
    width, height = A4
    assert page.page_width == pytest.approx(width, abs=1000)
    assert page.page_height == pytest.approx(height, abs=1000)
    assert page.left_margin == page.right_margin


def test_tables_fill_the_text_and_keep_their_widths() -> None:
    """Their columns have the shares that they are given, in the grid and in each cell."""
    for table in tables(opened("ja")):
        grid = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
        assert sum(grid) == TEXT_WIDTH
        assert table.find(f".//{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
        for row in table.iter(qn("w:tr")):
            assert [int(cell.get(qn("w:w"))) for cell in row.iter(qn("w:tcW"))] == grid
    columns = (Column("甲", share=1), Column("乙", share=3))
    (table,) = tables(made(Table("表", columns, ())))
    grid = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
    assert grid == [TEXT_WIDTH / 4, TEXT_WIDTH * 3 / 4]


def test_no_column_is_narrower_than_its_words() -> None:
    """What is broken nowhere fits, as long as that leaves the other columns their part."""
    columns = (Column("Phase", share=1), Column("Role", share=20))
    rows = ((Cell("Preparing the ground"), Cell("Coordination")), (Cell("x" * 500), Cell()))
    narrow, wide = (
        int(table.find(f".//{qn('w:gridCol')}").get(qn("w:w")))
        for table in tables(made(Table("", columns, rows[:1]), Table("", columns, rows)))
    )
    assert TEXT_WIDTH / 21 < narrow < TEXT_WIDTH / 5
    assert wide == TEXT_WIDTH / 2


def test_heads_repeat_and_rows_stay_whole() -> None:
    """The first row names the columns; the first column names the rows where it does."""
    document = opened("ja")
    for table in tables(document):
        rows = list(table.iter(qn("w:tr")))
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        heads = [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows]
        look = table.find(f".//{qn('w:tblLook')}")
        assert heads == [look.get(qn("w:firstRow")) == "1"] + [False] * (len(rows) - 1)
    roles, comparison = (
        next(table for table in tables(document) if title in words(table))
        for title in ("担当", "導入規模")
    )
    first = [table.find(f".//{qn('w:tblLook')}") for table in (roles, comparison)]
    assert [look.get(qn("w:firstColumn")) for look in first] == ["0", "1"]
    assert comparison.find(f".//{qn('w:tblCaption')}").get(qn("w:val")) == "三つの案"


def test_a_status_is_chosen_from_its_states() -> None:
    """It begins with the first, or is what the cell says; without states it is a box to tick."""
    columns = (Column("仕事"), Column("状況", "status"), Column("担当", "blank"))
    rows = ((Cell("一"), Cell(), Cell()), (Cell("二"), Cell("済"), Cell()))
    document = made(
        Table("表", columns, rows, states=("未着手", "済", "済", "")),
        Table("表", columns, rows[:1]),
    )
    chosen = list(body(document).iter(qn("w:sdt")))[1:]
    assert [words(control) for control in chosen] == ["未着手", "済"]
    offered = [each.get(qn("w:displayText")) for each in chosen[0].iter(qn("w:listItem"))]
    assert offered == ["未着手", "済"]
    assert chosen[0].find(f".//{qn('w:alias')}").get(qn("w:val")) == "状況"
    ticked = list(tables(document)[1].iter(qn("w:tc")))
    assert [words(cell) for cell in ticked[3:]] == ["一", "□", ""]


def test_notes_keep_their_lines() -> None:
    """Each is a line below what it belongs to: of a list's paragraph, or of a cell."""
    note = "一つ目\n二つ目"
    table = Table("表", (Column("頭"),), ((Cell("値", note),), (Cell("", note),)))
    document = made(Items((Line("文", note),)), table)
    (item,) = (each for each in document.paragraphs if each.text.startswith("文"))
    assert item.text == "文\n一つ目\n二つ目"
    assert [run.style.name for run in item.runs if "つ目" in run.text] == ["Note Char"] * 2
    cells = [cell for row in document.tables[0].rows[1:] for cell in row.cells]
    said = [[(each.text, each.style.name) for each in cell.paragraphs] for cell in cells]
    notes = [("一つ目", "Table Note"), ("二つ目", "Table Note")]
    assert said == [[("値", "Table Row Head"), *notes], notes]


def test_numbered_lists_begin_anew() -> None:
    """Each has a numbering of its own that begins with one."""
    lines = (Line("一"), Line("二", mark="○"))
    document = made(*(Items(lines, is_numbered=True) for _ in range(2)), Items(lines))
    used = [each.get(qn("w:val")) for each in body(document).iter(qn("w:numId"))]
    assert [used[0] == used[1], used[1] == used[2], used[2] == used[3]] == [True, False, True]
    numbering = document.part.numbering_part.element
    started = {
        num.get(qn("w:numId"))
        for num in numbering.iter(qn("w:num"))
        if num.find(f".//{qn('w:startOverride')}") is not None
    }
    assert set(used) == started
    styles = [each.style.name for each in document.paragraphs if each.style is not None]
    assert styles[-6:] == ["List Number"] * 4 + ["List Bullet", "List Mark"]


def test_bars_are_as_long_as_their_points() -> None:
    """A point is a space that its style shades; what is out of range is drawn within it."""
    bars = (Bar("甲", "推奨", 55, 95, "good"), Bar("乙", "除外", -5, 120))
    (table,) = tables(made(Bars("適合度", "今", "これから", bars)))
    drawn = [
        (run.find(f".//{qn('w:rStyle')}").get(qn("w:val")), run.find(qn("w:t")).text.count("\xa0"))
        for row in list(table.iter(qn("w:tr")))[1:]
        for run in row.iter(qn("w:r"))
        if "\xa0" in run.find(qn("w:t")).text
    ]
    assert drawn == [("BarGood", 55), ("BarPossible", 40), ("BarRest", 5), ("BarPossible", 100)]


def test_a_level_is_a_shade_on_which_words_can_be_read() -> None:
    """From white to a part of the tone's colour, with a contrast that is enough."""
    row = tuple(Cell(str(level), level=level, tone="warn") for level in (0.0, 0.5, 1.0, 7.0))
    (table,) = tables(made(Table("表", tuple(Column("") for _ in row), (row,))))
    shades = [shade.get(qn("w:fill")) for shade in table.iter(qn("w:shd"))]
    assert shades[0] == "FFFFFF"
    assert shades[2] == shades[3]
    grounds = [*shades, *(tone.ground[1:] for tone in LOOK.tones.values()), LOOK.accent_ground[1:]]
    for colour in (LOOK.ink, *(tone.sign for tone in LOOK.tones.values())):
        assert contrast(colour[1:], "FFFFFF") >= 4.5
    assert min(contrast(LOOK.ink[1:], ground) for ground in grounds) >= 4.5


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours, as the guidelines for web content do."""

    def light(colour: str) -> float:
        parts = [part / 255 for part in bytes.fromhex(colour)]
        linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_picture_fits_is_sharp_and_is_told() -> None:
    """Within the text, 300 dots in an inch, and with its flows in words."""
    document = opened("ja")
    (picture,) = document.inline_shapes
    assert picture.width <= TEXT_WIDTH * 635
    (image,) = (each for each in document.part.related_parts.values() if "image" in each.partname)
    with Image.open(BytesIO(image.blob)) as drawn:
        assert drawn.width / (picture.width / 914400) == pytest.approx(300, rel=0.02)
        assert drawn.width / drawn.height == pytest.approx(picture.width / picture.height, rel=0.01)
    told = next(body(document).iter(qn("wp:docPr")))
    assert told.get("title") == "稲城市：公共施設開発型"
    assert "売電収入" in told.get("descr")


@pytest.fixture
def template(tmp_path: Path) -> Styles:
    """Make a municipality's own document, as Word keeps it: with ids that are none of ours."""
    own = Document()
    own.add_heading("見本", 1)
    own.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0, 0x60)
    own.styles["Heading 1"].element.set(qn("w:styleId"), "10")
    own.styles["Heading 2"].element.set(qn("w:styleId"), "Note")
    (page,) = own.sections
    page.page_width, page.page_height = A4
    page.header.paragraphs[0].text = "稲城市役所"
    page.footer.paragraphs[0].text = "企画課"
    own.save(str(tmp_path / "paper.docx"))
    return Styles(tmp_path)


def test_a_municipality_has_its_own_design(template: Styles) -> None:
    """Its styles, page, header and footer stay; its words go; what it lacks is added."""
    content = write_word(PAPERS["ja"], template)
    document = Document(BytesIO(content))
    expected = "".join(squeezed(clean(text)) for text in said(PAPERS["ja"]))
    assert words(body(document)) == expected
    heading = next(each for each in document.paragraphs if each.text == "検討テーマの案")
    assert heading.style is not None
    assert heading.style.font.color.rgb == RGBColor(0xC0, 0, 0x60)
    (page,) = document.sections
    assert page.header.paragraphs[0].text == "稲城市役所"
    assert words(page.footer.part.element).startswith("企画課screc2026.11")
    ids = [style.style_id for style in document.styles]
    names = [style.name for style in document.styles]
    assert len(ids) == len(set(ids))
    assert len(names) == len(set(names))
    assert {"Note", "Callout Good", "Paper Table"} <= set(names)
    width = page.page_width - page.left_margin - page.right_margin
    for table in tables(document):
        grid = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
        assert sum(grid) == pytest.approx(width / 635, abs=1)
    assert write_word(PAPERS["ja"], template) == content


def test_a_document_that_screc_wrote_can_be_the_design(tmp_path: Path) -> None:
    """So that a municipality takes a paper, changes its styles in Word, and puts it back."""
    document = opened("ja")
    document.styles["Note"].font.color.rgb = RGBColor(1, 2, 3)
    document.save(str(tmp_path / "paper.docx"))
    content = write_word(replace(PAPERS["ja"], sections=()), Styles(tmp_path))
    again = Document(BytesIO(content))
    assert again.styles["Note"].font.color.rgb == RGBColor(1, 2, 3)
    assert len(list(again.styles)) == len(list(document.styles))
    assert words(again.sections[0].footer.part.element).count("screc") == 1
    with ZipFile(BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "media" in name]


def without(content: bytes, *names: str) -> bytes:
    """Leave parts out of a file."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as parts, ZipFile(file, "w", ZIP_DEFLATED) as rest:
        for each in parts.namelist():
            if each not in names:
                rest.writestr(each, parts.read(each))
    return file.getvalue()


BROKEN = {
    "empty": b"",
    "text": "様式".encode(),
    "cut": written("ja")[:5000],
    "no document": without(written("ja"), "word/document.xml"),
    "no types": without(written("ja"), "[Content_Types].xml"),
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_template_that_is_no_document_is_refused(content: bytes, tmp_path: Path) -> None:
    """With its path, and the reason in both languages."""
    (tmp_path / "paper.docx").write_bytes(content)
    with pytest.raises(InputError) as raised:
        write_word(PAPERS["ja"], Styles(tmp_path))
    (problem,) = raised.value.problems
    assert problem.path == str(tmp_path / "paper.docx")
    assert "Word の文書" in problem.ja
    assert "no Word document" in problem.en


def test_a_style_of_another_kind_is_refused(tmp_path: Path) -> None:
    """Word does not open a file in which a name is of two styles."""
    own = Document()
    own.styles.add_style("Note", 2)
    own.save(str(tmp_path / "paper.docx"))
    with pytest.raises(InputError, match='the style "Note" must be a paragraph style'):
        write_word(PAPERS["ja"], Styles(tmp_path))


def test_an_empty_paper_is_a_document() -> None:
    """Without sections there is no table of contents; without words there are empty cells."""
    empty = replace(paper(()), subtitle="", imprint="")
    assert words(body(Document(BytesIO(write_word(empty, Styles()))))) == "稲城市"
    bare = made(Table("", (Column(""),), ((Cell(),),)), Callout("題", ()), Form(()), Items(()))
    for cell in body(bare).iter(qn("w:tc")):
        assert cell.findall(qn("w:p"))


@pytest.fixture(scope="module")
def office() -> str:
    """Find LibreOffice with Writer; skip where it is not, but not in CI."""
    program = shutil.which("soffice")
    if program is None or not (Path(program).resolve().parent / "swriter").exists():
        if os.environ.get("CI"):
            pytest.fail("LibreOffice Writer (libreoffice-writer) is missing")
        pytest.skip("LibreOffice Writer is missing")
    return program


@pytest.mark.office
def test_libreoffice_opens_papers(office: str, tmp_path: Path) -> None:
    """Each becomes pages of A4."""
    for name in PAPERS:
        (tmp_path / f"{name}.docx").write_bytes(written(name))
    settings = (tmp_path / "settings").as_uri()
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={settings}",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            *(tmp_path / f"{name}.docx" for name in PAPERS),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for name, most in (("ja", 4), ("en", 4), ("hostile", 60)):
        pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / f"{name}.pdf").read_bytes())
        assert 1 < len(pages) <= most
