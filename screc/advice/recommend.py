"""The recommendation for one area: outcome, ranking, reasons, questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screc.advice.assess import Assessment, assess
from screc.advice.present import Presenter
from screc.advice.questions import Decision
from screc.advice.rank import Place
from screc.model.recommendation import Edition, Outcome, Recommendation
from screc.model.rulebase import Area, Rulebase
from screc.model.text import Language
from screc.rules.compile import compile_knowledge
from screc.rules.engines import EngineChoice

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
    return present_assessment(assess(area, rulebase, engine), rulebase, language)


@dataclass(frozen=True)
class Presented:
    """What is presented, where something else than the facts decides it.

    Attributes:
        outcome: of the whole.
        shown: the schemes, best first.
        decisions: what is asked next.
        with_others: whether the schemes that are neither shown nor excluded are told of, too.
    """

    outcome: Outcome
    shown: Sequence[Place]
    decisions: Sequence[Decision]
    with_others: bool = True


def present_assessment(
    found: Assessment,
    rulebase: Rulebase,
    language: Language,
    presented: Presented | None = None,
) -> Recommendation:
    """Put what was found into the words of a recommendation."""
    if presented is None:
        presented = Presented(found.outcome, found.shown, found.decisions)
    present = Presenter(rulebase, found.trace, found.facts, language)
    shown = presented.shown
    rest = [p for p in found.places if p not in shown and p.standing != "excluded"]
    others = rest if presented.with_others else []
    return Recommendation(
        outcome=presented.outcome,
        engine=found.engine,
        mode="area",
        knowledge=Edition(rulebase.version, rulebase.digest),
        area=present.area(found.area),
        recommendations=present.ranked(shown),
        others=present.ranked(others, after=len(shown)),
        excluded=present.excluded(found.places),
        questions=present.questions(presented.decisions[:MAX_QUESTIONS]),
        gates=present.area_findings(rulebase.gates, found.trace.gates),
        conflicts=present.area_findings(rulebase.constraints, found.trace.constraints),
        read=(),
    )
