"""How far the answers still to come can move a ranking, whatever they are.

Every open rule may come to hold or be refuted as far as what is still unknown allows, each rule for
itself. That is more than facts can do together, so what these bounds call settled is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from screc.advice.rank import Place, Ranker, is_presented, order_of, presented
from screc.model.condition import (
    QUOTIENT,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Is,
    Not,
    Visitor,
    names,
)
from screc.model.rule import FULL_POINTS, Rule
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, Judgement, compile_condition
from screc.rules.expand import expand, fact_key

FIRST_PLACES = 3
_EITHER, _NEITHER = (True, True), (False, False)

Outlook: TypeAlias = Callable[[Facts, AbstractSet[str]], tuple[bool, bool]]
"""Tells, for facts and the attributes that may still be told, whether a condition can come to hold,
and whether it can come to be refuted. One that does neither stays open."""


@dataclass(frozen=True)
class Unsettled:
    """What can still change the first places.

    Attributes:
        schemes: whose order, or whose place among those presented, is not yet sure; by position.
        attributes: the unknowns on which these schemes, and the gates, still depend.
    """

    schemes: frozenset[int]
    attributes: frozenset[str]


class Reach:
    """Finds what the remaining answers can still change, for one rule base."""

    def __init__(self, rulebase: Rulebase, ranker: Ranker) -> None:
        """Prepare the outlook of every rule and gate, and the attributes that it looks at."""
        situations = rulebase.situations_by_id
        self._ranker = ranker
        self._rules = [
            [_Prepared.of(expand(rule.when, situations)) for rule in scheme.rules]
            for scheme in rulebase.schemes
        ]
        self._stakes = [[_stake(rule) for rule in scheme.rules] for scheme in rulebase.schemes]
        self._gates = [_Prepared.of(expand(gate.when, situations)) for gate in rulebase.gates]

    def unsettled(
        self,
        facts: Facts,
        judgement: Judgement,
        places: list[Place],
        remaining: AbstractSet[str],
    ) -> Unsettled:
        """Find which schemes and attributes can still change the first three that are presented.

        Args:
            facts: what is known.
            judgement: of these facts; without a gate that holds and without a conflict.
            places: the ranking of these facts.
            remaining: the attributes that may still be told; all others stay as they are.
        """
        outlooks = [
            [
                rule.outlook(facts, remaining) if verdict == OPEN and stake else _NEITHER
                for rule, verdict, stake in zip(rules, row, stakes, strict=True)
            ]
            for rules, row, stakes in zip(self._rules, judgement.rules, self._stakes, strict=True)
        ]
        best = self._ranked(judgement, outlooks, HOLDS)
        worst = self._ranked(judgement, outlooks, REFUTED)
        schemes = frozenset(_movable(places, best, worst))
        waiting = {
            name
            for index in schemes
            for rule, can in zip(self._rules[index], outlooks[index], strict=True)
            if any(can)
            for name in rule.attributes
        }
        waiting |= {
            name
            for gate, verdict in zip(self._gates, judgement.gates, strict=True)
            if verdict == OPEN and gate.outlook(facts, remaining)[0]
            for name in gate.attributes
        }
        return Unsettled(schemes, frozenset(waiting & remaining))

    def waiting(
        self, attribute_id: str, judgement: Judgement, unsettled: Unsettled
    ) -> dict[int, float]:
        """Weigh the open rules of unsettled schemes that wait for an attribute, by scheme.

        A rule gives its points, shared among the attributes that it waits for. A requirement, which
        can take the scheme away, gives as many points as a whole scheme has.
        """
        found: dict[int, float] = {}
        for index in sorted(unsettled.schemes):
            for rule, verdict, stake in zip(
                self._rules[index], judgement.rules[index], self._stakes[index], strict=True
            ):
                if verdict == OPEN and stake and attribute_id in rule.attributes:
                    others = len(rule.attributes & unsettled.attributes)
                    found[index] = found.get(index, 0.0) + stake / max(others, 1)
        return found

    def _ranked(
        self, judgement: Judgement, outlooks: list[list[tuple[bool, bool]]], hoped: int
    ) -> dict[int, Place]:
        """Rank the schemes as if all that is open came out one way, as far as it can."""
        rows = tuple(
            tuple(
                hoped if verdict == OPEN and can[hoped == REFUTED] else verdict
                for verdict, can in zip(row, outlook, strict=True)
            )
            for row, outlook in zip(judgement.rules, outlooks, strict=True)
        )
        return {place.index: place for place in self._ranker.rank(rows)}


def _stake(rule: Rule) -> int:
    return FULL_POINTS if rule.effect == "requires" else rule.points or 0


def _movable(places: list[Place], best: dict[int, Place], worst: dict[int, Place]) -> Iterator[int]:
    """Name the schemes that can come, go or change their order among the first places."""
    shown = [place.index for place in presented(places)][:FIRST_PLACES]
    heaviest = max((best[index].weight for index in shown[:1]), default=0.0)
    lightest = min((worst[index].weight for index in shown[:1]), default=0.0)
    for index in shown:
        if not is_presented(worst[index], heaviest):
            yield from (index, shown[0])
    for ahead, behind in pairwise(shown):
        if order_of(worst[ahead]) >= order_of(best[behind]):
            yield from (ahead, behind)
    for index in best.keys() - set(shown):
        # What overtakes the first sets the weight that the others have to have half of.
        overtakes = bool(shown) and order_of(best[index]) < order_of(worst[shown[0]])
        if not is_presented(best[index], 0.0 if overtakes else lightest):
            continue
        if len(shown) < FIRST_PLACES:
            yield from (index, *shown[:1])
        for other in shown:
            if order_of(best[index]) < order_of(worst[other]):
                yield from (index, other)


@dataclass(frozen=True)
class _Prepared:
    """The outlook of a condition without situations, and the attributes that it looks at."""

    outlook: Outlook
    attributes: frozenset[str]

    @classmethod
    def of(cls, condition: Condition) -> _Prepared:
        return cls(_OUTLOOKS.visit(condition), frozenset(names(condition)))


class _Outlooks(Visitor[Outlook]):
    """Makes the outlook of each node."""

    def all_of(self, node: AllOf) -> Outlook:
        parts = [self.visit(part) for part in node.parts]

        def outlook(facts: Facts, remaining: AbstractSet[str]) -> tuple[bool, bool]:
            found = [part(facts, remaining) for part in parts]
            return all(holds for holds, _ in found), any(refuted for _, refuted in found)

        return outlook

    def any_of(self, node: AnyOf) -> Outlook:
        parts = [self.visit(part) for part in node.parts]

        def outlook(facts: Facts, remaining: AbstractSet[str]) -> tuple[bool, bool]:
            found = [part(facts, remaining) for part in parts]
            return any(holds for holds, _ in found), all(refuted for _, refuted in found)

        return outlook

    def negation(self, node: Not) -> Outlook:
        part = self.visit(node.part)

        def outlook(facts: Facts, remaining: AbstractSet[str]) -> tuple[bool, bool]:
            holds, refuted = part(facts, remaining)
            return refuted, holds

        return outlook

    def equality(self, node: Is) -> Outlook:
        return _outlook_of_test(node, {fact_key(node): node.name})

    def at_least(self, node: AtLeast) -> Outlook:
        return _outlook_of_test(node, {name: name for name in node.quantity.split(QUOTIENT)})

    def at_most(self, node: AtMost) -> Outlook:
        return _outlook_of_test(node, {name: name for name in node.quantity.split(QUOTIENT)})


def _outlook_of_test(node: Is | AtLeast | AtMost, asked: Mapping[str, str]) -> Outlook:
    """Look at one test; all facts of it that are missing have to be told.

    Args:
        node: the test.
        asked: the flat facts that it looks at, with the attributes that tell them.
    """
    test = compile_condition(node)
    told_by = list(asked.items())

    def outlook(facts: Facts, remaining: AbstractSet[str]) -> tuple[bool, bool]:
        found = test(facts)
        if found is not None:
            return found, not found
        for key, attribute in told_by:
            if key not in facts and attribute not in remaining:
                return _NEITHER
        return _EITHER

    return outlook


_OUTLOOKS = _Outlooks()
