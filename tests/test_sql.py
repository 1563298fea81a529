"""`screc sql`: one statement in six dialects."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot
from generated import ATTRIBUTES, attribute, every_comparison
from judged import table_of

from screc.cli.main import main
from screc.errors import InputError
from screc.model.rulebase import Rulebase
from screc.model.text import Text
from screc.rules.compile import load_rulebase
from screc.rules.many import DIALECTS, plan_of
from screc.rules.sql import print_ddl, print_sql, sql_name

RULEBASE = load_rulebase()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_printed_is_one_statement_of_the_dialect(dialect: str) -> None:
    """It is read back, gives every figure in order, and is the same each time."""
    statement = print_sql(RULEBASE, dialect, "scoping.areas")
    (query,) = sqlglot.parse(statement, dialect=dialect)
    assert query is not None
    given = [name.lower() for name in query.named_selects]
    assert given == ["id", *map(sql_name, plan_of(RULEBASE).figures)]
    assert print_sql(RULEBASE, dialect, "scoping.areas") == statement
    (table,) = sqlglot.parse(print_ddl(RULEBASE, dialect), dialect=dialect)
    assert table is not None
    assert len(list(table.find_all(sqlglot.exp.ColumnDef))) == len(plan_of(RULEBASE).facts) + 1


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_a_number_that_is_not_finite_is_unknown(number: str, tmp_path: Path) -> None:
    """As in columns."""
    rulebase = every_comparison()
    table_of(rulebase, [{"m": float(number), "k": 1.0}, {"k": 1.0}]).write_parquet(tmp_path / "f")
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW facts AS FROM read_parquet('{tmp_path / 'f'}')")
        first, second = connection.execute(print_sql(rulebase, "duckdb")).fetchall()
    assert first[1:] == second[1:]


def test_a_name_cannot_break_out_of_its_comment() -> None:
    """Names are text that somebody wrote."""
    name = Text("*/ ); DROP TABLE x; --\n/*", "x")
    attributes = tuple(replace(each, name=name) for each in ATTRIBUTES)
    rulebase = Rulebase("1\nDROP TABLE x;", "0", attributes, (), (), (), (), ())
    for dialect in DIALECTS:
        assert len(sqlglot.parse(print_ddl(rulebase, dialect), dialect=dialect)) == 1
    with duckdb.connect() as connection:
        connection.execute(print_ddl(rulebase, "duckdb"))
        assert connection.execute("SELECT count(*) FROM facts").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("names", "words"),
    [(["id"], "id: two columns would be called so"), (["x" * 64], "at most 63 characters")],
)
def test_names_that_databases_confuse_are_refused(names: list[str], words: str) -> None:
    """The table has an id of its own; PostgreSQL cuts long names."""
    attributes = tuple(attribute(name, "flag") for name in names)
    with pytest.raises(InputError, match=words):
        print_sql(Rulebase("0", "0", attributes, (), (), (), (), ()), "duckdb")


@pytest.mark.parametrize(
    "table", ["a;b", "", "a.b.c.d", "x--", '"a"', "1a", "表", "a\n", "x" * 64, "verdicts", "KNOWN"]
)
def test_a_table_name_is_a_name(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else would become part of the statement."""
    assert main(["sql", "--dialect", "duckdb", "--table", table, "--lang", "en"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_prints_writes_and_refuses(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """On the screen, as JSON, into a file; a dialect that is not there is answered with those."""

    def run(*arguments: str) -> Any:
        return main(["sql", *arguments]), *capsys.readouterr()

    _, shown, _ = run("--dialect", "trino", "--table", "scoping.facts")
    assert shown == print_sql(RULEBASE, "trino", "scoping.facts") + ";\n"
    _, plain, _ = run("--dialect", "trino", "--json")
    assert json.loads(plain) == {"dialect": "trino", "sql": print_sql(RULEBASE, "trino")}
    file = tmp_path / "facts.sql"
    assert run("--dialect", "bigquery", "--ddl", "-o", str(file)) == (0, f"{file}\n", "")
    assert file.read_text("utf-8") == print_ddl(RULEBASE, "bigquery") + ";\n"
    assert "駅前・駅周辺" in print_ddl(RULEBASE, "duckdb")
    code, _, said = run("--dialect", "oracle")
    assert code == 2
    assert said == f"--dialect に使えるもの: {', '.join(DIALECTS)}\n"
    with pytest.raises(InputError, match="duckdb, postgres"):
        print_sql(RULEBASE, "oracle")
