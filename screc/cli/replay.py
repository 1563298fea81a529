"""`screc replay`: make a recorded decision again, and show what differs by which rule."""

from __future__ import annotations

import click

from screc.cli.options import common_options, print_json
from screc.model.text import Say


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "記録した判断を今の知識でやり直し、何がどの規則で変わるかを示す。\n\n"
        "FILE は screc recommend 地区 --record FILE で作った記録、または - （標準入力）。"
        "答えが変わっても、終了コードは0である。",
        "Make a recorded decision again, and show what a newer knowledge base changes by which "
        "rule.\n\n"
        "FILE is a record that screc recommend AREA --record FILE wrote, or - for standard input. "
        "The exit code is 0 also where the answer changes.",
    )
    short = say(
        "記録した判断を今の知識でやり直す。", "Make a recorded decision again, and compare."
    )

    @click.command("replay", help=help_text, short_help=short)
    @click.argument("file", metavar="FILE")
    @common_options(say)
    def run(*, file: str, as_json: bool, knowledge: str | None) -> None:
        from screc.advice.replay import replay
        from screc.cli.record_file import find_record, program_version
        from screc.rules.compile import load_rulebase

        record = find_record(file)
        rulebase = load_rulebase(knowledge)
        found = replay(record, rulebase, screc=program_version(), language=say.language)
        if as_json:
            from screc.model.plain import to_plain

            print_json(to_plain(found))
        else:
            from screc.cli.replay_screen import show_replay

            show_replay(found, rulebase, say)

    return run
