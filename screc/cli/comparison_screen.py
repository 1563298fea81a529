"""How two compared areas look in a terminal."""

from __future__ import annotations

from screc.advice.contrast import place_words
from screc.advice.fact_words import FactWords
from screc.cli.page import Page, unbroken
from screc.cli.terms import STANDING_STYLES, VERDICT_MARKS
from screc.model.comparison import AreaComparison, RuleDifference, SchemeDifference
from screc.model.rulebase import Rulebase
from screc.model.text import Say


def show_comparison(found: AreaComparison, rulebase: Rulebase, say: Say) -> None:
    """Print the facts that make the difference, then the schemes that stand elsewhere."""
    _Screen(found, rulebase, say).show(found)


class _Screen:
    def __init__(self, found: AreaComparison, rulebase: Rulebase, say: Say) -> None:
        self._say = say
        self._page = Page()
        self._names = {scheme.id: say.text(scheme.name) for scheme in rulebase.schemes}
        self._sides = [
            (area.area, FactWords(area.area.facts, rulebase, say))
            for area in (found.one, found.other)
        ]
        same = found.one.area.name == found.other.area.name
        self._titles = (
            [say("前", "before"), say("後", "after")]
            if same
            else [found.one.area.name, found.other.area.name]
        )

    def show(self, found: AreaComparison) -> None:
        say, page = self._say, self._page
        first, second = found.one.area.name, found.other.area.name
        page.title(first if first == second else say(f"{first}と{second}", f"{first}, {second}"))
        for title, area in zip(self._titles, (found.one, found.other), strict=True):
            leads = self._names[area.first] if area.first else say("示せるものなし", "none")
            page.paragraph(leads, first=f"{title}{say('：', ': ')}")
        if not found.schemes:
            page.paragraph(
                say(
                    "候補の順も判定も同じである。",
                    "Order and standing of all schemes are the same.",
                )
            )
        if found.facts:
            self._facts(found)
        for scheme in found.schemes:
            self._scheme(scheme)
        if found.idle:
            page.title(
                say("違っていても順に関わらない事実", "Facts that differ and change nothing")
            )
            page.paragraph(self._sides[0][1].names(found.idle))
        page.flush()

    def _facts(self, found: AreaComparison) -> None:
        say = self._say
        self._page.title(say("違いを生む事実", "Facts that make the difference"))
        self._page.table(
            (say("事実", "Fact"), *self._titles, say("動くスキーム", "Schemes that they move")),
            (
                (
                    self._sides[0][1].names([fact.attribute]),
                    *(self._value(fact.attribute, side) for side in (0, 1)),
                    say("、", ", ").join(self._names[name] for name in fact.moves),
                )
                for fact in found.facts
            ),
        )

    def _value(self, attribute: str, side: int) -> str:
        area, words = self._sides[side]
        return words.value(attribute) if attribute in area.facts else self._say("不明", "unknown")

    def _scheme(self, scheme: SchemeDifference) -> None:
        self._page.title(scheme.name)
        one, other = (place_words(state, self._say) for state in (scheme.one, scheme.other))
        self._page.paragraph(f"{one} → {other}", style=STANDING_STYLES[scheme.other.standing])
        self._page.items(self._rule(rule) for rule in scheme.rules)

    def _rule(self, rule: RuleDifference) -> tuple[str, str, str, list[str]]:
        before, after = VERDICT_MARKS[rule.one], VERDICT_MARKS[rule.other]
        points = f" {rule.points}" if rule.points else ""
        facts = self._sides[0][1].names(rule.attributes)
        below = " ・ ".join(filter(None, (facts, unbroken(rule.citation))))
        return (after[0], after[1], f"{before[0]}→{after[0]}{points}", [rule.because, below])
