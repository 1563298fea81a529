"""Reckon a case: the accounts of every form of business, and the shares of the stakeholders."""

from __future__ import annotations

from dataclasses import dataclass

from screc.model.viability import Form, ViabilityCase
from screc.viability.amounts import Amount, Values, total
from screc.viability.company import Account, keep_account
from screc.viability.given import Given
from screc.viability.ledger import Ledger, Nothing
from screc.viability.plan import Plan, make_plan
from screc.viability.stakeholders import Share, share_of

INTEGRATED = "integrated"


@dataclass(frozen=True)
class Reckoning:
    """A case, reckoned with some values of its inputs: single ones, or arrays of many runs.

    Attributes:
        case: what was reckoned.
        values: of its inputs.
        plan: investments, loans, flows and benefits.
        forms: the accounts of the companies of each form.
        shares: costs and benefits of each group of actors.
    """

    case: ViabilityCase
    values: Values
    plan: Plan
    forms: dict[Form, tuple[Account, ...]]
    shares: tuple[Share, ...]

    @property
    def present_cost(self) -> Amount:
        """The costs of all groups, discounted, in yen."""
        return total(share.present_cost for share in self.shares)

    @property
    def present_benefit(self) -> Amount:
        """The benefits of all groups, discounted, in yen."""
        return total(share.present_benefit for share in self.shares)

    def account(self, form: Form, company: str) -> Account:
        """Find a company's account."""
        return next(part for part in self.forms[form] if part.company == company)


def values_of(case: ViabilityCase) -> dict[str, float]:
    """Take every input at its value.

    Args:
        case: whose inputs.
    """
    return {part.id: part.number for part in case.inputs}


def companies_of(case: ViabilityCase, form: Form) -> dict[str, tuple[str, ...]]:
    """List the companies of a form, with the units that each runs."""
    units = tuple(unit.id for unit in case.units)
    return {unit: (unit,) for unit in units} if form == "split" else {INTEGRATED: units}


def reckon(case: ViabilityCase, values: Values, ledger: Ledger | None = None) -> Reckoning:
    """Reckon a case.

    Args:
        case: what is built, paid and gained.
        values: of its inputs, by id: numbers, or arrays of shape (runs,) for many at once.
        ledger: where every row is written; none is kept without one.
    """
    given = Given(case, values, ledger or Nothing())
    plan = make_plan(given)
    forms = {
        form: tuple(
            keep_account(company, units, plan, given)
            for company, units in companies_of(case, form).items()
        )
        for form in case.forms
    }
    shares = tuple(share_of(actors, plan, given) for actors in case.groups)
    return Reckoning(case, values, plan, forms, shares)
