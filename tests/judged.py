"""Areas judged by each engine for many, all in one form: a row an area, by names of figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl

from screc.advice.rank import Ranker
from screc.model.rulebase import Facts, Rulebase
from screc.rules.columns import ColumnsEngine, facts_frame
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, ReferenceEngine
from screc.rules.many import plan_of
from screc.rules.sql import print_ddl, print_sql, sql_name


def by_reference(rulebase: Rulebase, facts: Sequence[Facts]) -> list[dict[str, Any]]:
    """Write what the reference engine and the ranker find in the figures of the other engines."""
    engine, ranker = ReferenceEngine(rulebase), Ranker(rulebase)
    rows = []
    for area in facts:
        judgement = engine.judge(area)
        verdicts = {
            "situations": judgement.situations,
            "constraints": judgement.constraints,
            "gates": judgement.gates,
            **{
                scheme.id: row
                for scheme, row in zip(rulebase.schemes, judgement.rules, strict=True)
            },
        }
        row: dict[str, Any] = {
            f"{group}.{said}": sum(1 << bit for bit, each in enumerate(found) if each == verdict)
            for group, found in verdicts.items()
            for said, verdict in (("holds", HOLDS), ("refuted", REFUTED), ("open", OPEN))
        }
        for place in ranker.rank(judgement.rules):
            scheme_id = rulebase.schemes[place.index].id
            row[f"{scheme_id}.held"] = place.fit.held
            row[f"{scheme_id}.possible"] = place.fit.possible
            row[f"{scheme_id}.standing"] = place.standing
        rows.append(row)
    return rows


def by_columns(rulebase: Rulebase, facts: Sequence[Facts]) -> list[dict[str, Any]]:
    """Judge all areas in one frame."""
    return ColumnsEngine(rulebase).judge_many(facts_frame(facts, rulebase)).to_dicts()


def by_duckdb(rulebase: Rulebase, facts: Sequence[Facts]) -> list[dict[str, Any]]:
    """Judge all areas with the printed SQL, in a table that the printed statement made."""
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        file = Path(folder) / "facts.parquet"
        table_of(rulebase, facts).write_parquet(file)
        connection.execute(print_ddl(rulebase, "duckdb"))
        connection.execute(f"COPY facts FROM '{file}'")
        connection.execute(f"{print_sql(rulebase, 'duckdb')} ORDER BY id")
        columns = [column[0] for column in connection.description or ()]
        return figures_of(rulebase, columns, connection.fetchall())


def table_of(rulebase: Rulebase, facts: Sequence[Facts]) -> pl.DataFrame:
    """Lay facts out as the table of facts has them; ids are in the order of rows."""
    frame = facts_frame(facts, rulebase).rename(sql_name)
    ids = [f"{number:06}" for number in range(len(facts))]
    return frame.insert_column(0, pl.Series("id", ids, pl.String))


def figures_of(
    rulebase: Rulebase, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[dict[str, Any]]:
    """Give the columns of a result the names that figures have."""
    names = {sql_name(name): name for name in plan_of(rulebase).figures}
    assert columns == ["id", *names]
    return [dict(zip(names.values(), row[1:], strict=True)) for row in rows]
