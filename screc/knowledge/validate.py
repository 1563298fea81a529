"""Turn plain data into models, and what pydantic finds wrong into problems with a place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from screc.errors import Problem, unknown_name
from screc.knowledge.yaml_reader import Document, Place, dotted

_JAPANESE = {
    "missing": "必要なキーがありません",
    "string_type": "文字列で書いてください",
    "string_too_short": "空です",
    "string_too_long": "長すぎます",
    "string_pattern_mismatch": "使えない形です（英小文字・数字・ハイフン）",
    "int_type": "整数で書いてください",
    "int_from_float": "整数で書いてください",
    "float_type": "数で書いてください",
    "bool_type": "true か false で書いてください",
    "tuple_type": "一覧で書いてください",
    "too_short": "項目が足りません",
    "dict_type": "キーと値の組で書いてください",
    "model_type": "キーと値の組で書いてください",
    "dataclass_type": "キーと値の組で書いてください",
    "greater_than": "小さすぎます",
    "greater_than_equal": "小さすぎます",
    "less_than_equal": "大きすぎます",
    "date_from_datetime_parsing": "日付（2016-04-01 の形）で書いてください",
}
_ENGLISH = {
    "model_type": "write keys and values",
    "dataclass_type": "write keys and values",
    "dict_type": "write keys and values",
    "tuple_type": "write a list",
    "missing": "a key that is needed is missing",
}
_UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")
_SHOWN = 80


@cache
def adapter(form: Any) -> TypeAdapter[Any]:
    """Prepare the validation of a form once."""
    return TypeAdapter(form)


def validate(document: Document, form: Any) -> tuple[Any, list[Problem]]:
    """Read a document as a form; the value is None where there are problems."""
    try:
        return adapter(form).validate_python(document.value), []
    except ValidationError as error:
        return None, [_problem(detail, document, form) for detail in error.errors()]


def _problem(detail: ErrorDetails, document: Document, form: Any) -> Problem:
    place = _place(detail["loc"], document)
    line = document.line(place)
    if detail["type"] in _UNKNOWN_KEY:
        key = str(detail["loc"][-1])
        allowed = sorted(_keys(_form_at(form, place[:-1])))
        unknown = unknown_name(("キー", "key"), key, allowed)
        return dataclasses.replace(
            unknown, path=document.path, line=line, where=dotted(place), check="form"
        )
    said = _ENGLISH.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")
    ja = _JAPANESE.get(detail["type"])
    if detail["type"] == "literal_error":
        ja = f"{detail['ctx']['expected'].replace(' or ', ', ')} のどれかで書いてください"
    found = "" if detail["type"] == "missing" else _shown(detail["input"])
    return Problem(
        f"{ja or said}{'（' + found + '）' if found else ''}",
        f"{said}{', found ' + found if found and found not in said else ''}",
        path=document.path,
        line=line,
        where=dotted(place),
        check="form",
    )


def _shown(value: Any) -> str:
    written = repr(value)
    return written if len(written) <= _SHOWN else written[: _SHOWN - 1] + "…"


def _place(loc: Place, document: Document) -> Place:
    """Keep of a pydantic location what is a place in the file (it also names union members)."""
    place: Place = ()
    for part in loc:
        if (*place, part) in document.lines or part == loc[-1]:
            place = (*place, part)
    return place


def _form_at(form: Any, place: Place) -> Any:
    """Follow a place through a form's annotations."""
    for part in place:
        owner = _with_keys(form)
        if isinstance(part, str) and owner is not None:
            form = _fields(owner).get(part)
        elif get_args(form):
            form = get_args(form)[-1 if isinstance(part, str) else 0]
    return form


def _with_keys(form: Any) -> Any:
    if dataclasses.is_dataclass(form) or (isinstance(form, type) and issubclass(form, BaseModel)):
        return form
    return next(filter(None, map(_with_keys, get_args(form))), None)


def _keys(form: Any) -> Iterator[str]:
    owner = _with_keys(form)
    yield from () if owner is None else _fields(owner)


def _fields(owner: Any) -> dict[str, Any]:
    if isinstance(owner, type) and issubclass(owner, BaseModel):
        return {f.alias or name: f.annotation for name, f in owner.model_fields.items()}
    return get_type_hints(owner)
