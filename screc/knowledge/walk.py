"""Go through everything in a knowledge base, knowing in which file and where in it one stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterator
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
    return tuple((path, content, _all_in(_Itself(content))) for path, content in files)


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


def walk(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Go through a value and all that is in it, down to texts, citations and conditions.

    >>> from screc.model.text import Text
    >>> [place for place, _ in walk((Text("地区", "area"),))]
    [(), (0,), (0, 'ja'), (0, 'en')]
    """
    waiting = [(place, value)]
    while waiting:
        place, value = waiting.pop()
        yield place, value
        form = type(value)
        if form is tuple:
            waiting += [((*place, index), value[index]) for index in range(len(value) - 1, -1, -1)]
        elif form is dict:
            waiting += [((*place, key), value[key]) for key in reversed(value)]
        else:
            for name, key in _fields(cast("Hashable", form)):
                part = getattr(value, name)
                if part is not None:
                    waiting.append(((*place, key), part))


@cache
def _fields(form: Any) -> tuple[tuple[str, str], ...]:
    """List the fields of a form and their keys, the last first; none of what is taken whole."""
    if issubclass(form, _WHOLE):
        return ()
    if issubclass(form, BaseModel):
        named = ((name, field.alias or name) for name, field in form.model_fields.items())
        return tuple(reversed(list(named)))
    if dataclasses.is_dataclass(form):
        return tuple((field.name, field.name) for field in reversed(dataclasses.fields(form)))
    return ()
