"""The trace: every condition of a rule base with what each of its tests found.

It is recorded once for an area, in one pass; reasons, proof trees and what is missing are views
of it, which run no rule again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from screc.model.condition import AllOf, AnyOf, AtLeast, AtMost, Condition, Is, Not, Visitor
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, Judgement, quantity_of
from screc.rules.expand import fact_key, leaf_keys


class Proof(NamedTuple):
    """A node of a condition, applied to an area's facts.

    Attributes:
        verdict: HOLDS, OPEN or REFUTED.
        node: of the condition tree.
        found: the value that a test found; None where it is unknown.
        parts: the proofs of the node's parts; of a test of a situation, the situation's own.
    """

    verdict: int
    node: Condition
    found: bool | float | None = None
    parts: tuple[Proof, ...] = ()


Situations: TypeAlias = dict[str, Proof]
Prover: TypeAlias = Callable[[Facts, Situations], Proof]


@dataclass(frozen=True)
class Trace:
    """The proofs of everything in a rule base, in its order."""

    situations: tuple[Proof, ...]
    constraints: tuple[Proof, ...]
    gates: tuple[Proof, ...]
    rules: tuple[tuple[Proof, ...], ...]

    def judgement(self) -> Judgement:
        """Keep the verdicts alone."""
        return Judgement(
            _verdicts(self.situations),
            _verdicts(self.constraints),
            _verdicts(self.gates),
            tuple([_verdicts(proofs) for proofs in self.rules]),
        )


class Tracer:
    """Records traces for one rule base."""

    def __init__(self, rulebase: Rulebase) -> None:
        """Make a prover of every condition."""
        compiler = _ProverCompiler(frozenset(situation.id for situation in rulebase.situations))
        self._situations = [
            (situation.id, compiler.visit(situation.when)) for situation in rulebase.situations
        ]
        self._constraints = [compiler.visit(rule.when) for rule in rulebase.constraints]
        self._gates = [compiler.visit(gate.when) for gate in rulebase.gates]
        self._rules = [
            [compiler.visit(rule.when) for rule in scheme.rules] for scheme in rulebase.schemes
        ]

    def trace(self, facts: Facts) -> Trace:
        """Judge an area's facts and keep every step."""
        known: Situations = {}
        for name, prove in self._situations:
            known[name] = prove(facts, known)
        return Trace(
            tuple(known.values()),
            tuple([prove(facts, known) for prove in self._constraints]),
            tuple([prove(facts, known) for prove in self._gates]),
            tuple([tuple([prove(facts, known) for prove in row]) for row in self._rules]),
        )


@dataclass(frozen=True)
class Evidence:
    """The facts that decided, by flat key, and the keys of those that are missing."""

    facts: Facts
    missing: tuple[str, ...]


def evidence_of(proof: Proof, facts: Facts) -> Evidence:
    """Name the facts that decided a condition; where it is open, those that it waits for."""
    keys = dict.fromkeys(key for leaf in deciding(proof) for key in leaf_keys(leaf.node))
    return Evidence(
        {key: facts[key] for key in keys if key in facts},
        tuple(key for key in keys if key not in facts),
    )


def deciding(proof: Proof) -> Iterator[Proof]:
    """Go through the tests that decided a condition, situations spelled out.

    Of an `any` that holds, only the parts that hold decide; of an `all` that is refuted, only
    those that are refuted; and of what is open, only the open parts wait.
    """
    if not proof.parts:
        yield proof
    for part in proof.parts:
        if rests_on(proof, part):
            yield from deciding(part)


def rests_on(proof: Proof, part: Proof) -> bool:
    """Tell whether a verdict rests on a part: the only one, or one with the same verdict."""
    return len(proof.parts) == 1 or part.verdict == proof.verdict


class _ProverCompiler(Visitor[Prover]):
    """Makes a prover of each node."""

    def __init__(self, situations: frozenset[str]) -> None:
        self._situations = situations

    def all_of(self, node: AllOf) -> Prover:
        return self._combined(node, min)

    def any_of(self, node: AnyOf) -> Prover:
        return self._combined(node, max)

    def negation(self, node: Not) -> Prover:
        prove = self.visit(node.part)

        def proof(facts: Facts, known: Situations) -> Proof:
            part = prove(facts, known)
            return Proof(-part.verdict, node, None, (part,))

        return proof

    def equality(self, node: Is) -> Prover:
        key, wanted = fact_key(node), node.value is not False

        def proof_of_situation(_facts: Facts, known: Situations) -> Proof:
            part = known[key]
            found = None if part.verdict == OPEN else part.verdict == HOLDS
            return Proof(part.verdict if wanted else -part.verdict, node, found, (part,))

        def proof(facts: Facts, _known: Situations) -> Proof:
            found = facts.get(key)
            if found is None:
                return Proof(OPEN, node)
            return Proof(HOLDS if found is wanted else REFUTED, node, found)

        return proof_of_situation if key in self._situations else proof

    def at_least(self, node: AtLeast) -> Prover:
        def proof(facts: Facts, _known: Situations) -> Proof:
            found = quantity_of(node.quantity, facts)
            if found is None:
                return Proof(OPEN, node)
            return Proof(HOLDS if found >= node.number else REFUTED, node, found)

        return proof

    def at_most(self, node: AtMost) -> Prover:
        def proof(facts: Facts, _known: Situations) -> Proof:
            found = quantity_of(node.quantity, facts)
            if found is None:
                return Proof(OPEN, node)
            return Proof(HOLDS if found <= node.number else REFUTED, node, found)

        return proof

    def _combined(self, node: AllOf | AnyOf, choose: Callable[[list[int]], int]) -> Prover:
        provers = [self.visit(part) for part in node.parts]

        def proof(facts: Facts, known: Situations) -> Proof:
            parts = tuple([prove(facts, known) for prove in provers])
            return Proof(choose([part.verdict for part in parts]), node, None, parts)

        return proof


def _verdicts(proofs: tuple[Proof, ...]) -> tuple[int, ...]:
    return tuple([proof.verdict for proof in proofs])
