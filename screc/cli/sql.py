"""`screc sql`: the rules as one SQL statement."""

from __future__ import annotations

from pathlib import Path

import click

from screc.cli.options import common_options, print_json
from screc.model.text import Say
from screc.rules.many import DIALECTS


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "規則を一つの SQL 文にして出す。\n\n"
        "事実の表の一行ごとに、id、適合度、判定（ビット列）を返す文。表の作り方は --ddl で出る。",
        "Print the rules as one SQL statement.\n\n"
        "For each row of a table of facts it returns the id, the fit and the verdicts (bit masks); "
        "--ddl shows how to make that table.",
    )
    wanted = say("データベースの種類", "the database it is for")
    name = say("事実の表の名前", "name of the table of facts")
    ddl_help = say("事実の表を作る文を出す", "print the statement that makes the table")
    file = say("書き出すファイル", "file to write")

    @click.command("sql", help=help_text)
    @click.option("--dialect", type=click.Choice(DIALECTS), required=True, help=wanted)
    @click.option("--table", metavar="NAME", default="facts", help=name)
    @click.option("--ddl", is_flag=True, help=ddl_help)
    @click.option("-o", "--output", metavar="FILE", help=file)
    @common_options(say)
    def run(
        *,
        dialect: str,
        table: str,
        ddl: bool,
        output: str | None,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        from screc.rules.compile import load_rulebase
        from screc.rules.sql import print_ddl, print_sql

        rulebase = load_rulebase(knowledge)
        statement = (
            print_ddl(rulebase, dialect, table, say.language)
            if ddl
            else print_sql(rulebase, dialect, table)
        )
        if output is not None:
            Path(output).write_text(f"{statement};\n", encoding="utf-8")
            click.echo(output)
        elif as_json:
            print_json({"dialect": dialect, "sql": statement})
        else:
            click.echo(f"{statement};")

    return run
