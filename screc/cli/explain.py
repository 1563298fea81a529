"""`screc explain`: every verdict for an area with its proof, and what would change the answer."""

from __future__ import annotations

from dataclasses import replace

import click

from screc.cli.options import (
    area_help,
    common_options,
    engine_option,
    find_area,
    matching,
    print_json,
    set_facts,
    set_option,
)
from screc.errors import InputError, unknown_name
from screc.model.plain import to_plain
from screc.model.rulebase import Rulebase
from screc.model.text import Say
from screc.rules.compile import load_rulebase
from screc.rules.engines import EngineChoice


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "判定の理由を、値・しきい値・余裕・出典まで示す。\n\n"
        "SCHEME を書くと、その一つの証明を木の形で示す。",
        "Show why: every verdict with its value, threshold, margin and citation.\n\n"
        "With SCHEME, the whole proof of that one, as a tree.",
    )
    what_if_help = say(
        "何が変われば推奨や一位になるか、今の一位がどれだけ確かかも示す",
        "say also what would change the answer, and how firm it is",
    )

    @click.command(
        "explain",
        help=f"{help_text}\n\n{area_help(say)}",
        short_help=help_text.split("\n", maxsplit=1)[0],
    )
    @click.argument("area", metavar="AREA")
    @click.argument("scheme", metavar="[SCHEME]", required=False)
    @click.option("--what-if", "changes", is_flag=True, help=what_if_help)
    @set_option(say)
    @engine_option(say)
    @common_options(say)
    def run(
        *,
        area: str,
        scheme: str | None,
        changes: bool,
        settings: tuple[str, ...],
        engine: EngineChoice,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        from screc.advice.explain import explain

        rulebase = load_rulebase(knowledge)
        chosen = None if scheme is None else _find_scheme(scheme, rulebase)
        ours = set_facts(find_area(area, rulebase), settings, rulebase.attributes)
        answer = explain(ours, rulebase, scheme=chosen, language=say.language, engine=engine)
        if changes:
            from screc.advice.whatif import what_if

            found = what_if(ours, rulebase, scheme=chosen, language=say.language)
            answer = replace(answer, what_if=found)
        if as_json:
            print_json(to_plain(answer))
        else:
            from screc.cli.explanation_screen import show_explanation

            show_explanation(answer, area, say, in_full=chosen is not None)

    return run


def _find_scheme(given: str, rulebase: Rulebase) -> str:
    called = matching(
        given,
        rulebase.schemes,
        lambda scheme: (scheme.id, str(scheme.number), scheme.name.ja, scheme.name.en),
    )
    if len(called) == 1:
        return called[0].id
    known = [scheme.id for scheme in called or rulebase.schemes]
    raise InputError([unknown_name(("事業スキーム", "scheme"), given, known)])
