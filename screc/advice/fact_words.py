"""The facts that a finding rests on, in words: names with their values, options by their names."""

from __future__ import annotations

from collections.abc import Iterable

from screc.advice.wording import Wording
from screc.model.attribute import Attribute, split_key
from screc.model.recommendation import ReportedFact, UsedFacts
from screc.model.rulebase import Rulebase
from screc.model.text import Say


class FactWords:
    """Says the facts of one area in one language."""

    def __init__(self, facts: dict[str, ReportedFact], rulebase: Rulebase, say: Say) -> None:
        """Collect the names of a vocabulary, and what the area has chosen of it.

        Args:
            facts: of the area, by attribute.
            rulebase: whose vocabulary they follow.
            say: the language.
        """
        self._say = say
        self._words = Wording(rulebase, say.language)
        self._attributes = {attribute.id: attribute for attribute in rulebase.attributes}
        self._facts = facts
        self._list = say("、", ", ").join

    def used(self, facts: UsedFacts) -> str:
        """Name facts that were used; of options those that are so and those that are not.

        >>> from screc.rules.compile import load_rulebase
        >>> FactWords({}, load_rulebase(), Say("en")).used({"station": True, "households": 60.0})
        'At a station=yes, Households in the place=60 households'
        """
        keys: dict[str, list[str]] = {}
        for key in facts:
            keys.setdefault(split_key(key)[0], []).append(key)
        return self._list(
            f"{self._say.text(self._attributes[name].name)}={self._said(name, facts, found)}"
            for name, found in keys.items()
        )

    def names(self, attributes: Iterable[str]) -> str:
        """Name attributes, such as those that are missing."""
        names = dict.fromkeys(split_key(name)[0] for name in attributes)
        return self._list(self._say.text(self._attributes[name].name) for name in names)

    def value(self, attribute_id: str) -> str:
        """Say what the area has for an attribute: a number with its unit, options by name."""
        attribute, value = self._attributes[attribute_id], self._facts[attribute_id].value
        if isinstance(value, tuple):
            value = dict.fromkeys(value, True)
        if isinstance(value, dict):
            options = {f"{attribute_id}.{option}": so for option, so in value.items()}
            return self._options(attribute, options)
        return self._words.value(attribute, value)

    def _said(self, name: str, facts: UsedFacts, keys: list[str]) -> str:
        attribute = self._attributes[name]
        if keys == [name]:
            return self._words.value(attribute, facts[name])
        if attribute.type == "choice" and name in self._facts:
            chosen = self._chosen(attribute)
            if chosen:
                return chosen
        return self._options(attribute, {key: bool(facts[key]) for key in keys})

    def _chosen(self, attribute: Attribute) -> str:
        """Name the option that an answered choice has."""
        value = self._facts[attribute.id].value
        said = value if isinstance(value, dict) else {str(value): True}
        options = [option for option in attribute.options if said.get(option.id)]
        return self._list(self._say.text(option.name) for option in options)

    def _options(self, attribute: Attribute, options: dict[str, bool]) -> str:
        """Say which options are so and which are not; where all are decided, those that are."""
        both = self._say("／", " / ").join
        held, denied = (
            [self._words.option(key) or "" for key, so in options.items() if so is wanted]
            for wanted in (True, False)
        )
        no = both(denied)
        if not options:
            return self._say("不明", "unknown")
        if len(options) == len(attribute.options):
            only = self._say(f"{both(held)}のみ", f"only {both(held)}")
            return only if held else self._say("どれでもない", "none of them")
        words = [both(held)] if held else []
        words += [self._say(f"{no}ではない", f"not {no}")] if denied else []
        return self._list(words)
