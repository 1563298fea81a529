"""What would change the answer, in words: the fewest facts, and how firm the first place is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from screc.advice.assess import assess, ranker_of
from screc.advice.fewest_changes import Change, FewestChanges, FoundDoubt, FoundWays, Goal
from screc.advice.wording import Wording
from screc.model.attribute import split_key
from screc.model.explanation import (
    Alternative,
    ChangedFact,
    DoubtedFact,
    SchemeChanges,
    Value,
    Ways,
    WhatIf,
)
from screc.model.rulebase import Area, Facts, Rulebase
from screc.model.text import Language
from screc.rules.compile import compile_knowledge

if TYPE_CHECKING:
    from screc.model.knowledge import Knowledge

_GOALS: tuple[Goal, ...] = ("recommended", "first")


def what_if(
    area: Area,
    knowledge: Rulebase | Knowledge,
    *,
    scheme: str | None = None,
    language: Language = "ja",
) -> WhatIf:
    """Say what would change the answer for an area.

    Args:
        area: the area with its facts; what is unknown is left out.
        knowledge: the knowledge base, or the rule base compiled from it.
        scheme: the id of the one scheme to bring forward; without it each, best first.
        language: the language of the texts in the answer.

    Raises:
        InputError: the facts do not fit the vocabulary; lists all that do not.

    >>> from screc.rules.compile import load_rulebase
    >>> ours = Area.from_values("ours", "わが市", {"public-facilities": "several"})
    >>> (found,) = what_if(ours, load_rulebase(), scheme="public-facility").schemes
    >>> found.ways[0].goal, found.ways[0].count
    ('recommended', 1)
    """
    rulebase = knowledge if isinstance(knowledge, Rulebase) else compile_knowledge(knowledge)
    found = assess(area, rulebase, "reference")
    search = FewestChanges(rulebase, ranker_of(rulebase), found.facts)
    write = _Writer(rulebase, found.facts, language)
    return WhatIf(
        first=tuple(rulebase.schemes[index].id for index in sorted(search.leaders())),
        schemes=tuple(
            write.scheme(place.index, {goal: search.ways(place.index, goal) for goal in _GOALS})
            for place in found.places
            if scheme in (None, rulebase.schemes[place.index].id)
        ),
        doubts=tuple(map(write.doubt, search.doubts())),
    )


class _Writer:
    """Puts changes of one area's facts into words."""

    def __init__(self, rulebase: Rulebase, facts: Facts, language: Language) -> None:
        self._rulebase = rulebase
        self._facts = facts
        self._words = Wording(rulebase, language)

    def scheme(self, index: int, found: dict[Goal, FoundWays]) -> SchemeChanges:
        scheme = self._rulebase.schemes[index]
        ways = tuple(
            Ways(
                goal=goal,
                already=ways.already,
                count=len(ways.smallest[0]) if ways.smallest else None,
                smallest=tuple(tuple(map(self._changed, way)) for way in ways.smallest),
                own=tuple(tuple(map(self._changed, way)) for way in ways.own),
            )
            for goal, ways in found.items()
        )
        return SchemeChanges(scheme.id, self._words.text(scheme.name), ways)

    def doubt(self, found: FoundDoubt) -> DoubtedFact:
        attribute, changes = found.attribute, found.changes
        first = self._changed(changes[0][0])
        return DoubtedFact(
            attribute=attribute.id,
            option=first.option,
            name=first.name,
            value=first.was,
            said=self._words.value(attribute, first.was),
            alternatives=tuple(
                self._alternative(self._changed(change), leading) for change, leading in changes
            ),
        )

    def _alternative(self, changed: ChangedFact, leading: Iterable[int]) -> Alternative:
        first = [self._rulebase.schemes[index] for index in sorted(leading)]
        return Alternative(
            value=changed.value,
            said=changed.said,
            first=tuple(scheme.id for scheme in first),
            first_names=tuple(self._words.text(scheme.name) for scheme in first),
        )

    def _changed(self, change: Change) -> ChangedFact:
        value = _value(change, change.facts)
        attribute = change.attribute
        _, option = split_key(change.subject)
        return ChangedFact(
            attribute=attribute.id,
            option=option,
            name=self._words.subject(change.subject)
            if option
            else self._words.text(attribute.name),
            value=value,
            said=self._words.value(attribute, value),
            was=_value(change, self._facts),
            decides=attribute.decides,
            setting=f"{change.subject}={_setting(value)}",
        )


def _setting(value: Value | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _value(change: Change, facts: Facts) -> Value | None:
    """Read the value of what changes: a flag, a number, or the option that a choice has."""
    if change.attribute.type == "choice":
        chosen = (key for key, so in facts.items() if so and key in change.facts)
        return next((split_key(key)[1] for key in chosen), None)
    return facts.get(change.subject)
