"""How a replay looks in a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator

from screc.cli.language import Say
from screc.cli.page import Page, unbroken
from screc.errors import printable
from screc.model.condition import Condition, write_condition
from screc.model.recommendation import Fit
from screc.model.replay import Decided, Replay, RuleChange, RuleState, SchemeChange, SchemeState
from screc.model.rulebase import Rulebase

_DIGEST_SHOWN = 8
_NEW, _GONE, _CHANGED = ("＋", "green"), ("－", "red"), ("～", "yellow")


def show_replay(found: Replay, rulebase: Rulebase, say: Say) -> None:
    """Print a replay: whether the answer changed, then what changed and by which rule."""
    _Screen(found, rulebase, say).show()


class _Screen:
    def __init__(self, found: Replay, rulebase: Rulebase, say: Say) -> None:
        self._found = found
        self._say = say
        self._page = Page()
        self._list = say("、", ", ").join
        self._names = {change.scheme: change.name for change in found.schemes}
        self._names |= {scheme.id: say.text(scheme.name) for scheme in rulebase.schemes}
        self._questions = {
            attribute.id: say.text(attribute.question) for attribute in rulebase.attributes
        }
        self._standings = {
            "recommended": say("推奨", "recommended"),
            "conditional": say("条件付き", "conditional"),
            "undetermined": say("未定", "undetermined"),
            "excluded": say("除外", "excluded"),
        }
        self._verdicts = {
            "holds": say("当てはまる", "holds"),
            "refuted": say("当てはまらない", "refuted"),
            "open": say("わからない", "open"),
        }
        self._kinds = {
            "requires": say("要件", "requirement"),
            "cautions": say("注意", "caution"),
            "trigger": say("契機", "trigger"),
            "purpose": say("目的", "purpose"),
            "circumstance": say("条件", "circumstance"),
        }

    def show(self) -> None:
        found, say, page = self._found, self._say, self._page
        is_changed = found.difference != "none"
        page.add(
            (found.name, "bold"),
            say("　", ": "),
            (self._headline(), "bold yellow" if is_changed else "bold green"),
        )
        if is_changed:
            page.paragraph(self._occasion(), style="dim" if found.difference == "knowledge" else "")
            self._left_out()
            self._gates_and_constraints()
            self._schemes()
            self._rules()
            self._situations()
            self._asked()
        page.flush()

    def _headline(self) -> str:
        if self._found.difference == "none":
            return self._as_recorded()
        say, before, after = self._say, self._found.before, self._found.after
        if before.outcome != after.outcome:
            change = self._arrow(self._outcome(before), self._outcome(after))
            return say("答えが変わる: ", "the answer changes: ") + change
        if before.first != after.first:
            change = self._arrow(self._name(before.first), self._name(after.first))
            return say("一位が変わる: ", "another scheme comes first: ") + change
        if self._found.schemes and after.first is not None:
            first = self._name(after.first)
            return say(f"一位は「{first}」のまま", f"{first} still comes first")
        return say("答えは記録のとおり", "the answer is as recorded")

    def _as_recorded(self) -> str:
        say, before = self._say, self._found.before
        day, version = before.recorded_on, before.knowledge.version
        if before.knowledge.digest == self._found.after.knowledge.digest:
            return say(
                f"{day} の記録のとおり（知識も同じ {version}）",
                f"as recorded on {day} (same knowledge, {version})",
            )
        old, new = self._versions()
        return say(
            f"知識は {old} から {new} に変わったが、{day} の記録のとおり",
            f"as recorded on {day}, though the knowledge went from {old} to {new}",
        )

    def _outcome(self, decided: Decided) -> str:
        if decided.first is not None:
            return self._name(decided.first)
        say = self._say
        return {
            "conflict": say("事実の食い違い", "facts that clash"),
            "consult": say("個別相談", "individual consultation"),
        }.get(decided.outcome, say("まだ選べない", "nothing to go by yet"))

    def _occasion(self) -> str:
        found, say = self._found, self._say
        before, after = found.before, found.after
        version = after.knowledge.version
        if found.difference == "knowledge":
            old, new = self._versions()
            return say(
                f"{before.recorded_on} の記録（知識 {old}）を、今の知識 {new} でやり直した。",
                f"Recorded on {before.recorded_on} with knowledge {old}, "
                f"made again with knowledge {new}.",
            )
        if found.difference == "program":
            return say(
                f"知識は記録のときと同じで、screc が {before.screc} から {after.screc} に変わった。"
                "違いは計算の変更によるか、記録のファイルが書き換えられている。",
                f"The knowledge is as it was, but screc went from {before.screc} to {after.screc}: "
                "either it reckons otherwise, or the file was changed after it was written.",
            )
        return say(
            f"知識（{version}）も screc（{after.screc}）も記録のときと同じなのに、答えが違う。"
            "記録のファイルが、書かれた後で書き換えられている。",
            f"Both the knowledge ({version}) and screc ({after.screc}) are as they were, "
            "yet the answer differs: the file was changed after it was written.",
        )

    def _versions(self) -> tuple[str, str]:
        """Name both editions; by their fingerprints too where the versions are equal."""
        editions = (self._found.before.knowledge, self._found.after.knowledge)
        if editions[0].version != editions[1].version:
            return editions[0].version, editions[1].version
        old, new = (f"{part.version} #{part.digest[:_DIGEST_SHOWN]}" for part in editions)
        return old, new

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
        self._page.title(say("地区全体について", "On the area as a whole"))
        self._page.items(
            (
                *(_NEW if change.holds_now else _GONE),
                "",
                (
                    change.because or change.id,
                    " ・ ".join(
                        filter(None, (kinds[change.kind], change.id, _cited(change.citation)))
                    ),
                ),
            )
            for change in changes
        )

    def _schemes(self) -> None:
        if self._found.schemes:
            self._page.title(self._say("動いたスキーム（順位）", "Schemes that moved (rank)"))
            self._page.items(
                (*_mark(change), self._ranks(change), tuple(self._moved(change)))
                for change in self._found.schemes
            )

    def _ranks(self, change: SchemeChange) -> str:
        ranks = [
            "-" if state is None or state.rank is None else str(state.rank)
            for state in (change.before, change.after)
        ]
        return ranks[0] if ranks[0] == ranks[1] else self._arrow(*ranks)

    def _moved(self, change: SchemeChange) -> Iterator[str]:
        say, before, after = self._say, change.before, change.after
        yield change.name
        if before is None or after is None:
            yield (
                say("新しいスキーム", "a new scheme")
                if after
                else say("なくなったスキーム", "a scheme that is gone")
            )
        else:
            yield self._list(self._differences(before, after)) or say(
                "順位だけが動いた", "only its rank changed"
            )
        if change.by:
            own = f"{change.scheme}."
            rules = self._list(unbroken(name.removeprefix(own)) for name in change.by)
            yield say(f"規則: {rules}", f"by: {rules}")
        elif not self._found.gates_and_constraints:
            yield say("どの規則でも説明できない", "no rule explains it")

    def _differences(self, before: SchemeState, after: SchemeState) -> Iterator[str]:
        say = self._say
        shown = (
            (
                say("判定", "standing"),
                self._standings[before.standing],
                self._standings[after.standing],
            ),
            (say("適合度", "fit"), self._fit(before.fit), self._fit(after.fit)),
            (say("重み", "weight"), f"{before.weight:.1f}", f"{after.weight:.1f}"),
        )
        for what, old, new in shown:
            if old != new:
                yield f"{what} {self._arrow(old, new)}"
        if before.presented != after.presented:
            yield (
                say("候補に入る", "now presented")
                if after.presented
                else say("候補から外れる", "no longer presented")
            )

    def _rules(self) -> None:
        say, page = self._say, self._page
        moving = [change for change in self._found.rules if change.moves]
        idle = [change for change in self._found.rules if not change.moves]
        if moving:
            page.title(say("それを動かした規則", "The rules that moved them"))
            page.items((*_mark(change), "", tuple(self._rule(change))) for change in moving)
        if idle:
            page.title(
                say(
                    "変わったが、この順位には響かない規則", "Rules that changed without effect here"
                )
            )
            page.paragraph(
                self._list(unbroken(f"{change.scheme}.{change.rule}") for change in idle)
            )

    def _rule(self, change: RuleChange) -> Iterator[str]:
        say, before, after = self._say, change.before, change.after
        yield change.because
        name = say(
            f"{self._name(change.scheme)}の規則 {unbroken(change.rule)}",
            f"rule {unbroken(change.rule)} of {self._name(change.scheme)}",
        )
        state = after or before
        if before and after:
            told = self._list(self._rule_differences(before, after))
        elif state:
            what = say("新しい", "new") if after else say("なくなった", "gone")
            told = self._list((what, self._kind(state), self._verdicts[state.verdict]))
        else:
            told = ""
        yield name + (say("：", ": ") + told if told else "")
        if before and after and before.when != after.when:
            yield say("記録の条件: ", "condition then: ") + _written(before.when)
            yield say("今の条件: ", "condition now: ") + _written(after.when)
        if change.situations:
            words = self._list(change.situations)
            yield say(f"変わった状況による: {words}", f"by a changed situation: {words}")
        if change.left_out:
            words = self._list(change.left_out)
            yield say(f"使えない事実による: {words}", f"for want of a fact: {words}")
        yield _cited(change.citation)

    def _rule_differences(self, before: RuleState, after: RuleState) -> Iterator[str]:
        say = self._say
        old, new = self._kind(before), self._kind(after)
        if (before.aspect, before.effect) == (after.aspect, after.effect) and after.points:
            yield self._arrow(old, str(after.points)) if old != new else new
        else:
            yield self._arrow(old, new) if old != new else new
        if before.presumed != after.presumed:
            yield (
                say("仮定でよくなった", "now presumed")
                if after.presumed
                else say("仮定ではなくなった", "no longer presumed")
            )
        if before.verdict != after.verdict:
            yield self._arrow(self._verdicts[before.verdict], self._verdicts[after.verdict])

    def _kind(self, state: RuleState) -> str:
        kind = self._kinds[state.aspect or state.effect]
        return f"{kind} {state.points}" if state.points else kind

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
                            f"{when}: {_written(condition)}"
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
        self._page.items(
            (
                *mark,
                "",
                (self._questions.get(name, name), name) if name in self._questions else (name,),
            )
            for mark, name in rows
        )

    def _fit(self, fit: Fit) -> str:
        return self._say(f"{fit.held}～{fit.possible}", f"{fit.held}-{fit.possible}")

    def _name(self, scheme: str | None) -> str:
        return self._names.get(scheme, scheme) if scheme else self._say("なし", "none")

    def _arrow(self, old: str, new: str) -> str:
        return f"{old} → {new}"


def _mark(change: SchemeChange | RuleChange) -> tuple[str, str]:
    if change.before is None:
        return _NEW
    return _GONE if change.after is None else _CHANGED


def _cited(citation: str | None) -> str:
    return unbroken(printable(citation)) if citation else ""


def _written(condition: Condition) -> str:
    """Write a condition as an author would."""
    return printable(json.dumps(write_condition(condition), ensure_ascii=False).replace('"', ""))
