"""Fit values within their ranges so that results come as near as they can to what is published.

Damped least squares (Levenberg, A Method for the Solution of Certain Non-Linear Problems in Least
Squares, 1944; Marquardt 1963), with steps cut off at the ends of the ranges: a value that lies at
an end, and would leave, is held there for a step. All steps of a derivative, and all dampings that
are tried, are reckoned together as one array, which is why it is written here: a library's solver
would ask for one run after the other, and weighs 140 MB. Tests compare it with one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_STEPS = 60
_STEP = 1e-6
_ENOUGH = 1e-3
_FLAT = 1e-12
_DAMPINGS = 10.0**-6, 10.0**-4, 10.0**-3, 10.0**-2, 0.1, 1.0, 10.0, 100.0

Misses = Callable[["NDArray[np.float64]"], "NDArray[np.float64]"]
"""From values of shape (runs, values) to what misses the aim, of shape (runs, misses)."""


@dataclass(frozen=True)
class Fitted:
    """The values found, what still misses the aim, and how many steps it took."""

    values: NDArray[np.float64]
    misses: NDArray[np.float64]
    steps: int


def fit(
    misses: Misses,
    start: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> Fitted:
    """Find the values whose misses, squared and summed, are least.

    Args:
        misses: of many runs at once.
        start: where to begin, strictly within the ranges or at their ends.
        low: the lower ends, of shape (values,).
        high: the upper ends.

    >>> import numpy as np
    >>> found = fit(lambda at: at - np.array([0.25, 3.0]), np.ones(2) / 2, np.zeros(2), np.ones(2))
    >>> found.values.round(6).tolist()
    [0.25, 1.0]
    """
    import numpy as np

    room = high - low
    count = len(start)
    step = np.vstack([np.zeros(count), np.eye(count) * _STEP])

    def missed_at(places: NDArray[np.float64]) -> NDArray[np.float64]:
        return misses(low + room * places)

    place = np.clip((start - low) / room, 0.0, 1.0)
    best = missed_at(place[np.newaxis])[0]
    steps = 0
    while steps < _MOST_STEPS:
        steps += 1
        # Derivatives are taken towards the inside of the range.
        inward = np.where(place > 1 - 2 * _STEP, -1.0, 1.0)
        around = missed_at(place + step * inward)
        slopes = ((around[1:] - around[0]) / (_STEP * inward[:, np.newaxis])).T
        pull = slopes.T @ best
        free = ~((place <= 0) & (pull > 0) | (place >= 1) & (pull < 0))
        if not free.any():
            break
        curve = slopes[:, free].T @ slopes[:, free]
        size = np.maximum(np.diag(curve), _FLAT)
        tried = np.repeat(place[np.newaxis], len(_DAMPINGS), axis=0)
        for row, damping in zip(tried, _DAMPINGS, strict=True):
            row[free] -= np.linalg.solve(curve + damping * np.diag(size), pull[free])
        tried = np.clip(tried, 0.0, 1.0)
        missed = missed_at(tried)
        sums = (missed**2).sum(axis=1)
        nearest = int(sums.argmin())
        before = float((best**2).sum())
        if not sums[nearest] < before:
            break
        place, best = tried[nearest], missed[nearest]
        if before - sums[nearest] < _ENOUGH * before:
            break
    return Fitted(low + room * place, best, steps)
