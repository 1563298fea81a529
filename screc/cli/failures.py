"""What the command line says, and how it ends, when something goes wrong."""

from __future__ import annotations

from collections.abc import Sequence

import click

from screc.cli.language import Say
from screc.errors import EngineError, KnowledgeError, ScrecError, nearest, printable

BROKEN_KNOWLEDGE, BAD_INPUT, FAILED_ENGINE = 1, 2, 3
_MOST_PROBLEMS = 50


def report(error: Exception, say: Say, commands: Sequence[str]) -> int:
    """Say on the error stream what went wrong, and return the exit code."""
    if isinstance(error, ScrecError):
        for problem in error.problems[:_MOST_PROBLEMS]:
            click.echo(problem.in_language(say.language), err=True)
        others = len(error.problems) - _MOST_PROBLEMS
        if others > 0:
            click.echo(say(f"ほか{others:,}件", f"and {others:,} more"), err=True)
    elif isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
    elif isinstance(error, click.ClickException):
        click.echo(printable(_usage_message(error, say, commands)), err=True)
    elif isinstance(error, OSError):
        reason = error.strerror or str(error)
        click.echo(
            say(f"読み書きできません: {reason}", f"cannot read or write: {reason}"), err=True
        )
    if isinstance(error, EngineError):
        return FAILED_ENGINE
    return BROKEN_KNOWLEDGE if isinstance(error, KnowledgeError) else BAD_INPUT


def _usage_message(error: click.ClickException, say: Say, commands: Sequence[str]) -> str:
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
        found = error.message.removeprefix("No such command ").rstrip(".").strip("'\"")
        meant = nearest(found, commands)
        listed = ", ".join(commands)
        return say(
            f"命令「{found}」はありません。"
            + (f"「{meant}」のことですか。" if meant else "")
            + f"使えるもの: {listed}",
            f'no command "{found}".'
            + (f' Did you mean "{meant}"?' if meant else "")
            + f" Commands: {listed}",
        )
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        extra = error.message.partition("(")[2].rstrip(")")
        return say(f"余分な語があります: {extra}", f"unexpected argument: {extra}")
    return say(f"使い方が違います: {error.format_message()}", f"usage: {error.format_message()}")
