"""A company's years: what it earns, its tax with losses carried forward, and its cash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from screc.viability.amounts import Amount, Yearly, larger, sum_of, total
from screc.viability.given import Given
from screc.viability.ledger import Ledger, Row, written
from screc.viability.plan import Plan

ENERGY_BENEFIT = "EB"
"""The code of what energy itself saves; all other benefits are beyond energy (NEB)."""


@dataclass(frozen=True)
class Account:
    """A company through the years, in yen.

    Attributes:
        company: what it is called: a unit, or all units as one.
        units: which units it runs.
        received: money from actors outside it.
        paid: money to them.
        capital: what it pays for what it builds and renews, without what others pay of it.
        sale: what is left, sold at the end.
        depreciation: what is written off.
        property_tax: on what stands in the books.
        interest: on its loans.
        before_tax: profit before tax on it.
        loss: carried forward at the end of a year.
        tax: on profit, after losses of earlier years.
        profit: after tax.
        accumulated: profit and loss of all years so far.
        flow: cash of the project after tax, before loans are drawn and served; the tax is as it is
            paid, after interest (our reading: the source does not say which).
        benefit: what it gains without being paid for it (NEB).
        social: cash of the project and NEB.
        equity: cash that its owners put in and take out.
    """

    company: str
    units: tuple[str, ...]
    received: Yearly
    paid: Yearly
    capital: Yearly
    sale: Yearly
    depreciation: Yearly
    property_tax: Yearly
    interest: Yearly
    before_tax: Yearly
    loss: Yearly
    tax: Yearly
    profit: Yearly
    accumulated: Yearly
    flow: Yearly
    benefit: Yearly
    social: Yearly
    equity: Yearly

    def cash(self, measure: Literal["irr", "se_irr"]) -> Yearly:
        """Say of which cash a rate is: the project's, or with co-benefits."""
        return self.flow if measure == "irr" else self.social

    def earnings(self, measure: Literal["first_profit_year", "accumulated_profit_year"]) -> Yearly:
        """Say in which row a year in profit is looked for."""
        return self.profit if measure == "first_profit_year" else self.accumulated


def keep_account(company: str, units: Sequence[str], plan: Plan, given: Given) -> Account:
    """Compute a company's years.

    Args:
        company: what it is called.
        units: which units it runs; what they pay each other drops out.
        plan: investments, loans, flows and benefits.
        given: the case, its values, and where the rows are written.
    """
    case, ledger = given.case, given.ledger
    years = case.years
    owned = [part for part in plan.built.values() if part.investment.by in units]
    loans = [plan.loans[unit] for unit in units]

    def row(account: str) -> Row:
        return Row("companies", company, account)

    def add(account: str, rows: Sequence[Yearly]) -> Yearly:
        summed = sum_of(rows, years)
        return written(ledger, row(account), years, lambda year: summed[year])

    outside = [flow for flow in case.flows if (flow.from_ in units) != (flow.to in units)]
    received = add("received", [plan.flows[flow.id] for flow in outside if flow.to in units])
    paid = add("paid", [plan.flows[flow.id] for flow in outside if flow.from_ in units])
    depreciation = add("depreciation", [part.depreciation for part in owned])
    property_tax = add("property-tax", [plan.property_tax[unit] for unit in units])
    interest = add("interest", [loan.interest for loan in loans])
    capital = add("capital", [part.paid for part in owned])
    sale = add("sale", [part.sale for part in owned])
    before_tax = written(
        ledger,
        row("before-tax"),
        years,
        lambda year: (
            received[year] - paid[year] - depreciation[year] - property_tax[year] - interest[year]
        ),
    )
    loss, tax = _tax(company, before_tax, given.value(case.terms.tax), ledger)
    profit = written(ledger, row("profit"), years, lambda year: before_tax[year] - tax[year])
    accumulated: Yearly = []
    for year in range(years):
        before: Amount = accumulated[-1] if accumulated else 0.0
        accumulated.append(ledger.keep(row("accumulated"), year, before + profit[year]))
    flow = written(
        ledger,
        row("flow"),
        years,
        lambda year: (
            received[year]
            - paid[year]
            - property_tax[year]
            - tax[year]
            - capital[year]
            + sale[year]
        ),
    )
    benefit = add(
        "benefit",
        [
            gained
            for part in case.benefits
            if part.kind != ENERGY_BENEFIT
            for actor, gained in plan.benefits[part.id].items()
            if actor in units
        ],
    )
    social = written(ledger, row("social"), years, lambda year: flow[year] + benefit[year])
    equity = written(
        ledger,
        row("equity"),
        years,
        lambda year: (
            flow[year]
            + total(loan.drawn[year] for loan in loans)
            - interest[year]
            - total(loan.repaid[year] for loan in loans)
        ),
    )
    return Account(
        company=company,
        units=tuple(units),
        received=received,
        paid=paid,
        capital=capital,
        sale=sale,
        depreciation=depreciation,
        property_tax=property_tax,
        interest=interest,
        before_tax=before_tax,
        loss=loss,
        tax=tax,
        profit=profit,
        accumulated=accumulated,
        flow=flow,
        benefit=benefit,
        social=social,
        equity=equity,
    )


def _tax(company: str, before_tax: Yearly, rate: Amount, ledger: Ledger) -> tuple[Yearly, Yearly]:
    """Tax profits once the losses before them are made up for, without a limit in time."""
    loss: Yearly = []
    tax: Yearly = []
    for year, earned in enumerate(before_tax):
        carried = loss[-1] if loss else 0.0
        due = larger(earned - carried, 0.0) * rate
        tax.append(ledger.keep(Row("companies", company, "tax"), year, due))
        left = larger(carried - earned, 0.0)
        loss.append(ledger.keep(Row("companies", company, "loss"), year, left))
    return loss, tax
