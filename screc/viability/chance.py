"""Chance: draw all inputs within their ranges, and count how often a hurdle is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screc.model.evaluation import Chance, Risk
from screc.model.viability import Hurdles, Input, ViabilityCase
from screc.viability.many import Asked, all_asked, rates_of_runs
from screc.viability.study import Study

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_QUANTILES = (0.05, 0.5, 0.95)
_AT_ONCE = 10_000
"""More draws are reckoned one lot after the other, so that they fit into memory."""


def simulate(study: Study, hurdles: Hurdles, runs: int, seed: int = 1) -> Risk:
    """Draw all inputs that have a range, independently of each other, many times.

    Args:
        study: the case and its values; a fitted value is the peak of its triangle.
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
            if part.has_range:
                values[part.id] = _drawn(part, study.values[part.id], draw, count)
        keep_shares(study.case, values)
        for one, rates in rates_of_runs(study.case, values, count, asked).items():
            found[one].append(rates)
    chances = (_chance(one, np.concatenate(rates), hurdles) for one, rates in found.items())
    return Risk(runs, seed, tuple(chances))


def keep_shares(case: ViabilityCase, values: dict[str, Any]) -> None:
    """Where more than the whole of a cost would be borne by others, lower what was drawn."""
    import numpy as np

    for part in case.investments:
        names = [*([part.subsidy] if part.subsidy else []), *part.shared.values()]
        borne = sum(values[name] for name in names)
        for name in names:
            values[name] = values[name] / np.maximum(borne, 1.0)


def _drawn(part: Input, value: float, draw: np.random.Generator, runs: int) -> NDArray[np.float64]:
    low, high = float(part.low or 0.0), float(part.high or 0.0)
    if part.shape == "uniform":
        return draw.uniform(low, high, runs)
    return draw.triangular(low, min(max(value, low), high), high, runs)


def _chance(one: Asked, rates: NDArray[np.float64], hurdles: Hurdles) -> Chance:
    import numpy as np

    hurdle = (hurdles.private if one.measure == "irr" else hurdles.public).low_percent / 100
    known = rates[~np.isnan(rates)]
    low, middle, high = (
        (float(np.quantile(known, share)) if len(known) else None) for share in _QUANTILES
    )
    return Chance(
        one.company,
        one.form,
        one.measure,
        hurdle,
        float((known >= hurdle).sum() / len(rates)),
        (low, middle, high),
        float(1 - len(known) / len(rates)),
    )
