"""Properties of the condition tree and of the rules over generated facts."""

from __future__ import annotations

import math
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screc.advice.rank import Ranker
from screc.advice.recommend import recommend
from screc.knowledge.facts import flatten
from screc.model.attribute import Attribute
from screc.model.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Is,
    Not,
    Visitor,
    parse_condition,
    write_condition,
)
from screc.model.rulebase import Area, Facts, FactValue
from screc.rules.compile import load_rulebase
from screc.rules.evaluate import OPEN, ReferenceEngine, compile_condition
from screc.rules.satisfy import find_facts

NAMES = ("a", "b", "c")
NUMBERS = ("m", "n", "m / n")
RULEBASE = load_rulebase()

LEAVES = st.one_of(
    st.builds(Is, st.sampled_from(NAMES), st.booleans()),
    st.builds(Is, st.just("kind"), st.sampled_from(["x", "y"])),
    st.builds(AtLeast, st.sampled_from(NUMBERS), st.integers(0, 9)),
    st.builds(AtMost, st.sampled_from(NUMBERS), st.integers(0, 9)),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(AllOf, st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, parts),
    ),
    max_leaves=8,
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys((*NAMES, "kind.x", "kind.y"), st.booleans()),
        "m": st.integers(0, 9),
        "n": st.integers(0, 9),
    },
)


def values(attribute: Attribute) -> st.SearchStrategy[FactValue]:
    """Generate values of an attribute, on both sides of what rules ask for."""
    if attribute.type == "number":
        high = int(min(attribute.maximum or 0, 3000))
        return st.integers(math.ceil(attribute.minimum or 0), high)
    options = [option.id for option in attribute.options]
    if attribute.type == "choice":
        return st.sampled_from(options)
    if attribute.type == "choices":
        return st.dictionaries(st.sampled_from(options), st.booleans())
    return st.booleans()


AREA_FACTS = st.fixed_dictionaries(
    {}, optional={attribute.id: values(attribute) for attribute in RULEBASE.attributes}
)


@given(CONDITIONS)
def test_what_is_written_is_read_back(condition: Condition) -> None:
    """The YAML form carries the whole tree."""
    assert parse_condition(write_condition(condition)) == condition


@given(CONDITIONS, FACTS)
def test_not_turns_the_verdict(condition: Condition, facts: Facts) -> None:
    """Not is true where its part is false, and open where it is open."""
    found = compile_condition(condition)(facts)
    assert compile_condition(Not(condition))(facts) == (None if found is None else not found)


@given(st.lists(CONDITIONS, min_size=1, max_size=3), FACTS)
def test_all_and_any_mirror_each_other(parts: list[Condition], facts: Facts) -> None:
    """De Morgan's law holds with the unknown too."""
    every = compile_condition(AllOf(tuple(parts)))(facts)
    none = compile_condition(Not(AnyOf(tuple(Not(part) for part in parts))))(facts)
    assert every == none


@given(CONDITIONS, FACTS, FACTS)
def test_more_facts_never_turn_a_verdict(condition: Condition, facts: Facts, more: Facts) -> None:
    """What was decided stays decided when unknown facts become known."""
    test = compile_condition(condition)
    found = test(facts)
    if found is not None:
        assert test({**more, **facts}) == found


@given(CONDITIONS)
def test_found_facts_meet_the_condition(condition: Condition) -> None:
    """The search finds facts that hold, and says none only where none of the facts it tries do."""
    found = find_facts(condition)
    if found is None or any("/" in key for key in found):
        return
    assert compile_condition(condition)(found) is True


@settings(max_examples=100)
@given(CONDITIONS, FACTS)
def test_no_facts_meet_what_cannot_hold(condition: Condition, facts: Facts) -> None:
    """Where the search finds nothing, generated facts meet the condition neither."""
    if "m / n" not in repr(condition) and find_facts(condition) is None:
        assert compile_condition(condition)(facts) is not True


@settings(max_examples=150, deadline=None)
@given(AREA_FACTS, AREA_FACTS)
def test_more_facts_only_narrow_the_fit(
    some: dict[str, FactValue], more: dict[str, FactValue]
) -> None:
    """Held points never fall, possible points never rise, and excluded stays excluded."""
    both = dict(more)
    for name, value in some.items():
        known = both.get(name)
        # More options of choices may become known; what is known already stays.
        together = isinstance(known, dict) and isinstance(value, dict)
        both[name] = {**known, **value} if together else value  # type: ignore[dict-item]
    old, new = (
        RULES.judge(flatten(Area.from_values("a", "a", facts).facts, RULEBASE.attributes)).rules
        for facts in (some, both)
    )
    for was, now in zip(chain(*old), chain(*new), strict=True):
        assert was in (OPEN, now)
    before, after = ({place.index: place for place in RANKER.rank(rows)} for rows in (old, new))
    for index, place in before.items():
        assert after[index].fit.held >= place.fit.held
        assert after[index].fit.possible <= place.fit.possible
        assert place.standing != "excluded" or after[index].standing == "excluded"


@settings(max_examples=150, deadline=None)
@given(AREA_FACTS)
def test_a_recommendation_keeps_its_word(facts: dict[str, FactValue]) -> None:
    """Every scheme is told of once; what is presented is neither excluded nor without cue."""
    answer = recommend(Area.from_values("a", "a", facts), RULEBASE)
    told = [scheme.scheme for scheme in (*answer.recommendations, *answer.others)]
    told += [scheme.scheme for scheme in answer.excluded]
    assert sorted(told) == sorted(scheme.id for scheme in RULEBASE.schemes)
    if answer.outcome in ("consult", "conflict"):
        assert answer.recommendations == ()
    ranks = [scheme.rank for scheme in answer.recommendations]
    assert ranks == sorted(ranks)
    for scheme in answer.recommendations:
        assert scheme.standing in ("recommended", "conditional")
        assert scheme.weight * 2 >= answer.recommendations[0].weight
        assert 0 <= scheme.fit.held <= scheme.fit.possible <= 100
    if answer.outcome == "ask":
        assert answer.questions


@settings(max_examples=60, deadline=None)
@given(AREA_FACTS, st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(facts: dict[str, FactValue], random: object) -> None:
    """The same facts in another order give the same answer."""
    names = sorted(facts)
    random.shuffle(names)  # type: ignore[attr-defined]
    shuffled = {name: facts[name] for name in names}
    first = recommend(Area.from_values("a", "a", facts), RULEBASE)
    assert recommend(Area.from_values("a", "a", shuffled), RULEBASE) == first


@settings(max_examples=60, deadline=None)
@given(AREA_FACTS)
def test_an_answer_to_a_question_was_foreseen(facts: dict[str, FactValue]) -> None:
    """Judging again only the rules that ask for a fact gives what judging all of them gives."""
    area = Area.from_values("a", "a", facts)
    flat = flatten(area.facts, RULEBASE.attributes)
    judgement = RULES.judge(flat)
    for name in ("station", "plant-renewal", "wish-renewables", "shopping-street"):
        for answer in (True, False):
            changed = {**flat, name: answer}
            assert RULES.judge_rules_again(judgement, changed, [name]) == RULES.judge(changed).rules


RULES = ReferenceEngine(RULEBASE)
RANKER = Ranker(RULEBASE)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"m": 8, "n": 4}, True),
        ({"m": 7, "n": 4}, False),
        ({"m": 8}, None),
        ({"m": 8, "n": 0}, None),
    ],
)
def test_a_quotient_is_open_where_it_cannot_be_formed(facts: Facts, expected: object) -> None:
    """A quotient needs both numbers, and a divisor that is not zero."""
    assert compile_condition(AtLeast("m / n", 2))(facts) is expected


def test_a_visitor_that_leaves_an_operator_out_fails_when_it_is_defined() -> None:
    """An engine cannot forget a kind of node."""
    with pytest.raises(TypeError, match="no method for: negation"):
        type("Forgetful", (Visitor,), dict.fromkeys(_OPERATORS - {"negation"}))


_OPERATORS = {"all_of", "any_of", "negation", "equality", "at_least", "at_most"}
