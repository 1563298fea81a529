"""The facts behind a verdict: those a condition used, and those it lacks."""

from __future__ import annotations

from dataclasses import dataclass

from screc.model.condition import Condition
from screc.model.rulebase import Facts, Rulebase
from screc.rules.expand import expand, fact_keys


@dataclass(frozen=True)
class Evidence:
    """Known facts by flat key, and the keys of unknown ones, in the order of the condition."""

    facts: Facts
    missing: tuple[str, ...]


class EvidenceFinder:
    """Finds the evidence for the conditions of one rule base."""

    def __init__(self, rulebase: Rulebase) -> None:
        """Keep the situations, which conditions may name."""
        self._situations = {situation.id: situation for situation in rulebase.situations}

    def find(self, condition: Condition, facts: Facts) -> Evidence:
        """Split what a condition asks for into known and unknown; situations are spelled out."""
        keys = dict.fromkeys(fact_keys(expand(condition, self._situations)))
        return Evidence(
            {key: facts[key] for key in keys if key in facts},
            tuple(key for key in keys if key not in facts),
        )
