"""Read YAML that may be hostile, and remember on which line everything stands.

A strict subset: one document; no anchors, aliases or tags (so no alias bombs); no key twice;
bounded size and depth; `true`, `false`, `null` and numbers as in YAML 1.2, all else is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from screc.errors import InputError, Problem

MAX_DEPTH = 40

Place = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
_MAX_NUMBER_LENGTH = 30
_JAPANESE = {
    "found character that cannot start any token": "タブや記号で始まる行がある。字下げは空白で",
    "could not find expected ':'": "コロンは半角で、後ろに空白を置く",
    "mapping values are not allowed in this context": "コロンを含む値は引用符で囲む",
    "did not find expected key": "字下げがそろっていない",
    "found unexpected end of stream": "閉じていない引用符や括弧がある",
    "unreadable character": "使えない文字がある",
}
_TOO_DEEP = ("入れ子が深すぎます。", "nested too deeply")
_PARSER_STOPS_AT_DEPTH = "exceeded maximum nesting depth"
"""What newer releases of the C parser say, which look further ahead than is read here."""


@dataclass
class Document:
    """The plain value of a YAML text, and the line of every place in it."""

    path: str
    value: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """Tell the line of a place, or of the nearest place around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


@dataclass
class _Open:
    """A list or mapping whose end has not been reached."""

    value: Any
    place: Place
    key: Any = None
    has_key: bool = False


class _UnreadableError(Exception):
    def __init__(self, ja: str, en: str, line: int, place: Place = ()) -> None:
        super().__init__(en)
        self.ja, self.en, self.line, self.place = ja, en, line, place


def read_yaml(text: str, path: str) -> Document:
    """Read a YAML text.

    Raises:
        InputError: the text is not YAML, or not of the strict subset; with path and line.

    >>> document = read_yaml("{id: block, households: 50}", "area.yaml")
    >>> document.value, document.line(("households",))
    ({'id': 'block', 'households': 50}, 1)
    """
    document = Document(path, None, {})
    try:
        _compose(text, document)
    except _UnreadableError as fault:
        where = dotted(fault.place)
        raise InputError([Problem(fault.ja, fault.en, path, fault.line, where)]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # The C parser counts the bytes before an unreadable character.
        before = text.encode()[: getattr(error, "position", 0)]
        line = mark.line + 1 if mark else before.count(b"\n") + 1
        said = getattr(error, "problem", None) or "unreadable character"
        ja, en = f"YAML として読めません（{_JAPANESE.get(said, said)}）。", f"not YAML: {said}"
        if said == _PARSER_STOPS_AT_DEPTH:
            ja, en = _TOO_DEEP
        raise InputError([Problem(ja, en, path, line)]) from None
    return document


def dotted(place: Place) -> str:
    """Write a place inside a file.

    >>> dotted(("rules", 3, "points"))
    'rules[3].points'
    """
    written = ""
    for part in place:
        written += f"[{part}]" if isinstance(part, int) else f".{part}"
    return written.removeprefix(".")


def _compose(text: str, document: Document) -> None:
    stack: list[_Open] = []
    documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _UnreadableError("文書が二つ以上あります。", "more than one document", line)
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            ja, en = "アンカーと別名（& と *）は使えません。", "anchors and aliases are not allowed"
            raise _UnreadableError(ja, en, line)
        elif isinstance(event, yaml.ScalarEvent):
            _refuse_tag(event.tag, line)
            _add(document, stack, _scalar(event, line), line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            _refuse_tag(event.tag, line)
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            place = _add(document, stack, value, line)
            if len(stack) >= MAX_DEPTH:
                raise _UnreadableError(*_TOO_DEEP, line)
            stack.append(_Open(value, place))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()


def _add(document: Document, stack: list[_Open], value: Any, line: int) -> Place:
    if not stack:
        document.value = value
        document.lines[()] = line
        return ()
    parent = stack[-1]
    if isinstance(parent.value, list):
        place = (*parent.place, len(parent.value))
        parent.value.append(value)
    elif not parent.has_key:
        if not isinstance(value, str):
            ja, en = "キーは文字列で書いてください。", "a key is written as text"
            raise _UnreadableError(ja, f"{en}, found {value!r}", line, parent.place)
        if value in parent.value:
            first = document.lines[(*parent.place, value)]
            ja = f"キー「{value}」が二度あります（初めは{first}行目）。"
            raise _UnreadableError(ja, f'key "{value}" stands twice (first on line {first})', line)
        parent.key, parent.has_key = value, True
        parent.value[value] = None
        document.lines[(*parent.place, value)] = line
        return parent.place
    else:
        place = (*parent.place, parent.key)
        parent.value[parent.key] = value
        parent.has_key = False
        return place
    document.lines[place] = line
    return place


def _refuse_tag(tag: str | None, line: int) -> None:
    if tag is not None and tag != "!":
        ja, en = f"タグ「{tag}」は使えません。", f"tags are not allowed, found {tag}"
        raise _UnreadableError(ja, en, line)


def _scalar(event: yaml.ScalarEvent, line: int) -> Any:
    written: str = event.value
    if event.style:
        return written
    if written in _CONSTANTS:
        return _CONSTANTS[written]
    is_integer = _INTEGER.fullmatch(written)
    if not is_integer and not _FLOAT.fullmatch(written):
        return written
    if len(written) > _MAX_NUMBER_LENGTH:
        raise _UnreadableError("数が長すぎます。", "the number is too long", line)
    return int(written) if is_integer else float(written)
