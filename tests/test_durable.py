"""The durable engine says what the reference says, and its known crashes are kept out."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import math
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from generated import areas

from screc.errors import EngineError, InputError, KnowledgeError
from screc.knowledge.facts import flatten
from screc.model.condition import AllOf, AnyOf, AtLeast, Condition, Is, Not
from screc.model.rulebase import Rulebase
from screc.rules.compile import load_rulebase
from screc.rules.durable import DurableEngine
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, ReferenceEngine
from screc.rules.rulesets import MOST_BRANCHES

pytestmark = pytest.mark.skipif(
    not importlib.util.find_spec("durable_rules_engine") and os.environ.get("CI") != "true",
    reason="durable-rules is not here",
)
RULEBASE = load_rulebase()
REFERENCE = ReferenceEngine(RULEBASE)
NIGHTLY = bool(os.environ.get("SCREC_NIGHTLY"))
AREAS = 20_000 if NIGHTLY else 1_000
EVALUATIONS = 100_000 if NIGHTLY else 10_000
WARM_UP = 500
MOST_GROWTH_BYTES = 10_000_000


@pytest.fixture(scope="module")
def engine() -> DurableEngine:
    """Compile the real knowledge once."""
    return DurableEngine(RULEBASE)


def one_condition(condition: Condition) -> Rulebase:
    """Make a rule base of one condition, as a constraint."""
    constraint = replace(RULEBASE.constraints[0], when=condition)
    return replace(RULEBASE, situations=(), constraints=(constraint,), gates=(), schemes=())


def resident_bytes() -> int:
    """Measure the memory that this process holds."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


def test_ten_thousand_evaluations_agree_and_leave_nothing_behind(engine: DurableEngine) -> None:
    """In one process, as a web server would run it."""
    facts = areas(RULEBASE, AREAS, seed=20131)
    expected = [REFERENCE.judge(area) for area in facts]
    for area in facts[:WARM_UP]:
        engine.judge(area)
    measurable = Path("/proc/self/statm").exists()
    before = resident_bytes() if measurable else 0
    for turn in range(EVALUATIONS):
        assert engine.judge(facts[turn % AREAS]) == expected[turn % AREAS]
    assert not measurable or resident_bytes() - before < MOST_GROWTH_BYTES


def test_eight_threads_at_once_agree(engine: DurableEngine) -> None:
    """Threads take turns."""
    facts = areas(RULEBASE, 200, seed=8)
    expected = [REFERENCE.judge(area) for area in facts]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            assert list(pool.map(engine.judge, facts)) == expected


@pytest.mark.parametrize("area", RULEBASE.areas, ids=lambda area: area.id)
def test_every_area_is_judged_as_the_reference_does(engine: DurableEngine, area: Any) -> None:
    """The fifteen areas."""
    facts = flatten(area.facts, RULEBASE.attributes)
    assert engine.judge(facts) == REFERENCE.judge(facts)


def test_a_fact_that_matches_nothing_is_no_crash() -> None:
    """Nothing known at all, and a fact that no rule asks for."""
    engine = DurableEngine(one_condition(Is("station", value=True)))
    for facts in ({}, {"unasked": True}):
        assert engine.judge(facts).constraints == (OPEN,)


@pytest.mark.parametrize(
    ("number", "threshold", "verdict"),
    [
        (1e-7, 1e-7, HOLDS),
        (1e-7, 2e-7, REFUTED),
        (1e22, 1e21, HOLDS),
        (-1e22, 1e21, REFUTED),
        (5e-324, 0, HOLDS),
        (0.1 + 0.2, 0.3, HOLDS),
        (0.3, 0.1 + 0.2, REFUTED),
        (math.nextafter(50, 0), 50, REFUTED),
        (2**53, 2**53 - 1, HOLDS),
    ],
)
def test_numbers_are_compared_to_the_last_digit(
    number: float, threshold: float, verdict: int
) -> None:
    """Also those that Python writes with an exponent, which durable-rules does not read."""
    engine = DurableEngine(one_condition(AtLeast("n", threshold)))
    assert engine.judge({"n": number}).constraints == (verdict,)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan, 2**53 + 1, 10**400])
def test_numbers_that_cannot_be_compared_are_refused(number: float) -> None:
    """With the place, and the engine goes on afterwards."""
    engine = DurableEngine(one_condition(AtLeast("n", 1)))
    with pytest.raises(InputError, match="n: this number is beyond"):
        engine.judge({"n": number})
    assert engine.judge({"n": 2}).constraints == (HOLDS,)


def test_sixty_branches_at_once_are_answered() -> None:
    """As many as are taken, all of them matched by one fact."""
    half = MOST_BRANCHES // 2
    holds = AnyOf(tuple(Is(f"a{index}", value=True) for index in range(MOST_BRANCHES - 1)))
    engine = DurableEngine(one_condition(holds))
    assert engine.judge({f"a{index}": True for index in range(half)}).constraints == (HOLDS,)
    everything = {f"a{index}": True for index in range(MOST_BRANCHES - 1)}
    assert engine.judge(everything).constraints == (HOLDS,)
    assert engine.judge(dict.fromkeys(everything, False)).constraints == (REFUTED,)


@pytest.mark.parametrize(
    "condition",
    [
        AnyOf(tuple(Is(f"a{index}", value=True) for index in range(65))),
        Not(AllOf(tuple(Is(f"a{index}", value=False) for index in range(65)))),
        AllOf(
            tuple(
                AnyOf(tuple(Is(f"{part}{index}", value=True) for index in range(4)))
                for part in "abc"
            )
        ),
        AnyOf(tuple(AtLeast(f"n{index}", index) for index in range(600))),
    ],
)
def test_a_ruleset_that_would_fall_silent_is_refused(condition: Condition) -> None:
    """Before it is made, naming the file and the rules."""
    with pytest.raises(KnowledgeError) as refused:
        DurableEngine(one_condition(condition))
    (problem,) = refused.value.problems
    assert problem.path == "vocabulary/constraints.yaml"
    assert RULEBASE.constraints[0].id in problem.en
    assert RULEBASE.constraints[0].id in problem.ja


def test_the_same_facts_twice_are_no_duplicate(engine: DurableEngine) -> None:
    """Each evaluation has a state of its own."""
    (facts,) = areas(RULEBASE, 1, seed=7)
    assert engine.judge(facts) == engine.judge(dict(facts)) == REFERENCE.judge(facts)


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Put a copy of the C module in its place, in which a function can be made to fail."""
    real = importlib.import_module("durable_rules_engine")
    copy = SimpleNamespace(**{name: getattr(real, name) for name in dir(real)})
    monkeypatch.setitem(sys.modules, "durable_rules_engine", copy)  # type: ignore[arg-type]
    return copy


@pytest.mark.parametrize("failing", ["assert_fact", "start_action_for_state", "delete_state"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, None])
def test_an_evaluation_that_broke_off_spoils_nothing(
    fragile: SimpleNamespace, failing: str, error: type[BaseException] | None
) -> None:
    """Whatever is raised inside, by it or by us, the next evaluation begins afresh."""
    engine = DurableEngine(RULEBASE)
    (facts,) = areas(RULEBASE, 1, seed=3)
    sound = getattr(fragile, failing)

    def broken(*_arguments: Any) -> Any:
        raise (error or fragile.error)("error 303")

    setattr(fragile, failing, broken)
    with pytest.raises(error or EngineError):
        engine.judge(facts)
    setattr(fragile, failing, sound)
    assert engine.judge(facts) == REFERENCE.judge(facts)


@pytest.mark.parametrize(
    ("failing", "answer", "said"),
    [
        ("start_action_for_state", None, "the rule that always fires did not"),
        ("assert_fact", (1, 0), "a fact was answered with 1"),
        ("assert_fact", (2, 0), "a fact was answered with 2"),
    ],
)
def test_silence_is_an_error(
    fragile: SimpleNamespace, failing: str, answer: Any, said: str
) -> None:
    """Where not even the rule that always fires does, nothing can be concluded."""
    engine = DurableEngine(RULEBASE)
    setattr(fragile, failing, lambda *_: answer)
    with pytest.raises(EngineError, match=rf"durable-rules failed \(.*: {said}\)"):
        engine.judge({"station": True})


def test_what_broke_off_is_given_back(fragile: SimpleNamespace) -> None:
    """As many rulesets are inside durable-rules after errors as before, also if it fails twice."""
    living: set[int] = set()
    create, delete = fragile.create_ruleset, fragile.delete_ruleset

    def created(*arguments: Any) -> Any:
        handle = create(*arguments)
        living.add(handle)
        return handle

    def deleted(handle: int) -> None:
        living.discard(handle)
        delete(handle)

    fragile.create_ruleset, fragile.delete_ruleset = created, deleted
    engine = DurableEngine(RULEBASE)
    count, sound = len(living), fragile.assert_fact

    def broken(*_: Any) -> Any:
        raise fragile.error("error 303")

    fragile.assert_fact = broken
    for renewed in (created, broken, broken):
        fragile.create_ruleset = renewed
        with pytest.raises(EngineError):
            engine.judge({})
    assert len(living) == count - 1
    fragile.create_ruleset, fragile.assert_fact = created, sound
    assert engine.judge({"station": True}) == REFERENCE.judge({"station": True})
    assert len(living) == count
    del engine
    gc.collect()
    assert not living


def test_threads_take_turns(fragile: SimpleNamespace) -> None:
    """No evaluation begins inside durable-rules before the one before it has ended."""
    engine = DurableEngine(RULEBASE)
    inside: list[int] = []
    sound = fragile.assert_fact

    def slow(*arguments: Any) -> Any:
        inside.append(threading.get_ident())
        time.sleep(0.0005)
        return sound(*arguments)

    fragile.assert_fact = slow
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(engine.judge, areas(RULEBASE, 20, seed=4)))
    turns = [thread for thread, _ in groupby(inside)]
    rulesets = len(inside) // 20
    assert len(set(inside)) > 1
    assert all(len(list(group)) % rulesets == 0 for _, group in groupby(inside)), turns


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_begins_afresh(fragile: SimpleNamespace) -> None:
    """Also where the process was forked in the middle of an evaluation, which holds the lock."""
    engine = DurableEngine(RULEBASE)
    (facts,) = areas(RULEBASE, 1, seed=5)
    expected, sound = REFERENCE.judge(facts), fragile.assert_fact
    ended: list[int] = []

    def forking(*arguments: Any) -> Any:
        fragile.assert_fact = sound
        child = os.fork()
        if child == 0:
            signal.alarm(20)
            os._exit(0 if engine.judge(facts) == expected else 1)
        ended.append(os.waitpid(child, 0)[1])
        return sound(*arguments)

    fragile.assert_fact = forking
    assert engine.judge(facts) == expected
    assert ended == [0]


@pytest.mark.parametrize("threshold", [2**53 + 1, 10**20, 10**400, -(10**400)])
def test_a_threshold_beyond_all_facts_is_no_fault(threshold: int) -> None:
    """An author may write one; it is compared as the nearest double."""
    engine = DurableEngine(one_condition(AtLeast("n", threshold)))
    verdict = HOLDS if threshold < 0 else REFUTED
    assert engine.judge({"n": 10**9}).constraints == (verdict,)
