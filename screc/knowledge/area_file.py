"""Read an area from a file that a user wrote, in YAML or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from screc.errors import InputError, Problem, printable
from screc.knowledge.area_charts import area_chart_faults
from screc.knowledge.encoding import decode_text
from screc.knowledge.facts import read_area
from screc.knowledge.validate import validate
from screc.knowledge.yaml_reader import Document, dotted, read_yaml
from screc.model.area import AreaRecord
from screc.model.attribute import Attribute
from screc.model.knowledge import Knowledge
from screc.model.rulebase import Area

_PAIR = re.compile(r"(?<!\\)\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


_UNNAMED = "area"


def read_area_file(content: bytes, path: str, attributes: Sequence[Attribute]) -> Area:
    """Read an area from the content of a file.

    Args:
        content: YAML or JSON (which is YAML); UTF-8, UTF-16 or cp932.
        path: the file's name, for messages, and for the area's id where it has none.
        attributes: the vocabulary that the facts must fit.

    Raises:
        InputError: the content cannot be read; with the place of every fault.
    """
    document, record = _read_record(content, path)
    try:
        return read_area(record, attributes)
    except InputError as error:
        raise InputError(_with_lines(error.problems, document)) from None


def read_area_with_charts(
    content: bytes, path: str, knowledge: Knowledge
) -> tuple[Area, AreaRecord]:
    """Read an area, and what its file says of the schemes' charts.

    Raises:
        InputError: the content cannot be read, or does not fit; with the place of every fault.
    """
    document, record = _read_record(content, path)
    schemes = {scheme.id: scheme for scheme in knowledge.schemes}
    faults = [
        replace(fault.problem(document.line(fault.place)), check="")
        for fault in area_chart_faults(path, record, schemes)
    ]
    try:
        area = read_area(record, knowledge.attributes)
    except InputError as error:
        raise InputError([*_with_lines(error.problems, document), *faults]) from None
    if faults:
        raise InputError(faults)
    return area, record


def _read_record(content: bytes, path: str) -> tuple[Document, AreaRecord]:
    document = read_yaml(_join_surrogates(decode_text(content, path)), path)
    if not isinstance(document.value, dict):
        if document.value is None:
            raise InputError([Problem("ファイルが空です。", "the file is empty", path)])
        ja = "「名前: 値」の行で書いてください（コロンは半角、後ろに空白）。"
        en = "write lines of `name: value` (a colon, then a blank)"
        raise InputError([Problem(ja, en, path, 1)])
    record, problems = validate(document, AreaRecord)
    if problems:
        raise InputError(replace(problem, check="") for problem in problems)
    if record.id is None:
        stem = Path(path).stem if path != "-" else _UNNAMED
        record = record.model_copy(update={"id": printable(stem)})
    return document, record


def _join_surrogates(text: str) -> str:
    """Put characters in place of the escaped pairs that JSON writes and YAML does not know."""
    return _PAIR.sub(lambda pair: json.loads(f'"{pair.group()}"'), text)


def _with_lines(problems: Iterable[Problem], document: Document) -> list[Problem]:
    return [
        replace(
            problem,
            path=document.path,
            line=document.line(("facts", problem.where)),
            where=dotted(("facts", problem.where)),
        )
        for problem in problems
    ]
