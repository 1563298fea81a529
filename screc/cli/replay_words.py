"""How a replay is put into words."""

from __future__ import annotations

import json
from collections.abc import Iterator

from screc.advice.terms import ASPECTS, EFFECTS, STANDINGS
from screc.cli.page import unbroken
from screc.errors import printable
from screc.model.condition import Condition, write_condition
from screc.model.recommendation import Fit
from screc.model.replay import Decided, Replay, RuleChange, RuleState, SchemeChange, SchemeState
from screc.model.rulebase import Rulebase
from screc.model.text import Say

_DIGEST_SHOWN = 8


class ReplayWords:
    """Says what a replay found, in one language."""

    def __init__(self, found: Replay, rulebase: Rulebase, say: Say) -> None:
        """Collect the names of what a replay speaks of."""
        self._found = found
        self._say = say
        self.list_of = say("、", ", ").join
        self._names = {change.scheme: change.name for change in found.schemes}
        self._names |= {scheme.id: say.text(scheme.name) for scheme in rulebase.schemes}
        self._attributes = {
            attribute.id: say.text(attribute.name) for attribute in rulebase.attributes
        }
        self._standings = {name: say.text(word) for name, word in STANDINGS.items()}
        self._verdicts = {
            "holds": say("当てはまる", "holds"),
            "refuted": say("当てはまらない", "refuted"),
            "open": say("わからない", "open"),
        }
        self._kinds = {name: say.text(word) for name, word in (EFFECTS | ASPECTS).items()}

    def headline(self) -> str:
        """Say in a line whether and how the answer changes."""
        if self._found.difference == "none":
            return self._as_recorded()
        say, before, after = self._say, self._found.before, self._found.after
        if before.outcome != after.outcome and before.first == after.first is not None:
            return self._more_or_less_sure(
                self._name(after.first), is_sure=after.outcome == "match"
            )
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

    def _more_or_less_sure(self, first: str, *, is_sure: bool) -> str:
        if is_sure:
            return self._say(
                f"一位は「{first}」のまま。まず確かめる事実はなくなった",
                f"{first} still comes first; no fact is to be confirmed before",
            )
        return self._say(
            f"一位は「{first}」のままだが、決め手の事実をまず確かめる",
            f"{first} still comes first, but a fact that decides is to be confirmed",
        )

    def _as_recorded(self) -> str:
        say, before, after = self._say, self._found.before, self._found.after
        day, old, new = before.recorded_on, before.knowledge, after.knowledge
        if old.digest == new.digest:
            edition = say(f"知識も同じ {old.version}", f"same knowledge, {old.version}")
        elif old.version == new.version:
            edition = say("知識は変わったが、この答えは同じ", "other knowledge, the same answer")
        else:
            change = self._arrow(old.version, new.version)
            edition = say(f"知識は {change}", f"knowledge {change}")
        return say(f"{day} の記録のとおり（{edition}）", f"as recorded on {day} ({edition})")

    def _outcome(self, decided: Decided) -> str:
        if decided.first is not None:
            return self._name(decided.first)
        say = self._say
        return {
            "conflict": say("事実の食い違い", "facts that clash"),
            "consult": say("個別相談", "individual consultation"),
        }.get(decided.outcome, say("まだ選べない", "nothing to go by yet"))

    def occasion(self) -> str:
        """Say what was compared, and to what the differences are due."""
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

    def ranks(self, change: SchemeChange) -> str:
        """Write a scheme's rank, or both ranks."""
        states = [state for state in (change.before, change.after) if state is not None]
        ranks = ["-" if state.rank is None else str(state.rank) for state in states]
        return ranks[0] if len(set(ranks)) == 1 else self._arrow(*ranks)

    def moved(self, change: SchemeChange) -> Iterator[str]:
        """Say line by line what changed for a scheme, and by which rules."""
        say, before, after = self._say, change.before, change.after
        yield change.name
        if before is None or after is None:
            yield (
                say("新しいスキーム", "a new scheme")
                if after
                else say("なくなったスキーム", "a scheme that is gone")
            )
        else:
            yield self.list_of(self._differences(before, after)) or say(
                "順位だけが動いた", "only its rank changed"
            )
        if change.by:
            own = f"{change.scheme}."
            rules = self.list_of(name.removeprefix(own) for name in change.by)
            yield say(f"規則: {rules}", f"by: {rules}")
        elif before and after and not self._found.gates_and_constraints:
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
            (say("重み", "weight"), *_told_apart(before.weight, after.weight)),
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

    def rule(self, change: RuleChange) -> Iterator[str]:
        """Say line by line what changed of a rule."""
        say, before, after = self._say, change.before, change.after
        yield change.because
        name = say(
            f"{self._name(change.scheme)}の規則 {change.rule}",
            f"rule {change.rule} of {self._name(change.scheme)}",
        )
        state = after or before
        if before and after:
            told = self.list_of(self._rule_differences(before, after))
        elif state:
            what = say("新しい", "new") if after else say("なくなった", "gone")
            told = self.list_of((what, self._kind(state), self._verdicts[state.verdict]))
        else:
            told = ""
        yield name + (say("：", ": ") + told if told else "")
        if before and after and before.when != after.when:
            yield say("記録の条件: ", "condition then: ") + written(before.when)
            yield say("今の条件: ", "condition now: ") + written(after.when)
        if change.situations:
            words = self.list_of(change.situations)
            yield say(f"変わった状況による: {words}", f"by a changed situation: {words}")
        if change.left_out:
            words = self.list_of(change.left_out)
            yield say(f"使えない事実による: {words}", f"for want of a fact: {words}")
        yield cited(change.citation)

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

    def _fit(self, fit: Fit) -> str:
        return self._say(f"{fit.held}～{fit.possible}", f"{fit.held}-{fit.possible}")

    def _name(self, scheme: str | None) -> str:
        return self._names.get(scheme, scheme) if scheme else self._say("なし", "none")

    def attribute(self, name: str) -> str:
        """Name an attribute, with its id."""
        called = self._attributes.get(name)
        return self._say(f"{called}（{name}）", f"{called} ({name})") if called else name

    def _arrow(self, old: str, new: str) -> str:
        return f"{old} → {new}"


def cited(citation: str | None) -> str:
    """Write a citation on one line; nothing where there is none."""
    return unbroken(printable(citation)) if citation else ""


def written(condition: Condition) -> str:
    """Write a condition as an author would."""
    return printable(json.dumps(write_condition(condition), ensure_ascii=False).replace('"', ""))


def _told_apart(old: float, new: float) -> tuple[str, str]:
    """Write two weights with one decimal, or with as many as tell them apart."""
    for decimals in (1, 2, 3):
        written = f"{old:.{decimals}f}", f"{new:.{decimals}f}"
        if written[0] != written[1]:
            return written
    return f"{old!r}", f"{new!r}"
