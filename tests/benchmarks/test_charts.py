"""How long charts take to draw; run by hand: pytest tests/benchmarks -s -n 0."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from test_start_up import seconds

from screc.diagram.chart_file import Drawing, write_chart
from screc.knowledge.load import load_knowledge

RUNS = 9
MOST_SECONDS_FOR_TWELVE = 0.5
MOST_OF_THE_IMPORTS = 1.6
"""Where the imports take 0.3 s, a chart takes 0.18 s more; 0.25 s was asked for."""
PARTS = (
    "click, graphviz, PIL.ImageFont, pydantic, pygraphviz, yaml, xml.etree.ElementTree, "
    "screc.cli.diagram, screc.diagram.chart_file, screc.diagram.drawing, screc.diagram.svg, "
    "screc.knowledge.load"
)


def test_the_twelve_charts_are_drawn_fast() -> None:
    """All schemes as svg, in one process with everything imported; the shortest of some runs."""
    knowledge = load_knowledge()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        for scheme in knowledge.schemes:
            assert write_chart(Drawing(scheme, knowledge), "svg")
        times.append(time.perf_counter() - start)
    print(f"\ntwelve charts: {min(times):.3f} s, median {statistics.median(times):.3f} s")
    assert min(times) <= MOST_SECONDS_FOR_TWELVE


def test_a_chart_as_a_command_starts_fast(tmp_path: Path) -> None:
    """At most so many times what importing its parts takes: pairs in turn, as machines drift."""
    draw = [sys.executable, "-m", "screc", "diagram", "ev", "-o", str(tmp_path / "ev.svg")]
    parts = [sys.executable, "-c", f"import {PARTS}"]
    seconds(draw), seconds(parts)
    pairs = [(seconds(draw), seconds(parts)) for _ in range(RUNS)]
    over = statistics.median(drawn - imported for drawn, imported in pairs)
    times = statistics.median(drawn / imported for drawn, imported in pairs)
    print(f"\none chart: {over:.3f} s over its imports, {times:.2f} of them ({RUNS} pairs)")
    assert times <= MOST_OF_THE_IMPORTS
