"""PostgreSQL and Spark take the printed SQL, and find what DuckDB finds.

Each test starts its own server. A machine without PostgreSQL or Java skips; CI fails there.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from generated import areas, every_comparison
from judged import by_duckdb, figures_of, table_of

from screc.model.rulebase import Facts, Rulebase
from screc.rules.compile import load_rulebase
from screc.rules.sql import print_ddl, print_sql

pytestmark = pytest.mark.servers

RULEBASES = [load_rulebase(), every_comparison()]
Judge = Callable[[Rulebase, Sequence[Facts]], list[dict[str, Any]]]


def missing(what: str) -> None:
    """Skip, but not where a server that is missing would hide a fault."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not here")
    pytest.skip(f"{what} is not here")


@pytest.fixture(scope="module")
def by_postgres() -> Iterator[Judge]:
    """Start PostgreSQL in a folder of its own, reached through a socket there."""
    programs = _postgres_programs()
    if programs is None or not find_spec("psycopg"):
        missing("PostgreSQL, or psycopg,")
    # Not pytest's folder: its path is too long for a socket, and closed to the server's user.
    folder = Path(mkdtemp(prefix="screc-pg-"))
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else folder.owner()
    shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), "-D", str(folder / "data"), *arguments],
            user=user if os.geteuid() == 0 else None,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )

    try:
        run("initdb", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        settings = f"-k {folder} -c listen_addresses= -c fsync=off"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield lambda *given: _in_postgres(f"host={folder} user={user} dbname=postgres", *given)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _postgres_programs() -> Path | None:
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    programs = [Path(found)] if found else debian
    return programs[-1].resolve().parent if programs else None


def _in_postgres(address: str, rulebase: Rulebase, facts: Sequence[Facts]) -> list[dict[str, Any]]:
    written = io.BytesIO()
    table_of(rulebase, facts).write_csv(written)
    import psycopg

    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(print_ddl(rulebase, "postgres", "pg_temp.facts"))
        with cursor.copy("COPY facts FROM STDIN (FORMAT csv, HEADER match)") as copy:
            copy.write(written.getvalue())
        cursor.execute(f"{print_sql(rulebase, 'postgres')} ORDER BY id")
        columns = [column.name for column in cursor.description or ()]
        rows = cursor.fetchall()
        cursor.execute("DROP TABLE facts")
    return figures_of(rulebase, columns, rows)


@pytest.fixture(scope="module")
def by_spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """Start Spark in a process beside this one."""
    has_java = shutil.which("java") or "JAVA_HOME" in os.environ
    if not has_java or not find_spec("pyspark"):
        missing("Spark, or a Java runtime for it,")
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        # For a process that ends soon: compile less, start sooner.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()

    def judge(rulebase: Rulebase, facts: Sequence[Facts]) -> list[dict[str, Any]]:
        file = folder / "facts.parquet"
        table_of(rulebase, facts).write_parquet(file)
        given = spark.read.parquet(str(file))
        given.createOrReplaceTempView("areas")
        spark.sql(print_ddl(rulebase, "spark"))
        assert spark.table("facts").dtypes == given.dtypes
        spark.sql("DROP TABLE facts")
        found = spark.sql(f"{print_sql(rulebase, 'spark', 'areas')} ORDER BY id")
        return figures_of(rulebase, found.columns, found.collect())

    yield judge
    spark.stop()


@pytest.mark.parametrize("rulebase", RULEBASES, ids=["knowledge", "every-comparison"])
@pytest.mark.parametrize("server", ["by_postgres", "by_spark"])
def test_a_server_finds_what_duckdb_finds(
    server: str, rulebase: Rulebase, request: pytest.FixtureRequest
) -> None:
    """The same figures for 1,000 areas, in a table such as the printed statement makes."""
    facts = areas(rulebase, 1_000, seed=3)
    judged_by: Judge = request.getfixturevalue(server)
    assert judged_by(rulebase, facts) == by_duckdb(rulebase, facts)
