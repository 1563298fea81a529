"""Choose the engine that judges an area, and hold it to the reference."""

from __future__ import annotations

from itertools import chain
from typing import Literal, Protocol, get_args

from screc.errors import EngineError, Problem
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import Judgement, ReferenceEngine

EngineChoice = Literal["auto", "durable", "reference", "columns"]
ENGINE_CHOICES: tuple[EngineChoice, ...] = get_args(EngineChoice)


class Engine(Protocol):
    """Judges the facts of one area by the rules of one rule base."""

    name: str

    def judge(self, facts: Facts) -> Judgement:
        """Find what holds, what is refuted and what is open."""
        ...


def make_engine(choice: EngineChoice, rulebase: Rulebase) -> Engine:
    """Make the engine that was chosen; `auto` is durable-rules where it can be imported.

    Raises:
        InputError: what the engine needs is not installed.
        KnowledgeError: the rule base is larger than the engine takes.

    >>> from screc.rules.compile import load_rulebase
    >>> make_engine("reference", load_rulebase()).name
    'reference'
    """
    if choice == "columns":
        from screc.rules.columns import ColumnsEngine

        return ColumnsEngine(rulebase)
    from screc.rules.durable import DurableEngine, can_be_imported

    if choice == "durable" or (choice == "auto" and can_be_imported()):
        return DurableEngine(rulebase)
    return ReferenceEngine(rulebase)


def require_agreement(
    engine: Engine, found: Judgement, expected: Judgement, rulebase: Rulebase
) -> None:
    """Refuse the verdicts of an engine that differ from the reference's.

    Raises:
        EngineError: they differ; it names what they differ in.
    """
    if found == expected:
        return
    differing = [
        name
        for name, one, other in zip(
            _names(rulebase), _verdicts(found), _verdicts(expected), strict=True
        )
        if one != other
    ]
    listed = ", ".join(differing)
    ja = f"エンジン {engine.name} の判定が基準と違います: {listed}"
    en = f"the engine {engine.name} differs from the reference in: {listed}"
    raise EngineError([Problem(ja, en)])


def _names(rulebase: Rulebase) -> list[str]:
    return [
        *(situation.id for situation in rulebase.situations),
        *(constraint.id for constraint in rulebase.constraints),
        *(gate.id for gate in rulebase.gates),
        *(f"{scheme.id}.{rule.id}" for scheme in rulebase.schemes for rule in scheme.rules),
    ]


def _verdicts(judgement: Judgement) -> list[int]:
    return [
        *judgement.situations,
        *judgement.constraints,
        *judgement.gates,
        *chain(*judgement.rules),
    ]
