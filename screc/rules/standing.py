"""What makes a scheme fit: formulas over the verdicts of its rules, which stand for facts in them.

The same formulas rank one area, rank a million in columns or SQL, and are checked for schemes that
no area can reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from screc.model.condition import AllOf, AnyOf, Condition
from screc.model.rule import Rule


@dataclass(frozen=True)
class StandingConditions:
    """Four conditions, in Kleene's logic, of which the first that is so decides.

    `excluded` where `possible` is refuted; `recommended` where `confirmed` holds; `conditional`
    where `cue` holds; else `undetermined`.
    """

    possible: Condition
    confirmed: Condition
    cue: Condition


def standing_of(
    rules: Iterable[Rule], condition: Callable[[Rule], Condition]
) -> StandingConditions:
    """Say when a scheme is excluded, recommended or conditional.

    Every requirement has to hold, one trigger and one purpose; a requirement that is presumed only
    must not be refuted.

    Args:
        rules: of one scheme.
        condition: what stands for a rule in the formulas: its own condition, or a name of it.
    """
    kept = list(rules)
    required = tuple(condition(rule) for rule in kept if rule.effect == "requires")
    stated = tuple(
        condition(rule) for rule in kept if rule.effect == "requires" and not rule.presumed
    )
    trigger = AnyOf(tuple(condition(rule) for rule in kept if rule.aspect == "trigger"))
    purpose = AnyOf(tuple(condition(rule) for rule in kept if rule.aspect == "purpose"))
    return StandingConditions(
        possible=AllOf((*required, trigger, purpose)),
        confirmed=AllOf((*stated, trigger, purpose)),
        cue=AnyOf((trigger, purpose)),
    )
