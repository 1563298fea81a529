"""Rates of all companies in many runs at once: for goals, sensitivity and chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from screc.model.viability import Form, ViabilityCase
from screc.viability.amounts import Values, as_runs
from screc.viability.rates import internal_rates
from screc.viability.reckon import companies_of, reckon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RateName = Literal["irr", "se_irr"]


@dataclass(frozen=True)
class Asked:
    """Which rate: of which company, in which form of business."""

    form: Form
    company: str
    measure: RateName


def all_asked(case: ViabilityCase) -> list[Asked]:
    """List the rates of all companies."""
    return [
        Asked(form, company, measure)
        for form in case.forms
        for company in companies_of(case, form)
        for measure in ("irr", "se_irr")
    ]


def rates_of_runs(
    case: ViabilityCase, values: Values, runs: int, asked: list[Asked]
) -> dict[Asked, NDArray[np.float64]]:
    """Reckon many runs, and find the rates that are asked for.

    Args:
        case: what is reckoned.
        values: of its inputs: numbers, or arrays of shape (runs,).
        runs: how many.
        asked: which rates; not a number where there is none, or no unique one.
    """
    reckoned = reckon(case, values)
    found = {}
    for one in asked:
        account = reckoned.account(one.form, one.company)
        flow = account.flow if one.measure == "irr" else account.social
        found[one] = internal_rates(as_runs(flow, runs))
    return found
