"""A scheme: one of the types of project, with its chart, roles, scale and rules."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from screc.errors import FormError
from screc.model.base import Model, Positive, Statement, Words
from screc.model.citation import Citation
from screc.model.ids import Id
from screc.model.rule import Rule
from screc.model.text import Text

Basis = Literal["explicit", "inferred", "added"]
Certainty = Literal["high", "medium", "low"]


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


class Reading(Model):
    """How a printed mark is understood: on what basis, how surely, and why."""

    basis: Basis = "explicit"
    certainty: Certainty | None = None
    because: Text | None = None

    @model_validator(mode="after")
    def _a_reading_is_argued(self) -> Self:
        if self.basis == "explicit" and self.certainty is not None:
            raise FormError(
                "explicit（明示）の読み方に certainty は付けません",
                "an explicit reading has no degree of certainty",
            )
        if self.basis != "explicit" and (self.certainty is None or self.because is None):
            raise FormError(
                f"{self.basis} の読み方には certainty と because が要ります",
                f"a reading that is {self.basis} needs `certainty` and `because`",
            )
        return self


class OtherReading(Model):
    """Another way to read a flow's ends, or the mark as a whole."""

    from_: Id | None = Field(default=None, alias="from")
    to: Id | None = None
    reading: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.from_ is None and self.to is None and self.reading is None:
            raise FormError(
                "別の読み方には from、to、reading のどれかが要ります",
                "another reading names `from`, `to` or `reading`",
            )
        return self


class Stakeholder(Model):
    """A node of the chart."""

    id: Id
    type: Id
    label: Text
    optional: bool = False
    note: Text | None = None
    citation: Citation
    erratum: Id | None = None


class Frame(Reading):
    """A box of the chart that holds several stakeholders."""

    id: Id
    label: Text
    label_from: Literal["chart", "body"] = "chart"
    members: tuple[Id, ...] = Field(min_length=1)
    other_readings: tuple[OtherReading, ...] = ()
    citation: Citation


class Row(Model):
    """Stakeholders that are printed at the same height."""

    members: tuple[Id, ...] = Field(min_length=2)
    citation: Citation


class Flow(Reading):
    """An edge of the chart. Without a label where the source prints none."""

    id: Id
    from_: Id = Field(alias="from")
    to: Id
    type: Id
    label: Text | None = None
    label_from: Literal["chart", "body", "none"] = "chart"
    direction: Literal["forward", "both"] = "forward"
    condition: Text | None = None
    stage: Id | None = None
    shares_label_with: Id | None = None
    other_readings: tuple[OtherReading, ...] = ()
    citation: Citation
    erratum: Id | None = None

    @model_validator(mode="after")
    def _label_and_its_origin_agree(self) -> Self:
        if (self.label is None) != (self.label_from == "none"):
            raise FormError(
                "label_from: none は label のない流れに要り、他では使えません",
                "`label_from: none` goes with a flow that has no label, and only with it",
            )
        return self


class Installation(Reading):
    """Equipment that the chart puts at a stakeholder."""

    at: Id
    label: Text
    equipment: tuple[Id, ...] = Field(min_length=1)
    other_readings: tuple[OtherReading, ...] = ()
    citation: Citation
    erratum: Id | None = None


class DisasterBase(Reading):
    """The mark 防災拠点."""

    at: tuple[Id, ...] = Field(min_length=1)
    citation: Citation


class Emergency(Model):
    """What keeps running at a power cut, and by what equipment."""

    ja: Words
    en: Words
    at: tuple[Id, ...] = Field(min_length=1)
    equipment: tuple[Id, ...] = Field(min_length=1)
    note: Statement | None = None
    citation: Citation


class Stage(Model):
    """A stage of a scheme that changes its shape over time."""

    id: Id
    ja: Words
    en: Words
    citation: Citation


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
    """What the range of cost is for: so many homes, one facility."""

    count: Positive
    unit: Text


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


class Scheme(Model):
    """All that is known of one scheme type."""

    id: Id
    number: Positive
    table: Words
    name: Text
    title: Statement
    category: Category
    aims: tuple[SchemeAim, ...] = Field(min_length=1)
    purpose: tuple[Statement, ...] = Field(min_length=1)
    outline: tuple[Statement, ...] = Field(min_length=1)
    stakeholders: tuple[Stakeholder, ...] = Field(min_length=2)
    frames: tuple[Frame, ...] = ()
    rows: tuple[Row, ...] = ()
    flows: tuple[Flow, ...] = Field(min_length=1)
    stages: tuple[Stage, ...] = ()
    municipality_box: tuple[Statement, ...] = ()
    installations: tuple[Installation, ...] = ()
    disaster_bases: tuple[DisasterBase, ...] = ()
    emergency: Emergency | None = None
    chart_gaps: tuple[Statement, ...] = ()
    roles: Roles
    scale: Scale
    remarks: tuple[Statement, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    rules: tuple[Rule, ...] = Field(min_length=1)
