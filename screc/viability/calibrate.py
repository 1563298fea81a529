"""Fit a district's case to what is published of it, and say how near it came and at what price."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isnan
from typing import TYPE_CHECKING

from screc.knowledge.cache import code_digest, digest, read_entry, write_entry
from screc.model.area import Figure
from screc.model.viability import Input, Target, ViabilityCase
from screc.viability.amounts import as_runs
from screc.viability.company import Account
from screc.viability.fit import fit
from screc.viability.rates import first_year, internal_rate, internal_rates
from screc.viability.reckon import Reckoning, reckon, values_of
from screc.viability.stakeholders import over

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TIE = 0.1
"""How strongly a value is held to where it began, beside a result that misses by its tolerance."""
_NO_RATE = 100.0
_MARGIN = 0.02
"""How far beyond zero a profit shall lie, as a share of the largest year's."""
_SHARP = 20.0
_PERCENT = "%"


@dataclass(frozen=True)
class Aim:
    """A target with the published value, as a share, a year or a ratio; a range with `high`."""

    target: Target
    value: float
    high: float | None = None


@dataclass(frozen=True)
class Hit:
    """How near a result came to what is published.

    Attributes:
        aim: what was aimed at.
        value: what was reached; None where there is no such rate or year.
        high: the upper end that was reached, of a range.
        met: whether it lies within the tolerance.
    """

    aim: Aim
    value: float | None
    high: float | None
    met: bool


@dataclass(frozen=True)
class Moved:
    """A value that was fitted, and how far it was moved: as a share of the range on that side."""

    input: Input
    value: float
    moved: float


@dataclass(frozen=True)
class Calibration:
    """The values of a fitted case, and how they came about."""

    values: dict[str, float]
    moved: tuple[Moved, ...]
    hits: tuple[Hit, ...]
    steps: int


def aims_of(case: ViabilityCase, figures: Sequence[Figure]) -> tuple[Aim, ...]:
    """Find what is published, for each target of a case.

    Args:
        case: whose targets.
        figures: of the area that the case is about; percent become shares.
    """
    by_id = {figure.id: figure for figure in figures}

    def aim(target: Target) -> Aim:
        if target.figure is not None:
            figure = by_id[target.figure]
            size = 100.0 if figure.unit is not None and figure.unit.en == _PERCENT else 1.0
            return Aim(target, figure.value / size, figure.high and figure.high / size)
        assert target.value is not None  # noqa: S101 - checked with the case
        return Aim(target, target.value, target.high)

    return tuple(aim(target) for target in case.targets)


def calibrate(case: ViabilityCase, figures: Sequence[Figure]) -> Calibration:
    """Fit the values that may be fitted to all targets together, within their ranges.

    What was found is kept in the cache, as the same case always gives the same values.

    Args:
        case: what is fitted.
        figures: of the area that it is about.
    """
    aims = aims_of(case, figures)
    solution = _kept(case, aims) or _solve(case, aims)
    values = values_of(case) | solution.values
    moved = tuple(
        Moved(part, values[part.id], _moved(part, values[part.id]))
        for part in case.inputs
        if part.id in solution.values
    )
    return Calibration(values, moved, _hits(aims, reckon(case, values)), solution.steps)


@dataclass(frozen=True)
class _Solution:
    values: dict[str, float]
    steps: int


def _kept(case: ViabilityCase, aims: Sequence[Aim]) -> _Solution | None:
    """Look a solution up that was found before."""
    content = read_entry(_entry(case), _key(case, aims))
    return None if content is None else _Solution(**json.loads(content))


def _entry(case: ViabilityCase) -> str:
    return f"viability-{digest([(case.id or '').encode()])}"


def _key(case: ViabilityCase, aims: Sequence[Aim]) -> str:
    published = [(aim.target.id, aim.value, aim.high) for aim in aims]
    parts = (case.model_dump_json(), json.dumps(published), code_digest("viability"))
    return digest(part.encode() for part in parts)


def _solve(case: ViabilityCase, aims: Sequence[Aim]) -> _Solution:
    import numpy as np

    parts = [part for part in case.inputs if part.fit]
    fitted = [aim for aim in aims if aim.target.fitted]
    if not parts or not fitted:
        return _Solution({}, 0)
    start = np.array([part.number for part in parts])
    low = np.array([part.low for part in parts], dtype=float)
    high = np.array([part.high for part in parts], dtype=float)
    others = values_of(case)

    def misses(at: NDArray[np.float64]) -> NDArray[np.float64]:
        given = {part.id: at[:, number] for number, part in enumerate(parts)}
        runs = len(at)
        reckoned = reckon(case, others | given)
        columns = [column for aim in fitted for column in _missed(aim, reckoned, runs)]
        ties = _TIE * (at - start) / (high - low)
        return np.column_stack([*columns, ties])

    found = fit(misses, start, low, high)
    values = {part.id: float(value) for part, value in zip(parts, found.values, strict=True)}
    solution = _Solution(values, found.steps)
    write_entry(_entry(case), _key(case, aims), json.dumps(asdict(solution)).encode())
    return solution


def _moved(part: Input, value: float) -> float:
    assert part.range is not None  # noqa: S101 - it was fitted within it
    room = abs(part.range[value > part.number] - part.number)
    return (value - part.number) / room if room else 0.0


def _missed(aim: Aim, reckoned: Reckoning, runs: int) -> list[NDArray[np.float64]]:
    """Measure by how many tolerances each run misses an aim."""
    import numpy as np

    target = aim.target
    match target.result:
        case "irr" | "se_irr":
            flow = _account(target, reckoned).cash(target.result)
            missed = (internal_rates(as_runs(flow, runs)) - aim.value) / target.tolerance
            return [_bounded(missed)]
        case "first_profit_year" | "accumulated_profit_year":
            rows = _account(target, reckoned).earnings(target.result)
            size = np.abs(as_runs(_account(target, reckoned).profit, runs)).max(axis=1)
            return [_missed_year(round(aim.value), as_runs(rows, runs).T / size, reckoned.case)]
        case "benefit_cost":
            ratio = over(reckoned.present_benefit, reckoned.present_cost)
            return [_bounded(np.broadcast_to((ratio - aim.value) / target.tolerance, runs))]
        case "benefit_cost_range":
            ratios = np.array([np.broadcast_to(share.ratio, runs) for share in reckoned.shares])
            ends = [(-_smooth_largest(-ratios) - aim.value) / target.tolerance]
            if aim.high is not None:
                ends.append((_smooth_largest(ratios) - aim.high) / target.tolerance)
            return [_bounded(end) for end in ends]


def _bounded(missed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take a large miss for one that is no number: where there is no rate, or no ratio."""
    import numpy as np

    known: NDArray[np.float64] = np.where(np.isfinite(missed), missed, _NO_RATE)
    return known


def _smooth_largest(ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take the largest, without the edge where another becomes it: an edge stops the fitting."""
    import numpy as np

    largest = ratios.max(axis=0)
    smooth: NDArray[np.float64] = (
        largest + np.log(np.exp(_SHARP * (ratios - largest)).sum(axis=0)) / _SHARP
    )
    return smooth


def _missed_year(
    year: int, earned: NDArray[np.float64], case: ViabilityCase
) -> NDArray[np.float64]:
    """Measure how far the year before is above zero, and the year itself below.

    Args:
        year: of operation, in which the first profit is wanted.
        earned: of shape (years, runs), as shares of the largest year's profit.
        case: for how many years come before operation.
    """
    import numpy as np

    place = case.building_years + year - 1
    short = np.maximum(_MARGIN - earned[place], 0.0)
    # In the first year of operation there is no year of operation before.
    early = np.maximum(earned[place - 1] + _MARGIN, 0.0) if year > 1 else np.zeros_like(short)
    return _bounded(((short + early) / _MARGIN) ** 2)


def _account(target: Target, reckoned: Reckoning) -> Account:
    assert target.form is not None  # noqa: S101 - checked with the case
    assert target.company is not None  # noqa: S101
    return reckoned.account(target.form, target.company)


def _known(ratio: float) -> float | None:
    return None if isnan(ratio) else ratio


def _hits(aims: Sequence[Aim], reckoned: Reckoning) -> tuple[Hit, ...]:
    return tuple(_hit(aim, reckoned) for aim in aims)


def _hit(aim: Aim, reckoned: Reckoning) -> Hit:
    value, high = _reached(aim, reckoned)
    tolerance = aim.target.tolerance
    near = value is not None and abs(value - aim.value) <= tolerance
    if aim.high is not None:
        near = near and high is not None and abs(high - aim.high) <= tolerance
    return Hit(aim, value, high, near)


def _reached(aim: Aim, reckoned: Reckoning) -> tuple[float | None, float | None]:
    target, building = aim.target, reckoned.case.building_years
    match target.result:
        case "irr" | "se_irr":
            return internal_rate(_account(target, reckoned).cash(target.result)).value, None
        case "benefit_cost":
            return _known(over(reckoned.present_benefit, reckoned.present_cost)), None
        case "benefit_cost_range":
            ratios = [share.ratio for share in reckoned.shares if share.present_cost > 0]
            return min(ratios, default=None), max(ratios, default=None)
        case "first_profit_year" | "accumulated_profit_year":
            rows = _account(target, reckoned).earnings(target.result)
            return first_year(rows, building), None
