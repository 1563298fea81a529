"""Go through everything in a knowledge base, knowing in which file and where in it one stands."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

from pydantic import BaseModel

from screc.errors import Problem
from screc.knowledge.layout import LAYOUT
from screc.knowledge.yaml_reader import Place, dotted
from screc.model.citation import Citation
from screc.model.condition import Condition
from screc.model.knowledge import Knowledge

_CONTENTS_KEPT = 256
_PLAIN = {str, int, float, bool}
_WHOLE = (str, int, float, Citation, Condition)


@dataclass(frozen=True)
class Fault:
    """What a check found, at a place in a file; `about` is a key below the place, if any."""

    path: str
    place: Place
    check: str
    ja: str
    en: str
    about: str = ""

    def problem(self, line: int | None) -> Problem:
        """Write the fault as a problem."""
        ja, en = " ".join(self.ja.split()), " ".join(self.en.split())
        return Problem(ja, en, self.path, line, dotted(self.place), self.check)


def files_of(knowledge: Knowledge) -> Iterator[tuple[str, Any]]:
    """Go through the files: path inside the knowledge base, and content."""
    for kind in LAYOUT:
        value = getattr(knowledge, kind.field)
        if kind.is_folder:
            for part in value:
                yield kind.pattern.replace("*", part.id or ""), part
        else:
            yield kind.pattern, value


@lru_cache(maxsize=1)
def everything_in(
    knowledge: Knowledge,
) -> tuple[tuple[str, Any, tuple[tuple[Place, Any], ...]], ...]:
    """List the files: path, content, and all that is in it, found once for all checks."""
    files = files_of(knowledge)
    with nothing_collected():
        return tuple((path, content, _all_in(_Itself(content))) for path, content in files)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Pause the garbage collector: what is made here stays, and is looked through in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Itself:
    """A content that equals no other object: to compare it by value takes longer than to walk."""

    def __init__(self, content: Any) -> None:
        self.content = content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.content is other.content

    def __hash__(self) -> int:
        return id(self.content)


@lru_cache(maxsize=_CONTENTS_KEPT)
def _all_in(content: _Itself) -> tuple[tuple[Place, Any], ...]:
    """List all that is in a file, or what was found in the same content before."""
    return tuple(walk(content.content))


def walk(value: Any, place: Place = ()) -> list[tuple[Place, Any]]:
    """List a value and all that is in it, down to texts, citations and conditions.

    >>> from screc.model.text import Text
    >>> [place for place, _ in walk((Text("地区", "area"),))]
    [(), (0,), (0, 'ja'), (0, 'en')]
    """
    found: list[tuple[Place, Any]] = []
    _collect(value, place, found)
    return found


def _collect(value: Any, place: Place, found: list[tuple[Place, Any]]) -> None:
    found.append((place, value))
    form = type(value)
    parts: Iterable[tuple[Any, Any]]
    if form is tuple:
        parts = enumerate(value)
    elif form is dict:
        parts = value.items()
    else:
        named = _fields(cast("Hashable", form))
        parts = [(key, part) for name, key in named if (part := getattr(value, name)) is not None]
    for key, part in parts:
        # Most of what there is has nothing in it, and a call for each would take longest of all.
        if type(part) in _PLAIN:
            found.append(((*place, key), part))
        else:
            _collect(part, (*place, key), found)


@cache
def _fields(form: Any) -> tuple[tuple[str, str], ...]:
    """List the fields of a form and their keys; none of what is taken whole."""
    if issubclass(form, _WHOLE):
        return ()
    if issubclass(form, BaseModel):
        return tuple((name, field.alias or name) for name, field in form.model_fields.items())
    if dataclasses.is_dataclass(form):
        return tuple((field.name, field.name) for field in dataclasses.fields(form))
    return ()
