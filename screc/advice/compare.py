"""Compare two decision records: which schemes stand elsewhere, and by which rules."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cached_property

from screc.model.attribute import split_key
from screc.model.condition import QUOTIENT, Condition, Is, leaves
from screc.model.recommendation import Fit, Verdict
from screc.model.record import Record, RecordedRule
from screc.model.replay import RuleChange, RuleState, SchemeChange, SchemeState, SituationChange
from screc.rules.expand import fact_key


class Comparison:
    """What differs between a recorded decision and the one made now."""

    def __init__(self, before: Record, after: Record) -> None:
        """Lay both out by the names of their rules, `scheme.rule`."""
        self._before, self._after = _Side(before), _Side(after)

    @cached_property
    def situations(self) -> tuple[SituationChange, ...]:
        """Name the situations that are new, gone or changed."""
        old, new = self._before.record.situations, self._after.record.situations
        return tuple(
            SituationChange(name, old.get(name), new.get(name))
            for name in dict.fromkeys((*new, *old))
            if old.get(name) != new.get(name)
        )

    @cached_property
    def schemes(self) -> tuple[SchemeChange, ...]:
        """Name the schemes whose place changed, in the order of now, and the rules by which."""
        old, new = self._before.places, self._after.places
        return tuple(
            SchemeChange(
                scheme,
                (self._after if scheme in new else self._before).names[scheme],
                old.get(scheme),
                new.get(scheme),
                self._by(scheme),
            )
            for scheme in dict.fromkeys((*new, *old))
            if old.get(scheme) != new.get(scheme)
        )

    def rules(self, left_out: frozenset[str]) -> tuple[RuleChange, ...]:
        """Name the rules that are new, gone or changed, in the order of now.

        Args:
            left_out: the attributes whose recorded facts could not be used.
        """
        return tuple(self._rule_change(name, left_out) for name in self._changed)

    @cached_property
    def _changed(self) -> list[str]:
        old, new = self._before.states, self._after.states
        changed = {situation.id for situation in self.situations}
        return [
            name
            for name in dict.fromkeys((*new, *old))
            if old.get(name) != new.get(name) or changed & self._used(name)
        ]

    def _used(self, name: str) -> set[str]:
        return self._before.used(name) | self._after.used(name)

    def _rule_change(self, name: str, left_out: frozenset[str]) -> RuleChange:
        scheme, _, rule = name.partition(".")
        latest = self._after if name in self._after.rules else self._before
        asked = {split_key(key)[0] for key in self._before.keys(name)}
        return RuleChange(
            scheme,
            rule,
            self._before.states.get(name),
            self._after.states.get(name),
            latest.rules[name].because,
            str(latest.rules[name].citation),
            tuple(found.id for found in self.situations if found.id in self._used(name)),
            tuple(sorted(asked & left_out)),
            tuple(change.scheme for change in self.schemes if name in change.by),
        )

    def _by(self, scheme: str) -> tuple[str, ...]:
        """Name the rules that moved a scheme: its own, and those of the schemes that passed it."""
        old, new = self._before, self._after
        if scheme not in old.places or scheme not in new.places:
            return ()
        moved = {scheme}
        if old.places[scheme].rank != new.places[scheme].rank:
            moved |= set(self._passed(scheme))
        if not self._own_causes(scheme) and old.is_presented(scheme) != new.is_presented(scheme):
            # Whether it is presented also hangs on the weight of the first.
            moved |= {first for first in (old.first, new.first) if first is not None}
        causes = set().union(*map(self._own_causes, moved))
        return tuple(name for name in self._changed if name in causes)

    def _passed(self, scheme: str) -> Iterator[str]:
        old, new = self._before, self._after
        for other in {**new.places, **old.places}:
            if old.order(scheme, other) != new.order(scheme, other):
                yield other

    def _own_causes(self, scheme: str) -> frozenset[str]:
        """Name the rules that changed a scheme's standing, fit or weight."""
        return self._causes.get(scheme, frozenset())

    @cached_property
    def _causes(self) -> dict[str, frozenset[str]]:
        old, new = self._before, self._after
        return {
            scheme: frozenset(name for name in self._changed if self._bears_on(name, scheme))
            for scheme in {**new.places, **old.places}
        }

    def _bears_on(self, name: str, scheme: str) -> bool:
        """Tell whether a rule changed what its scheme has, or how much others' evidence weighs.

        The more points other schemes give for the same fact, the less it weighs for each.
        """
        old, new = self._before, self._after
        if name.startswith(f"{scheme}.") and _decides(old.states.get(name)) != _decides(
            new.states.get(name)
        ):
            return True
        if old.weight(scheme) == new.weight(scheme):
            return False
        held = old.held_keys(scheme) | new.held_keys(scheme)
        return any(old.points(name, key) != new.points(name, key) for key in held)


class _Side:
    """A record, laid out for comparison."""

    def __init__(self, record: Record) -> None:
        self.record = record
        verdicts = dict(_verdicts(record))
        self.rules: dict[str, RecordedRule] = {
            f"{scheme}.{name}": rule
            for scheme, rules in record.rules.items()
            for name, rule in rules.items()
        }
        self.states = {name: _state(rule, verdicts[name]) for name, rule in self.rules.items()}
        self.places = {
            place.scheme: SchemeState(
                place.rank,
                place.presented,
                place.standing,
                Fit(place.fit.held, place.fit.possible),
                place.weight,
            )
            for place in record.ranking
        }
        self.names = {place.scheme: place.name for place in record.ranking}
        self.first = next((place.scheme for place in record.ranking if place.presented), None)
        self._asked = {
            name: _asked(rule.when, record.situations) for name, rule in self.rules.items()
        }

    def used(self, name: str) -> set[str]:
        """Name the situations that a rule uses, by way of others too."""
        return self._asked[name][0] if name in self._asked else set()

    def keys(self, name: str) -> set[str]:
        """Name the flat facts that a rule asks for."""
        return self._asked[name][1] if name in self._asked else set()

    def points(self, name: str, key: str) -> int:
        """Tell the points that a rule gives for a fact."""
        state = self.states.get(name)
        return state.points or 0 if state is not None and key in self.keys(name) else 0

    def held_keys(self, scheme: str) -> set[str]:
        """Name the facts by which a scheme has its weight."""
        held = (
            self.keys(name)
            for name, state in self.states.items()
            if state.points and state.verdict == "holds" and name.startswith(f"{scheme}.")
        )
        return set().union(*held)

    def weight(self, scheme: str) -> float | None:
        """Tell the weight of a scheme."""
        return self.places[scheme].weight if scheme in self.places else None

    def is_presented(self, scheme: str) -> bool:
        """Tell whether a scheme is presented."""
        return scheme in self.places and self.places[scheme].presented

    def order(self, one: str, other: str) -> int:
        """Tell which of two stands first: -1, 1, or 0 for a tie."""
        ranks = [self.places[name].rank if name in self.places else None for name in (one, other)]
        first, second = (math.inf if rank is None else rank for rank in ranks)
        return (first > second) - (first < second)


def _verdicts(record: Record) -> Iterator[tuple[str, Verdict]]:
    for place in record.ranking:
        lists: tuple[tuple[Verdict, tuple[str, ...]], ...] = (
            ("holds", place.holds),
            ("refuted", place.refuted),
            ("open", place.open),
        )
        for verdict, rules in lists:
            yield from ((f"{place.scheme}.{rule}", verdict) for rule in rules)


def _state(rule: RecordedRule, verdict: Verdict) -> RuleState:
    return RuleState(verdict, rule.effect, rule.aspect, rule.points, rule.presumed, rule.when)


def _decides(state: RuleState | None) -> tuple[object, ...]:
    """Say what a rule, as judged, does to the standing and the points of its scheme."""
    if state is None or state.effect == "cautions":
        return ()
    if state.effect == "requires":
        is_met = state.verdict == "holds" or (state.verdict == "open" and state.presumed)
        return () if is_met else (state.verdict,)
    if state.verdict == "refuted":
        return () if state.aspect == "circumstance" else (state.aspect, "refuted")
    return (state.aspect, state.points, state.verdict)


def _asked(condition: Condition, situations: Mapping[str, Condition]) -> tuple[set[str], set[str]]:
    """Name the situations and the flat facts that a condition asks for.

    Each situation is looked at once, so that a circle in a file does no harm.
    """
    used: set[str] = set()
    keys: set[str] = set()
    waiting = [condition]
    while waiting:
        for leaf in leaves(waiting.pop()):
            if not isinstance(leaf, Is):
                keys.update(leaf.quantity.split(QUOTIENT))
            elif leaf.name not in situations:
                keys.add(fact_key(leaf))
            elif leaf.name not in used:
                used.add(leaf.name)
                waiting.append(situations[leaf.name])
    return used, keys
