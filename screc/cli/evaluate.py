"""`screc evaluate`: a first screen of viability, of a district, a file, or an area's scheme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from screc.cli.options import common_options, find_record, matching, print_json
from screc.cli.user_files import (
    STANDARD_STREAM,
    is_same_file,
    names_a_file,
    read_input,
    write_output,
)
from screc.errors import InputError, Problem, unknown_name
from screc.model.text import Say

if TYPE_CHECKING:
    from screc.model.evaluation import Evaluation
    from screc.model.knowledge import Knowledge
    from screc.model.viability import ViabilityCase
    from screc.viability.study import Study

_MOST_RUNS = 1_000_000
_USUAL_RUNS = 10_000
_USUAL_SEED = 1
_LARGEST_SEED = 2**31
_BOOKS = (".xlsx", ".xlsm", ".xls")
OUTPUTS = (".xlsx", ".svg", ".yaml")


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "採算を試算する（IRR、SE-IRR、コベネフィット、主体ごとのB/C）。",
        "Screen viability: IRR, SE-IRR, co-benefits, B/C by stakeholder.",
    )
    long_help = say(
        "CASE は事例地区（minato-district など）か YAML ファイル。--from AREA なら、"
        "地区に薦められた事業スキームの費用の範囲から始める。",
        "CASE is a district (such as minato-district) or a YAML file; with --from AREA it "
        "begins with the range of cost of the scheme that is recommended for the area.",
    )
    set_help = say(
        "入力を変える。例: --set subsidy-share=1/2",
        "change an input, such as --set subsidy-share=1/2",
    )
    output_help = say(
        "書き出すファイル（.xlsx は数式の入った表、.svg は図、.yaml は入力）",
        "file to write: .xlsx with live formulas, .svg the figures, .yaml the inputs",
    )

    @click.command("evaluate", help=f"{help_text}\n\n{long_help}", short_help=help_text)
    @click.argument("case", metavar="[CASE]", required=False)
    @click.option(
        "--from", "start", metavar="AREA", help=say("この地区から始める", "begin with an area")
    )
    @click.option(
        "--scheme", metavar="SCHEME", help=say("地区の事業スキーム", "scheme of the area")
    )
    @click.option("--set", "settings", multiple=True, metavar="INPUT=NUMBER", help=set_help)
    @click.option("--inputs", is_flag=True, help=say("すべての入力と根拠", "all inputs, and why"))
    @click.option("--years", is_flag=True, help=say("年ごとの収支", "the years of each company"))
    @click.option(
        "--goal", is_flag=True, help=say("水準に届く条件を探す", "seek what reaches the hurdles")
    )
    @click.option("--sensitivity", is_flag=True, help=say("入力ごとの感度", "what each input does"))
    @click.option("--chance", is_flag=True, help=say("確率の試算", "simulate chance"))
    @click.option(
        "--runs",
        type=click.IntRange(1, _MOST_RUNS),
        help=say("確率の試算の回数", "how many draws of chance"),
    )
    @click.option("--seed", type=click.IntRange(0, _LARGEST_SEED), help=say("乱数の種", "seed"))
    @click.option("-o", "--output", "outputs", multiple=True, metavar="FILE", help=output_help)
    @common_options(say)
    def run(
        *,
        case: str | None,
        start: str | None,
        scheme: str | None,
        settings: tuple[str, ...],
        inputs: bool,
        years: bool,
        goal: bool,
        sensitivity: bool,
        chance: bool,
        runs: int | None,
        seed: int | None,
        outputs: tuple[str, ...],
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        from screc.knowledge.load import load_knowledge
        from screc.viability.evaluate import evaluate

        _check_outputs(outputs, case)
        _check_draws(chance=chance, runs=runs, seed=seed)
        base = load_knowledge(knowledge)
        study = find_study(case, start, scheme, settings, base)
        result = evaluate(study, base, say)
        if goal:
            from screc.viability.goal import seek_goals

            result = replace(result, goals=seek_goals(study, base.hurdles, say))
        if sensitivity:
            from screc.viability.sensitivity import swings

            result = replace(result, sensitivity=swings(study, say))
        if chance:
            from screc.viability.chance import simulate

            begin = _USUAL_SEED if seed is None else seed
            risk = simulate(study, base.hurdles, runs or _USUAL_RUNS, begin)
            result = replace(result, risk=risk)
        contents = [_content(Path(name).suffix, study, result, base, say) for name in outputs]
        for content, output in zip(contents, outputs, strict=True):
            write_output(content, output)
        if as_json:
            from screc.model.plain import to_plain

            print_json(to_plain(result))
        else:
            from screc.cli.evaluation_screen import show_evaluation

            show_evaluation(result, base, say, inputs=inputs, years=years)
            for output in outputs:
                click.echo(output)

    return run


def find_study(
    case: str | None,
    start: str | None,
    scheme: str | None,
    settings: tuple[str, ...],
    base: Knowledge,
) -> Study:
    """Find what is to be evaluated, and change its inputs.

    Raises:
        InputError: there is no such case, area or scheme, or an input cannot be changed so.
    """
    from screc.knowledge.viability_checks import vocabulary_of
    from screc.knowledge.viability_file import set_inputs
    from screc.viability.study import study_of

    if (case is None) == (start is None):
        known = ", ".join(part.id or "" for part in base.viability_cases)
        ja = f"CASE（{known} か YAML ファイル）か --from AREA のどちらかを書いてください。"
        en = f"name a CASE ({known}, or a YAML file), or --from AREA"
        raise InputError([Problem(ja, en, where="evaluate")])
    if scheme is not None and start is None:
        ja, en = "--from と一緒に使います。", "this goes with --from"
        raise InputError([Problem(ja, en, where="--scheme")])
    found = _find_case(case, base) if case is not None else _start(start or "", scheme, base)
    changed = set_inputs(found, settings, vocabulary_of(base))
    area = next((area for area in base.areas if area.id == found.area), None)
    figures = area.published.figures if area is not None and area.published else ()
    return study_of(found, changed, figures)


def _find_case(given: str, base: Knowledge) -> ViabilityCase:
    from screc.knowledge.viability_checks import vocabulary_of
    from screc.knowledge.viability_file import read_case_file

    def names(part: ViabilityCase) -> tuple[str, ...]:
        return (part.id or "", *((part.name.ja, part.name.en) if part.name else ()))

    called = matching(given, base.viability_cases, names)
    if len(called) == 1:
        return called[0]
    if Path(given).suffix.lower() in _BOOKS:
        ja = "Excel の表は読めません。YAML のファイルにしてください（-o 名前.yaml で作れます）。"
        en = "a workbook cannot be read; give the inputs as YAML (-o NAME.yaml makes such a file)"
        raise InputError([Problem(ja, en, path=given)])
    if names_a_file(given):
        return read_case_file(read_input(given), given, vocabulary_of(base))
    known = [part.id or "" for part in called or base.viability_cases]
    raise InputError([unknown_name(("試算の対象", "case"), given, known)])


def _start(given: str, scheme: str | None, base: Knowledge) -> ViabilityCase:
    from screc.advice.recommend import recommend
    from screc.cli.show import find_scheme
    from screc.viability.starter import start_case

    area, _ = find_record(given, base)
    if scheme is not None:
        return start_case(area, find_scheme(scheme, base), base.starter)
    answer = recommend(area, base)
    if not answer.recommendations:
        known = ", ".join(part.id for part in base.schemes)
        ja = f"この地区に薦める事業スキームがありません。--scheme で選んでください: {known}"
        en = f"no scheme is recommended for this area; choose one with --scheme: {known}"
        raise InputError([Problem(ja, en, where="--from")])
    first = answer.recommendations[0].scheme
    chosen = next(part for part in base.schemes if part.id == first)
    return start_case(area, chosen, base.starter)


def _check_draws(*, chance: bool, runs: int | None, seed: int | None) -> None:
    """Refuse options that would have no effect."""
    for option, value in (("--runs", runs), ("--seed", seed)):
        if value is not None and not chance:
            ja, en = "--chance と一緒に使います。", "this goes with --chance"
            raise InputError([Problem(ja, en, where=option)])


def _check_outputs(outputs: tuple[str, ...], case: str | None) -> None:
    for output in outputs:
        if case is not None and is_same_file(output, case):
            ja, en = "読み込むファイルと同じです。", "this is the file that is read"
            raise InputError([Problem(ja, en, path=output)])
        if output == STANDARD_STREAM or Path(output).suffix.lower() not in OUTPUTS:
            listed = ", ".join(OUTPUTS)
            ja = f"書き出せる形式は、拡張子で {listed} です。"
            raise InputError(
                [Problem(ja, f"name a file that ends in one of {listed}", path=output)]
            )


def _content(suffix: str, study: Study, result: Evaluation, base: Knowledge, say: Say) -> bytes:
    writers: dict[str, Callable[[], bytes]] = {
        ".yaml": lambda: _case_file(study, say),
        ".svg": lambda: _picture(result, say),
        ".xlsx": lambda: _workbook(study, result, base, say),
    }
    return writers[suffix.lower()]()


def _case_file(study: Study, say: Say) -> bytes:
    from screc.viability.case_text import case_text

    return case_text(study, say).encode()


def _picture(result: Evaluation, say: Say) -> bytes:
    from screc.viability.picture import draw_evaluation

    return draw_evaluation(result, say)


def _workbook(study: Study, result: Evaluation, base: Knowledge, say: Say) -> bytes:
    from screc.viability.workbook.write import write_model

    return write_model(study, result, base, say)
