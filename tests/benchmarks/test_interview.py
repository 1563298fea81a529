"""How many questions an interview takes, and how long the next question.

Not part of the normal run: `python -m pytest tests/benchmarks -s -n 0`.
"""

from __future__ import annotations

import statistics
import time

from simulated_interviews import (
    GROUPS,
    Simulation,
    by_change,
    groups,
    in_order,
    mean,
    subjects,
    table,
)

from screc.advice.questions import Questioner
from screc.advice.rank import Ranker
from screc.advice.reach import Reach
from screc.knowledge.facts import flatten
from screc.rules.compile import load_rulebase
from screc.rules.evaluate import ReferenceEngine

RUNS = 50
MOST_QUESTIONS = 8
MOST_SECONDS = 0.03
RULEBASE = load_rulebase()


def test_how_many_questions() -> None:
    """The full table, and the longest interviews by name."""
    people = subjects(RULEBASE)
    chosen, fixed = Simulation(RULEBASE, by_change), Simulation(RULEBASE, in_order, is_short=True)
    runs, fixed_runs = list(map(chosen.run, people)), list(map(fixed.run, people))
    print("\n" + table(runs, fixed_runs))
    print("\nlongest:")
    for run in sorted(runs, key=lambda run: -run.reached_after)[:25]:
        goal = "" if run.is_reached else ", not reached"
        print(f"{run.reached_after:4}  {run.subject.name} ({run.subject.outcome}{goal})")
    assert mean(runs) <= MOST_QUESTIONS < mean(fixed_runs)
    in_groups, fixed_in_groups = groups(runs), groups(fixed_runs)
    for name in GROUPS:
        assert mean(in_groups[name]) < mean(fixed_in_groups[name]), name


def test_the_next_question_is_fast() -> None:
    """At most 30 ms in the median with the knowledge loaded: without facts, and for real areas."""
    engine, ranker = ReferenceEngine(RULEBASE), Ranker(RULEBASE)
    questioner, reach = Questioner(RULEBASE, engine, ranker), Reach(RULEBASE, ranker)
    every = frozenset(attribute.id for attribute in RULEBASE.attributes)

    def seconds(facts: dict[str, bool | float]) -> float:
        start = time.perf_counter()
        judgement = engine.judge(facts)
        places = ranker.rank(judgement.rules)
        unsettled = reach.unsettled(facts, judgement, places, every)
        assert questioner.ask(facts, judgement, places, unsettled.attributes)
        return time.perf_counter() - start

    empty = statistics.median(seconds({}) for _ in range(RUNS))
    facts = [flatten(area.facts, RULEBASE.attributes) for area in RULEBASE.areas]
    areas = statistics.median(seconds(known) for known in facts for _ in range(RUNS // 10))
    print(f"\nnext question: {empty * 1000:.1f} ms without facts, {areas * 1000:.1f} ms for areas")
    assert max(empty, areas) <= MOST_SECONDS
