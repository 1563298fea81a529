"""What the papers say: of every area, in both languages, whole, true to the knowledge, and safe."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from html import escape
from io import BytesIO
from itertools import pairwise, product
from zipfile import ZipFile

import pytest
from materials import KNOWLEDGE, RECORDS, SCHEMES, material, papers, sections
from openpyxl import load_workbook

from screc.errors import printable
from screc.knowledge.area_file import read_area_with_charts
from screc.model.text import LANGUAGES, Language, Say
from screc.scoping.compose import Papers, compose
from screc.scoping.gather import Wanted, gather
from screc.scoping.html import write_html
from screc.scoping.letters import texts
from screc.scoping.paper import (
    Block,
    Callout,
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
from screc.scoping.workbook.write import write_workbook

CONSULTED = ("chiyoda", "niijima")
MATCHED = tuple(name for name in RECORDS if name not in CONSULTED)
CLASHING = ("musashino", "energy-plant=no", "plant-renewal=yes")
BOTH = pytest.mark.parametrize("language", LANGUAGES)
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
QUOTED = re.compile(r'"[^"]*"|\([^)]*\)|「[^「」]*」')
LONG = "駅前広場、" * 1000
HOSTILE = (
    "<script>alert(1)</script><b>&amp;",
    '=HYPERLINK("http://x","y")',
    "{scheme} {0} {area.__class__} {{ 7 * 7 }}",
    LONG,
)


def each(of: Papers) -> tuple[Paper, ...]:
    """List the three papers."""
    return of.whole, of.slides, of.workbook


def gaps(paper: Paper) -> Iterator[str]:
    """Find what a careful reader would call unfinished."""
    for text in texts(paper):
        if "{" in text or "}" in text:
            yield f"a place that was not filled: {text}"
    for section in paper.sections:
        yield from (f"{section.id}: {gap}" for gap in _gaps_of_blocks(section))
        yield from (
            f"{section.id}: {gap}" for block in section.blocks for gap in _gaps_in_a_block(block)
        )


def _gaps_of_blocks(section: Section) -> Iterator[str]:
    if not section.title.strip() or not section.blocks:
        yield "no title or no block"
    elif isinstance(section.blocks[-1], Heading):
        yield "a heading at the end"
    if any(isinstance(a, Heading) and isinstance(b, Heading) for a, b in pairwise(section.blocks)):
        yield "a heading after a heading"


def _gaps_in_a_block(block: Block) -> Iterator[str]:
    lines: tuple[Line, ...] = ()
    match block:
        case Table():
            if not block.rows or {len(row) for row in block.rows} != {len(block.columns)}:
                yield "a table without rows, or with rows that are not as wide as its head"
            if any(column.fill == "status" for column in block.columns) and not block.states:
                yield "a status without states"
        case Items() | Callout():
            lines = block.lines
            if not lines:
                yield "a list without lines"
        case Form():
            lines = tuple(line for field in block.fields for line in field.lines)
            if not all(field.lines or field.empty_lines for field in block.fields):
                yield "an entry without words and without room"
        case Paragraph() | Heading():
            lines = (Line(block.text),)
    if not all(line.text.strip() for line in lines):
        yield "an empty line"


def table(section: Section) -> Table:
    """Return the first table of a section."""
    return next(block for block in section.blocks if isinstance(block, Table))


def form(section: Section) -> dict[str, tuple[list[str], int]]:
    """Read a form: what is filled in, and how much room is left, by the name of the entry."""
    (found,) = (block for block in section.blocks if isinstance(block, Form))
    return {
        field.name: ([line.text for line in field.lines], field.empty_lines)
        for field in found.fields
    }


@BOTH
@pytest.mark.parametrize("name", RECORDS)
def test_the_papers_of_every_area_have_no_gap(name: str, language: Language) -> None:
    """No empty section, table or list, no lone heading, no place of a template left open."""
    for paper in each(papers(name, language=language)):
        assert paper.sections
        assert paper.language == language
        assert list(gaps(paper)) == []
        assert len({section.id for section in paper.sections}) == len(paper.sections)


@pytest.mark.parametrize(
    ("name", "theme"), [*product(["inagi"], SCHEMES), ("chiyoda", "ev"), ("musashino", "ev")]
)
def test_a_theme_of_ones_own_leaves_no_gap(name: str, theme: str) -> None:
    """Any of the twelve can be chosen, also where none is proposed; the papers say so."""
    said = papers(name, theme=theme)
    assert [list(gaps(paper)) for paper in each(said)] == [[], [], []]
    box = next(block for block in said.whole.sections[0].blocks if isinstance(block, Callout))
    assert SCHEMES[theme].name.ja in box.title
    first = material(name).theme_id
    words = KNOWLEDGE.paper_template.words
    assert (words["theme-chosen"].ja in "".join(texts(box))) is (theme != first)


def test_an_area_of_which_nothing_is_known_gets_papers() -> None:
    """The first session may begin with an empty sheet."""
    area, record = read_area_with_charts(b"name: X", "x.yaml", KNOWLEDGE)
    said = compose(gather(area, record, KNOWLEDGE, Wanted()))
    assert [list(gaps(paper)) for paper in each(said)] == [[], [], []]
    assert "questions" in sections(said.whole)


def test_every_section_of_the_template_is_used() -> None:
    """None is only named; those of the programme are in its own paper."""
    made = [papers(name) for name in ("inagi", "chiyoda")]
    made += [papers(*CLASHING), papers("inagi", other="nerima")]
    used = {section.id for of in made for paper in each(of) for section in paper.sections}
    template = KNOWLEDGE.paper_template
    assert used == {section.id for section in template.sections} - {*template.overview}


@BOTH
@pytest.mark.parametrize("name", CONSULTED)
def test_consultation_says_why_none_fits_and_how_it_goes_on(name: str, language: Language) -> None:
    """No theme, chart, roles or comparison is proposed."""
    said, of = papers(name, language=language), material(name, language=language)
    steps = [of.say.text(step.text) for step in KNOWLEDGE.programme.consultation]
    for paper in (said.whole, said.slides):
        found = sections(paper)
        assert not found.keys() & {"comparison", "at-a-glance", "chart", "roles", "difference"}
        told = [*texts(found["consultation"])]
        assert of.answer.gates[0].because in told
        assert of.word("how-consultation") in told
        assert {*steps} & {*told}
        assert {of.say.text(wish.text) for wish in RECORDS[name].wishes} <= {*texts(paper)}
    first = said.whole.sections[0].blocks[0]
    assert isinstance(first, Callout)
    assert first.title == of.word("no-theme")


@BOTH
def test_a_conflict_names_the_facts_that_clash(language: Language) -> None:
    """So that somebody finds out which is wrong, before a theme is chosen."""
    said, of = papers(*CLASHING, language=language), material(*CLASHING, language=language)
    assert of.answer.outcome == "conflict"
    for paper in (said.whole, said.slides):
        assert "comparison" not in sections(paper)
        told = "".join(texts(sections(paper)["conflicts"]))
        for name in ("energy-plant", "plant-renewal"):
            assert of.facts.names([name]) in told
        assert list(gaps(paper)) == []


@pytest.mark.parametrize("name", MATCHED)
def test_the_first_three_schemes_with_a_cue_stand_side_by_side(name: str) -> None:
    """Also those just short of being presented; the first is the theme."""
    of = material(name)
    ranked = (*of.answer.recommendations, *of.answer.others)
    first = [place.name for place in ranked if place.fit.held][:3]
    for section in (
        sections(papers(name).whole)["comparison"],
        sections(papers(name).slides)["at-a-glance"],
    ):
        assert [column.head for column in table(section).columns[1:]] == first
    points = [row[0].text for row in table(sections(papers(name).whole)["comparison"]).rows]
    assert len(set(points)) >= 11


def test_a_theme_that_was_chosen_stands_first() -> None:
    """What was chosen is compared with what would have been proposed."""
    found = table(sections(papers("inagi", theme="ev").whole)["comparison"])
    assert [column.head for column in found.columns[1:3]] == ["電気自動車導入型", "公共施設開発型"]


@BOTH
@pytest.mark.parametrize("name", ["inagi", "mitaka", "musashino"])
def test_the_sheet_has_its_entries_and_room_to_write(name: str, language: Language) -> None:
    """Purpose, target area, outline and review of last year, as the guidance asks for."""
    say, of = Say(language), material(name, language=language)
    said = papers(name, language=language)
    for paper in (said.whole, said.workbook):
        section = sections(paper)["sheet"]
        entries = form(section)
        for asked in ("study-theme", "purpose", "target-area", "outline", "last-year"):
            assert entries[of.word(asked)][1] > 0
        assert of.answer.area.name in entries[of.word("target-area")][0]
        told = "\n".join(texts(section))
        assert all(say.text(wish.text) in told for wish in RECORDS[name].wishes)
        assert of.theme
        assert all(say.text(purpose.text) in told for purpose in of.theme.purpose)


@BOTH
@pytest.mark.parametrize("name", MATCHED)
def test_every_open_question_names_who_would_know(name: str, language: Language) -> None:
    """With the answers to tick, and unknown among them."""
    of, found = material(name, language=language), sections(papers(name, language=language).whole)
    asked = of.answer.questions
    rows = table(found["questions"]).rows
    holders = {
        attribute: of.say.text(holder.name)
        for holder in KNOWLEDGE.data_holders
        for attribute in holder.attributes
    }
    assert [row[0].text for row in rows] == [part.question for part in asked]
    assert [row[3].text for row in rows] == [holders[part.attribute] for part in asked]
    assert all(of.word("unknown") in row[1].text for row in rows)


@pytest.mark.parametrize("name", MATCHED)
def test_data_to_collect_are_those_that_are_missing(name: str) -> None:
    """What is known is not asked again; each has somebody who would have it."""
    of, found = material(name), sections(papers(name).whole)["data"]
    facts = of.answer.area.facts
    known = {part.name.ja for part in KNOWLEDGE.attributes if part.id in facts}
    assert known
    tables = [block for block in found.blocks if isinstance(block, Table)]
    missing, study = tables[0], tables[-1]
    assert not known & {row[0].text for row in missing.rows}
    assert all(row[2].text for row in (*missing.rows, *study.rows))
    assert [row[0].text for row in study.rows] == [
        datum.name.ja
        for datum in KNOWLEDGE.study_data
        if not datum.schemes or of.theme_id in datum.schemes
    ]


@BOTH
@pytest.mark.parametrize("scheme", SCHEMES)
def test_roles_are_those_of_the_knowledge(scheme: str, language: Language) -> None:
    """All of them and no other, by phase, cited, each with a status to keep."""
    roles, say = SCHEMES[scheme], Say(language)
    phases = {
        say("環境づくり", "Preparing the ground"): roles.municipality_box,
        say("構想段階", "Concept"): roles.roles.concept,
        say("事業段階", "Project"): roles.roles.project,
    }
    expected = [(phase, say.text(role.text)) for phase, said in phases.items() for role in said]
    for paper in each(papers("inagi", language=language, theme=scheme)):
        found = table(sections(paper)["roles"])
        assert [(row[0].text, row[1].text) for row in found.rows] == expected
        assert all(re.search(r" L\d+", row[1].note) for row in found.rows)
        assert len(found.states) == 4


def test_the_chart_is_shown_in_all_its_views() -> None:
    """In normal times, by stage where there are stages, and at a power cut."""
    for scheme in SCHEMES.values():
        for paper in (
            papers("inagi", theme=scheme.id).whole,
            papers("inagi", theme=scheme.id).slides,
        ):
            (section,) = (s for s in paper.sections if s.id in ("chart", "pictures"))
            names = [block.caption for block in section.blocks if isinstance(block, Figure)]
            stages = [stage.ja for stage in scheme.stages]
            assert names == ["平常時", *stages, *["停電時"] * (scheme.emergency is not None)]


def test_whoever_is_invited_can_be_there() -> None:
    """Everyone of the chart but the municipality, places, and who is said to be absent."""
    text = "name: X\nfacts: {public-facilities: several}\ncharts:\n"
    text += "  - {scheme: public-facility, names: {utility: 電力の会社}, absent: [%s]}\n"
    kinds = {kind.id: kind.kind for kind in KNOWLEDGE.stakeholder_types}
    others = [
        part.id
        for part in SCHEMES["public-facility"].stakeholders
        if kinds[part.type] not in ("municipality", "resource", "area") and part.id != "utility"
    ]
    invited = []
    for absent in ("", others[0]):
        given = (text % absent).encode()
        area, record = read_area_with_charts(given, "x.yaml", KNOWLEDGE)
        said = compose(gather(area, record, KNOWLEDGE, Wanted(theme="public-facility")))
        rows = table(sections(said.whole)["stakeholders"]).rows
        assert "電力の会社" in [row[0].text for row in rows]
        invited.append(len(rows))
    assert invited == [len(others) + 1, len(others)]


def test_the_scale_is_that_of_the_area() -> None:
    """2億～9億円 for 50 homes come to about 55 times as much for 2,767, in rounded figures."""
    row = table(sections(papers("tama-district").whole)["scale"]).rows[0]
    assert "2,767" in row[4].note
    assert row[4].text == "11億円～500億円"
    assert "50" in row[1].note
    lead = sections(papers("tama-district").whole)["scale"].blocks[0]
    assert isinstance(lead, Paragraph)
    assert "見積りではない" in lead.text


@BOTH
@pytest.mark.parametrize(
    ("name", "alike"), [("inagi", "minato-district"), ("adachi", "tama-district")]
)
def test_published_results_are_precedents(name: str, alike: str, language: Language) -> None:
    """Both districts are told; the one of the same scheme with its figures and all results."""
    say = Say(language)
    found = [*texts(sections(papers(name, language=language).whole)["precedents"])]
    told = "\n".join(found)
    for record in KNOWLEDGE.areas:
        if record.published is None or record.name is None:
            continue
        assert say.text(record.name) in found
        assert all(say.text(said.text) in told for said in record.published.evaluation)
    same = RECORDS[alike].published
    assert same
    assert {say.text(figure.name) for figure in same.figures} <= {*found}
    assert {figure.said(say) for figure in same.figures} <= {*found}
    for results in (
        same.casbee,
        same.co_benefits,
        same.allocation,
        same.governance,
        same.expected_behaviour,
    ):
        assert all(say.text(said.text) in told for said in results)


@BOTH
def test_the_way_to_the_study_is_that_of_the_guidance(language: Language) -> None:
    """Every step and what it verifies; every session and every year; each in its order."""
    say, programme = Say(language), KNOWLEDGE.programme
    told = "\n".join(texts(papers("inagi", language=language).whole.sections))
    study = programme.feasibility_study
    for said in (
        study.steps,
        study.verifies,
        study.examines,
        [item for session in programme.sessions for item in session.items],
        [item for year in programme.years for item in year.items],
    ):
        place = told.index(say.text(said[0].text))
        for item in said:
            place = told.index(say.text(item.text), place)


def test_money_that_is_named_for_the_theme_comes_first() -> None:
    """Others follow; none is left out."""
    found = table(sections(papers("inagi", theme="ev").whole)["subsidies"])
    kinds = {kind.name.ja: kind.schemes for kind in KNOWLEDGE.subsidies}
    fitting = [not kinds[row[0].text] or "ev" in kinds[row[0].text] for row in found.rows]
    assert fitting == sorted(fitting, reverse=True)
    assert any(fitting)
    assert len(found.rows) == len(kinds)


@BOTH
def test_another_area_is_told_apart_by_the_facts_that_matter(language: Language) -> None:
    """Those that change nothing stand below; an area does not differ from itself."""
    of = material("inagi", language=language, other="nerima")
    found = sections(papers("inagi", language=language, other="nerima").whole)["difference"]
    facts, schemes = (block for block in found.blocks if isinstance(block, Table))
    names = [of.answer.area.name, of.say("練馬区", "Nerima Ward")]
    assert [column.head for column in facts.columns[1:3]] == names
    row = next(row for row in facts.rows if row[0].text == of.facts.names(["wish-disaster-base"]))
    assert [cell.text for cell in row[1:3]] == [of.word("unknown"), of.say("はい", "yes")]
    assert of.say("公共施設開発型", "Public facilities") in row[3].text
    assert len(schemes.rows) > 1
    same = sections(papers("inagi", language=language, other="inagi").whole)["difference"]
    assert same.blocks == (Paragraph(of.word("no-difference")),)


@pytest.mark.parametrize("name", RECORDS)
def test_english_papers_are_english(name: str) -> None:
    """Japanese is in quotations only."""
    other = "nerima" if name == "inagi" else None
    for paper in each(papers(name, language="en", other=other)):
        for text in texts(paper):
            rest = text
            while QUOTED.search(rest):
                rest = QUOTED.sub("", rest)
            assert not JAPANESE.search(rest)


@pytest.fixture(scope="module", params=HOSTILE, ids=lambda text: text[:20])
def hostile(request: pytest.FixtureRequest) -> tuple[str, Papers]:
    """Compose the papers of an area in which everything is called so."""
    name: str = request.param
    given = {
        "name": name,
        "wishes": [name],
        "last_year": [name],
        "facts": {"public-facilities": "several", "public-facilities-adjacent": True},
        "charts": [{"scheme": "public-facility", "names": {"utility": name, "facility-1": name}}],
    }
    area, record = read_area_with_charts(json.dumps(given).encode(), "x.json", KNOWLEDGE)
    return name, compose(gather(area, record, KNOWLEDGE, Wanted(theme="public-facility")))


def test_words_of_users_stay_as_they_are(hostile: tuple[str, Papers]) -> None:
    """They fill places of the template and are not filled themselves; a title has an end."""
    name, said = hostile
    assert said.whole.title == printable(name)
    told = [*texts(sections(said.whole)["sheet"])]
    assert sum(text.endswith(name) for text in told) >= 2
    assert name in [row[0].text for row in table(sections(said.whole)["stakeholders"]).rows]


def test_words_of_users_are_no_markup(hostile: tuple[str, Papers]) -> None:
    """The page has no script and shows the words as they were written."""
    name, said = hostile
    page = write_html(said.whole, Styles()).decode()
    assert "<script" not in page
    assert "<b>&amp;" not in page
    assert escape(name, quote=False) in page.replace("&#34;", '"').replace("&#39;", "'")


def test_words_of_users_are_no_formulas(hostile: tuple[str, Papers]) -> None:
    """A workbook holds them whole, as texts."""
    name, said = hostile
    written = write_workbook(said.workbook)
    with ZipFile(BytesIO(written)) as parts:
        xml = b"".join(parts.read(part) for part in parts.namelist() if "worksheets/" in part)
    assert b"<f>" not in xml
    assert b'TargetMode="External"' not in xml
    with warnings.catch_warnings():  # openpyxl does not know the newer half of a data bar
        warnings.filterwarnings("ignore", ".* extension is not supported")
        sheets = [
            [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
            for sheet in load_workbook(BytesIO(written)).worksheets
        ]
    assert {cell.data_type for cells in sheets for cell in cells} <= {"s", "n"}
    # What is longer than a row can be high goes on in the next.
    told = ["".join(str(cell.value) for cell in cells) for cells in sheets]
    assert sum(name in words for words in told) > 1


@pytest.mark.parametrize(("name", "offers"), [("inagi", True), ("adachi", False)])
def test_nobody_is_asked_to_go_on_with_nothing(name: str, offers: bool) -> None:  # noqa: FBT001
    """Where facts clash no theme is proposed, so none can be ticked, on paper or on a slide."""
    clash = () if offers else ("households=3000", "municipal-households=50")
    made = papers(name, *clash)
    boxes = material(name, *clash).word("decision-boxes")
    assert material(name, *clash).answer.outcome == ("match" if offers else "conflict")
    assert (boxes in texts(sections(made.whole)["sheet"])) is offers
    assert (boxes in texts(sections(made.slides)["decide"])) is offers
