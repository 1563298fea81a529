"""Chance: draw all inputs within their ranges, and count how often a hurdle is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screc.model.evaluation import Chance, Risk
from screc.model.viability import Input
from screc.model.viability_words import Hurdles
from screc.viability.many import Asked, all_asked, rates_of_runs
from screc.viability.study import Study
from screc.viability.verdict import reaches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_QUANTILES = (0.05, 0.5, 0.95)
_AT_ONCE = 10_000
"""More draws are reckoned one lot after the other, so that they fit into memory."""


def simulate(study: Study, hurdles: Hurdles, runs: int, seed: int) -> Risk:
    """Draw all inputs that have a range, independently of each other, many times.

    Args:
        study: the case and its values; the value is the peak of a triangle.
        hurdles: what is asked of a private (its lower end) and of a public business.
        runs: how many draws.
        seed: of the draws; the same seed draws the same.
    """
    import numpy as np

    draw = np.random.default_rng(seed)
    asked = all_asked(study.case)
    found: dict[Asked, list[NDArray[np.float64]]] = {one: [] for one in asked}
    for start in range(0, runs, _AT_ONCE):
        count = min(_AT_ONCE, runs - start)
        values: dict[str, Any] = dict(study.values)
        for part in study.case.inputs:
            if part.range is not None:
                values[part.id] = _drawn(part, part.range, values[part.id], draw, count)
        for one, rates in rates_of_runs(study.case, values, count, asked).items():
            found[one].append(rates)
    chances = (_chance(one, np.concatenate(rates), hurdles) for one, rates in found.items())
    return Risk(runs, seed, tuple(chances))


def _drawn(
    part: Input,
    ends: tuple[float, float],
    value: float,
    draw: np.random.Generator,
    runs: int,
) -> NDArray[np.float64]:
    low, high = ends
    if part.shape == "uniform":
        return draw.uniform(low, high, runs)
    return draw.triangular(low, min(max(value, low), high), high, runs)


def _chance(one: Asked, rates: NDArray[np.float64], hurdles: Hurdles) -> Chance:
    import numpy as np

    hurdle = hurdles.of(one.measure).low_percent
    known = rates[~np.isnan(rates)]
    low, middle, high = (
        (float(np.quantile(known, share)) if len(known) else None) for share in _QUANTILES
    )
    return Chance(
        company=one.company,
        form=one.form,
        measure=one.measure,
        hurdle=hurdle / 100,
        probability=float(reaches(known, hurdle).sum() / len(rates)),
        quantiles=(low, middle, high),
        without=float(1 - len(known) / len(rates)),
    )
