"""Write a case as an Excel workbook that goes on reckoning: every account is a formula.

The accounts are those of `plan` and `company`, run on cells instead of numbers. A finance officer
can follow each figure to its inputs, change an input, and see the results change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from screc.diagram.fonts import text_width
from screc.model.evaluation import BenefitCost, CompanyResult, Evaluation, UsedInput
from screc.model.knowledge import Knowledge
from screc.model.text import Say
from screc.model.viability import Benefit, Flow, Investment
from screc.viability.amounts import Amount, Formula
from screc.viability.cells import FIRST_COLUMN, FIRST_ROW, Cells, quoted
from screc.viability.ledger import Memory, Row
from screc.viability.quantity import is_share, say_quantity
from screc.viability.reckon import companies_of, reckon
from screc.viability.study import Study
from screc.viability.terms import ACCOUNTS, COMPANIES, NOTES, ORIGINS

_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
_FACES = {"ja": "Meiryo UI", "en": "Calibri"}
_INPUT_ROW, _INPUT_COLUMN = 4, 2
_YEN = "#,##0;[Red]-#,##0;0"
_MILLION = "[<=-50000][Red]-#,##0.0,,;[>=50000]#,##0.0,,;0"
_RATE, _RATIO = "0.00%", "0.00"
_GUESSES = (0.05, -0.03, 0.2)
"""Where the spreadsheet begins to look for a rate, in turn."""
_ACCENT, _QUIET, _GROUND, _CHANGE, _EDGE = "#1B4B8A", "#5B6672", "#EEF2F7", "#FFF7DB", "#D9C98A"
_NAME_WIDTH, _ACCOUNT_WIDTH, _MILLION_WIDTH = 30, 24, 9.5
_INPUT_WIDTHS = (24, 36, 16, 13, 14, 14, 14, 62)
_RESULT_WIDTHS = (44, 20, 20, 20, 20)
_A3, _TITLE_HEIGHT, _LINE, _HIGHEST = 8, 26, 14.5, 400
_POINTS, _CHARACTER, _LOOSE = 10.0, 5.25, 1.1
"""The size of letters, a column's unit, and how much wider another font may set them."""
_LONGEST_PROPERTY = 255
_EXPLAINED = ("IRR", "SE-IRR", "B/C", "EB", "NEB", "要求水準")
_STANDING = ("book", "assessed", "balance", "loss", "accumulated")
"""Accounts that stand at the end of a year, and do not add up."""

_Write = Callable[[Any, int, int, CompanyResult], None]


def write_model(study: Study, result: Evaluation, base: Knowledge, say: Say) -> bytes:
    """Write a case as a workbook with live formulas.

    Args:
        study: the case and its values.
        result: what screc reckons, shown until the spreadsheet recalculates.
        base: the knowledge, for hurdles and terms.
        say: the language.
    """
    return _Model(study, result, base, say).written()


class _Model:
    def __init__(self, study: Study, result: Evaluation, base: Knowledge, say: Say) -> None:
        self._study, self._result, self._base, self._say = study, result, base, say
        self._case = study.case
        self._parts = _companies(result)
        self._file = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": _FACES[say.language], "font_size": _POINTS},
        }
        self._book: Any = Workbook(self._file, options)
        self._book.set_properties({"title": result.name[:_LONGEST_PROPERTY], "created": _WRITTEN})
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
                names["companies", company] = self._company(company)
        self._cells = Cells(names)

    def _company(self, company: str) -> str:
        if company in COMPANIES:
            return self._say.text(COMPANIES[company])
        return self._say(f"{company}社", f"Company {company}")

    def written(self) -> bytes:
        """Write the file."""
        names = {part.id: Formula(_defined(part.id)) for part in self._case.inputs}
        reckon(self._case, names, self._cells)
        memory = Memory()
        reckon(self._case, self._study.values, memory)
        results = self._add(self._sheets["results"], self._result.name, self._result.notice)
        self._inputs()
        for sheet, rows in self._cells.rows.items():
            self._accounts(sheet, rows, memory)
        self._results(results)
        self._book.close()
        return self._file.getvalue()

    def _format(self, **look: Any) -> Any:
        if "indent" in look:
            look = {"align": "left", **look}
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            face = {"font_name": _FACES[self._say.language], "font_size": _POINTS, "valign": "top"}
            self._formats[key] = self._book.add_format({**face, **look})
        return self._formats[key]

    def _add(self, name: str, title: str, said: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.set_row(0, _TITLE_HEIGHT)
        sheet.write_string(0, 0, title, self._format(bold=True, font_size=16, font_color=_ACCENT))
        sheet.write_string(1, 0, said, self._format(font_color=_QUIET))
        return sheet

    def _heads(self, sheet: Any, row: int, heads: list[str], numbers: Collection[int]) -> None:
        """Write the heads of columns; those of numbers stand to the right."""
        for column, head in enumerate(heads):
            look = {"bold": True, "bg_color": _GROUND, "bottom": 1, "text_wrap": True}
            side = {"align": "right"} if column in numbers else {"align": "left", "indent": 1}
            sheet.write_string(row, column, head, self._format(**look, **side))

    def _inputs(self) -> None:
        say = self._say
        said = say(
            "黄色のセルを変えると、すべての表と結果が変わる。範囲は想定。年数は変えられない。",
            "Change a yellow cell, and all tables and results follow. Ranges are assumed; years "
            "are fixed.",
        )
        sheet = self._add(self._sheets["inputs"], self._sheets["inputs"], said)
        heads = [
            "id",
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
        for number, part in enumerate(self._result.inputs):
            self._input(sheet, _INPUT_ROW + number, part)
        sheet.freeze_panes(_INPUT_ROW, 2)
        sheet.repeat_rows(_INPUT_ROW - 1)

    def _input(self, sheet: Any, row: int, part: UsedInput) -> None:
        say = self._say
        words = self._format(text_wrap=True, align="left", indent=1)
        shape = _shape(part)
        lines = max(_lines(part.name, 1), _lines(part.source, 7))
        sheet.set_row(row, min(_LINE * lines + 3, _HIGHEST))
        sheet.write_string(row, 0, part.id, self._format(font_color=_QUIET, indent=1))
        sheet.write_string(row, 1, part.name, words)
        change = self._format(num_format=shape, bg_color=_CHANGE, border=1, border_color=_EDGE)
        sheet.write_number(row, _INPUT_COLUMN, part.value, change)
        cell = xl_rowcol_to_cell(row, _INPUT_COLUMN, row_abs=True, col_abs=True)
        self._book.define_name(_defined(part.id), f"={quoted(self._sheets['inputs'])}!{cell}")
        unit = part.unit or say("割合", "share")
        sheet.write_string(row, 3, unit, words)
        for column, end in ((4, part.low), (5, part.high)):
            if end is not None:
                pale = self._format(num_format=shape, font_color=_QUIET)
                sheet.write_number(row, column, end, pale)
        sheet.write_string(row, 6, say.text(ORIGINS[part.origin]), words)
        sheet.write_string(row, 7, part.source, words)

    def _accounts(self, name: str, rows: dict[Row, list[Amount]], memory: Memory) -> None:
        say, years = self._say, self._case.years
        said = say(
            "百万円で表示（セルの値は円）。整備の年の後に、運営の年が続く。",
            "Shown in million yen (cells hold yen): years of building, then of operation.",
        )
        sheet = self._add(name, name, said)
        heads = [say("項目", "Item"), say("勘定", "Account"), say("合計", "Total")]
        heads += map(self._year_head, range(years))
        self._heads(sheet, FIRST_ROW - 1, heads, range(2, len(heads)))
        sheet.set_column(0, 0, _NAME_WIDTH)
        sheet.set_column(1, 1, _ACCOUNT_WIDTH)
        sheet.set_column(2, 2 + years, _MILLION_WIDTH)
        first, last = map(xl_col_to_name, (FIRST_COLUMN, FIRST_COLUMN + years - 1))
        money = self._format(num_format=_MILLION)
        for at, (row, amounts) in enumerate(rows.items(), FIRST_ROW):
            sheet.write_string(at, 0, self._item(row), self._format())
            sheet.write_string(at, 1, self._account(row), self._format(font_color=_QUIET))
            values = memory.rows[row]
            if row.account not in _STANDING:
                total = f"=SUM({first}{at + 1}:{last}{at + 1})"
                bold = self._format(num_format=_MILLION, bold=True)
                sheet.write_formula(at, 2, total, bold, sum(values))
            for column, (amount, value) in enumerate(
                zip(amounts, values, strict=True), FIRST_COLUMN
            ):
                if isinstance(amount, Formula):
                    sheet.write_formula(at, column, f"={amount}", money, value)
                else:
                    sheet.write_number(at, column, amount, money)
        sheet.fit_to_pages(2, 0)
        sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.repeat_columns(0, 1)

    def _year_head(self, year: int) -> str:
        building = self._case.building_years
        if year < building:
            return self._say(f"整備{year + 1}", f"building {year + 1}")
        return self._say(f"{year - building + 1}年目", f"year {year - building + 1}")

    def _item(self, row: Row) -> str:
        case = self._case
        named: list[Investment | Flow | Benefit] = [*case.investments, *case.flows, *case.benefits]
        known = {part.id: self._say.text(part.name) for part in named}
        if row.sheet == "companies":
            return self._say.text(ACCOUNTS[row.account])
        return known.get(row.of, row.of)

    def _account(self, row: Row) -> str:
        say = self._say
        match row.sheet:
            case "companies":
                return ""
            case "benefits":
                return f"{row.account} {self._result.actors.get(row.account, '')}".strip()
            case "flows":
                flow = next(part for part in self._case.flows if part.id == row.of)
                return f"{flow.from_} → {flow.to}"
            case "shares":
                return say("費用", "Cost") if row.account == "cost" else say("便益", "Benefit")
        if row.account.startswith("shared-"):
            actor = row.account.removeprefix("shared-")
            return say(f"{actor}の負担", f"Borne by {actor}")
        return say.text(ACCOUNTS[row.account])

    def _results(self, sheet: Any) -> None:
        say, row = self._say, 3
        for column, width in enumerate(_RESULT_WIDTHS):
            sheet.set_column(column, column, width)
        row = self._hurdles(sheet, row) + 2
        heads = [say("事業者の採算", "The companies")]
        heads += [self._company(part.company) for part in self._parts]
        self._heads(sheet, row, heads, range(1, len(heads)))
        rates = row + 1
        lines: list[tuple[str, _Write]] = [
            ("IRR", self._irr("flow", lambda part: (part.irr, part.irr_note))),
            ("SE-IRR", self._irr("social", lambda part: (part.se_irr, part.se_irr_note))),
            (
                say("民間の要求水準（IRR）", "Private hurdle (IRR)"),
                self._against(rates, "hurdle_private_low", "hurdle_private_high"),
            ),
            (
                say("公共の要求水準（SE-IRR）", "Public hurdle (SE-IRR)"),
                self._against(rates + 1, "hurdle_public", "hurdle_public"),
            ),
            (
                say("出資者のIRR", "Equity IRR"),
                self._irr("equity", lambda part: (part.equity_irr, part.equity_irr_note)),
            ),
            (say("NPV（円）", "NPV (yen)"), self._npv("flow")),
            (say("NPV、NEBを含む（円）", "NPV with NEB (yen)"), self._npv("social")),
            (say("単年度の黒字（年目）", "First year in profit"), self._year("profit")),
            (say("累積の黒字（年目）", "Accumulated profit from year"), self._year("accumulated")),
        ]
        for label, write in lines:
            row += 1
            sheet.write_string(row, 0, label, self._format(text_wrap=True, indent=1))
            for column, part in enumerate(self._parts, 1):
                write(sheet, row, column, part)
        if self._result.benefit_cost is not None:
            row = self._shares(sheet, row + 2, self._result.benefit_cost)
        self._notes(sheet, row + 2)

    def _hurdles(self, sheet: Any, row: int) -> int:
        """Write the hurdles as cells that can be changed, and return the last row."""
        say, hurdles = self._say, self._base.hurdles
        self._heads(sheet, row, [say("要求水準", "Hurdles"), say("率", "Rate")], (1,))
        private = hurdles.private
        change = self._format(num_format="0.0%", bg_color=_CHANGE, border=1, border_color=_EDGE)
        for name, label, percent in (
            ("hurdle_private_low", say("民間、下限", "private, low"), private.low_percent),
            (
                "hurdle_private_high",
                say("民間、上限", "private, high"),
                private.high_percent or private.low_percent,
            ),
            ("hurdle_public", say("公共", "public"), hurdles.public.low_percent),
        ):
            row += 1
            sheet.write_string(row, 0, label, self._format(indent=1))
            sheet.write_number(row, 1, percent / 100, change)
            cell = xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
            self._book.define_name(name, f"={quoted(self._sheets['results'])}!{cell}")
        return row

    def _against(self, rates: int, low: str, high: str) -> _Write:
        """Hold a rate above against a hurdle, to a tenth of a percent as the source does."""
        say = self._say
        meets, within, misses, none = (
            say("満たす", "met"),
            say("範囲内（境目）", "in its range"),
            say("届かない", "missed"),
            say("判定できない", "not judged"),
        )

        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            cell = xl_rowcol_to_cell(rates, column)
            rounded = f"ROUND({cell},3)"
            formula = (
                f'=IF(ISNUMBER({cell}),IF({rounded}>={high},"{meets}",'
                f'IF({rounded}>={low},"{within}","{misses}")),"{none}")'
            )
            rate = part.irr if low != high else part.se_irr
            hurdles = self._base.hurdles
            ends = (
                (hurdles.private.low_percent, hurdles.private.high_percent)
                if low != high
                else (hurdles.public.low_percent, None)
            )
            value = none
            if rate is not None:
                shown = round(rate, 3) * 100
                value = misses if shown < ends[0] else within
                value = meets if shown >= (ends[1] or ends[0]) else value
            sheet.write_formula(row, column, formula, self._format(align="right"), value)

        return write

    def _irr(
        self,
        account: str,
        found: Callable[[CompanyResult], tuple[float | None, str | None]],
    ) -> _Write:
        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            rate, note = found(part)
            right = self._format(align="right")
            if note == "no unique IRR":
                # A formula would give one of several rates.
                sheet.write_string(row, column, self._say.text(NOTES[note]), right)
                return
            cells = self._cells.years(
                Row("companies", part.company, account), 0, self._case.years - 1
            )
            none = self._say("なし", "none")
            formula = f'"{none}"'
            for guess in reversed(_GUESSES):
                formula = f"IFERROR(IRR({cells},{guess}),{formula})"
            look = self._format(num_format=_RATE, bold=True, align="right")
            sheet.write_formula(row, column, f"={formula}", look, none if rate is None else rate)

        return write

    def _npv(self, account: str) -> _Write:
        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            kept = Row("companies", part.company, account)
            value = part.npv_yen if account == "flow" else part.social_npv_yen
            look = self._format(num_format=_YEN)
            sheet.write_formula(row, column, f"={self._present(kept)}", look, value)

        return write

    def _present(self, row: Row) -> str:
        """Discount a row to its first year, which is not discounted itself."""
        first = self._cells.years(row, 0, 0).partition(":")[0]
        if self._case.years == 1:
            return first
        rest = self._cells.years(row, 1, self._case.years - 1)
        return f"{first}+NPV({_defined(self._case.terms.discount)},{rest})"

    def _year(self, account: str) -> _Write:
        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            kept = Row("companies", part.company, account)
            cells = self._cells.years(kept, self._case.building_years, self._case.years - 1)
            none = self._say("なし", "none")
            year = part.first_profit_year if account == "profit" else part.accumulated_profit_year
            formula = f'{{=IFERROR(MATCH(TRUE,{cells}>0,0),"{none}")}}'
            look = self._format(num_format="0", align="right")
            value = none if year is None else year
            sheet.write_array_formula(row, column, row, column, formula, look, value)

        return write

    def _shares(self, sheet: Any, row: int, shared: BenefitCost) -> int:
        """Write costs and benefits by stakeholder, and return the last row."""
        say = self._say
        heads = [
            say("主体ごとの費用便益（現在価値）", "Costs and benefits (present value)"),
            say("費用（円）", "Costs (yen)"),
            say("便益（円）", "Benefits (yen)"),
            "B/C",
        ]
        self._heads(sheet, row, heads, range(1, 4))
        money = self._format(num_format=_YEN)
        start = row + 1
        for name, ratio in shared.by_stakeholder.items():
            row += 1
            label = f"{name} {self._result.actors.get(name, '')}".strip()
            sheet.write_string(row, 0, label, self._format(indent=1))
            costs = ((1, "cost", shared.cost_yen), (2, "benefit", shared.benefit_yen))
            for column, account, values in costs:
                formula = f"={self._present(Row('shares', name, account))}"
                sheet.write_formula(row, column, formula, money, values[name])
            self._ratio(sheet, row, ratio, {})
        row += 1
        sheet.write_string(row, 0, say("全体", "All"), self._format(bold=True, top=1, indent=1))
        topped = self._format(num_format=_YEN, top=1)
        for column, values in ((1, shared.cost_yen), (2, shared.benefit_yen)):
            letter = xl_col_to_name(column)
            formula = f"=SUM({letter}{start + 1}:{letter}{row})"
            sheet.write_formula(row, column, formula, topped, sum(values.values()))
        self._ratio(sheet, row, shared.total, {"top": 1})
        return row

    def _ratio(self, sheet: Any, row: int, value: float | None, look: dict[str, Any]) -> None:
        none = self._say("費用なし", "no cost")
        formula = f'=IF(B{row + 1}>0,C{row + 1}/B{row + 1},"{none}")'
        bold = self._format(num_format=_RATIO, bold=True, align="right", **look)
        sheet.write_formula(row, 3, formula, bold, none if value is None else value)

    def _notes(self, sheet: Any, row: int) -> None:
        """Write what was changed, how the sheets hang together, and what the terms mean."""
        say = self._say
        units = {part.id: part.unit for part in self._result.inputs}
        told = [
            f"{say('変更', 'Changed')}: {part.name} "
            f"{say_quantity(part.before, units[part.id], say)} → "
            f"{say_quantity(part.after, units[part.id], say)}"
            for part in self._result.changed
        ]
        told.append(
            say(
                "たどり方: 結果 → 事業者ごとのシート → 取引・設備・借入 → 入力。"
                "式の中の in_ で始まる名前は、入力のセル。",
                "To follow a figure: results, the company's sheet, payments, investments, loans, "
                "inputs. Names that begin with in_ are cells of the inputs.",
            )
        )
        told.append(
            say(
                "率がただ一つかは、書き出したときに確かめた。大きく変えたら screc でも確かめる。",
                "That there is one rate only was checked when this was written; after large "
                "changes check with screc too.",
            )
        )
        for words in told:
            sheet.write_string(row, 0, words, self._format(font_color=_QUIET, indent=1))
            row += 1
        for part in self._base.glossary:
            if part.term.ja in _EXPLAINED:
                row += 1
                said = f"{say.text(part.term)}: {say.text(part.text)}"
                sheet.write_string(row, 0, said, self._format(font_color=_QUIET, indent=1))


def _defined(name: str) -> str:
    """Name the cell of an input, as formulas read it.

    >>> _defined("chp-unit-cost")
    'in_chp_unit_cost'
    """
    return f"in_{name.replace('-', '_')}"


def _companies(result: Evaluation) -> list[CompanyResult]:
    one = [result.forms.integrated] if result.forms.integrated is not None else []
    return [*one, *(result.forms.split or {}).values()]


def _lines(words: str, column: int) -> int:
    """Count the lines that words take up in a column of the inputs."""
    room = (_INPUT_WIDTHS[column] - 2) * _CHARACTER
    return max(1, ceil(text_width(words, _POINTS) * _LOOSE / room))


def _shape(part: UsedInput) -> str:
    """Choose how an input is shown: shares in percent; the cell holds all digits."""
    if is_share(part.unit):
        return "0.0##%"
    ends = [abs(end) for end in (part.value, part.low, part.high) if end]
    if all(end >= 1000 or end == int(end) for end in ends):  # noqa: PLR2004 - a thousand
        return "#,##0"
    return "#,##0.0##"
