"""How long reading texts takes; run by hand: pytest tests/benchmarks -s -n 0."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import yaml
from test_start_up import seconds

from screc.language.ask import Asker

RUNS = 7
MOST_MILLISECONDS_A_QUERY = 5
MOST_SECONDS_FOR_TEN_THOUSAND = 60
MOST_TIMES_THE_IMPORTS = 4.5
QUERIES = Path(__file__).parents[1] / "evaluation" / "queries.yaml"
TEXT = "駅前ではなく商店街の屋根に太陽光を載せたい"
IMPORTS = "import pydantic, yaml"


def test_a_query_is_answered_fast() -> None:
    """Once all is loaded: the median over the development set, in time of the process."""
    asker = Asker.load()
    texts = [row["text"] for row in yaml.safe_load(QUERIES.read_text(encoding="utf-8"))]
    times = []
    for text in texts * RUNS:
        start = time.process_time()
        asker.ask(text, brief=True)
        times.append(time.process_time() - start)
    median = statistics.median(times[len(texts) :]) * 1000
    mean = statistics.mean(times[len(texts) :])
    print(f"\na query: {median:.2f} ms (median), {mean * 10_000:.0f} s for ten thousand")
    assert median <= MOST_MILLISECONDS_A_QUERY
    assert mean * 10_000 <= MOST_SECONDS_FOR_TEN_THOUSAND


def test_a_question_as_a_command_starts_fast() -> None:
    """As a multiple of two imports: pairs in turn, so that drift cancels out."""
    ask = [sys.executable, "-m", "screc", "ask", TEXT]
    imports = [sys.executable, "-c", IMPORTS]
    seconds(ask), seconds(imports)
    pairs = [(seconds(ask), seconds(imports)) for _ in range(RUNS)]
    ratio = statistics.median(asked / imported for asked, imported in pairs)
    took = statistics.median(asked for asked, _ in pairs)
    print(f"\nscrec ask: {took:.3f} s, {ratio:.2f} times `{IMPORTS}` (median of {RUNS} pairs)")
    assert ratio <= MOST_TIMES_THE_IMPORTS
