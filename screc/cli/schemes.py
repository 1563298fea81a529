"""`screc schemes`: list the schemes."""

from __future__ import annotations

import click

from screc.cli.options import common_options, print_json
from screc.model.text import Say


def command(say: Say) -> click.Command:
    """Make the command."""

    @click.command(
        "schemes",
        help=say("事業スキームの一覧を示す。", "List the schemes."),
        epilog=_see_also(say),
    )
    @common_options(say)
    def run(*, as_json: bool, knowledge: str | None) -> None:
        from screc.knowledge.load import load_knowledge

        base = load_knowledge(knowledge)
        if as_json:
            print_json(
                [
                    {
                        "id": scheme.id,
                        "number": scheme.number,
                        "table": scheme.table,
                        "name": say.text(scheme.name),
                        "title": say.text(scheme.title.text),
                        "category": say.text(scheme.category.major.text),
                        "aims": [aim.aim for aim in scheme.aims],
                        "scale": say.text(scheme.scale.label),
                    }
                    for scheme in base.schemes
                ]
            )
            return
        from screc.cli.page import Page

        page = Page()
        page.items(
            (
                f"{scheme.number}",
                "dim",
                scheme.id,
                (
                    say.text(scheme.name),
                    f"{say('表', 'table ')}{scheme.table} ・ {say.text(scheme.scale.label)}",
                ),
            )
            for scheme in base.schemes
        )
        page.flush()

    return run


def _see_also(say: Say) -> str:
    return say(
        "一つを詳しく見るには screc show SCHEME。", "screc show SCHEME tells more about one."
    )
