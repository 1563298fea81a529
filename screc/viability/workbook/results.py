"""The sheet of results: hurdles, rates, values, years, and benefits over costs, all live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from screc.model.evaluation import BenefitCost, CompanyResult, Evaluation
from screc.model.knowledge import Knowledge
from screc.model.viability import ViabilityCase
from screc.viability.ledger import Row
from screc.viability.quantity import say_quantity
from screc.viability.terms import NOTES
from screc.viability.verdict import reaches
from screc.viability.workbook.book import QUIET, YEN, Book, input_name, tab_of
from screc.viability.workbook.cells import Cells

_WIDTHS = (44, 20, 20, 20, 20)
_RATE, _RATIO = "0.00%", "0.00"
_GUESSES = (0.05, -0.03, 0.2)
"""Where the spreadsheet begins to look for a rate, in turn."""

_Write = Callable[[Any, int, int, CompanyResult], None]


class Results:
    """Writes the sheet of results; its formulas refer to the accounts and the inputs."""

    def __init__(self, book: Book, name: str, result: Evaluation) -> None:
        """Add the sheet, empty as yet: it is the first, and the others have to be there.

        Args:
            book: to which it is added.
            name: on its tab.
            result: what screc reckons, shown until the spreadsheet recalculates.
        """
        self._book, self._say = book, book.say
        self._name, self._result = name, result
        self._sheet = book.add_sheet(name, result.name, result.notice, _WIDTHS)

    def write(self, cells: Cells, case: ViabilityCase, base: Knowledge) -> None:
        """Write all of it.

        Args:
            cells: where the accounts stand.
            case: of which they are.
            base: the knowledge, for hurdles and terms.
        """
        self._cells, self._case, self._base = cells, case, base
        say, sheet = self._say, self._sheet
        row = self._hurdles(sheet, 3) + 2
        heads = [say("事業者の採算", "The companies")]
        heads += [tab_of(part.company, say) for part in self._result.companies]
        self._book.heads(sheet, row, heads, range(1, len(heads)))
        rates = row + 1
        lines: list[tuple[str, _Write]] = [
            ("IRR", self._irr("flow", lambda part: (part.irr, part.irr_note))),
            ("SE-IRR", self._irr("social", lambda part: (part.se_irr, part.se_irr_note))),
            (
                say("民間の要求水準（IRR）", "Private hurdle (IRR)"),
                self._against("irr", rates),
            ),
            (
                say("公共の要求水準（SE-IRR）", "Public hurdle (SE-IRR)"),
                self._against("se_irr", rates + 1),
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
            sheet.write_string(row, 0, label, self._book.format(text_wrap=True, indent=1))
            for column, part in enumerate(self._result.companies, 1):
                write(sheet, row, column, part)
        if self._result.benefit_cost is not None:
            row = self._shares(sheet, row + 2, self._result.benefit_cost)
        self._notes(sheet, row + 2)

    def _hurdles(self, sheet: Any, row: int) -> int:
        """Write the hurdles as cells that can be changed, and return the last row."""
        say, hurdles = self._say, self._base.hurdles
        self._book.heads(sheet, row, [say("要求水準", "Hurdles"), say("率", "Rate")], (1,))
        private = hurdles.private
        change = self._book.changeable("0.0%")
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
            sheet.write_string(row, 0, label, self._book.format(indent=1))
            sheet.write_number(row, 1, percent / 100, change)
            self._book.name_cell(name, self._name, row, 1)
        return row

    def _against(self, measure: Literal["irr", "se_irr"], rates: int) -> _Write:
        """Hold the rates of a row against a hurdle, to a tenth of a percent as the source does."""
        say, hurdle = self._say, self._base.hurdles.of(measure)
        low = "hurdle_private_low" if measure == "irr" else "hurdle_public"
        high = "hurdle_private_high" if measure == "irr" else "hurdle_public"
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
            rate, value = getattr(part, measure), none
            if rate is not None:
                value = within if reaches(rate, hurdle.low_percent) else misses
                value = meets if reaches(rate, hurdle.high_percent or hurdle.low_percent) else value
            sheet.write_formula(row, column, formula, self._book.format(align="right"), value)

        return write

    def _irr(
        self,
        account: str,
        found: Callable[[CompanyResult], tuple[float | None, str | None]],
    ) -> _Write:
        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            rate, note = found(part)
            right = self._book.format(align="right")
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
            look = self._book.format(num_format=_RATE, bold=True, align="right")
            sheet.write_formula(row, column, f"={formula}", look, none if rate is None else rate)

        return write

    def _npv(self, account: str) -> _Write:
        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            kept = Row("companies", part.company, account)
            value = part.npv_yen if account == "flow" else part.social_npv_yen
            look = self._book.format(num_format=YEN)
            sheet.write_formula(row, column, f"={self._present(kept)}", look, value)

        return write

    def _present(self, row: Row) -> str:
        """Discount a row to its first year, which is not discounted itself."""
        first = self._cells.years(row, 0, 0).partition(":")[0]
        if self._case.years == 1:
            return first
        rest = self._cells.years(row, 1, self._case.years - 1)
        return f"{first}+NPV({input_name(self._case.terms.discount)},{rest})"

    def _year(self, account: str) -> _Write:
        def write(sheet: Any, row: int, column: int, part: CompanyResult) -> None:
            kept = Row("companies", part.company, account)
            cells = self._cells.years(kept, self._case.building_years, self._case.years - 1)
            none = self._say("なし", "none")
            year = part.first_profit_year if account == "profit" else part.accumulated_profit_year
            formula = f'{{=IFERROR(MATCH(TRUE,{cells}>0,0),"{none}")}}'
            look = self._book.format(num_format="0", align="right")
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
        self._book.heads(sheet, row, heads, range(1, 4))
        money = self._book.format(num_format=YEN)
        start = row + 1
        for name, ratio in shared.by_stakeholder.items():
            row += 1
            label = f"{name} {self._result.actors.get(name, '')}".strip()
            sheet.write_string(row, 0, label, self._book.format(indent=1))
            costs = ((1, "cost", shared.cost_yen), (2, "benefit", shared.benefit_yen))
            for column, account, values in costs:
                formula = f"={self._present(Row('shares', name, account))}"
                sheet.write_formula(row, column, formula, money, values[name])
            self._ratio(sheet, row, ratio, {})
        row += 1
        sheet.write_string(
            row, 0, say("全体", "All"), self._book.format(bold=True, top=1, indent=1)
        )
        topped = self._book.format(num_format=YEN, top=1)
        for column, values in ((1, shared.cost_yen), (2, shared.benefit_yen)):
            letter = xl_col_to_name(column)
            formula = f"=SUM({letter}{start + 1}:{letter}{row})"
            sheet.write_formula(row, column, formula, topped, sum(values.values()))
        self._ratio(sheet, row, shared.total, {"top": 1})
        return row

    def _ratio(self, sheet: Any, row: int, value: float | None, look: dict[str, Any]) -> None:
        none = self._say("費用なし", "no cost")
        formula = f'=IF(B{row + 1}>0,C{row + 1}/B{row + 1},"{none}")'
        bold = self._book.format(num_format=_RATIO, bold=True, align="right", **look)
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
            sheet.write_string(row, 0, words, self._book.format(font_color=QUIET, indent=1))
            row += 1
        for part in self._base.glossary:
            if part.with_viability:
                row += 1
                said = f"{say.text(part.term)}: {say.text(part.text)}"
                sheet.write_string(row, 0, said, self._book.format(font_color=QUIET, indent=1))
