"""`screc recommend`: match an area to the schemes."""

from __future__ import annotations

import click

from screc.advice.assess import assess
from screc.advice.recommend import present_assessment
from screc.cli.options import (
    area_help,
    common_options,
    engine_option,
    find_area,
    print_json,
    set_facts,
    set_option,
)
from screc.model.plain import to_plain
from screc.model.text import Say
from screc.rules.compile import load_rulebase
from screc.rules.engines import EngineChoice


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "地区に合う事業スキームを、理由と出典とともに示す。",
        "Show the schemes that fit an area, with reasons and citations.",
    )
    record_help = say(
        "答えと根拠のすべてを YAML に残す（screc replay で見直せる）",
        "keep the answer and all it rests on, as YAML for screc replay",
    )

    @click.command("recommend", help=f"{help_text}\n\n{area_help(say)}", short_help=help_text)
    @click.argument("area", metavar="AREA")
    @set_option(say)
    @click.option("--record", "record", metavar="FILE", help=record_help)
    @engine_option(say)
    @common_options(say)
    def run(
        *,
        area: str,
        settings: tuple[str, ...],
        record: str | None,
        engine: EngineChoice,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        rulebase = load_rulebase(knowledge)
        chosen = set_facts(find_area(area, rulebase), settings, rulebase.attributes)
        found = assess(chosen, rulebase, engine)
        answer = present_assessment(found, rulebase, say.language)
        if record is not None:
            from screc.cli.record_file import keep_record

            keep_record(found, rulebase, record, say)
        if as_json:
            print_json(to_plain(answer))
            return
        from screc.cli.recommendation_screen import show_recommendation

        show_recommendation(answer, rulebase, say)
        if record is not None:
            from screc.cli.record_file import say_recorded

            say_recorded(record, say)

    return run
