"""Put proofs into words: the tree of a condition with what each of its tests found."""

from __future__ import annotations

from typing import Literal

from screc.advice.wording import Wording
from screc.model.condition import AllOf, AtLeast, AtMost, Condition, Is, Not
from screc.model.explanation import Comparison, ProofNode, TestedFact, Value
from screc.model.rule import Situation
from screc.model.rulebase import Rulebase
from screc.rules.evaluate import VERDICTS
from screc.rules.expand import fact_key
from screc.rules.trace import Proof, rests_on

_OPPOSITE: dict[Comparison, Comparison] = {"at_least": "below", "at_most": "above"}
_DECIMALS = 9


class ProofWriter:
    """Writes the proofs of one rule base in one language."""

    def __init__(self, rulebase: Rulebase, words: Wording) -> None:
        """Keep the situations, which tests may name."""
        self._situations = rulebase.situations_by_id
        self._words = words

    def write(self, proof: Proof, *, decisive: bool = True, denied: bool = False) -> ProofNode:
        """Write a proof; a denial is carried down to the tests, where it is easiest to read.

        Args:
            proof: of a condition.
            decisive: whether what stands above rests on it.
            denied: whether the opposite is to be written: that the condition is not so.
        """
        node, verdict = proof.node, VERDICTS[-proof.verdict if denied else proof.verdict]
        if isinstance(node, Not):
            return self.write(proof.parts[0], decisive=decisive, denied=not denied)
        if not proof.parts:
            test = self._test(node, proof.found, denied=denied)
            return ProofNode("test", verdict, decisive, test=test)
        situation = self._situation(node)
        parts = tuple(
            self.write(
                part,
                decisive=decisive and rests_on(proof, part),
                denied=denied and situation is None,
            )
            for part in proof.parts
        )
        if situation is None:
            kind: Literal["all", "any"] = "all" if isinstance(node, AllOf) is not denied else "any"
            return ProofNode(kind, verdict, decisive, parts)
        step = ProofNode(
            kind="situation",
            verdict=parts[0].verdict,
            decisive=decisive,
            parts=parts,
            situation=situation.id,
            name=self._words.text(situation.name),
            reading=self._words.text(situation.reading) if situation.reading else None,
            citation=str(situation.citation),
        )
        is_denied = isinstance(node, Is) and (node.value is False) is not denied
        return ProofNode("not", verdict, decisive, (step,)) if is_denied else step

    def _situation(self, node: Condition) -> Situation | None:
        return self._situations.get(node.name) if isinstance(node, Is) else None

    def _test(self, node: Condition, found: Value | None, *, denied: bool) -> TestedFact:
        words = self._words
        if isinstance(node, Is):
            return TestedFact(
                attribute=node.name,
                name=words.quantity(node.name),
                option=node.value if isinstance(node.value, str) else None,
                option_name=words.option(fact_key(node)),
                comparison="is",
                threshold=(node.value is not False) is not denied,
                value=found,
                margin=None,
                unit=None,
            )
        if isinstance(node, AtLeast | AtMost):
            comparison: Comparison = "at_least" if isinstance(node, AtLeast) else "at_most"
            return TestedFact(
                attribute=node.quantity,
                name=words.quantity(node.quantity),
                option=None,
                option_name=None,
                comparison=_OPPOSITE[comparison] if denied else comparison,
                threshold=node.number,
                value=found,
                margin=_margin(node, found, denied=denied),
                unit=words.unit(node.quantity),
            )
        message = f"not a test: {node!r}"
        raise TypeError(message)


def _margin(node: AtLeast | AtMost, found: Value | None, *, denied: bool) -> float | None:
    """Say by how much a number passes a test, or falls short where it is negative."""
    if found is None or isinstance(found, str):
        return None
    over = found - node.number
    return round(over if isinstance(node, AtLeast) is not denied else -over, _DECIMALS)
