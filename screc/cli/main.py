"""The command line: finds the command, and turns every error into one clear message."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import click

from screc.cli.help import speak
from screc.cli.language import Say, language_of
from screc.errors import KnowledgeError, ScrecError, nearest

COMMANDS = ("recommend", "schemes", "show", "areas", "questions", "check", "schema")
BAD_INPUT, BROKEN_KNOWLEDGE = 2, 1


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

    0 where it did its work, 1 where the knowledge base is broken, 2 where the input is.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    say = Say(language_of(given, os.environ))
    _write_utf8()
    try:
        _Commands(say).main(given, prog_name="screc", standalone_mode=False)
    except ScrecError as error:
        for problem in error.problems:
            click.echo(problem.in_language(say.language), err=True)
        return BROKEN_KNOWLEDGE if isinstance(error, KnowledgeError) else BAD_INPUT
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return BAD_INPUT
    except click.ClickException as error:
        click.echo(_usage_message(error, say), err=True)
        return BAD_INPUT
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        return BAD_INPUT
    except BrokenPipeError:
        # The reader of a pipe has enough; what is left has nowhere to go.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    return 0


def run() -> None:
    """Run as a program."""
    # A command is short: what it throws away goes with the process, and collecting costs 10 ms.
    gc.disable()
    sys.exit(main())


def _write_utf8() -> None:
    """Write UTF-8 into files and pipes, whatever the system's encoding (Windows has cp932)."""
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty() and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


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


def _usage_message(error: click.ClickException, say: Say) -> str:
    if isinstance(error, click.NoSuchOption):
        option = error.option_name
        options = (
            [name for parameter in error.ctx.command.params for name in parameter.opts]
            if error.ctx
            else []
        )
        meant = nearest(option, options)
        return say(
            f"オプション「{option}」はありません。"
            + (f"「{meant}」のことですか。" if meant else ""),
            f'no option "{option}".' + (f' Did you mean "{meant}"?' if meant else ""),
        )
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        return say(f"{name} を指定してください。", f"{name} is missing.")
    if isinstance(error, click.BadParameter) and isinstance(
        getattr(error.param, "type", None), click.Choice
    ):
        allowed = ", ".join(error.param.type.choices)  # type: ignore[union-attr]
        name = error.param.opts[0]  # type: ignore[union-attr]
        return say(f"{name} に使えるもの: {allowed}", f"{name} takes one of: {allowed}")
    if isinstance(error, click.UsageError) and error.message.startswith("No such command"):
        found = error.message.split("'")[1]
        meant = nearest(found, COMMANDS)
        listed = ", ".join(COMMANDS)
        return say(
            f"命令「{found}」はありません。"
            + (f"「{meant}」のことですか。" if meant else "")
            + f"使えるもの: {listed}",
            f'no command "{found}".'
            + (f' Did you mean "{meant}"?' if meant else "")
            + f" Commands: {listed}",
        )
    return say(f"使い方が違います: {error.format_message()}", f"usage: {error.format_message()}")
