"""Turn plain data into models, and what pydantic finds wrong into problems with a place."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from screc.errors import FormError, Problem, shown, unknown_name
from screc.knowledge.yaml_reader import Document, Place, dotted

_JAPANESE = {
    "missing": "必要なキーがありません",
    "string_type": "文字列で書いてください",
    "string_too_short": "空です",
    "string_too_long": "長すぎます",
    "int_type": "整数で書いてください",
    "int_parsing": "整数で書いてください",
    "float_parsing": "数で書いてください",
    "bool_parsing": "true か false で書いてください",
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
    "date_type": "日付（2016-04-01 の形）で書いてください",
}
_ENGLISH = {
    "string_type": "write text (a string)",
    "int_type": "write a whole number (an integer)",
    "int_parsing": "write a whole number (an integer)",
    "string_too_short": "it is empty",
    "model_type": "write keys and values",
    "dataclass_type": "write keys and values",
    "dict_type": "write keys and values",
    "tuple_type": "write a list",
    "missing": "a key that is needed is missing",
}
_UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")


@cache
def adapter(form: Any) -> TypeAdapter[Any]:
    """Prepare the validation of a form once."""
    return TypeAdapter(form)


def validate(document: Document, form: Any) -> tuple[Any, list[Problem]]:
    """Read a document as a form; the value is None where there are problems."""
    try:
        return adapter(form).validate_python(document.value), []
    except ValidationError as error:
        faults = [(detail, _place(detail, document)) for detail in error.errors()]
    faulty = [place for _, place in faults]
    return None, [
        _problem(detail, place, document, form)
        for detail, place in faults
        # A list is short of the items that were refused; that is told of those.
        if detail["type"] != "too_short" or not any(_is_inside(other, place) for other in faulty)
    ]


def _problem(detail: ErrorDetails, place: Place, document: Document, form: Any) -> Problem:
    line = document.line(place)
    if detail["type"] in _UNKNOWN_KEY:
        unknown = unknown_name(("キー", "key"), str(place[-1]), sorted(_keys(form, place[:-1])))
        ja, en = unknown.ja, unknown.en
    else:
        ja, en = _said(detail)
    return Problem(ja, en, document.path, line, dotted(place), "form")


def _said(detail: ErrorDetails) -> tuple[str, str]:
    fault = detail.get("ctx", {}).get("error")
    if isinstance(fault, FormError):
        return fault.ja, fault.en
    kind = detail["type"]
    ja = _JAPANESE.get(kind, "使えない値です")
    en = _ENGLISH.get(kind) or detail["msg"]
    if kind == "literal_error":
        allowed = detail["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        ja, en = f"{allowed} のどれかで書いてください", f"write one of {allowed}"
    if kind == "missing":
        return ja, en
    found = shown(detail["input"])
    return f"{ja}: 「{found}」", f'{en}, found "{found}"'


def _place(detail: ErrorDetails, document: Document) -> Place:
    """Keep of a pydantic location what is a place in the file (it also names union members)."""
    fault = detail.get("ctx", {}).get("error")
    within = fault.place if isinstance(fault, FormError) else ()
    loc = (*detail["loc"], *within)
    place: Place = ()
    for part in loc:
        if (*place, part) in document.lines:
            place = (*place, part)
    is_key = detail["type"] in ("missing", *_UNKNOWN_KEY)
    return (*place, loc[-1]) if is_key and place[-1:] != loc[-1:] else place


def _is_inside(place: Place, other: Place) -> bool:
    return place != other and place[: len(other)] == other


def _keys(form: Any, place: Place) -> set[str]:
    """List the keys that a form has at a place."""
    for part in place:
        owner = _with_keys(form)
        if isinstance(part, str) and owner is not None:
            form = _fields(owner).get(part)
        elif get_args(form):
            form = get_args(form)[-1 if isinstance(part, str) else 0]
    owner = _with_keys(form)
    return set() if owner is None else set(_fields(owner))


def _with_keys(form: Any) -> Any:
    if dataclasses.is_dataclass(form) or (isinstance(form, type) and issubclass(form, BaseModel)):
        return form
    if get_origin(form) in (dict, tuple):
        return None
    return next(filter(None, map(_with_keys, get_args(form))), None)


def _fields(owner: Any) -> dict[str, Any]:
    if isinstance(owner, type) and issubclass(owner, BaseModel):
        return {f.alias or name: f.annotation for name, f in owner.model_fields.items()}
    return get_type_hints(owner)
