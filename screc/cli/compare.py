"""`screc compare`: two areas, or one before and after, and the facts that make the difference."""

from __future__ import annotations

import click

from screc.advice.assess import assess
from screc.advice.contrast import contrast
from screc.cli.options import (
    area_help,
    common_options,
    engine_option,
    find_area,
    print_json,
    set_facts,
    set_option,
)
from screc.errors import InputError, Problem
from screc.model.plain import to_plain
from screc.model.text import Say
from screc.rules.compile import load_rulebase
from screc.rules.engines import EngineChoice


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "二つの地区（または一つの地区の前と後）を比べ、違いを生む事実を示す。",
        "Compare two areas, or one before and after: which facts make the difference.",
    )
    long_help = say(
        "OTHER がなければ AREA を --set の前と後で比べ、あれば --set は OTHER に効く。",
        "Without OTHER, AREA is compared before and after --set; with it, --set changes OTHER.",
    )

    @click.command(
        "compare", help=f"{help_text}\n\n{area_help(say)} {long_help}", short_help=help_text
    )
    @click.argument("area", metavar="AREA")
    @click.argument("other", metavar="[OTHER]", required=False)
    @set_option(say)
    @engine_option(say)
    @common_options(say)
    def run(
        *,
        area: str,
        other: str | None,
        settings: tuple[str, ...],
        engine: EngineChoice,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        if other is None and not settings:
            ja = "比べる相手がありません。OTHER か --set を書いてください。"
            en = "there is nothing to compare with: name OTHER, or facts with --set"
            raise InputError([Problem(ja, en, where="compare")])
        rulebase = load_rulebase(knowledge)
        one = find_area(area, rulebase)
        compared = one if other is None else find_area(other, rulebase)
        found = contrast(
            assess(one, rulebase, engine),
            assess(set_facts(compared, settings, rulebase.attributes), rulebase, engine),
            rulebase,
            say.language,
        )
        if as_json:
            print_json(to_plain(found))
            return
        from screc.cli.comparison_screen import show_comparison

        show_comparison(found, rulebase, say)

    return run
