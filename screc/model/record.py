"""A decision record: one recommendation with everything that it rested on, as written in a file."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from screc.errors import FormError, printable
from screc.model.area import AreaRecord
from screc.model.base import Model
from screc.model.citation import Citation
from screc.model.condition import Condition, Is, leaves
from screc.model.ids import Id, Real, Whole, Yes
from screc.model.recommendation import Outcome, Standing
from screc.model.rule import Aspect, Effect
from screc.model.text import Language, Text

FORMAT = 1


def _with_finite_numbers(condition: Condition) -> Condition:
    if all(isinstance(leaf, Is) or math.isfinite(leaf.number) for leaf in leaves(condition)):
        return condition
    raise FormError("条件の数が大きすぎます", "a number in the condition is too large")


# What is recorded is shown on a screen one day, whoever had the file in between.
Line = Annotated[str, AfterValidator(printable)]
Points = Annotated[Whole, Field(ge=0, le=100)]
RecordedCondition = Annotated[Condition, AfterValidator(_with_finite_numbers)]


class RecordedEdition(Model):
    """Which knowledge base spoke."""

    version: Line
    digest: Line


class RecordedArea(AreaRecord):
    """The area as judged, in the form of an area file; a file's name may be its id."""

    id: str
    name: Text


class RecordedFit(Model):
    """Points held, and points still possible, of 100."""

    held: Points
    possible: Points


class RecordedScheme(Model):
    """A scheme's place, and what its rules said. What is excluded has no rank."""

    scheme: Id
    name: Line
    rank: Whole | None = None
    presented: Yes = False
    standing: Standing
    fit: RecordedFit
    weight: Annotated[Real, Field(ge=0, allow_inf_nan=False)]
    holds: tuple[Id, ...] = ()
    refuted: tuple[Id, ...] = ()
    open: tuple[Id, ...] = ()


class RecordedRule(Model):
    """A rule as it was: what of it decides, its words in the record's language, its source."""

    because: Line
    effect: Effect
    aspect: Aspect | None = None
    points: Whole | None = None
    presumed: Yes = False
    when: RecordedCondition
    citation: Citation


class Record(Model):
    """A decision record.

    `ranking` has every scheme in the order of the answer; `gates` and `conflicts` name those that
    held, `questions` the attributes to ask next. `situations` and `rules` are the knowledge that
    decided, so that a later difference can be laid at the door of a rule.
    """

    record: Literal[1]
    screc: Line
    recorded_on: date
    language: Language
    knowledge: RecordedEdition
    engine: Line
    area: RecordedArea
    outcome: Outcome
    gates: tuple[Id, ...]
    conflicts: tuple[Id, ...]
    ranking: tuple[RecordedScheme, ...]
    questions: tuple[Id, ...]
    situations: dict[Id, RecordedCondition]
    rules: dict[Id, dict[Id, RecordedRule]]

    @model_validator(mode="after")
    def _every_rule_has_one_verdict(self) -> Self:
        """Refuse a record of which a part is missing."""
        told: set[str] = set()
        for index, place in enumerate(self.ranking):
            verdicts = sorted((*place.holds, *place.refuted, *place.open))
            if place.scheme in told or verdicts != sorted(self.rules.get(place.scheme, ())):
                raise FormError(
                    f"「{place.scheme}」の holds・refuted・open が rules とそろいません"
                    "（ファイルの一部が欠けていませんか）",
                    f'holds, refuted and open of "{place.scheme}" do not match `rules` '
                    "(is a part of the file missing?)",
                    ("ranking", index),
                )
            told.add(place.scheme)
        for scheme in self.rules:
            if scheme not in told:
                raise FormError(
                    f"「{scheme}」が ranking にありません（ファイルの一部が欠けていませんか）",
                    f'"{scheme}" is not in `ranking` (is a part of the file missing?)',
                    ("rules", scheme),
                )
        return self
