"""Can it be run as a private business, as a public one, or split; and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from screc.model.evaluation import Overall, Verdict
from screc.model.text import Say
from screc.model.viability_words import Hurdle, Hurdles
from screc.viability.amounts import Amount
from screc.viability.rates import Rate
from screc.viability.terms import REASONS

_DIGITS = 1
_AS_PRIVATE: tuple[Verdict, ...] = ("private", "private-low")
_AS_PUBLIC: tuple[Verdict, ...] = (*_AS_PRIVATE, "public")
_PERHAPS: tuple[Verdict, ...] = (*_AS_PUBLIC, "near-public")


def is_private(verdict: Verdict) -> bool:
    """Tell whether a company can stand as a private business, if only just."""
    return verdict in _AS_PRIVATE


def judge(irr: Rate, social: Rate, hurdles: Hurdles) -> Verdict:
    """Hold a company's rates against the hurdles.

    Args:
        irr: of the project.
        social: with co-benefits.
        hurdles: what is asked of a private and of a public business.
    """
    low, public = hurdles.private.low_percent, hurdles.public.low_percent
    steps: tuple[tuple[Verdict, Rate, float], ...] = (
        ("private", irr, hurdles.private.high_percent or low),
        ("private-low", irr, low),
        ("public", social, public),
        ("near-public", social, public - hurdles.near_points),
    )
    if irr.value is None or social.value is None:
        return "no-rate"
    for verdict, rate, hurdle in steps:
        if reaches(rate.value, hurdle):
            return verdict
    return "not-viable"


def reaches(rate: Amount, hurdle_percent: float) -> Any:
    """Tell whether a rate reaches a hurdle, to a tenth of a percent as the source prints rates.

    Args:
        rate: a share a year, or an array of many; not a number reaches nothing.
        hurdle_percent: in percent.

    >>> reaches(0.0597, 6), reaches(0.0593, 6)
    (True, False)
    """
    if isinstance(rate, float):
        return round(rate * 100, _DIGITS) >= hurdle_percent
    import numpy as np

    return np.round(rate * 100, _DIGITS) >= hurdle_percent


def judge_all(integrated: Verdict | None, split: Mapping[str, Verdict] | None) -> Overall:
    """Say how the whole could be run: as a private business, as split, as a public one, or not."""
    whole = [integrated] if integrated else []
    apart = [*(split or {}).values()]
    forms = [form for form in (whole, apart) if form]

    def some_form(allowed: Collection[Verdict]) -> bool:
        return any(all(one in allowed for one in form) for form in forms)

    is_split = any(map(is_private, apart)) and all(one in _PERHAPS for one in apart)
    steps: tuple[tuple[Overall, bool], ...] = (
        ("open", any("open" in form for form in forms)),
        ("private", some_form(["private"])),
        ("private-low", some_form(_AS_PRIVATE)),
        ("split", is_split),
        ("public", some_form(_AS_PUBLIC)),
        ("near-public", some_form(_PERHAPS)),
        ("no-rate", any("no-rate" in form for form in forms)),
    )
    return next((overall for overall, holds in steps if holds), "not-viable")


def asked(hurdle: Hurdle, say: Say) -> str:
    """Write what a hurdle asks for."""
    low = f"{hurdle.low_percent:g}"
    if hurdle.high_percent is None:
        return f"{low}{say('%', ' %')}"
    return say(f"{low}～{hurdle.high_percent:g}%", f"{low} to {hurdle.high_percent:g} %")


def reason(verdict: Verdict, irr: Rate, social: Rate, hurdles: Hurdles, say: Say) -> str:
    """Say why a company is judged so."""
    return say.text(REASONS[verdict]).format(
        irr=_said(irr, "IRR", say),
        se_irr=_said(social, "SE-IRR", say),
        private=asked(hurdles.private, say),
        public=asked(hurdles.public, say),
        near=say.text(hurdles.near_because),
    )


def _said(rate: Rate, name: str, say: Say) -> str:
    if rate.value is not None:
        return say(f"{name} {rate.value * 100:.1f}%", f"{name} of {rate.value * 100:.1f} %")
    if rate.doubt == "none":
        return say(f"{name}なし", f"no {name}")
    return say(f"{name}が一つに定まらない", f"no unique {name}")
