"""The workbook goes on reckoning: LibreOffice recalculates it to screc's own figures."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from io import BytesIO
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from test_viability_rates import random_flows
from viability_cases import DISTRICTS, evaluation, hand_case, plain_study, study

from screc.knowledge.load import load_knowledge
from screc.model.text import Language, Say
from screc.viability.evaluate import evaluate
from screc.viability.rates import internal_rate
from screc.viability.stakeholders import discounted
from screc.viability.study import Study
from screc.viability.workbook.write import write_model

EXACT = 1e-9
RATE = 0.07
CHANGED = {"subsidy-share": 0.5, "heat-price": 14.0, "interest-network": 0.0}
LANGUAGE: dict[str, Language] = {"minato-district": "ja", "tama-district": "en"}


def model(found: Study, language: Language) -> bytes:
    """Write the workbook of a study."""
    base = load_knowledge()
    return write_model(found, evaluate(found, base, Say(language)), base, Say(language))


@cache
def written(name: str) -> bytes:
    """Write the workbook of a district, once."""
    return model(study(name), LANGUAGE[name])


def cells(content: bytes) -> dict[tuple[str, str], Any]:
    """Read the values of all cells."""
    book = load_workbook(BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def results(content: bytes) -> dict[tuple[str, int], Any]:
    """Read the first sheet: what stands beside each label, by column."""
    sheet = load_workbook(BytesIO(content), data_only=True).worksheets[0]
    return {
        (str(row[0].value), column): cell.value
        for row in sheet.iter_rows(min_row=4)
        for column, cell in enumerate(row[1:], 1)
        if cell.value is not None
    }


def formulas(content: bytes) -> dict[tuple[str, str], str]:
    """Read the formulas of all cells that have one."""
    book = load_workbook(BytesIO(content))
    return {
        (sheet.title, cell.coordinate): str(getattr(cell.value, "text", cell.value))
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def with_changed_inputs(content: bytes) -> bytes:
    """Type other values into the yellow cells, as a finance officer would."""
    book = load_workbook(BytesIO(content))
    sheet = book["入力"]
    for row in sheet.iter_rows(min_row=5):
        if row[0].value in CHANGED:
            row[2].value = CHANGED[row[0].value]
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def random_book() -> bytes:
    """Write IRR (from a guess) and NPV of 500 random flows as formulas."""
    book = Workbook()
    sheet = book.active
    for row, flow in enumerate(random_flows(), 1):
        for column, amount in enumerate(flow, 4):
            sheet.cell(row, column, amount)
        first, last = sheet.cell(row, 4).coordinate, sheet.cell(row, 3 + len(flow)).coordinate
        second = sheet.cell(row, 5).coordinate
        rate = internal_rate(flow).value
        if rate is not None:
            sheet.cell(row, 1, f"=IRR({first}:{last},{rate!r})")
        sheet.cell(row, 2, f"={first}+NPV({RATE},{second}:{last})")
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Let LibreOffice open and save all workbooks, in one start of it."""
    program = shutil.which("soffice")
    if not program or not Path(program).resolve().with_name("libsclo.so").exists():
        if os.environ.get("CI"):
            pytest.fail("LibreOffice Calc is missing")
        pytest.skip("LibreOffice is missing")
    folder = tmp_path_factory.mktemp("models")
    books = {name: written(name) for name in DISTRICTS}
    books |= {"changed": with_changed_inputs(written("minato-district")), "random": random_book()}
    books["no-rate"] = model(plain_study(hand_case(price=0)), "ja")
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    options = [f"-env:UserInstallation={(folder / 'settings').as_uri()}", "--convert-to", "xlsx"]
    files = [str(folder / f"{name}.xlsx") for name in books]
    subprocess.run(
        [program, "--headless", *options, "--outdir", folder / "out", *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in books}


def assert_same(expected: dict[Any, Any], found: dict[Any, Any]) -> int:
    """Compare all cells; gives how many numbers there were."""
    numbers = 0
    for place, value in expected.items():
        if isinstance(value, int | float):
            numbers += 1
            assert isclose(found[place], value, rel_tol=EXACT, abs_tol=1e-6), place
        elif value:
            assert found[place] == value, place
    return numbers


@pytest.mark.office
@pytest.mark.parametrize("name", [*DISTRICTS, "no-rate"])
def test_every_cell_is_recalculated_to_screcs_figure(
    name: str, recalculated: dict[str, bytes]
) -> None:
    """Thousands of formulas, to the ninth digit: accounts, IRR, NPV, years, B/C."""
    content = model(plain_study(hand_case(price=0)), "ja") if name == "no-rate" else written(name)
    least = 50 if name == "no-rate" else 1500
    assert assert_same(cells(content), cells(recalculated[name])) > least


@pytest.mark.office
def test_a_changed_input_changes_the_results_as_in_screc(recalculated: dict[str, bytes]) -> None:
    """What a finance officer types in gives what `screc evaluate --set` gives."""
    found = study("minato-district")
    changed = Study(found.case, found.values | CHANGED, found.calibration)
    before = results(written("minato-district"))
    expected, seen = results(model(changed, "ja")), results(recalculated["changed"])
    assert assert_same(expected, seen) > 30
    assert abs(expected["IRR", 1] - before["IRR", 1]) > 0.01
    assert before["民間の要求水準（IRR）", 1] == "届かない"
    assert seen["民間の要求水準（IRR）", 1] == "満たす"


@pytest.mark.office
def test_rates_and_values_agree_with_the_spreadsheet(recalculated: dict[str, bytes]) -> None:
    """IRR and NPV of 500 random flows."""
    seen = cells(recalculated["random"])
    for row, flow in enumerate(random_flows(), 1):
        rate = internal_rate(flow).value
        if rate is not None:
            assert isclose(seen["Sheet", f"A{row}"], rate, rel_tol=EXACT), flow
        size = sum(map(abs, flow))
        value = discounted(flow, RATE)
        assert isclose(seen["Sheet", f"B{row}"], value, rel_tol=EXACT, abs_tol=EXACT * size)


@pytest.mark.parametrize("name", DISTRICTS)
def test_the_results_are_formulas(name: str) -> None:
    """IRR, NPV and B/C follow from the accounts, and the accounts from the inputs."""
    kept = formulas(written(name))
    first = next(iter(kept))[0]
    texts = [text for place, text in kept.items() if place[0] == first]
    for function in ("IRR(", "NPV(", "MATCH(TRUE", "hurdle_public"):
        assert any(function in text for text in texts)
    assert not any(place[0] in ("入力", "Inputs") for place in kept)
    flows = "取引" if LANGUAGE[name] == "ja" else "Payments"
    paid = [text for place, text in kept.items() if place[0] == flows]
    assert any("in_power_price" in text for text in paid)


@pytest.mark.parametrize("name", DISTRICTS)
def test_inputs_stand_with_their_ranges_and_reasons(name: str) -> None:
    """Each input is a cell that can be changed, with where it comes from."""
    sheet = load_workbook(BytesIO(written(name)))["入力" if LANGUAGE[name] == "ja" else "Inputs"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=5)}
    for part in evaluation(name, LANGUAGE[name]).inputs:
        row = rows[part.id]
        assert row[2].value == pytest.approx(part.value)
        assert row[7].value == part.source
        assert row[2].fill.fgColor.rgb.endswith("FFF7DB")


def test_without_a_unique_rate_the_workbook_says_so() -> None:
    """No formula that would give some number, but the words."""
    kept = results(model(plain_study(hand_case(price=0)), "ja"))
    assert kept["IRR", 1] == "なし"
    assert kept["民間の要求水準（IRR）", 1] == "判定できない"


def test_a_workbook_is_the_same_every_time() -> None:
    """It tells neither when nor where it was written."""
    assert model(study("tama-district"), "en") == written("tama-district")


def test_hostile_names_stay_words() -> None:
    """A formula or markup in a name is a text in a cell."""
    case = hand_case()
    inputs = tuple(
        part.model_copy(update={"name": part.name.__class__("=1+1<b>", '=HYPERLINK("x")')})
        for part in case.inputs
    )
    content = model(plain_study(case.model_copy(update={"inputs": inputs})), "en")
    assert not any("HYPERLINK" in text for text in formulas(content).values())
    assert '=HYPERLINK("x")' in cells(content).values()
