"""`screc recommend`: match an area to the schemes."""

from __future__ import annotations

import click

from screc.advice.recommend import recommend
from screc.cli.language import Say
from screc.cli.options import common_options, engine_option, find_area, print_json, set_facts
from screc.model.plain import to_plain
from screc.rules.compile import load_rulebase
from screc.rules.engines import EngineChoice


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "地区に合う事業スキームを、理由と出典とともに示す。\n\n"
        "AREA は地区の id か名前、YAML/JSON ファイル、または - （標準入力）。",
        "Show the schemes that fit an area, with reasons and citations.\n\n"
        "AREA is an area's id or name, a YAML or JSON file, or - for standard input.",
    )
    set_help = say(
        "事実を変える。例: --set station=true（unknown で取り消す）",
        "change a fact, such as --set station=true (unknown takes it away)",
    )

    @click.command("recommend", help=help_text, short_help=help_text.split("\n", maxsplit=1)[0])
    @click.argument("area", metavar="AREA")
    @click.option("--set", "settings", multiple=True, metavar="ATTRIBUTE=VALUE", help=set_help)
    @engine_option(say)
    @common_options(say)
    def run(
        *,
        area: str,
        settings: tuple[str, ...],
        engine: EngineChoice,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        rulebase = load_rulebase(knowledge)
        chosen = set_facts(find_area(area, rulebase), settings, rulebase.attributes)
        answer = recommend(chosen, rulebase, language=say.language, engine=engine)
        if as_json:
            print_json(to_plain(answer))
        else:
            from screc.cli.recommendation_screen import show_recommendation

            show_recommendation(answer, rulebase, say)

    return run
