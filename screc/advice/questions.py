"""What to ask next: the unknowns whose answer can change the ranking."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from screc.advice.rank import Place, Ranker, presented
from screc.model.attribute import Attribute
from screc.model.condition import Condition, Is, leaves
from screc.model.recommendation import Standing
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import Judgement, ReferenceEngine, Test, compile_condition
from screc.rules.expand import expand, fact_keys
from screc.rules.satisfy import numbers_that_matter


@dataclass(frozen=True)
class Decision:
    """An unknown attribute, which schemes its answers move, and how much they change.

    The changes are shares of the possible answers: of those that change the first place, how the
    scheme that has it now stands, and what is presented. Where there are options, the one that
    changes most counts.
    """

    attribute: Attribute
    changes_of_first: float
    changes_of_leader: float
    changes_of_presented: float
    decides: tuple[int, ...]


class Questioner:
    """Finds the questions for one rule base by trying every possible answer."""

    def __init__(self, rulebase: Rulebase, engine: ReferenceEngine, ranker: Ranker) -> None:
        """Collect the possible answers to every attribute that schemes or gates ask for."""
        situations = rulebase.situations_by_id
        gates = (expand(gate.when, situations) for gate in rulebase.gates)
        constraints = (expand(constraint.when, situations) for constraint in rulebase.constraints)
        self._attributes = rulebase.attributes
        self._engine = engine
        self._ranker = ranker
        self._gates = _by_key(gates)
        self._of_schemes = frozenset(_asked(rulebase, gates=False))
        self._constraints = _by_key(constraints)
        self._answers = _possible_answers(rulebase)

    def ask(
        self,
        facts: Facts,
        judgement: Judgement,
        places: list[Place],
        remaining: AbstractSet[str] | None = None,
    ) -> list[Decision]:
        """Order the unknowns: first those that can change the first place, then what is presented.

        None left means that no single answer can change the ranking that is shown. Equal ones keep
        the order of the vocabulary.

        Args:
            facts: what is known.
            judgement: of these facts.
            places: the ranking of these facts.
            remaining: the attributes that may be asked; without it, all that schemes ask for.
        """
        asked = self._of_schemes if remaining is None else remaining
        now = _Shown(presented(places))
        decisions = (
            self._decide(attribute, facts, judgement, now)
            for attribute in self._attributes
            if attribute.id in asked
        )
        return sorted(
            (decision for decision in decisions if decision is not None),
            key=lambda found: (
                -found.changes_of_first,
                -found.changes_of_leader,
                -found.changes_of_presented,
            ),
        )

    def possible_answers(self, attribute: Attribute, facts: Facts) -> list[list[Facts]]:
        """List the answers that say something new and contradict nothing, each option apart.

        Args:
            attribute: what is asked; one that neither schemes nor gates ask for has no answers.
            facts: what is known; without a contradiction.
        """
        if attribute.type == "choices" and any(map(facts.get, attribute.keys())):
            return []  # It was answered; that an option was left out may be a no.
        possible = (
            [
                answer
                for answer in answers
                if _is_new(answer, facts) and not self._contradicts(answer, facts)
            ]
            for answers in self._answers.get(attribute.id, ())
        )
        return [answers for answers in possible if answers]

    def suppose(self, answer: Facts, facts: Facts, judgement: Judgement) -> list[Place]:
        """Find what would be presented after an answer; nothing where it opens a gate."""
        if self.opens_gate(answer, facts):
            return []
        known = {**facts, **answer}
        return presented(
            self._ranker.rank(self._engine.judge_rules_again(judgement, known, answer))
        )

    def opens_gate(self, answer: Facts, facts: Facts) -> bool:
        """Tell whether an answer leads to individual consultation."""
        return any(gate({**facts, **answer}) for key in answer for gate in self._gates.get(key, ()))

    def _contradicts(self, answer: Facts, facts: Facts) -> bool:
        known = {**facts, **answer}
        return any(test(known) for key in answer for test in self._constraints.get(key, ()))

    def _decide(
        self, attribute: Attribute, facts: Facts, judgement: Judgement, now: _Shown
    ) -> Decision | None:
        moved: set[int] = set()
        first = leader = change = 0.0
        for answers in self.possible_answers(attribute, facts):
            shown = [_Shown(self.suppose(answer, facts, judgement)) for answer in answers]
            moved = moved.union(*(then.moved_from(now) for then in shown))
            first = max(first, _share(then.first != now.first for then in shown))
            leader = max(leader, _share(then.standing_of(now) != now.first for then in shown))
            change = max(change, _share(then.presented != now.presented for then in shown))
        if not moved:
            return None
        return Decision(attribute, first, leader, change, tuple(sorted(moved)))


class _Shown:
    """What the user would see of a ranking: the schemes, and how they stand."""

    def __init__(self, shown: list[Place]) -> None:
        self.presented = [(place.index, place.standing) for place in shown]
        self.first = self.presented[:1]

    def standing_of(self, before: _Shown) -> list[tuple[int, Standing]]:
        """Tell how the scheme that was first stands now; empty where it is not presented."""
        return [part for part in self.presented if [part[0]] == [old[0] for old in before.first]]

    def moved_from(self, before: _Shown) -> set[int]:
        """Tell which schemes came or went, stand differently, or changed their order."""
        if self.presented == before.presented:
            return set()
        now, then = dict(self.presented), dict(before.presented)
        moved = {index for index in now.keys() | then.keys() if now.get(index) != then.get(index)}
        return moved or set(now)


def _is_new(answer: Facts, facts: Facts) -> bool:
    """Tell whether an answer says something new and denies nothing that is known."""
    return not answer.keys() <= facts.keys() and all(
        facts.get(key, value) == value for key, value in answer.items()
    )


def _share(said: Iterable[bool]) -> float:
    answers = list(said)
    return sum(answers) / len(answers)


def _by_key(conditions: Iterable[Condition]) -> dict[str, list[Test]]:
    """Sort conditions without situations by the flat facts that they look at."""
    tests: dict[str, list[Test]] = {}
    for condition in conditions:
        for key in dict.fromkeys(fact_keys(condition)):
            tests.setdefault(key, []).append(compile_condition(condition))
    return tests


def _asked(rulebase: Rulebase, *, gates: bool) -> dict[str, set[float]]:
    """Name what schemes, and gates too, ask for, with the numbers that it is compared with."""
    situations = rulebase.situations_by_id
    conditions = [rule.when for scheme in rulebase.schemes for rule in scheme.rules]
    if gates:
        conditions += [gate.when for gate in rulebase.gates]
    asked: dict[str, set[float]] = {}
    for condition in conditions:
        for leaf in leaves(expand(condition, situations)):
            if isinstance(leaf, Is):
                asked.setdefault(leaf.name, set())
            else:
                # Only constraints compare quotients, so this is one attribute.
                asked.setdefault(leaf.quantity, set()).add(leaf.number)
    return asked


def _possible_answers(rulebase: Rulebase) -> dict[str, list[list[Facts]]]:
    asked = _asked(rulebase, gates=True)
    return {
        attribute.id: _answers(attribute, asked[attribute.id])
        for attribute in rulebase.attributes
        if attribute.id in asked
    }


def _answers(attribute: Attribute, numbers: set[float]) -> list[list[Facts]]:
    """List the possible answers; of each option apart, as each is a question by itself."""
    if attribute.type == "flag":
        return [[{attribute.id: True}, {attribute.id: False}]]
    if attribute.type == "number":
        return [[{attribute.id: number} for number in numbers_that_matter(numbers, attribute)]]
    keys = attribute.keys()
    if attribute.type == "choice":
        whole: list[Facts] = [{key: key == chosen for key in keys} for chosen in keys]
        apart: list[list[Facts]] = [
            [answer, {key: False}] for key, answer in zip(keys, whole, strict=True)
        ]
        return [whole, *apart]
    return [[{key: True}, {key: False}] for key in keys]
