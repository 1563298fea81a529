"""Papers as presentations: nothing left out, nothing over an edge, and native to PowerPoint."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from papers import LOOK, hostile, paper, sample
from pptx import Presentation
from pptx.slide import Slide
from pptx.util import Pt

from screc.diagram.wrap import clean
from screc.errors import InputError
from screc.scoping.paper import (
    Bar,
    Bars,
    Block,
    Callout,
    Cell,
    Column,
    Drawing,
    Field,
    Form,
    Heading,
    Items,
    Line,
    Look,
    Paper,
    Paragraph,
    Section,
    Table,
)
from screc.scoping.slides.write import write_slides
from screc.scoping.styles import Styles

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LONG = "市有施設の間でエネルギーを融通する案を、費用と時期から検討した。" * 120
NOT_SHOWN = {"id", "look", "language", "tone", "fill", "skip"}
"""Fields that are no words of slides: how something is found, coloured, aligned or skipped."""
PAPERS = {"ja": sample("ja"), "en": sample("en"), "hostile": hostile()}
EVERY = pytest.mark.parametrize("name", PAPERS)


@cache
def made(name: str) -> bytes:
    """Write a paper with the packaged design, once."""
    return write_slides(PAPERS[name], Styles())


def slides(written: bytes) -> list[Slide]:
    """Open a presentation."""
    return list(Presentation(BytesIO(written)).slides)


def written(*blocks: Block) -> list[Slide]:
    """Write one section, and open the slides after the cover and the contents."""
    return slides(write_slides(paper((Section("one", "題", blocks),)), Styles()))[2:]


def words_of(part: Any) -> Iterator[str]:
    """Go through all words of a paper."""
    if isinstance(part, str):
        yield from filter(None, map(clean, part.split("\n")))
    elif isinstance(part, tuple):
        for each in part:
            yield from words_of(each)
    elif isinstance(part, Drawing):
        yield clean(part.picture.title)
    elif is_dataclass(part) and not isinstance(part, Look):
        for field in fields(part):
            if field.name not in NOT_SHOWN:
                yield from words_of(getattr(part, field.name))


def squeezed(text: str) -> str:
    """Drop spaces, which are where a text is divided between two slides."""
    return re.sub(r"\s", "", text)


def said(deck: list[Slide]) -> str:
    """Read all that stands on slides, the signs before list entries, and the names of tables."""
    found = []
    for slide in deck:
        elements = slide.shapes.element.iter(f"{A}t", f"{A}buChar")
        found += [element.text or element.get("char", "") for element in elements]
        for shape in slide.shapes:
            if shape.has_table:
                found += shape.element.xpath(".//p:cNvPr/@descr")
            if shape.has_chart:
                found += [text.text for text in shape.chart.element.xpath(".//c:v")]
    return squeezed("".join(found))


def shapes(slide: Slide) -> list[Any]:
    """List what stands on a slide."""
    return list(slide.shapes)


def text_of(slide: Slide) -> str:
    """Read the title of a slide."""
    assert slide.shapes.title is not None
    text: str = slide.shapes.title.text_frame.text
    return text


@EVERY
def test_nothing_is_left_out(name: str) -> None:
    """Every word of the paper stands on a slide, as far as it can be drawn."""
    found = said(slides(made(name)))
    assert [word for word in set(words_of(PAPERS[name])) if squeezed(word) not in found] == []


@EVERY
def test_each_section_begins_anew(name: str) -> None:
    """Its title is the title of its slides; the contents say where it begins."""
    deck = slides(made(name))
    titles = [re.sub(r" \(\d+/\d+\)$", "", text_of(slide)) for slide in deck]
    sections = [clean(section.title) for section in PAPERS[name].sections]
    opening = [slide for slide, title in zip(deck, titles, strict=True) if title == "目次"]
    begins = list(dict.fromkeys(titles[1 + len(opening) :]))
    assert begins == list(dict.fromkeys(sections))
    rows = [row for slide in opening for row in shapes(slide)[1].table.rows]
    for row, section in zip(rows, sections, strict=True):
        entry, number = (cell.text_frame.text for cell in row.cells)
        assert squeezed(entry) == squeezed(section)
        assert squeezed(titles[int(number) - 1]) == squeezed(section)


def test_slides_of_one_title_are_counted() -> None:
    """So that nobody takes one for the whole; a single one says nothing of it."""
    titles = [text_of(slide) for slide in slides(made("ja"))]
    assert titles[2:5] == [f"検討テーマの案 ({number}/3)" for number in (1, 2, 3)]
    assert titles[5] == "基礎自治体の役割"


@EVERY
def test_nothing_hangs_over_an_edge(name: str) -> None:
    """All shapes stand within the slide, and content neither on the title nor on the foot."""
    deck = Presentation(BytesIO(made(name)))
    for slide in list(deck.slides)[1:]:
        title, *others = shapes(slide)
        feet = [shape for shape in others if shape.is_placeholder]
        assert len(feet) == 2
        for shape in others:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            if shape not in feet:
                assert shape.top >= title.top + title.height
                assert shape.top + shape.height <= feet[0].top


@EVERY
def test_no_shape_covers_another(name: str) -> None:
    """What stands on a slide is below what stands before it; charts aside, whose lines cross."""
    for slide in slides(made(name))[1:]:
        placed = [shape for shape in shapes(slide)[1:] if not shape.is_placeholder]
        if not any(shape.element.tag == f"{P}cxnSp" for shape in placed):
            for above, below in pairwise(placed):
                assert below.top >= above.top + above.height


@EVERY
def test_text_is_large_enough_to_be_read(name: str) -> None:
    """Text is 14 points or more, what explains it 12, notes and sources 10."""
    for slide in slides(made(name)):
        if not slide.shapes.element.findall(f"{P}cxnSp"):
            for run in slide.shapes.element.iter(f"{A}rPr"):
                assert int(run.get("sz", "1000")) >= 1000
    (table,) = (shape.table for shape in shapes(slides(made("ja"))[5]) if shape.has_table)
    sizes = [run.get("sz") for run in table.cell(1, 1)._tc.iter(f"{A}rPr")]  # noqa: SLF001 - no other way
    assert sizes == ["1400", "1100"]


@EVERY
def test_a_slide_has_each_number_once(name: str) -> None:
    """Lines are glued to shapes by number; two of one would make PowerPoint repair the file."""
    for slide in slides(made(name)):
        numbers = slide.shapes.element.xpath(".//p:cNvPr/@id")
        assert len(set(numbers)) == len(numbers)


def test_tables_are_tables() -> None:
    """With a head that each slide repeats, heads of rows where there are, and a name."""
    rows = tuple((Cell(f"行{number}"), Cell("内容")) for number in range(30))
    deck = written(Table("長い表", (Column("名"), Column("内容")), rows))
    tables = [shape for slide in deck for shape in shapes(slide) if shape.has_table]
    assert len(tables) == len(deck) > 1
    for shape in tables:
        assert (shape.table.first_row, shape.table.first_col) == (True, True)
        assert [cell.text_frame.text for cell in shape.table.rows[0].cells] == ["名", "内容"]
        assert shape.height == sum(row.height for row in shape.table.rows)
        assert shape.element.xpath(".//p:cNvPr/@descr") == ["長い表"]
        assert len(shape.table.rows) > 2
    said_rows = [row.cells[0].text_frame.text for each in tables for row in each.table.rows]
    assert [row for row in said_rows if row != "名"] == [f"行{number}" for number in range(30)]


def test_a_form_has_room_to_write() -> None:
    """Names on the left are heads of rows; empty lines are lines."""
    (slide,) = written(Form((Field("振り返り", (Line("一"),), 3),)))
    table = shapes(slide)[1].table
    assert (table.first_row, table.first_col) == (False, True)
    assert [cell.text_frame.text for cell in table.rows[0].cells] == ["振り返り", "一\n\n\n"]


def test_bars_are_a_chart() -> None:
    """With the numbers of the paper, in the order of the paper, and told in words."""
    (shape,) = (shape for shape in shapes(slides(made("ja"))[2]) if shape.has_chart)
    possible, held = shape.chart.plots[0].series
    assert (held.name, tuple(held.values)) == ("今ある点", (55, 40, 15))
    assert (possible.name, tuple(possible.values)) == ("これから得られる点", (95, 100, 100))
    assert next(iter(shape.chart.plots[0].categories)) == "公共施設開発型\n推奨"
    (told,) = shape.element.xpath(".//p:cNvPr/@descr")
    assert "公共施設開発型 推奨: 今ある点 55, これから得られる点 95" in told


def test_figures_are_shapes() -> None:
    """A stakeholder chart has a slide of its own, with lines that follow its boxes."""
    slide = slides(made("ja"))[4]
    lines = slide.shapes.element.findall(f"{P}cxnSp")
    assert len(lines) == 10
    assert all(line.find(f".//{A}stCxn") is not None for line in lines)
    assert all(line.find(f".//{A}endCxn") is not None for line in lines)
    assert shapes(slide)[1].text_frame.text == "平常時の関係\u3000稲城市：公共施設開発型"


def test_lists_are_lists() -> None:
    """Their signs and numbers are those of paragraphs, not typed before the words."""
    (slide,) = written(
        Items((Line("一", note="注"), Line("二")), is_numbered=True), Items((Line("三", mark="○"),))
    )
    starts = slide.shapes.element.xpath(".//a:buAutoNum/@startAt")
    assert starts == ["1", "2"]
    assert slide.shapes.element.xpath(".//a:buChar/@char") == ["○"]


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(LONG),
        Items((Line(LONG, LONG, LONG, "○"),)),
        Callout("注意", (Line(LONG, LONG),), "warn"),
        Form((Field(LONG[:400], (Line(LONG, LONG),), 40),)),
        Table("表", (Column("一"), Column("二")), ((Cell("名"), Cell(LONG, LONG)),) * 2),
        Table("表", (Column(LONG[:400]), Column("二")), ((Cell("名"), Cell("値")),)),
        Bars("点", "今", "先", (Bar(LONG[:200], "推奨", 0, 100), Bar("甲", "推奨", 100, 100))),
    ],
    ids=lambda block: type(block).__name__,
)
def test_what_is_longer_than_a_slide_goes_on(block: Block) -> None:
    """On the next one, with all its words and within its edges."""
    deck = written(Heading("見出し"), block)
    found = said(deck)
    assert len(re.findall(re.escape(squeezed(LONG[:12])), found)) >= 1
    assert len(found) >= sum(len(squeezed(word)) for word in words_of(block)) * 0.98
    for slide in deck:
        bottoms = [
            shape.top + shape.height for shape in shapes(slide)[1:] if not shape.is_placeholder
        ]
        assert max(bottoms, default=0) <= Pt(500)


def test_a_heading_stays_with_what_follows() -> None:
    """It does not end a slide."""
    for count in range(11, 17):
        lines = tuple(Line(f"第{number}") for number in range(count))
        deck = written(Items(lines), Heading("見出し"), Items((Line("続き"),)))
        holding = [slide for slide in deck if "見出し" in said([slide])]
        assert "続き" in said(holding)


def test_the_same_paper_is_the_same_file() -> None:
    """Nothing tells when it was written, in it or in the sheets of its charts."""
    assert write_slides(sample("ja"), Styles()) == made("ja")
    with ZipFile(BytesIO(made("ja"))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        (sheet,) = (parts.read(name) for name in parts.namelist() if name.endswith(".xlsx"))
    with ZipFile(BytesIO(sheet)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b">2000-01-01T00:00:00Z<" in parts.read("docProps/core.xml")


def test_no_word_becomes_a_link_or_a_formula() -> None:
    """Neither on slides nor in the sheets of charts."""
    with ZipFile(BytesIO(made("hostile"))) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            assert b"hlinkClick" not in content
            assert b'TargetMode="External"' not in content
            if name.endswith(".xlsx"):
                with ZipFile(BytesIO(content)) as book:
                    sheet = book.read("xl/worksheets/sheet1.xml")
                assert b"<f>" not in sheet
                assert b"hyperlink" not in sheet


@pytest.mark.parametrize(("language", "stated"), [("ja", "ja-JP"), ("en", "en-US")])
def test_the_language_is_said(language: str, stated: str) -> None:
    """So that screen readers read it, and no word is underlined as wrong."""
    deck = Presentation(BytesIO(made(language)))
    assert deck.core_properties.language == stated
    for slide in deck.slides:
        assert {run.get("lang") for run in slide.shapes.element.iter(f"{A}rPr")} == {stated}


def own(folder: Path, deck: Any) -> Styles:
    """Put a design into a template's folder."""
    deck.save(str(folder / "slides.pptx"))
    return Styles(folder)


def test_own_design_is_used(tmp_path: Path) -> None:
    """Its master, its size and its fonts; of its slides and what names them nothing is left."""
    deck = Presentation()
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"社外秘{number}"
    (first, *_) = deck.slides
    master = deck.slide_master
    master.shapes[0].text_frame.text = "見本"
    master.shapes[1].click_action.target_slide = first
    extension = deck.element.makeelement(f"{P}extLst", {})
    group = extension.makeelement(f"{P}ext", {"uri": "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"})
    group.append(group.makeelement("{urn:p14}sectionLst", {}))
    extension.append(group)
    deck.element.append(extension)
    styles = own(tmp_path, deck)
    made_from = write_slides(sample("ja"), styles)
    assert made_from == write_slides(sample("ja"), styles)
    found = Presentation(BytesIO(made_from))
    assert (found.slide_width, found.slide_height) == (deck.slide_width, deck.slide_height)
    assert found.slide_master.shapes[0].text_frame.text == "見本"
    assert text_of(found.slides[0]) == "稲城市"
    for slide in found.slides:
        for shape in shapes(slide):
            assert shape.left + shape.width <= found.slide_width
            assert shape.top + shape.height <= found.slide_height
    with ZipFile(BytesIO(made_from)) as parts:
        names = parts.namelist()
        assert len(set(names)) == len(names)
        whole = b"".join(parts.read(name) for name in names)
        assert b'<a:latin typeface="Calibri"/>' in parts.read("ppt/theme/theme1.xml")
    assert "社外秘".encode() not in whole
    assert b"sectionLst" not in whole
    assert len([name for name in names if re.match(r"ppt/slides/slide\d", name)]) == len(
        found.slides
    )


def test_a_cover_without_a_subtitle_says_it_below_the_title(tmp_path: Path) -> None:
    """What a design has no place for is not left out."""
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name != "Title Only":
            deck.slide_layouts.remove(layout)
    for foot in list(deck.slide_layouts[0].placeholders)[1:]:
        foot.element.getparent().remove(foot.element)
    found = slides(write_slides(sample("ja"), own(tmp_path, deck)))
    for words in (PAPERS["ja"].subtitle, PAPERS["ja"].imprint):
        assert squeezed(clean(words)) in said(found[:1])


def broken(deck: Any, part: str, old: bytes, new: bytes) -> bytes:
    """Change words in a part of a presentation."""
    draft, file = BytesIO(), BytesIO()
    deck.save(draft)
    with ZipFile(draft) as parts, ZipFile(file, "w", ZIP_DEFLATED) as changed:
        for name in parts.namelist():
            content = parts.read(name)
            changed.writestr(name, content.replace(old, new) if name == part else content)
    return file.getvalue()


def without_titles() -> bytes:
    """Make a design with nothing but blank slides."""
    deck, file = Presentation(), BytesIO()
    for layout in list(deck.slide_layouts):
        if layout.name != "Blank":
            deck.slide_layouts.remove(layout)
    deck.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "ja", "en"),
    [
        (b"", "PowerPoint のファイル", "not a PowerPoint file"),
        (b"PK\x03\x04" + b"\0" * 100, "PowerPoint のファイル", "not a PowerPoint file"),
        (made("ja")[:5000], "PowerPoint のファイル", "not a PowerPoint file"),
        (
            broken(Presentation(), "ppt/slideMasters/slideMaster1.xml", b"</p:cSld>", b"<"),
            "PowerPoint のファイル",
            "not a PowerPoint file",
        ),
        (
            broken(
                Presentation(),
                "[Content_Types].xml",
                b"openxmlformats-officedocument.presentationml.presentation.main",
                b"ms-powerpoint.presentation.macroEnabled.main",
            ),
            "マクロ",
            "macros",
        ),
        (without_titles(), "レイアウト", "layout"),
    ],
    ids=["empty", "zip", "cut", "xml", "macros", "titles"],
)
def test_what_is_no_design_is_refused(content: bytes, ja: str, en: str, tmp_path: Path) -> None:
    """With its path, and the reason in both languages."""
    (tmp_path / "slides.pptx").write_bytes(content)
    with pytest.raises(InputError) as caught:
        write_slides(sample("ja"), Styles(tmp_path))
    (problem,) = caught.value.problems
    assert problem.path == str(tmp_path / "slides.pptx")
    assert ja in problem.ja
    assert en in problem.en


def test_an_empty_paper_is_a_cover() -> None:
    """Without sections there are no contents."""
    empty = Paper("題", "", "", "目次", "本文へ", "ja", LOOK, ())
    (slide,) = slides(write_slides(empty, Styles()))
    assert [shape.text_frame.text for shape in shapes(slide)] == ["題"]


@pytest.mark.office
def test_libreoffice_converts_presentations(tmp_path: Path) -> None:
    """Each slide becomes a page, also with hostile words."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing")
        pytest.skip("LibreOffice is missing")
    files = [tmp_path / f"{name}.pptx" for name in PAPERS]
    for file in files:
        file.write_bytes(made(file.stem))
    settings = f"-env:UserInstallation={(tmp_path / 'settings').as_uri()}"
    subprocess.run(
        [program, "--headless", settings, "--convert-to", "pdf", "--outdir", tmp_path, *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for file in files:
        pages = re.findall(rb"/Type\s*/Page\b", file.with_suffix(".pdf").read_bytes())
        assert len(pages) == len(slides(made(file.stem)))
