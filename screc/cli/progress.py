"""How far a command that takes its time has come."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from screc.model.text import Say

_Part = TypeVar("_Part")


def shown_progress(parts: Iterable[_Part], length: int, say: Say) -> Iterator[_Part]:
    """Go through parts as they are made, with a bar where someone watches.

    Args:
        parts: what is made, one by one.
        length: how many there will be.
        say: the language of the bar's label.
    """
    hidden = not sys.stderr.isatty()
    label = say("作成", "Writing")
    with click.progressbar(
        parts, length=length, label=label, file=sys.stderr, hidden=hidden
    ) as shown:
        yield from shown
