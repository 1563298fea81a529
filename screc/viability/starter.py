"""Begin a case where only a scheme's range of cost is known; everything else is a default."""

from __future__ import annotations

from math import sqrt

from screc.errors import InputError, Problem
from screc.model.rulebase import Area
from screc.model.scheme import Scheme
from screc.model.text import Text
from screc.model.viability import Starter, ViabilityCase


def start_case(area: Area, scheme: Scheme, starter: Starter) -> ViabilityCase:
    """Make a case of a scheme in an area, from the scheme's range of cost.

    Args:
        area: for its name, and for how many of what the range is for it has.
        scheme: whose range of cost is taken.
        starter: the defaults.

    Raises:
        InputError: the scheme has no business that could be viable.
    """
    for without in starter.without:
        if without.scheme == scheme.id:
            ja = f"「{scheme.name.ja}」は試算できません（{without.because.ja}）。"
            en = f'"{scheme.name.en}" is nothing to evaluate: {without.because.en}'
            raise InputError([Problem(ja, en, where="--from")])
    low, high = cost_range(area, scheme, starter)
    name = Text(
        f"{area.name.ja}　{scheme.name.ja}（費用の範囲からの仮の試算）",
        f"{area.name.en}: {scheme.name.en} (a trial from the range of cost)",
    )
    label = scheme.scale.label
    origin = Text(
        f"手引の導入規模「{label.ja}」から。範囲と、その真ん中（幾何平均）。"
        + (starter.open_range_assumption.ja if scheme.scale.high_yen is None else ""),
        f"From the guidance's scale ({label.en}): its range and the geometric middle. "
        + (starter.open_range_assumption.en if scheme.scale.high_yen is None else ""),
    )
    middle = round(sqrt(low * high))
    found = {"value": middle, "low": low, "high": high, "assumption": origin}
    inputs = tuple(
        part.model_copy(update=found) if part.id == starter.investment else part
        for part in starter.case.inputs
    )
    update = {"id": f"{area.id}-{scheme.id}", "name": name, "inputs": inputs}
    return starter.case.model_copy(update=update)


def cost_range(area: Area, scheme: Scheme, starter: Starter) -> tuple[float, float]:
    """Say between which costs a scheme lies in an area, in yen.

    A range for so many homes, say, is scaled to those of the area where their number is known.

    Args:
        area: whose numbers are taken.
        scheme: whose range is scaled.
        starter: what is taken for an upper end where there is none.
    """
    scale, times = scheme.scale, 1.0
    if scale.basis is not None and scale.basis.attribute in area.facts:
        count = area.facts[scale.basis.attribute].value
        if isinstance(count, int | float) and not isinstance(count, bool) and count > 0:
            times = count / scale.basis.count
    low = float(scale.low_yen)
    high = float(scale.high_yen) if scale.high_yen is not None else low * starter.open_range_factor
    return low * times, high * times
