"""An area and its facts, as written in a file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator

from screc.errors import FormError, shown
from screc.model.base import (
    Model,
    Name,
    OptionalName,
    Statement,
    Words,
    one_name_serves_both_languages,
)
from screc.model.citation import Citation
from screc.model.ids import Id, Real, Whole
from screc.model.rulebase import FactOrigin
from screc.model.text import Say, Text

WrittenValue = bool | int | float | str | tuple[str, ...] | dict[str, bool | str]


def _bare_value_is_a_fact(written: Any) -> Any:
    if isinstance(written, dict) and "value" in written:
        return written
    # Nothing after the colon: the thing is not known.
    return {"value": "unknown" if written is None else written}


def _plain_value(written: Any) -> Any:
    if isinstance(written, bool | int | float | str):
        return written
    if isinstance(written, list | tuple) and all(isinstance(part, str) for part in written):
        return tuple(written)
    if isinstance(written, dict) and all(isinstance(part, bool | str) for part in written.values()):
        return written
    raise FormError(
        f"値「{shown(written)}」は事実の値になりません",
        f'"{shown(written)}" is not a value: write true, false, a number, an option or several',
    )


_VALUE = PlainValidator(_plain_value, json_schema_input_type=WrittenValue)


class WrittenFact(Model):
    """One attribute's value as written: options may be listed, or said one by one."""

    value: Annotated[Any, _VALUE]
    complete: bool = False
    origin: FactOrigin = "stated"
    as_of: Whole | None = None
    citation: Citation | None = None
    note: Text | None = None


class Wish(Model):
    """What an area wants, aims at or found last year; of what is published, with its citation."""

    ja: Words
    en: Words
    citation: Citation | None = None
    erratum: Id | None = None

    @property
    def text(self) -> Text:
        """The words alone."""
        return Text(self.ja, self.en)


class Location(Model):
    """Where an area is, in degrees north and east."""

    # Bounds beside a default, and not within the annotation, would be lost.
    latitude: Annotated[Real, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[Real, Field(ge=-180, le=180, allow_inf_nan=False)]


class Participation(Model):
    """An area's place in the programme."""

    group: Id | None = None
    new: bool | None = None
    support: tuple[Statement, ...] = ()
    support_settled: bool | None = None
    first_session: Statement | None = None


class Figure(Model):
    """A published figure, as printed; a range when `high` is given, a fraction when `of` is."""

    id: Id
    name: Text
    value: Real
    high: Real | None = None
    of: Real | None = None
    unit: Text | None = None
    citation: Citation
    erratum: Id | None = None

    def said(self, say: Say) -> str:
        """Write the figure with its unit.

        >>> cited = {"id": "share", "citation": "cases minato:VI 配分 3 L97"}
        >>> share = cited | {"name": {"ja": "割合", "en": "share"}, "value": 1, "of": 3}
        >>> Figure.model_validate(share).said(Say("en"))
        '1/3'
        """
        written = f"{self.value:,.15g}"
        if self.of is not None:
            written += f"/{self.of:,.15g}"
        if self.high is not None:
            written += say("～", " to ") + f"{self.high:,.15g}"
        return f"{written} {say.text(self.unit)}" if self.unit else written


class Published(Model):
    """What the second source publishes about a district."""

    features: tuple[Statement, ...]
    plans: tuple[Statement, ...]
    energy_system: tuple[Statement, ...]
    casbee: tuple[Statement, ...]
    business_scheme: tuple[Statement, ...]
    co_benefits: tuple[Statement, ...]
    allocation: tuple[Statement, ...]
    assumptions: tuple[Statement, ...]
    evaluation: tuple[Statement, ...]
    governance: tuple[Statement, ...]
    expected_behaviour: tuple[Statement, ...]
    figures: tuple[Figure, ...]


_FACT = BeforeValidator(_bare_value_is_a_fact, json_schema_input_type=WrittenFact | WrittenValue)


_WISH = BeforeValidator(one_name_serves_both_languages, json_schema_input_type=Wish | str)
_NONE_YET = BeforeValidator(lambda written: {} if written is None else written)


class Ends(Model):
    """The ends of a flow as an area knows them; what is left out stays as inferred."""

    from_: Id | None = Field(default=None, alias="from")
    to: Id | None = None


class AreaChart(Model):
    """What an area makes of a scheme's chart: names, who is absent, ends of inferred flows."""

    scheme: Id
    names: dict[Id, Name] = Field(default_factory=dict)
    absent: tuple[Id, ...] = ()
    flows: dict[Id, Ends] = Field(default_factory=dict)
    citation: Citation | None = None


class AreaRecord(Model):
    """An area as written in a file: in `knowledge/areas`, or by a user.

    Attributes:
        kind: a municipality's name stands on its charts for the municipality itself.
        municipality: in which an area lies.
        participation: whether it is new to the programme, and the support foreseen.
        location: by which the programme groups neighbours.
        wishes: what it wants to study, for the theme sheet; in one language, or in both.
        target: places that are meant, for the theme sheet.
        last_year: the review of last year, for the theme sheet.
        charts: what it makes of schemes' charts.
        remarks: what else is to be known of its entries.
        published: results, of an evaluated district.
    """

    id: Id | None = None
    name: OptionalName = None
    kind: Literal["municipality", "district", "area"] = "area"
    municipality: OptionalName = None
    participation: Participation | None = None
    location: Location | None = None
    wishes: tuple[Annotated[Wish, _WISH], ...] = ()
    target: tuple[Annotated[Wish, _WISH], ...] = ()
    last_year: tuple[Annotated[Wish, _WISH], ...] = ()
    facts: Annotated[dict[str, Annotated[WrittenFact, _FACT]], _NONE_YET] = Field(
        default_factory=dict
    )
    charts: tuple[AreaChart, ...] = ()
    remarks: tuple[Statement, ...] = ()
    published: Published | None = None
