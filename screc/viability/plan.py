"""What does not depend on who runs what: investments, loans, yearly flows and benefits."""

from __future__ import annotations

from dataclasses import dataclass

from screc.model.viability import REST, Benefit, Flow, Investment, Unit
from screc.viability.amounts import Amount, Yearly, annuity, sum_of, total
from screc.viability.given import Given
from screc.viability.ledger import Row, written


@dataclass(frozen=True)
class Built:
    """An investment through the years, in yen.

    Attributes:
        investment: what is built.
        base: what the owner pays of it and writes off.
        cost: of building, in equal parts.
        grant: what the public sector pays of it.
        shared: what other actors pay of it.
        renewal: the cost of renewals, in the year after a life ends.
        depreciation: in equal parts over the life, of what the owner paid.
        book: what is not written off yet, at the end of a year.
        assessed: the same of the whole cost, whoever paid it: what property tax is on.
        sale: what is left, sold at book value at the end of the last year.
    """

    investment: Investment
    base: Amount
    cost: Yearly
    grant: Yearly
    shared: dict[str, Yearly]
    renewal: Yearly
    depreciation: Yearly
    book: Yearly
    assessed: Yearly
    sale: Yearly

    @property
    def paid(self) -> Yearly:
        """What the owner pays."""
        received = sum_of([self.grant, *self.shared.values()], len(self.cost))
        return [
            cost + renewal - other
            for cost, renewal, other in zip(self.cost, self.renewal, received, strict=True)
        ]


@dataclass(frozen=True)
class Loan:
    """A unit's loan through the years, in yen; `balance` at the end of a year."""

    drawn: Yearly
    interest: Yearly
    repaid: Yearly
    balance: Yearly


@dataclass(frozen=True)
class Plan:
    """Investments, loans, property taxes, flows and benefits, by id, through the years, in yen."""

    built: dict[str, Built]
    loans: dict[str, Loan]
    property_tax: dict[str, Yearly]
    flows: dict[str, Yearly]
    benefits: dict[str, dict[str, Yearly]]


def make_plan(given: Given) -> Plan:
    """Compute what does not depend on who runs what.

    Args:
        given: the case, its values, and where the rows are written.
    """
    case = given.case
    built = {part.id: _build(part, given) for part in case.investments}
    owned = {
        unit.id: [part for part in built.values() if part.investment.by == unit.id]
        for unit in case.units
    }
    return Plan(
        built,
        {unit.id: _borrow(unit, owned[unit.id], given) for unit in case.units},
        {unit.id: _property_tax(unit, owned[unit.id], given) for unit in case.units},
        {flow.id: _flow(flow, given) for flow in case.flows},
        {benefit.id: _benefit(benefit, given) for benefit in case.benefits},
    )


def _build(part: Investment, given: Given) -> Built:
    case, ledger = given.case, given.ledger
    building, years, life = case.building_years, case.years, part.life_years
    amount, subsidy = given.amount(part.amount), given.value(part.subsidy)
    shares = {actor: given.value(name) for actor, name in part.shared.items()}
    base = amount * (1.0 - subsidy - total(shares.values()))
    again = amount * given.value(case.terms.renewal_share) if part.renewed else 0.0
    # The years in which something begins to be written off: at the start, and after each life.
    starts = list(range(building, years, life)) if part.renewed else [building]

    def row(account: str) -> Row:
        return Row("investments", part.id, account)

    def evenly(account: str, whole: Amount) -> Yearly:
        return written(
            ledger, row(account), years, lambda year: whole / building if year < building else 0.0
        )

    def written_off(first: Amount, year: int) -> Amount:
        running = [start for start in starts if start <= year < start + life]
        if not running:
            return 0.0
        return (first if running[0] == building else again) / life

    cost = evenly("cost", amount)
    grant = evenly("grant", amount * subsidy)
    shared = {actor: evenly(f"shared-{actor}", amount * share) for actor, share in shares.items()}
    renewal = written(
        ledger, row("renewal"), years, lambda year: again if year in starts[1:] else 0.0
    )
    depreciation = written(ledger, row("depreciation"), years, lambda year: written_off(base, year))
    book: Yearly = []
    assessed: Yearly = []
    for year in range(years):
        before = book[-1] if book else 0.0
        received = grant[year] + total(share[year] for share in shared.values())
        left = before + cost[year] - received + renewal[year] - depreciation[year]
        book.append(ledger.keep(row("book"), year, left))
    for year in range(years):
        before = assessed[-1] if assessed else 0.0
        left = before + cost[year] + renewal[year] - written_off(amount, year)
        assessed.append(ledger.keep(row("assessed"), year, left))
    sale = written(
        ledger, row("sale"), years, lambda year: book[year] if year == years - 1 else 0.0
    )
    return Built(part, base, cost, grant, shared, renewal, depreciation, book, assessed, sale)


def _borrow(unit: Unit, owned: list[Built], given: Given) -> Loan:
    """Draw a loan in equal parts while building, and repay it in equal payments in operation.

    A part bears interest from the year in which it is drawn. What is owed when operation ends, as
    the loan runs longer, is repaid then.
    """
    case = given.case
    building, rate = case.building_years, given.value(unit.interest)
    loan = total(part.base for part in owned) * given.value(unit.debt_share)
    payment = loan * annuity(rate, unit.loan_years)
    last = building + min(unit.loan_years, case.operation_years) - 1
    made = Loan([], [], [], [])

    def keep(account: str, year: int, amount: Amount) -> Amount:
        return given.ledger.keep(Row("loans", unit.id, account), year, amount)

    for year in range(case.years):
        before = made.balance[-1] if made.balance else 0.0
        made.drawn.append(keep("drawn", year, loan / building if year < building else 0.0))
        owed = before + made.drawn[year]
        made.interest.append(keep("interest", year, owed * rate))
        repaid: Amount = 0.0
        if building <= year < last:
            repaid = payment - made.interest[year]
        elif year == last:
            repaid = owed
        made.repaid.append(keep("repaid", year, repaid))
        made.balance.append(keep("balance", year, owed - made.repaid[year]))
    return made


def _property_tax(unit: Unit, owned: list[Built], given: Given) -> Yearly:
    """Tax what is assessed when a year of operation begins; subsidies do not lower it."""
    building, rate = given.case.building_years, given.value(unit.property_tax)

    def due(year: int) -> Amount:
        if year < building or unit.property_tax is None:
            return 0.0
        return total(part.assessed[year - 1] for part in owned) * rate

    return written(given.ledger, Row("loans", unit.id, "property-tax"), given.case.years, due)


def _flow(flow: Flow, given: Given) -> Yearly:
    case, row = given.case, Row("flows", flow.id, "paid")
    if not flow.yearly:
        return _yearly(row, given.amount(flow.amount), flow, given)
    start = 0 if flow.during == "building" else case.building_years
    stated = flow.yearly
    return written(
        given.ledger,
        row,
        case.years,
        lambda year: stated[year - start] if 0 <= year - start < len(stated) else 0.0,
    )


def _yearly(row: Row, amount: Amount, part: Flow | Benefit, given: Given) -> Yearly:
    case, building = given.case, given.case.building_years
    growth = 1.0 + given.value(part.growth)

    def of_year(year: int) -> Amount:
        if part.during == "building":
            return amount / building if year < building else 0.0
        if year < building:
            return 0.0
        return amount if part.growth is None else amount * growth ** (year - building)

    return written(given.ledger, row, case.years, of_year)


def _benefit(benefit: Benefit, given: Given) -> dict[str, Yearly]:
    amount = given.amount(benefit.amount)
    shares = {actor: given.value(name) for actor, name in benefit.to.items() if name != REST}
    rest = 1.0 - total(shares.values())
    return {
        actor: _yearly(
            Row("benefits", benefit.id, actor), amount * shares.get(actor, rest), benefit, given
        )
        for actor in benefit.to
    }
