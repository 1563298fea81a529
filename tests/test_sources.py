"""The knowledge says what the source documents print, where it says so."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from screc.knowledge.load import load_knowledge
from screc.knowledge.walk import files_of, walk
from screc.knowledge.yaml_reader import Place
from screc.model.citation import Citation
from screc.model.knowledge import Knowledge

HEADINGS = {
    "目的",
    "概要",
    "スキーム図",
    "基礎自治体の主な役割",
    "【構想段階】",
    "【事業段階】",
    "備考",
    "導入規模",
    "対応するスマートコミュニティの種類",
}
SCHEMES = [
    "station-front",
    "block",
    "shopping-street",
    "large-area",
    "research-institute",
    "public-facility",
    "energy-supply-facility",
    "apartment",
    "ev",
    "electric-mobility",
    "energy-saving-behaviour",
    "study-committee",
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Load the knowledge base."""
    return load_knowledge()


@pytest.fixture(scope="module")
def lines(shared: Path, knowledge: Knowledge) -> dict[str, list[str]]:
    """Read the source documents, by id."""
    return {
        source.id: (shared / "sources" / source.file).read_text(encoding="utf-8").split("\n")
        for source in knowledge.sources.sources
    }


@pytest.fixture(scope="module")
def charts(shared: Path) -> dict[str, dict[str, Any]]:
    """Read the rebuilt charts, by scheme."""
    text = (shared / "sources" / "charts.yaml").read_text(encoding="utf-8")
    return {chart["id"]: chart for chart in yaml.safe_load(text)["schemes"]}


def citations(knowledge: Knowledge) -> Iterator[tuple[str, Place, Citation]]:
    """Go through every citation, with its file and place."""
    for path, content in files_of(knowledge):
        for place, value in walk(content):
            if isinstance(value, Citation):
                yield path, place, value


def squeezed(text: str) -> str:
    """Leave out what line breaks and layout add, and what variants differ in."""
    return re.sub(r"[\s・•]", "", unicodedata.normalize("NFKC", text))


def cited(citation: Citation, lines: dict[str, list[str]]) -> list[str]:
    """Return the lines that a citation names."""
    return lines[citation.source][citation.line - 1 : citation.last_line]


def test_every_citation_resolves_to_words(
    knowledge: Knowledge, lines: dict[str, list[str]]
) -> None:
    """A citation starts and ends on a line with words, and not on a heading."""
    wrong = [
        f"{path} {place} {citation}"
        for path, place, citation in citations(knowledge)
        for found in [cited(citation, lines)]
        if len(found) != citation.last_line - citation.line + 1
        or not squeezed(found[0])
        or not squeezed(found[-1])
        or found[0].strip() in HEADINGS
    ]
    assert wrong == []


def test_items_use_the_words_of_the_cited_lines(
    knowledge: Knowledge, lines: dict[str, list[str]]
) -> None:
    """An item of a table shares at least one word (two characters) with the lines it cites."""
    wrong = []
    for scheme in knowledge.schemes:
        statements = (
            *scheme.purpose,
            *scheme.outline,
            *scheme.roles.concept,
            *scheme.roles.project,
            *scheme.remarks,
        )
        for statement in statements:
            printed = squeezed("".join(cited(statement.citation, lines)))
            words = {printed[i : i + 2] for i in range(len(printed) - 1)}
            said = squeezed(statement.ja)
            if not words & {said[i : i + 2] for i in range(len(said) - 1)}:
                wrong.append((scheme.id, statement.ja, str(statement.citation)))
    assert wrong == []


def test_chart_labels_stand_in_the_cited_lines(
    knowledge: Knowledge, lines: dict[str, list[str]]
) -> None:
    """A label of a chart is printed as it is, but for the misprints on record."""
    misprints = {line for erratum in knowledge.errata for line in erratum.lines}
    wrong = []
    for scheme in knowledge.schemes:
        labelled = [
            *scheme.stakeholders,
            *(frame for frame in scheme.frames if frame.label_from == "chart"),
            *(flow for flow in scheme.flows if flow.label_from == "chart"),
            *scheme.installations,
        ]
        for part in labelled:
            printed = squeezed("".join(cited(part.citation, lines)))
            label = part.label.ja if part.label else ""
            missing = [piece for piece in label.split(" / ") if squeezed(piece) not in printed]
            span = range(part.citation.line, part.citation.last_line + 1)
            if missing and not misprints & set(span):
                wrong.append((scheme.id, missing, str(part.citation)))
        wrong += [
            (scheme.id, item.ja, str(item.citation))
            for item in scheme.municipality_box
            if squeezed(item.ja) not in squeezed("".join(cited(item.citation, lines)))
        ]
    assert wrong == []


def test_scale_labels_are_verbatim(knowledge: Knowledge, lines: dict[str, list[str]]) -> None:
    """The label of the scale is printed as it is, but for the misprint on line 1054."""
    for scheme in knowledge.schemes:
        printed = squeezed("".join(cited(scheme.scale.citation, lines)))
        printed = printed.replace("距離間", "距離")
        assert squeezed(scheme.scale.label.ja) in printed, scheme.id


def test_schemes_are_the_twelve_in_table_order(knowledge: Knowledge) -> None:
    """The ids are fixed, and numbered as in table 5.1."""
    assert [scheme.id for scheme in knowledge.schemes] == SCHEMES
    assert [scheme.number for scheme in knowledge.schemes] == list(range(1, 13))
    assert [scheme.table for scheme in knowledge.schemes] == [f"5.{n}" for n in range(2, 14)]


def test_roles_are_one_item_for_each_printed_item(knowledge: Knowledge) -> None:
    """38 items of the concept phase; 33 of the project phase, as 5.13 prints one of 34 twice."""
    concept = [len(scheme.roles.concept) for scheme in knowledge.schemes]
    project = [len(scheme.roles.project) for scheme in knowledge.schemes]
    assert concept == [4, 2, 5, 4, 3, 1, 2, 6, 4, 2, 3, 2]
    assert project == [4, 3, 2, 2, 2, 3, 2, 3, 2, 2, 2, 6]
    assert (sum(concept), sum(project)) == (38, 33)
    errata = [item.erratum for item in knowledge.schemes[11].roles.project]
    assert errata.count("model-district-twice") == 1


def test_roles_are_cited_in_order(knowledge: Knowledge) -> None:
    """Each role cites its own printed item, one after the other."""
    for scheme in knowledge.schemes:
        for phase, field in (
            (scheme.roles.concept, "構想段階"),
            (scheme.roles.project, "事業段階"),
        ):
            starts = [item.citation.line for item in phase]
            assert starts == sorted(set(starts)), scheme.id
            assert {item.citation.field for item in phase} == {field}, scheme.id


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_charts_agree_with_the_rebuilt_ones(
    scheme_id: str, knowledge: Knowledge, charts: dict[str, dict[str, Any]]
) -> None:
    """Stakeholders, frames, flows, installations and marks are those of the rebuilt chart."""
    scheme = next(scheme for scheme in knowledge.schemes if scheme.id == scheme_id)
    chart = charts[scheme_id]
    assert len(scheme.stakeholders) == len(chart["nodes"])
    assert sorted(len(frame.members) for frame in scheme.frames) == sorted(
        len(cluster["members"]) for cluster in chart["clusters"]
    )
    assert len(scheme.flows) == len(chart["edges"])
    assert len(scheme.installations) == len(chart["installations"])
    marked = sum(len(base.at) for base in scheme.disaster_bases)
    assert marked == sum(mark["count"] for mark in chart["disaster_marks"])
    assert [item.ja for item in scheme.municipality_box] == chart["municipality_box"]["items"]
    assert (scheme.emergency is None) == (chart["emergency"] is None)


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_flows_are_as_certain_as_the_rebuilt_ones(
    scheme_id: str, knowledge: Knowledge, charts: dict[str, dict[str, Any]]
) -> None:
    """What is explicit, inferred (and how surely) or added from the text is told apart."""
    scheme = next(scheme for scheme in knowledge.schemes if scheme.id == scheme_id)

    def basis(edge: dict[str, Any]) -> str:
        return "added" if edge.get("label_source") == "body" else edge["basis"]

    expected = Counter(
        (basis(edge), edge.get("certainty"), edge.get("dir", "forward"))
        for edge in charts[scheme_id]["edges"]
    )
    found = Counter((flow.basis, flow.certainty, flow.direction) for flow in scheme.flows)
    assert found == expected
    argued = sum("alt" in edge for edge in charts[scheme_id]["edges"])
    assert sum(bool(flow.other_readings) for flow in scheme.flows) >= argued


def test_every_inconsistency_is_on_record(knowledge: Knowledge, shared: Path) -> None:
    """Each numbered entry and each single misprint of the list has an erratum with our reading."""
    text = (shared / "sources" / "inconsistencies.md").read_text(encoding="utf-8")
    entries = len(re.findall(r"^\d+\. ", text, flags=re.MULTILINE))
    misprints = [part for part in text.split("## ") if "typos" in part.split("\n")[0]]
    typos = sum(part.split("\n", 1)[1].count(";") + 1 for part in misprints)
    assert entries == 27
    assert len(knowledge.errata) >= entries + typos
    assert all(erratum.reading.ja and erratum.reading.en for erratum in knowledge.errata)


def test_errata_quote_what_is_printed(knowledge: Knowledge, lines: dict[str, list[str]]) -> None:
    """The printed words of an erratum stand on its lines."""
    wrong = []
    for erratum in knowledge.errata:
        source = lines[erratum.source]
        printed = squeezed("".join(source[line - 1] for line in erratum.lines))
        nearby = squeezed(
            "".join("".join(source[max(0, line - 3) : line + 3]) for line in erratum.lines)
        )
        wrong += [
            (erratum.id, words)
            for words in erratum.printed
            if squeezed(words) not in printed and squeezed(words) not in nearby
        ]
    assert wrong == []


def test_figures_are_printed_in_the_cited_lines(
    knowledge: Knowledge, lines: dict[str, list[str]]
) -> None:
    """No published figure is silently corrected: 0.73 stays 0.73, and is flagged."""
    figures = {
        (area.id, figure.id): figure
        for area in knowledge.areas
        if area.published
        for figure in area.published.figures
    }
    doubtful = [figure for figure in figures.values() if figure.value == 0.73]
    assert [figure.erratum for figure in doubtful] == ["tama-benefit-cost-below-one"]
    wrong = []
    for key, figure in figures.items():
        printed = squeezed("".join(cited(figure.citation, lines))).replace(",", "")
        of = "" if figure.of is None else f"/{figure.of:g}"
        wrong += [
            (*key, value, str(figure.citation))
            for value in filter(None, (figure.value, figure.high))
            if f"{value:g}{of}" not in printed
        ]
    assert wrong == []
