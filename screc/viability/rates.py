"""Rates of return, present values and payback of yearly flows of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

Doubt = Literal["none", "not-unique"]
"""Why there is no rate: no rate makes the flow worth nothing, or more than one does."""

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_STEPS = 60
_LAST_STEP = 1e-14
_REAL = 1e-7
"""How large an imaginary part a root may have and still be real, beside its size."""


@dataclass(frozen=True)
class Rate:
    """An internal rate of return, or why there is none."""

    value: float | None
    doubt: Doubt | None = None


def internal_rate(flow: Sequence[float]) -> Rate:
    """Find the rate at which a flow is worth nothing, if there is exactly one above -100 %.

    A flow that changes its sign more than once can have several such rates, and none of them tells
    whether the business pays. The rate is the only one where what is put in is not yet won back,
    at that rate, before the end (Soper, The Marginal Efficiency of Capital: A Further Note, The
    Economic Journal 69, 1959); for other flows all rates are counted.

    Args:
        flow: money in (positive) and out (negative), one amount a year.

    >>> round(internal_rate([-100.0, 110.0]).value, 12)
    0.1
    >>> internal_rate([-100.0, 230.0, -132.0])
    Rate(value=None, doubt='not-unique')
    >>> internal_rate([5.0, 5.0])
    Rate(value=None, doubt='none')
    """
    trimmed = _trimmed(flow)
    signs = [amount > 0 for amount in trimmed if amount]
    changes = sum(one != other for one, other in pairwise(signs))
    if changes == 0:
        return Rate(None, "none")
    found = _solved(trimmed)
    if found is not None and (changes == 1 or _is_pure(trimmed, found)):
        return Rate(found)
    rates = all_rates(trimmed)
    if len(rates) == 1:
        return Rate(_polished(trimmed, rates[0]))
    return Rate(None, "not-unique" if rates else "none")


def _trimmed(flow: Sequence[float]) -> list[float]:
    """Leave out years before the first payment and after the last, which say nothing."""
    amounts = list(flow)
    while amounts and amounts[-1] == 0:
        amounts.pop()
    while amounts and amounts[0] == 0:
        amounts.pop(0)
    return amounts


def _solved(flow: Sequence[float]) -> float | None:
    import pyxirr

    scale = max(map(abs, flow))
    found = pyxirr.irr([amount / scale for amount in flow])
    return None if found is None or not found > -1 else _polished(flow, found)


def _polished(flow: Sequence[float], rate: float) -> float:
    """Take steps of Newton's method until the last digits stand."""
    for _ in range(_MOST_STEPS):
        value = slope = 0.0
        factor = 1.0 / (1.0 + rate)
        for amount in reversed(flow):
            slope = slope * factor + value
            value = value * factor + amount
        step = -value / (slope * factor * factor) if slope else 0.0
        better = rate - step
        if not better > -1 or abs(step) <= 1e-16 * max(1.0, abs(rate)):
            return rate
        if abs(step) > abs(1.0 + rate):
            return rate
        rate = better
    return rate


def _is_pure(flow: Sequence[float], rate: float) -> bool:
    """Tell whether what is put in is owed, at the rate, in all years but the last."""
    owed = 0.0
    for amount in flow[:-1]:
        owed = owed * (1.0 + rate) + amount
        if owed > 0:
            return False
    return True


def all_rates(flow: Sequence[float]) -> list[float]:
    """Find all rates above -100 % at which a flow is worth nothing, from the roots of its value.

    >>> [round(rate, 6) for rate in all_rates([-100.0, 230.0, -132.0])]
    [0.1, 0.2]
    """
    import numpy as np

    roots = np.roots(np.asarray(flow, dtype=float) / max(map(abs, flow)))
    growths = [
        float(root.real)
        for root in roots
        if abs(root.imag) <= _REAL * abs(root) and root.real > 0
    ]
    return sorted(growth - 1.0 for growth in growths)


def internal_rates(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the rates of many flows at once; not a number where a flow has none, or several.

    Newton's method runs on all of them together, from the rate of their mean; what it does not
    find, or what may have several rates, is looked at alone.

    Args:
        flows: of shape (runs, years).

    >>> import numpy as np
    >>> internal_rates(np.array([[-100.0, 110.0], [-100.0, 120.0], [1.0, 1.0]])).round(6).tolist()
    [0.1, 0.2, nan]
    """
    import numpy as np

    begin = internal_rate(flows.mean(axis=0).tolist()).value
    rates = np.full(len(flows), 0.05 if begin is None else begin)
    scale = np.abs(flows).max(axis=1)
    with np.errstate(all="ignore"):
        for _ in range(_MOST_STEPS):
            factor = 1.0 / (1.0 + rates)
            value, slope = np.zeros(len(flows)), np.zeros(len(flows))
            for amount in flows.T[::-1]:
                slope = slope * factor + value
                value = value * factor + amount
            step = -value / (slope * factor * factor)
            rates = rates - step
            if not (np.abs(step) > _LAST_STEP).any():
                break
        found = (np.abs(step) <= _LAST_STEP) & (rates > -1) & (scale > 0)
        signs = np.sign(flows)
        # A year of nothing changes no sign.
        for year in range(1, signs.shape[1]):
            signs[:, year] = np.where(signs[:, year] == 0, signs[:, year - 1], signs[:, year])
        changes = (signs[:, 1:] * signs[:, :-1] < 0).sum(axis=1)
        owed, pure = np.zeros(len(flows)), np.ones(len(flows), bool)
        for amount in flows.T[:-1]:
            owed = owed * (1.0 + rates) + amount
            pure &= owed <= 0
    alone = ~(found & ((changes == 1) | pure))
    for run in np.flatnonzero(alone):
        rate = internal_rate(flows[run].tolist()).value
        rates[run] = np.nan if rate is None else rate
    return rates


def present_value(flow: Sequence[float], rate: float) -> float:
    """Discount a flow to the year in which it begins, which is not discounted itself.

    Args:
        flow: one amount a year.
        rate: a share a year.

    >>> present_value([-100.0, 120.0], 0.2)
    0.0
    """
    import pyxirr

    value = pyxirr.npv(rate, list(flow))
    return 0.0 if value is None else value


def first_year(amounts: Sequence[float], building_years: int) -> int | None:
    """Tell the first year of operation whose amount is above zero, counting from one.

    >>> first_year([-1.0, -0.5, 2.0], 1)
    2
    """
    return next(
        (
            year - building_years + 1
            for year in range(building_years, len(amounts))
            if amounts[year] > 0
        ),
        None,
    )


def payback_year(flow: Sequence[float], rate: float, building_years: int) -> int | None:
    """Tell the year of operation from which a flow, discounted, stays won back.

    Args:
        flow: one amount a year, building first.
        rate: at which it is discounted, a share a year.
        building_years: how many years come before operation.

    >>> payback_year([-100.0, 60.0, 60.0], 0.0, 1), payback_year([-100.0, 60.0], 0.0, 1)
    (2, None)
    """
    won, since = 0.0, None
    for year, amount in enumerate(flow):
        won += amount / (1 + rate) ** year
        if won < 0:
            since = None
        elif since is None:
            since = year
    return None if since is None else max(since - building_years + 1, 1)
