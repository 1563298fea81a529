"""Turn frozen dataclasses into plain data (JSON) and back.

For data that screc wrote itself. What people write is read by pydantic, whose import alone takes
longer than a whole recommendation; hence this small counterpart for the way that must be fast.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from screc.model.citation import Citation
from screc.model.condition import Condition, parse_condition, write_condition

_T = TypeVar("_T")
_Read = Callable[[Any], Any]
_PLAIN = (str, int, float, bool)
_WRITTEN: dict[Any, _Read] = {Citation: Citation.parse, Condition: parse_condition}


def to_plain(value: Any) -> Any:
    """Write a value with dicts, lists, strings, numbers, booleans and None only.

    >>> from screc.model.text import Text
    >>> to_plain((Text("地区", "area"), Citation.parse("h25 5.7 目的 L944")))
    [{'ja': '地区', 'en': 'area'}, 'h25 5.7 目的 L944']
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Citation):
        return str(value)
    if isinstance(value, Condition):
        return write_condition(value)
    if isinstance(value, dict):
        return {key: to_plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(part) for part in value]
    return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}


def from_plain(form: type[_T], data: Any) -> _T:
    """Read back what `to_plain` wrote.

    Raises:
        KeyError, TypeError, ValueError: the data were not written from this form.

    >>> from screc.model.text import Text
    >>> from_plain(Text, {"ja": "地区", "en": "area"})
    Text(ja='地区', en='area')
    """
    value: _T = _reader(cast("Hashable", form))(data)
    return value


@cache
def _reader(form: Any) -> _Read:
    if form in _WRITTEN:
        return _WRITTEN[form]
    if dataclasses.is_dataclass(form):
        return _dataclass_reader(form)
    origin, arguments = get_origin(form), get_args(form)
    if origin is tuple:
        read_part = _reader(arguments[0])
        return lambda data: tuple([read_part(part) for part in data])
    if origin is dict:
        return _dict_reader(_reader(arguments[1]))
    if origin in (Union, types.UnionType):
        return _union_reader(arguments)
    if origin is Literal or form in _PLAIN:
        return _same
    message = f"no plain form for {form!r}"
    raise TypeError(message)


def _dict_reader(read_part: _Read) -> _Read:
    if read_part is _same:
        return _same
    return lambda data: {key: read_part(part) for key, part in data.items()}


def _same(data: Any) -> Any:
    return data


def _union_reader(arguments: tuple[Any, ...]) -> _Read:
    if all(get_origin(argument) in (dict, tuple) or argument in _PLAIN for argument in arguments):
        return _same
    readers = {_reader(argument) for argument in arguments if argument is not types.NoneType}
    if len(readers) != 1:
        message = f"a union of several forms has no plain form: {arguments!r}"
        raise TypeError(message)
    (read,) = readers
    return lambda data: None if data is None else read(data)


def _dataclass_reader(form: Any) -> _Read:
    hints = get_type_hints(form)
    readers = [(field.name, _reader(hints[field.name])) for field in dataclasses.fields(form)]

    def read(data: dict[str, Any]) -> Any:
        return form(**{name: read_part(data[name]) for name, read_part in readers})

    return read
