"""What can go wrong, in the user's language.

ScrecError
├── InputError        what the user gave cannot be used: a file, an area, a fact, an option
├── KnowledgeError    the knowledge base is broken; lists every problem at once
└── EngineError       a rule engine failed, or two disagree: a fault of screc or of the machine
FormError (a ValueError)    one value is not of its form; readers make a problem of it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST_PART = 1000
_LONGEST_VALUE = 80


def printable(text: str) -> str:
    """Write what somebody gave on one line: no control or direction marks, and not without end.

    >>> printable("two  lines" + chr(10) + "and" + chr(27) + "[31m")
    'two lines and\ufffd[31m'
    """
    line = " ".join(text.split())
    line = "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in line)
    return line if len(line) <= _LONGEST_PART else line[:_LONGEST_PART] + "…"


def shown(value: object) -> str:
    """Write a value that was found as YAML would, cut to what a message can hold.

    >>> shown(True), shown({"a": None}), shown("text")
    ('true', '{"a": null}', 'text')
    """
    import json

    written = (
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    )
    return written if len(written) <= _LONGEST_VALUE else written[: _LONGEST_VALUE - 1] + "…"


@dataclass(frozen=True)
class Problem:
    """One fault, with its place: file, line, dotted position inside the file.

    >>> print(Problem("点数が90", "points are 90", path="block.yaml", line=7, where="rules"))
    block.yaml:7: rules: points are 90
    """

    ja: str
    en: str
    path: str = ""
    line: int | None = None
    where: str = ""
    check: str = ""

    def in_language(self, language: str) -> str:
        """Write the problem on one line."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        said = self.ja if language == "ja" else self.en
        line = ": ".join(printable(part) for part in (place, self.where, said) if part)
        return f"{line} [{self.check}]" if self.check else line

    def __str__(self) -> str:
        """Write the problem in English."""
        return self.in_language("en")


class FormError(ValueError):
    """A value is not of its form; said in both languages, at a place inside the value."""

    def __init__(self, ja: str, en: str, place: tuple[str | int, ...] = ()) -> None:
        """Keep both wordings, and the place."""
        super().__init__(en)
        self.ja, self.en, self.place = ja, en, place


_NAMES_LISTED = 15


class ScrecError(Exception):
    """The root of everything that screc raises; carries one or more problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order in which they were found."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class InputError(ScrecError):
    """What the user gave cannot be used."""


class KnowledgeError(ScrecError):
    """The knowledge base is broken."""


class EngineError(ScrecError):
    """A rule engine failed, or two of them disagree."""


def nearest(found: str, allowed: Iterable[str]) -> str | None:
    """Find what was probably meant.

    >>> nearest("statoin", ["station", "extent"])
    'station'
    """
    from difflib import get_close_matches

    matches = get_close_matches(found[:100], list(allowed), n=1, cutoff=0.6)
    return matches[0] if matches else None


def unknown_name(kind: tuple[str, str], found: str, allowed: Iterable[str]) -> Problem:
    """Report a name that is not among those allowed, with the one that was probably meant.

    Args:
        kind: what the name is of, in Japanese and in English.
        found: the name that was given.
        allowed: the names that exist.

    >>> print(unknown_name(("項目", "attribute"), "statoin", ["station"]))
    unknown attribute "statoin"; did you mean "station"? Allowed: station
    """
    names = list(allowed)
    probably, found = nearest(found, names), shown(found)
    meant_ja = f"「{probably}」のことですか。" if probably else ""
    meant_en = f' did you mean "{probably}"?' if probably else ""
    listed = ", ".join(names[:_NAMES_LISTED])
    others = len(names) - _NAMES_LISTED
    return Problem(
        f"{kind[0]}「{found}」はありません。{meant_ja}使えるもの: {listed}"
        + (f" ほか{others}" if others > 0 else ""),
        f'unknown {kind[1]} "{found}";{meant_en} Allowed: {listed}'
        + (f" and {others} more" if others > 0 else ""),
    )
