"""Rates of return: closed forms, another library, and no number where none is unique."""

from __future__ import annotations

from itertools import pairwise
from math import isclose

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from screc.viability.amounts import annuity
from screc.viability.rates import (
    Rate,
    all_rates,
    first_year,
    internal_rate,
    internal_rates,
    payback_year,
)
from screc.viability.stakeholders import discounted

EXACT = 1e-9
FLOWS = 500


def random_flows() -> list[list[float]]:
    """Make flows as businesses have them, and flows of any signs, of any length and size."""
    draw = np.random.default_rng(20261126)
    flows = []
    for number in range(FLOWS):
        years = int(draw.integers(2, 36))
        flow = draw.normal(size=years) * 10 ** draw.uniform(0, 11)
        if number % 2:
            flow = np.abs(flow)
            building = max(1, years // 8)
            flow[:building] *= -draw.uniform(1, 5)
        flows.append([float(amount) for amount in flow])
    return flows


@given(
    rate=st.floats(-0.3, 2.0).filter(lambda rate: abs(rate) > 1e-4),
    years=st.integers(1, 60),
    payment=st.floats(1.0, 1e9),
)
def test_an_annuity_has_the_rate_it_was_made_with(rate: float, years: int, payment: float) -> None:
    """What a level income over so many years is worth, paid at the start, returns the rate."""
    cost = payment * (1 - (1 + rate) ** -years) / rate
    found = internal_rate([-cost, *[payment] * years])
    assert found.value is not None
    assert isclose(found.value, rate, rel_tol=1e-8, abs_tol=1e-10)


@given(years=st.integers(1, 60), payment=st.floats(1.0, 1e9))
def test_what_only_comes_back_has_a_rate_of_zero(years: int, payment: float) -> None:
    """No interest: the payments add up to the cost."""
    found = internal_rate([-payment * years, *[payment] * years])
    assert found.value is not None
    assert abs(found.value) < EXACT


def test_a_perpetuity_returns_its_payment() -> None:
    """The longer an income lasts, the nearer the rate comes to income over cost."""
    rates = [internal_rate([-1000.0, *[50.0] * years]).value or 0.0 for years in (60, 200, 700)]
    assert rates == sorted(rates)
    assert isclose(rates[-1], 0.05, rel_tol=1e-9)


@pytest.mark.parametrize("rate", [0.0, 1e-12, 0.03, 1.0])
def test_a_loan_is_repaid_by_its_annuity(rate: float) -> None:
    """Paying the annuity for so many years leaves nothing owed, at no interest too."""
    owed = 1.0
    for _ in range(20):
        owed = owed * (1 + rate) - annuity(rate, 20)
    assert abs(owed) < 1e-6 * (1 + rate) ** 20
    assert isclose(float(annuity(np.array([rate]), 20)[0]), annuity(rate, 20), rel_tol=1e-12)


def test_rates_agree_with_another_library() -> None:
    """On 500 random flows, wherever there is one rate: numpy-financial finds the same."""
    compared = 0
    for flow in random_flows():
        found = internal_rate(flow)
        if found.value is None:
            continue
        compared += 1
        assert isclose(npf.irr(flow), found.value, rel_tol=EXACT), flow
    assert compared > FLOWS // 2


def test_values_agree_with_another_library() -> None:
    """Present values, on the same flows."""
    for flow in random_flows():
        for rate in (0.0, 0.04, 0.3):
            size = sum(map(abs, flow))
            assert isclose(
                discounted(flow, rate), npf.npv(rate, flow), rel_tol=EXACT, abs_tol=EXACT * size
            )


def test_many_flows_at_once_have_the_rates_they_have_alone() -> None:
    """What a simulation reckons is what one evaluation does."""
    flows = [flow for flow in random_flows() if len(flow) == 20]
    rates = internal_rates(np.array(flows))
    for flow, rate in zip(flows, rates, strict=True):
        alone = internal_rate(flow).value
        if alone is None:
            assert np.isnan(rate)
        else:
            assert isclose(rate, alone, rel_tol=EXACT)
    assert 0 < np.isnan(rates).sum() < len(flows)


@pytest.mark.parametrize(
    ("flow", "doubt"),
    [
        ([-100.0, 230.0, -132.0], "not-unique"),
        ([-1000.0, 3600.0, -4310.0, 1716.0], "not-unique"),
        ([100.0, -230.0, 133.0], "none"),
        ([-100.0, 210.0, -110.0], "not-unique"),
        ([-10.0, 21.0, -11.0], "not-unique"),
        ([100.0, -210.0, 110.0], "not-unique"),
        ([1e14, -1e-9], "none"),
        ([-1e14, 1e-9], "none"),
        ([1.0, 2.0, 3.0], "none"),
        ([-1.0, -2.0], "none"),
        ([0.0, 0.0], "none"),
        ([], "none"),
    ],
)
def test_without_a_unique_rate_there_is_no_number(flow: list[float], doubt: str) -> None:
    """Several rates, or none: said in words, alone and among many."""
    assert internal_rate(flow) == Rate(None, doubt)  # type: ignore[arg-type]
    if flow:
        assert np.isnan(internal_rates(np.array([flow, flow]))).all()


@given(st.lists(st.floats(-0.6, 3.0), min_size=2, max_size=3, unique=True))
def test_rates_that_a_flow_was_made_with_are_counted(rates: list[float]) -> None:
    """A flow built from two or three rates, well apart, is not given one of them."""
    rates = sorted(rates)
    assume(all(after - before >= 0.05 for before, after in pairwise(rates)))
    flow = np.poly([1 + rate for rate in rates])
    assert internal_rate([float(amount) for amount in flow]) == Rate(None, "not-unique")
    assert np.allclose(all_rates([float(amount) for amount in flow]), rates, atol=1e-5)


def test_renewals_do_not_hide_the_one_rate() -> None:
    """A cash flow that turns negative again for a renewal still has one rate, and it is given."""
    flow = [-300.0, *[40.0] * 14, -150.0, *[40.0] * 15]
    found = internal_rate(flow)
    assert found.value is not None
    assert abs(discounted(flow, found.value)) < 1e-6
    assert len(all_rates(flow)) == 1


def test_years_are_those_of_operation() -> None:
    """The first year of operation is year one, whatever was earned before."""
    assert first_year([5.0, -1.0, 0.0, 2.0], 1) == 3
    assert first_year([-1.0, -1.0], 1) is None


def test_payback_counts_from_when_it_stays() -> None:
    """A renewal that undoes the payback moves it to after the renewal."""
    assert payback_year([-10.0, 11.0, -5.0, 5.0], 0.0, 1) == 3
    assert payback_year([-10.0, 6.0, 6.0], 0.25, 1) is None
