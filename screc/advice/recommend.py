"""The recommendation for one area: outcome, ranking, reasons, questions."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from screc.advice.present import Presenter
from screc.advice.questions import Decision, Questioner
from screc.advice.rank import Place, Ranker, presented
from screc.errors import InputError
from screc.knowledge.facts import flatten, read_facts
from screc.model.recommendation import AreaFinding, Edition, Outcome, Recommendation
from screc.model.rulebase import Area, Rulebase
from screc.model.text import Language
from screc.rules.compile import compile_knowledge
from screc.rules.engines import EngineChoice, make_engine, require_agreement
from screc.rules.evaluate import ReferenceEngine
from screc.rules.trace import Tracer

if TYPE_CHECKING:
    from screc.model.knowledge import Knowledge

MAX_QUESTIONS = 5


def recommend(
    area: Area,
    knowledge: Rulebase | Knowledge,
    *,
    language: Language = "ja",
    engine: EngineChoice = "auto",
) -> Recommendation:
    """Match an area's facts to schemes.

    Args:
        area: the area with its facts; what is unknown is left out.
        knowledge: the knowledge base, or the rule base compiled from it.
        language: the language of the texts in the answer.
        engine: what decides which rules hold; the reference evaluator says by what facts.

    Raises:
        InputError: the facts do not fit the vocabulary; lists all that do not.
        EngineError: the engine failed, or does not agree with the reference.

    >>> from screc.rules.compile import load_rulebase
    >>> facts = {"public-facilities": "several", "wish-disaster-base": True}
    >>> answer = recommend(Area.from_values("ours", "わが市", facts), load_rulebase())
    >>> answer.outcome, answer.recommendations[0].scheme, answer.recommendations[0].fit.held
    ('match', 'public-facility', 60)
    """
    rulebase = knowledge if isinstance(knowledge, Rulebase) else compile_knowledge(knowledge)
    checked, problems = read_facts(area.facts, rulebase.attributes)
    if problems:
        raise InputError(problems)
    adviser = _adviser(rulebase, engine)
    return adviser.advise(Area(area.id, area.name, checked), language)


class _Adviser:
    """All that can be prepared once for a rule base."""

    def __init__(self, rulebase: Rulebase, engine: EngineChoice) -> None:
        self._rulebase = rulebase
        self._engine = make_engine(engine, rulebase)
        self._tracer = Tracer(rulebase)
        self._ranker = Ranker(rulebase)
        self._questioner = Questioner(rulebase, ReferenceEngine(rulebase), self._ranker)

    def advise(self, area: Area, language: Language) -> Recommendation:
        rulebase = self._rulebase
        facts = flatten(area.facts, rulebase.attributes)
        trace = self._tracer.trace(facts)
        judgement = self._engine.judge(facts)
        require_agreement(self._engine, judgement, trace.judgement(), rulebase)
        places = self._ranker.rank(judgement.rules)
        present = Presenter(rulebase, trace, facts, language)
        conflicts = present.area_findings(rulebase.constraints, trace.constraints)
        gates = present.area_findings(rulebase.gates, trace.gates)
        decisions = [] if conflicts or gates else self._questioner.ask(facts, judgement, places)
        outcome = _outcome(conflicts, gates, places, decisions)
        shown = presented(places) if outcome in ("match", "ask") else []
        others = [p for p in places if p not in shown and p.standing != "excluded"]
        return Recommendation(
            outcome=outcome,
            engine=self._engine.name,
            mode="area",
            knowledge=Edition(rulebase.version, rulebase.digest),
            area=present.area(area),
            recommendations=present.ranked(shown),
            others=present.ranked(others, after=len(shown)),
            excluded=present.excluded(places),
            questions=present.questions(decisions[:MAX_QUESTIONS]),
            gates=gates,
            conflicts=conflicts,
            read=(),
        )


@lru_cache(maxsize=4)
def _adviser(rulebase: Rulebase, engine: EngineChoice) -> _Adviser:
    return _Adviser(rulebase, engine)


def _outcome(
    conflicts: tuple[AreaFinding, ...],
    gates: tuple[AreaFinding, ...],
    places: list[Place],
    decisions: list[Decision],
) -> Outcome:
    if conflicts:
        return "conflict"
    if gates or all(place.standing == "excluded" for place in places):
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
