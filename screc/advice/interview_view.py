"""What an interview sees at each step: all that follows from the facts told so far."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from screc.advice.assess import ranker_of
from screc.advice.questions import Decision, Questioner
from screc.advice.rank import Place
from screc.advice.reach import Reach
from screc.model.attribute import Attribute
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import Judgement, ReferenceEngine
from screc.rules.trace import Tracer

_VIEWS_KEPT = 64


class Prepared:
    """All that can be prepared once for a rule base."""

    def __init__(self, rulebase: Rulebase) -> None:
        """Make the engine, and what ranks, asks, bounds and traces."""
        self.rulebase = rulebase
        self.engine = ReferenceEngine(rulebase)
        self.ranker = ranker_of(rulebase)
        self.questioner = Questioner(rulebase, self.engine, self.ranker)
        self.reach = Reach(rulebase, self.ranker)
        self.tracer = Tracer(rulebase)
        self._view = lru_cache(maxsize=_VIEWS_KEPT)(self._look)

    def view(self, facts: Facts) -> View:
        """Look at facts; "don't know" and back come to the same facts again."""
        return self._view(frozenset(facts.items()))

    def _look(self, facts: frozenset[tuple[str, bool | float]]) -> View:
        return View(self, dict(facts))


class View:
    """What follows from some facts, each part worked out when it is first asked for."""

    def __init__(self, prepared: Prepared, facts: Facts) -> None:
        """Keep the facts."""
        self.prepared = prepared
        self.facts = facts

    @cached_property
    def judgement(self) -> Judgement:
        """The verdicts."""
        return self.prepared.engine.judge(self.facts)

    @cached_property
    def places(self) -> list[Place]:
        """All schemes, best first."""
        return self.prepared.ranker.rank(self.judgement.rules)

    @cached_property
    def decisions(self) -> list[Decision]:
        """What can be asked, in the order in which answers change the ranking."""
        return self.prepared.questioner.ask(self.facts, self.judgement, self.places, self.untold)

    @cached_property
    def untold(self) -> frozenset[str]:
        """The attributes that the facts do not tell."""
        attributes = self.prepared.rulebase.attributes
        return frozenset(part.id for part in attributes if not _is_told(part, self.facts))

    @cached_property
    def undecided(self) -> frozenset[str]:
        """The attributes that have more than one possible answer."""
        possible_answers = self.prepared.questioner.possible_answers
        return frozenset(
            attribute.id
            for attribute in self.prepared.rulebase.attributes
            if any(len(answers) > 1 for answers in possible_answers(attribute, self.facts))
        )


@lru_cache(maxsize=4)
def prepared_for(rulebase: Rulebase) -> Prepared:
    """Return what is prepared for a rule base."""
    return Prepared(rulebase)


def _is_told(attribute: Attribute, facts: Mapping[str, bool | float]) -> bool:
    keys = attribute.keys()
    if attribute.type == "choices" and any(map(facts.get, keys)):
        return True  # That an option was left out may be a no.
    return all(key in facts for key in keys)
