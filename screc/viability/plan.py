"""What does not depend on who runs what: investments, loans, yearly flows and benefits."""

from __future__ import annotations

from dataclasses import dataclass

from screc.model.viability import REST, Benefit, Flow, Investment, Unit, ViabilityCase
from screc.viability.amounts import Amount, Values, Yearly, annuity, product, sum_of, total
from screc.viability.ledger import Ledger, Row, written


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


def make_plan(case: ViabilityCase, values: Values, ledger: Ledger) -> Plan:
    """Compute what does not depend on who runs what.

    Args:
        case: what is built, paid and gained.
        values: of its inputs.
        ledger: where the rows are written.
    """
    built = {part.id: _build(part, case, values, ledger) for part in case.investments}
    owned = {
        unit.id: [part for part in built.values() if part.investment.by == unit.id]
        for unit in case.units
    }
    return Plan(
        built,
        {unit.id: _borrow(unit, owned[unit.id], case, values, ledger) for unit in case.units},
        {unit.id: _property_tax(unit, owned[unit.id], case, values, ledger) for unit in case.units},
        {flow.id: _flow(flow, case, values, ledger) for flow in case.flows},
        {benefit.id: _benefit(benefit, case, values, ledger) for benefit in case.benefits},
    )


def _build(part: Investment, case: ViabilityCase, values: Values, ledger: Ledger) -> Built:
    building, years, life = case.building_years, case.years, part.life_years
    amount = product(values[name] for name in part.amount)
    subsidy = values[part.subsidy] if part.subsidy else 0.0
    shares = {actor: values[name] for actor, name in part.shared.items()}
    base = amount * (1.0 - subsidy - total(shares.values()))
    again = amount * values[case.terms.renewal_share] if part.renewed else 0.0
    # The years in which something begins to be written off: at the start, and after each life.
    starts = list(range(building, years, life)) if part.renewed else [building]

    def row(account: str) -> Row:
        return Row("investments", part.id, account)

    def evenly(account: str, whole: Amount) -> Yearly:
        return written(
            ledger, row(account), years, lambda year: whole / building if year < building else 0.0
        )

    cost = evenly("cost", amount)
    grant = evenly("grant", amount * subsidy)
    shared = {
        actor: evenly(f"shared-{actor}", amount * share) for actor, share in shares.items()
    }
    renewal = written(
        ledger, row("renewal"), years, lambda year: again if year in starts[1:] else 0.0
    )

    def written_off(year: int) -> Amount:
        running = [start for start in starts if start <= year < start + life]
        if not running:
            return 0.0
        return (base if running[0] == building else again) / life

    depreciation = written(ledger, row("depreciation"), years, written_off)
    book: Yearly = []
    for year in range(years):
        before = book[-1] if book else 0.0
        received = grant[year] + total(share[year] for share in shared.values())
        left = before + cost[year] - received + renewal[year] - depreciation[year]
        book.append(ledger.keep(row("book"), year, left))
    sale = written(
        ledger, row("sale"), years, lambda year: book[year] if year == years - 1 else 0.0
    )
    return Built(part, base, cost, grant, shared, renewal, depreciation, book, sale)


def _borrow(
    unit: Unit, owned: list[Built], case: ViabilityCase, values: Values, ledger: Ledger
) -> Loan:
    building = case.building_years
    rate = values[unit.interest]
    loan = total(part.base for part in owned) * values[unit.debt_share]
    payment = loan * annuity(rate, unit.loan_years)
    last = building + min(unit.loan_years, case.operation_years) - 1
    made = Loan([], [], [], [])

    def keep(account: str, year: int, amount: Amount) -> Amount:
        return ledger.keep(Row("loans", unit.id, account), year, amount)

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


def _property_tax(
    unit: Unit, owned: list[Built], case: ViabilityCase, values: Values, ledger: Ledger
) -> Yearly:
    """Tax what stands in the books when a year of operation begins."""
    rate = values[unit.property_tax] if unit.property_tax else 0.0

    def due(year: int) -> Amount:
        if year < case.building_years or unit.property_tax is None:
            return 0.0
        return total(part.book[year - 1] for part in owned) * rate

    return written(ledger, Row("loans", unit.id, "property-tax"), case.years, due)


def _flow(flow: Flow, case: ViabilityCase, values: Values, ledger: Ledger) -> Yearly:
    row = Row("flows", flow.id, "paid")
    if flow.yearly:
        given = flow.yearly
        start = 0 if flow.during == "building" else case.building_years
        return written(
            ledger,
            row,
            case.years,
            lambda year: given[year - start] if 0 <= year - start < len(given) else 0.0,
        )
    return _yearly(row, product(values[name] for name in flow.amount), flow, case, values, ledger)


def _yearly(
    row: Row,
    amount: Amount,
    part: Flow | Benefit,
    case: ViabilityCase,
    values: Values,
    ledger: Ledger,
) -> Yearly:
    building = case.building_years
    if part.during == "building":
        return written(
            ledger, row, case.years, lambda year: amount / building if year < building else 0.0
        )
    growth = 1.0 + values[part.growth] if part.growth else 1.0
    return written(
        ledger,
        row,
        case.years,
        lambda year: amount * growth ** (year - building) if year >= building else 0.0,
    )


def _benefit(
    benefit: Benefit, case: ViabilityCase, values: Values, ledger: Ledger
) -> dict[str, Yearly]:
    amount = product(values[name] for name in benefit.amount)
    shares = {actor: values[name] for actor, name in benefit.to.items() if name != REST}
    rest = 1.0 - total(shares.values())
    return {
        actor: _yearly(
            Row("benefits", benefit.id, actor),
            amount * (rest if name == REST else shares[actor]),
            benefit,
            case,
            values,
            ledger,
        )
        for actor, name in benefit.to.items()
    }
