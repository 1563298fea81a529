"""Amounts: a number, many numbers at once, or a formula of a spreadsheet.

The accounts are written with ordinary arithmetic and the three operations here, so that one text
serves one case, a simulation of thousands, and a workbook with live formulas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import expm1, log1p
from operator import mul
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Amount: TypeAlias = Any
"""A float, an array of shape (runs,), or a `Formula`; money in yen."""
Yearly: TypeAlias = list[Amount]
"""One amount for each year, building first."""
Values: TypeAlias = Mapping[str, Amount]
"""What is taken for each input, by id."""

_EXACT = 2.0**53
_SUM, _PRODUCT, _POWER, _WHOLE = range(4)


@dataclass(frozen=True)
class Formula:
    """A formula of a spreadsheet, without the sign that begins it.

    >>> cell = Formula("B2")
    >>> str((cell + 1) * cell), str(2 - (cell - 1)), str(1 / (1 + cell) ** 3)
    ('(B2+1)*B2', '2-(B2-1)', '1/(1+B2)^3')
    """

    text: str
    binds: int = _WHOLE

    def __str__(self) -> str:
        """Write the formula."""
        return self.text

    @classmethod
    def of(cls, amount: Amount) -> Formula:
        """Write an amount as a formula."""
        if isinstance(amount, Formula):
            return amount
        number = float(amount)
        is_whole = number.is_integer() and abs(number) < _EXACT
        written = str(int(number)) if is_whole else repr(number)
        return cls(written, _SUM if number < 0 else _WHOLE)

    @classmethod
    def call(cls, function: str, *amounts: Amount) -> Formula:
        """Write a call of one of the spreadsheet's functions."""
        return cls(f"{function}({','.join(str(cls.of(amount)) for amount in amounts)})")

    def within(self, binds: int) -> str:
        """Write it inside a formula that binds so strongly."""
        return self.text if self.binds >= binds else f"({self.text})"

    def _joined(self, sign: str, other: Amount, binds: int, *, strict: bool) -> Formula:
        right = Formula.of(other).within(binds + strict)
        return Formula(f"{self.within(binds)}{sign}{right}", binds)

    def __add__(self, other: Amount) -> Formula:
        """Add; to add nothing leaves a formula as it is."""
        return self if _is(other, 0) else self._joined("+", other, _SUM, strict=False)

    def __radd__(self, other: Amount) -> Formula:
        """Add."""
        return self if _is(other, 0) else Formula.of(other) + self

    def __sub__(self, other: Amount) -> Formula:
        """Subtract."""
        return self if _is(other, 0) else self._joined("-", other, _SUM, strict=True)

    def __rsub__(self, other: Amount) -> Formula:
        """Subtract."""
        return Formula.of(other) - self

    def __mul__(self, other: Amount) -> Formula:
        """Multiply."""
        return self if _is(other, 1) else self._joined("*", other, _PRODUCT, strict=False)

    def __rmul__(self, other: Amount) -> Formula:
        """Multiply."""
        return self if _is(other, 1) else Formula.of(other) * self

    def __truediv__(self, other: Amount) -> Formula:
        """Divide."""
        return self if _is(other, 1) else self._joined("/", other, _PRODUCT, strict=True)

    def __rtruediv__(self, other: Amount) -> Formula:
        """Divide."""
        return Formula.of(other) / self

    def __pow__(self, other: Amount) -> Formula:
        """Raise to a power."""
        return self._joined("^", other, _POWER, strict=True)


def _is(amount: Amount, number: float) -> bool:
    return isinstance(amount, int | float) and amount == number


def larger(one: Amount, other: Amount) -> Amount:
    """Take the larger of two amounts.

    >>> larger(2.0, 0.0), str(larger(Formula("A1"), 0))
    (2.0, 'MAX(A1,0)')
    """
    if isinstance(one, Formula) or isinstance(other, Formula):
        return Formula.call("MAX", one, other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return max(one, other)
    import numpy as np

    return np.maximum(one, other)


def annuity(rate: Amount, years: int) -> Amount:
    """Say what is paid a year on a loan of 1, in equal payments of interest and principal.

    Args:
        rate: of interest, a share a year.
        years: how many payments.

    >>> annuity(0.0, 20), round(annuity(0.03, 20), 6)
    (0.05, 0.067216)
    """
    if isinstance(rate, Formula):
        return Formula.call("-PMT", rate, years, 1)
    if isinstance(rate, int | float):
        return -rate / expm1(-years * log1p(rate)) if rate else 1 / years
    import numpy as np

    safe = np.where(rate == 0, 1.0, rate)
    return np.where(rate == 0, 1 / years, -safe / np.expm1(-years * np.log1p(safe)))


def product(factors: Iterable[Amount]) -> Amount:
    """Multiply amounts."""
    return reduce(mul, factors)


def total(amounts: Iterable[Amount]) -> Amount:
    """Add amounts; nothing comes to zero."""
    return sum(amounts, 0.0)


def sum_of(rows: Iterable[Yearly], years: int) -> Yearly:
    """Add rows year by year.

    >>> sum_of([[1.0, 2.0], [3.0, 4.0]], 2), sum_of([], 2)
    ([4.0, 6.0], [0.0, 0.0])
    """
    kept = list(rows)
    return [sum(amounts, 0.0) for amounts in zip(*kept, strict=True)] if kept else [0.0] * years


def as_runs(row: Yearly, runs: int) -> NDArray[np.float64]:
    """Write a row as an array of shape (runs, years); an amount may be the same in all runs."""
    import numpy as np

    return np.column_stack([np.broadcast_to(amount, runs) for amount in row])
