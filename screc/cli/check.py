"""`screc check`: look for everything that is wrong in a knowledge base."""

from __future__ import annotations

from dataclasses import asdict

import click

from screc.cli.language import Say
from screc.cli.options import common_options, print_json
from screc.errors import KnowledgeError


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "知識ベースの誤りをすべて挙げる。\n\n"
        "DIR は知識ベースのフォルダ。なければ screc に付属のもの。",
        "Find everything that is wrong in a knowledge base.\n\n"
        "DIR is its folder; without it the one that comes with screc.",
    )

    @click.command("check", help=help_text)
    @click.argument("directory", metavar="[DIR]", required=False)
    @common_options(say)
    def run(*, directory: str | None, as_json: bool, knowledge: str | None) -> None:
        from screc.rules.checks import check_knowledge

        report = check_knowledge(knowledge if directory is None else directory)
        if as_json:
            print_json([asdict(problem) for problem in report.problems])
            if report.problems:
                click.get_current_context().exit(1)
        elif report.problems:
            raise KnowledgeError(report.problems)
        else:
            click.echo(
                say(
                    f"{report.files}個のファイルに誤りはありません（{report.checks}種類の検査）。",
                    f"{report.files} files, nothing wrong ({report.checks} checks).",
                )
            )

    return run
