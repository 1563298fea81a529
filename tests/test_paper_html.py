"""Papers as web pages: whole, self-contained, usable by everyone, and safe whatever they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from materials import papers, programme
from papers import hostile, paper, sample

from screc.diagram.chart_file import Drawing
from screc.errors import InputError
from screc.scoping.html import write_html
from screc.scoping.paper import Column, Figure, Paragraph, Section, Table
from screc.scoping.styles import Styles

PACKAGE = "axe-core@4.14.1"
PAPERS = {"ja": sample("ja"), "en": sample("en"), "hostile": hostile()}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LOOKS = (("ja", 1280), ("en", 500), ("hostile", 500))
"""With the contents at the side, and on top: Chromium has no narrower window. In CSS pixels."""
WATCHED = "<script>alerts = 0; alert = () => { alerts += 1; }</script>"
LOOKED_AT = """
const { body, documentElement } = document;
axe.run().then(({ violations, passes }) => {
  const found = violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes[0].html }));
  const overflow = documentElement.scrollWidth - documentElement.clientWidth;
  const answer = document.createElement("pre");
  answer.id = "answer";
  answer.textContent = JSON.stringify({
    found,
    passed: passes.map(({ id }) => id),
    overflow,
    alerts,
    width: innerWidth,
  });
  body.append(answer);
});
"""
EVERY = pytest.mark.parametrize("name", PAPERS)
BOTH = pytest.mark.parametrize("language", ["ja", "en"])


class Page(HTMLParser):
    """What stands in a page: its elements with their attributes, and what is read of it."""

    def __init__(self, written: bytes) -> None:
        """Read a page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._within: list[str] = []
        self.feed(written.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))
        self._within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element without content."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self._within.pop(-1 - self._within[::-1].index(tag))

    def handle_data(self, data: str) -> None:
        """Keep a text that is read."""
        if "style" not in self._within:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All texts, as one line."""
        return seen("".join(self.texts))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """List the elements of a name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def every(self, attribute: str) -> list[str]:
        """List the values of an attribute."""
        return [found[attribute] or "" for _, found in self.elements if attribute in found]


def seen(text: str) -> str:
    """Say what is seen of a text, on one line: no mark of control or direction."""
    unseen = "[\x00-\x08\x0e-\x1f\x7f\u200d\u202c\u202e\ufffe\ud800-\udfff]"
    return " ".join(re.sub(unseen, "", text).split())


@cache
def written(name: str) -> bytes:
    """Write a paper, once."""
    return write_html(PAPERS[name], Styles())


def words(part: Any, name: str = "") -> Iterator[str]:
    """List every text of a paper that is read; the chart's own tests see to its words."""
    if isinstance(part, str) and name not in {"id", "language", "tone", "fill", "look"}:
        yield from part.splitlines()
    elif isinstance(part, tuple):
        for each in part:
            yield from words(each, name)
    elif is_dataclass(part) and not isinstance(part, Drawing) and name != "look":
        for field in fields(part):
            yield from words(getattr(part, field.name), field.name)


def template(folder: Path, name: str, text: str) -> Styles:
    """Make a municipality's own file of a template."""
    (folder / name).write_text(text, encoding="utf-8")
    return Styles(folder)


@EVERY
def test_every_word_is_on_the_page(name: str) -> None:
    """None is lost."""
    text = Page(written(name)).text
    assert [word for word in map(seen, words(PAPERS[name])) if word not in text] == []


def test_words_stand_in_their_order() -> None:
    """Sections are read as the paper has them."""
    text = Page(written("ja")).text
    places = [text.rindex(f" {section.title} ") for section in PAPERS["ja"].sections]
    assert places == sorted(places)


@EVERY
def test_a_paper_always_makes_the_same_page(name: str) -> None:
    """Byte by byte."""
    assert write_html(PAPERS[name], Styles()) == written(name)


@EVERY
def test_the_page_needs_nothing_from_outside(name: str) -> None:
    """No script and no other file; and the browser is told to take none."""
    page = Page(written(name))
    assert not {"script", "link", "iframe", "img", "object", "base"} & {
        tag for tag, _ in page.elements
    }
    policies = [each["content"] for each in page.all("meta") if "http-equiv" in each]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    assert all(link.startswith("#") for link in page.every("href"))
    assert not page.every("src")
    assert b"url(" not in written(name)


def test_no_word_becomes_markup() -> None:
    """A page of hostile words has the elements and attributes of any other."""
    usual, found = Page(written("ja")), Page(written("hostile"))
    assert {tag for tag, _ in found.elements} <= {tag for tag, _ in usual.elements}
    names = [{name for _, each in page.elements for name in each} for page in (found, usual)]
    assert names[0] <= names[1]


def test_no_imprint_ends_the_style_sheet() -> None:
    """It stands in there too, for the foot of printed pages."""
    imprint = '</style>"; } * { display: none } \\'
    page = write_html(replace(paper(()), imprint=imprint), Styles()).decode()
    sheet = page.split("<style>")[1].split("</style>")[0]
    assert r"\3c \2f style\3e \22 \3b " in sheet
    assert imprint in Page(page.encode()).text


@EVERY
def test_ids_are_unique_and_lead_somewhere(name: str) -> None:
    """Also those of charts, of which a page may have many."""
    page = Page(written(name))
    ids = page.every("id")
    assert [each for each, times in Counter(ids).items() if times > 1] == []
    links = [link.removeprefix("#") for link in page.every("href")]
    named = [each for value in page.every("aria-labelledby") for each in value.split()]
    assert {*links, *named} <= set(ids)


def test_charts_of_a_page_do_not_share_ids() -> None:
    """The same chart twice is told of twice."""
    figure = next(
        block
        for section in PAPERS["ja"].sections
        for block in section.blocks
        if isinstance(block, Figure)
    )
    page = Page(write_html(paper((Section("a", "図", (figure, figure)),)), Styles()))
    told = [each["aria-labelledby"] for each in page.all("svg")]
    assert len(set(told)) == 2
    assert not [each for each, times in Counter(page.every("id")).items() if times > 1]
    assert page.text.count(figure.drawing.picture.description) == 2


@BOTH
def test_the_page_has_the_structure_that_is_read_aloud(language: str) -> None:
    """Language, landmarks, headings, header cells, names of pictures, a way past the contents."""
    page = Page(written(language))
    tags = Counter(tag for tag, _ in page.elements)
    assert page.all("html") == [{"lang": language}]
    assert [tags[tag] for tag in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    assert tags["h2"] == len(PAPERS[language].sections) + 1
    first = next(found for tag, found in page.elements if tag == "a")
    assert first == {"class": "skip", "href": "#paper-main"}
    scopes = Counter(each.get("scope") for each in page.all("th"))
    assert scopes == {"col": 4 + 3, "row": 4 + 3}
    charts = [each for each in page.all("svg") if "aria-hidden" not in each]
    assert [each["role"] for each in charts] == ["img"]
    assert tags["table"] == tags["caption"] == 3


def test_a_status_is_a_box_and_its_states_are_said_once() -> None:
    """Ticked on paper."""
    text = Page(written("ja")).text
    assert text.count("☐") == 4
    assert text.count("未着手 / 進行中 / 済 / 対象外") == 1


def test_fits_are_numbers_too() -> None:
    """What a bar shows is written beside it."""
    text = Page(written("ja")).text
    assert all(fit in text for fit in ("55～95", "40～100", "15～100"))
    assert "55–95" in Page(written("en")).text


def test_shares_of_columns_are_shares_of_the_width() -> None:
    """Whatever they add up to."""
    columns = (Column("a", share=1), Column("b", share=3))
    page = write_html(paper((Section("a", "表", (Table("表", columns, ()),)),)), Styles())
    assert [each["style"] for each in Page(page).all("col")] == ["width: 25.00%", "width: 75.00%"]


def test_wide_spaces_are_kept() -> None:
    """They part words in Japanese."""
    page = write_html(paper((Section("a", "文", (Paragraph("甲　乙 \n 丙"),)),)), Styles())
    assert "<p>甲　乙" in page.decode()


def test_a_template_may_have_its_own_style_sheet(tmp_path: Path) -> None:
    """It replaces the packaged one, and ends where it ends."""
    styles = template(tmp_path, "paper.css", "h1 { color: red; } b::after { content: '</style>' }")
    page = write_html(sample("ja"), styles).decode()
    assert "h1 { color: red; }" in page
    assert page.count("</style>") == 1
    assert "line-break: strict" not in page


def test_a_template_may_have_its_own_layout(tmp_path: Path) -> None:
    """It replaces the packaged one; words are escaped in it as well."""
    styles = template(tmp_path, "paper.html", "<h1>{{ paper.title }}</h1>")
    assert write_html(replace(sample("ja"), title="<b>"), styles) == b"<h1>&lt;b&gt;</h1>"


@pytest.mark.parametrize(
    ("layout", "line", "ja", "en"),
    [
        (
            "<p>\n{% if %}",
            2,
            "ひな形の書き方に誤りがあります（Expected",
            "is not well formed: Expe",
        ),
        ("<p>\n\n{{ paper.titel }}", 3, "が使う名前がありません（", "attribute 'titel'"),
        ("{{ titel }}", 1, "ひな形が使う名前がありません", "'titel' is undefined"),
        ("\n{{ paper.__class__.__mro__ }}", 2, "使えないものです", "may not use this: access to"),
        ("{{ 1 / 0 }}", 1, "ひな形に当てはめられません", "cannot be filled in: division by zero"),
        ("{% include 'other.html' %}", 1, "当てはめられません（", "other.html"),
        ("{% include 'paper.html' %}", 1, "当てはめられません（", "recursion"),
        ("\n{{ paper.sections[0].blocks[2].drawing }}", 2, "名前がありません", "no attribute"),
        ("{{ paper.sections.append(1) }}", 1, "名前がありません", "no attribute 'append'"),
    ],
)
def test_a_fault_of_a_layout_is_reported_with_its_place(
    tmp_path: Path, layout: str, line: int, ja: str, en: str
) -> None:
    """File, line, and what is wrong, in both languages; a layout can do nothing but lay out."""
    with pytest.raises(InputError) as raised:
        write_html(sample("ja"), template(tmp_path, "paper.html", layout))
    (problem,) = raised.value.problems
    assert (problem.path, problem.line) == (str(tmp_path / "paper.html"), line)
    assert ja in problem.ja
    assert en in problem.en


def chromium() -> str | None:
    """Find Chromium, by any of its names."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@pytest.fixture(scope="module")
def axe() -> str:
    """Install axe once, outside the checkout; skip where that cannot be done, but not in CI."""
    folder = Path(tempfile.gettempdir()) / f"screc-{PACKAGE}"
    npm = shutil.which("npm")
    installed = False
    if npm and chromium():
        folder.mkdir(exist_ok=True)
        # npm writes this file when all is in its place.
        installed = (folder / "node_modules" / ".package-lock.json").exists() or not subprocess.run(
            [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", PACKAGE],
            capture_output=True,
            check=False,
        ).returncode
    if not installed:
        if os.environ.get("CI"):
            pytest.fail("axe cannot be run: there is no Chromium, no Node.js, or no network")
        pytest.skip("axe cannot be run")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def looked_at(page: bytes, axe: str, width: int, folder: Path) -> dict[str, Any]:
    """Open a page in Chromium, and let axe and the browser tell what they find."""
    # The page's own policy would, rightly, forbid axe.
    opened = re.sub("<meta http-equiv[^>]*>", WATCHED, page.decode(), count=1)
    script = f"<script>{axe}</script><script>{LOOKED_AT}</script></body>"
    (folder / "page.html").write_text(opened.replace("</body>", script), encoding="utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900")
    ended = subprocess.run(
        [
            str(chromium()),
            *options,
            f"--user-data-dir={folder / 'profile'}",
            "--virtual-time-budget=20000",
            "--dump-dom",
            (folder / "page.html").as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=60,
    )
    answer = re.search('<pre id="answer">(.*?)</pre>', ended.stdout.decode(), re.DOTALL)
    assert answer, ended.stderr.decode()[-500:]
    found: dict[str, Any] = json.loads(unescape(answer[1]))
    return found


@pytest.mark.browser
@pytest.mark.parametrize(("name", "width"), LOOKS)
def test_everyone_can_use_the_page(name: str, width: int, axe: str, tmp_path: Path) -> None:
    """On wide screens and narrow ones: axe finds no fault, nothing is cut, no word is run."""
    found = looked_at(written(name), axe, width, tmp_path)
    assert found["found"] == []
    assert {"color-contrast", "skip-link", "svg-img-alt", "landmark-one-main"} <= {*found["passed"]}
    assert (found["overflow"], found["alerts"], found["width"]) == (0, 0, width)


@pytest.mark.browser
@pytest.mark.parametrize("page", ["inagi ja", "inagi en", "chiyoda ja", "overview ja"])
def test_everyone_can_use_the_page_of_a_pack(page: str, axe: str, tmp_path: Path) -> None:
    """As screc writes it for an area, one in consultation among them, and for a programme."""
    name, language = page.split()
    whole = programme(language) if name == "overview" else papers(name, language=language).whole  # type: ignore[arg-type]
    found = looked_at(write_html(whole, Styles()), axe, 1280, tmp_path)
    assert (found["found"], found["overflow"]) == ([], 0)
