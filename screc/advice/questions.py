"""What to ask next: the unknowns whose answer can change the ranking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screc.advice.rank import Place, Ranker, presented
from screc.model.attribute import Attribute
from screc.model.condition import Is, leaves
from screc.model.recommendation import Standing
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import Judgement, ReferenceEngine
from screc.rules.expand import expand
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
        """Collect the possible answers to every attribute that schemes ask for."""
        self._attributes = rulebase.attributes
        self._engine = engine
        self._ranker = ranker
        self._answers = _possible_answers(rulebase)

    def ask(self, facts: Facts, judgement: Judgement, places: list[Place]) -> list[Decision]:
        """Order the unknowns: first those that can change the first place, then what is presented.

        None left means that no single answer can change the ranking that is shown.
        """
        now = _Shown(places)
        decisions = (
            self._decide(attribute, facts, judgement, now) for attribute in self._attributes
        )
        return sorted(
            (decision for decision in decisions if decision is not None),
            key=lambda found: (
                -found.changes_of_first,
                -found.changes_of_leader,
                -found.changes_of_presented,
            ),
        )

    def _decide(
        self, attribute: Attribute, facts: Facts, judgement: Judgement, now: _Shown
    ) -> Decision | None:
        if attribute.type == "choices" and any(map(facts.get, attribute.keys())):
            return None  # It was answered; that an option was left out may be a no.
        moved: set[int] = set()
        first = leader = change = 0.0
        for answers in self._answers.get(attribute.id, ()):
            possible = [
                answer
                for answer in answers
                if _is_possible(answer, facts)
                and not self._engine.finds_conflict({**facts, **answer})
            ]
            shown = [self._suppose(answer, facts, judgement) for answer in possible]
            if shown:
                moved = moved.union(*(then.moved_from(now) for then in shown))
                first = max(first, _share(then.first != now.first for then in shown))
                leader = max(leader, _share(then.standing_of(now) != now.first for then in shown))
                change = max(change, _share(then.presented != now.presented for then in shown))
        if not moved:
            return None
        return Decision(attribute, first, leader, change, tuple(sorted(moved)))

    def _suppose(self, answer: Facts, facts: Facts, judgement: Judgement) -> _Shown:
        rows = self._engine.judge_rules_again(judgement, {**facts, **answer}, answer)
        return _Shown(self._ranker.rank(rows))


class _Shown:
    """What the user would see of a ranking: the schemes, and how they stand."""

    def __init__(self, places: list[Place]) -> None:
        self.presented = [(place.index, place.standing) for place in presented(places)]
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


def _is_possible(answer: Facts, facts: Facts) -> bool:
    """Tell whether an answer says something new and contradicts nothing that is known."""
    return not answer.keys() <= facts.keys() and all(
        facts.get(key, value) == value for key, value in answer.items()
    )


def _share(said: Iterable[bool]) -> float:
    answers = list(said)
    return sum(answers) / len(answers)


def _possible_answers(rulebase: Rulebase) -> dict[str, list[list[Facts]]]:
    situations = {situation.id: situation for situation in rulebase.situations}
    asked: dict[str, set[float]] = {}
    for scheme in rulebase.schemes:
        for rule in scheme.rules:
            for leaf in leaves(expand(rule.when, situations)):
                if isinstance(leaf, Is):
                    asked.setdefault(leaf.name, set())
                else:
                    # Only constraints compare quotients, so this is one attribute.
                    asked.setdefault(leaf.quantity, set()).add(leaf.number)
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
