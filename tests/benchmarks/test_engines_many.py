"""How long many areas take with all rules, by the engines for many.

Not part of the normal run: `python -m pytest tests/benchmarks -s -n 0`; SCREC_AREAS sets how many.
"""

from __future__ import annotations

import os
import time

import duckdb
import polars as pl
from generated import areas
from judged import table_of
from pytest_benchmark.fixture import BenchmarkFixture

from screc.rules.columns import ColumnsEngine, facts_frame
from screc.rules.compile import load_rulebase
from screc.rules.sql import print_sql

AREAS = int(os.environ.get("SCREC_AREAS", "200000"))
GENERATED = 2_000
MOST_SECONDS_A_MILLION = 2.0
RULEBASE = load_rulebase()
FACTS = areas(RULEBASE, GENERATED, seed=4)


def repeated(frame: pl.DataFrame) -> pl.DataFrame:
    """Make as many rows as wanted of those that were generated."""
    return pl.concat([frame] * (AREAS // GENERATED), rechunk=True)


def test_columns_judge_a_million_areas_in_seconds(benchmark: BenchmarkFixture) -> None:
    """From a frame of facts to all figures; the best time, as others use the machine too."""
    engine = ColumnsEngine(RULEBASE)
    frame = repeated(facts_frame(FACTS, RULEBASE)).with_row_index("row")
    found = benchmark.pedantic(engine.judge_many, (frame, ["row"]), rounds=5, warmup_rounds=1)
    assert found["row"].equals(frame["row"])
    best = benchmark.stats.stats.min
    rules = sum(len(scheme.rules) for scheme in RULEBASE.schemes)
    print(f"\ncolumns: {len(frame):,} areas x {rules} rules: {best:.2f} s")
    assert best <= MOST_SECONDS_A_MILLION * len(frame) / 1e6


def test_duckdb_judges_the_same_areas(tmp_path: object) -> None:
    """The printed SQL, without reading the result."""
    file = f"{tmp_path}/facts.parquet"
    repeated(table_of(RULEBASE, FACTS)).write_parquet(file)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE facts AS FROM read_parquet('{file}')")
        start = time.perf_counter()
        connection.execute(f"CREATE TABLE found AS {print_sql(RULEBASE, 'duckdb')}")
        print(f"\nDuckDB: {AREAS:,} areas: {time.perf_counter() - start:.2f} s")
        assert connection.execute("SELECT count(*) FROM found").fetchall() == [(AREAS,)]
