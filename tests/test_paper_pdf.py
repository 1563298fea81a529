"""Papers as PDF: whole, tagged, inside its pages, and safe whatever words it carries."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from charts import HOSTILE
from papers import hostile, paper, sample

from screc.diagram.wrap import clean
from screc.errors import InputError
from screc.model.text import LANGUAGES, Language
from screc.scoping.paper import (
    Bar,
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
    Paper,
    Paragraph,
    Section,
    Table,
)
from screc.scoping.pdf import write_pdf
from screc.scoping.styles import Styles

PAPERS = {"ja": sample("ja"), "en": sample("en"), "hostile": hostile()}
EVERY = pytest.mark.parametrize("name", PAPERS)
A4 = (595.276, 841.89)
MARGIN = 62.36
"""Beside the text, in points: 22 mm."""
COMPILER = typst.Compiler
NOT_SAID = {
    "id",
    "tone",
    "fill",
    "language",
    "states",
    "number",
    "level",
    "drawing",
    "look",
    "skip",
}
"""What a PDF shows in another way than in words."""


@cache
def written(name: str) -> bytes:
    """Write a paper, once."""
    return write_pdf(PAPERS[name], Styles())


@cache
def opened(file: bytes) -> pypdf.PdfReader:
    """Open a file, forgiving nothing."""
    return pypdf.PdfReader(BytesIO(file), strict=True)


def tight(text: str) -> str:
    """Leave out spaces, for a text is broken into lines at any place."""
    return re.sub(r"\s", "", text)


@cache
def page_texts(file: bytes) -> list[str]:
    """Take the words of each page, without its footer."""
    texts = [page.extract_text() for page in opened(file).pages]
    return [text.rpartition("\n")[0] for text in texts]


def words(part: Any) -> Iterator[str]:
    """Go through all that a part of a paper says, in order."""
    if isinstance(part, str):
        yield from part.splitlines()
    elif isinstance(part, tuple):
        for each in part:
            yield from words(each)
    elif dataclasses.is_dataclass(part) and not isinstance(part, Look):
        for field in dataclasses.fields(part):
            # The name of a table says what the heading above it says.
            if field.name not in NOT_SAID and (type(part), field.name) != (Table, "name"):
                yield from words(getattr(part, field.name))


def elements(file: bytes) -> list[tuple[str, Any]]:
    """List the tags of a file with their attributes, in the order in which they are read."""

    def walk(node: Any) -> Iterator[tuple[str, Any]]:
        node = node.get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            for each in node:
                yield from walk(each)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            if "/S" in node:
                yield str(node["/S"]), node
            yield from walk(node.get("/K", pypdf.generic.NullObject()))

    return list(walk(opened(file).trailer["/Root"]["/StructTreeRoot"]))


def with_blocks(*blocks: Block) -> Paper:
    """Make a paper of one section."""
    return paper((Section("part", "見出し", blocks),))


@EVERY
def test_every_word_comes_out(name: str) -> None:
    """As it was written, but for letters that the font lacks."""
    text = tight("".join(page.extract_text() for page in opened(written(name)).pages))
    for said in words(PAPERS[name]):
        assert tight(clean(said)) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_come_in_their_order(language: Language) -> None:
    """Sections after each other, and what belongs to a block inside it."""
    text = tight("".join(page_texts(written(language))))
    place = text.index(tight("公共施設開発型を検討テーマの案とする"))
    for said in ("適合度（100点のうち）", "55", "理由", "区（市）有施設が複数ある", "平常時の関係"):
        place = text.index(tight(said), place)


@EVERY
def test_nothing_is_taken_for_markup(name: str) -> None:
    """No link but those of the contents, no script, no formula."""
    reader = opened(written(name))
    for page in reader.pages:
        for note in page.get("/Annots", ()):
            assert "/A" not in note.get_object() or "/URI" not in note.get_object()["/A"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.trailer["/Root"])
    assert "/Formula" not in dict(elements(written(name)))


@EVERY
def test_typst_finds_nothing_to_warn_of(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No glyph and no font is missing."""
    warnings: list[typst.TypstWarning] = []

    class Compiler:
        """One that keeps its warnings."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            self.wrapped = COMPILER(*arguments, **options)

        def compile(self, **options: Any) -> Any:
            file, found = self.wrapped.compile_with_warnings(**options)
            warnings.extend(found)
            return file

    monkeypatch.setattr(typst, "Compiler", Compiler)
    assert write_pdf(PAPERS[name], Styles()) == written(name)
    assert [str(warning) for warning in warnings] == []


@EVERY
def test_the_same_paper_gives_the_same_bytes(name: str) -> None:
    """And nothing tells when it was written, but for what a standard asks for."""
    assert write_pdf(PAPERS[name], Styles()) == written(name)
    assert "/CreationDate" not in (opened(written(name)).metadata or {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_reader_finds_its_way(language: Language) -> None:
    """Tagged, with language and title, headings, bookmarks, head cells and a text for the chart."""
    file = written(language)
    reader = opened(file)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "稲城市"
    found = elements(file)
    tags = [tag for tag, _ in found]
    assert tags.count("/Title") == 1
    assert tags.count("/H1") == 1 + len(sample(language).sections)
    assert tags.count("/H2") == 1
    assert tags.count("/Table") == 4
    assert tags.count("/TH") == 2 + 4 + 4
    assert tags.count("/LI") == 2 + 4 + 2
    (figure,) = (node for tag, node in found if tag == "/Figure")
    assert "→" in figure["/Alt"]
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles == [section.title for section in sample(language).sections]


@EVERY
def test_nothing_stands_beside_the_page(name: str, tmp_path: Path) -> None:
    """A4 upright, and every word between the margins."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "paper.pdf"
    path.write_bytes(written(name))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"],  # noqa: S607 - wherever it is installed
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for page in opened(written(name)).pages:
        assert tuple(map(float, page.mediabox)) == pytest.approx((0, 0, *A4), abs=0.1)
    places = re.findall(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)"', boxes)
    assert places
    for left, top, right, bottom in (map(float, place) for place in places):
        assert MARGIN - 6 <= left <= right <= A4[0] - MARGIN + 6
        assert 60 <= top <= bottom <= A4[1] - 20


def test_pages_are_numbered_and_signed() -> None:
    """Each has the imprint and its number at its foot."""
    pages = opened(written("ja")).pages
    for number, page in enumerate(pages, 1):
        foot = page.extract_text().splitlines()[-1]
        assert tight(foot) == tight(f"{sample().imprint}{number}/{len(pages)}")


def test_contents_stand_on_the_first_page() -> None:
    """With the title above, and each section with its page."""
    first, *_ = page_texts(written("ja"))
    said = (sample().title, sample().subtitle, sample().contents)
    places = [tight(first).index(tight(clean(part))) for part in said]
    assert places == sorted(places)
    for section in sample().sections:
        assert re.search(rf"^{re.escape(section.title)}\W*\d$", first, re.MULTILINE)


def test_long_contents_have_the_first_page_to_themselves() -> None:
    """So that no part begins at its foot."""
    sections = tuple(Section(f"{n}", f"第{n}部", (Paragraph("本文"),)) for n in range(12))
    first, second, *_ = page_texts(write_pdf(paper(sections), Styles()))
    assert "第11部" in first
    assert "本文" not in first
    assert second.startswith("第0部")


def test_a_sheet_to_fill_in_begins_a_page() -> None:
    """It is handed on by itself; a form without room to write is like a table."""
    read, filled = Form((Field("名", (Line("文"),)),)), Form((Field("名", (), 2),))
    sections = (
        Section("read", "読むもの", (Paragraph("前"), read)),
        Section("filled", "書くもの", (Paragraph("前"), filled)),
    )
    texts = page_texts(write_pdf(paper(sections), Styles()))
    assert len(texts) == 2
    assert texts[1].startswith("書くもの")


def test_notes_keep_their_paragraphs() -> None:
    """A line each, in lists and in cells."""
    table = Table("表", (Column("頭"),), ((Cell("一\n二", "三\n四"),),))
    (text,) = page_texts(
        write_pdf(with_blocks(Items((Line("壱", "弐\n参", "四"),)), table), Styles())
    )
    assert re.findall("[壱弐参一二三四]", text) == list("壱四弐参一二三四")
    assert {"弐", "参", "一", "二", "三", "四"} <= set(text.splitlines())


def test_a_short_word_is_not_broken_in_a_narrow_column() -> None:
    """Its column takes what it needs of those that have room."""
    columns = (Column("段階", share=0.5), Column("役割", share=9))
    table = Table("表", columns, ((Cell("環境づくりの段階"), Cell("文" * 100)),))
    (text,) = page_texts(write_pdf(with_blocks(table), Styles()))
    assert "環境づくりの段階" in text


def test_head_rows_are_repeated() -> None:
    """On each page that a table goes on to."""
    columns = (Column("項目の頭"), Column("内容の頭", share=3))
    rows = tuple((Cell(f"{number}"), Cell("一行\n二行\n三行")) for number in range(60))
    first, *others = page_texts(write_pdf(with_blocks(Table("表", columns, rows)), Styles()))
    assert len(others) >= 3
    for text in (first, *others):
        assert "項目の頭" in text
        assert "内容の頭" in text


LONG = (
    Table("表の名", (Column("頭"),), ((Cell("一\n二\n三"),),) * 9),
    Callout("題", (Line("文"),) * 4),
    Items((Line("文", mark="○"),) * 4),
    Form((Field("名", (), 5),) * 2),
)


@pytest.mark.parametrize("block", LONG, ids=lambda block: type(block).__name__)
def test_no_heading_ends_a_page(block: Block) -> None:
    """Whatever follows it, wherever on a page it comes to stand."""
    blocks: list[Block] = []
    for height in range(5, 45, 2):
        blocks += [*(Paragraph("行"),) * height, Heading("小見出し"), Paragraph("導入"), block]
    texts = page_texts(write_pdf(with_blocks(*blocks), Styles()))
    assert len(texts) > 15
    for text in texts:
        assert text.splitlines()[-1].strip() not in ("小見出し", "導入", "頭", "題")


EMPTY = (
    Paragraph(" "),
    Heading(" "),
    Items(()),
    Items((Line(" ", " ", " "),), is_numbered=True),
    Callout(" ", ()),
    Form(()),
    Form((Field(" "),)),
    Table(" ", (), ()),
    Table("表", (Column("頭"),), ()),
    Table(" ", (Column("", share=0), Column("")), ((Cell(), Cell("\n\n", level=2.0)),)),
    Bars(" ", " ", " ", ()),
    Bars(" ", " ", " ", (Bar(" ", " ", -5, 300),)),
)


@pytest.mark.parametrize("block", EMPTY, ids=range(len(EMPTY)))
def test_a_block_may_be_empty(block: Block) -> None:
    """The file is whole all the same."""
    assert opened(write_pdf(with_blocks(block), Styles())).pages


def test_a_paper_may_be_empty() -> None:
    """Even without a title."""
    empty = dataclasses.replace(paper(()), title=" ", subtitle="", imprint="", contents="")
    assert len(opened(write_pdf(empty, Styles())).pages) == 1


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_any_title_makes_a_file(title: str) -> None:
    """It stands in the file's properties as it is, on one line."""
    metadata = opened(write_pdf(paper((), title=title), Styles())).metadata
    assert metadata is not None
    assert metadata.title == clean(title)


def test_a_long_text_goes_on_to_other_pages() -> None:
    """In a cell, a box, a form or a list; nothing is cut off."""
    long = "事業主体として庁内を調整する。" * 60
    blocks = (
        Table("表", (Column("頭"),), ((Cell(long, long),),)),
        Callout("題", (Line(long),)),
        Form((Field("名", (Line(long),), 40),)),
        Items((Line(long, long, long),)),
    )
    texts = page_texts(write_pdf(with_blocks(*blocks), Styles()))
    assert len(texts) > 3
    # A page may end in the midst of the word.
    assert tight("".join(texts)).count("庁内") > 7 * 60 - 10


def test_an_address_is_broken_and_found() -> None:
    """Where it is too long for its column; no invisible mark gets into it."""
    address = "https://www.city.inagi.tokyo.jp/shisei/keikaku/0123456789abcdefghijklmnopqrstuvwxyz"
    columns = (Column("頭"), Column("頭", share=3), Column("頭"))
    table = Table("表", columns, ((Cell(), Cell(address), Cell("右")),))
    (text,) = page_texts(write_pdf(with_blocks(Paragraph(address), table), Styles()))
    assert address in text
    assert tight(text).count(address) == 2


def template(folder: Path, text: str) -> Styles:
    """Make a template of a municipality's own."""
    (folder / "paper.typ").write_text(text, encoding="utf-8")
    return Styles(folder)


def test_a_template_has_its_own_files(tmp_path: Path) -> None:
    """Pictures and further layouts of its folder; and it reads the paper."""
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/>'
        "</svg>"
    )
    (tmp_path / "own.typ").write_text("#let own(words) = [own: #words]")
    text = (
        '#import "own.typ": own\n#let paper = json(bytes(sys.inputs.paper))\n'
        '#set document(title: paper.title)\n#image("logo.svg", alt: "logo")\n#own(paper.title)'
    )
    (page,) = opened(write_pdf(sample(), template(tmp_path, text))).pages
    assert tight(page.extract_text()) == "own:稲城市"


def test_without_a_template_the_packaged_one_is_taken(tmp_path: Path) -> None:
    """A folder may have files for other formats only."""
    assert write_pdf(sample(), Styles(tmp_path)) == written("ja")


WRONG = {
    "#set text(size: 9pt)\n\n#nothing(1)": (3, "unknown variable: nothing"),
    "#let x = (1\n": (1, "unclosed delimiter"),
    "#json(bytes(sys.inputs.paper)).sections.at(99)": (1, "array index out of bounds"),
    '#set document(title: "t")\n#image("logo.png", alt: "logo")': (2, "file not found"),
    '#set document(title: "t")\n#read("../secret.txt")': (2, "would escape the project root"),
    "words": (None, "missing document title"),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.items(), ids=range(len(WRONG)))
def test_a_template_with_an_error_is_shown_where(
    tmp_path: Path, text: str, expected: tuple[int | None, str]
) -> None:
    """File, line, and typst's own words."""
    (tmp_path.parent / "secret.txt").write_text("secret")
    with pytest.raises(InputError) as raised:
        write_pdf(sample(), template(tmp_path, text))
    (problem,) = raised.value.problems
    line, said = expected
    assert (problem.path, problem.line) == (str(tmp_path / "paper.typ"), line)
    assert said in problem.en
    assert said in problem.ja


def test_an_error_in_a_further_layout_is_shown_there(tmp_path: Path) -> None:
    """Not where it is called."""
    (tmp_path / "own.typ").write_text("#let own() = {\n  panic(1)\n}")
    with pytest.raises(InputError) as raised:
        write_pdf(sample(), template(tmp_path, '#import "own.typ": own\n#own()'))
    (problem,) = raised.value.problems
    assert (Path(problem.path).resolve(), problem.line) == ((tmp_path / "own.typ").resolve(), 2)


def test_a_chart_is_as_wide_as_the_text() -> None:
    """Or smaller; never wider."""
    (figure,) = (node for tag, node in elements(written("ja")) if tag == "/Figure")
    (left, _, right, _) = next(part["/BBox"] for part in figure["/A"] if "/BBox" in part)
    assert MARGIN - 1 <= left < right <= A4[0] - MARGIN + 1
    assert right - left > 0.95 * (A4[0] - 2 * MARGIN)
    (chart,) = (
        block
        for section in sample().sections
        for block in section.blocks
        if isinstance(block, Figure)
    )
    assert chart.caption in tight("".join(page_texts(written("ja"))))
