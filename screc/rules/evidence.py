"""The facts behind a verdict: those that decided it, or those that it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screc.model.condition import AllOf, AnyOf, Condition, Not
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import compile_condition
from screc.rules.expand import expand, fact_keys


@dataclass(frozen=True)
class Evidence:
    """The facts that decided, by flat key, and the keys of those that are missing."""

    facts: Facts
    missing: tuple[str, ...]


class EvidenceFinder:
    """Finds the evidence for the conditions of one rule base."""

    def __init__(self, rulebase: Rulebase) -> None:
        """Keep the situations, which conditions may name."""
        self._situations = {situation.id: situation for situation in rulebase.situations}

    def find(self, condition: Condition, facts: Facts) -> Evidence:
        """Name what decided a condition, situations spelled out; where it is open, what is missing.

        Of an `any` that holds, only the parts that hold decide; of an `all` that is refuted, only
        those that are refuted; and of what is open, only the open parts wait.
        """
        keys = dict.fromkeys(_keys(expand(condition, self._situations), facts))
        return Evidence(
            {key: facts[key] for key in keys if key in facts},
            tuple(key for key in keys if key not in facts),
        )


def _keys(condition: Condition, facts: Facts) -> Iterator[str]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            verdict = compile_condition(condition)(facts)
            for part in parts:
                if compile_condition(part)(facts) is verdict:
                    yield from _keys(part, facts)
        case Not(part):
            yield from _keys(part, facts)
        case _:
            yield from fact_keys(condition)
