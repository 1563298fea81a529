"""How long viability takes; run by hand: pytest tests/benchmarks -s -n 0."""

from __future__ import annotations

import statistics
import time

from screc.knowledge.load import load_knowledge
from screc.model.text import Say
from screc.viability.chance import simulate
from screc.viability.evaluate import evaluate
from screc.viability.study import study_of

RUNS = 15
MOST_MILLISECONDS = 20
DRAWS = 10_000
MOST_SECONDS = 3.0
MOST_SECONDS_OF_FITTING = 2.0


def test_an_evaluation_is_fast() -> None:
    """The district of two companies, reckoned, judged and taken apart; and its fitting."""
    base, say = load_knowledge(), Say("en")
    case = next(case for case in base.viability_cases if case.id == "minato-district")
    area = next(area for area in base.areas if area.id == case.area)
    assert area.published is not None
    start = time.perf_counter()
    study = study_of(case, case, area.published.figures)
    fitting = time.perf_counter() - start
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        evaluate(study, base, say)
        times.append(time.perf_counter() - start)
    took = statistics.median(times) * 1000
    print(f"\nan evaluation: {took:.1f} ms (median of {RUNS}); fitting {fitting:.2f} s")
    assert took <= MOST_MILLISECONDS
    assert fitting <= MOST_SECONDS_OF_FITTING

    start = time.perf_counter()
    simulate(study, base.hurdles, DRAWS, seed=1)
    took = time.perf_counter() - start
    print(f"{DRAWS:,} draws of two companies, apart and as one: {took:.2f} s")
    assert took <= MOST_SECONDS
