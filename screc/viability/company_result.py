"""What a company's years come to: rates, values, years, and the cost of the energy it sells."""

from __future__ import annotations

from dataclasses import dataclass, fields

from screc.model.evaluation import CompanyResult, EnergyCost, Verdict
from screc.model.text import Say
from screc.model.viability_words import Hurdles
from screc.viability.amounts import Yearly, total
from screc.viability.company import Account
from screc.viability.rates import (
    Doubt,
    Rate,
    first_year,
    internal_rate,
    payback_year,
)
from screc.viability.reckon import Reckoning
from screc.viability.stakeholders import discounted
from screc.viability.verdict import judge, reason

NOTES: dict[Doubt, str] = {"none": "no IRR", "not-unique": "no unique IRR"}
"""Why there is no rate, in the words of the JSON."""


def company_result(
    account: Account, reckoned: Reckoning, hurdles: Hurdles, say: Say, *, is_open: bool
) -> CompanyResult:
    """Sum up a company's years.

    Args:
        account: its years.
        reckoned: of which they are.
        hurdles: what is asked of a private and of a public business.
        say: the language of the reason.
        is_open: whether too little is known to judge.
    """
    case = reckoned.case
    building = case.building_years
    discount = reckoned.values[case.terms.discount]
    irr, social = internal_rate(account.flow), internal_rate(account.social)
    equity = internal_rate(account.equity)
    verdict: Verdict = "open" if is_open else judge(irr, social, hurdles)
    return CompanyResult(
        company=account.company,
        irr=irr.value,
        irr_note=_note(irr),
        se_irr=social.value,
        se_irr_note=_note(social),
        equity_irr=equity.value,
        equity_irr_note=_note(equity),
        npv_yen=discounted(account.flow, discount),
        social_npv_yen=discounted(account.social, discount),
        investment_yen=total(
            total(part.cost)
            for part in reckoned.plan.built.values()
            if part.investment.by in account.units
        ),
        first_profit_year=first_year(account.profit, building),
        accumulated_profit_year=first_year(account.accumulated, building),
        payback_year=payback_year(account.flow, 0.0, building),
        discounted_payback_year=payback_year(account.flow, discount, building),
        energy_yen_per_kwh=energy_costs(account, reckoned),
        account_yen={
            field.name.replace("_", "-"): tuple(map(float, getattr(account, field.name)))
            for field in fields(account)
            if field.name not in ("company", "units")
        },
        verdict=verdict,
        reason=reason(verdict, irr, social, hurdles, say),
    )


def _note(rate: Rate) -> str | None:
    return NOTES[rate.doubt] if rate.doubt else None


@dataclass(frozen=True)
class _Sold:
    """Energy that is sold, and what is earned with it, both discounted."""

    kwh: float
    yen: float


def energy_costs(account: Account, reckoned: Reckoning) -> dict[str, EnergyCost]:
    """Level a company's costs over the energy that it sells.

    All costs (building less what others pay of it, running, property tax, tax, less what is left),
    discounted, are shared between power and heat as their sales are, and divided by the energy,
    discounted. The price is levelled likewise, as it grows.

    Args:
        account: the company's.
        reckoned: of which it is.

    Returns:
        For power (LCOE) and heat (LCOH), in yen/kWh.
    """
    sold = _sold(account, reckoned)
    rate = reckoned.values[reckoned.case.terms.discount]
    earned = sum(part.yen for part in sold.values())
    if earned <= 0:
        return {}
    share = discounted(_costs(account), rate) / earned
    return {
        kind: EnergyCost(share * part.yen / part.kwh, part.yen / part.kwh)
        for kind, part in sold.items()
        if part.kwh > 0
    }


def _sold(account: Account, reckoned: Reckoning) -> dict[str, _Sold]:
    case, values = reckoned.case, reckoned.values
    rate = values[case.terms.discount]
    found: dict[str, _Sold] = {}
    for flow in case.flows:
        is_sold = flow.to in account.units and flow.from_ not in account.units
        if flow.sells is None or flow.price is None or not is_sold:
            continue
        # The amount grows with the price, the energy does not.
        growth = 1.0 + (values[flow.growth] if flow.growth else 0.0)
        amounts = reckoned.plan.flows[flow.id]
        price = values[flow.price]
        if price == 0:
            continue
        kwh: Yearly = [
            amount / price / growth ** max(year - case.building_years, 0)
            for year, amount in enumerate(amounts)
        ]
        before = found.get(flow.sells, _Sold(0.0, 0.0))
        found[flow.sells] = _Sold(
            before.kwh + discounted(kwh, rate), before.yen + discounted(amounts, rate)
        )
    return found


def _costs(account: Account) -> Yearly:
    rows = (account.capital, account.paid, account.property_tax, account.tax)
    return [sum(year) - sale for *year, sale in zip(*rows, account.sale, strict=True)]
