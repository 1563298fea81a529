"""The columns engine takes frames as people have them, and refuses what it would misread."""

from __future__ import annotations

import math
import sys
from typing import Any

import polars as pl
import pytest
from generated import ATTRIBUTES, every_comparison

from screc.errors import InputError
from screc.model.rulebase import Rulebase, SchemeRules
from screc.rules.columns import ColumnsEngine, facts_frame
from screc.rules.compile import load_rulebase
from screc.rules.many import spell_out

RULEBASE = load_rulebase()
ENGINE = ColumnsEngine(RULEBASE)


def test_a_mask_is_spelt_out_in_rule_ids() -> None:
    """The bits of a mask are the rules of the scheme, in their order."""
    found = ENGINE.judge_many(pl.DataFrame({"station": [True]})).row(0, named=True)
    members = ENGINE.plan.members["station-front"]
    assert spell_out(found["station-front.holds"], members) == ("at-a-station",)
    assert spell_out(found["station-front.refuted"], members) == ()
    assert len(spell_out(found["station-front.open"], members)) == len(members) - 1


def test_columns_that_name_areas_come_first() -> None:
    """A kept column is given back as it is, whatever it is called, and in any order of rows."""
    frame = pl.DataFrame({"^.*$": ["x", "y"], "housing-estate": [7, 8], "station": [True, False]})
    found = ENGINE.judge_many(frame.lazy(), keep=["housing-estate", "^.*$"])
    assert found.columns == ["housing-estate", "^.*$", *ENGINE.plan.figures]
    assert found["^.*$"].to_list() == ["x", "y"]
    assert found["station-front.standing"].to_list() == ["undetermined", "excluded"]


def test_a_missing_column_is_unknown() -> None:
    """Nothing known of the areas, and no areas at all."""
    full = ENGINE.judge_many(facts_frame([{}, {}], RULEBASE))
    assert full.equals(ENGINE.judge_many(pl.DataFrame({"a": [1, 2]}), keep=["a"]).drop("a"))
    assert ENGINE.judge_many(pl.DataFrame()).height == 0
    assert full["block.holds"].to_list() == [0, 0]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_unknown(number: float) -> None:
    """A failed computation upstream is no fact."""
    engine = ColumnsEngine(every_comparison())
    found = engine.judge_many(pl.DataFrame({"m": [number], "k": [1.0]}))
    assert found.equals(engine.judge_many(pl.DataFrame({"m": [None], "k": [1.0]})))


@pytest.mark.parametrize("values", [[50], [50.0], pl.Series([50], dtype=pl.UInt8)])
def test_numbers_come_in_any_type(values: Any) -> None:
    """Counts are whole numbers in a table."""
    found = ENGINE.judge_many(pl.DataFrame({"households": values}))
    position = ENGINE.plan.members["block"].index("about-fifty-homes")
    assert found["block.holds"].to_list() == [1 << position]


@pytest.mark.parametrize(
    ("frame", "keep", "words"),
    [
        ({"statoin": [True]}, [], 'did you mean "station"'),
        ({"station": [True]}, ["code"], 'unknown column "code"'),
        ({"station": [1]}, [], "station: a column of Boolean, found Int64"),
        ({"households": ["many"]}, [], "households: a column of Float64, found String"),
        ({"households": [True]}, [], "households: a column of Float64, found Boolean"),
        ({"block.held": [1]}, ["block.held"], "block.held: two columns of the result"),
        ({"code": [1]}, ["code", "code"], "code: two columns of the result"),
    ],
)
def test_a_frame_that_would_be_misread_is_refused(
    frame: dict[str, Any], keep: list[str], words: str
) -> None:
    """A typo must not become an unknown fact."""
    with pytest.raises(InputError, match=words):
        ENGINE.judge_many(pl.DataFrame(frame), keep=keep)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"statoin": True}, 'did you mean "station"'),
        ({"station": 1}, "station: there is a value that is no Boolean"),
        ({"households": True}, "households: there is a value that is no Float64"),
        ({"households": "50"}, "households: there is a value that is no Float64"),
        ({"households": 10**400}, "households: there is a value that is no Float64"),
    ],
)
def test_facts_that_would_be_misread_are_refused(facts: Any, words: str) -> None:
    """Polars would take true for a number, and fail on others in its own words."""
    with pytest.raises(InputError, match=words):
        ENGINE.judge(facts)


def test_more_rules_than_a_mask_has_bits_are_refused() -> None:
    """They would be lost without a word."""
    rules = [rule for scheme in every_comparison().schemes for rule in scheme.rules]
    scheme = SchemeRules("z", 1, RULEBASE.schemes[0].name, tuple(rules[:63]))
    with pytest.raises(InputError, match="z: at most 62 fit into a mask, found 63"):
        ColumnsEngine(Rulebase("0", "0", ATTRIBUTES, (), (), (), (scheme,), ()))


@pytest.mark.parametrize(("package", "module"), [("polars", "columns"), ("sqlglot", "sql")])
def test_without_the_package_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, package: str, module: str
) -> None:
    """Both are extras."""
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"screc.rules.{module}", raising=False)
    with pytest.raises(InputError, match=rf"pip install 'screc\[{module}\]'"):
        __import__(f"screc.rules.{module}")
