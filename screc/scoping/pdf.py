"""Write a paper as a tagged PDF (PDF/UA-1) for A4, set by typst from a template.

The paper goes to the template as JSON, so that nobody's words are ever typst's markup.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import typst

from screc.diagram.chart_file import Drawing, write_chart
from screc.diagram.fonts import font_path
from screc.diagram.wrap import clean
from screc.errors import InputError, Problem
from screc.scoping.paper import Cell, Line, Paper
from screc.scoping.styles import Styles

TEMPLATE = "paper.typ"
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
_PARAGRAPHS: dict[type, tuple[str, ...]] = {Line: ("note",), Cell: ("text", "note")}
_ERROR = re.compile(r"^error: (.+)(?:\n\s*┌─ (.+?):(\d+):\d+)?", re.MULTILINE)


def write_pdf(paper: Paper, styles: Styles) -> bytes:
    """Write a paper as PDF; the same paper and template give the same bytes.

    Args:
        paper: what is said.
        styles: whose `paper.typ` sets it; pictures and fonts of its folder can be used there.

    Raises:
        InputError: the template cannot be read, or typst finds an error in it.
        EngineError: a chart cannot be drawn.

    >>> from screc.scoping.paper import Look, ToneLook
    >>> tones = dict.fromkeys(("plain", "good", "ask", "warn"), ToneLook("#52606D", "#F6F8FA"))
    >>> look = Look("#1F2933", "#5B6673", "#D5DBE1", "#1F4E79", "#EAF1F8", tones)
    >>> write_pdf(Paper("稲城市", "資料", "screc", "目次", "", "ja", look, ()), Styles())[:8]
    b'%PDF-1.7'
    """
    folder = _template_folder(styles)
    told = json.dumps(_plain(paper), ensure_ascii=False)
    try:
        compiler = typst.Compiler(
            styles.text(TEMPLATE).encode(),
            root=folder,
            font_paths=_fonts(folder),
            sys_inputs={"paper": told},
        )
        written = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=_WRITTEN)
    except typst.TypstError as error:
        raise InputError(_problems(error, folder)) from None
    return cast("bytes", written)


def _plain(value: Any) -> Any:
    """Write a part of a paper for JSON, each block with its kind.

    A text becomes one line, and where it may have several, their list; a drawing becomes an SVG.
    """
    if isinstance(value, str):
        return clean(value)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, Drawing):
        told = clean(f"{value.picture.title}: {value.picture.description}")
        return {"svg": write_chart(value, "svg").decode(), "alt": told}
    parts = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    for name in _PARAGRAPHS.get(type(value), ()):
        parts[name] = tuple(line for line in parts[name].splitlines() if clean(line))
    return {"kind": type(value).__name__.lower(), **_plain(parts)}


def _template_folder(styles: Styles) -> Path:
    if styles.folder is not None and (styles.folder / TEMPLATE).exists():
        return styles.folder
    return Path(str(files(__package__) / "styles"))


@cache
def _fonts(folder: Path) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[font_path().parent, font_path(bold=True).parent, folder],
    )


def _problems(error: typst.TypstError, folder: Path) -> Iterator[Problem]:
    """Tell typst's errors, each at its place in the template."""
    for said, name, line in _ERROR.findall(error.diagnostic) or [(error.message, "", "")]:
        ja = f"PDF のひな形に誤りがあります。typst の表示: {said}"
        en = f"the template of the PDF has an error; typst says: {said}"
        # The template itself is given from memory, what it imports is read from files.
        path = Path(name) if name and Path(name).exists() else folder / TEMPLATE
        yield Problem(ja, en, path=str(path), line=int(line) if line else None)
