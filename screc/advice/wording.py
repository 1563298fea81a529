"""Words for facts: the names of attributes and options, and values as people say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screc.model.attribute import Attribute, option_key
from screc.model.condition import QUOTIENT
from screc.model.rulebase import Rulebase
from screc.model.text import Language, Text

if TYPE_CHECKING:
    # To import what it says takes longer than all else that a recommendation needs of words.
    from screc.model.explanation import Value

_YES, _NO, _UNKNOWN = Text("はい", "yes"), Text("いいえ", "no"), Text("不明", "unknown")
_NOT = Text("{}ではない", "not {}")
_OF = Text("{}：{}", "{}: {}")
_OVER = Text("{} ÷ {}", "{} / {}")


class Wording:
    """Names facts in one language."""

    def __init__(self, rulebase: Rulebase, language: Language) -> None:
        """Collect the names of a vocabulary."""
        self._language: Language = language
        self.attributes = {attribute.id: attribute for attribute in rulebase.attributes}
        self.by_key: dict[str, Attribute] = {}
        for attribute in rulebase.attributes:
            self.by_key |= dict.fromkeys(attribute.keys(), attribute)
        self._options = {
            option_key(attribute.id, option.id): option
            for attribute in rulebase.attributes
            for option in attribute.options
        }

    def text(self, text: Text) -> str:
        """Return a text in the language."""
        return text.in_language(self._language)

    def quantity(self, quantity: str) -> str:
        """Name a number, or the quotient of two."""
        names = [self.text(self.attributes[part].name) for part in quantity.split(QUOTIENT)]
        return names[0] if len(names) == 1 else self.text(_OVER).format(*names)

    def unit(self, quantity: str) -> str | None:
        """Name the unit of a number, or of the quotient of two."""
        units = [self.attributes[part].unit for part in quantity.split(QUOTIENT)]
        symbols = [
            unit.symbol if self._language == "ja" else unit.en for unit in units if unit is not None
        ]
        return "/".join(symbols) or None

    def option(self, key: str) -> str | None:
        """Name the option that a flat key is of; None where it is of no option."""
        return self.text(self._options[key].name) if key in self._options else None

    def subject(self, key: str) -> str:
        """Name what a flat key is of: the attribute, with its option where it has one."""
        name, option = self.text(self.by_key[key].name), self.option(key)
        return self.text(_OF).format(name, option) if option else name

    def value(self, attribute: Attribute, value: Value | None) -> str:
        """Say a value: yes or no, a number with its unit, the name of an option."""
        if value is None:
            return self.text(_UNKNOWN)
        if isinstance(value, bool):
            return self.text(_YES if value else _NO)
        if isinstance(value, str):
            return self.option(option_key(attribute.id, value)) or value
        return f"{value:,.15g} {self.unit(attribute.id) or ''}".rstrip()
