"""A stakeholder chart: who is on it, who supplies, pays and reports to whom, and how it is read."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from screc.errors import FormError
from screc.model.base import Model, Statement, Words
from screc.model.citation import Citation
from screc.model.condition import Condition
from screc.model.ids import Id
from screc.model.text import Text

Basis = Literal["explicit", "inferred", "added"]
Certainty = Literal["high", "medium", "low"]


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
    """A node of the chart; `present_when` is what an area's facts say where it has one."""

    id: Id
    type: Id
    label: Text
    optional: bool = False
    present_when: Condition | None = None
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
    runs_at_power_cut: bool = False
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
    """What keeps running at a power cut by what equipment of its own, and who is served by it."""

    ja: Words
    en: Words
    at: tuple[Id, ...] = Field(min_length=1)
    equipment: tuple[Id, ...] = Field(min_length=1)
    served: tuple[Id, ...] = ()
    note: Statement | None = None
    citation: Citation


class Stage(Model):
    """A stage of a scheme that changes its shape over time."""

    id: Id
    ja: Words
    en: Words
    citation: Citation


class Chart(Model):
    """The stakeholders of a project, and the flows between them.

    `arrangement` says how it is laid out: lines of stakeholders from top to bottom, each from left
    to right. It keeps what the source prints at one height (`rows`) on one line.
    """

    id: Id
    title: Statement
    stakeholders: tuple[Stakeholder, ...] = Field(min_length=2)
    frames: tuple[Frame, ...] = ()
    rows: tuple[Row, ...] = ()
    arrangement: tuple[Annotated[tuple[Id, ...], Field(min_length=1)], ...] = ()
    flows: tuple[Flow, ...] = Field(min_length=1)
    stages: tuple[Stage, ...] = ()
    municipality_box: tuple[Statement, ...] = ()
    installations: tuple[Installation, ...] = ()
    disaster_bases: tuple[DisasterBase, ...] = ()
    emergency: Emergency | None = None
    chart_gaps: tuple[Statement, ...] = ()


class DistrictChart(Chart):
    """The actors of an evaluated district, as one company or with network and generation apart."""

    area: Id
    form: Literal["integrated", "split"]
