"""Sums of money in the words of each language; a round number stays round."""

from __future__ import annotations

from screc.model.scheme import YenRange
from screc.model.text import Say

_UNITS_JA = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
_UNITS_EN = ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"))
_FIGURES = 2


def say_yen(amount: float, say: Say, *, figures: int = _FIGURES) -> str:
    """Write a sum in its largest unit.

    Args:
        amount: in yen.
        say: the language.
        figures: to how many figures it is rounded.

    >>> say_yen(20_000_000, Say("ja")), say_yen(9_000_000_000, Say("en"))
    ('2,000万円', '9 billion yen')
    >>> say_yen(-1_234_567_890, Say("en"), figures=3)
    '-1.23 billion yen'
    """
    rounded = float(f"{amount:.{figures - 1}e}")
    units = _UNITS_JA if say.language == "ja" else _UNITS_EN
    size, unit = next((pair for pair in units if abs(rounded) >= pair[0]), (1, ""))
    return f"{rounded / size:,.15g}{unit}{say('円', ' yen')}"


def say_range(range_: YenRange, say: Say, *, times: float = 1.0) -> str:
    """Write a range of cost, open above where it has no upper end.

    Args:
        range_: in yen.
        say: the language.
        times: by what both ends are multiplied.

    >>> from screc.model.scheme import YenRange
    >>> say_range(YenRange(low_yen=200_000_000, high_yen=900_000_000), Say("ja"))
    '2億円～9億円'
    >>> say_range(YenRange(low_yen=2_000_000, high_yen=None), Say("en"))
    '2 million yen and up'
    """
    low = say_yen(range_.low_yen * times, say)
    if range_.high_yen is None:
        return say(f"{low}～", f"{low} and up")
    high = say_yen(range_.high_yen * times, say)
    return say(f"{low}～{high}", f"{low} to {high}")
