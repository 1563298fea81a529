"""How long one area takes, with the knowledge loaded; run by hand: pytest tests/benchmarks.

The bars are medians over all areas that come with the knowledge, in time of this process: it works
alone and waits for nothing, so only what else the machine does makes that less than the clock's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from screc.advice.explain import explain
from screc.advice.fewest_changes import FewestChanges
from screc.advice.questions import Questioner
from screc.advice.rank import Ranker
from screc.advice.recommend import recommend
from screc.advice.whatif import what_if
from screc.knowledge.facts import flatten
from screc.rules.compile import load_rulebase
from screc.rules.durable import DurableEngine
from screc.rules.evaluate import ReferenceEngine
from screc.rules.trace import Tracer

pytestmark = pytest.mark.benchmark(timer=time.process_time)

RULEBASE = load_rulebase()
FACTS = [flatten(area.facts, RULEBASE.attributes) for area in RULEBASE.areas]
REFERENCE = ReferenceEngine(RULEBASE)
RANKER = Ranker(RULEBASE)
QUESTIONER = Questioner(RULEBASE, REFERENCE, RANKER)
ROUNDS = 20 * len(FACTS)


def measure(
    benchmark: BenchmarkFixture, function: Callable[[Any], object], over: list[Any], rounds: int
) -> float:
    """Call a function with each value in turn, and return the median in milliseconds."""
    values = cycle(over)
    benchmark.pedantic(
        function, setup=lambda: ((next(values),), {}), rounds=rounds, warmup_rounds=len(over)
    )
    median: float = benchmark.stats.stats.median * 1000
    print(f"\n{benchmark.name}: median {median:.3f} ms")
    return median


def test_durable(benchmark: BenchmarkFixture) -> None:
    """One evaluation with durable-rules."""
    assert measure(benchmark, DurableEngine(RULEBASE).judge, FACTS, ROUNDS) < 10


def test_reference(benchmark: BenchmarkFixture) -> None:
    """One evaluation with the reference engine, without the trace."""
    assert measure(benchmark, REFERENCE.judge, FACTS, ROUNDS) < 0.15


def test_reference_with_the_trace(benchmark: BenchmarkFixture) -> None:
    """One evaluation that keeps every step."""
    assert measure(benchmark, Tracer(RULEBASE).trace, FACTS, ROUNDS) < 0.6


def test_recommend(benchmark: BenchmarkFixture) -> None:
    """A whole recommendation, with reasons and questions."""
    areas = list(RULEBASE.areas)
    assert measure(benchmark, lambda area: recommend(area, RULEBASE), areas, ROUNDS) < 40


def test_explain_all_twelve(benchmark: BenchmarkFixture) -> None:
    """The explanation of all schemes, without the questions that `recommend` asks as well."""
    areas = list(RULEBASE.areas)
    assert measure(benchmark, lambda area: explain(area, RULEBASE), areas, ROUNDS) < 20


@pytest.mark.parametrize("known", ["areas", "nothing"])
def test_next_question(benchmark: BenchmarkFixture, known: str) -> None:
    """The questions in their order, for areas on record and where nothing is known."""

    def ask(facts: Any) -> object:
        judgement = REFERENCE.judge(facts)
        return QUESTIONER.ask(facts, judgement, RANKER.rank(judgement.rules))

    assert measure(benchmark, ask, FACTS if known == "areas" else [{}], ROUNDS) < 30


def test_what_would_change_one_scheme(benchmark: BenchmarkFixture) -> None:
    """What brings a scheme to recommended and to first place, for each scheme and area in turn."""

    def ways(given: tuple[Any, int]) -> object:
        facts, index = given
        search = FewestChanges(RULEBASE, RANKER, facts)
        return [search.ways(index, goal) for goal in ("recommended", "first")]

    given = [(facts, index) for facts in FACTS for index in range(len(RULEBASE.schemes))]
    assert measure(benchmark, ways, given, len(given)) < 250


def test_what_would_change_all_twelve(benchmark: BenchmarkFixture) -> None:
    """The same for all schemes at once, and the facts on which the first place rests."""
    areas = list(RULEBASE.areas)
    assert measure(benchmark, lambda area: what_if(area, RULEBASE), areas, len(areas)) < 250
