"""From written values to facts."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from screc.errors import InputError
from screc.knowledge.area_file import read_area_file
from screc.knowledge.facts import flatten, read_value
from screc.model.attribute import Attribute
from screc.model.rulebase import Area, FactValue
from screc.model.schema import schema_of
from screc.rules.compile import load_rulebase

ATTRIBUTES = load_rulebase().attributes


NO_BUILDINGS = dict.fromkeys(
    (option.id for found in ATTRIBUTES if found.id == "buildings" for option in found.options),
    False,
)


def attribute(name: str) -> Attribute:
    """Find an attribute by its id."""
    return next(found for found in ATTRIBUTES if found.id == name)


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("station", True, True),
        ("station", "はい", True),
        ("station", "ﾊｲ", None),
        ("station", "ＹＥＳ", True),
        ("station", "なし", False),
        ("station", 1, None),
        ("households", "１，２３４", 1234),
        ("households", 0, 0),
        ("households", 500_000, 500_000),
        ("households", 500_001, None),
        ("households", -1, None),
        ("households", 2.5, None),
        ("households", True, None),
        ("households", float("nan"), None),
        ("households", float("inf"), None),
        ("households", "1e999", None),
        ("area-ha", "9.5", 9.5),
        ("extent", "block", "block"),
        ("extent", "街区程度", "block"),
        ("extent", "blok", None),
        ("extent", ["block"], None),
        ("redevelopment", {"wide": False}, {"wide": False}),
        ("buildings", "shops, offices", {"shops": True, "offices": True}),
        ("buildings", {"shops": False}, {"shops": False}),
        ("buildings", {"shops": "no"}, {"shops": False}),
        ("buildings", {"shops": "perhaps"}, None),
        ("buildings", "shops, only", {**NO_BUILDINGS, "shops": True}),
        ("buildings", 3, None),
    ],
)
def test_values_fit_their_attribute_or_are_refused(
    name: str, written: object, value: FactValue | None
) -> None:
    """None here means refused; types are strict, since True is not 1 and '10' is not 10."""
    if value is None:
        with pytest.raises(InputError) as caught:
            read_value(attribute(name), written)
        assert caught.value.problems[0].where == name
    else:
        found = read_value(attribute(name), written)
        assert (found, type(found)) == (value, type(value))


def test_a_choice_is_exclusive_and_choices_are_not() -> None:
    """One option of a choice refutes the others; of choices it says nothing of them."""
    area = Area.from_values("a", "a", {"extent": "block", "buildings": {"shops": True}})
    flat = flatten(area.facts, ATTRIBUTES)
    assert flat["extent.block"] is True
    assert flat["extent.wide-area"] is False
    assert flat["buildings.shops"] is True
    assert "buildings.offices" not in flat


def test_a_chosen_option_among_those_denied_closes_the_choice() -> None:
    """Saying option by option which one it is says that it is none of the others."""
    found = read_value(attribute("extent"), {"block": True, "building": False})
    assert found == {
        "building": False,
        "block": True,
        "wide-area": False,
        "whole-municipality": False,
    }


def test_complete_says_that_nothing_else_is_there() -> None:
    """With `complete`, options that are not listed are false."""
    text = "facts: {buildings: {value: [apartments], complete: true}}"
    area = read_area_file(text.encode(), "a.yaml", ATTRIBUTES)
    flat = flatten(area.facts, ATTRIBUTES)
    assert flat["buildings.apartments"] is True
    assert flat["buildings.shops"] is False


def test_a_file_gives_id_name_and_origin() -> None:
    """The file's name is the id where it has none; a name in one language serves both."""
    text = "name: 試験市\nfacts:\n  station: {value: true, origin: statistics, as_of: 2020}\n"
    area = read_area_file(text.encode("cp932"), "dir/trial.yaml", ATTRIBUTES)
    assert (area.id, area.name.ja, area.name.en) == ("trial", "試験市", "試験市")
    fact = area.facts["station"]
    assert (fact.value, fact.origin, fact.as_of) == (True, "statistics", 2020)


def test_json_is_read_too() -> None:
    """JSON is YAML, so an area from another program is read as it is."""
    area = read_area_file(b'{"facts": {"buildings": ["shops"]}}', "a.json", ATTRIBUTES)
    assert area.facts["buildings"].value == {"shops": True}


def test_all_faults_of_a_file_are_told_at_once_with_their_lines() -> None:
    """Nothing that the user wrote is lost after the first fault."""
    text = "facts:\n  station: 3\n  statoin: true\n  households: 9000000\n  extent: blok\n"
    with pytest.raises(InputError) as caught:
        read_area_file(text.encode(), "a.yaml", ATTRIBUTES)
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4, 5]
    said = str(caught.value)
    assert 'did you mean "station"?' in said
    assert 'did you mean "block"?' in said
    assert "0 to 500,000" in said


@pytest.mark.parametrize(
    "facts",
    [
        {"station": "はい", "shopping-street": "なし", "special-zone": "不明", "developer": None},
        {"buildings": ["shops", "only"], "extent": {"block": "いいえ"}},
        {"station": {"value": "unknown"}, "households": {"value": 50, "as_of": 2020}},
        {"redevelopment": {"wide": False}, "area-ha": 9.5},
    ],
)
def test_the_schema_accepts_what_is_read(facts: dict[str, object]) -> None:
    """An editor that follows the schema does not quarrel with the reader."""
    record = {"name": "試験市", "facts": facts}
    Draft202012Validator(schema_of("area", ATTRIBUTES)).validate(record)
    content = json.dumps(record).encode()
    assert read_area_file(content, "a.json", ATTRIBUTES).name.ja == "試験市"
