"""What would change the answer: held against trying every set of changes through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from typing import Any

import pytest

from screc.advice.fewest_changes import FewestChanges, Goal
from screc.advice.rank import Place, Ranker
from screc.advice.recommend import recommend
from screc.advice.whatif import what_if
from screc.cli.options import set_facts
from screc.knowledge.facts import flatten
from screc.model.condition import parse_condition
from screc.model.rulebase import Area, Facts, Rulebase
from screc.rules.compile import load_rulebase
from screc.rules.evaluate import HOLDS, ReferenceEngine
from screc.rules.expand import expand, fact_keys

RULEBASE = load_rulebase()
SCHEMES = {scheme.id: index for index, scheme in enumerate(RULEBASE.schemes)}
GOALS: tuple[Goal, ...] = ("recommended", "first")
NUMBERS = (0.01, 1, 9, 10, 11, 49, 50, 51, 1000, 2500, 2999, 3000, 3001)
OTHERS = {
    "clashing": {"energy-plant": False, "plant-renewal": True, "public-facilities": "one"},
    "nothing": {},
    "excluded": {
        "accepts-equipment": False,
        "wish-awareness": False,
        "extent": "building",
        "vision-exists": True,
        "public-facilities": "several",
        "wish-disaster-base": True,
    },
    "numbers": {"buildings": {"apartments": True}, "households": 20, "wish-home-saving": True},
}

Way = frozenset[tuple[str, object]]


def facts_of(name: str) -> Facts:
    """Take the facts of an area on record, or of one made for the purpose."""
    if name in OTHERS:
        area = Area.from_values(name, name, OTHERS[name])
    else:
        area = next(area for area in RULEBASE.areas if area.id == name)
    return flatten(area.facts, RULEBASE.attributes)


def single_changes(rulebase: Rulebase, facts: Facts) -> list[tuple[str, object, Facts]]:
    """List every single change: subject, value, and the flat facts that it sets."""
    found: list[tuple[str, object, Facts]] = []
    for attribute in rulebase.attributes:
        keys = attribute.keys()
        if attribute.type == "number":
            low, high = attribute.minimum or 0, attribute.maximum or 0
            values = (
                n for n in NUMBERS if (low <= n <= high and n == int(n)) or not attribute.whole
            )
            found += ((attribute.id, "number", {attribute.id: value}) for value in values)
        elif attribute.type == "choice":
            found += (
                (attribute.id, chosen, {key: key == chosen for key in keys}) for chosen in keys
            )
        else:
            found += ((key, so, {key: so}) for key in keys for so in (True, False))
    return [part for part in found if any(facts.get(key) != so for key, so in part[2].items())]


def reached(facts: Facts, engine: ReferenceEngine, ranker: Ranker) -> set[tuple[int, Goal]]:
    """Say which schemes reach which goals with some facts."""
    judgement = engine.judge(facts)
    if HOLDS in judgement.constraints or HOLDS in judgement.gates:
        return set()
    places = ranker.rank(judgement.rules)
    goals: set[tuple[int, Goal]] = {(index, "first") for index in sharing_first(places)}
    return goals | {(p.index, "recommended") for p in places if p.standing == "recommended"}


def sharing_first(places: list[Place]) -> frozenset[int]:
    """Name the schemes with the best key, of those that stand well enough to be presented."""
    standing = [place for place in places if place.standing in ("recommended", "conditional")]
    return frozenset(p.index for p in standing if p.key == min(q.key for q in standing))


def by_trying(rulebase: Rulebase, facts: Facts, most: int) -> dict[tuple[int, Goal], set[Way]]:
    """Find the smallest sets of changes by trying all of them, up to a size."""
    engine, ranker = ReferenceEngine(rulebase), Ranker(rulebase)
    changes = single_changes(rulebase, facts)
    found: dict[tuple[int, Goal], set[Way]] = {
        goal: {frozenset()} for goal in reached(facts, engine, ranker)
    }
    for size in range(1, most + 1):
        ways: dict[tuple[int, Goal], set[Way]] = {}
        for chosen in combinations(changes, size):
            if len({subject for subject, _, _ in chosen}) == size:
                changed = dict(facts)
                for _, _, values in chosen:
                    changed |= values
                way = frozenset((subject, value) for subject, value, _ in chosen)
                for goal in reached(changed, engine, ranker):
                    ways.setdefault(goal, set()).add(way)
        found = ways | found
    return found


def by_searching(rulebase: Rulebase, facts: Facts) -> dict[tuple[int, Goal], set[Way]]:
    """Find the same with the search."""
    search = FewestChanges(rulebase, Ranker(rulebase), facts)
    found: dict[tuple[int, Goal], set[Way]] = {}
    for index in range(len(rulebase.schemes)):
        for goal in GOALS:
            ways = search.ways(index, goal)
            sets = {frozenset(map(said, way)) for way in ways.smallest}
            found[index, goal] = {frozenset()} if ways.already else sets
    return found


def said(change: object) -> tuple[str, object]:
    """Name a change as `single_changes` does."""
    kind, subject, facts = change.attribute.type, change.subject, change.facts  # type: ignore[attr-defined]
    if kind == "number":
        return subject, "number"
    return subject, next(key for key, so in facts.items() if so) if kind == "choice" else facts[
        subject
    ]


@pytest.mark.parametrize("name", ["inagi", "niijima", *OTHERS])
def test_the_smallest_sets_are_those_that_trying_all_of_them_finds(name: str) -> None:
    """Of one and of two changes, for every scheme and both goals, gates and clashes included."""
    facts = facts_of(name)
    tried = by_trying(RULEBASE, facts, most=2)
    for goal, ways in by_searching(RULEBASE, facts).items():
        small = {way for way in ways if len(way) < 3}
        assert small == tried.get(goal, set()), (RULEBASE.schemes[goal[0]].id, goal[1])


@pytest.mark.parametrize("name", ["sumida", "clashing"])
def test_three_changes_are_found_too(name: str) -> None:
    """On three schemes alone, where all sets of three can be tried."""
    schemes = tuple(
        RULEBASE.schemes[SCHEMES[scheme]] for scheme in ("ev", "apartment", "study-committee")
    )
    situations = {situation.id: situation for situation in RULEBASE.situations}
    conditions = [rule.when for scheme in schemes for rule in scheme.rules]
    conditions += [constraint.when for constraint in RULEBASE.constraints[:2]]
    keys = {key for condition in conditions for key in fact_keys(expand(condition, situations))}
    small = replace(
        RULEBASE,
        schemes=schemes,
        constraints=RULEBASE.constraints[:2],
        gates=(),
        attributes=tuple(
            part
            for part in RULEBASE.attributes
            if (part.type == "flag" and part.id in keys) or part.id == "public-facilities"
        ),
    )
    facts = facts_of(name)
    tried = by_trying(small, facts, most=3)
    for goal, ways in by_searching(small, facts).items():
        assert ways == tried.get(goal, set()), (schemes[goal[0]].id, goal[1])


def test_the_municipality_decides_what_it_can() -> None:
    """Its own sets hold nothing that others decide, even where these are larger."""
    area = next(area for area in RULEBASE.areas if area.id == "musashino")
    found = {scheme.scheme: scheme for scheme in what_if(area, RULEBASE).schemes}
    street = {ways.goal: ways for ways in found["shopping-street"].ways}
    assert [fact.attribute for fact in street["first"].smallest[0]] == ["shopping-street"]
    assert street["first"].smallest[0][0].decides == "nobody"
    assert {fact.decides for way in street["first"].own for fact in way} == {"municipality"}
    assert all(len(way) == 2 for way in street["first"].own)
    assert found["energy-supply-facility"].ways[1].already


def doubts_by_trying(facts: Facts) -> Iterator[str]:
    """Find the known facts of which another value, without a clash, gives other first schemes."""
    engine, ranker = ReferenceEngine(RULEBASE), Ranker(RULEBASE)

    @lru_cache
    def first(changed: frozenset[tuple[str, object]]) -> frozenset[int] | None:
        judgement = engine.judge(dict(changed))  # type: ignore[arg-type]
        if HOLDS in judgement.constraints:
            return None
        gated = HOLDS in judgement.gates
        return frozenset() if gated else sharing_first(ranker.rank(judgement.rules))

    now = first(frozenset(facts.items())) or frozenset()
    for subject, _, values in single_changes(RULEBASE, facts):
        if any(key in facts and facts[key] != so for key, so in values.items()):
            then = first(frozenset((facts | values).items()))
            if then is not None and then != now:
                yield subject


@pytest.mark.parametrize("name", [*(area.id for area in RULEBASE.areas), *OTHERS])
def test_the_facts_in_doubt_are_those_that_would_change_the_first_place(name: str) -> None:
    """Each known fact is turned, one at a time."""
    facts = facts_of(name)
    found = FewestChanges(RULEBASE, Ranker(RULEBASE), facts).doubts()
    assert {doubt.subject for doubt in found} == set(doubts_by_trying(facts))


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        ({"households": {"at_least": 50}}, {"households": 20}, 50),
        ({"households": {"at_least": 50}}, {}, 50),
        ({"households": {"below": 50}}, {"households": 70}, 49),
        ({"area-ha": {"above": 10}}, {"area-ha": 9}, 10.1),
        ({"area-ha": {"at_most": 10}}, {"area-ha": 63}, 10),
        ({"area-ha": {"below": 10}}, {"area-ha": 63}, 9.9),
    ],
)
def test_of_numbers_one_at_the_bound_is_named(
    condition: dict[str, Any], known: Facts, expected: float
) -> None:
    """Fifty homes where fifty suffice; where more than ten hectares do, a little more than ten."""
    scheme = RULEBASE.schemes[SCHEMES["apartment"]]
    required = replace(scheme.rules[0], when=parse_condition(condition))
    asking = replace(scheme, rules=(required, *scheme.rules[1:]))
    rulebase = replace(RULEBASE, schemes=(asking,))
    facts: Facts = {"buildings.apartments": True, "wish-home-saving": True, **known}
    ways = FewestChanges(rulebase, Ranker(rulebase), facts).ways(0, "recommended")
    assert [[change.facts for change in way] for way in ways.smallest] == [
        [dict.fromkeys(condition, expected)]
    ]


@pytest.mark.parametrize(
    ("facts", "subject"),
    [
        ({"households": 1000, "municipal-households": 900}, "households"),
        ({"households": 1000, "municipal-households": 900}, "municipal-households"),
        ({"households": 2000, "area-ha": 1.0}, "area-ha"),
    ],
)
def test_a_number_that_clashes_with_another_can_be_put_right(facts: Facts, subject: str) -> None:
    """Either side of a quotient, by the other as it is known."""
    facts = {"buildings.apartments": True, "wish-home-saving": True, **facts}
    search = FewestChanges(RULEBASE, Ranker(RULEBASE), facts)
    ways = search.ways(SCHEMES["apartment"], "first").smallest
    (change,) = next(way for way in ways if way[0].subject == subject)
    judgement = ReferenceEngine(RULEBASE).judge(facts | change.facts)
    assert HOLDS not in judgement.constraints


@pytest.mark.parametrize("name", ["adachi", "musashino", "tama-district"])
def test_the_easiest_ways_come_first(name: str) -> None:
    """What gives up nothing that is known; of those, what is in the municipality's own hands."""
    search = FewestChanges(RULEBASE, Ranker(RULEBASE), facts_of(name))
    hands = ("municipality", "partners", "nobody")
    compared = 0
    for index in range(len(RULEBASE.schemes)):
        for goal in GOALS:
            efforts = [
                (
                    sum(change.overturns for change in way),
                    max(hands.index(change.attribute.decides) for change in way),
                    sum(hands.index(change.attribute.decides) for change in way),
                )
                for way in search.ways(index, goal).smallest
            ]
            assert efforts == sorted(efforts)
            compared += len(set(efforts)) > 1
    assert compared


@pytest.mark.parametrize("name", ["adachi", "tama-district", "inagi", "niijima"])
def test_what_is_promised_comes_true_when_it_is_set(name: str) -> None:
    """Each way's `--set` words, said to an area, bring the scheme to the goal."""
    area = next(area for area in RULEBASE.areas if area.id == name)
    for scheme in what_if(area, RULEBASE).schemes:
        for ways in scheme.ways:
            for way in (*ways.smallest[:3], *ways.own[:2]):
                settings = [change.setting for change in way]
                answer = recommend(set_facts(area, settings, RULEBASE.attributes), RULEBASE)
                told = {part.scheme: part for part in (*answer.recommendations, *answer.others)}
                found = told[scheme.scheme]
                assert found.rank == 1 if ways.goal == "first" else found.standing == "recommended"
                assert answer.conflicts == answer.gates == ()


def test_one_option_is_set_and_the_others_stay() -> None:
    """An estate gets detached homes beside its apartments; and loses its shops alone."""
    area = next(area for area in RULEBASE.areas if area.id == "tama-district")
    known = flatten(area.facts, RULEBASE.attributes)
    settings = ["buildings.detached-homes=yes", "buildings.shops=no", "redevelopment.wide=no"]
    changed = set_facts(area, settings, RULEBASE.attributes)
    checked = recommend(changed, RULEBASE).area.facts
    assert checked["buildings"].value["apartments"] is True  # type: ignore[index]
    assert checked["buildings"].value["detached-homes"] is True  # type: ignore[index]
    assert checked["buildings"].value["shops"] is False  # type: ignore[index]
    assert checked["redevelopment"].value == {"wide": False}
    assert known["buildings.shops"] is True
