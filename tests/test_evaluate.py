"""`screc evaluate`: what officers see, what programs read, and what is refused in words."""

from __future__ import annotations

import copy
import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from jsonschema import Draft202012Validator
from viability_cases import DISTRICTS, evaluation, hand

from screc.knowledge.find import find_knowledge
from screc.knowledge.load import load_knowledge
from screc.model.rulebase import Area
from screc.model.text import LANGUAGES
from screc.viability.starter import start_case

BAD_INPUT = 2
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_QUOTED = re.compile(r"\([^)]*\)")


def plain(run: Any, *arguments: str) -> dict[str, Any]:
    """Evaluate, and read the JSON."""
    code, out, err = run("evaluate", *arguments, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def written(folder: Path, case: Any, name: str = "case.yaml") -> str:
    """Write a case into a file."""
    path = folder / name
    path.write_text(yaml.safe_dump(case, allow_unicode=True), encoding="utf-8")
    return str(path)


def changed(*edits: tuple[str, Any]) -> dict[str, Any]:
    """Take the case that was reckoned by hand, and change what stands at some dotted places."""
    case: dict[str, Any] = copy.deepcopy(hand()["case"])
    for place, value in edits:
        at: Any = case
        *parents, last = place.split(".")
        for part in parents:
            at = at[int(part) if part.isdigit() else part]
        if value is None:
            del at[last]
        else:
            at[int(last) if last.isdigit() else last] = value
    return case


@pytest.mark.parametrize("name", DISTRICTS)
def test_the_json_keeps_to_its_schema_and_its_promise(run: Any, name: str) -> None:
    """The forms, rates, years and ratios stand where others look for them."""
    schema = json.loads(run("schema", "evaluation")[1])
    found = plain(run, name)
    Draft202012Validator(schema).validate(found)
    keys = {"irr", "se_irr", "npv_yen", "first_profit_year", "accumulated_profit_year", "verdict"}
    companies = [found["forms"]["integrated"], *(found["forms"]["split"] or {}).values()]
    assert all(keys <= company.keys() for company in companies)
    shared = found["benefit_cost"]
    least, most = min(shared["by_stakeholder"].values()), max(shared["by_stakeholder"].values())
    assert least <= shared["total"] <= most
    assert set(found["transfers"]) >= {"D-2" if name == "minato-district" else "D-1", "A", "I-1"}
    assert set(found["forms"]["split"] or {}) == (
        {"N", "G"} if name == "minato-district" else set()
    )


def test_the_json_is_the_same_every_time(run: Any) -> None:
    """The same inputs give the same bytes."""
    arguments = ("evaluate", "tama-district", "--goal", "--chance", "--runs", "50", "--json")
    assert run(*arguments) == run(*arguments)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "options",
    [(), ("--inputs",), ("--years",), ("--goal",), ("--sensitivity",), ("--chance", "--runs=40")],
    ids=lambda options: "".join(options) or "answer",
)
def test_every_screen_speaks_its_language(
    run: Any, options: tuple[str, ...], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 80 columns, in either language; an English screen has no Japanese outside quotations."""
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run("evaluate", "minato-district", *options, "--lang", language)
    assert code == 0
    assert not err
    assert "5.5 %" in out
    assert not re.search(r"\b(nan|inf|None)\b", out)
    if language == "en":
        assert not _JAPANESE.search(_QUOTED.sub("", out))


def test_a_change_is_told_and_changes_the_result(run: Any) -> None:
    """Half a subsidy raises the rates; the screen says what was changed, and from what."""
    code, out, _ = run("evaluate", "minato-district", "--set", "subsidy-share=1/2")
    assert code == 0
    assert "33.3% → 50%" in out
    assert "変更の前" in out
    before, after = (
        plain(run, "minato-district"),
        plain(run, "minato-district", "--set", "設備投資への補助の割合=50%"),
    )
    assert after["forms"]["integrated"]["irr"] > before["forms"]["integrated"]["irr"] + 0.01
    assert after["fitting"]["residuals"] == before["fitting"]["residuals"]
    (told,) = after["changed"]
    assert (told["id"], told["before"], told["after"]) == (
        "subsidy-share",
        pytest.approx(1 / 3),
        0.5,
    )


def test_a_change_beyond_its_range_is_marked(run: Any) -> None:
    """A number that is not plausible is taken, and said to be beyond the range."""
    _, out, _ = run("evaluate", "minato-district", "--set", "power-price=20円/kWh")
    assert "想定の範囲の外" in out
    assert not plain(run, "minato-district", "--set", "power-price=20")["changed"][0]["plausible"]


def test_a_district_can_be_taken_home_and_changed(run: Any, tmp_path: Path) -> None:
    """The inputs, written as a file and evaluated again, give the same results; ours become own."""
    path = tmp_path / "ours.yaml"
    assert run("evaluate", "minato-district", "-o", str(path))[0] == 0
    ours, theirs = plain(run, str(path)), plain(run, "minato-district")
    for form in ("integrated", "split"):
        assert ours["forms"][form] == theirs["forms"][form]
    assert ours["benefit_cost"] == theirs["benefit_cost"]
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    for part in case["inputs"]:
        if part["id"] == "heat-price":
            part["value"] = 14.0
            del part["citation"]
    again = plain(run, written(tmp_path, case))
    assert again["forms"]["integrated"]["irr"] > ours["forms"]["integrated"]["irr"]
    assert {part["id"] for part in again["inputs"] if part["origin"] == "given"} == {"heat-price"}
    opening = next(part for part in ours["inputs"] if part["id"] == "opening-generation")
    assert "逆算した値" in opening["source"]
    assert "150,000,000" in opening["source"]


def test_from_an_area_nothing_is_judged_by_defaults(run: Any) -> None:
    """The cost is the scheme's; income and running costs are to be found out before a verdict."""
    found = plain(run, "--from", "inagi")
    assert found["verdict"] == found["forms"]["integrated"]["verdict"] == "open"
    investment = next(part for part in found["inputs"] if part["id"] == "investment")
    assert (investment["low"], investment["high"]) == (20_000_000, 90_000_000)
    assert "数千万円" in investment["source"]
    assert {part["origin"] for part in found["inputs"]} == {"assumed", "elsewhere"}
    settings = ("income-share=0.25", "fuel-share=0.05", "operation-share=0.02")
    judged = plain(run, "--from", "inagi", *(f"--set={setting}" for setting in settings))
    assert judged["verdict"] == "private"


def test_an_open_range_says_how_it_is_closed() -> None:
    """Where the guidance gives no upper end, three times the lower is taken, and told."""
    base = load_knowledge()
    area = Area.from_values("ours", "Ours", {})
    scheme = next(part for part in base.schemes if part.id == "public-facility")
    scale = scheme.scale.model_copy(update={"high_yen": None})
    said = base.starter.open_range_assumption.en
    for part, is_open in ((scheme, False), (scheme.model_copy(update={"scale": scale}), True)):
        investment = start_case(area, part, base.starter).inputs[0]
        assert investment.assumption is not None
        assert (said in investment.assumption.en) == is_open
        assert investment.range is not None
        low, high = investment.range
        assert (high == 3 * low) == is_open


@pytest.mark.parametrize(
    ("arguments", "ja", "en"),
    [
        ((), "CASE", "name a CASE"),
        (("minato-district", "--from", "inagi"), "どちらか", "or --from"),
        (("minato-distrct",), "minato-district", 'did you mean "minato-district"'),
        (("minato-district", "--scheme", "ev"), "--from と", "goes with --from"),
        (("--from", "shinjuku"), "試算できません", "nothing to evaluate"),
        (("--from", "chiyoda"), "public-facility", "choose one with --scheme"),
        (("--from", "nowhere"), "地区「nowhere」", 'unknown area "nowhere"'),
        (("minato-district", "-o", "x.pdf"), ".xlsx", ".xlsx"),
        (("minato-district", "-o", "-"), ".xlsx", ".xlsx"),
        (("my.xlsx",), "YAML", "give the inputs as YAML"),
        (("minato-district", "--runs", "5"), "--chance", "goes with --chance"),
        (("minato-district", "--chance", "--runs", "0"), "--runs", "--runs"),
        (("minato-district", "--set", "subsidy-share"), "入力=数", "write input=number"),
        (("minato-district", "--set", "subsidy=1"), "subsidy-share", "subsidy-share"),
        (("minato-district", "--set", "subsidy-share=1.5"), "0～1", "subsidy-share: 1.5 is out of"),
        (("minato-district", "--set", "subsidy-share=half"), "half", '"half" is no number'),
        (("minato-district", "--set", "subsidy-share=1/0"), "1/0", '"1/0" is no number'),
        (("minato-district", "--set", "power-price=1e300"), "1e300", '"1e300" is no number'),
        (("minato-district", "--set", "power-price=nan"), "nan", '"nan" is no number'),
        (("minato-district", "--set", "power-price=14m"), "14m", '"14m" is no number'),
        (("minato-district", "--set", "power-price=14%"), "14%", '"14%" is no number'),
        (("minato-district", "--set", "chp-hours=3000円"), "3000円", '"3000円" is no number'),
        (("minato-district", "--set", "subsidy-share=0.5円"), "0.5円", '"0.5円" is no number'),
        (("minato-district", "--set", "chp-unit-cost=-1"), "-", "from 0 to 100 trillion"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    run: Any, arguments: tuple[str, ...], ja: str, en: str
) -> None:
    """Exit code 2, the option or name that is meant, in either language, without a traceback."""
    for language, words in (("ja", ja), ("en", en)):
        code, out, err = run("evaluate", *arguments, "--lang", language)
        assert code == BAD_INPUT
        assert not out
        assert words in err
        assert "Traceback" not in err


@pytest.mark.parametrize(
    ("edit", "field", "en"),
    [
        (("investments.0.life_years", -2), "investments[0].life_years", "greater than or equal"),
        (("investments.0.life_years", 0), "investments[0].life_years", "greater than or equal"),
        (("investments.0.life_years", 2.5), "investments[0].life_years", "whole number"),
        (("inputs.1.value", 1.5), "inputs[1].value", "out of bounds"),
        (("inputs.1.value", -0.1), "inputs[1].value", "out of bounds"),
        (("inputs.0.value", 0), "investments", "invest nothing"),
        (("inputs.0.value", 1e300), "inputs[0].value", "less than or equal"),
        (("inputs.0.value", float("nan")), "inputs[0].value", "number"),
        (("inputs.0.value", "much"), "inputs[0].value", "number"),
        (("inputs.0.value", -5), "investments[0].amount", "from 0 to 100 trillion"),
        (("inputs.11.value", 0.9), "inputs[11].value", "out of bounds"),
        (("operation_years", None), "operation_years", "a key that is needed is missing"),
        (("operation_years", 0), "operation_years", "greater than or equal"),
        (("operation_years", 101), "operation_years", "less than or equal"),
        (("terms.tax", "taxes"), "terms.tax", 'did you mean "tax"'),
        (("units.0.interest", "intrest"), "units[0].interest", 'did you mean "interest"'),
        (("flows.0.amount", []), "flows[0].amount", "one of amount and yearly"),
        (("flows.0.yearly", [1.0]), "flows[0].amount", "one of amount and yearly"),
        (("flows.0.to", "Z"), "flows[0].to", 'unknown actor "Z"'),
        (("flows.0.to", "D-1"), "flows[0].to", "the same"),
        (("flows.0.price", None), "flows[0].price", "with sells"),
        (("benefits.0.kind", "z9"), "benefits[0].kind", 'unknown kind of benefit "z9"'),
        (("benefits.0.to", {"G": "subsidy"}), "benefits[0].to", "come to 25%"),
        (("benefits.0.to", {"G": "rest", "A": "rest"}), "benefits[0].to", "only one"),
        (("groups", [["G"], ["D-2"]]), "groups[1]", "bears a cost"),
        (("groups", [["G"], ["G"]]), "groups[1][0]", "stands twice"),
        (("investments", []), "investments", "at least 1 item"),
        (("forms", ["apart"]), "forms[0]", "integrated, split"),
        (("inputs.2.id", "plant"), "inputs[2].id", "stands twice"),
        (("inputs.0.low", 5), "inputs[0].low", "both low and high"),
        (("profit", 3), "profit", "unknown key"),
        (("inputs.0.value", 1e-300), "inputs[0].value", "too near to zero"),
        (("investments.0.shared", {"G": "subsidy"}), "investments[0].shared.G", "only others"),
        (("terms.owner", "G"), "terms.owner", "a unit of the business"),
        (("terms.public", "G"), "terms.public", "a unit of the business"),
        (
            ("investments.0.shared", {"D-1": "renewal", "D-2": "tax"}),
            "investments[0]",
            "others bear",
        ),
    ],
)
def test_a_bad_file_is_told_with_its_field(
    run: Any, tmp_path: Path, edit: tuple[str, Any], field: str, en: str
) -> None:
    """Each fault has its file, its place and what is allowed."""
    path = written(tmp_path, changed(edit))
    code, out, err = run("evaluate", path, "--lang", "en")
    assert code == BAD_INPUT
    assert not out
    assert path in err
    assert f"{field}:" in err
    assert en in err
    assert run("evaluate", path)[0] == BAD_INPUT


@pytest.mark.parametrize(
    ("target", "en"),
    [
        ({"result": "first_profit_year", "value": 9}, "a year of operation (1 to 3)"),
        ({"result": "accumulated_profit_year", "value": 1.5}, "a year of operation (1 to 3)"),
        ({"result": "benefit_cost", "value": 1, "form": "integrated"}, "has no form"),
        ({"result": "benefit_cost_range", "value": 2, "high": 1}, "high is below value"),
        ({"result": "irr", "form": "split", "company": "G", "value": 0.1}, "unknown form"),
        ({"result": "irr", "form": "integrated", "company": "G", "value": 0.1}, "unknown company"),
        ({"result": "irr", "form": "integrated", "company": "integrated"}, "figure and value"),
        ({"result": "irr", "value": 0.1, "tolerance": 1e-300}, "greater than or equal"),
    ],
)
def test_an_impossible_target_is_refused(
    run: Any, tmp_path: Path, target: dict[str, Any], en: str
) -> None:
    """What cannot be aimed at is told, instead of a fit that means nothing."""
    case = changed(("inputs.9.low", 5), ("inputs.9.high", 20), ("inputs.9.fit", True))
    aim = {"id": "aim", "tolerance": 0.01}
    if target["result"].endswith("year"):
        aim |= {"form": "integrated", "company": "integrated"}
    case["targets"] = [aim | target]
    code, _, err = run("evaluate", written(tmp_path, case), "--lang", "en")
    assert code == BAD_INPUT
    assert "targets[0]" in err
    assert en in err


def test_a_case_of_one_s_own_can_be_fitted(run: Any, tmp_path: Path) -> None:
    """A price within its range, so that the rate is the one that is wanted."""
    case = changed(("inputs.9.low", 5), ("inputs.9.high", 20), ("inputs.9.fit", True))
    aim = {"id": "aim", "result": "irr", "form": "integrated", "company": "integrated"}
    case["targets"] = [aim | {"value": 0.1, "tolerance": 0.001}]
    found = plain(run, written(tmp_path, case))
    assert found["forms"]["integrated"]["irr"] == pytest.approx(0.1, abs=0.001)
    assert found["inputs"][9]["origin"] == "fitted"
    screen = run("evaluate", written(tmp_path, case))[1]
    assert "10.0 %" in screen
    assert "±0.1ポイント" in screen
    case["targets"][0] |= {"fitted": False}
    unfitted = plain(run, written(tmp_path, case))
    assert unfitted["inputs"][9]["origin"] == "given"
    assert unfitted["fitting"]["inputs"] == []
    assert "逆算した値" not in run("evaluate", written(tmp_path, case))[1]


def test_a_sensitivity_never_gives_away_more_than_a_cost(run: Any) -> None:
    """With owners who bear 60 %, the upper end of the subsidy gives no more than all."""
    swings = plain(run, "minato-district", "--set", "owner-share=60%", "--sensitivity")[
        "sensitivity"
    ]
    moved = {(part["company"], part["input"]): part for part in swings}
    subsidy = moved["G", "subsidy-share"]
    whole = plain(run, "minato-district", "--set=owner-share=60%", "--set=subsidy-share=40%")
    assert subsidy["at_high"] <= whole["forms"]["split"]["G"]["irr"] + 0.02


def test_a_count_a_year_is_no_share(run: Any) -> None:
    """Once in 45 years is told as times a year in either language, and growth as percent."""
    for language, times, growth in (
        ("ja", "0.02222回/年", "年1%"),
        ("en", "0.02222 times a year", "1 % a year"),
    ):
        out = run("evaluate", "minato-district", "--inputs", "--lang", language)[1]
        assert times in out
        assert growth in out


def test_a_lever_without_a_range_is_not_beyond_it(run: Any, tmp_path: Path) -> None:
    """What has no range cannot be left."""
    goals = plain(
        run, written(tmp_path, changed(("inputs.9.lever", True), ("inputs.9.value", 5))), "--goal"
    )
    assert {goal["plausible"] for goal in goals["goals"] if goal["value"] is not None} == {True}


def test_what_no_source_says_is_out_of_reach_is_checked(run: Any, tmp_path: Path) -> None:
    """Actors and figures that there are not are refused."""
    for part in ({"actors": ["Z"], "figure": "irr-n"}, {"actors": ["G"], "figure": "none"}):
        because = {"because": {"ja": "理由", "en": "reason"}}
        code, _, err = run(
            "evaluate", written(tmp_path, changed(("unreachable", [part | because])))
        )
        assert code == BAD_INPUT
        assert "unreachable[0]" in err


def test_a_goal_never_breaks_what_shares_come_to(run: Any) -> None:
    """Where the owners bear half, a subsidy that would make it more than all is out of reach."""
    options = ("--set", "owner-share=50%", "--set", "power-price=9", "--goal")
    goals = plain(run, "minato-district", *options)["goals"]
    subsidies = [goal for goal in goals if goal["input"] == "subsidy-share"]
    assert subsidies
    assert all(goal["value"] is None or goal["value"] <= 0.5 for goal in subsidies)


def test_control_characters_never_reach_a_screen_or_a_figure(run: Any, tmp_path: Path) -> None:
    """Names from a file cannot move the cursor, turn the text, or break the figure."""
    case = changed(("name", "a\x1b[31m\x00\u202eb"))
    case["inputs"][0] |= {"name": "p\x07q", "unit": "\u202eyen"}
    path, figure = written(tmp_path, case), tmp_path / "figure.svg"
    code, out, _ = run("evaluate", path, "--inputs", "-o", str(figure))
    assert code == 0
    assert not re.search("[\x00\x07\x1b\u202e]", out)
    ET.parse(figure)  # noqa: S314 - written by this process


def test_a_missing_year_is_named(run: Any, tmp_path: Path) -> None:
    """Two amounts for three years of operation."""
    case = changed(("flows.0.amount", None), ("flows.0.sells", None), ("flows.0.price", None))
    case["flows"][0]["yearly"] = [900, 900]
    code, _, err = run("evaluate", written(tmp_path, case), "--lang", "en")
    assert code == BAD_INPUT
    assert "flows[0].yearly: 2 years are given; write 3" in err


def test_a_case_of_one_s_own_is_evaluated(run: Any, tmp_path: Path) -> None:
    """In UTF-8, cp932 or JSON; by its file name where it has none."""
    case = changed(("id", None))
    case["inputs"][0]["name"] = "設備"
    paths = [written(tmp_path, case, "計画.yaml")]
    (tmp_path / "cp932.yaml").write_bytes(yaml.safe_dump(case, allow_unicode=True).encode("cp932"))
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    paths += [str(tmp_path / name) for name in ("cp932.yaml", "case.json")]
    results = [plain(run, path) for path in paths]
    assert [part["name"] for part in results] == ["計画", "cp932", "case"]
    assert all(part["forms"] == results[0]["forms"] for part in results)
    assert results[0]["inputs"][0]["origin"] == "given"
    assert results[0]["fitting"] is None


def test_a_loss_without_end_has_no_rate_and_no_traceback(run: Any, tmp_path: Path) -> None:
    """Nothing sold: no rate, said in words; no number that is none."""
    path = written(tmp_path, changed(("inputs.9.value", 0)))
    for options in ((), ("--goal",), ("--years",), ("--sensitivity",), ("--chance", "--runs=5")):
        code, out, err = run("evaluate", path, *options)
        assert (code, err) == (0, "")
        assert "なし" in out
        assert not re.search(r"\b(nan|inf)\b", out)
    company = plain(run, path)["forms"]["integrated"]
    assert company["irr"] is None
    assert company["irr_note"] == "no IRR"
    assert company["verdict"] == "no-rate"


def test_several_rates_are_no_rate(run: Any, tmp_path: Path) -> None:
    """A flow that has two rates is told as such, on the screen and in the JSON."""
    case = changed(
        ("flows", [{"id": "f", "name": "F", "from": "D-1", "to": "G", "yearly": [2300, -1320, 0]}]),
        ("benefits", []),
        ("inputs.1.value", 0),
        ("inputs.3.value", 0),
        ("inputs.6.value", 0),
        ("inputs.7.value", 0),
        ("investments.0.renewed", False),
        ("investments.0.life_years", 1),
    )
    company = plain(run, written(tmp_path, case))["forms"]["integrated"]
    assert company["account_yen"]["flow"] == [-1000, 2300, -1320, 0]
    assert (company["irr"], company["irr_note"]) == (None, "no unique IRR")
    assert "一つに定まらない" in run("evaluate", written(tmp_path, case))[1]


def test_nothing_spent_has_no_ratio(run: Any) -> None:
    """Without a subsidy the public sector has no cost, and so no B/C."""
    shared = plain(run, "tama-district", "--set", "subsidy-share=0")["benefit_cost"]
    assert shared["by_stakeholder"]["A"] is None
    assert shared["total"] > 0
    assert "－" in run("evaluate", "tama-district", "--set", "subsidy-share=0")[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*DISTRICTS, "hostile"])
def test_the_figure_tells_what_it_shows(run: Any, tmp_path: Path, name: str, language: str) -> None:
    """Lines for each company, bars for each stakeholder, described; every text within the paper."""
    path = tmp_path / "figure.svg"
    case = name
    if name == "hostile":
        case = written(tmp_path, changed(("name", '<b>&"名前"</b>　一二' + "三" * 60)))
    assert run("evaluate", case, "-o", str(path), "--lang", language)[0] == 0
    root = ET.parse(path).getroot()  # noqa: S314 - written by this process
    space = "{http://www.w3.org/2000/svg}"
    width = float(root.get("width", "0"))
    assert root.find(f"{space}title") is not None
    assert root.find(f"{space}desc") is not None
    texts = root.findall(f"{space}text")
    for text in texts:
        x, length = float(text.get("x", "0")), float(text.get("textLength", "0"))
        left = x - length * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "")]
        assert left >= 0, text.text
        assert left + length <= width, text.text
        assert "\N{REPLACEMENT CHARACTER}" not in (text.text or "")
    companies = {"minato-district": 3}.get(name, 1)
    assert len(root.findall(f"{space}polyline")) == 2 * companies
    if name != "hostile":
        ratios = evaluation(name).benefit_cost.by_stakeholder.values()
        shown = {text.text for text in texts}
        assert {f"{ratio:.2f}" for ratio in ratios} <= shown


def test_the_figure_of_a_sensitivity_has_a_tornado(run: Any, tmp_path: Path) -> None:
    """For each company bars from the rate now to that at either end, the widest first."""
    path = tmp_path / "figure.svg"
    assert run("evaluate", "minato-district", "--sensitivity", "-o", str(path))[0] == 0
    root = ET.parse(path).getroot()  # noqa: S314 - written by this process
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text and text.startswith("IRRの感度")] == [
        "IRRの感度: 一体型",
        "IRRの感度: N社",
        "IRRの感度: G社",
    ]
    first = plain(run, "minato-district", "--sensitivity")["sensitivity"][0]
    assert first["name"] in texts
    assert f"{first['at_low'] * 100:.1f} %" in texts


def test_an_output_never_overwrites_the_case(run: Any, tmp_path: Path) -> None:
    """The file that is read stays as it is."""
    path = written(tmp_path, changed())
    before = Path(path).read_bytes()
    code, _, err = run("evaluate", path, "-o", path)
    assert code == BAD_INPUT
    assert "読み込むファイルと同じ" in err
    assert Path(path).read_bytes() == before


def test_another_knowledge_base_can_be_used(run: Any, tmp_path: Path) -> None:
    """Its hurdles decide, and its areas are found."""
    folder = tmp_path / "knowledge"
    shutil.copytree(find_knowledge(), folder)
    hurdles = folder / "viability" / "hurdles.yaml"
    words = hurdles.read_text(encoding="utf-8")
    hurdles.write_text(words.replace("high_percent: 7", "high_percent: 8"), encoding="utf-8")
    found = plain(run, "minato-district", "--knowledge", str(folder))
    assert found["forms"]["split"]["G"]["verdict"] == "private-low"
    assert plain(run, "--from", "inagi", "--knowledge", str(folder))["verdict"] == "open"


def test_several_outputs_at_once_and_none_is_lost(run: Any, tmp_path: Path) -> None:
    """A workbook, a figure and the inputs from one command; upper-case endings will do."""
    names = ["m.XLSX", "m.svg", "m.yaml"]
    options = [part for name in names for part in ("-o", str(tmp_path / name))]
    code, out, _ = run("evaluate", "tama-district", *options)
    assert code == 0
    for name in names:
        assert (tmp_path / name).stat().st_size > 1000
        assert str(tmp_path / name) in out
    assert run("evaluate", "tama-district", "-o", str(tmp_path / "no" / "m.svg"))[0] == BAD_INPUT
