"""What follows from an area's facts, before any of it is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from screc.advice.questions import Decision, Questioner
from screc.advice.rank import Place, Ranker, presented
from screc.errors import InputError
from screc.knowledge.facts import flatten, read_facts
from screc.model.recommendation import Outcome
from screc.model.rulebase import Area, Facts, Rulebase
from screc.rules.engines import EngineChoice, make_engine, require_agreement
from screc.rules.evaluate import HOLDS, Judgement, ReferenceEngine
from screc.rules.trace import Trace, Tracer


@dataclass(frozen=True)
class Assessment:
    """An area with all that was found of it.

    Attributes:
        area: with its facts as the vocabulary has them.
        facts: the same, flat.
        engine: the name of the engine that judged.
        trace: the proof of every verdict.
        places: all schemes, best first.
        judgement: the verdicts.
    """

    area: Area
    facts: Facts
    engine: str
    trace: Trace
    places: tuple[Place, ...]
    judgement: Judgement
    questioner: Questioner

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The unknowns that can change the ranking, the most important first."""
        if HOLDS in (*self.judgement.constraints, *self.judgement.gates):
            return ()
        return tuple(self.questioner.ask(self.facts, self.judgement, list(self.places)))

    @cached_property
    def outcome(self) -> Outcome:
        """The outcome of the whole."""
        if HOLDS in self.judgement.constraints:
            return "conflict"
        if HOLDS in self.judgement.gates or all(p.standing == "excluded" for p in self.places):
            return "consult"
        return "ask" if _is_undecided(self.places) and self.decisions else "match"

    @cached_property
    def shown(self) -> tuple[Place, ...]:
        """The places that are presented, best first."""
        return tuple(presented(self.places)) if self.outcome in ("match", "ask") else ()


def assess(area: Area, rulebase: Rulebase, engine: EngineChoice = "auto") -> Assessment:
    """Judge and rank an area.

    Args:
        area: with its facts; what is unknown is left out.
        rulebase: the compiled knowledge.
        engine: what decides which rules hold; the reference evaluator says by what facts.

    Raises:
        InputError: the facts do not fit the vocabulary; lists all that do not.
        EngineError: the engine failed, or does not agree with the reference.

    >>> from screc.rules.compile import load_rulebase
    >>> facts = {"public-facilities": "several", "wish-disaster-base": True}
    >>> found = assess(Area.from_values("ours", "わが市", facts), load_rulebase())
    >>> found.outcome, found.places[0].standing
    ('match', 'recommended')
    """
    checked, problems = read_facts(area.facts, rulebase.attributes)
    if problems:
        raise InputError(problems)
    return _assessor(rulebase, engine).assess(Area(area.id, area.name, checked))


@lru_cache(maxsize=4)
def ranker_of(rulebase: Rulebase) -> Ranker:
    """Return the ranker of a rule base, which is prepared once."""
    return Ranker(rulebase)


class _Assessor:
    """All that can be prepared once for a rule base and an engine."""

    def __init__(self, rulebase: Rulebase, engine: EngineChoice) -> None:
        self._rulebase = rulebase
        self._engine = make_engine(engine, rulebase)
        self._tracer = Tracer(rulebase)
        self._ranker = ranker_of(rulebase)
        self._questioner = Questioner(rulebase, ReferenceEngine(rulebase), self._ranker)

    def assess(self, area: Area) -> Assessment:
        facts = flatten(area.facts, self._rulebase.attributes)
        trace = self._tracer.trace(facts)
        judgement = self._engine.judge(facts)
        require_agreement(self._engine, judgement, trace.judgement(), self._rulebase)
        places = self._ranker.rank(judgement.rules)
        return Assessment(
            area=area,
            facts=facts,
            engine=self._engine.name,
            trace=trace,
            places=tuple(places),
            judgement=judgement,
            questioner=self._questioner,
        )


@lru_cache(maxsize=8)
def _assessor(rulebase: Rulebase, engine: EngineChoice) -> _Assessor:
    return _Assessor(rulebase, engine)


def _is_undecided(places: Sequence[Place]) -> bool:
    """Tell whether an unknown fact decides on the first place.

    It does where the first scheme waits for its trigger, or where another one of the same standing
    has the same weight while neither is recommended.
    """
    shown = presented(places)
    if not shown or not shown[0].trigger:
        return True
    if shown[0].standing == "recommended":
        return False
    return len(shown) > 1 and shown[0].key == shown[1].key
