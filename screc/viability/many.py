"""Rates of all companies in many runs at once: for goals, sensitivity and chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from screc.model.viability import REST, Form, ViabilityCase
from screc.viability.amounts import Amount, Values, as_runs, total
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

    Where shares of a cost, or of a benefit, come to more than the whole in a run, they are lowered
    to it: ranges say what each can be, and not what they can be together.

    Args:
        case: what is reckoned.
        values: of its inputs: numbers, or arrays of shape (runs,).
        runs: how many.
        asked: which rates; not a number where there is none, or no unique one.
    """
    reckoned = reckon(case, within_the_whole(case, values))
    found = {}
    for one in asked:
        flow = reckoned.account(one.form, one.company).cash(one.measure)
        found[one] = internal_rates(as_runs(flow, runs))
    return found


def within_the_whole(case: ViabilityCase, values: Values) -> dict[str, Amount]:
    """Lower shares that come to more than the whole, so that they come to it.

    Args:
        case: whose investments and benefits are shared.
        values: of its inputs: numbers, or arrays of shape (runs,).
    """
    import numpy as np

    kept = dict(values)
    shared = [{part.subsidy, *part.shared.values()} for part in case.investments]
    shared += [set(part.to.values()) for part in case.benefits]
    for together in shared:
        names = sorted(name for name in together if name is not None and name != REST)
        borne = total(kept[name] for name in names)
        for name in names:
            kept[name] = kept[name] / np.maximum(borne, 1.0)
    return kept
