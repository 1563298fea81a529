"""`screc interview`: ask for what decides, one question at a time."""

from __future__ import annotations

import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import click

from screc.advice.assess import assess
from screc.cli.failures import BAD_INPUT
from screc.cli.options import common_options, find_area, print_json
from screc.errors import InputError, Problem, printable
from screc.model.plain import to_plain
from screc.model.rulebase import Area
from screc.model.text import Say, Text
from screc.rules.compile import load_rulebase

if TYPE_CHECKING:
    from screc.cli.interview_session import Session

_INTERRUPTED = 130


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "一問ずつ聞いて、地区に合う事業スキームを探す。\n\n"
        "AREA は、すでに何かが分かっている地区（id、名前、ファイル）。なくてもよい。"
        "答えは地区のファイルに残る。",
        "Find the schemes that fit an area, one question at a time.\n\n"
        "AREA is an area of which something is known: id, name or file; without it the interview "
        "starts from nothing. The answers are kept as an area's file.",
    )
    output_help = say("答えを残すファイル", "the file that keeps the answers")
    over_help = say("そのファイルがあれば書き換える", "write over that file where it exists")
    name_help = say("地区の名前", "the area's name")

    @click.command("interview", help=help_text, short_help=help_text.split("\n", maxsplit=1)[0])
    @click.argument("area", metavar="[AREA]", required=False)
    @click.option("-o", "--output", metavar="FILE", help=output_help)
    @click.option("--overwrite", is_flag=True, help=over_help)
    @click.option("--name", metavar="NAME", help=name_help)
    @common_options(say)
    def run(
        *,
        area: str | None,
        output: str | None,
        overwrite: bool,
        name: str | None,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        from screc.cli.interview_session import Session

        if area == "-":
            ja, en = "標準入力は答えに使います。", "standard input is for the answers"
            raise InputError([Problem(ja, en, path="-")])
        if output is not None:
            _check_output(Path(output), overwrite=overwrite)
        rulebase = load_rulebase(knowledge)
        begun = find_area(area, rulebase) if area else Area("area", Text("", ""), {})
        # What could go wrong at the end is found before anything is asked.
        assess(begun, rulebase)
        with redirect_stdout(sys.stderr) if as_json else nullcontext():
            session = Session.begin(rulebase, begun, say, printable(name) if name else None)
            session.talk()
            saved = session.save(Path(output) if output else None)
            if not as_json:
                session.show_result()
            session.part(saved)
        if as_json:
            _print_json(session, saved, say)
        if session.stop == "interrupted":
            click.get_current_context().exit(_INTERRUPTED)
        if session.is_lost:
            click.get_current_context().exit(BAD_INPUT)

    return run


def _check_output(path: Path, *, overwrite: bool) -> None:
    """Refuse a file that cannot be written before anything is asked, so that no answer is lost."""
    if path.is_dir():
        ja, en = "ファイルではなくフォルダです。", "this is a folder, not a file"
    elif not path.parent.is_dir():
        ja, en = "フォルダがありません。", "there is no such folder"
    elif path.exists() and not overwrite:
        ja = "もうあるファイルです。別の名前にするか、--overwrite を付けてください。"
        en = "the file exists; give another name, or add --overwrite"
    else:
        return
    raise InputError([Problem(ja, en, path=str(path))])


def _print_json(session: Session, saved: Path | None, say: Say) -> None:
    interview = session.interview
    print_json(
        {
            "recommendation": to_plain(interview.result(say.language)),
            "ended": interview.ending or session.stop,
            "transcript": [
                {
                    "attribute": said.attribute.id,
                    "question": say.text(said.attribute.question),
                    "answer": to_plain(said.value),
                }
                for said in interview.answers
            ],
            "saved": str(saved) if saved else None,
        }
    )
