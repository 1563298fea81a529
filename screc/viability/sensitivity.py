"""Sensitivity: what each input, at either end of its range, does to the rates (a tornado)."""

from __future__ import annotations

from screc.model.evaluation import Swing
from screc.model.text import Say
from screc.viability.many import Asked, rates_of_runs
from screc.viability.reckon import companies_of
from screc.viability.study import Study


def swings(study: Study, say: Say) -> tuple[Swing, ...]:
    """Move every input that has a range to both its ends, one at a time.

    Args:
        study: the case and its values.
        say: the language of the names.

    Returns:
        For each company the inputs that move its IRR, the widest swing first.
    """
    import numpy as np

    case = study.case
    parts = [(part, part.range) for part in case.inputs if part.range is not None]
    if not parts:
        return ()
    runs = 2 * len(parts)
    values: dict[str, object] = dict(study.values)
    for number, (part, ends_of_range) in enumerate(parts):
        column = np.full(runs, study.values[part.id])
        column[2 * number : 2 * number + 2] = ends_of_range
        values[part.id] = column
    asked = [
        Asked(form, company, "irr") for form in case.forms for company in companies_of(case, form)
    ]
    rates = rates_of_runs(case, values, runs, asked)
    found: list[Swing] = []
    for one in asked:
        ends = [None if np.isnan(rate) else float(rate) for rate in rates[one]]
        moved = [
            Swing(
                company=one.company,
                form=one.form,
                input=part.id,
                name=say.text(part.name),
                low=low,
                high=high,
                at_low=ends[2 * number],
                at_high=ends[2 * number + 1],
            )
            for number, (part, (low, high)) in enumerate(parts)
            if ends[2 * number] != ends[2 * number + 1]
        ]
        found += sorted(moved, key=_width, reverse=True)
    return tuple(found)


def _width(swing: Swing) -> float:
    if swing.at_low is None or swing.at_high is None:
        return float("inf")
    return abs(swing.at_high - swing.at_low)
