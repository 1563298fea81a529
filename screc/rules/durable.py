"""The durable engine: the rules of one area run by durable-rules.

Each condition becomes two rules of durable-rules, one for where it holds and one for where it is
refuted; each fires only on facts that are there, so that what is unknown leaves both silent. The
situations come first, level by level; then what concerns the area as a whole, and one ruleset a
scheme.

durable-rules crashes or falls silent outside what is guarded here. Its C module is driven directly:
it starts in a millisecond, and leaves nothing behind after an evaluation.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from itertools import count
from threading import Lock
from types import ModuleType

from screc.errors import EngineError, InputError, KnowledgeError, Problem
from screc.model.condition import AllOf, AnyOf, AtLeast, AtMost, Condition, Is, Not, Visitor
from screc.model.rule import Constraint, Gate, Rule, Situation
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, Judgement, quantity_of
from screc.rules.expand import fact_key, situation_levels

MOST_BRANCHES = 60
"""Of a ruleset, with alternatives spelled out: above 64 that match at once, nothing fires."""

_LARGEST = 2**53
_LARGEST_NAMED = 5
_MARK = '{"mark":1}'
_ALWAYS = "always"
_ANSWERED = 0
_serial = count()


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


class DurableEngine:
    """Judges one area at a time with durable-rules; threads take turns."""

    name = "durable"

    def __init__(self, rulebase: Rulebase) -> None:
        """Compile a rule base.

        Raises:
            InputError: durable-rules is not installed here.
            KnowledgeError: a ruleset is larger than durable-rules takes; names its rules.
        """
        engine = _import_engine()
        levels, others = rulesets_of(rulebase)
        problems = [too_many_branches(ruleset) for ruleset in (*levels, *others)]
        if any(problems):
            raise KnowledgeError(filter(None, problems))
        self._lock = Lock()
        self._situations = [situation.id for situation in rulebase.situations]
        self._levels = [(level.ids, _Compiled(engine, level)) for level in levels]
        self._others = [_Compiled(engine, ruleset) for ruleset in others]

    def judge(self, facts: Facts) -> Judgement:
        """Find what holds, what is refuted and what is open for an area's facts.

        Raises:
            InputError: a number is not finite, or larger than a double holds exactly.
            EngineError: durable-rules failed; the next evaluation begins afresh.
        """
        derived = dict(facts)
        found: dict[str, int] = {}
        with self._lock:
            for ids, level in self._levels:
                found.update(zip(ids, level.judge(derived), strict=True))
                derived |= {name: found[name] == HOLDS for name in ids if found[name] != OPEN}
            constraints, gates, *rules = [ruleset.judge(derived) for ruleset in self._others]
        situations = tuple([found[name] for name in self._situations])
        return Judgement(situations, constraints, gates, tuple(rules))


class _Compiled:
    """A ruleset inside durable-rules; renewed after an error, of which nothing may be left."""

    def __init__(self, engine: ModuleType, ruleset: Ruleset) -> None:
        compiler = _PairCompiler()
        tests = {_ALWAYS: _MARK}
        for index, condition in enumerate(ruleset.conditions):
            holds, refuted = compiler.visit(condition)
            tests |= {f"{index}": holds.written, f"-{index}": refuted.written}
        # Every condition asks for the mark, and one rule for nothing else: the state of a fact that
        # matched nothing cannot be deleted without a crash.
        rules = (
            f'"{name}":{{"all":[{{"m":{{"$and":[{_MARK},{test}]}}}}]}}'
            for name, test in tests.items()
        )
        self._definition = f"{{{','.join(rules)}}}"
        self._engine = engine
        self._path = ruleset.path
        self._count = len(ruleset.conditions)
        self._aliases = dict(compiler.aliases)
        self._open()

    def judge(self, facts: Facts) -> tuple[int, ...]:
        """Find the verdict of each condition."""
        fact = _write_fact(facts, self._aliases)
        try:
            fired = self._fired(fact)
        except BaseException as error:
            self._close()
            self._open()
            if isinstance(error, self._engine.error):
                raise self._failure(str(error)) from error
            raise
        verdicts = [OPEN] * self._count
        for name in fired:
            refuted = name.startswith("-")
            verdicts[int(name.lstrip("-"))] = REFUTED if refuted else HOLDS
        return tuple(verdicts)

    def _fired(self, fact: str) -> set[str]:
        """Assert a fact under a state of its own, and collect the names of the rules that fire."""
        engine, handle = self._engine, self._handle
        state_id = str(next(_serial))
        code, state = engine.assert_fact(handle, f'{{"sid":"{state_id}",{fact}')
        if code != _ANSWERED:
            raise self._failure(f"a fact was answered with {code}")
        started = engine.start_action_for_state(handle, state)
        fired: set[str] = set()
        message = started[1] if started else None
        while message:
            fired.add(message[2 : message.index('"', 2)])
            message = engine.complete_and_start_action(handle, state)
        if _ALWAYS not in fired:
            raise self._failure("the rule that always fires did not")
        engine.delete_state(handle, state_id)
        return fired - {_ALWAYS}

    def _failure(self, said: str) -> EngineError:
        ja = f"durable-rules が答えません（{said}）。--engine reference を使ってください。"
        en = f"durable-rules failed ({said}); use --engine reference"
        return EngineError([Problem(ja, en, path=self._path)])

    def _open(self) -> None:
        name = f"screc {next(_serial)}"
        self._handle = self._engine.create_ruleset(name, self._definition)
        self._close = weakref.finalize(self, self._engine.delete_ruleset, self._handle)
        self._close.atexit = False


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
        compared = f'{{"{self._alias(node.quantity)}":{_write_number("", node.number)}}}'
        return _Test(f'{{"{holds}":{compared}}}'), _Test(f'{{"{refuted}":{compared}}}')

    def _alias(self, quantity: str) -> str:
        return self.aliases.setdefault(quantity, f"f{len(self.aliases)}")


def _every(tests: Sequence[_Test]) -> _Test:
    branches = math.prod(test.branches for test in tests)
    return _Test(f'{{"$and":[{",".join(test.written for test in tests)}]}}', branches)


def _some(tests: Sequence[_Test]) -> _Test:
    branches = sum(test.branches for test in tests)
    return _Test(f'{{"$or":[{",".join(test.written for test in tests)}]}}', branches)


def _write_fact(facts: Facts, aliases: Mapping[str, str]) -> str:
    """Write what a ruleset asks for, and what is known of it, as the rest of a JSON object."""
    written = ['"id":"1"', '"mark":1']
    for quantity, alias in aliases.items():
        found = quantity_of(quantity, facts)
        if found is not None:
            value = int(found) if isinstance(found, bool) else _write_number(quantity, found)
            written.append(f'"{alias}":{value}')
    return ",".join(written) + "}"


def _write_number(quantity: str, number: float) -> str:
    """Write a number without an exponent, which durable-rules does not read, and to the last digit.

    Raises:
        InputError: it is not finite, or larger than a double holds exactly.
    """
    if isinstance(number, int) and abs(number) <= _LARGEST:
        return f"{number}.0"
    if isinstance(number, int) or not math.isfinite(number):
        ja, en = "扱えない大きさの数です。", "this number is beyond what can be compared exactly"
        raise InputError([Problem(ja, en, where=quantity)])
    written = f"{Decimal(repr(number)):f}"
    return written if "." in written else f"{written}.0"


def _import_engine() -> ModuleType:
    try:
        return import_module("durable_rules_engine")
    except ImportError:
        ja = "durable-rules がここにはありません。--engine reference を使ってください。"
        en = "durable-rules is not installed here; use --engine reference"
        raise InputError([Problem(ja, en, where="--engine durable")]) from None
