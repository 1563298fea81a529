"""The reference engine: it defines what a rule means, in Kleene's three-valued logic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from screc.model.condition import (
    QUOTIENT,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Is,
    Not,
    Visitor,
)
from screc.model.recommendation import Verdict
from screc.model.rulebase import Facts, Rulebase
from screc.rules.expand import expand, fact_key, fact_keys

HOLDS, OPEN, REFUTED = 1, 0, -1
VERDICTS: dict[int, Verdict] = {HOLDS: "holds", OPEN: "open", REFUTED: "refuted"}

Test: TypeAlias = Callable[[Facts], bool | None]
"""A compiled condition: true, false, or None where the facts leave it open."""


Rows: TypeAlias = tuple[tuple[int, ...], ...]
"""The verdicts of every scheme's rules, in the rule base's order."""


@dataclass(frozen=True)
class Judgement:
    """What an engine finds: HOLDS, OPEN or REFUTED for everything, in the rule base's order."""

    situations: tuple[int, ...]
    constraints: tuple[int, ...]
    gates: tuple[int, ...]
    rules: Rows


def quantity_of(quantity: str, facts: Facts) -> float | None:
    """Look up a number, or the quotient of two; None where it is unknown or divides by zero.

    >>> quantity_of("households / area-ha", {"households": 100, "area-ha": 4})
    25.0
    """
    name, _, divisor_name = quantity.partition(QUOTIENT)
    number = facts.get(name)
    if number is None or not divisor_name:
        return number
    divisor = facts.get(divisor_name)
    return number / divisor if divisor else None


def compile_condition(condition: Condition) -> Test:
    """Make a function of a condition.

    >>> from screc.model.condition import parse_condition
    >>> test = compile_condition(parse_condition({"any": [{"station": True}, {"a": True}]}))
    >>> test({"station": True}), test({"station": False}), test({"station": False, "a": False})
    (True, None, False)
    """
    return _COMPILER.visit(condition)


class _Compiler(Visitor[Test]):
    """Makes a function of each node."""

    def all_of(self, node: AllOf) -> Test:
        tests = [self.visit(part) for part in node.parts]

        def test(facts: Facts) -> bool | None:
            verdict: bool | None = True
            for part in tests:
                found = part(facts)
                if found is False:
                    return False
                if found is None:
                    verdict = None
            return verdict

        return test

    def any_of(self, node: AnyOf) -> Test:
        tests = [self.visit(part) for part in node.parts]

        def test(facts: Facts) -> bool | None:
            verdict: bool | None = False
            for part in tests:
                found = part(facts)
                if found:
                    return True
                if found is None:
                    verdict = None
            return verdict

        return test

    def negation(self, node: Not) -> Test:
        part = self.visit(node.part)

        def test(facts: Facts) -> bool | None:
            found = part(facts)
            return None if found is None else not found

        return test

    def equality(self, node: Is) -> Test:
        key, wanted = fact_key(node), node.value is not False

        def test(facts: Facts) -> bool | None:
            found = facts.get(key)
            return None if found is None else found is wanted

        return test

    def at_least(self, node: AtLeast) -> Test:
        return _compared(node.quantity, lambda found: found >= node.number)

    def at_most(self, node: AtMost) -> Test:
        return _compared(node.quantity, lambda found: found <= node.number)


def _compared(quantity: str, compare: Callable[[float], bool]) -> Test:
    if QUOTIENT not in quantity:

        def test(facts: Facts) -> bool | None:
            found = facts.get(quantity)
            return None if found is None else compare(found)

    else:

        def test(facts: Facts) -> bool | None:
            found = quantity_of(quantity, facts)
            return None if found is None else compare(found)

    return test


_COMPILER = _Compiler()
VERDICT_OF = {True: HOLDS, None: OPEN, False: REFUTED}
"""The verdict for what a test gives."""


def _flag(facts: Facts, name: str) -> bool | None:
    return bool(facts[name]) if name in facts else None


class ReferenceEngine:
    """Judges one area at a time with compiled conditions."""

    name = "reference"

    def __init__(self, rulebase: Rulebase) -> None:
        """Compile every condition of a rule base."""
        self._situations = [
            (situation.id, compile_condition(situation.when)) for situation in rulebase.situations
        ]
        self._constraints = [compile_condition(rule.when) for rule in rulebase.constraints]
        self._gates = [compile_condition(gate.when) for gate in rulebase.gates]
        self._rules = [
            [compile_condition(rule.when) for rule in scheme.rules] for scheme in rulebase.schemes
        ]
        situations = rulebase.situations_by_id
        self._asking: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for index, scheme in enumerate(rulebase.schemes):
            for position, rule in enumerate(scheme.rules):
                for key in fact_keys(expand(rule.when, situations)):
                    self._asking[key][index].add(position)

    def derive(self, facts: Facts) -> Facts:
        """Add the situations that the facts decide."""
        derived = dict(facts)
        for name, test in self._situations:
            found = test(derived)
            if found is not None:
                derived[name] = found
        return derived

    def judge(self, facts: Facts) -> Judgement:
        """Find what holds, what is refuted and what is open for an area's facts."""
        derived = self.derive(facts)
        return Judgement(
            tuple([VERDICT_OF[_flag(derived, name)] for name, _ in self._situations]),
            tuple([VERDICT_OF[test(derived)] for test in self._constraints]),
            tuple([VERDICT_OF[test(derived)] for test in self._gates]),
            tuple([tuple([VERDICT_OF[test(derived)] for test in tests]) for tests in self._rules]),
        )

    def finds_conflict(self, facts: Facts) -> bool:
        """Tell whether facts cannot all be true."""
        derived = self.derive(facts)
        return any(test(derived) for test in self._constraints)

    def judge_rules_again(self, judgement: Judgement, facts: Facts, changed: Iterable[str]) -> Rows:
        """Find the verdicts of scheme rules after some facts changed; the others are kept.

        Args:
            judgement: of the facts before.
            facts: all facts, the changed ones among them.
            changed: the keys of the facts that changed.
        """
        derived = self.derive(facts)
        rows = list(judgement.rules)
        for key in changed:
            for index, positions in self._asking.get(key, {}).items():
                row = list(rows[index])
                for position in positions:
                    row[position] = VERDICT_OF[self._rules[index][position](derived)]
                rows[index] = tuple(row)
        return tuple(rows)
