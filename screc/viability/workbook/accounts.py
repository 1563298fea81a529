"""The sheets of accounts: a row for each, a column for each year, a formula in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import xl_col_to_name

from screc.model.evaluation import Evaluation
from screc.model.text import Say
from screc.model.viability import Benefit, Flow, Investment, ViabilityCase
from screc.viability.amounts import Amount, Formula, Yearly
from screc.viability.ledger import Row
from screc.viability.terms import ACCOUNTS
from screc.viability.workbook.book import QUIET, Book
from screc.viability.workbook.cells import FIRST_COLUMN, FIRST_ROW

_MILLION = "[<=-50000][Red]-#,##0.0,,;[>=50000]#,##0.0,,;0"
_NAME_WIDTH, _ACCOUNT_WIDTH, _YEAR_WIDTH = 30.0, 24.0, 9.5
_STANDING = ("book", "assessed", "balance", "loss", "accumulated")
"""Accounts that stand at the end of a year, and do not add up."""


def set_accounts(
    book: Book,
    name: str,
    rows: Mapping[Row, Sequence[Amount]],
    values: Mapping[Row, Yearly],
    result: tuple[ViabilityCase, Evaluation],
) -> None:
    """Add a sheet of accounts.

    Args:
        book: to which it is added.
        name: on its tab.
        rows: the formulas, or numbers where an amount is fixed.
        values: what they come to, shown until the spreadsheet recalculates.
        result: the case and its evaluation, for names.
    """
    say, (case, evaluation) = book.say, result
    said = say(
        "百万円で表示（セルの値は円）。整備の年の後に、運営の年が続く。",
        "Shown in million yen (cells hold yen): years of building, then of operation.",
    )
    widths = [_NAME_WIDTH, _ACCOUNT_WIDTH, *[_YEAR_WIDTH] * (case.years + 1)]
    sheet = book.add_sheet(name, name, said, widths)
    heads = [say("項目", "Item"), say("勘定", "Account"), say("合計", "Total")]
    heads += [_year(year - case.building_years, case, say) for year in range(case.years)]
    book.heads(sheet, FIRST_ROW - 1, heads, range(2, len(heads)))
    first, last = map(xl_col_to_name, (FIRST_COLUMN, FIRST_COLUMN + case.years - 1))
    money, bold = book.format(num_format=_MILLION), book.format(num_format=_MILLION, bold=True)
    for at, (row, amounts) in enumerate(rows.items(), FIRST_ROW):
        sheet.write_string(at, 0, _item(row, case, say), book.format())
        account = _account(row, case, evaluation, say)
        sheet.write_string(at, 1, account, book.format(font_color=QUIET))
        if row.account not in _STANDING:
            total = f"=SUM({first}{at + 1}:{last}{at + 1})"
            sheet.write_formula(at, 2, total, bold, sum(values[row]))
        pairs = zip(amounts, values[row], strict=True)
        for column, (amount, value) in enumerate(pairs, FIRST_COLUMN):
            if isinstance(amount, Formula):
                sheet.write_formula(at, column, f"={amount}", money, value)
            else:
                sheet.write_number(at, column, amount, money)
    sheet.fit_to_pages(2, 0)
    sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.repeat_columns(0, 1)


def _year(year: int, case: ViabilityCase, say: Say) -> str:
    if year < 0:
        number = year + case.building_years + 1
        return say(f"整備{number}", f"building {number}")
    return say(f"{year + 1}年目", f"year {year + 1}")


def _item(row: Row, case: ViabilityCase, say: Say) -> str:
    if row.sheet == "companies":
        return say.text(ACCOUNTS[row.account])
    named: list[Investment | Flow | Benefit] = [*case.investments, *case.flows, *case.benefits]
    return {part.id: say.text(part.name) for part in named}.get(row.of, row.of)


def _account(row: Row, case: ViabilityCase, evaluation: Evaluation, say: Say) -> str:
    match row.sheet:
        case "companies":
            return ""
        case "benefits":
            return f"{row.account} {evaluation.actors.get(row.account, '')}".strip()
        case "flows":
            flow = next(part for part in case.flows if part.id == row.of)
            return f"{flow.from_} → {flow.to}"
        case "shares":
            return say("費用", "Cost") if row.account == "cost" else say("便益", "Benefit")
    if row.account.startswith("shared-"):
        actor = row.account.removeprefix("shared-")
        return say(f"{actor}の負担", f"Borne by {actor}")
    return say.text(ACCOUNTS[row.account])
