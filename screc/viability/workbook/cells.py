"""A ledger whose rows are rows of sheets: what it gives back is a reference to the cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlsxwriter.utility import xl_rowcol_to_cell

from screc.errors import InputError, Problem
from screc.viability.amounts import Amount, Formula
from screc.viability.ledger import Row

_LONGEST_FORMULA = 8000
FIRST_ROW, FIRST_COLUMN = 4, 3
"""Where the accounts of a sheet begin: below its heads, right of names and sums."""


@dataclass(frozen=True)
class Cells:
    """Takes formulas down, sheet by sheet.

    Attributes:
        names: of the sheets, by the kind of row and, for companies, the company.
        rows: what was taken down, by the name of the sheet.
    """

    names: dict[tuple[str, str], str]
    rows: dict[str, dict[Row, list[Amount]]] = field(default_factory=dict)
    _places: dict[Row, int] = field(default_factory=dict)

    def keep(self, row: Row, year: int, amount: Amount) -> Amount:
        """Write an amount of a year into a row, and refer to its cell.

        Raises:
            InputError: the formula is longer than a spreadsheet takes.
        """
        if isinstance(amount, Formula) and len(amount.text) > _LONGEST_FORMULA:
            ja = "足し合わせる項目が多すぎて、表の数式に書けません。"
            en = "too many parts are added up for a formula of a spreadsheet"
            raise InputError([Problem(ja, en, where=row.account)])
        sheet = self.sheet_of(row)
        rows = self.rows.setdefault(sheet, {})
        if row not in rows:
            rows[row] = []
            self._places[row] = FIRST_ROW + len(rows) - 1
        rows[row].append(amount)
        cell = xl_rowcol_to_cell(self._places[row], FIRST_COLUMN + year)
        return Formula(f"{quoted(sheet)}!{cell}")

    def sheet_of(self, row: Row) -> str:
        """Tell on which sheet a row stands."""
        return self.names[row.sheet, row.of if row.sheet == "companies" else ""]

    def years(self, row: Row, first: int, last: int) -> str:
        """Refer to some years of a row."""
        start, stop = (
            xl_rowcol_to_cell(self._places[row], FIRST_COLUMN + year, row_abs=True, col_abs=True)
            for year in (first, last)
        )
        return f"{quoted(self.sheet_of(row))}!{start}:{stop}"


def quoted(sheet: str) -> str:
    """Write the name of a sheet inside a formula.

    >>> quoted("G's years")
    "'G''s years'"
    """
    return "'" + sheet.replace("'", "''") + "'"
