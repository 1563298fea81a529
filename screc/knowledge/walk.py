"""Go through everything in a knowledge base, knowing in which file and where in it one stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pydantic import BaseModel

from screc.errors import Problem
from screc.knowledge.layout import LAYOUT
from screc.knowledge.yaml_reader import Place, dotted
from screc.model.citation import Citation
from screc.model.condition import Condition
from screc.model.knowledge import Knowledge


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


def walk(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Go through a value and all that is in it, down to texts, citations and conditions.

    >>> from screc.model.text import Text
    >>> [place for place, _ in walk((Text("地区", "area"),))]
    [(), (0,), (0, 'ja'), (0, 'en')]
    """
    yield place, value
    if isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from walk(part, (*place, index))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from walk(part, (*place, key))
    elif not isinstance(value, Citation | Condition):
        for name, key in _fields(cast("Hashable", type(value))):
            part = getattr(value, name)
            if part is not None:
                yield from walk(part, (*place, key))


@cache
def _fields(form: Any) -> tuple[tuple[str, str], ...]:
    if issubclass(form, BaseModel):
        return tuple((name, field.alias or name) for name, field in form.model_fields.items())
    if dataclasses.is_dataclass(form):
        return tuple((field.name, field.name) for field in dataclasses.fields(form))
    return ()
