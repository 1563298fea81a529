"""The formats in which a chart can be written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from screc.errors import InputError, Problem, unknown_name


@dataclass(frozen=True)
class Form:
    """How the files of a format end, whether they are text, and whether a browser shows them."""

    suffix: str
    is_text: bool = True
    is_image: bool = False


FORMS = {
    "svg": Form("svg", is_image=True),
    "png": Form("png", is_text=False, is_image=True),
    "pdf": Form("pdf", is_text=False),
    "pptx": Form("pptx", is_text=False),
    "drawio": Form("drawio"),
    "dot": Form("dot"),
    "mermaid": Form("mmd"),
    "graphml": Form("graphml"),
    "json": Form("json"),
}


def form_of(asked: str | None, path: str | None) -> str:
    """Choose a format: the one asked for, or else by the ending of a file, or else svg.

    Raises:
        InputError: the file ends like none of them, or like another than the one asked for.

    >>> form_of(None, "chart.mmd"), form_of("png", "chart"), form_of(None, None)
    ('mermaid', 'png', 'svg')
    """
    suffix = "" if path is None else PurePath(path).suffix.removeprefix(".").lower()
    named = [name for name, form in FORMS.items() if suffix in (form.suffix, name)]
    if asked is not None:
        if named and named != [asked]:
            ja = f"-f {asked} と、ファイルの拡張子 .{suffix} が食い違います。"
            raise InputError([Problem(ja, f"-f {asked} and the ending .{suffix} disagree")])
        return asked
    if not suffix:
        return "svg"
    if not named:
        endings = [form.suffix for form in FORMS.values()]
        raise InputError([unknown_name(("形式", "format"), suffix, endings)])
    return named[0]
