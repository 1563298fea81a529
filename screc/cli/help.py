"""Help pages in the user's language."""

from __future__ import annotations

import click

from screc.model.text import Say

_JAPANESE = {"Options": "オプション", "Commands": "命令"}


class _JapaneseFormatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the first line."""
        super().write_usage(prog, args, prefix or "使い方: ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a part."""
        super().write_heading(_JAPANESE.get(heading, heading))


class _JapaneseContext(click.Context):
    formatter_class = _JapaneseFormatter


def help_option(say: Say) -> click.Option:
    """Make the option `--help`."""

    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001
        if value:
            click.echo(ctx.get_help())
            ctx.exit()

    help_text = say("この説明を表示する", "show this page")
    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=help_text,
    )


def speak(command: click.Command, say: Say) -> click.Command:
    """Make a command's help speak the language."""
    command.add_help_option = False
    command.params.append(help_option(say))
    if say.language == "ja":
        command.context_class = _JapaneseContext
    return command
