"""The command line: finds the command, and turns every error into one clear message."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper

import click

from screc.cli.failures import report
from screc.cli.help import speak
from screc.cli.language import language_of
from screc.errors import ScrecError
from screc.model.text import Say

COMMANDS = (
    "scope",
    "recommend",
    "ask",
    "interview",
    "explain",
    "compare",
    "programme",
    "evaluate",
    "replay",
    "schemes",
    "show",
    "diagram",
    "areas",
    "questions",
    "words",
    "check",
    "schema",
    "sql",
)


class _Commands(click.Group):
    """The commands; the module of one is imported only when it is asked for."""

    def __init__(self, say: Say) -> None:
        super().__init__(
            "screc",
            help=say(
                "地区の事実から、スマートコミュニティの事業スキームを選ぶ。",
                "Choose a smart-community scheme from the facts of an area.",
            ),
            params=[_version_option(say)],
        )
        self._say = say
        speak(self, say)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        make: Callable[[Say], click.Command] = import_module(f"screc.cli.{cmd_name}").command
        return speak(make(self._say), self._say)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 where it did its work, 1 where the knowledge base is broken, 2 where the input is, 3 where a
    rule engine failed.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    say = Say(language_of(given, os.environ))
    _prepare_streams()
    try:
        # Click gives back what a command ended with, or the nothing that commands return.
        ended = _Commands(say).main(given, prog_name="screc", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):
        # The reader of a pipe has enough, which Click takes for a reason to exit; what is left has
        # nowhere to go.
        sys.stdout = _nowhere()
    except (ScrecError, click.ClickException, click.Abort, OSError) as error:
        if isinstance(error, OSError):
            sys.stdout = _nowhere()
        return report(error, say, COMMANDS)
    else:
        return ended or 0
    return 0


def run() -> None:
    """Run as a program."""
    # A command is short: what it throws away goes with the process, and collecting costs 10 ms.
    gc.disable()
    sys.exit(main())


def _prepare_streams() -> None:
    """Write UTF-8 into files and pipes, and in a terminal what it can show.

    A stream that the caller has closed leads nowhere.
    """
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def _nowhere() -> TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123


def _version_option(say: Say) -> click.Option:
    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001
        if value:
            from importlib.metadata import version

            click.echo(f"screc {version('screc')}")
            ctx.exit()

    help_text = say("版を表示する", "show the version")
    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=help_text,
    )
