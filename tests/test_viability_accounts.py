"""The yearly accounts: reckoned by hand, and what must hold whatever the numbers are."""

from __future__ import annotations

from itertools import pairwise
from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from viability_cases import (
    DISTRICTS,
    district,
    evaluation,
    hand,
    hand_case,
    plain_study,
    study,
    within_ranges,
)

from screc.knowledge.load import load_knowledge
from screc.model.text import Say
from screc.viability.amounts import as_runs
from screc.viability.company_result import energy_costs
from screc.viability.evaluate import evaluate
from screc.viability.rates import internal_rate
from screc.viability.reckon import reckon, values_of
from screc.viability.stakeholders import discounted, matrix, transfers

MINATO = "minato-district"
EXACT = 1e-9
PLACES = st.lists(st.floats(0.0, 1.0), min_size=5, max_size=40)
few = settings(max_examples=25, deadline=None)


@pytest.mark.parametrize("account", hand()["account"])
def test_accounts_are_as_reckoned_by_hand(account: str) -> None:
    """Each account of the small case, in each of its years."""
    result = evaluate(plain_study(hand_case()), load_knowledge(), Say("en"))
    assert result.forms.integrated is not None
    found = result.forms.integrated.account_yen[account]
    assert found == pytest.approx(hand()["account"][account], abs=1e-6)


def test_results_are_as_reckoned_by_hand() -> None:
    """Value, years, costs and benefits of the small case; at its rate it is worth nothing."""
    result = evaluate(plain_study(hand_case()), load_knowledge(), Say("en"))
    company, shared = result.forms.integrated, result.benefit_cost
    assert company is not None
    assert shared is not None
    for name, value in hand()["results"].items():
        assert getattr(company, name) == pytest.approx(value)
    assert shared.cost_yen == pytest.approx(hand()["cost"])
    assert shared.benefit_yen == pytest.approx(hand()["benefit"], rel=1e-8, abs=1e-9)
    assert abs(discounted(hand()["account"]["flow"], company.irr or 0.0)) < 1e-4
    assert abs(discounted(hand()["account"]["social"], company.se_irr or 0.0)) < 1e-4


def test_energy_sold_at_its_levelised_cost_is_worth_nothing() -> None:
    """Before tax, a price of the levelised cost leaves no value: that is what the cost means."""
    case = hand_case(tax=0)
    reckoned = reckon(case, values_of(case))
    cost = energy_costs(reckoned.forms["integrated"][0], reckoned)["power"].cost
    priced = hand_case(tax=0, price=cost)
    flow = reckon(priced, values_of(priced)).forms["integrated"][0].flow
    assert abs(discounted(flow, 0.1)) < 1e-9


@few
@given(PLACES)
def test_what_one_pays_another_receives(places: list[float]) -> None:
    """What a company receives it pays, over all years and in each, its owners' cash included.

    The matrix sums to zero as a whole because every payment has a payer and a receiver.
    """
    case = district(MINATO)
    reckoned = reckon(case, within_ranges(case, places))
    for accounts in reckoned.forms.values():
        moved = list(transfers(reckoned.plan, accounts, case))
        paid = matrix(moved)
        actors = {*paid, *(receiver for row in paid.values() for receiver in row)}
        net = {
            actor: sum(row.get(actor, 0.0) for row in paid.values())
            - sum(paid.get(actor, {}).values())
            for actor in actors
        }
        size = sum(abs(amount) for row in paid.values() for amount in row.values())
        for account in accounts:
            assert abs(net[account.company]) < EXACT * size
            for year in range(case.years):
                kept = sum(
                    (part.receiver == account.company) * part.amounts[year]
                    - (part.payer == account.company) * part.amounts[year]
                    for part in moved
                )
                assert abs(kept) < EXACT * size


@few
@given(PLACES)
def test_the_total_lies_between_the_stakeholders(places: list[float]) -> None:
    """Summed benefits over summed costs, so neither below the least B/C nor above the greatest."""
    case = district(MINATO)
    reckoned = reckon(case, within_ranges(case, places))
    ratios = [share.ratio for share in reckoned.shares if share.present_cost > 0]
    total = reckoned.present_benefit / reckoned.present_cost
    if len(ratios) == len(reckoned.shares):
        assert min(ratios) - EXACT <= total <= max(ratios) + EXACT


@few
@given(PLACES)
def test_co_benefits_never_lower_a_rate(places: list[float]) -> None:
    """Where NEB are not negative, SE-IRR is at least IRR."""
    case = district(MINATO)
    for accounts in reckon(case, within_ranges(case, places)).forms.values():
        for account in accounts:
            irr, social = internal_rate(account.flow).value, internal_rate(account.social).value
            assert all(amount >= 0 for amount in account.benefit)
            if irr is not None and social is not None:
                assert social >= irr - EXACT


@few
@given(PLACES)
def test_splitting_creates_no_money(places: list[float]) -> None:
    """Before tax, the companies together have the whole's cash, its profit and its co-benefits."""
    case = district(MINATO)
    reckoned = reckon(case, within_ranges(case, places))
    (whole,) = reckoned.forms["integrated"]
    parts = reckoned.forms["split"]
    for account in ("before_tax", "benefit", "capital", "sale", "interest", "property_tax"):
        summed = np.sum([getattr(part, account) for part in parts], axis=0)
        assert np.allclose(summed, getattr(whole, account), rtol=EXACT, atol=1.0)
    cash = np.sum([np.add(part.flow, part.tax) for part in parts], axis=0)
    assert np.allclose(cash, np.add(whole.flow, whole.tax), rtol=EXACT, atol=1.0)


@few
@given(PLACES)
def test_the_whole_lies_between_its_parts(places: list[float]) -> None:
    """Without tax the whole's flow is the sum of its parts', and its rate lies between theirs."""
    case = district(MINATO)
    reckoned = reckon(case, within_ranges(case, places) | {"tax-rate": 0.0})
    (whole,) = reckoned.forms["integrated"]
    parts = reckoned.forms["split"]
    assert np.allclose(np.sum([part.flow for part in parts], axis=0), whole.flow, atol=1.0)
    rates = [internal_rate(part.flow).value for part in parts]
    rate = internal_rate(whole.flow).value
    known = [part for part in rates if part is not None]
    if rate is not None and len(known) == len(rates):
        assert min(known) - EXACT <= rate <= max(known) + EXACT


@few
@given(PLACES)
def test_more_subsidy_never_lowers_a_rate(places: list[float]) -> None:
    """From none to nine tenths, each operator's IRR rises or stays, wherever it is above zero.

    Below zero, the tax that a subsidy brings later weighs more than the subsidy now.
    """
    case = district(MINATO)
    values = within_ranges(case, places)
    shares = np.linspace(0.0, 0.9, 10)
    reckoned = reckon(case, values | {"subsidy-share": shares})
    for accounts in reckoned.forms.values():
        for account in accounts:
            rates = [internal_rate(flow.tolist()).value for flow in as_runs(account.flow, 10)]
            known = [rate for rate in rates if rate is not None and rate >= 0]
            assert all(after >= before - EXACT for before, after in pairwise(known))


@few
@given(PLACES)
def test_many_runs_are_the_same_as_one_each(places: list[float]) -> None:
    """What is reckoned as an array is what is reckoned alone."""
    case = district(MINATO)
    one, other = within_ranges(case, places), values_of(case)
    both = {name: np.array([one[name], other[name]]) for name in one}
    together = reckon(case, both)
    for run, values in enumerate((one, other)):
        alone = reckon(case, values)
        for form, accounts in alone.forms.items():
            for index, account in enumerate(accounts):
                found = as_runs(together.forms[form][index].equity, 2)[run]
                assert np.allclose(found, account.equity, rtol=EXACT, atol=1e-3)


@pytest.mark.parametrize("name", DISTRICTS)
def test_a_loan_is_drawn_and_repaid(name: str) -> None:
    """At the end nothing is owed, and what was drawn was repaid."""
    case = district(name)
    for loan in reckon(case, study(name).values).plan.loans.values():
        assert isclose(sum(loan.drawn), sum(loan.repaid), rel_tol=EXACT)
        assert abs(loan.balance[-1]) < 1e-3


@pytest.mark.parametrize("name", DISTRICTS)
def test_everything_built_is_written_off_or_sold(name: str) -> None:
    """What an owner paid is depreciation, or is sold at book value at the end."""
    for part in reckon(district(name), study(name).values).plan.built.values():
        assert isclose(sum(part.paid), sum(part.depreciation) + sum(part.sale), rel_tol=EXACT)
        assert isclose(part.book[-1], part.sale[-1], abs_tol=1e-6)
        assert min(part.book) > -1e-3


def test_renewal_is_seventy_percent_after_each_life() -> None:
    """Cogeneration of 15 years is renewed in year 16 of operation, and not subsidised again."""
    reckoned = reckon(district(MINATO), study(MINATO).values)
    chp = reckoned.plan.built["chp"]
    cost = sum(chp.cost)
    assert [year for year, amount in enumerate(chp.renewal) if amount] == [3 + 15]
    assert chp.renewal[18] == pytest.approx(0.7 * cost)
    assert sum(chp.grant) == pytest.approx(cost / 3)
    assert [year for year, amount in enumerate(chp.grant) if amount] == [0, 1, 2]


def test_income_and_fuel_grow_as_the_source_says() -> None:
    """Income by half a percent a year, fuel by one; neither before operation."""
    flows = reckon(district(MINATO), study(MINATO).values).plan.flows
    for name, growth in (("heat-sales", 1.005), ("fuel-of-heat", 1.01)):
        assert flows[name][:3] == [0.0, 0.0, 0.0]
        assert flows[name][32] / flows[name][3] == pytest.approx(growth**29)


def test_the_network_bears_no_property_tax() -> None:
    """Its equipment is taken as the municipality's; G's is taxed on its book value."""
    accounts = {
        part.company: part for part in reckon(district(MINATO), study(MINATO).values).forms["split"]
    }
    assert sum(accounts["N"].property_tax) == 0
    assert sum(accounts["G"].property_tax) > 0


def test_a_yearly_plan_takes_the_place_of_an_amount() -> None:
    """A user's own amounts, one a year, are taken as they are."""
    case = hand_case()
    flows = tuple(
        flow.model_copy(
            update={"amount": (), "yearly": (1.0, 2.0, 3.0), "sells": None, "price": None}
        )
        if flow.id == "sales"
        else flow
        for flow in case.flows
    )
    reckoned = reckon(case.model_copy(update={"flows": flows}), values_of(case))
    assert list(reckoned.plan.flows["sales"]) == [0.0, 1.0, 2.0, 3.0]


def test_a_price_above_that_elsewhere_costs_the_customer() -> None:
    """Raising the price of heat moves money from D-2 to G, and leaves the total as it is."""
    case = district(MINATO)
    values = study(MINATO).values
    before, after = reckon(case, values), reckon(case, values | {"heat-price": 15.0})
    assert after.present_benefit == pytest.approx(before.present_benefit)
    gains = {
        share.actors: share.present_benefit - old.present_benefit
        for share, old in zip(after.shares, before.shares, strict=True)
    }
    assert gains["N", "G"] > 0
    assert gains["D-2",] == pytest.approx(-gains["N", "G"])


@pytest.mark.parametrize("name", DISTRICTS)
def test_what_is_summed_up_can_be_taken_apart(name: str) -> None:
    """Each company's cash flow follows from the accounts that are told with it."""
    result = evaluation(name)
    for company in [result.forms.integrated, *(result.forms.split or {}).values()]:
        rows = {account: np.array(years) for account, years in company.account_yen.items()}
        flow = rows["received"] - rows["paid"] - rows["property-tax"] - rows["tax"]
        assert np.allclose(flow - rows["capital"] + rows["sale"], rows["flow"], atol=1e-3)
        assert np.allclose(np.cumsum(rows["profit"]), rows["accumulated"], atol=1e-3)
