"""Can it be run as a private business, as a public one, or split; and why."""

from __future__ import annotations

from collections.abc import Mapping

from screc.model.evaluation import Overall, Verdict
from screc.model.text import Say
from screc.model.viability import Hurdle, Hurdles
from screc.viability.rates import Rate

_DIGITS = 1
_AS_PRIVATE = ("private", "private-low")
_AS_PUBLIC = (*_AS_PRIVATE, "public")
_PERHAPS = (*_AS_PUBLIC, "near-public")


def percent(rate: float) -> float:
    """Write a share in percent with one digit, as the source does; hurdles are held against that.

    >>> percent(0.0389)
    3.9
    """
    return round(rate * 100, _DIGITS)


def judge(irr: Rate, social: Rate, hurdles: Hurdles) -> Verdict:
    """Hold a company's rates against the hurdles.

    Args:
        irr: of the project.
        social: with co-benefits.
        hurdles: what is asked of a private and of a public business.
    """
    if irr.value is not None:
        low, high = hurdles.private.low_percent, hurdles.private.high_percent
        if percent(irr.value) >= (high or low):
            return "private"
        if percent(irr.value) >= low:
            return "private-low"
    if social.value is None:
        return "no-rate"
    public = hurdles.public.low_percent
    if percent(social.value) >= public:
        return "public"
    if percent(social.value) >= public - hurdles.near_points:
        return "near-public"
    return "not-viable"


def judge_all(integrated: Verdict | None, split: Mapping[str, Verdict] | None) -> Overall:
    """Say how the whole could be run: as a private business, as split, as a public one, or not."""
    apart = list((split or {}).values())
    if integrated == "private" or (apart and all(one == "private" for one in apart)):
        return "private"
    if integrated in _AS_PRIVATE or (apart and all(one in _AS_PRIVATE for one in apart)):
        return "private-low"
    if apart and all(one in _PERHAPS for one in apart) and any(one in _AS_PRIVATE for one in apart):
        return "split"
    if integrated in _AS_PUBLIC or (apart and all(one in _AS_PUBLIC for one in apart)):
        return "public"
    if integrated in _PERHAPS or (apart and all(one in _PERHAPS for one in apart)):
        return "near-public"
    return "not-viable"


def asked(hurdle: Hurdle, say: Say) -> str:
    """Write what a hurdle asks for."""
    low = f"{hurdle.low_percent:g}"
    if hurdle.high_percent is None:
        return f"{low}{say('%', ' %')}"
    return say(f"{low}～{hurdle.high_percent:g}%", f"{low} to {hurdle.high_percent:g} %")


def reason(verdict: Verdict, irr: Rate, social: Rate, hurdles: Hurdles, say: Say) -> str:
    """Say why a company is judged so."""
    private, public = asked(hurdles.private, say), asked(hurdles.public, say)
    one, other = _said(irr, "IRR", say), _said(social, "SE-IRR", say)
    match verdict:
        case "private":
            return say(
                f"{one}が民間の要求水準（{private}）を満たす。民間事業として成り立ちうる。",
                f"{one} meets what is asked of a private business ({private}); it can be one.",
            )
        case "private-low":
            return say(
                f"{one}が民間の要求水準（{private}）の範囲にある。民間事業としては境目である。",
                f"{one} is in the range asked of a private business ({private}): a border case.",
            )
        case "public":
            return say(
                f"{one}は民間の要求水準（{private}）に届かないが、{other}は公共の要求水準（{public}）"
                "を満たす。公共の事業として成り立つ余地がある。",
                f"{one} misses what is asked of a private business ({private}), but {other} meets "
                f"what is asked of a public one ({public}): there is room for it as public.",
            )
        case "near-public":
            return say(
                f"{one}は民間の要求水準（{private}）に届かず、{other}は公共の要求水準（{public}）を"
                f"わずかに下回る。{say.text(hurdles.near_because)}",
                f"{one} misses what is asked of a private business ({private}), and {other} is "
                f"just below what is asked of a public one ({public}). "
                f"{say.text(hurdles.near_because)}",
            )
        case "not-viable":
            return say(
                f"{one}は民間の要求水準（{private}）に、{other}は公共の要求水準（{public}）に届かない。",
                f"{one} misses what is asked of a private business ({private}), and {other} "
                f"what is asked of a public one ({public}).",
            )
        case "no-rate":
            return say(f"{one}、{other}のため、判定できない。", f"{one}, {other}: not judged.")


def _said(rate: Rate, name: str, say: Say) -> str:
    if rate.value is not None:
        return say(f"{name} {percent(rate.value):.1f}%", f"{name} of {percent(rate.value):.1f} %")
    if rate.doubt == "none":
        return say(f"{name}なし", f"no {name}")
    return say(f"{name}が一つに定まらない", f"no unique {name}")
