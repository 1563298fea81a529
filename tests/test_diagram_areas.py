"""An area's own chart: real names, who is there, ends that the area knows better."""

from __future__ import annotations

from typing import Any

import pytest

from screc.cli.options import set_facts
from screc.diagram.area_chart import area_cast, area_chart, area_title
from screc.diagram.chart_file import Drawing
from screc.diagram.picture import Picture, View
from screc.errors import InputError
from screc.knowledge.area_file import read_area_with_charts
from screc.knowledge.load import load_knowledge
from screc.knowledge.yaml_writer import write_yaml

KNOWLEDGE = load_knowledge()
SCHEMES = {scheme.id: scheme for scheme in KNOWLEDGE.schemes}


def drawn(written: dict[str, Any], scheme_id: str, *settings: str) -> Picture:
    """Read an area's file and choose what is drawn of it."""
    content = write_yaml(written).encode()
    area, record = read_area_with_charts(content, "ours.yaml", KNOWLEDGE)
    area = set_facts(area, settings, KNOWLEDGE.attributes)
    scheme = SCHEMES[scheme_id]
    cast = area_cast(area, record, scheme, KNOWLEDGE)
    title = area_title(area, scheme)
    return Drawing(area_chart(record, scheme), KNOWLEDGE, cast=cast, title=title).picture


def names(picture: Picture) -> dict[str, str]:
    """Give the names of boxes and frames."""
    return {part.id: part.name for part in (*picture.boxes, *picture.frames)}


def states(picture: Picture) -> dict[str, str]:
    """Tell of each box whether the area has it."""
    return {box.id: box.state for box in picture.boxes}


def test_the_areas_that_come_with_it_have_their_own_names() -> None:
    """稲城市 names the four facilities in its application."""
    record = next(area for area in KNOWLEDGE.areas if area.id == "inagi")
    from screc.knowledge.facts import read_area

    scheme = SCHEMES["public-facility"]
    cast = area_cast(read_area(record, KNOWLEDGE.attributes), record, scheme, KNOWLEDGE)
    shown = names(Drawing(scheme, KNOWLEDGE, cast=cast).picture)
    assert [shown[f"facility-{number}"] for number in range(1, 5)] == [
        "文化センター",
        "市役所",
        "消防署",
        "地域振興プラザ",
    ]
    assert shown["municipality"] == "稲城市"
    assert shown["citizens"] == "区民（市民）"


def test_real_names_stand_in_place_of_generic_ones() -> None:
    """One name serves both languages; the municipality and the title are the area's."""
    picture = drawn(
        {
            "name": "南市",
            "kind": "municipality",
            "charts": [
                {"scheme": "public-facility", "names": {"facility-1": "南小学校", "area": "駅北"}}
            ],
        },
        "public-facility",
    )
    shown = names(picture)
    assert picture.title == "南市：公共施設開発型"
    assert (shown["facility-1"], shown["area"]) == ("南小学校", "駅北")
    assert shown["municipality"] == "南市"
    assert shown["facility-2"] == "公共施設②"


def test_what_the_facts_say_of_stakeholders_is_marked() -> None:
    """Known, absent, or not confirmed: unknown is not absent."""
    facts = {"shopping-street": True, "developer": False}
    found = states(drawn({"name": "南市", "facts": facts}, "block"))
    assert found["shops"] == "known"
    assert found["developer"] == "absent"
    assert found["local-npo"] == "unknown"
    # Nobody doubts that there are citizens.
    assert found["citizens"] == "known"
    changed = drawn({"name": "南市", "facts": facts}, "block", "npo-partners=yes")
    assert states(changed)["local-npo"] == "known"


def test_a_name_says_that_it_is_there() -> None:
    """Who has a real name needs no confirmation; who is said to be absent is."""
    written = {
        "name": "南市",
        "charts": [
            {"scheme": "block", "names": {"local-npo": "南の環境会"}, "absent": ["council"]}
        ],
    }
    found = states(drawn(written, "block"))
    assert found["local-npo"] == "known"
    assert found["council"] == "absent"


def test_an_area_puts_right_the_ends_of_an_inferred_flow() -> None:
    """What the area says of itself is no inference any more; the rest stays."""
    written = {
        "name": "南市",
        "charts": [{"scheme": "public-facility", "flows": {"sale-income": {"to": "area"}}}],
    }
    arrows = {arrow.id: arrow for arrow in drawn(written, "public-facility").arrows}
    assert (arrows["sale-income"].source, arrows["sale-income"].target) == ("utility", "area")
    assert arrows["sale-income"].line == "solid"
    assert arrows["saving-by-municipality"].line == "dashed"


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ({"scheme": "public-facilty"}, 'did you mean "public-facility"'),
        ({"scheme": "block", "names": {"develper": "A"}}, 'did you mean "developer"'),
        ({"scheme": "block", "names": {"developer": "　"}}, "a name is empty"),
        ({"scheme": "block", "names": {"developer": {"ja": "A社", "en": ""}}}, "a name is empty"),
        ({"scheme": "block", "absent": ["nobody"]}, 'unknown stakeholder "nobody"'),
        ({"scheme": "public-facility", "flows": {"sale": {"to": "area"}}}, 'unknown flow "sale"'),
        (
            {"scheme": "public-facility", "flows": {"sale-income": {"to": "bank"}}},
            'unknown stakeholder "bank"',
        ),
        (
            {"scheme": "public-facility", "flows": {"power-sale": {"to": "area"}}},
            "only inferred ones can be changed",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(chart: dict[str, Any], said: str) -> None:
    """File, line and what was probably meant."""
    content = write_yaml({"name": "南市", "charts": [chart]}).encode()
    with pytest.raises(InputError) as caught:
        read_area_with_charts(content, "ours.yaml", KNOWLEDGE)
    (problem,) = caught.value.problems
    assert said in problem.en
    assert problem.path == "ours.yaml"
    assert problem.line is not None
    assert problem.where.startswith("charts[0]")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"name": "東口地区"}, "基礎自治体"),
        ({"name": "東口地区", "municipality": "南市"}, "南市"),
        ({"name": "稲城の一画", "municipality": "稲城市"}, "稲城市"),
        ({"facts": {}}, "基礎自治体"),
    ],
)
def test_a_place_does_not_give_its_name_to_the_municipality(
    written: dict[str, Any], said: str
) -> None:
    """Only a municipality, or what it says of the one in which it lies."""
    assert names(drawn(written, "public-facility"))["municipality"] == said


def test_who_is_absent_neither_runs_nor_gives() -> None:
    """At a power cut too; what flows from them or to them is pale."""
    facts = {"public-facilities": "none", "receivers-public-only": False}
    written = {"name": "南市", "facts": facts}
    content = write_yaml(written).encode()
    area, record = read_area_with_charts(content, "ours.yaml", KNOWLEDGE)
    scheme = SCHEMES["energy-supply-facility"]
    cast = area_cast(area, record, scheme, KNOWLEDGE)
    picture = Drawing(scheme, KNOWLEDGE, View(emergency=True), cast).picture
    box = next(box for box in picture.boxes if box.id == "public-facility")
    assert (box.state, box.is_alive, box.equipment) == ("absent", False, ())
    flows = [arrow for arrow in picture.arrows if "public-facility" in (arrow.source, arrow.target)]
    assert flows
    assert {arrow.line for arrow in flows} == {"absent"}
