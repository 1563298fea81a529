"""How long a command takes as a process, as a ratio to what it cannot do without.

Not part of the normal run: `python -m pytest tests/benchmarks -s`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from screc.knowledge.checks import CHECKS
from screc.knowledge.load import load_knowledge
from screc.rules.checks import SEMANTIC_CHECKS

RUNS = 15
IMPORTS = [sys.executable, "-c", "import pydantic, yaml"]
RECOMMEND = [sys.executable, "-m", "screc", "recommend", "inagi"]
MOST_TIMES_THE_IMPORTS = 2.5
MOST_SECONDS_TO_LOAD_AND_CHECK = 0.15


def seconds(command: list[str]) -> float:
    """Time one process from start to end."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def test_a_recommendation_starts_fast() -> None:
    """At most 2.5 times `import pydantic, yaml`: pairs in turn, so that drift cancels out."""
    seconds(IMPORTS), seconds(RECOMMEND)
    ratios = [seconds(RECOMMEND) / seconds(IMPORTS) for _ in range(RUNS)]
    print(f"\nrecommend / import pydantic, yaml: {statistics.median(ratios):.2f}")
    assert statistics.median(ratios) <= MOST_TIMES_THE_IMPORTS


def test_the_knowledge_is_loaded_and_checked_fast() -> None:
    """Loading from the cache and running every check on it."""
    load_knowledge()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        knowledge = load_knowledge()
        faults = [fault for check in (*CHECKS, *SEMANTIC_CHECKS) for fault in check(knowledge)]
        times.append(time.perf_counter() - start)
        assert faults == []
    print(f"\nload and check: {statistics.median(times):.3f} s")
    assert statistics.median(times) <= MOST_SECONDS_TO_LOAD_AND_CHECK
