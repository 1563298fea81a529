"""Conditions as durable-rules reads them: pairs of rules in rulesets of a size that it can take.

Each condition becomes two rules, one for where it holds and one for where it is refuted; each fires
only on facts that are there, so that what is unknown leaves both silent.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screc.errors import InputError, Problem
from screc.model.condition import AllOf, AnyOf, AtLeast, AtMost, Condition, Is, Not, Visitor
from screc.model.rule import Constraint, Gate, Rule, Situation
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import quantity_of
from screc.rules.expand import fact_key, situation_levels

MOST_BRANCHES = 60
"""Of a ruleset, with alternatives spelled out: above 64 that match at once, nothing fires."""

ALWAYS = "always"

_MARK = '"mark":1'
_MARKED = f"{{{_MARK}}}"
_LARGEST_WHOLE = 2**53
_LARGEST_NAMED = 5


@dataclass(frozen=True)
class Ruleset:
    """Conditions that are judged together.

    Attributes:
        path: the file of the knowledge base that they stand in.
        ids: what each condition is of.
        conditions: they may name situations, whose verdicts are facts by then.
    """

    path: str
    ids: tuple[str, ...]
    conditions: tuple[Condition, ...]


def rulesets_of(rulebase: Rulebase) -> tuple[list[Ruleset], list[Ruleset]]:
    """Divide a rule base: the levels of situations; then constraints, gates and each scheme."""
    levels = [
        _ruleset("vocabulary/situations.yaml", level)
        for level in situation_levels(rulebase.situations)
    ]
    return levels, [
        _ruleset("vocabulary/constraints.yaml", rulebase.constraints),
        _ruleset("gates.yaml", rulebase.gates),
        *(_ruleset(f"schemes/{scheme.id}.yaml", scheme.rules) for scheme in rulebase.schemes),
    ]


def _ruleset(path: str, rules: Sequence[Situation | Constraint | Gate | Rule]) -> Ruleset:
    return Ruleset(path, tuple(rule.id for rule in rules), tuple(rule.when for rule in rules))


def too_many_branches(ruleset: Ruleset) -> Problem | None:
    """Report a ruleset that durable-rules could leave without an answer.

    All its branches are counted, as if they could match at once.
    """
    compiler = _PairCompiler()
    branches = {
        name: sum(test.branches for test in compiler.visit(condition))
        for name, condition in zip(ruleset.ids, ruleset.conditions, strict=True)
    }
    total = sum(branches.values())
    if total <= MOST_BRANCHES:
        return None
    most = sorted(branches, key=lambda name: -branches[name])[:_LARGEST_NAMED]
    named = ", ".join(f"{name} ({branches[name]})" for name in most)
    return Problem(
        f"条件の分岐が合わせて{total}あり、durable-rules の上限{MOST_BRANCHES}を超えます。"
        f"多いもの: {named}",
        f"the conditions have {total} branches together, and durable-rules takes {MOST_BRANCHES}; "
        f"the most are in: {named}",
        path=ruleset.path,
        check="branches",
    )


@dataclass(frozen=True)
class WrittenRuleset:
    """A ruleset in the JSON that durable-rules reads.

    Attributes:
        definition: two rules a condition, called by its position: `3` holds, `-3` is refuted.
        aliases: the short name that stands for each flat fact or quotient that it looks at.
    """

    definition: str
    aliases: dict[str, str]


def write_ruleset(ruleset: Ruleset) -> WrittenRuleset:
    """Write a ruleset for durable-rules.

    Every condition asks for a mark that all facts have, and one rule, `always`, for nothing else:
    the state of a fact that matched nothing cannot be deleted without a crash.

    >>> written = write_ruleset(Ruleset("gates.yaml", ("one",), (Is("station", value=True),)))
    >>> written.aliases
    {'station': 'f0'}
    """
    compiler = _PairCompiler()
    tests = {ALWAYS: _MARKED}
    for index, condition in enumerate(ruleset.conditions, 1):
        holds, refuted = compiler.visit(condition)
        tests |= {f"{index}": holds.written, f"{-index}": refuted.written}
    rules = (
        f'"{name}":{{"all":[{{"m":{{"$and":[{_MARKED},{test}]}}}}]}}'
        for name, test in tests.items()
    )
    return WrittenRuleset(f"{{{','.join(rules)}}}", dict(compiler.aliases))


def write_fact(facts: Facts, aliases: Mapping[str, str]) -> str:
    """Write what is known of what a ruleset looks at, as the members of a JSON object.

    Raises:
        InputError: a number is not finite, or larger than a double holds exactly.

    >>> write_fact({"station": True, "households": 50}, {"station": "f0", "residents": "f1"})
    '"id":"1","mark":1,"f0":1'
    """
    written = ['"id":"1"', _MARK]
    for quantity, alias in aliases.items():
        found = quantity_of(quantity, facts)
        if found is not None:
            value = int(found) if isinstance(found, bool) else _write_number(quantity, found)
            written.append(f'"{alias}":{value}')
    return ",".join(written)


@dataclass(frozen=True)
class _Test:
    """A condition as durable-rules reads it, and into how many branches it is spelled out."""

    written: str
    branches: int = 1


_Pair = tuple[_Test, _Test]


class _PairCompiler(Visitor[_Pair]):
    """Makes of each condition the test that it holds and the test that it is refuted."""

    def __init__(self) -> None:
        """Begin without names; each quantity gets a short one when it is met."""
        self.aliases: dict[str, str] = {}

    def all_of(self, node: AllOf) -> _Pair:
        holds, refuted = zip(*map(self.visit, node.parts), strict=True)
        return _every(holds), _some(refuted)

    def any_of(self, node: AnyOf) -> _Pair:
        holds, refuted = zip(*map(self.visit, node.parts), strict=True)
        return _some(holds), _every(refuted)

    def negation(self, node: Not) -> _Pair:
        holds, refuted = self.visit(node.part)
        return refuted, holds

    def equality(self, node: Is) -> _Pair:
        name = self._alias(fact_key(node))
        so, not_so = _Test(f'{{"{name}":1}}'), _Test(f'{{"{name}":0}}')
        return (not_so, so) if node.value is False else (so, not_so)

    def at_least(self, node: AtLeast) -> _Pair:
        return self._compared(node, "$gte", "$lt")

    def at_most(self, node: AtMost) -> _Pair:
        return self._compared(node, "$lte", "$gt")

    def _compared(self, node: AtLeast | AtMost, holds: str, refuted: str) -> _Pair:
        compared = f'{{"{self._alias(node.quantity)}":{_write_threshold(node.number)}}}'
        return _Test(f'{{"{holds}":{compared}}}'), _Test(f'{{"{refuted}":{compared}}}')

    def _alias(self, quantity: str) -> str:
        return self.aliases.setdefault(quantity, f"f{len(self.aliases)}")


def _every(tests: Sequence[_Test]) -> _Test:
    branches = math.prod(test.branches for test in tests)
    return _Test(f'{{"$and":[{",".join(test.written for test in tests)}]}}', branches)


def _some(tests: Sequence[_Test]) -> _Test:
    branches = sum(test.branches for test in tests)
    return _Test(f'{{"$or":[{",".join(test.written for test in tests)}]}}', branches)


def _write_threshold(number: float) -> str:
    """Write what a rule compares with: the nearest double."""
    try:
        return _decimal(float(number))
    except OverflowError:
        return _decimal(sys.float_info.max if number > 0 else -sys.float_info.max)


def _write_number(quantity: str, number: float) -> str:
    """Write a number without an exponent, which durable-rules does not read, and to the last digit.

    Raises:
        InputError: it is not finite, or larger than a double holds exactly.
    """
    is_whole = isinstance(number, int)
    if not (abs(number) <= _LARGEST_WHOLE if is_whole else math.isfinite(number)):
        ja, en = "扱えない大きさの数です。", "this number is beyond what can be compared exactly"
        raise InputError([Problem(ja, en, where=quantity)])
    return _decimal(float(number))


def _decimal(number: float) -> str:
    written = repr(number)
    if "e" not in written:
        return written
    from decimal import Decimal

    written = f"{Decimal(written):f}"
    return written if "." in written else f"{written}.0"
