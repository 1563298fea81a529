"""Rates of return, present values and payback of yearly flows of money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

Doubt = Literal["none", "not-unique"]
"""Why there is no rate: no rate makes the flow worth nothing, or more than one does."""

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_STEPS = 60
_LAST_STEP, _NEAR = 1e-15, 1e-14
_LEAST = -1 + 1e-9
"""Below it, all but nothing of what was put in is lost: that is no rate."""
_NOTHING = 1e-12
_UNTOLD = 99
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
    whether the business pays. How many there are at most is told by Descartes' rule of signs, for
    the polynomial of the flow's final value in the rate, above zero and below it; where that does
    not settle it, all rates are found and counted; one that is only touched counts as two.

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
    if all(amount >= 0 for amount in trimmed) or all(amount <= 0 for amount in trimmed):
        return Rate(None, "none")
    found = _solved(trimmed)
    if found is not None and _most_rates(trimmed) == 1:
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
    found = pyxirr.irr([amount / scale for amount in flow], silent=True)
    return _polished(flow, found) if found is not None and found > _LEAST else None


def _polished(flow: Sequence[float], rate: float) -> float:
    """Take steps of Newton's method until the last digits stand."""
    for _ in range(_MOST_STEPS):
        value = slope = 0.0
        factor = 1.0 / (1.0 + rate)
        for amount in reversed(flow):
            slope = slope * factor + value
            value = value * factor + amount
        drop = slope * factor * factor
        step = -value / drop if drop else 0.0
        if not rate - step > _LEAST or abs(step) > 1.0 + rate:
            return rate
        rate -= step
        if abs(step) <= _LAST_STEP * max(1.0, abs(rate)):
            return rate
    return rate


def _most_rates(flow: Sequence[float]) -> int:
    """Bound how many rates make a flow worth nothing; a bound of one is exact."""
    scale = max(map(abs, flow))
    scaled = [amount / scale for amount in flow]
    if abs(sum(scaled)) <= _NOTHING * len(scaled):
        # A rate at zero, or so near that rounding decides on which side, is not told by signs.
        return _UNTOLD
    return sum(_sign_changes(_moved(part)) for part in (scaled, scaled[::-1]))


def _moved(coefficients: Sequence[float]) -> list[float]:
    """Write a polynomial, from its lowest power on, in its variable less one."""
    moved = list(coefficients)
    for start in range(len(moved) - 1):
        for power in range(len(moved) - 2, start - 1, -1):
            moved[power] += moved[power + 1]
    return moved


def _sign_changes(amounts: Iterable[float]) -> int:
    signs = [amount > 0 for amount in amounts if amount]
    return sum(one != other for one, other in pairwise(signs))


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
        if abs(root.imag) <= _REAL * abs(root) and root.real > 1 + _LEAST
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
    step = np.full(len(flows), np.inf)
    with np.errstate(all="ignore"):
        for _ in range(_MOST_STEPS):
            factor = 1.0 / (1.0 + rates)
            value, slope = np.zeros(len(flows)), np.zeros(len(flows))
            for amount in flows.T[::-1]:
                slope = slope * factor + value
                value = value * factor + amount
            step = -value / (slope * factor * factor)
            rates = rates - step
            if not (np.abs(step) > _NEAR).any():
                break
        found = (np.abs(step) <= _NEAR) & (rates > _LEAST) & (scale > 0)
        most = _most_rates_of_many(flows / scale[:, np.newaxis])
    for run in np.flatnonzero(~(found & (most == 1))):
        rate = internal_rate(flows[run].tolist()).value
        rates[run] = np.nan if rate is None else rate
    return rates


def _most_rates_of_many(flows: NDArray[np.float64]) -> NDArray[np.int_]:
    """Bound the number of rates as `_most_rates` does."""
    import numpy as np

    most = np.where(np.abs(flows.sum(axis=1)) <= _NOTHING * flows.shape[1], _UNTOLD, 0)
    for part in (flows, flows[:, ::-1]):
        moved = part.copy()
        for start in range(moved.shape[1] - 1):
            for power in range(moved.shape[1] - 2, start - 1, -1):
                moved[:, power] += moved[:, power + 1]
        signs = np.sign(moved)
        # A power that is missing changes no sign.
        for power in range(1, signs.shape[1]):
            before = signs[:, power - 1]
            signs[:, power] = np.where(signs[:, power] == 0, before, signs[:, power])
        most += (signs[:, 1:] * signs[:, :-1] < 0).sum(axis=1)
    return most


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
