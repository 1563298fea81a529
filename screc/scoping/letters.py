"""Letters of a paper that its font lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from screc.diagram.chart_file import Drawing
from screc.diagram.wrap import is_in_font
from screc.scoping.paper import Look, Paper

_NO_PART = (Drawing, Look)


def lacking_letters(papers: Iterable[Paper]) -> str:
    """Name the letters for which another mark stands in print, each once.

    >>> lacking_letters([])
    ''
    """
    letters = dict.fromkeys(letter for text in texts(tuple(papers)) for letter in text)
    return "".join(letter for letter in letters if letter.isprintable() and not is_in_font(letter))


def texts(part: Any) -> Iterator[str]:
    """Go through all texts of a paper or a part of one, but for those of charts.

    >>> list(texts(("a", ("b",))))
    ['a', 'b']
    """
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts(each)
    elif is_dataclass(part) and not isinstance(part, _NO_PART):
        for field in fields(part):
            yield from texts(getattr(part, field.name))
