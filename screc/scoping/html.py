"""Write a paper as one page for browsers: nothing stands outside it, and no script in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import count
from traceback import extract_tb
from typing import Any
from unicodedata import category
from xml.etree import ElementTree as ET

from jinja2 import FunctionLoader, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from screc.diagram.chart_file import write_chart
from screc.errors import InputError, Problem
from screc.scoping.paper import Figure, Paper
from screc.scoping.styles import Styles

_LAYOUT = "paper.html"
_SHEET = "paper.css"
_SPACE = re.compile(r"[^\S\u3000]+")
"""What a browser takes for one space; the wide space of Japanese text is a mark of its own."""
_UNSEEN = ("Cc", "Cf", "Cs", "Cn")
"""Marks of control and direction, halves of characters, and what is none."""

_FAULTS: tuple[tuple[type[Exception], str, str], ...] = (
    (TemplateSyntaxError, "ひな形の書き方に誤りがあります", "the template is not well formed"),
    (UndefinedError, "ひな形が使う名前がありません", "the template uses a name that is not there"),
    (SecurityError, "ひな形では使えないものです", "a template may not use this"),
    (Exception, "ひな形に当てはめられません", "the template cannot be filled in"),
)


@dataclass(frozen=True)
class _Figure:
    """A chart as a layout sees it: drawn."""

    caption: str
    svg: Markup


def write_html(paper: Paper, styles: Styles) -> bytes:
    """Write a paper as one HTML page that needs no other file.

    Args:
        paper: what it says.
        styles: whose `paper.html` is the layout, a Jinja template, and whose `paper.css` is put
            into it. The layout gets `paper`, its charts being `svg`, and `css`.

    Raises:
        InputError: the layout or style sheet cannot be read or used.
        EngineError: Graphviz cannot be used.

    >>> from screc.scoping.paper import Look
    >>> look = Look("#111111", "#555555", "#CCCCCC", "#003366", "#EEEEFF", {})
    >>> page = write_html(Paper("a < b", "", "", "Contents", "Skip", "en", look, ()), Styles())
    >>> b"<h1>a &lt; b</h1>" in page
    True
    """
    layout, sheet = styles.text(_LAYOUT), styles.text(_SHEET)
    path = str(styles.folder / _LAYOUT) if styles.folder else _LAYOUT
    page = _laid_out(paper, count(1))
    # A string of CSS may hold the end of the style sheet's element; after a backslash it is none.
    css = Markup(sheet.replace("</", r"<\/"))  # noqa: S704 - it is CSS, from who made the layout
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(lambda name: (layout, path, None) if name == _LAYOUT else None),
    )
    environment.filters.update(kind=_kind, css_string=_css_string)
    try:
        written = environment.get_template(_LAYOUT).render(paper=page, css=css)
    except Exception as error:  # a layout is a program: it may raise anything
        raise InputError([_problem(error, path)]) from error
    return written.encode()


def _laid_out(value: Any, numbers: Iterator[int]) -> Any:
    """Make of a part of a paper what a layout may see: clean words, and charts that are drawn."""
    if isinstance(value, str):
        return "\n".join(map(_clean, value.splitlines()))
    if isinstance(value, tuple):
        return tuple(_laid_out(each, numbers) for each in value)
    if isinstance(value, Figure):
        svg = write_chart(value.drawing, "svg")
        return _Figure(_clean(value.caption), _inline(svg, f"figure-{next(numbers)}-"))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {each.name: getattr(value, each.name) for each in fields(value)}
        return replace(value, **{name: _laid_out(part, numbers) for name, part in parts.items()})
    return value


def _clean(text: str) -> str:
    """Keep what can be seen; unlike in a drawing, a browser finds a font for each character."""
    spaced = _SPACE.sub(" ", text)
    return "".join(mark for mark in spaced if category(mark) not in _UNSEEN).strip()


def _inline(svg: bytes, prefix: str) -> Markup:
    """Make a drawing part of a page, where it is not the only one with its ids."""
    root = ET.fromstring(svg)  # noqa: S314 - written by this process
    for element in root.iter():
        for name in ("id", "aria-labelledby"):
            if found := element.get(name):
                element.set(name, " ".join(prefix + each for each in found.split()))
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - its texts are escaped


def _kind(block: object) -> str:
    """Name the kind of a block, as a layout does."""
    return type(block).__name__.removeprefix("_").lower()


def _css_string(text: str) -> Markup:
    """Write a text as a string of CSS, in which no mark can end it."""
    written = (mark if mark.isalnum() else f"\\{ord(mark):x} " for mark in text)
    return Markup('"{}"').format("".join(written))


def _problem(error: Exception, path: str) -> Problem:
    """Say what is wrong with a layout, and where."""
    ja, en = next((ja, en) for kind, ja, en in _FAULTS if isinstance(error, kind))
    if isinstance(error, TemplateSyntaxError):
        line: int | None = error.lineno
    else:
        frames = extract_tb(error.__traceback__)
        line = next((frame.lineno for frame in reversed(frames) if frame.filename == path), None)
    said = str(error.message if isinstance(error, TemplateSyntaxError) else error)
    said = said or type(error).__name__
    return Problem(f"{ja}（{said}）", f"{en}: {said}", path=path, line=line)
