"""Proofs as lines of text: what a test compared, and the tree of a condition."""

from __future__ import annotations

from collections.abc import Iterator

from screc.cli.page import unbroken
from screc.model.explanation import ProofNode, TestedFact, Value
from screc.model.recommendation import Verdict
from screc.model.text import Say


class ProofLines:
    """Says proofs in one language."""

    def __init__(self, say: Say) -> None:
        """Keep the language."""
        self._say = say

    def tree(
        self, node: ProofNode, before: str = "", branch: str = "└ "
    ) -> Iterator[tuple[str, ProofNode, str]]:
        """Go through a proof from the top: the branch that leads to a step, it, what it says."""
        below = node.parts
        if node.kind == "situation" and len(below) == 1 and len(below[0].parts) > 1:
            yield before + branch, node, self._joint(below[0], node)
            below = below[0].parts
        elif node.test:
            said = self.test(node.test, node.verdict, decisive=node.decisive)
            yield before + branch, node, said
        else:
            yield before + branch, node, self._joint(node)
        before += "│ " if branch == "├ " else "  "
        for index, part in enumerate(below, 1):
            yield from self.tree(part, before, "└ " if index == len(below) else "├ ")

    def deciding(self, node: ProofNode) -> Iterator[str]:
        """Go through the tests on which the verdict rests, situations spelled out."""
        if node.test and node.decisive:
            yield self.test(node.test, node.verdict)
        for part in node.parts:
            yield from self.deciding(part)

    def test(self, test: TestedFact, verdict: Verdict, *, decisive: bool = True) -> str:
        """Say what a fact is, what it is compared with, and the margin of a number.

        What it would have to be is said where that matters.
        """
        say = self._say
        name = test.name
        if test.option_name:
            name += say(f"（{test.option_name}）", f" ({test.option_name})")
        found = say("不明", "unknown") if test.value is None else self._value(test, test.value)
        wanted = self._wanted(test, verdict) if decisive or verdict == "holds" else ""
        return say(f"{name}={found}{wanted}", f"{name} = {found}{wanted}")

    def _wanted(self, test: TestedFact, verdict: Verdict) -> str:
        say = self._say
        threshold = self._value(test, test.threshold)
        if test.comparison == "is":
            needed = say(f"（{threshold}が必要）", f" ({threshold} is needed)")
            return "" if verdict == "holds" else needed
        bound = {
            "at_least": say(f"{threshold}以上", f"at least {threshold}"),
            "at_most": say(f"{threshold}以下", f"at most {threshold}"),
            "above": say(f"{threshold}超", f"more than {threshold}"),
            "below": say(f"{threshold}未満", f"less than {threshold}"),
        }[test.comparison]
        if test.margin is None:
            return say(f"（{bound}が必要）", f" ({bound} is needed)")
        by = self._value(test, abs(test.margin))
        if verdict == "holds":
            return say(f"（{bound}、余裕{by}）", f" ({bound}, margin {by})")
        if not test.margin:
            return say(f"（{bound}が必要）", f" ({bound} is needed)")
        if test.comparison in ("at_least", "above"):
            return say(f"（{bound}が必要、{by}不足）", f" ({bound} is needed, {by} short)")
        return say(f"（{bound}が必要、{by}超過）", f" ({bound} is needed, {by} too much)")

    def _joint(self, node: ProofNode, situation: ProofNode | None = None) -> str:
        say = self._say
        how = {
            "all": say("次のすべて", "all of these"),
            "any": say("次のどれか", "one of these"),
            "not": say("次のことはない", "this is not so"),
        }.get(node.kind)
        told = situation or node
        words = say("：", ": ").join(filter(None, (told.name, how)))
        return f"{words} ・ {unbroken(told.citation)}" if told.citation else words

    def _value(self, test: TestedFact, value: Value) -> str:
        if isinstance(value, bool):
            return self._say("はい", "yes") if value else self._say("いいえ", "no")
        if isinstance(value, str):
            return value
        return f"{value:,.6g} {test.unit or ''}".rstrip()
