"""Write a case as an Excel workbook that goes on reckoning: every account is a formula.

The accounts are those of `plan` and `company`, run on cells instead of numbers. A finance officer
can follow each figure to its inputs, change an input, and see the results change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from screc.diagram.fonts import text_width
from screc.model.evaluation import CompanyResult, Evaluation, UsedInput
from screc.model.knowledge import Knowledge
from screc.model.text import Say
from screc.model.viability import Benefit, Flow, Investment
from screc.viability.amounts import Amount, Formula
from screc.viability.evaluate import Study
from screc.viability.ledger import Memory, Row
from screc.viability.reckon import companies_of, reckon
from screc.viability.terms import ACCOUNTS, COMPANIES, NOTES, ORIGINS

_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
_FACES = {"ja": "Meiryo UI", "en": "Calibri"}
_FIRST_ROW, _FIRST_COLUMN = 4, 3
_INPUT_ROW, _INPUT_COLUMN = 4, 2
_YEN = "#,##0;[Red]-#,##0;0"
_MILLION = "#,##0.0,,;[Red]-#,##0.0,,;0"
_RATE = "0.00%"
_RATIO = "0.00"
_ACCENT, _QUIET, _GROUND, _CHANGE = "#1B4B8A", "#5B6672", "#EEF2F7", "#FFF7DB"
_NAME_WIDTH, _ACCOUNT_WIDTH, _MILLION_WIDTH = 30, 24, 9.5
_INPUT_WIDTHS = (24, 36, 16, 13, 14, 14, 14, 62)
_A3, _TITLE_HEIGHT, _LINE = 8, 26, 14.5
_POINTS, _CHARACTER, _LOOSE = 10.0, 5.25, 1.1
"""The size of letters, a column's unit, and how much wider another font may set them."""
_LONGEST_NAME = 31


def write_model(study: Study, result: Evaluation, base: Knowledge, say: Say) -> bytes:
    """Write a case as a workbook with live formulas.

    Args:
        study: the case and its values.
        result: what screc reckons, for the guesses of the rates and to compare with.
        base: the knowledge, for the names of the actors.
        say: the language.
    """
    return _Model(study, result, base, say).written()


@dataclass
class _Cells:
    """A ledger whose rows are rows of sheets: what it gives back is a reference to the cell."""

    names: dict[tuple[str, str], str]
    rows: dict[str, dict[Row, list[Amount]]] = field(default_factory=dict)
    _places: dict[Row, int] = field(default_factory=dict)

    def sheet_of(self, row: Row) -> str:
        of = row.of if row.sheet == "companies" else ""
        return self.names[row.sheet, of]

    def keep(self, row: Row, year: int, amount: Amount) -> Amount:
        sheet = self.sheet_of(row)
        rows = self.rows.setdefault(sheet, {})
        if row not in rows:
            rows[row] = []
            self._places[row] = _FIRST_ROW + len(rows) - 1
        rows[row].append(amount)
        cell = xl_rowcol_to_cell(self._places[row], _FIRST_COLUMN + year)
        return Formula(f"{_quoted(sheet)}!{cell}")

    def cells(self, row: Row, first: int, last: int) -> str:
        """Refer to the years of a row."""
        start = xl_rowcol_to_cell(self._places[row], _FIRST_COLUMN + first, True, True)  # noqa: FBT003
        stop = xl_rowcol_to_cell(self._places[row], _FIRST_COLUMN + last, True, True)  # noqa: FBT003
        return f"{_quoted(self.sheet_of(row))}!{start}:{stop}"


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


class _Model:
    def __init__(self, study: Study, result: Evaluation, base: Knowledge, say: Say) -> None:
        self._study, self._result, self._base, self._say = study, result, base, say
        self._case = study.case
        self._file = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": _FACES[say.language], "font_size": 10},
        }
        self._book: Any = Workbook(self._file, options)
        self._book.set_properties({"title": result.name[:255], "created": _WRITTEN})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._sheets = {
            "results": say("結果", "Results"),
            "inputs": say("入力", "Inputs"),
            "investments": say("設備", "Investments"),
            "loans": say("借入と固定資産税", "Loans and property tax"),
            "flows": say("取引", "Payments"),
            "benefits": say("便益", "Benefits"),
            "shares": say("費用便益", "Costs and benefits"),
        }
        names = {(key, ""): name for key, name in self._sheets.items()}
        for form in self._case.forms:
            for company in companies_of(self._case, form):
                names["companies", company] = self._company(company)[:_LONGEST_NAME]
        self._cells = _Cells(names)

    def _company(self, company: str) -> str:
        if company in COMPANIES:
            return self._say.text(COMPANIES[company])
        return self._say(f"{company}社", f"Company {company}")

    def written(self) -> bytes:
        """Write the file."""
        case, study = self._case, self._study
        places = {
            part.id: Formula(f"{_quoted(self._sheets['inputs'])}!{self._input_cell(number)}")
            for number, part in enumerate(case.inputs)
        }
        reckon(case, places, self._cells)
        memory = Memory()
        reckon(case, study.values, memory)
        said = f"{self._result.summary}{self._say('。', '. ')}{self._result.notice}"
        results = self._add(self._sheets["results"], self._result.name, said)
        self._inputs()
        for sheet, rows in self._cells.rows.items():
            self._accounts(sheet, rows, memory)
        self._results(results, places)
        self._book.close()
        return self._file.getvalue()

    def _format(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            face = {"font_name": _FACES[self._say.language], "font_size": 10, "valign": "top"}
            self._formats[key] = self._book.add_format({**face, **look})
        return self._formats[key]

    def _add(self, name: str, title: str, said: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1, 0)
        sheet.set_row(0, _TITLE_HEIGHT)
        sheet.set_footer("&C&P / &N")
        sheet.write_string(0, 0, title, self._format(bold=True, font_size=16, font_color=_ACCENT))
        sheet.write_string(1, 0, said, self._format(font_color=_QUIET))
        return sheet

    def _heads(self, sheet: Any, row: int, heads: list[str], numbers: Collection[int]) -> None:
        """Write the heads of columns; those of numbers stand to the right."""
        for column, head in enumerate(heads):
            side = "right" if column in numbers else "left"
            look = self._format(bold=True, bg_color=_GROUND, bottom=1, text_wrap=True, align=side)
            sheet.write_string(row, column, head, look)

    @staticmethod
    def _input_cell(number: int) -> str:
        return str(xl_rowcol_to_cell(_INPUT_ROW + number, _INPUT_COLUMN, True, True))  # noqa: FBT003

    def _inputs(self) -> None:
        say = self._say
        said = say(
            "黄色のセルを変えると、すべての表と結果が変わる。耐用年数と年数は変えられない。",
            "Change a yellow cell, and all tables and results follow. Lives and years are fixed.",
        )
        sheet = self._add(self._sheets["inputs"], say("入力", "Inputs"), said)
        heads = [
            say("id", "id"),
            say("名前", "Name"),
            say("値", "Value"),
            say("単位", "Unit"),
            say("下限", "Low"),
            say("上限", "High"),
            say("根拠", "Basis"),
            say("出典・理由", "Source or reason"),
        ]
        self._heads(sheet, _INPUT_ROW - 1, heads, (2, 4, 5))
        for column, width in enumerate(_INPUT_WIDTHS):
            sheet.set_column(column, column, width)
        wrapped = self._format(text_wrap=True, align="left", indent=1)
        for number, part in enumerate(self._result.inputs):
            row = _INPUT_ROW + number
            shape = _shape(part)
            sheet.set_row(row, _LINE * max(_lines(part.name, 1), _lines(part.source, 7)) + 3)
            sheet.write_string(row, 0, part.id, self._format(font_color=_QUIET))
            sheet.write_string(row, 1, part.name, wrapped)
            change = self._format(
                num_format=shape, bg_color=_CHANGE, border=1, border_color="#D9C98A"
            )
            sheet.write_number(row, 2, part.value, change)
            sheet.write_string(row, 3, part.unit or say("割合", "share"), wrapped)
            for column, end in ((4, part.low), (5, part.high)):
                if end is not None:
                    sheet.write_number(
                        row, column, end, self._format(num_format=shape, font_color=_QUIET)
                    )
            sheet.write_string(row, 6, say.text(ORIGINS[part.origin]), wrapped)
            sheet.write_string(row, 7, part.source, wrapped)
        sheet.freeze_panes(_INPUT_ROW, 2)
        sheet.repeat_rows(_INPUT_ROW - 1)

    def _accounts(self, name: str, rows: dict[Row, list[Amount]], memory: Memory) -> None:
        say, building = self._say, self._case.building_years
        said = say(
            "百万円で表示（セルの値は円）。整備の年の後に、運営の年が続く。",
            "Shown in million yen (cells hold yen): years of building, then of operation.",
        )
        sheet = self._add(name, name, said)
        years = [
            say(f"整備{year + 1}年", f"building {year + 1}")
            if year < building
            else say(f"{year - building + 1}年目", f"year {year - building + 1}")
            for year in range(self._case.years)
        ]
        heads = [say("項目", "Item"), say("勘定", "Account"), say("合計", "Total"), *years]
        self._heads(sheet, _FIRST_ROW - 1, heads, range(2, len(heads)))
        sheet.set_column(0, 0, _NAME_WIDTH)
        sheet.set_column(1, 1, _ACCOUNT_WIDTH)
        sheet.set_column(2, 2 + len(years), _MILLION_WIDTH)
        last = xl_col_to_name(_FIRST_COLUMN + len(years) - 1)
        first = xl_col_to_name(_FIRST_COLUMN)
        money = self._format(num_format=_MILLION)
        for index, (row, amounts) in enumerate(rows.items()):
            at = _FIRST_ROW + index
            sheet.write_string(at, 0, self._item(row), self._format())
            sheet.write_string(at, 1, self._account(row), self._format(font_color=_QUIET))
            values = memory.rows[row]
            if row.account not in _STANDING:
                total = f"=SUM({first}{at + 1}:{last}{at + 1})"
                bold = self._format(num_format=_MILLION, bold=True)
                sheet.write_formula(at, 2, total, bold, sum(values))
            for year, amount in enumerate(amounts):
                column = _FIRST_COLUMN + year
                if isinstance(amount, Formula):
                    sheet.write_formula(at, column, f"={amount}", money, values[year])
                else:
                    sheet.write_number(at, column, amount, money)
        sheet.fit_to_pages(2, 0)
        sheet.freeze_panes(_FIRST_ROW, _FIRST_COLUMN)
        sheet.repeat_rows(_FIRST_ROW - 1)
        sheet.repeat_columns(0, 1)

    def _item(self, row: Row) -> str:
        case = self._case
        named: list[Investment | Flow | Benefit] = [*case.investments, *case.flows, *case.benefits]
        known = {part.id: self._say.text(part.name) for part in named}
        if row.sheet == "companies":
            return self._company(row.of)
        return known.get(row.of, row.of)

    def _account(self, row: Row) -> str:
        if row.sheet == "benefits":
            actor = self._result.actors.get(row.account, "")
            return f"{row.account} {actor}".strip()
        if row.sheet == "flows":
            flow = next(part for part in self._case.flows if part.id == row.of)
            return f"{flow.from_} → {flow.to}"
        if row.sheet == "shares":
            return (
                self._say("費用", "Cost") if row.account == "cost" else self._say("便益", "Benefit")
            )
        if row.account.startswith("shared-"):
            actor = row.account.removeprefix("shared-")
            return self._say(f"{actor}の負担", f"Borne by {actor}")
        return self._say.text(ACCOUNTS[row.account])

    def _results(self, sheet: Any, places: dict[str, Formula]) -> None:
        say, row = self._say, 3
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 6, 20)
        parts = list(_companies(self._result))
        self._heads(
            sheet,
            row,
            [
                say("事業者の採算", "The companies"),
                *(self._company(part.company) for part in parts),
            ],
            range(1, len(parts) + 1),
        )
        for label, write in (
            ("IRR", self._irr("flow", lambda part: (part.irr, part.irr_note))),
            ("SE-IRR", self._irr("social", lambda part: (part.se_irr, part.se_irr_note))),
            (
                say("出資者のIRR", "Equity IRR"),
                self._irr("equity", lambda part: (part.equity_irr, part.equity_irr_note)),
            ),
            (say("NPV（円）", "NPV (yen)"), self._npv("flow", places)),
            (say("NPV、NEBを含む（円）", "NPV with NEB (yen)"), self._npv("social", places)),
            (say("単年度の黒字（年目）", "First year in profit"), self._year("profit")),
            (say("累積の黒字（年目）", "Accumulated profit from year"), self._year("accumulated")),
            (
                say(
                    "収支の符号が変わる回数（2回以上は率が複数ありうる）",
                    "Changes of sign of the cash flow (above 1: perhaps several rates)",
                ),
                self._changes,
            ),
        ):
            row += 1
            sheet.write_string(row, 0, label, self._format(text_wrap=True))
            for column, part in enumerate(parts, 1):
                write(sheet, row, column, part)
        if self._result.benefit_cost is not None:
            self._shares(sheet, row + 3, places)

    def _irr(self, account: str, found: Any) -> Any:
        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            rate, note = found(part)
            if rate is None:
                sheet.write_string(
                    row, column, self._say.text(NOTES[note or "no IRR"]), self._format()
                )
                return
            cells = self._cells.cells(
                Row("companies", part.company, account), 0, self._case.years - 1
            )
            look = self._format(num_format=_RATE, bold=True)
            sheet.write_formula(row, column, f"=IRR({cells},{rate!r})", look, rate)

        return write

    def _npv(self, account: str, places: dict[str, Formula]) -> Any:
        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            kept = Row("companies", part.company, account)
            value = part.npv_yen if account == "flow" else part.social_npv_yen
            look = self._format(num_format=_YEN)
            sheet.write_formula(row, column, f"={self._present(kept, places)}", look, value)

        return write

    def _present(self, row: Row, places: dict[str, Formula]) -> str:
        first = self._cells.cells(row, 0, 0).partition(":")[0]
        rest = self._cells.cells(row, 1, self._case.years - 1)
        return f"{first}+NPV({places[self._case.terms.discount]},{rest})"

    def _year(self, account: str) -> Any:
        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            kept = Row("companies", part.company, account)
            cells = self._cells.cells(kept, self._case.building_years, self._case.years - 1)
            none = self._say("なし", "none")
            value = part.first_profit_year if account == "profit" else part.accumulated_profit_year
            formula = f'{{=IFERROR(MATCH(TRUE,{cells}>0,0),"{none}")}}'
            look = self._format(num_format="0", align="right")
            sheet.write_array_formula(
                row, column, row, column, formula, look, value if value is not None else none
            )

        return write

    def _changes(self, sheet: Any, row: int, column: int, part: CompanyResult) -> None:
        kept = Row("companies", part.company, "flow")
        last = self._case.years - 1
        first, other = self._cells.cells(kept, 0, last - 1), self._cells.cells(kept, 1, last)
        flow = part.account_yen["flow"]
        value = sum(one * after < 0 for one, after in pairwise(flow))
        formula = f"=SUMPRODUCT(--({first}*{other}<0))"
        sheet.write_formula(row, column, formula, self._format(num_format="0"), value)

    def _shares(self, sheet: Any, row: int, places: dict[str, Formula]) -> None:
        say, shared = self._say, self._result.benefit_cost
        if shared is None:
            return
        heads = [
            say("主体ごとの費用便益（現在価値）", "Costs and benefits (present value)"),
            say("費用（円）", "Costs (yen)"),
            say("便益（円）", "Benefits (yen)"),
            "B/C",
        ]
        self._heads(sheet, row, heads, range(1, 4))
        money, ratio = self._format(num_format=_YEN), self._format(num_format=_RATIO, bold=True)
        start = row + 1
        for name in shared.by_stakeholder:
            row += 1
            sheet.write_string(
                row, 0, f"{name} {self._result.actors.get(name, '')}".strip(), self._format()
            )
            for column, account, value in (
                (1, "cost", shared.cost_yen[name]),
                (2, "benefit", shared.benefit_yen[name]),
            ):
                formula = f"={self._present(Row('shares', name, account), places)}"
                sheet.write_formula(row, column, formula, money, value)
            self._ratio(sheet, row, ratio, shared.by_stakeholder[name])
        row += 1
        sheet.write_string(row, 0, say("全体", "Total"), self._format(bold=True, top=1))
        topped = self._format(num_format=_YEN, top=1)
        for column, values in ((1, shared.cost_yen), (2, shared.benefit_yen)):
            letter = xl_col_to_name(column)
            formula = f"=SUM({letter}{start + 1}:{letter}{row})"
            sheet.write_formula(row, column, formula, topped, sum(values.values()))
        self._ratio(sheet, row, self._format(num_format=_RATIO, bold=True, top=1), shared.total)

    def _ratio(self, sheet: Any, row: int, look: Any, value: float | None) -> None:
        none = self._say("費用なし", "no cost")
        formula = f'=IF(B{row + 1}>0,C{row + 1}/B{row + 1},"{none}")'
        sheet.write_formula(row, 3, formula, look, none if value is None else value)


_STANDING = ("book", "assessed", "balance", "loss", "accumulated")
"""Accounts that stand at the end of a year, and do not add up."""


def _companies(result: Evaluation) -> list[CompanyResult]:
    one = [result.forms.integrated] if result.forms.integrated is not None else []
    return [*one, *(result.forms.split or {}).values()]


def _lines(words: str, column: int) -> int:
    """Count the lines that words take up in a column of the inputs."""
    room = (_INPUT_WIDTHS[column] - 2) * _CHARACTER
    return max(1, ceil(text_width(words, _POINTS) * _LOOSE / room))


def _shape(part: UsedInput) -> str:
    """Show four figures or more: the cell holds them all."""
    if part.value == int(part.value) or abs(part.value) >= 1000:  # noqa: PLR2004
        return "#,##0"
    return "#,##0.0##" if abs(part.value) >= 1 else "0.0####"
