"""Read a viability case from a file that a user wrote, and change its inputs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from screc.errors import InputError, Problem, printable, unknown_name
from screc.knowledge.encoding import decode_text
from screc.knowledge.validate import validate
from screc.knowledge.viability_checks import Vocabulary, case_faults
from screc.knowledge.yaml_reader import read_yaml
from screc.model.text import Text
from screc.model.viability import Input, ViabilityCase


def read_case_file(content: bytes, path: str, vocabulary: Vocabulary) -> ViabilityCase:
    """Read a case from the content of a file.

    Args:
        content: YAML or JSON; UTF-8, UTF-16 or cp932.
        path: the file's name, for messages, and for the case's id where it has none.
        vocabulary: the names that it can use.

    Raises:
        InputError: the content cannot be read, or does not hold together; with every place.
    """
    document = read_yaml(decode_text(content, path), path)
    if not isinstance(document.value, dict):
        ja, en = (
            "試算の入力を「名前: 値」の行で書いてください。",
            "write a case as lines of `name: value`",
        )
        raise InputError([Problem(ja, en, path, 1)])
    case, problems = validate(document, ViabilityCase)
    if problems:
        raise InputError(replace(problem, check="") for problem in problems)
    faults = [
        replace(fault.problem(document.line(fault.place)), check="")
        for fault in case_faults(path, (), case, vocabulary)
    ]
    if faults:
        raise InputError(faults)
    name = printable(Path(path).stem) if path != "-" else "case"
    return named(case, name)


def named(case: ViabilityCase, name: str) -> ViabilityCase:
    """Give a case that has none an id and a name."""
    called = case.name or Text(case.id or name, case.id or name)
    return case.model_copy(update={"id": case.id or name, "name": called})


def set_inputs(
    case: ViabilityCase, settings: Iterable[str], vocabulary: Vocabulary
) -> ViabilityCase:
    """Change inputs of a case as `input=number` says; a fraction or percent will do.

    A range that does not hold the new number is widened to it.

    Raises:
        InputError: there is no such input, or the number cannot be used.
    """
    inputs = {part.id: part for part in case.inputs}
    problems: list[Problem] = []
    for setting in settings:
        name, equals, written = setting.partition("=")
        name, where = name.strip(), f"--set {setting}"
        if not equals:
            ja, en = "「入力=数」の形で書いてください。", "write input=number"
            problems.append(Problem(ja, en, where=where))
        elif name not in inputs:
            problems.append(
                replace(unknown_name(("入力", "input"), name, list(inputs)), where=where)
            )
        else:
            try:
                inputs[name] = _changed(inputs[name], read_number(written))
            except InputError as error:
                problems += [replace(problem, where=where) for problem in error.problems]
    if problems:
        raise InputError(problems)
    changed = case.model_copy(update={"inputs": tuple(inputs.values())})
    faults = [
        replace(fault.problem(None), path="", check="", where=f"--set: {fault.problem(None).where}")
        for fault in case_faults("", (), changed, vocabulary)
    ]
    if faults:
        raise InputError(faults)
    return changed


def read_number(written: str) -> float:
    """Read a number as people write it: with commas, as a fraction, in percent.

    Raises:
        InputError: it is none.

    >>> read_number("1,500"), read_number("1/4"), read_number("３０％")
    (1500.0, 0.25, 0.3)
    """
    from unicodedata import normalize

    from screc.model.viability import LARGEST

    text = normalize("NFKC", written).strip().replace(",", "")
    over, slash, under = text.removesuffix("%").partition("/")
    try:
        number = float(over) / (float(under) if slash else 1.0)
    except (ValueError, ZeroDivisionError, OverflowError):
        number = float("nan")
    number = number / 100 if text.endswith("%") else number
    if not abs(number) <= LARGEST:
        raise InputError(
            [
                Problem(
                    f"「{printable(written)}」は使える数ではありません。",
                    f'"{printable(written)}" is no number that can be used',
                )
            ]
        )
    return number


def _changed(part: Input, number: float) -> Input:
    """Put the user's own number in the place of a value and its origin."""
    low = None if part.low is None else min(part.low, number)
    high = None if part.high is None else max(part.high, number)
    origin = {"citation": None, "basis": None, "assumption": None, "erratum": None}
    return part.model_copy(
        update={"value": number, "of": None, "low": low, "high": high, "fit": False} | origin
    )
