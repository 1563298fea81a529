"""`screc recommend`: match an area to the schemes."""

from __future__ import annotations

import click

from screc.advice.recommend import advise
from screc.cli.language import Say
from screc.cli.options import common_options, find_area, print_json, set_facts
from screc.errors import printable
from screc.model.plain import to_plain
from screc.rules.compile import load_rulebase


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

    record_help = say(
        "答えと根拠のすべてを YAML に残す（screc replay で見直せる）",
        "keep the answer and all it rests on, as YAML for screc replay",
    )

    @click.command("recommend", help=help_text, short_help=help_text.split("\n", maxsplit=1)[0])
    @click.argument("area", metavar="AREA")
    @click.option("--set", "settings", multiple=True, metavar="ATTRIBUTE=VALUE", help=set_help)
    @click.option("--record", "record", metavar="FILE", help=record_help)
    @common_options(say)
    def run(
        *,
        area: str,
        settings: tuple[str, ...],
        record: str | None,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        rulebase = load_rulebase(knowledge)
        chosen = set_facts(find_area(area, rulebase), settings, rulebase.attributes)
        advice = advise(chosen, rulebase, language=say.language)
        if record is not None:
            from screc.cli.record_file import keep_record

            keep_record(advice, rulebase, record, say)
        if as_json:
            print_json(to_plain(advice.recommendation))
        else:
            from screc.cli.recommendation_screen import show_recommendation

            show_recommendation(advice.recommendation, rulebase, say)
            if record is not None:
                from shlex import quote

                command = f"screc replay {quote(printable(record))}"
                click.echo(
                    say(
                        f"\n記録した（見直すには: {command}）",
                        f"\nRecorded; to see it again: {command}",
                    )
                )

    return run
