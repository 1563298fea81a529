"""How a replay looks in a terminal."""

from __future__ import annotations

import math

from rich.cells import cell_len

from screc.cli.page import Page
from screc.cli.replay_words import ReplayWords, cited, written
from screc.model.replay import Replay, RuleChange, SchemeChange
from screc.model.rulebase import Rulebase
from screc.model.text import Say

_NEW, _GONE, _CHANGED = ("＋", "green"), ("－", "red"), ("～", "yellow")


def show_replay(found: Replay, rulebase: Rulebase, say: Say) -> None:
    """Print a replay: whether the answer changed, then what changed and by which rule."""
    _Screen(found, rulebase, say).show()


class _Screen:
    def __init__(self, found: Replay, rulebase: Rulebase, say: Say) -> None:
        self._found = found
        self._say = say
        self._page = Page()
        self._words = ReplayWords(found, rulebase, say)

    def show(self) -> None:
        found, page = self._found, self._page
        is_changed = found.difference != "none"
        self._title(
            found.name, self._words.headline(), "bold yellow" if is_changed else "bold green"
        )
        if is_changed:
            page.paragraph(
                self._words.occasion(), style="dim" if found.difference == "knowledge" else ""
            )
            self._left_out()
            self._gates_and_constraints()
            self._schemes()
            self._rules()
            self._situations()
            self._asked()
        page.flush()

    def _title(self, name: str, headline: str, style: str) -> None:
        """Put the headline beside the area's name, or below it where there is no room."""
        between = self._say("　", ": ")
        if cell_len(name + between + headline) <= self._page.width:
            self._page.add((name, "bold"), between, (headline, style))
        else:
            self._page.add((name, "bold"))
            self._page.paragraph(headline, style=style)

    def _left_out(self) -> None:
        if self._found.left_out:
            self._page.title(self._say("今の知識では使えない事実", "Facts that cannot be used now"))
            self._page.items(
                ("！", "red", "", (f"{fact.attribute} = {fact.value}", fact.why))
                for fact in self._found.left_out
            )

    def _gates_and_constraints(self) -> None:
        say, changes = self._say, self._found.gates_and_constraints
        if not changes:
            return
        kinds = {
            "gate": say("個別相談とする理由", "reason for individual consultation"),
            "constraint": say("事実の食い違い", "clash of facts"),
        }
        gone = say("今の知識にはない", "not in the knowledge of now")
        self._page.title(say("地区全体について", "On the area as a whole"))
        self._page.items(
            (
                *(_NEW if change.holds_now else _GONE),
                "",
                (
                    change.because or change.id,
                    " ・ ".join(
                        (kinds[change.kind], change.id, cited(change.citation))
                        if change.because and change.citation
                        else (kinds[change.kind], gone)
                    ),
                ),
            )
            for change in changes
        )

    def _schemes(self) -> None:
        if self._found.schemes:
            self._page.title(self._say("動いたスキーム（順位）", "Schemes that moved (rank)"))
            self._page.items(
                (*_direction(change), self._words.ranks(change), tuple(self._words.moved(change)))
                for change in self._found.schemes
            )

    def _rules(self) -> None:
        say, page = self._say, self._page
        moving = [change for change in self._found.rules if change.moves]
        schemes = {change.scheme for change in self._found.schemes if change.is_whole}
        idle = [
            change
            for change in self._found.rules
            if not change.moves and change.scheme not in schemes
        ]
        if moving:
            page.title(say("それを動かした規則", "The rules that moved them"))
            page.items((*_mark(change), "", tuple(self._words.rule(change))) for change in moving)
        if idle:
            page.title(
                say(
                    "変わったが、この順位には響かない規則", "Rules that changed without effect here"
                )
            )
            page.paragraph(self._words.list_of(f"{change.scheme}.{change.rule}" for change in idle))

    def _situations(self) -> None:
        say, changes = self._say, self._found.situations
        if changes:
            self._page.title(say("変わった状況", "Situations that changed"))
            self._page.items(
                (
                    *(
                        _GONE
                        if change.after is None
                        else _NEW
                        if change.before is None
                        else _CHANGED
                    ),
                    "",
                    (
                        change.id,
                        *(
                            f"{when}: {written(condition)}"
                            for when, condition in (
                                (say("記録", "then"), change.before),
                                (say("今", "now"), change.after),
                            )
                            if condition is not None
                        ),
                    ),
                )
                for change in changes
            )

    def _asked(self) -> None:
        say = self._say
        before, after = self._found.before.questions, self._found.after.questions
        if before == after:
            return
        self._page.title(say("次に聞くことの違い", "What to ask next, where it differs"))
        rows = [(_NEW, name) for name in after if name not in before]
        rows += [(_GONE, name) for name in before if name not in after]
        if not rows:
            self._page.paragraph(
                say("同じ問いで、順だけが違う。", "The same questions in another order.")
            )
        self._page.items((*mark, "", (self._words.attribute(name),)) for mark, name in rows)


def _direction(change: SchemeChange) -> tuple[str, str]:
    """Mark whether a scheme went up or down."""
    if change.before is None or change.after is None:
        return _mark(change)
    old, new = (
        math.inf if state.rank is None else state.rank for state in (change.before, change.after)
    )
    return ("・", "dim") if old == new else ("▲", "green") if new < old else ("▼", "red")


def _mark(change: SchemeChange | RuleChange) -> tuple[str, str]:
    if change.before is None:
        return _NEW
    return _GONE if change.after is None else _CHANGED
