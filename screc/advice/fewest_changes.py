"""What would change the answer: the fewest facts that bring a scheme forward, and its firmness.

The search is exact; but a quotient is seen with its other number as that is known. A set of
changes has a part in what the scheme itself asks for, and a part that does not touch it: this one
has to take back whatever stands before the scheme, and to settle contradictions. The first part is
tried through; of the second, only what the scheme in front, or the contradiction, asks for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

from screc.advice.rank import Place, Ranker, leaders
from screc.model.attribute import Attribute, Decider
from screc.model.condition import QUOTIENT, Condition, Is, leaves
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import HOLDS, VERDICT_OF, Test, compile_condition
from screc.rules.expand import expand, fact_keys
from screc.rules.satisfy import numbers_that_matter

MOST_CHANGES = 3
_DIGITS = 3
_DECIMALS = 9

Goal = Literal["recommended", "first"]


@dataclass(frozen=True, eq=False)
class Change:
    """One fact that would be otherwise: an attribute, or an option of several, and its new value.

    Attributes:
        attribute: whose value changes.
        subject: what can have only one value: the attribute's id, or the flat key of an option.
        facts: the flat facts that the new value stands for.
        overturns: whether the subject is known, and differently.
        distance: of a number, how far it is from the known one, or from zero.
    """

    attribute: Attribute
    subject: str
    facts: Facts
    overturns: bool
    distance: float


Changes: TypeAlias = tuple[Change, ...]


@dataclass(frozen=True)
class FoundWays:
    """The smallest sets of changes that reach a goal.

    Attributes:
        already: whether the goal is reached as things stand.
        smallest: every set with the fewest changes, the easiest first; of numbers one near the
            bound that suffices. None where three changes do not suffice.
        own: likewise, of sets that the municipality can decide alone.
    """

    already: bool
    smallest: tuple[Changes, ...]
    own: tuple[Changes, ...]


@dataclass(frozen=True)
class FoundDoubt:
    """A known fact that decides the first place.

    Attributes:
        subject: the attribute, or the option of several, that is known.
        changes: each other value that would give other first schemes, and which.
    """

    attribute: Attribute
    subject: str
    changes: tuple[tuple[Change, frozenset[int]], ...]


class FewestChanges:
    """Searches what would change the answer for one area."""

    def __init__(self, rulebase: Rulebase, ranker: Ranker, facts: Facts) -> None:
        """Prepare the changes that can matter, and the rules that ask for them."""
        self._ranker = ranker
        self._facts = facts
        situations = rulebase.situations_by_id
        self._constraints = [
            _Asked.of([expand(constraint.when, situations)]) for constraint in rulebase.constraints
        ]
        self._gates = [_Asked.of([expand(gate.when, situations)]) for gate in rulebase.gates]
        self._schemes = [
            _Asked.of([expand(rule.when, situations) for rule in scheme.rules])
            for scheme in rulebase.schemes
        ]
        asked = [*self._constraints, *self._gates, *self._schemes]
        self._changes = list(_possible_changes(rulebase.attributes, asked, facts))
        self._numbers = {change: number for number, change in enumerate(self._changes)}
        self._places: dict[tuple[int, frozenset[Change]], Place] = {}
        # Who stands first now most often still does after a change, so it is asked for first.
        places = [self._place(index, ()) for index in range(len(self._schemes))]
        self._order = sorted(range(len(places)), key=lambda index: places[index].key)

    def ways(self, index: int, goal: Goal) -> FoundWays:
        """Find the fewest changes that bring a scheme to a goal.

        Args:
            index: of the scheme in the rule base.
            goal: `recommended` as its standing, or `first`: a cue, and no scheme before it. With
                both, facts do not clash and nothing leads to individual consultation.
        """
        if self._reached(index, goal, ()):
            return FoundWays(already=True, smallest=(), own=())
        smallest = self._smallest(index, goal, self._changes)
        own = [change for change in self._changes if change.attribute.decides == "municipality"]
        alone = [way for way in smallest if all(change in own for change in way)]
        return FoundWays(
            already=False,
            smallest=self._in_order(smallest),
            own=self._in_order(alone or self._smallest(index, goal, own)),
        )

    def leaders(self) -> frozenset[int]:
        """Name the schemes that share the first place; none where nothing is presented."""
        return self._leaders(())

    def doubts(self) -> list[FoundDoubt]:
        """Find the known facts of which one, if it were wrong, would change the first place.

        A value that the other facts contradict is left out: more than one would be wrong.
        """
        now = self._leaders(())
        found: dict[str, list[tuple[Change, frozenset[int]]]] = {}
        for change in sorted(self._changes, key=lambda change: change.distance):
            if change.overturns and not self._holding(self._constraints, (change,)):
                then = self._leaders((change,))
                others = found.setdefault(change.subject, [])
                # Of numbers that give the same, the nearest says it.
                is_number = change.attribute.type == "number"
                if then != now and not (is_number and then in [leading for _, leading in others]):
                    others.append((change, then))
        order = dict.fromkeys(change.subject for change in self._changes)
        return [
            FoundDoubt(found[subject][0][0].attribute, subject, tuple(found[subject]))
            for subject in order
            if found.get(subject)
        ]

    def _in_order(self, ways: Iterable[Changes]) -> tuple[Changes, ...]:
        numbers = self._numbers
        return tuple(
            sorted(_nearest(ways), key=lambda way: (_effort(way), [numbers[one] for one in way]))
        )

    def _smallest(self, index: int, goal: Goal, changes: Sequence[Change]) -> set[Changes]:
        own_keys = self._schemes[index].keys
        inner = [change for change in changes if not own_keys.isdisjoint(change.facts)]
        outer = [change for change in changes if own_keys.isdisjoint(change.facts)]
        for count in range(1, MOST_CHANGES + 1):
            found = {
                way
                for inside in range(count + 1)
                for chosen in _sets(inner, inside)
                if self._can_stand(index, goal, chosen)
                for way in self._completed(index, goal, chosen, outer, count - inside)
            }
            if found:
                return found
        return set()

    def _can_stand(self, index: int, goal: Goal, chosen: Changes) -> bool:
        place = self._place(index, chosen)
        if goal == "recommended":
            return place.standing == "recommended"
        return place.standing in ("recommended", "conditional")

    def _reached(self, index: int, goal: Goal, chosen: Changes) -> bool:
        return self._can_stand(index, goal, chosen) and not self._in_the_way(index, goal, chosen)

    def _completed(
        self, index: int, goal: Goal, chosen: Changes, outer: Sequence[Change], left: int
    ) -> Iterator[Changes]:
        """Go through the sets that take away what is in the way, with so many more changes."""
        obstacle = self._in_the_way(index, goal, chosen)
        if obstacle is None:
            yield tuple(sorted(chosen, key=self._numbers.__getitem__))
        elif left:
            taken = {change.subject for change in chosen}
            for change in outer:
                if change.subject not in taken and not obstacle.keys.isdisjoint(change.facts):
                    yield from self._completed(index, goal, (*chosen, change), outer, left - 1)

    def _in_the_way(self, index: int, goal: Goal, chosen: Changes) -> _Asked | None:
        """Find a scheme that stands before, a contradiction, or a reason for consultation."""
        if goal == "first":
            key = self._place(index, chosen).key
            for other in self._order:
                if self._place(other, chosen).key < key:
                    return self._schemes[other]
        return self._holding((*self._constraints, *self._gates), chosen)

    def _leaders(self, chosen: Changes) -> frozenset[int]:
        """Name the first schemes; none where facts clash or lead to consultation."""
        if self._holding((*self._constraints, *self._gates), chosen):
            return frozenset()
        return leaders(self._place(index, chosen) for index in range(len(self._schemes)))

    def _holding(self, bars: Iterable[_Asked], chosen: Changes) -> _Asked | None:
        facts = _changed(self._facts, chosen)
        return next((bar for bar in bars if bar.verdicts(facts) == (HOLDS,)), None)

    def _place(self, index: int, chosen: Changes) -> Place:
        asked = self._schemes[index]
        relevant = [change for change in chosen if not asked.keys.isdisjoint(change.facts)]
        known = (index, frozenset(relevant))
        if known not in self._places:
            verdicts = asked.verdicts(_changed(self._facts, relevant))
            self._places[known] = self._ranker.place(index, verdicts)
        return self._places[known]


@dataclass(frozen=True)
class _Asked:
    """Conditions that are judged together, and what they ask for."""

    conditions: tuple[Condition, ...]
    tests: tuple[Test, ...]
    keys: frozenset[str]

    @classmethod
    def of(cls, conditions: Sequence[Condition]) -> _Asked:
        keys = frozenset(key for condition in conditions for key in fact_keys(condition))
        return cls(tuple(conditions), tuple(map(compile_condition, conditions)), keys)

    def verdicts(self, facts: Facts) -> tuple[int, ...]:
        return tuple([VERDICT_OF[test(facts)] for test in self.tests])


def _changed(facts: Facts, changes: Iterable[Change]) -> Facts:
    changed = dict(facts)
    for change in changes:
        changed |= change.facts
    return changed


def _sets(changes: Sequence[Change], count: int) -> Iterator[Changes]:
    """Go through the sets of so many changes, with one value a subject."""
    for chosen in combinations(changes, count):
        if len({change.subject for change in chosen}) == count:
            yield chosen


def _possible_changes(
    attributes: Iterable[Attribute], asked: Sequence[_Asked], facts: Facts
) -> Iterator[Change]:
    """Go through the single changes that any rule could notice."""
    conditions = [condition for part in asked for condition in part.conditions]
    keys = frozenset().union(*(part.keys for part in asked))
    for attribute in attributes:
        if keys.isdisjoint(attribute.keys()):
            continue
        for subject, value in _values(attribute, conditions, facts):
            if any(facts.get(key) != so for key, so in value.items()):
                overturns = any(key in facts and facts[key] != so for key, so in value.items())
                distance = 0.0
                if attribute.type == "number":
                    distance = abs(value[subject] - facts.get(subject, 0))
                yield Change(attribute, subject, value, overturns, distance)


def _values(
    attribute: Attribute, conditions: Iterable[Condition], facts: Facts
) -> Iterator[tuple[str, Facts]]:
    name, keys = attribute.id, attribute.keys()
    if attribute.type == "number":
        thresholds = set(_thresholds(name, conditions, facts))
        numbers = set(numbers_that_matter(thresholds, attribute) if thresholds else ())
        if not attribute.whole:
            numbers |= _within(attribute, (beside for at in thresholds for beside in _near(at)))
        for number in sorted(numbers):
            yield name, {name: number}
    elif attribute.type == "choice":
        for chosen in keys:
            yield name, {key: key == chosen for key in keys}
    else:
        for key in keys:
            for so in (True, False):
                yield key, {key: so}


def _thresholds(name: str, conditions: Iterable[Condition], facts: Facts) -> Iterator[float]:
    """Go through what a number is compared with, in quotients too where the other one is known."""
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, Is):
                continue
            dividend, _, divisor = leaf.quantity.partition(QUOTIENT)
            if leaf.quantity == name:
                yield leaf.number
            elif dividend == name and divisor in facts:
                yield from _beside(leaf.number * facts[divisor])
            elif divisor == name and facts.get(dividend) and leaf.number:
                yield from _beside(facts[dividend] / leaf.number)


def _near(threshold: float) -> tuple[float, float]:
    """Give a number of few digits just below a threshold, and one just above it."""
    step = _step(threshold)
    return round(threshold - step, _DECIMALS), round(threshold + step, _DECIMALS)


def _within(attribute: Attribute, numbers: Iterable[float]) -> set[float]:
    low, high = attribute.minimum, attribute.maximum
    return {n for n in numbers if (low is None or low <= n) and (high is None or n <= high)}


def _step(number: float) -> float:
    """Give the step of the last of a few digits."""
    return 10.0 ** (math.floor(math.log10(abs(number) or 1)) - _DIGITS + 1)


def _beside(number: float) -> tuple[float, float]:
    """Give a number of few digits on either side, as people would say it."""
    step = _step(number)
    below, above = math.floor(number / step) * step, math.ceil(number / step) * step
    return round(below, _DECIMALS), round(above, _DECIMALS)


_EFFORT: dict[Decider, int] = {"municipality": 0, "partners": 1, "nobody": 2}


def _effort(changes: Changes) -> tuple[int, int, int]:
    """Weigh a set: giving up what is known weighs most, then what nobody decides."""
    return (
        sum(change.overturns for change in changes),
        max(_EFFORT[change.attribute.decides] for change in changes),
        sum(_EFFORT[change.attribute.decides] for change in changes),
    )


def _nearest(ways: Iterable[Changes]) -> list[Changes]:
    """Keep, of sets that differ in numbers only, the one whose numbers are nearest."""
    kept: dict[tuple[object, ...], Changes] = {}
    for way in sorted(ways, key=lambda way: sum(change.distance for change in way)):
        alike = (change.subject if change.attribute.type == "number" else change for change in way)
        kept.setdefault(tuple(alike), way)
    return list(kept.values())
