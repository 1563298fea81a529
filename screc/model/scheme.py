"""A scheme: one of the types of project, with its chart, roles, scale and rules."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from screc.errors import FormError
from screc.model.base import Model, Positive, Statement, Words
from screc.model.chart import Chart
from screc.model.citation import Citation
from screc.model.ids import Id
from screc.model.rule import Rule
from screc.model.text import Text


class Category(Model):
    """The two classification columns of table 5.1."""

    major: Statement
    minor: Statement | None = None
    remark: Statement | None = None


class SchemeAim(Model):
    """An aim that table 5.1 gives to the scheme, and on what it depends."""

    aim: Id
    condition: Text | None = None
    citation: Citation
    erratum: Id | None = None


class Roles(Model):
    """What the municipality does, by phase."""

    concept: tuple[Statement, ...]
    project: tuple[Statement, ...]


class YenRange(Model):
    """A range of cost in yen; open above when `high_yen` is null."""

    low_yen: Positive
    high_yen: Positive | None

    @model_validator(mode="after")
    def _low_before_high(self) -> Self:
        if self.high_yen is not None and self.high_yen < self.low_yen:
            raise FormError(
                f"low_yen {self.low_yen} が high_yen {self.high_yen} より大きくなっています",
                f"low_yen {self.low_yen} is above high_yen {self.high_yen}",
            )
        return self


class ScaleBasis(Model):
    """What the range of cost is for: so many homes, one facility.

    `attribute`: the number of them that an area has, by which the range is scaled.
    """

    count: Positive
    unit: Text
    attribute: Id | None = None


class ScaleCondition(YenRange):
    """Another range under a condition, such as storage being installed."""

    condition: Text


class Scale(YenRange):
    """The order of magnitude of cost: the printed label and how it is read."""

    label: Text
    basis: ScaleBasis | None = None
    depends_on: Text | None = None
    conditions: tuple[ScaleCondition, ...] = ()
    reading: Text
    citation: Citation
    erratum: Id | None = None


class Caveat(Model):
    """A point of regulation or market as it stood when the guidance was written."""

    ja: Words
    en: Words
    as_of: int = Field(ge=1990, le=2100)
    changes: tuple[Id, ...] = ()
    citation: Citation


class Scheme(Chart):
    """All that is known of one scheme type."""

    number: Positive
    table: Words
    name: Text
    category: Category
    aims: tuple[SchemeAim, ...] = Field(min_length=1)
    purpose: tuple[Statement, ...] = Field(min_length=1)
    outline: tuple[Statement, ...] = Field(min_length=1)
    roles: Roles
    scale: Scale
    remarks: tuple[Statement, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    rules: tuple[Rule, ...] = Field(min_length=1)
