"""The recommendation for one area: outcome, ranking, reasons, questions."""

from __future__ import annotations

from dataclasses import dataclass
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
from screc.rules.evaluate import Judgement, ReferenceEngine
from screc.rules.evidence import EvidenceFinder

if TYPE_CHECKING:
    from screc.model.knowledge import Knowledge

MAX_QUESTIONS = 5


@dataclass(frozen=True)
class Advice:
    """A recommendation, and what it was made of: the facts as read, every verdict, every place."""

    area: Area
    judgement: Judgement
    places: tuple[Place, ...]
    recommendation: Recommendation


def recommend(
    area: Area, knowledge: Rulebase | Knowledge, *, language: Language = "ja"
) -> Recommendation:
    """Match an area's facts to schemes.

    Args:
        area: the area with its facts; what is unknown is left out.
        knowledge: the knowledge base, or the rule base compiled from it.
        language: the language of the texts in the answer.

    Raises:
        InputError: the facts do not fit the vocabulary; lists all that do not.

    >>> from screc.rules.compile import load_rulebase
    >>> facts = {"public-facilities": "several", "wish-disaster-base": True}
    >>> answer = recommend(Area.from_values("ours", "わが市", facts), load_rulebase())
    >>> answer.outcome, answer.recommendations[0].scheme, answer.recommendations[0].fit.held
    ('match', 'public-facility', 60)
    """
    return advise(area, knowledge, language=language).recommendation


def advise(area: Area, knowledge: Rulebase | Knowledge, *, language: Language = "ja") -> Advice:
    """Match an area's facts to schemes as `recommend` does, and keep what the answer rests on.

    Raises:
        InputError: the facts do not fit the vocabulary; lists all that do not.
    """
    rulebase = knowledge if isinstance(knowledge, Rulebase) else compile_knowledge(knowledge)
    checked, problems = read_facts(area.facts, rulebase.attributes)
    if problems:
        raise InputError(problems)
    adviser = _adviser(rulebase)
    return adviser.advise(Area(area.id, area.name, checked), language)


class _Adviser:
    """All that can be prepared once for a rule base."""

    def __init__(self, rulebase: Rulebase) -> None:
        self._rulebase = rulebase
        self._engine = ReferenceEngine(rulebase)
        self._ranker = Ranker(rulebase)
        self._questioner = Questioner(rulebase, self._engine, self._ranker)
        self._evidence = EvidenceFinder(rulebase)

    def advise(self, area: Area, language: Language) -> Advice:
        rulebase = self._rulebase
        facts = flatten(area.facts, rulebase.attributes)
        judgement = self._engine.judge(facts)
        places = self._ranker.rank(judgement.rules)
        present = Presenter(rulebase, self._evidence, judgement, facts, language)
        conflicts = present.area_findings(rulebase.constraints, judgement.constraints)
        gates = present.area_findings(rulebase.gates, judgement.gates)
        decisions = [] if conflicts or gates else self._questioner.ask(facts, judgement, places)
        outcome = _outcome(conflicts, gates, places, decisions)
        shown = presented(places) if outcome in ("match", "ask") else []
        others = [p for p in places if p not in shown and p.standing != "excluded"]
        recommendation = Recommendation(
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
        return Advice(area, judgement, tuple(places), recommendation)


@lru_cache(maxsize=4)
def _adviser(rulebase: Rulebase) -> _Adviser:
    return _Adviser(rulebase)


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
