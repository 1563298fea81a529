"""Write values with their units, rates and companies, as people would."""

from __future__ import annotations

from screc.model.text import Say
from screc.model.viability import YEARLY_SHARE
from screc.model.yen import say_yen
from screc.viability.terms import COMPANIES, NOTES

_FIGURES = 4
_PLAIN_FROM = 1000.0
_YEN = ("円", "yen")


def is_share(unit: str | None) -> bool:
    """Tell whether a value is a share, or a rate a year."""
    return unit is None or unit in YEARLY_SHARE


def say_quantity(value: float, unit: str | None, say: Say, *, figures: int = _FIGURES) -> str:
    """Write a value: shares in percent, money in its largest unit, others with their unit.

    Args:
        value: of an input.
        unit: in the language of `say`; None for a share.
        say: the language.
        figures: to how many figures it is rounded; a thousand and more is not, unless to fewer.

    >>> say_quantity(1 / 3, None, Say("en")), say_quantity(0.005, "/年", Say("ja"))
    ('33.33 %', '年0.5%')
    >>> say_quantity(197_700_000, "円/年", Say("ja")), say_quantity(14, "yen/kWh", Say("en"))
    ('1.977億円/年', '14 yen/kWh')
    """
    if unit is None:
        return f"{number(value * 100, figures)}{say('%', ' %')}"
    if unit in YEARLY_SHARE:
        return say(f"年{number(value * 100, figures)}%", f"{number(value * 100, figures)} % a year")
    for yen in _YEN:
        if unit == yen or unit.startswith((f"{yen}/年", f"{yen} a year")):
            return say_yen(value, say, figures=figures) + unit.removeprefix(yen)
    return f"{number(value, figures)}{say('', ' ')}{unit}"


def number(value: float, figures: int = _FIGURES) -> str:
    """Write a number to so many figures; with four, what is larger stands in full.

    >>> number(0.333333), number(1571.4), number(1010000), number(249034.1, 3)
    ('0.3333', '1,571', '1,010,000', '249,000')
    """
    if abs(value) < _PLAIN_FROM:
        return f"{value:.{figures}g}"
    return f"{value if figures >= _FIGURES else float(f'{value:.{figures}g}'):,.0f}"


def say_company(company: str, say: Say) -> str:
    """Name a company: the whole, or the one of a unit.

    >>> say_company("N", Say("ja")), say_company("integrated", Say("en"))
    ('N社', 'integrated')
    """
    if company in COMPANIES:
        return say.text(COMPANIES[company])
    return say(f"{company}社", f"company {company}")


def say_rate(rate: float | None, note: str | None, say: Say) -> str:
    """Write a rate of return as the source does, or why there is none.

    Args:
        rate: a share a year.
        note: why there is none, in the words of the JSON.
        say: the language.

    >>> say_rate(0.0548, None, Say("ja")), say_rate(None, "no unique IRR", Say("en"))
    ('5.5 %', 'not unique')
    """
    return say.text(NOTES[note or "no IRR"]) if rate is None else f"{rate * 100:.1f} %"
