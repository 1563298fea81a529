"""`screc check`: look for everything that is wrong in a knowledge base."""

from __future__ import annotations

from dataclasses import asdict

import click

from screc.cli.options import common_options, print_json
from screc.errors import KnowledgeError
from screc.model.text import Say


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "知識ベースの誤りをすべて挙げる。\n\n"
        "DIR は知識ベースのフォルダ。なければ screc に付属のもの。",
        "Find everything that is wrong in a knowledge base.\n\n"
        "DIR is its folder; without it the one that comes with screc.",
    )

    idle_help = say(
        "どの例文にも出てこない語も挙げる（誤りではない）",
        "also list the words that stand in no example sentence (which is no mistake)",
    )

    @click.command("check", help=help_text)
    @click.argument("directory", metavar="[DIR]", required=False)
    @click.option("--idle-words", "idle", is_flag=True, help=idle_help)
    @common_options(say)
    def run(*, directory: str | None, idle: bool, as_json: bool, knowledge: str | None) -> None:
        from screc.language.checks import check_all, idle_words

        folder = knowledge if directory is None else directory
        report = check_all(folder)
        if as_json:
            listed = idle_words(folder) if idle and not report.problems else report.problems
            print_json([asdict(problem) for problem in listed])
            if report.problems:
                click.get_current_context().exit(1)
        elif report.problems:
            raise KnowledgeError(report.problems)
        elif idle:
            for problem in idle_words(folder):
                click.echo(f"{problem.path}:{problem.line} {say(problem.ja, problem.en)}")
        else:
            click.echo(
                say(
                    f"{report.files}個のファイルに誤りはありません（{report.checks}種類の検査）。",
                    f"{report.files} files, nothing wrong ({report.checks} checks).",
                )
            )

    return run
