"""`screc words`: how a text was read, step by step, for those who write word lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from screc.cli.options import common_options, print_json
from screc.errors import printable
from screc.model.text import Say
from screc.rules.compile import load_rulebase

if TYPE_CHECKING:
    from screc.language.read import Understood
    from screc.language.span import HasEnds


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "文がどう読まれたかを一段ずつ示す。語や例文を書く人のためのもの。",
        "Show step by step how a text is read, for those who write words and examples.",
    )

    @click.command("words", help=help_text)
    @click.argument("text", metavar="TEXT")
    @common_options(say)
    def run(*, text: str, as_json: bool, knowledge: str | None) -> None:
        from screc.language.base import load_language
        from screc.language.mode import mode_of
        from screc.language.read import Reader

        base = load_language(knowledge)
        reader = Reader(base, load_rulebase(knowledge).attributes)
        understood = reader.read(text)
        trace = _trace(understood) | {"mode": mode_of(understood, base.calibration)}
        if as_json:
            print_json(trace)
        else:
            _show(trace, say)

    return run


def _trace(understood: Understood) -> dict[str, Any]:
    """Tell all that was found, as plain data; places are in the folded text."""
    text, about = understood.text, understood.about
    reckoning = understood.reckoning

    def words(part: HasEnds) -> str:
        return printable(text.words(part.start, part.end))

    found = (*understood.mentions, *reckoning.elsewhere)
    return {
        "folded": printable(text.text),
        "clauses": [words(clause) for clause in understood.clauses],
        "words": [
            {
                "class": part.name,
                "words": words(part),
                "at": [part.start, part.end],
                "state": "elsewhere"
                if part in reckoning.elsewhere
                else "absent"
                if part in reckoning.absent
                else "denied"
                if part in reckoning.denied
                else "said",
            }
            for part in sorted(found, key=lambda part: (part.start, part.end, part.name))
        ],
        "left_out": [words(span) for span in understood.left_out],
        "open": [words(opening.sentence) for opening in understood.openings],
        "aside": [words(span) for span in about.aside],
        "topics": [
            {"topic": part.topic, "score": round(part.score, 1)}
            for part in (*about.schemes, about.outside)
        ],
        "strength": round(about.strength, 1),
    }


def _show(trace: dict[str, Any], say: Say) -> None:
    from screc.cli.page import Page

    states = {
        "said": say("肯定", "said"),
        "denied": say("否定", "denied"),
        "absent": say("ない", "absent"),
        "elsewhere": say("よそ", "elsewhere"),
    }
    page = Page()
    page.title(say("節", "Clauses"))
    for clause in trace["clauses"]:
        page.paragraph(clause, first=say("・", "- "))
    page.title(say("見つけた語", "Words that were found"))
    page.table(
        (say("位置", "At"), say("状態", "State"), say("種類", "Class"), say("語", "Words")),
        (
            (
                f"{part['at'][0]:>4}-{part['at'][1]:<4}",
                states[part["state"]],
                part["class"],
                part["words"],
            )
            for part in trace["words"]
        ),
    )
    for key, title in (
        ("left_out", say("数えない所", "What does not count")),
        ("open", say("決まっていないという文", "Sentences that call something open")),
        ("aside", say("別の話をしている文", "Sentences about something else")),
    ):
        if trace[key]:
            page.title(title)
            for words in trace[key]:
                page.paragraph(words, first=say("・", "- "))
    page.title(say("何の話か（例文との近さ）", "What it is about (likeness to the examples)"))
    page.table(
        (say("近さ", "Score"), say("話題", "Topic")),
        ((f"{part['score']:8.1f}", part["topic"]) for part in trace["topics"]),
    )
    page.paragraph(
        say(
            f"はっきりの度合い {trace['strength']}、読み方 {trace['mode']}",
            f"strength {trace['strength']}, mode {trace['mode']}",
        ),
        style="dim",
    )
    page.flush()
