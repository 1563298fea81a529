"""What follows from an area's facts, before any of it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from screc.advice.questions import Decision, Questioner
from screc.advice.rank import Place, Ranker, presented
from screc.errors import InputError
from screc.knowledge.facts import flatten, read_facts
from screc.model.recommendation import Outcome
from screc.model.rulebase import Area, Facts, Rulebase
from screc.rules.engines import EngineChoice, make_engine, require_agreement
from screc.rules.evaluate import HOLDS, ReferenceEngine
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
        decisions: the unknowns that can change the ranking, the most important first.
        outcome: of the whole.
        shown: the places that are presented, best first.
    """

    area: Area
    facts: Facts
    engine: str
    trace: Trace
    places: tuple[Place, ...]
    decisions: tuple[Decision, ...]
    outcome: Outcome
    shown: tuple[Place, ...]


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
        clashes, gated = HOLDS in judgement.constraints, HOLDS in judgement.gates
        asked = [] if clashes or gated else self._questioner.ask(facts, judgement, places)
        outcome = _outcome(places, asked, clashes=clashes, gated=gated)
        return Assessment(
            area=area,
            facts=facts,
            engine=self._engine.name,
            trace=trace,
            places=tuple(places),
            decisions=tuple(asked),
            outcome=outcome,
            shown=tuple(presented(places)) if outcome in ("match", "ask") else (),
        )


@lru_cache(maxsize=8)
def _assessor(rulebase: Rulebase, engine: EngineChoice) -> _Assessor:
    return _Assessor(rulebase, engine)


def _outcome(
    places: list[Place], decisions: list[Decision], *, clashes: bool, gated: bool
) -> Outcome:
    if clashes:
        return "conflict"
    if gated or all(place.standing == "excluded" for place in places):
        return "consult"
    return "ask" if _is_undecided(places) and decisions else "match"


def _is_undecided(places: list[Place]) -> bool:
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
