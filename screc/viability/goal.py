"""Seek a goal: which value of one input, the others unchanged, makes a company reach a hurdle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screc.knowledge.viability_checks import shares_hold
from screc.model.evaluation import Goal
from screc.model.text import Say
from screc.model.viability import Input
from screc.model.viability_words import Hurdles
from screc.viability.many import Asked, all_asked, rates_of_runs
from screc.viability.quantity import is_share
from screc.viability.reckon import reckon
from screc.viability.study import Study
from screc.viability.verdict import reaches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLACES = 65
_ROUNDS = 5
_TIMES = 3.0
"""How many times its value an input that is no share may become."""


@dataclass(frozen=True)
class _Wanted:
    asked: Asked
    hurdle: float


def seek_goals(study: Study, hurdles: Hurdles, say: Say) -> tuple[Goal, ...]:
    """Find what each lever has to become for each company that misses a hurdle.

    A company that misses the lower end of the private hurdle is sought for that; one that misses
    the public hurdle with co-benefits, for that too.

    Args:
        study: the case and its values.
        hurdles: what is asked of a private and of a public business.
        say: the language of the names.
    """
    levers = [part for part in study.case.inputs if part.lever]
    wanted = list(_wanted(study, hurdles))
    return tuple(
        _seek(study, one, lever, say)
        for one in wanted
        for lever in levers
        if _matters(study, one.asked, lever)
    )


def _wanted(study: Study, hurdles: Hurdles) -> Iterator[_Wanted]:
    asked = all_asked(study.case)
    now = rates_of_runs(study.case, study.values, 1, asked)
    for one in asked:
        hurdle = hurdles.of(one.measure).low_percent
        if not reaches(now[one], hurdle)[0]:
            yield _Wanted(one, hurdle / 100)


def _seek(study: Study, wanted: _Wanted, lever: Input, say: Say) -> Goal:
    value = seek(study, wanted.asked, wanted.hurdle, lever)
    if value is not None and not _is_possible(study, lever, value):
        value = None
    least, least_of = _least(study, lever, value)
    return Goal(
        company=wanted.asked.company,
        form=wanted.asked.form,
        measure=wanted.asked.measure,
        hurdle=wanted.hurdle,
        input=lever.id,
        name=say.text(lever.name),
        now=study.values[lever.id],
        value=value,
        plausible=value is not None and lever.is_plausible(value),
        least_ratio=least,
        least_of=least_of,
    )


def _is_possible(study: Study, lever: Input, value: float) -> bool:
    """Tell whether the shares still come to 1 at most."""
    values = study.values | {lever.id: value}
    inputs = tuple(
        part.model_copy(update={"value": values[part.id], "of": None, "low": None, "high": None})
        for part in study.case.inputs
    )
    return shares_hold(study.case.model_copy(update={"inputs": inputs}))


def _least(study: Study, lever: Input, value: float | None) -> tuple[float | None, str | None]:
    """Tell who has the least B/C where an input has a value: what one gains, another may lose."""
    if value is None:
        return None, None
    shares = reckon(study.case, study.values | {lever.id: value}).shares
    known = [share for share in shares if share.present_cost > 0]
    worst = min(known, key=lambda share: float(share.ratio), default=None)
    return (None, None) if worst is None else (float(worst.ratio), worst.name)


def _matters(study: Study, asked: Asked, lever: Input) -> bool:
    """Tell whether an input changes a rate at all."""
    import numpy as np

    rates = _at(study, asked, lever, np.array(bounds(lever, study.values[lever.id])))
    return not bool(rates[0] == rates[1])


def bounds(lever: Input, now: float) -> tuple[float, float]:
    """Say between which values an input is sought: a share up to one, others up to three times.

    Args:
        lever: the input.
        now: its value.
    """
    unit = lever.unit.en if lever.unit is not None else None
    low, high = lever.range or (now, now)
    return min(0.0, low), 1.0 if is_share(unit) else max(_TIMES * abs(now), high)


def seek(study: Study, asked: Asked, hurdle: float, lever: Input) -> float | None:
    """Find the value nearest to the present one at which a rate crosses a hurdle.

    A grid is reckoned at once, and refined where the rate crosses; so the rate need not rise or
    fall all the way.

    Args:
        study: the case and its values.
        asked: which rate.
        hurdle: what it shall reach, a share.
        lever: the input that is changed, within its `bounds`.
    """
    import numpy as np

    now = study.values[lever.id]
    low, high = bounds(lever, now)
    for _ in range(_ROUNDS):
        places = np.linspace(low, high, _PLACES)
        rates = _at(study, asked, lever, places)
        beyond = rates - hurdle
        crossing = np.flatnonzero(beyond[:-1] * beyond[1:] <= 0)
        if not len(crossing):
            return None
        middles = (places[crossing] + places[crossing + 1]) / 2
        nearest = int(crossing[np.abs(middles - now).argmin()])
        low, high = float(places[nearest]), float(places[nearest + 1])
    return (low + high) / 2


def _at(
    study: Study, asked: Asked, lever: Input, places: NDArray[np.float64]
) -> NDArray[np.float64]:
    values = study.values | {lever.id: places}
    return rates_of_runs(study.case, values, len(places), [asked])[asked]
