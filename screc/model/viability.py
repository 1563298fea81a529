"""A viability case: its inputs, what is built, who pays whom each year, who benefits."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from screc.errors import FormError
from screc.model.base import Model, Name, OptionalName, Statement, Words
from screc.model.citation import Citation
from screc.model.evaluation import Measure
from screc.model.ids import Id, Real, Whole, Yes
from screc.model.text import Text
from screc.model.viability_words import ActorId, Basis

LARGEST = 1e14
"""The largest number that an input can be: a hundred trillion yen."""
MOST_YEARS = 100
YEARLY_SHARE = ("/年", "a year")
"""The unit of a share a year, such as a rate of interest; other shares have no unit."""

SMALLEST = 1e-9
"""Nearer to zero, only zero is a number that means something."""


def _is_no_dust(number: float) -> float:
    if number != 0 and abs(number) < SMALLEST:
        raise FormError(
            f"0に近すぎます（0か、{SMALLEST:g}以上）",
            f"too near to zero: 0, or {SMALLEST:g} and more",
        )
    return number


Number = Annotated[
    Real, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False), AfterValidator(_is_no_dust)
]
Years = Annotated[Whole, Field(ge=1, le=MOST_YEARS)]
Form = Literal["integrated", "split"]
Period = Literal["building", "operation"]
REST = "rest"
"""Who gets what the other shares leave."""


class Input(Model):
    """A number that the case is computed from.

    Attributes:
        value: what is taken for it; with `of`, a fraction.
        low: the least that is plausible, for sensitivity, chance and fitting.
        high: the most that is plausible.
        shape: how chance draws between them: triangular has its peak at the value.
        fit: whether it is fitted to the published results, between low and high.
        lever: whether it can be negotiated, so that a goal can be sought with it.
        citation: the place in the sources that states it.
        basis: where else it comes from.
        assumption: that it is our own, and why it is so; one of the three is given, or none by a
            user, whose own figure it then is.
    """

    id: Id
    name: Name
    unit: OptionalName = None
    value: Number
    of: Annotated[Real, Field(gt=0, le=LARGEST)] | None = None
    low: Number | None = None
    high: Number | None = None
    shape: Literal["triangular", "uniform"] = "triangular"
    fit: Yes = False
    lever: Yes = False
    citation: Citation | None = None
    erratum: Id | None = None
    basis: Basis | None = None
    assumption: Text | None = None

    @property
    def number(self) -> float:
        """The value, as one number."""
        return self.value if self.of is None else self.value / self.of

    @property
    def range(self) -> tuple[float, float] | None:
        """What is plausible for it; None where it can be no other number."""
        if self.low is None or self.high is None or self.low == self.high:
            return None
        return self.low, self.high

    def is_plausible(self, value: float) -> bool:
        """Tell whether a value lies in the range, if there is one."""
        return self.range is None or self.range[0] <= value <= self.range[1]

    @model_validator(mode="after")
    def _has_a_sound_range(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise FormError("low と high は両方書いてください", "give both low and high", ("low",))
        if self.fit and self.range is None:
            raise FormError(
                "fit には、異なる low と high が要ります",
                "to be fitted it needs low and high that differ",
                ("fit",),
            )
        if self.low is None or self.high is None:
            return self
        if not self.low <= self.number <= self.high:
            raise FormError(
                f"{self.number:,.15g} は {self.low:,.15g}～{self.high:,.15g} の外です",
                f"{self.number:,.15g} is not from {self.low:,.15g} to {self.high:,.15g}",
                ("value",),
            )
        return self


Factors = Annotated[tuple[Id, ...], Field(min_length=1)]
"""Names of inputs, which are multiplied."""


class Unit(Model):
    """A part of the business that a company of its own can run, with its terms.

    `interest`, `debt_share`, `property_tax` name inputs; no property tax where the last is null.
    """

    id: ActorId
    interest: Id
    debt_share: Id
    loan_years: Years
    property_tax: Id | None = None
    citation: Citation | None = None


class Investment(Model):
    """What is built, by whom, at which cost, and for how many years it is written off.

    Attributes:
        by: the unit that owns it, or another actor.
        amount: the inputs whose product is its cost in yen.
        life_years: over which it is written off, and after which it is renewed.
        subsidy: the input that is the share which the public sector pays, once.
        shared: what other actors pay of it, as shares that are inputs, once.
        renewed: whether it is renewed, at the share that the case states.
    """

    id: Id
    name: Name
    by: ActorId
    amount: Factors
    life_years: Years
    life_basis: Text | None = None
    subsidy: Id | None = None
    shared: dict[ActorId, Id] = Field(default_factory=dict)
    renewed: Yes = True
    citation: Citation | None = None


class Flow(Model):
    """Money that one actor pays another each year.

    Attributes:
        amount: the inputs whose product is the first year's, in yen.
        yearly: or else the amounts of all years, in yen.
        during: while building (in equal parts) or in operation.
        growth: the input by which it grows a year.
        sells: what is sold for it; `price` is the factor that is its price, the others make kWh.
    """

    id: Id
    name: Name
    from_: ActorId = Field(alias="from")
    to: ActorId
    amount: tuple[Id, ...] = ()
    yearly: tuple[Number, ...] = ()
    during: Period = "operation"
    growth: Id | None = None
    sells: Literal["power", "heat"] | None = None
    price: Id | None = None
    citation: Citation | None = None

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        if bool(self.amount) == bool(self.yearly):
            raise FormError(
                "amount か yearly のどちらか一つを書いてください",
                "give one of amount and yearly",
                ("amount",),
            )
        return self


class Benefit(Model):
    """What somebody gains each year without being paid for it, in yen.

    `kind` is its code in the catalogue; `to` tells the shares of the actors, as inputs, and one of
    them may be `rest`.
    """

    id: Id
    name: Name
    kind: Words
    to: dict[ActorId, Id] = Field(min_length=1)
    amount: Factors
    during: Period = "operation"
    growth: Id | None = None
    citation: Citation | None = None


class Target(Model):
    """A published result that fitting aims at: a figure of the area, or a value.

    Attributes:
        result: what it is.
        form: in which form of business; None for costs and benefits.
        company: of which company.
        figure: the figure in the area's file; or else
        value: the value (with `high`, a range).
        tolerance: within which the result counts as met: a share, a year or a ratio.
        fitted: whether fitting aims at it; where it does not, `because` says why.
    """

    id: Id
    result: Measure
    form: Form | None = None
    company: Words | None = None
    figure: Id | None = None
    value: Number | None = None
    high: Number | None = None
    tolerance: Annotated[Real, Field(ge=1e-6, le=1)]
    fitted: Yes = True
    because: Text | None = None


class Unreachable(Model):
    """A published B/C that some actors alone cannot reach within plausible values, and why.

    `figure` is the figure in the area's file; of a range its lower end is meant.
    """

    actors: Annotated[tuple[ActorId, ...], Field(min_length=1)]
    figure: Id
    because: Text


class Terms(Model):
    """What holds for the whole case; each names an input.

    `lender`, `owner`, `public`, `supplier` are the actors who lend, who own the companies, who
    tax and subsidise, and who build and take over what is left.
    """

    tax: Id
    discount: Id
    renewal_share: Id
    lender: ActorId
    owner: ActorId
    public: ActorId
    supplier: ActorId


class ViabilityCase(Model):
    """Everything from which viability is computed, in a district's file or a user's.

    Attributes:
        area: the area whose published figures it aims at.
        stated: what the source states of it beyond the inputs, such as its years.
        building_years: before operation.
        operation_years: of operation.
        forms: integrated (all units in one company), split (a company each).
        groups: the actors whose benefits and costs are compared, those of a group together.
        must_know: inputs without whose real values nothing is judged.
        unreachable: published results that no plausible values can reach, and why.
    """

    id: Id | None = None
    name: OptionalName = None
    area: Id | None = None
    stated: tuple[Statement, ...] = ()
    building_years: Years
    operation_years: Years
    terms: Terms
    inputs: tuple[Input, ...] = Field(min_length=1)
    units: tuple[Unit, ...] = Field(min_length=1)
    investments: tuple[Investment, ...] = Field(min_length=1)
    flows: tuple[Flow, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    groups: tuple[Annotated[tuple[ActorId, ...], Field(min_length=1)], ...] = ()
    must_know: tuple[Id, ...] = ()
    targets: tuple[Target, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()

    @property
    def years(self) -> int:
        """How many years are reckoned, building and operation."""
        return self.building_years + self.operation_years


class Starter(Model):
    """What a case begins with where only a scheme's range of cost is known.

    Attributes:
        investment: the input that is the cost.
        open_range_factor: by which the lower end is multiplied where a range has no upper one.
        without: schemes that have no such business, and why.
        case: everything else.
    """

    class Without(Model):
        """A scheme that this screening is not for."""

        scheme: Id
        because: Text

    investment: Id
    open_range_factor: Annotated[Real, Field(gt=1)]
    open_range_assumption: Text
    without: tuple[Without, ...] = ()
    case: ViabilityCase
