"""Who pays and gains what: the matrix of payments, and benefits over costs by stakeholder.

Our reading of B/C, as the source prints none: costs are what an actor pays for what is built and
renewed, and to open the business; benefits are what it gains each year, in money and in
co-benefits, and what is left at the end. Taxes are left out on both sides, and so are loans, as
discounting stands for their price. What one actor pays another lowers the one's benefit and raises
the other's, so that the total is the same however it is shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan

from screc.model.viability import ViabilityCase
from screc.viability.amounts import Amount, Yearly, total
from screc.viability.company import Account
from screc.viability.given import Given
from screc.viability.ledger import Row, written
from screc.viability.plan import Plan


@dataclass(frozen=True)
class Transfer:
    """Money from one actor to another through the years, in yen; negative where it comes back."""

    what: str
    payer: str
    receiver: str
    amounts: Yearly


@dataclass(frozen=True)
class Share:
    """Costs and benefits of some actors together through the years, and discounted, in yen."""

    actors: tuple[str, ...]
    cost: Yearly
    benefit: Yearly
    present_cost: Amount
    present_benefit: Amount

    @property
    def name(self) -> str:
        """What the actors are called together."""
        return together(self.actors)

    @property
    def ratio(self) -> Amount:
        """Benefits over costs; not a number where nothing is spent."""
        return over(self.present_benefit, self.present_cost)


def transfers(plan: Plan, accounts: Sequence[Account], case: ViabilityCase) -> Iterator[Transfer]:
    """Go through all money that changes hands: what one pays, another receives.

    Args:
        plan: investments, loans, flows and benefits.
        accounts: of the companies of one form of business.
        case: of which they are.
    """
    terms = case.terms
    company_of = {unit: account.company for account in accounts for unit in account.units}

    def called(actor: str) -> str:
        return company_of.get(actor, actor)

    for part in plan.built.values():
        name, owner = part.investment.id, called(part.investment.by)
        cost = [one + other for one, other in zip(part.cost, part.renewal, strict=True)]
        yield Transfer(name, owner, terms.supplier, cost)
        yield Transfer(name, terms.public, owner, part.grant)
        for actor, share in part.shared.items():
            yield Transfer(name, called(actor), owner, share)
        yield Transfer(name, terms.supplier, owner, part.sale)
    for flow in case.flows:
        if called(flow.from_) != called(flow.to):
            yield Transfer(flow.id, called(flow.from_), called(flow.to), plan.flows[flow.id])
    for account in accounts:
        for unit in account.units:
            loan = plan.loans[unit]
            yield Transfer("loan", terms.lender, account.company, loan.drawn)
            yield Transfer("loan", account.company, terms.lender, loan.repaid)
        yield Transfer("interest", account.company, terms.lender, account.interest)
        yield Transfer("tax", account.company, terms.public, account.tax)
        yield Transfer("property-tax", account.company, terms.public, account.property_tax)
        yield Transfer("equity", account.company, terms.owner, account.equity)


def matrix(moved: Sequence[Transfer]) -> dict[str, dict[str, Amount]]:
    """Add up who paid whom: `matrix[payer][receiver]`, over all years, in yen.

    >>> matrix([Transfer("fee", "G", "N", [1.0, 2.0])])
    {'G': {'N': 3.0}}
    """
    found: dict[str, dict[str, Amount]] = {}
    for transfer in moved:
        row = found.setdefault(transfer.payer, {})
        row[transfer.receiver] = row.get(transfer.receiver, 0.0) + total(transfer.amounts)
    return found


def share_of(actors: Sequence[str], plan: Plan, given: Given) -> Share:
    """Compute costs and benefits of some actors together.

    Args:
        actors: whose they are.
        plan: investments, loans, flows and benefits.
        given: the case, its values, and where the rows are written.
    """
    case = given.case
    called = together(actors)

    def add(account: str, rows: list[tuple[int, Yearly]]) -> Yearly:
        def of_year(year: int) -> Amount:
            gained = total(row[year] for sign, row in rows if sign > 0)
            return gained - total(row[year] for sign, row in rows if sign < 0)

        return written(given.ledger, Row("shares", called, account), case.years, of_year)

    cost = add("cost", list(_costs(actors, plan, case)))
    benefit = add("benefit", list(_benefits(actors, plan, case)))
    rate = given.value(case.terms.discount)
    return Share(tuple(actors), cost, benefit, discounted(cost, rate), discounted(benefit, rate))


def together(actors: Sequence[str]) -> str:
    """Name some actors together.

    >>> together(["N", "G"])
    'N+G'
    """
    return "+".join(actors)


def over(benefit: Amount, cost: Amount) -> Amount:
    """Divide benefits by costs; not a number where there are none."""
    if isinstance(cost, int | float):
        return benefit / cost if cost > 0 else nan
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(cost > 0, benefit / cost, nan)


def discounted(amounts: Yearly, rate: Amount) -> Amount:
    """Discount to the first year, which is not discounted itself."""
    return total(amount / (1.0 + rate) ** year for year, amount in enumerate(amounts))


def _costs(actors: Sequence[str], plan: Plan, case: ViabilityCase) -> Iterator[tuple[int, Yearly]]:
    for part in plan.built.values():
        if part.investment.by in actors:
            yield 1, part.paid
        if case.terms.public in actors:
            yield 1, part.grant
        for actor, shared in part.shared.items():
            if actor in actors:
                yield 1, shared
    for flow in case.flows:
        if flow.during == "building" and (flow.from_ in actors) != (flow.to in actors):
            yield (1 if flow.from_ in actors else -1), plan.flows[flow.id]


def _benefits(
    actors: Sequence[str], plan: Plan, case: ViabilityCase
) -> Iterator[tuple[int, Yearly]]:
    for part in plan.built.values():
        if part.investment.by in actors:
            yield 1, part.sale
    for flow in case.flows:
        if flow.during == "operation" and (flow.from_ in actors) != (flow.to in actors):
            yield (1 if flow.to in actors else -1), plan.flows[flow.id]
    for gained in plan.benefits.values():
        for actor, amounts in gained.items():
            if actor in actors:
                yield 1, amounts
