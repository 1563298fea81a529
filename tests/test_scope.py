"""`screc scope`, as its users meet it: one command, five papers, one answer."""

from __future__ import annotations

import io
import json
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from screc.cli.main import main
from screc.knowledge.load import load_knowledge
from screc.scoping import pack

WORDS = load_knowledge().paper_template.words
CHOSEN, DIFFERING = WORDS["theme-chosen"].ja, WORDS["differing-facts"].ja
NAMES = ["index.html", "paper.pdf", "paper.docx", "slides.pptx", "workbook.xlsx"]
MAP = {"name": "南町", "facts": {"public-facilities": "several", "wish-energy-exchange": True}}


@dataclass(frozen=True)
class Ended:
    """How a command ended, and where its pack is."""

    code: int
    out: str
    err: str
    folder: Path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """Make a whole pack, once."""
    folder = tmp_path_factory.mktemp("whole") / "稲城 1"
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["scope", "inagi", "-o", str(folder), "--lang", "ja"])
    return Ended(code, out.getvalue(), err.getvalue(), folder)


@pytest.fixture
def _only_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make packs of the web page alone, which is the quickest."""
    monkeypatch.setattr(pack, "PACK", {"index.html": pack.PACK["index.html"]})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


quick = pytest.mark.usefixtures("_only_the_page")


def read(folder: Path) -> str:
    """Read the words of a page, on one line."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    page = re.sub("<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(page).split())


def test_five_papers_are_written_and_no_more(whole: Ended) -> None:
    """Each opens as what its name says."""
    assert whole.code == 0
    assert {path.name for path in whole.folder.parent.iterdir()} == {whole.folder.name}
    assert sorted(path.name for path in whole.folder.iterdir()) == sorted(NAMES)
    assert "<title>稲城市" in (whole.folder / "index.html").read_text(encoding="utf-8")
    assert len(PdfReader(whole.folder / "paper.pdf").pages) > 5
    assert len(Document(str(whole.folder / "paper.docx")).tables) > 5
    assert len(Presentation(str(whole.folder / "slides.pptx")).slides) > 5
    assert len(load_workbook(whole.folder / "workbook.xlsx").worksheets) > 5


def test_the_answer_and_the_files_are_told(whole: Ended) -> None:
    """What fits best, and where to find the papers; nothing on the error stream."""
    first, *files = whole.out.splitlines()
    assert first.startswith("稲城市　「公共施設開発型」が最も合う")
    assert files == [f"  {whole.folder / name}" for name in NAMES]
    assert whole.err == ""


def test_all_papers_are_of_the_same_area_and_theme(whole: Ended) -> None:
    """Whichever is opened first."""
    page = read(whole.folder)
    pages = PdfReader(whole.folder / "paper.pdf").pages[:2]
    pdf = "".join(page.extract_text() for page in pages)
    texts = [re.sub(r"\s", "", page), re.sub(r"\s", "", pdf)]
    for name in NAMES[2:]:
        with ZipFile(whole.folder / name) as parts:
            xml = b"".join(parts.read(part) for part in parts.namelist() if part.endswith(".xml"))
        texts.append(re.sub(r"<[^>]*>|\s", "", xml.decode()))
    for text in texts:
        assert "稲城市" in text
        assert "検討テーマ" in text
        assert "公共施設開発型" in text


@quick
def test_the_json_says_what_was_made(run: Any, tmp_path: Path) -> None:
    """For other programs."""
    code, out, err = run("scope", "稲城市", "-o", str(tmp_path / "a"), "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "area": "inagi",
        "outcome": "match",
        "theme": "public-facility",
        "folder": str(tmp_path / "a"),
        "files": ["index.html"],
    }


@quick
@pytest.mark.parametrize(
    ("area", "outcome", "theme"),
    [("chiyoda", "consult", None), ("musashino", "ask", "energy-supply-facility")],
)
def test_outcomes_are_those_of_recommend(
    run: Any, tmp_path: Path, area: str, outcome: str, theme: str | None
) -> None:
    """An area in consultation has no theme, and gets papers all the same."""
    told = json.loads(run("scope", area, "-o", str(tmp_path), "--json")[1])
    assert (told["outcome"], told["theme"]) == (outcome, theme)
    assert json.loads(run("recommend", area, "--json")[1])["outcome"] == outcome
    assert (tmp_path / "index.html").exists()


@quick
def test_without_a_folder_the_areas_id_is_taken(
    run: Any, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the current folder; of an area file, its name; of standard input, a word for it."""
    Path("南町 駅前.yaml").write_text(json.dumps(MAP), encoding="utf-8")
    piped = io.TextIOWrapper(io.BytesIO(json.dumps(MAP).encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    for area, folder in (("稲城市", "inagi"), ("南町 駅前.yaml", "南町 駅前"), ("-", "area")):
        code, out, err = run("scope", area)
        assert (code, err) == (0, "")
        assert out.splitlines()[1:] == [f"  {Path(folder) / 'index.html'}"]
        assert (here / folder / "index.html").exists()


@quick
def test_an_area_file_has_its_own_words(run: Any, tmp_path: Path) -> None:
    """Its name, its wishes, and the facilities that it names."""
    path = tmp_path / "minami.yaml"
    path.write_text(
        "name: 南町\nwishes: [文化会館を避難所にしたい。]\n"
        "facts: {public-facilities: several, wish-disaster-base: true}\n"
        "charts: [{scheme: public-facility, names: {facility-1: 南町文化会館}}]\n",
        encoding="utf-8",
    )
    assert run("scope", str(path), "-o", str(tmp_path / "out"))[0] == 0
    said = read(tmp_path / "out")
    for words in ("南町 ", "文化会館を避難所にしたい。", "南町文化会館", "公共施設開発型"):
        assert words in said


@quick
def test_another_theme_is_taken_and_the_paper_says_so(run: Any, tmp_path: Path) -> None:
    """The municipality decides, by id or name, and readers see that it did."""
    arguments = ("scope", "inagi", "-o", str(tmp_path), "--scheme", "電気自動車導入型")
    told = json.loads(run(*arguments, "--json")[1])
    assert (told["outcome"], told["theme"]) == ("match", "ev")
    said = read(tmp_path)
    assert "検討テーマの案：電気自動車導入型" in said
    assert CHOSEN in said
    assert run("scope", "inagi", "-o", str(tmp_path))[0] == 0
    assert CHOSEN not in read(tmp_path)


@quick
def test_another_area_is_compared_by_the_facts_that_matter(run: Any, tmp_path: Path) -> None:
    """The page has a part of its own for it, and only then."""
    run("scope", "inagi", "-o", str(tmp_path))
    assert DIFFERING not in read(tmp_path)
    assert run("scope", "inagi", "-o", str(tmp_path), "--compare", "練馬区")[0] == 0
    said = read(tmp_path)
    part = said[said.rindex(DIFFERING) :]
    assert "練馬区" in part
    assert "防災拠点の独立した電源 不明 はい" in part


@quick
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"buildings": []}, "建物の種類 不明"),
        ({"buildings": {"value": ["shops"], "complete": True}}, "商業施設・店舗のみ"),
        ({"buildings": {"value": [], "complete": True}}, "建物の種類 どれでもない"),
        ({"station": {"value": True, "citation": "own 1 資料 L3"}}, "own 1 資料 L3"),
    ],
)
def test_whatever_a_file_may_say_is_told(
    run: Any, tmp_path: Path, facts: dict[str, Any], said: str
) -> None:
    """No option, all of them decided, a document that only the area has."""
    area = tmp_path / "a.yaml"
    wish = {"ja": "知りたい", "en": "to learn", "citation": "own 1 資料 L3"}
    area.write_text(json.dumps({"name": "南町", "facts": facts, "wishes": [wish]}))
    code, _, err = run("scope", str(area), "-o", str(tmp_path / "pack"))
    assert (code, err) == (0, "")
    assert said in read(tmp_path / "pack")


@quick
def test_letters_that_the_font_lacks_are_named(run: Any, tmp_path: Path) -> None:
    """Once each, on the screen of whoever prints the papers; the pack is made all the same."""
    area = tmp_path / "a.yaml"
    area.write_text(json.dumps(MAP | {"name": "南町🏙🏙"}), encoding="utf-8")
    code, out, err = run("scope", str(area), "-o", str(tmp_path / "pack"), "--json")
    assert (code, json.loads(out)["area"]) == (0, "a")
    assert err == "字体にない文字は、PDF などで〓になります: 🏙\n"
    assert (tmp_path / "pack" / "index.html").exists()


@quick
def test_facts_can_be_changed(run: Any, tmp_path: Path) -> None:
    """`--set` decides on outcome and theme, and is among the facts that were used."""
    arguments = ("scope", "musashino", "-o", str(tmp_path), "--json", "--set")
    told = [
        json.loads(run(*arguments, f"plant-renewal={value}")[1])
        for value in ("yes", "no", "unknown")
    ]
    assert [each["outcome"] for each in told] == ["match", "ask", "ask"]
    assert told[1]["theme"] != told[0]["theme"] == told[2]["theme"]
    run(*arguments, "energy-plant=no", "--set", "plant-renewal=yes")
    assert "食い違う事実" in read(tmp_path)


@quick
def test_english_papers(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By option, or by a setting of the system; the screen is English too."""
    for arguments in (("--lang", "en"), ()):
        monkeypatch.setenv("SCREC_LANG", "ja" if arguments else "en")
        code, out, _ = run("scope", "inagi", "-o", str(tmp_path), *arguments)
        assert code == 0
        assert out.startswith("Inagi City: Public facilities fits best")
        assert '<html lang="en"' in (tmp_path / "index.html").read_text(encoding="utf-8")
        assert "Proposed theme: Public facilities" in read(tmp_path)


@quick
def test_progress_is_for_those_who_watch(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the error stream of a terminal; what is piped on is the answer alone."""
    for language, label in (("ja", "作成"), ("en", "Writing")):
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        arguments = ("scope", "niijima", "-o", str(tmp_path), "--json", "--lang", language)
        code, out, err = run(*arguments)
        assert code == 0
        assert label in err
        assert "100%" in err
        assert json.loads(out)["area"] == "niijima"
        monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
        assert run(*arguments)[2] == ""


@pytest.mark.parametrize(
    ("arguments", "ja", "en"),
    [
        (["inaji"], "「inagi」のことですか。", 'did you mean "inagi"?'),
        (["none.yaml"], "none.yaml: ファイルがありません。", "there is no such file"),
        (["inagi", "--scheme", "blok"], "「block」のことですか。", 'did you mean "block"?'),
        (["inagi", "--scheme", ""], "「」はありません。", 'unknown scheme ""'),
        (["inagi", "--compare", "nerime"], "「nerima」のことですか。", 'did you mean "nerima"?'),
        (["inagi", "--set", "statoin=yes"], "「station」のことですか。", 'did you mean "station"?'),
        (["inagi", "--template", "none"], "none: ひな形のフォルダが", "no such template folder"),
        (["inagi", "--knowledge", "none"], "知識ベースがありません", "no knowledge base"),
        (["inagi", "--engine", "x"], "--engine に使えるもの: ", "--engine takes one of: "),
        ([], "AREA を指定してください。", "AREA is missing."),
    ],
)
def test_bad_input_gets_one_clear_message_and_no_pack(
    run: Any, here: Path, arguments: list[str], ja: str, en: str
) -> None:
    """Exit code 2, the user's language, what was probably meant."""
    for language, said in (("ja", ja), ("en", en)):
        code, out, err = run("scope", *arguments, "--lang", language)
        assert (code, out) == (2, "")
        assert said in err
        assert err.count("\n") == 1
    assert list(here.iterdir()) == []


@quick
def test_a_place_that_cannot_be_written_is_told(run: Any, tmp_path: Path) -> None:
    """Exit code 2, and nothing on the output."""
    (tmp_path / "file").write_bytes(b"x")
    code, out, err = run("scope", "inagi", "-o", str(tmp_path / "file" / "pack"))
    assert (code, out) == (2, "")
    assert err == f"{tmp_path / 'file'}: フォルダではなくファイルです。\n"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
