"""What is shown as the reason is what decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screc.model.condition import parse_condition
from screc.model.rulebase import Facts
from screc.rules.compile import load_rulebase
from screc.rules.trace import Tracer, evidence_of

RULEBASE = load_rulebase()
ONE_OF_TWO = {"any": [{"a": True}, {"b": True}]}
BOTH = {"all": [{"a": True}, {"b": True}]}


@pytest.mark.parametrize(
    ("condition", "facts", "decided", "missing"),
    [
        (ONE_OF_TWO, {"a": False, "b": True}, {"b": True}, ()),
        (ONE_OF_TWO, {"a": True}, {"a": True}, ()),
        (ONE_OF_TWO, {"a": False}, {}, ("b",)),
        (ONE_OF_TWO, {"a": False, "b": False}, {"a": False, "b": False}, ()),
        (BOTH, {"a": False, "b": True}, {"a": False}, ()),
        (BOTH, {"a": True, "b": True}, {"a": True, "b": True}, ()),
        (BOTH, {"a": True}, {}, ("b",)),
        ({"not": BOTH}, {"a": True, "b": False}, {"b": False}, ()),
        ({"m / n": {"above": 2}}, {"m": 9, "n": 3}, {"m": 9, "n": 3}, ()),
        ({"m / n": {"above": 2}}, {"m": 9}, {"m": 9}, ("n",)),
        (
            {"housing-estate": True},
            {"buildings.apartments": True, "housing-renewal": True},
            {"buildings.apartments": True, "housing-renewal": True},
            (),
        ),
    ],
)
def test_only_what_decided_is_named(
    condition: object, facts: Facts, decided: Facts, missing: tuple[str, ...]
) -> None:
    """Of several facts, those that decided; of an open condition, those it waits for."""
    asked = replace(RULEBASE.constraints[0], when=parse_condition(condition))
    trace = Tracer(replace(RULEBASE, constraints=(asked,))).trace(facts)
    found = evidence_of(trace.constraints[0], facts)
    assert (found.facts, found.missing) == (decided, missing)
