"""`screc questions`: list what can be known of an area, as questions."""

from __future__ import annotations

from typing import Any

import click

from screc.cli.options import common_options, print_json
from screc.model.attribute import Attribute
from screc.model.text import Say


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say("地区について聞くことの一覧を示す。", "List what can be asked of an area.")

    @click.command("questions", help=help_text)
    @common_options(say)
    def run(*, as_json: bool, knowledge: str | None) -> None:
        from screc.knowledge.load import load_knowledge

        groups = load_knowledge(knowledge).attribute_groups
        if as_json:
            print_json(
                [
                    _plain(attribute, group.id, say)
                    for group in groups
                    for attribute in group.attributes
                ]
            )
            return
        from screc.cli.page import Page

        page = Page()
        for group in groups:
            page.title(say.text(group.name))
            for attribute in group.attributes:
                page.paragraph(say.text(attribute.question), first=say("・", "- "))
                page.paragraph(say.text(attribute.help), first="  ", style="dim")
                page.paragraph(
                    f"{attribute.id} = {possible_answers(attribute, say)}", first="  ", style="cyan"
                )
        page.flush()

    return run


def _plain(attribute: Attribute, group_id: str, say: Say) -> dict[str, Any]:
    return {
        "id": attribute.id,
        "name": say.text(attribute.name),
        "group": group_id,
        "level": attribute.level,
        "type": attribute.type,
        "question": say.text(attribute.question),
        "help": say.text(attribute.help),
        "unit": attribute.unit.symbol if attribute.unit else None,
        "bounds": [attribute.minimum, attribute.maximum] if attribute.type == "number" else None,
        "whole": attribute.whole,
        "values": _values(attribute),
        "options": [
            {"id": option.id, "name": say.text(option.name)} for option in attribute.options
        ],
        "citation": str(attribute.citation),
    }


def _values(attribute: Attribute) -> list[bool | str] | None:
    if attribute.type == "flag":
        return [True, False]
    return [option.id for option in attribute.options] or None


def possible_answers(attribute: Attribute, say: Say) -> str:
    """Tell in one line how a question can be answered."""
    if attribute.type == "flag":
        return say("はい | いいえ", "yes | no")
    if attribute.type == "number" and attribute.unit:
        low, high = f"{attribute.minimum:,.15g}", f"{attribute.maximum:,.15g}"
        unit = say(attribute.unit.ja, attribute.unit.en)
        return say(f"{low}～{high}（{unit}）", f"{low} to {high} ({unit})")
    several = say(
        "（いくつでも、コンマで。最後に only を足すと、ほかはない）",
        " (any number, with commas; ,only at the end: no other)",
    )
    options = " | ".join(
        say(f"{option.id}（{option.name.ja}）", f"{option.id} ({option.name.en})")
        for option in attribute.options
    )
    return options + (several if attribute.type == "choices" else "")
