"""`screc areas`: list the areas that come with the knowledge base, or show one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from screc.cli.options import common_options, matching, print_json
from screc.errors import InputError, unknown_name
from screc.model.text import Say, Text

if TYPE_CHECKING:
    from screc.model.area import AreaRecord
    from screc.model.knowledge import Knowledge


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "登録された地区の一覧を示す。\n\nAREA を書くと、その要望と事実を示す。",
        "List the areas that are known.\n\nWith AREA, show its wishes and facts.",
    )

    @click.command("areas", help=help_text)
    @click.argument("area", metavar="[AREA]", required=False)
    @common_options(say)
    def run(*, area: str | None, as_json: bool, knowledge: str | None) -> None:
        from screc.knowledge.load import load_knowledge

        base = load_knowledge(knowledge)
        if area is None:
            _list(base, say, as_json=as_json)
            return
        record = _find(area, base)
        if as_json:
            print_json(record.model_dump(mode="json", by_alias=True))
        else:
            _show(record, base, say)

    return run


def _find(given: str, base: Knowledge) -> AreaRecord:
    called = matching(
        given,
        base.areas,
        lambda area: (area.id or "", *((area.name.ja, area.name.en) if area.name else ())),
    )
    if len(called) == 1:
        return called[0]
    known = [area.id or "" for area in called or base.areas]
    raise InputError([unknown_name(("地区", "area"), given, known)])


def _list(base: Knowledge, say: Say, *, as_json: bool) -> None:
    groups = {area: group for group in base.programme.groups for area in group.areas}
    if as_json:
        print_json(
            [
                {
                    "id": area.id,
                    "name": _name(area, say),
                    "kind": area.kind,
                    "municipality": _municipality(area, say),
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
                _name(area, say) + _group(groups[area.id].name if area.id in groups else None, say),
                *(say.text(wish.text) for wish in area.wishes),
            ),
        )
        for area in base.areas
    )
    page.flush()


def _group(name: Text | None, say: Say) -> str:
    return "" if name is None else say(f"（{name.ja}）", f" ({name.en})")


def _show(area: AreaRecord, base: Knowledge, say: Say) -> None:
    from screc.cli.page import Page, unbroken

    names = {attribute.id: say.text(attribute.name) for attribute in base.attributes}
    page = Page()
    page.title(_name(area, say))
    for title, statements in (
        (say("要望", "Wishes"), area.wishes),
        (say("支援", "Support"), area.participation.support if area.participation else ()),
        (say("注記", "Remarks"), area.remarks),
    ):
        if statements:
            page.title(title)
            page.items(
                ("・", "", "", (say.text(part.text), unbroken(str(part.citation))))
                for part in statements
            )
    page.title(say("事実", "Facts"))
    page.items(
        (
            "・",
            "",
            "",
            (
                f"{names[name]}  {name} = {_written(fact.value)}",
                *([unbroken(str(fact.citation))] if fact.citation else []),
                *([say.text(fact.note)] if fact.note else []),
            ),
        )
        for name, fact in area.facts.items()
    )
    if area.published:
        page.title(say("公表された数値", "Published figures"))
        page.items(
            (
                "・",
                "",
                "",
                (
                    f"{say.text(figure.name)}: {figure.said(say)}"
                    + (say("（疑義あり）", " (doubtful)") if figure.erratum else ""),
                    unbroken(str(figure.citation)),
                ),
            )
            for figure in area.published.figures
        )
    page.flush()


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{option}: {_written(so)}" for option, so in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)


def _municipality(area: AreaRecord, say: Say) -> str | None:
    """Name the municipality that an area is, or in which it lies."""
    if area.kind == "municipality":
        return _name(area, say)
    return say.text(area.municipality) if area.municipality else None


def _name(area: AreaRecord, say: Say) -> str:
    return say.text(area.name or Text("", ""))
