"""What the accounts are reckoned from, and where they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screc.model.viability import ViabilityCase
from screc.viability.amounts import Amount, Values, product
from screc.viability.ledger import Ledger


@dataclass(frozen=True)
class Given:
    """A case, the values of its inputs, and the ledger into which its rows are written."""

    case: ViabilityCase
    values: Values
    ledger: Ledger

    def value(self, name: str | None) -> Amount:
        """Look an input up; what names none is nothing."""
        return 0.0 if name is None else self.values[name]

    def amount(self, names: Iterable[str]) -> Amount:
        """Multiply inputs."""
        return product(self.values[name] for name in names)
