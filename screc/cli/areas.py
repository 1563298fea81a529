"""`screc areas`: list the areas that come with the knowledge base."""

from __future__ import annotations

import click

from screc.cli.language import Say
from screc.cli.options import common_options, print_json
from screc.model.text import Text


def command(say: Say) -> click.Command:
    """Make the command."""

    @click.command(
        "areas", help=say("登録された地区の一覧を示す。", "List the areas that are known.")
    )
    @common_options(say)
    def run(*, as_json: bool, knowledge: str | None) -> None:
        from screc.knowledge.load import load_knowledge

        base = load_knowledge(knowledge)
        groups = {area: group for group in base.programme.groups for area in group.areas}
        if as_json:
            print_json(
                [
                    {
                        "id": area.id,
                        "name": say.text(area.name or Text("", "")),
                        "kind": area.kind,
                        "municipality": area.municipality,
                        "group": groups[area.id].id if area.id in groups else None,
                        "wishes": [say.text(wish.text) for wish in area.wishes],
                        "facts": sorted(area.facts),
                    }
                    for area in base.areas
                ]
            )
            return
        from screc.cli.page import Page

        page = Page()
        page.items(
            (
                "・",
                "dim",
                area.id or "",
                (
                    say.text(area.name or Text("", ""))
                    + (f" ({say.text(groups[area.id].name)})" if area.id in groups else ""),
                    *(say.text(wish.text) for wish in area.wishes),
                ),
            )
            for area in base.areas
        )
        page.flush()

    return run
