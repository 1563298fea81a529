"""Write the value of an input with its unit, as people would."""

from __future__ import annotations

from screc.model.text import Say
from screc.model.yen import say_yen

_FIGURES = 4
_PLAIN_FROM = 1000.0
_YEARLY = ("/年", "a year")
_YEN = ("円", "yen")


def say_quantity(value: float, unit: str | None, say: Say) -> str:
    """Write a value: shares in percent, money in its largest unit, others with their unit.

    Args:
        value: of an input.
        unit: in the language of `say`; None for a share.
        say: the language.

    >>> say_quantity(1 / 3, None, Say("en")), say_quantity(0.005, "/年", Say("ja"))
    ('33.33 %', '年0.5%')
    >>> say_quantity(197_700_000, "円/年", Say("ja")), say_quantity(14, "yen/kWh", Say("en"))
    ('1.977億円/年', '14 yen/kWh')
    """
    if unit is None:
        return f"{number(value * 100)}{say('%', ' %')}"
    if unit in _YEARLY:
        return say(f"年{number(value * 100)}%", f"{number(value * 100)} % a year")
    for yen in _YEN:
        if unit == yen or unit.startswith((f"{yen}/年", f"{yen} a year")):
            return say_yen(value, say, figures=_FIGURES) + unit.removeprefix(yen)
    return f"{number(value)}{say('', ' ')}{unit}"


def number(value: float) -> str:
    """Write a number to four figures, and what is larger in full.

    >>> number(0.333333), number(1571.4), number(1010000)
    ('0.3333', '1,571', '1,010,000')
    """
    return f"{value:,.0f}" if abs(value) >= _PLAIN_FROM else f"{value:.{_FIGURES}g}"
