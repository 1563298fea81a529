"""Read a viability case from a file that a user wrote, and change its inputs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from screc.errors import InputError, Problem, printable, unknown_name
from screc.knowledge.encoding import decode_text
from screc.knowledge.validate import validate
from screc.knowledge.viability_checks import Vocabulary, case_faults
from screc.knowledge.yaml_reader import Place, read_yaml
from screc.model.text import Text
from screc.model.viability import LARGEST, SMALLEST, YEARLY_SHARE, Input, ViabilityCase


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
    shown = Text(printable(called.ja), printable(called.en))
    return case.model_copy(update={"id": case.id or name, "name": shown})


def set_inputs(
    case: ViabilityCase, settings: Iterable[str], vocabulary: Vocabulary
) -> ViabilityCase:
    """Change inputs of a case as `input=number` says.

    An input is called by its id or by its name. Its range stays what is plausible.

    Args:
        case: that is changed.
        settings: numbers as `read_number` takes them.
        vocabulary: the names that the case can use.

    Raises:
        InputError: there is no such input, or the number cannot be used.
    """
    inputs = {part.id: part for part in case.inputs}
    ids = {_plain(name): part.id for part in case.inputs for name in _names(part)}
    problems: list[Problem] = []
    for setting in settings:
        name, equals, written = setting.partition("=")
        where = f"--set {setting}"
        known = ids.get(_plain(name))
        if not equals:
            ja, en = "「入力=数」の形で書いてください。", "write input=number"
            problems.append(Problem(ja, en, where=where))
        elif known is None:
            problems.append(
                replace(unknown_name(("入力", "input"), name.strip(), list(inputs)), where=where)
            )
        else:
            try:
                number = read_number(written, inputs[known].unit)
                inputs[known] = _changed(inputs[known], number)
            except InputError as error:
                problems += [replace(problem, where=where) for problem in error.problems]
    if problems:
        raise InputError(problems)
    changed = case.model_copy(update={"inputs": tuple(inputs.values())})
    faults = [
        _of_a_setting(fault.problem(None), fault.place, changed)
        for fault in case_faults("", (), changed, vocabulary)
    ]
    if faults:
        raise InputError(faults)
    return changed


def _of_a_setting(problem: Problem, place: Place, case: ViabilityCase) -> Problem:
    """Name the input that a fault is about, instead of its place in a file that is not there."""
    if place[:1] == ("inputs",) and isinstance(place[1], int):
        return replace(problem, path="", check="", where=f"--set {case.inputs[place[1]].id}")
    return replace(problem, path="", check="", where=f"--set: {problem.where}")


_SIZES = {
    "兆": 1e12,
    "億": 1e8,
    "万": 1e4,
    "trillion": 1e12,
    "billion": 1e9,
    "million": 1e6,
    "%": 0.01,
}
_NUMBER = re.compile(
    r"(?P<over>[-+]?[0-9.]+(?:e[-+]?[0-9]+)?)(?:/(?P<under>[0-9.]+))?\s*"
    rf"(?P<size>{'|'.join(_SIZES)})?\s*(?P<unit>\D.*)?"
)


def read_number(written: str, unit: Text | None = None) -> float:
    """Read a number as people write it: with commas, a fraction, in percent, in 億 or billions.

    Args:
        written: the number, perhaps with its unit.
        unit: that may stand behind it.

    Raises:
        InputError: it is none.

    >>> read_number("1,500"), read_number("1/4"), read_number("３０％")
    (1500.0, 0.25, 0.3)
    >>> read_number("2億円", Text("円", "yen"))
    200000000.0
    """
    text = normalize("NFKC", written).strip().replace(",", "").casefold()
    found = _NUMBER.fullmatch(text)
    number = float("nan")
    if found is not None and _fits(found["size"], found["unit"], unit):
        try:
            number = float(found["over"]) / float(found["under"] or 1.0)
        except (ValueError, ZeroDivisionError):
            found = None
        number *= _SIZES.get((found and found["size"]) or "", 1.0)
    if not (number == 0 or SMALLEST <= abs(number) <= LARGEST):
        raise InputError(
            [
                Problem(
                    f"「{printable(written)}」は使えない数です（例: 0.5、50%、1/2、2億円）。",
                    f'"{printable(written)}" is no number to use (such as 0.5, 50%, 2 billion)',
                )
            ]
        )
    return number


def _fits(size: str | None, written: str | None, unit: Text | None) -> bool:
    """Tell whether a number is written in the unit that it has: percent is for shares."""
    is_share = unit is None or (unit.ja, unit.en) == YEARLY_SHARE
    if size == "%":
        return is_share and written is None
    if written is None:
        return True
    allowed = {unit.ja, unit.en} if unit is not None else set[str]()
    allowed |= {yen for yen in ("円", "yen") if unit and yen in (unit.ja[:1], unit.en[:3])}
    return written.strip() in {normalize("NFKC", part).casefold() for part in allowed}


def _names(part: Input) -> tuple[str, ...]:
    return part.id, part.name.ja, part.name.en


def _plain(name: str) -> str:
    return normalize("NFKC", name).casefold().strip()


def _changed(part: Input, number: float) -> Input:
    """Put the user's own number in the place of a value and its origin."""
    origin = {"citation": None, "basis": None, "assumption": None, "erratum": None}
    return part.model_copy(update={"value": number, "of": None, "fit": False} | origin)
