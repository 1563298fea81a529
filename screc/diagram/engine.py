"""Run Graphviz: in this process through pygraphviz, or else the system's own programs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Literal

from screc.diagram.fonts import use_packaged_font
from screc.errors import EngineError, Problem

Engine = Literal["dot", "nop2"]


def run_graphviz(source: str, engine: Engine, form: str) -> bytes:
    """Lay out or draw a graph.

    Args:
        source: the graph in the DOT language.
        engine: dot finds places; nop2 keeps the places that the graph states.
        form: the output, such as `json`, `svg`, `png` or `pdf`.

    Raises:
        EngineError: neither pygraphviz nor the system's Graphviz can be used, or it fails.

    >>> run_graphviz("graph { a }", "dot", "plain").split()[:2]
    [b'graph', b'1']
    """
    pygraphviz = _pygraphviz()
    if pygraphviz is None:
        return _run_system(source, engine, form)
    try:
        drawn: bytes = pygraphviz.AGraph(source).draw(format=form, prog=engine)
    except (OSError, ValueError, pygraphviz.DotError) as error:
        raise _failure(str(error)) from error
    return drawn


@cache
def _pygraphviz() -> ModuleType | None:
    """Load the library and its fonts, once."""
    use_packaged_font()
    try:
        import pygraphviz
    except ImportError:
        return None
    with _quiet():
        # The text engine reads the system's settings with the first text, and complains of those
        # that it does not know.
        pygraphviz.AGraph("graph { a }").draw(format="plain", prog="dot")
    module: ModuleType = pygraphviz
    return module


@contextmanager
def _quiet() -> Iterator[None]:
    """Throw away what a library in C writes to the standard error."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _run_system(source: str, engine: Engine, form: str) -> bytes:
    import graphviz

    program, no_op = ("neato", 2) if engine == "nop2" else (engine, None)
    try:
        drawn: bytes = graphviz.pipe(program, form, source.encode(), neato_no_op=no_op, quiet=True)
    except graphviz.ExecutableNotFound as error:
        ja = "Graphviz が見つかりません。pip install pygraphviz か、Graphviz を入れてください。"
        en = "Graphviz is missing: pip install pygraphviz, or install Graphviz"
        raise EngineError([Problem(ja, en)]) from error
    except graphviz.CalledProcessError as error:
        raise _failure(str(error.stderr)) from error
    return drawn


def _failure(said: str) -> EngineError:
    return EngineError([Problem(f"Graphviz が失敗しました: {said}", f"Graphviz failed: {said}")])
