"""How long a command takes as a process, as a ratio to what it cannot do without.

Not part of the normal run: `python -m pytest tests/benchmarks -s -n 0`.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time

from screc.knowledge import load, walk
from screc.knowledge.checks import CHECKS
from screc.knowledge.load import load_knowledge
from screc.rules import compile as compile_
from screc.rules.checks import SEMANTIC_CHECKS

RUNS = 15
IMPORTS = [sys.executable, "-c", "import pydantic, yaml"]
RECOMMEND = [sys.executable, "-m", "screc", "recommend", "inagi"]
AS_INSTALLED = {
    # An installed package is compiled once, whatever the environment of the tests says.
    name: value
    for name, value in os.environ.items()
    if name != "PYTHONDONTWRITEBYTECODE"
}
MOST_TIMES_THE_IMPORTS = 2.5
MOST_TIMES_THE_IMPORTS_TO_LOAD_AND_CHECK = 2
"""0.12 s where the imports take 0.06 s; a bar in seconds would measure the machine."""


def forget() -> None:
    """Drop what the process has kept of files and entries that it has read."""
    for module in (compile_, load, walk):
        for function in vars(module).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()


def seconds(command: list[str]) -> float:
    """Time one process from start to end."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, env=AS_INSTALLED, check=True)
    return time.perf_counter() - start


def test_a_recommendation_starts_fast() -> None:
    """At most 2.5 times `import pydantic, yaml`: pairs in turn, so that drift cancels out."""
    seconds(IMPORTS), seconds(RECOMMEND)
    ratios = [seconds(RECOMMEND) / seconds(IMPORTS) for _ in range(RUNS)]
    print(f"\nrecommend / import pydantic, yaml: {statistics.median(ratios):.2f}")
    assert statistics.median(ratios) <= MOST_TIMES_THE_IMPORTS


def test_the_knowledge_is_loaded_and_checked_fast() -> None:
    """Loading from the cache and running every check on it, nothing kept from the last time."""
    load_knowledge()
    # What pytest holds is no part of it, and would be looked through by every collection.
    gc.freeze()
    times, ratios = [], []
    for _ in range(RUNS):
        forget()
        start = time.perf_counter()
        knowledge = load_knowledge()
        faults = [fault for check in (*CHECKS, *SEMANTIC_CHECKS) for fault in check(knowledge)]
        times.append(time.perf_counter() - start)
        ratios.append(times[-1] / seconds(IMPORTS))
        assert faults == []
    gc.unfreeze()
    ratio = statistics.median(ratios)
    print(f"\nload and check: {min(times):.3f} s, {ratio:.2f} of import pydantic, yaml")
    assert ratio <= MOST_TIMES_THE_IMPORTS_TO_LOAD_AND_CHECK
