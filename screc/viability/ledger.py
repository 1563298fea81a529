"""Where the accounts are written down: a row for each account, with an amount for each year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from screc.viability.amounts import Amount, Yearly


@dataclass(frozen=True)
class Row:
    """Which row: of what (an investment, a flow, a unit, a company), and which account of it."""

    sheet: str
    of: str
    account: str


class Ledger(Protocol):
    """Takes amounts down; what it gives back stands for the amount in later arithmetic."""

    def keep(self, row: Row, year: int, amount: Amount) -> Amount:
        """Write an amount of a year into a row."""
        ...


@dataclass(frozen=True)
class Memory:
    """A ledger that only remembers.

    >>> memory = Memory()
    >>> memory.keep(Row("flows", "sales", "paid"), 0, 5.0)
    5.0
    """

    rows: dict[Row, Yearly] = field(default_factory=dict)

    def keep(self, row: Row, year: int, amount: Amount) -> Amount:
        """Write an amount of a year into a row."""
        kept = self.rows.setdefault(row, [])
        assert year == len(kept), f"{row} is written in order"  # noqa: S101 - of our own code
        kept.append(amount)
        return amount


class Nothing:
    """A ledger that keeps nothing, where only the results are wanted."""

    def keep(self, row: Row, year: int, amount: Amount) -> Amount:  # noqa: ARG002 - of the protocol
        """Give the amount back."""
        return amount


def written(ledger: Ledger, row: Row, years: int, amount: Callable[[int], Amount]) -> Yearly:
    """Write a row, of which each year can be told by itself."""
    return [ledger.keep(row, year, amount(year)) for year in range(years)]
