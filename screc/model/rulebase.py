"""The rule base: what an engine needs of the knowledge to judge an area, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from screc.model.attribute import Attribute
from screc.model.rule import Constraint, Gate, Rule, Situation
from screc.model.text import Text

FactOrigin = Literal["stated", "statistics", "text", "derived"]

Facts: TypeAlias = dict[str, bool | float]
"""An area's facts, flat: a flag by its attribute's id, an option by `attribute.option`, a number
by its attribute's id. What is unknown is not there."""


FactValue: TypeAlias = bool | float | str | tuple[str, ...] | dict[str, bool]
"""A flag, a number, the option of a choice, those of choices, or what is known option by option."""


@dataclass(frozen=True)
class KnownFact:
    """One attribute's value for an area, and where it came from.

    `complete`: the options that are said to be so are all there are.
    """

    value: FactValue
    origin: FactOrigin = "stated"
    as_of: int | None = None
    citation: str | None = None
    complete: bool = False


@dataclass(frozen=True)
class Area:
    """An area: a municipality and a place in it, with its facts by attribute."""

    id: str
    name: Text
    facts: dict[str, KnownFact]

    @classmethod
    def from_values(cls, area_id: str, name: str, values: Mapping[str, FactValue]) -> Area:
        """Make an area from bare values, all stated by whoever calls.

        >>> Area.from_values("ours", "わが市", {"station": True}).facts["station"].origin
        'stated'
        """
        facts = {attribute: KnownFact(value) for attribute, value in values.items()}
        return cls(area_id, Text(name, name), facts)


@dataclass(frozen=True)
class SchemeRules:
    """A scheme's name and its rules."""

    id: str
    number: int
    name: Text
    rules: tuple[Rule, ...]


@dataclass(frozen=True, eq=False)
class Rulebase:
    """The compiled knowledge; equal only to itself, so that what is prepared for it can be kept.

    Situations stand so that each comes after those that it uses.
    """

    version: str
    digest: str
    attributes: tuple[Attribute, ...]
    situations: tuple[Situation, ...]
    constraints: tuple[Constraint, ...]
    gates: tuple[Gate, ...]
    schemes: tuple[SchemeRules, ...]
    areas: tuple[Area, ...]

    @cached_property
    def situations_by_id(self) -> dict[str, Situation]:
        """The situations by their ids, for conditions that name them."""
        return {situation.id: situation for situation in self.situations}
