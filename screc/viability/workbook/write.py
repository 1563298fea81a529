"""Write a case as an Excel workbook that goes on reckoning.

The accounts are those of `plan` and `company`, run on cells instead of numbers. A finance officer
can follow each figure to its inputs, change an input, and see the results change.
"""

from __future__ import annotations

from screc.model.evaluation import Evaluation
from screc.model.knowledge import Knowledge
from screc.model.text import Say
from screc.viability.amounts import Formula
from screc.viability.ledger import Memory
from screc.viability.reckon import companies_of, reckon
from screc.viability.study import Study
from screc.viability.workbook.accounts import set_accounts
from screc.viability.workbook.book import Book, input_name, tab_of
from screc.viability.workbook.cells import Cells
from screc.viability.workbook.inputs import set_inputs
from screc.viability.workbook.results import Results


def write_model(study: Study, result: Evaluation, base: Knowledge, say: Say) -> bytes:
    """Write a case as a workbook with live formulas.

    Args:
        study: the case and its values.
        result: what screc reckons, shown until the spreadsheet recalculates.
        base: the knowledge, for hurdles and terms.
        say: the language.

    Raises:
        InputError: so much is added up that a formula grows too long for a spreadsheet.
    """
    case, book = study.case, Book(result.name, say)
    cells = Cells(
        {
            ("investments", ""): say("設備", "Investments"),
            ("loans", ""): say("借入と固定資産税", "Loans and property tax"),
            ("flows", ""): say("取引", "Payments"),
            ("benefits", ""): say("便益", "Benefits"),
            ("shares", ""): say("費用便益", "Costs and benefits"),
        }
        | {
            ("companies", company): tab_of(company, say)
            for form in case.forms
            for company in companies_of(case, form)
        }
    )
    reckon(case, {part.id: Formula(input_name(part.id)) for part in case.inputs}, cells)
    memory = Memory()
    reckon(case, study.values, memory)
    results = Results(book, say("結果", "Results"), result)
    set_inputs(book, say("入力", "Inputs"), result)
    for name, rows in cells.rows.items():
        set_accounts(book, name, rows, memory.rows, (case, result))
    results.write(cells, case, base)
    return book.written()
