"""What the command line says, and how it ends, when something goes wrong."""

from __future__ import annotations

from collections.abc import Sequence

import click

from screc.errors import EngineError, KnowledgeError, ScrecError, nearest, printable
from screc.model.text import Say

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
        reason = printable(": ".join(filter(None, (error.filename, error.strerror or str(error)))))
        click.echo(
            say(f"読み書きできません: {reason}", f"cannot read or write: {reason}"), err=True
        )
    if isinstance(error, EngineError):
        return FAILED_ENGINE
    return BROKEN_KNOWLEDGE if isinstance(error, KnowledgeError) else BAD_INPUT


def _usage_message(error: click.ClickException, say: Say, commands: Sequence[str]) -> str:
    said = error.format_message()
    return (
        _about_an_option(error, say)
        or _about_the_command(error, say, commands)
        or say(f"使い方が違います: {said}", f"usage: {said}")
    )


def _about_an_option(error: click.ClickException, say: Say) -> str | None:
    if isinstance(error, click.NoSuchOption):
        option = error.option_name
        params = error.ctx.command.params if error.ctx else []
        meant = nearest(option, [name for param in params for name in param.opts])
        return say(
            f"オプション「{option}」はありません。"
            + (f"「{meant}」のことですか。" if meant else ""),
            f'no option "{option}".' + (f' Did you mean "{meant}"?' if meant else ""),
        )
    if isinstance(error, click.BadOptionUsage):
        name = error.option_name
        return say(f"{name} の後に値を書いてください。", f"{name} needs a value after it.")
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        if isinstance(error.param, click.Option):
            name = f"{error.param.opts[0]} {name}"
        return say(f"{name} を指定してください。", f"{name} is missing.")
    kind = getattr(error.param, "type", None) if isinstance(error, click.BadParameter) else None
    if isinstance(kind, click.Choice):
        allowed = ", ".join(kind.choices)
        name = error.param.opts[0]  # type: ignore[attr-defined]
        return say(f"{name} に使えるもの: {allowed}", f"{name} takes one of: {allowed}")
    if isinstance(kind, click.IntRange):
        name = error.param.opts[0]  # type: ignore[attr-defined]
        return say(
            f"{name} は {kind.min}～{kind.max} の整数で書いてください。",
            f"{name} is a whole number from {kind.min} to {kind.max}.",
        )
    return None


def _about_the_command(
    error: click.ClickException, say: Say, commands: Sequence[str]
) -> str | None:
    if not isinstance(error, click.UsageError):
        return None
    if error.message.startswith("No such command"):
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
    if "unexpected extra argument" in error.message:
        extra = error.message.partition("(")[2].rstrip(")")
        return say(f"余分な語があります: {extra}", f"unexpected argument: {extra}")
    return None
