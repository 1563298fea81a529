"""What an evaluation of viability says: the JSON that others rely on. Rates are shares a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from screc.model.recommendation import Edition

Verdict = Literal[
    "private", "private-low", "public", "near-public", "not-viable", "no-rate", "open"
]
Overall = Literal[
    "private", "private-low", "split", "public", "near-public", "not-viable", "no-rate", "open"
]
Measure = Literal[
    "irr",
    "se_irr",
    "first_profit_year",
    "accumulated_profit_year",
    "benefit_cost",
    "benefit_cost_range",
]
Origin = Literal["cited", "elsewhere", "assumed", "given", "fitted"]


@dataclass(frozen=True)
class EnergyCost:
    """The levelised cost of a kind of energy, and its levelised price, in yen/kWh."""

    cost: float
    price: float


@dataclass(frozen=True)
class CompanyResult:
    """What a company's years come to.

    Attributes:
        company: what it is called.
        irr: rate of return of the project, before loans are drawn and served, after tax as it is
            paid (interest is deducted before it: our reading); null with `irr_note`.
        irr_note: why there is none: "no IRR" or "no unique IRR".
        se_irr: the same with co-benefits (NEB) that the company creates.
        se_irr_note: why there is none.
        equity_irr: rate of return of what the owners put in and take out.
        equity_irr_note: why there is none.
        npv_yen: of the project, at the discount rate.
        social_npv_yen: with co-benefits.
        investment_yen: what is built at first, whoever pays for it.
        first_profit_year: first year of operation with a profit.
        accumulated_profit_year: year in which accumulated profit and loss turns positive.
        payback_year: year from which the flow stays won back.
        discounted_payback_year: the same, discounted.
        energy_yen_per_kwh: levelised cost of power (LCOE) and heat (LCOH).
        account_yen: every account of the company, one amount a year, building first.
        verdict: how it could be run.
        reason: why.
    """

    company: str
    irr: float | None
    irr_note: str | None
    se_irr: float | None
    se_irr_note: str | None
    equity_irr: float | None
    equity_irr_note: str | None
    npv_yen: float
    social_npv_yen: float
    investment_yen: float
    first_profit_year: int | None
    accumulated_profit_year: int | None
    payback_year: int | None
    discounted_payback_year: int | None
    energy_yen_per_kwh: dict[str, EnergyCost]
    account_yen: dict[str, tuple[float, ...]]
    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class Forms:
    """The companies, as one and as several; null where the case has no such form."""

    integrated: CompanyResult | None
    split: dict[str, CompanyResult] | None


@dataclass(frozen=True)
class Counted:
    """A benefit, discounted, and who gains it."""

    code: str
    name: str
    to: dict[str, float]


@dataclass(frozen=True)
class BenefitCost:
    """Benefits over costs, discounted; null where nothing is spent."""

    discount_rate: float
    total: float | None
    by_stakeholder: dict[str, float | None]
    cost_yen: dict[str, float]
    benefit_yen: dict[str, float]
    benefits: tuple[Counted, ...]


@dataclass(frozen=True)
class UsedInput:
    """An input as it was used, and where it comes from."""

    id: str
    name: str
    value: float
    unit: str | None
    low: float | None
    high: float | None
    origin: Origin
    source: str


@dataclass(frozen=True)
class Changed:
    """An input that the user changed; `plausible` tells whether it is still in its range."""

    id: str
    name: str
    before: float
    after: float
    plausible: bool


@dataclass(frozen=True)
class FittedInput:
    """An input that was fitted: where it began, and how far of the way to the end it was moved."""

    id: str
    name: str
    prior: float
    value: float
    moved: float


@dataclass(frozen=True)
class Residual:
    """A published result beside what was reached; ranges have a `high`."""

    id: str
    name: str
    result: Measure
    published: float
    published_high: float | None
    reached: float | None
    reached_high: float | None
    tolerance: float
    met: bool
    fitted: bool
    because: str | None


@dataclass(frozen=True)
class OutOfReach:
    """What some actors alone come to, beside a published result that they cannot reach, and why."""

    actors: tuple[str, ...]
    published: float
    reached: float
    because: str


@dataclass(frozen=True)
class Fitting:
    """How a district was fitted to what is published of it."""

    steps: int
    residuals: tuple[Residual, ...]
    inputs: tuple[FittedInput, ...]
    unreachable: tuple[OutOfReach, ...]


@dataclass(frozen=True)
class Goal:
    """The value of one input, the others unchanged, at which a company reaches a hurdle.

    `value` is null where none does; `plausible` tells whether it lies in the input's range;
    `least_ratio` is the least B/C of all stakeholders with it, that of `least_of`.
    """

    company: str
    form: str
    measure: str
    hurdle: float
    input: str
    name: str
    now: float
    value: float | None
    plausible: bool
    least_ratio: float | None
    least_of: str | None


@dataclass(frozen=True)
class Swing:
    """What a rate becomes with an input at either end of its range."""

    company: str
    form: str
    input: str
    name: str
    low: float
    high: float
    at_low: float | None
    at_high: float | None


@dataclass(frozen=True)
class Chance:
    """What drawing all inputs within their ranges makes of a company's rate.

    `quantiles` are the 5th, 50th and 95th of a hundred; `without` is the share of draws without a
    rate, which count as missing the hurdle.
    """

    company: str
    form: str
    measure: str
    hurdle: float
    probability: float
    quantiles: tuple[float | None, float | None, float | None]
    without: float


@dataclass(frozen=True)
class Risk:
    """A simulation: how many draws, from which seed, and what came of them."""

    runs: int
    seed: int
    chances: tuple[Chance, ...]


@dataclass(frozen=True)
class Evaluation:
    """A first screen of viability.

    `actors` are their names; `building_years` come before operation; `transfers[payer][receiver]`
    are yen over all years, in the last form of business.
    """

    case: str
    name: str
    knowledge: Edition
    building_years: int
    actors: dict[str, str]
    verdict: Overall
    summary: str
    notice: str
    changed: tuple[Changed, ...]
    forms: Forms
    benefit_cost: BenefitCost | None
    transfers: dict[str, dict[str, float]]
    stated: tuple[str, ...]
    inputs: tuple[UsedInput, ...]
    fitting: Fitting | None
    goals: tuple[Goal, ...] | None
    sensitivity: tuple[Swing, ...] | None
    risk: Risk | None

    @property
    def companies(self) -> tuple[CompanyResult, ...]:
        """All companies, that of the whole before those of its parts."""
        whole = () if self.forms.integrated is None else (self.forms.integrated,)
        return (*whole, *(self.forms.split or {}).values())
