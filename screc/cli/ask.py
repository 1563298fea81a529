"""`screc ask`: a question in plain words, one at a time or many in a file."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from screc.cli.options import (
    common_options,
    engine_option,
    find_area,
    print_json,
    set_facts,
    set_option,
)
from screc.cli.user_files import STANDARD_STREAM, read_input
from screc.errors import InputError, Problem
from screc.model.plain import to_plain
from screc.model.rulebase import Area, KnownFact
from screc.model.text import Say, Text
from screc.rules.compile import load_rulebase
from screc.rules.engines import EngineChoice

if TYPE_CHECKING:
    from screc.language.ask import Answer, Asker
    from screc.language.mode import TextMode
    from screc.model.rulebase import Rulebase

_ENDS_A_LINE = re.compile("[\x85\u2028\u2029]")
_MOST_BYTES = 100_000_000
"""Of a file of many texts, which may be far larger than what people write by hand."""


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "日本語か英語の文から事実を読み取り、合う事業スキームを答える。",
        "Read facts from a text in Japanese or English, and answer which schemes fit.",
    )
    batch_help = say(
        '一行に一つの {"id": ..., "text": ...} を読み、同じ順に一行ずつ JSON で答える',
        'read {"id": ..., "text": ...} a line, and answer in the same order, a line of JSON each',
    )
    area_help = say(
        "文のほかに分かっている地区の事実（id、名前、ファイル）",
        "an area of which more is known than the text says (id, name or file)",
    )

    @click.command("ask", help=help_text)
    @click.argument("text", metavar="[TEXT]", required=False)
    @click.option("--file", "path", metavar="FILE", help=say("文をファイルから読む", "text file"))
    @click.option("--batch", metavar="FILE", help=batch_help)
    @click.option(
        "--mode",
        type=click.Choice(["query", "description"]),
        help=say(
            "一文の問い（query）か、地区の説明（description）か。なければ長さで決まる",
            "a question in a sentence, or the description of an area; by length without it",
        ),
    )
    @click.option("--area", metavar="AREA", help=area_help)
    @set_option(say)
    @engine_option(say)
    @common_options(say)
    def run(
        *,
        text: str | None,
        path: str | None,
        batch: str | None,
        mode: TextMode | None,
        area: str | None,
        settings: tuple[str, ...],
        engine: EngineChoice,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        from screc.knowledge.encoding import decode_text
        from screc.language.ask import Asker
        from screc.language.base import load_language

        _check(given=(text, path, batch))
        if text == STANDARD_STREAM:
            text, path = None, STANDARD_STREAM
        # A file that cannot be read is named before anything is prepared.
        content = read_input(path or batch or "", _MOST_BYTES) if text is None else b""
        rulebase = load_rulebase(knowledge)
        base = load_language(knowledge)
        asker = Asker(rulebase, base, language=say.language, engine=engine)
        answers = _answers_of(settings, rulebase)
        asking = _Asking(asker, find_area(area, rulebase) if area else None, answers, mode)
        if batch is not None:
            for line in _answers(decode_text(content, batch, _MOST_BYTES), batch, asking):
                click.echo(line)
            return
        written = decode_text(content, path or "") if text is None else text
        answer = asking.ask(written, brief=False)
        if as_json:
            print_json(to_plain(answer.recommendation))
            return
        from screc.cli.ask_screen import show_answer

        show_answer(answer, rulebase, say)
        if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
            _offer_interview(answer, rulebase, say)

    return run


@dataclass(frozen=True)
class _Asking:
    """How texts are answered."""

    asker: Asker
    area: Area | None
    answers: Mapping[str, KnownFact | None]
    mode: TextMode | None

    def ask(self, text: str, *, brief: bool) -> Answer:
        about = {} if self.area is None else {"area": self.area}
        return self.asker.ask(text, answers=self.answers, mode=self.mode, brief=brief, **about)


def _answers_of(settings: tuple[str, ...], rulebase: Rulebase) -> dict[str, KnownFact | None]:
    """Read `--set`; what is set to unknown takes away what the text says."""
    stated = set_facts(Area("", Text("", ""), {}), settings, rulebase.attributes).facts
    names = (setting.partition("=")[0].partition(".")[0].strip() for setting in settings)
    return {name: stated.get(name) for name in names}


def _check(given: tuple[str | None, ...]) -> None:
    if sum(part is not None for part in given) != 1:
        ja = "文、--file、--batch のどれか一つを指定してください。"
        en = "give a text, --file or --batch, one of them"
        raise InputError([Problem(ja, en)])


def _answers(content: str, path: str, asking: _Asking) -> Iterator[str]:
    """Answer every line of a file, as JSON on one line each.

    All lines are read before the first is answered, so that a fault in the last one comes first.
    """
    # Not splitlines, which also parts a line at marks that JSON leaves as they are.
    lines = enumerate(content.split("\n"), 1)
    rows = [_row(line, path, number) for number, line in lines if line.strip()]
    for row in rows:
        answer = asking.ask(row["text"], brief=True)
        about = {key: row[key] for key in ("id", "municipality") if key in row}
        yield _line(about | to_plain(answer.recommendation))


def _line(data: dict[str, Any]) -> str:
    """Write JSON on one line, whatever marks a text or an id holds."""
    line = json.dumps(data, ensure_ascii=False)
    is_plain = _ENDS_A_LINE.search(line) is None
    try:
        line.encode()
    except UnicodeEncodeError:
        is_plain = False
    return line if is_plain else json.dumps(data)


def _row(line: str, path: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
        json.dumps(row, allow_nan=False)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        ja = '一行に一つの {"id": ..., "text": "..."} を書いてください。'
        en = 'write {"id": ..., "text": "..."}, one a line'
        raise InputError([Problem(ja, en, path, number)])
    return row


def _offer_interview(answer: Answer, rulebase: Rulebase, say: Say) -> None:
    """Go on with questions, from what was read."""
    if answer.recommendation.outcome not in ("match", "ask"):
        return
    question = say("続けて質問に答えますか", "Go on with questions")
    if not click.confirm(f"\n{question}", default=False):
        return
    from screc.cli.interview_session import Session

    session = Session.begin(rulebase, answer.area, say, None)
    session.talk()
    saved = session.save(None)
    session.show_result()
    session.part(saved)
