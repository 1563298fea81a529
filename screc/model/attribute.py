"""Attributes: the things that can be known of an area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from screc.errors import FormError
from screc.model.citation import Citation
from screc.model.ids import Id, Real, Yes
from screc.model.text import Text

# How people write these in a file or after --set, besides true, false and nothing.
YES_WORDS = ("はい", "ある", "有", "○", "yes", "true")
NO_WORDS = ("いいえ", "ない", "なし", "無", "×", "no", "false")
UNKNOWN_WORDS = ("不明", "unknown")
ONLY_WORDS = ("のみ", "だけ", "only")

AttributeType = Literal["flag", "number", "choice", "choices"]
Level = Literal["municipality", "place"]
Decider = Literal["municipality", "partners", "nobody"]


@dataclass(frozen=True)
class WordList:
    """The words people use for a thing, by language."""

    ja: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """The unit of a number: its symbol, and its name in words."""

    symbol: str
    ja: str
    en: str


@dataclass(frozen=True)
class Option:
    """One of the values that a choice can take."""

    id: Id
    name: Text
    words: WordList


@dataclass(frozen=True)
class Attribute:
    """A thing that can be known of an area, and the question that asks for it.

    A `choice` has one of its options, a `choices` any number of them: each option is a flag of
    its own. A `number` has a unit and bounds, both ends included. `decides` says in whose hand it
    is: the municipality's (an aim, a plan of its own), that of others with whom it has to agree,
    or nobody's (a station).
    """

    id: Id
    type: AttributeType
    level: Level
    decides: Decider
    name: Text
    question: Text
    help: Text
    words: WordList
    citation: Citation
    unit: Unit | None = None
    minimum: Real | None = None
    maximum: Real | None = None
    whole: Yes = False
    options: tuple[Option, ...] = ()

    def __post_init__(self) -> None:
        """Refuse keys that do not go with the type.

        Raises:
            FormError: the unit, the bounds or the options are missing, or out of place.
        """
        if self.whole and self.type != "number":
            raise FormError(
                f"whole は number に使い、{self.type} には使えません",
                f"`whole` goes with a number, not with a {self.type}",
            )
        numeric = (self.unit, self.minimum, self.maximum)
        if self.type == "number" and None in numeric:
            raise FormError(
                "number には unit、minimum、maximum が要ります",
                "a number needs `unit`, `minimum` and `maximum`",
            )
        if self.type != "number" and numeric != (None, None, None):
            raise FormError(
                f"unit、minimum、maximum は number に使い、{self.type} には使えません",
                f"`unit`, `minimum` and `maximum` go with a number, not with a {self.type}",
            )
        if self.minimum is not None and self.maximum is not None and self.minimum >= self.maximum:
            raise FormError(
                f"minimum {self.minimum:g} が maximum {self.maximum:g} より小さくありません",
                f"minimum {self.minimum:g} is not below maximum {self.maximum:g}",
            )
        if self.type in ("choice", "choices") and len(self.options) < 2:  # noqa: PLR2004
            raise FormError(
                f"{self.type} には選択肢が二つ以上要ります",
                f"a {self.type} needs two options or more",
            )
        if self.type in ("flag", "number") and self.options:
            raise FormError(f"{self.type} に選択肢はありません", f"a {self.type} has no options")

    def keys(self) -> tuple[str, ...]:
        """Name the flat facts that hold the attribute's value: itself, or one an option."""
        if self.options:
            return tuple(option_key(self.id, option.id) for option in self.options)
        return (self.id,)


def split_key(key: str) -> tuple[str, str | None]:
    """Tell of which attribute, and of which option of it, a flat fact is.

    >>> split_key("buildings.hospital"), split_key("station")
    (('buildings', 'hospital'), ('station', None))
    """
    attribute_id, _, option_id = key.partition(".")
    return attribute_id, option_id or None


def option_key(attribute_id: str, option_id: str) -> str:
    """Name the flat fact of one option.

    >>> option_key("buildings", "hospital")
    'buildings.hospital'
    """
    return f"{attribute_id}.{option_id}"
