"""The durable engine: the rules of one area run by durable-rules.

The situations come first, level by level, and become facts; then what concerns the area as a whole,
and one ruleset a scheme.

durable-rules crashes or falls silent outside what is guarded here. Its C module is driven directly:
it starts in a millisecond, and leaves nothing behind after an evaluation.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from importlib import import_module
from itertools import count
from threading import Lock
from types import ModuleType

from screc.errors import EngineError, InputError, KnowledgeError, Problem
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, Judgement
from screc.rules.rulesets import (
    ALWAYS,
    Ruleset,
    rulesets_of,
    too_many_branches,
    write_fact,
    write_ruleset,
)

_ANSWERED = 0
_serial = count()


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
        if engine is None:
            ja = "durable-rules がここにはありません。--engine reference を使ってください。"
            en = "durable-rules is not installed here; use --engine reference"
            raise InputError([Problem(ja, en, where="--engine durable")])
        levels, others = rulesets_of(rulebase)
        problems = [too_many_branches(ruleset) for ruleset in (*levels, *others)]
        if any(problems):
            raise KnowledgeError(filter(None, problems))
        self._lock = Lock()
        self._situations = [situation.id for situation in rulebase.situations]
        self._levels = [(level.ids, _Compiled(engine, level)) for level in levels]
        self._others = [_Compiled(engine, ruleset) for ruleset in others]
        _engines.add(self)

    def begin_afresh(self) -> None:
        """Forget any evaluation that is under way, as in a child of a process that was forked."""
        self._lock = Lock()
        for ruleset in (*(level for _, level in self._levels), *self._others):
            ruleset.close()

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
        self._engine = engine
        self._path = ruleset.path
        self._count = len(ruleset.conditions)
        self._written = write_ruleset(ruleset)
        self._close: Callable[[], object] | None = None
        self._open()

    def judge(self, facts: Facts) -> tuple[int, ...]:
        """Find the verdict of each condition."""
        fact = write_fact(facts, self._written.aliases)
        if self._close is None:
            self._open()
        try:
            fired = self._fired(fact)
        except BaseException as error:
            self.close()
            if isinstance(error, self._engine.error):
                raise self._failure(str(error)) from error
            raise
        verdicts = [OPEN] * self._count
        for name in fired:
            number = int(name)
            verdicts[abs(number) - 1] = HOLDS if number > 0 else REFUTED
        return tuple(verdicts)

    def _fired(self, fact: str) -> set[str]:
        """Assert a fact under a state of its own, and collect the names of the rules that fire."""
        engine, handle = self._engine, self._handle
        state_id = str(next(_serial))
        code, state = engine.assert_fact(handle, f'{{"sid":"{state_id}",{fact}}}')
        if code != _ANSWERED:
            raise self._failure(f"a fact was answered with {code}")
        started = engine.start_action_for_state(handle, state)
        fired: set[str] = set()
        message = started[1] if started else None
        while message:
            fired.add(message[2 : message.index('"', 2)])
            message = engine.complete_and_start_action(handle, state)
        if ALWAYS not in fired:
            raise self._failure("the rule that always fires did not")
        engine.delete_state(handle, state_id)
        return fired - {ALWAYS}

    def _failure(self, said: str) -> EngineError:
        where = f"{self._path}: {said}"
        ja = f"durable-rules が答えません（{where}）。--engine reference を使ってください。"
        en = f"durable-rules failed ({where}); use --engine reference"
        return EngineError([Problem(ja, en)])

    def _open(self) -> None:
        name = f"screc {next(_serial)}"
        try:
            self._handle = self._engine.create_ruleset(name, self._written.definition)
        except self._engine.error as error:
            raise self._failure(str(error)) from error
        finalizer = weakref.finalize(self, self._engine.delete_ruleset, self._handle)
        finalizer.atexit = False
        self._close = finalizer

    def close(self) -> None:
        """Give up what is inside durable-rules; the next evaluation begins afresh."""
        if self._close is not None:
            self._close()
            self._close = None


_engines: weakref.WeakSet[DurableEngine] = weakref.WeakSet()


def _begin_afresh() -> None:
    for engine in _engines:
        engine.begin_afresh()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_afresh)


def can_be_imported() -> bool:
    """Tell whether durable-rules works here: it may be missing, or built for another system."""
    return _import_engine() is not None


def _import_engine() -> ModuleType | None:
    try:
        return import_module("durable_rules_engine")
    except (ImportError, OSError):
        return None
