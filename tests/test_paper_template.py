"""A municipality's own template: it changes every paper, and its faults are told at their place."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from materials import KNOWLEDGE, material, papers, sections
from pypdf import PdfReader

from screc.errors import InputError
from screc.model.session_papers import PaperTemplate
from screc.scoping import pack
from screc.scoping.compose import Papers, compose
from screc.scoping.gather import Wanted, gather
from screc.scoping.html import write_html
from screc.scoping.letters import texts
from screc.scoping.pack import pack_files
from screc.scoping.styles import Styles
from screc.scoping.template import read_template

PACKAGED = KNOWLEDGE.paper_template
OWN = """
title: {ja: '{area}の独自資料', en: '{area}, our papers'}
words:
  purpose: {ja: ねらい, en: Aim}
whole: [theme, sheet, own, comparison]
slides: [proposal, sheet, own]
workbook: [sheet, own]
states: [{ja: まだ, en: not yet}, {ja: おわり, en: done}]
sections:
  - id: own
    title: {ja: 役割分担, en: Who does what}
    lead: {ja: '「{scheme}」の分担。{{案}}', en: 'For {scheme}.'}
    contents: [roles]
colours:
  ink: "#1F2933"
  quiet: "#5B6673"
  rule: "#D5DBE1"
  accent: "#123456"
  accent_ground: "#EAF1F8"
  tones:
    plain: {sign: "#52606D", ground: "#F6F8FA"}
    good: {sign: "#1B6E3C", ground: "#E7F4EA"}
    ask: {sign: "#8A5A00", ground: "#FFF4DC"}
    warn: {sign: "#A61B1B", ground: "#FBEAEA"}
"""
IN_XML, IN_PDF = b"123456", b"0.07058824 0.20392157 0.3372549 scn"
"""How files write the accent."""
MADE_BY = {"paper.typ": "paper.pdf"} | dict.fromkeys(
    ("template.yaml", "paper.html", "paper.css"), "index.html"
)
"""The paper that a template's file is for, where it is called otherwise."""
FOREVER = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
REACHES = (
    "{{ paper.__class__ }}",
    "{{ paper.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''.__class__ }}",
    "{{ paper['__class__'] }}",
    "{{ paper | attr('__class__') }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ '{0.__class__}'.format(paper) }}",
    "{% include '/etc/hostname' %}",
    "{% import 'paper.typ' as x %}",
    "{% for x in range(10000000) %}{% endfor %}",
)


def folder(path: Path, **files: str | bytes) -> Path:
    """Make a template's folder; a file's name has a _ for the dot."""
    path.mkdir(exist_ok=True)
    for name, content in files.items():
        written = content.encode() if isinstance(content, str) else content
        (path / name.replace("_", ".")).write_bytes(written)
    return path


def read(path: Path, text: str) -> PaperTemplate:
    """Read a template of these texts."""
    return read_template(folder(path, template_yaml=text), PACKAGED)


def composed(template: PaperTemplate) -> Papers:
    """Compose papers of 稲城市 by a template."""
    of = material("inagi")
    return compose(gather(of.area, of.record, KNOWLEDGE, Wanted(template=template)))


@pytest.fixture
def refuses(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, Path], tuple[str, str]]:
    """Make one paper by a template that has a fault; give both messages. An old pack stays."""

    def run_scope(paper: str, template: Path) -> tuple[str, str]:
        monkeypatch.setattr(pack, "PACK", {paper: pack.PACK[paper]})
        old, new = tmp_path / "old", tmp_path / "new"
        old.mkdir()
        (old / paper).write_bytes(b"old")
        said = []
        for language, output in (("ja", new), ("en", old)):
            arguments = ("--template", str(template), "-o", str(output), "--lang", language)
            code, out, err = run("scope", "niijima", *arguments)
            assert (code, out) == (2, "")
            assert "Traceback" not in err
            said.append(err)
        assert sorted(path.name for path in tmp_path.iterdir() if path != template) == ["old"]
        assert [path.name for path in old.iterdir()] == [paper]
        assert (old / paper).read_bytes() == b"old"
        return said[0], said[1]

    return run_scope


@pytest.mark.parametrize(
    ("text", "place", "ja", "en"),
    [
        ("skip: {ja: a, en: b}\ntitel: x", "2: titel", "「title」のこと", 'did you mean "title"?'),
        (
            "title: {ja: '{municipality}', en: x}",
            "1: title",
            "「municipality」は",
            "allowed: {area}",
        ),
        ("\ntitle: {ja: x, en: '{area} {'}", "2: title", "波かっこの中", "between braces"),
        ("title: {ja: x, en: '}'}", "1: title", "波かっこの中", "between braces"),
        ("title: {ja: '{area.name}', en: x}", "1: title", "「area.name」は", '"area.name" cannot'),
        ("title: {ja: '{area[0]}', en: x}", "1: title", "「area[0]」は", '"area[0]" cannot'),
        ("title: {ja: '{area!x}', en: x}", "1: title", "「area!x」は", '"area!x" cannot'),
        ("title: {ja: '{area:>9999999999}', en: x}", "1: title", "「area:>9", '"area:>9'),
        ("title: {ja: '{}', en: x}", "1: title", "「」は", '"" cannot'),
        ("title: {ja: x}", "1: title.en", "必要なキー", "a key that is needed"),
        ("title: [a]", "1: title", "キーと値の組", "write keys and values"),
        ("\nwhole: theme", "2: whole", "一覧で", "write a list"),
        ("whole: []", "1: whole", "項目が足りません", "at least 1 item"),
        ("states: [{ja: a, en: b}]", "1: states", "項目が足りません", "at least 2 items"),
        ("whole: [theme,\n them]", "2: whole[1]", "「theme」のこと", 'did you mean "theme"?'),
        ("slides: [heat-map]", "1: slides[0]", "章「heat-map」は", 'unknown section "heat-map"'),
        ("overview: [x]", "1: overview[0]", "章「x」は", 'unknown section "x"'),
        ("words:\n  hold: {ja: a, en: b}", "2: words.hold", "「holder」のこと", '"holder"?'),
        (
            "sections:\n - id: a\n   title: {ja: a, en: b}\n   contents: [fit,\n decison]",
            "5: sections[0].contents[1]",
            "「decision」のこと",
            'did you mean "decision"?',
        ),
        ("colours: {ink: red}", "1: colours.ink", "使えない値", 'found "red"'),
        ("title: x: y", "1", "YAML として読めません", "not YAML"),
        (FOREVER, "1", "アンカーと別名", "aliases"),
        ("[" * 100, "1", "入れ子が深すぎます", "nested too deeply"),
        ("", "1", "キーと値の組", "write keys and values"),
        ("- title", "1", "キーと値の組", "write keys and values"),
        ("title: !!python/object:os.system x", "1", "タグ", "tags"),
    ],
)
def test_a_fault_in_the_texts_is_told_at_its_line(
    tmp_path: Path, text: str, place: str, ja: str, en: str
) -> None:
    """File, line, what was found and what was probably meant, in both languages."""
    with pytest.raises(InputError) as raised:
        read(tmp_path, text)
    problem = raised.value.problems[0]
    for language, said in (("ja", ja), ("en", en)):
        message = problem.in_language(language)
        assert message.startswith(f"{tmp_path / 'template.yaml'}:{place}: ")
        assert said in message
        assert not message.endswith("]")


def test_all_faults_in_the_texts_are_told_together(
    refuses: Callable[[str, Path], tuple[str, str]], tmp_path: Path
) -> None:
    """One line each, and no pack."""
    template = folder(tmp_path / "t", template_yaml="words: {a: {ja: a, en: b}}\nwhole: [b, c]")
    for said in refuses("index.html", template):
        assert [line.split(":")[1] for line in said.splitlines()] == ["1", "2", "2"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (("template.yaml", b"titel: x"), (":1: titel: ", "did you mean")),
        (("template.yaml", b"title: \x81\xff\xfd"), (": ", "the encoding cannot be read")),
        (("paper.html", b"<p>\n{% if %}"), (":2: ", "the template is not well formed")),
        (("paper.html", b"\n\n{{ titel }}"), (":3: ", "'titel' is undefined")),
        (("paper.css", b"h1 { \xff }"), (": ", "this is not UTF-8")),
        (("paper.typ", b"a\n#panic(1)"), (":2: ", "typst says: panicked")),
        (("paper.typ", b"\n\n#let"), (":3: ", "typst says: expected")),
        (("paper.typ", b'#read("/../x")'), (":1: ", "would escape the project root")),
        (("paper.docx", b"no"), (": ", "this is no Word document")),
        (("slides.pptx", b"no"), (": ", "this is not a PowerPoint file")),
    ],
)
def test_a_fault_in_any_file_leaves_no_pack(
    refuses: Callable[[str, Path], tuple[str, str]],
    tmp_path: Path,
    fault: tuple[str, bytes],
    told: tuple[str, str],
) -> None:
    """One message that names the file, and where it can the line; an old pack stays whole."""
    (name, content), (place, words) = fault, told
    template = folder(tmp_path / "t", **{name.replace(".", "_"): content})
    ja, en = refuses(MADE_BY.get(name, name), template)
    for said in (ja, en):
        assert said.startswith(f"{template / name}{place}")
        assert said.count("\n") == 1
    assert words in en
    assert ja != en


@pytest.mark.parametrize("layout", REACHES)
def test_a_layout_can_do_nothing_but_lay_out(tmp_path: Path, layout: str) -> None:
    """A template comes by mail: it reaches no file, nothing of the program, and has an end."""
    styles = Styles(folder(tmp_path, paper_html=f"<p>\n{layout}"))
    with pytest.raises(InputError) as raised:
        write_html(papers("niijima").whole, styles)
    (problem,) = raised.value.problems
    assert (problem.path, problem.line) == (str(tmp_path / "paper.html"), 2)


def test_a_folder_that_is_no_template_is_refused(
    refuses: Callable[[str, Path], tuple[str, str]], tmp_path: Path
) -> None:
    """One of another kind holds none of the files; they are listed."""
    ja, en = refuses("index.html", folder(tmp_path / "t", notes_txt="x"))
    assert "template.yaml, paper.html, paper.css, paper.typ, paper.docx, slides.pptx" in ja
    assert "none of a template's files" in en


@pytest.mark.parametrize("name", ["none", "file", "a\0b"])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    """With its name."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="there is no such template folder") as raised:
        read_template(tmp_path / name, PACKAGED)
    assert raised.value.problems[0].path == str(tmp_path / name)


def test_without_texts_the_packaged_ones_are_taken(tmp_path: Path) -> None:
    """A folder may hold a style alone."""
    assert read_template(folder(tmp_path, paper_css="h1 {}"), PACKAGED) is PACKAGED


def test_single_texts_can_be_replaced(tmp_path: Path) -> None:
    """All others stay, and so does the packaged template."""
    before = PACKAGED.model_dump()
    own = read(tmp_path, "words: {purpose: {ja: '{scheme}のねらい', en: Aim}}")
    assert own.words.keys() == PACKAGED.words.keys()
    assert [name for name in own.words if own.words[name] != PACKAGED.words[name]] == ["purpose"]
    assert own.model_copy(update={"words": PACKAGED.words}) == PACKAGED
    said = [*texts(composed(own).whole)]
    assert "公共施設開発型のねらい" in said
    assert PACKAGED.model_dump() == before


def test_a_section_takes_the_place_of_the_packaged_one(tmp_path: Path) -> None:
    """Where it stood, with its own title, lead and contents."""
    own = read(tmp_path, "sections: [{id: roles, title: {ja: 分担, en: Parts}, contents: [facts]}]")
    said, usual = composed(own), papers("inagi")
    assert [*sections(said.whole)] == [*sections(usual.whole)]
    assert sections(said.whole)["roles"].title == "分担"
    assert sections(said.whole)["roles"].blocks == sections(usual.whole)["facts"].blocks[1:]


def test_cp932_is_read(tmp_path: Path) -> None:
    """As Windows' editors save it."""
    folder(tmp_path, template_yaml="title: {ja: 独自の資料, en: x}".encode("cp932"))
    assert read_template(tmp_path, PACKAGED).title.ja == "独自の資料"


@pytest.fixture(scope="module")
def own_pack(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Make a pack by a template that changes colours, titles and sections, once."""
    template = folder(tmp_path_factory.mktemp("template"), template_yaml=OWN)
    return dict(pack_files(composed(read_template(template, PACKAGED)), Styles(template)))


def words_of(name: str, content: bytes) -> str:
    """Read all words of a paper, without spaces; of XML also those of its parts' attributes."""
    if name.endswith(".pdf"):
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif name.endswith(".html"):
        page = re.sub("<style>.*?</style>", "", content.decode(), flags=re.DOTALL)
        text = unescape(re.sub("<[^>]*>", "", page))
    else:
        with ZipFile(BytesIO(content)) as parts:
            xml = [parts.read(part) for part in parts.namelist() if part.endswith(".xml")]
        text = unescape(re.sub("<[^>]*>", "", b"".join(xml).decode()))
    return re.sub(r"\s", "", text)


def colours_of(name: str, content: bytes) -> bytes:
    """Read what a paper says of its colours."""
    if name.endswith(".pdf"):
        drawn = (page.get_contents() for page in PdfReader(BytesIO(content)).pages)
        return b"".join(each.get_data() for each in drawn if each is not None)
    if name.endswith(".html"):
        return content
    with ZipFile(BytesIO(content)) as parts:
        return b"".join(parts.read(part) for part in parts.namelist())


@pytest.mark.parametrize("name", pack.PACK)
def test_a_template_changes_every_paper(own_pack: dict[str, bytes], name: str) -> None:
    """Title, headings, words, sections that are added or left out, and colours."""
    said = words_of(name, own_pack[name])
    for words in ("稲城市の独自資料", "役割分担", "「公共施設開発型」の分担。{案}", "ねらい"):
        assert words in said
    for section in PACKAGED.sections:
        if section.id in ("roles", "questions", "sources"):
            assert re.sub(r"\s", "", section.title.ja) not in said
    accent = IN_PDF if name.endswith(".pdf") else IN_XML
    assert accent in colours_of(name, own_pack[name])
    assert b"1F4E79" not in colours_of(name, own_pack[name]).upper()


def test_states_of_tasks_can_be_ones_own(own_pack: dict[str, bytes]) -> None:
    """Where a state is chosen from a list, in the document and in the workbook."""
    for name in ("paper.docx", "workbook.xlsx"):
        written = colours_of(name, own_pack[name]).decode("utf-8", "replace")
        assert "おわり" in written
        assert "未着手" not in written
