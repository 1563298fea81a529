"""Cells that hold several items of the knowledge."""

from __future__ import annotations

from collections.abc import Sequence

from screc.scoping.material import Material
from screc.scoping.paper import Cell


def several(said: Sequence[object], material: Material) -> Cell:
    """Put items into one cell, each in a paragraph of its own, with their citations below."""
    mark = material.say("・", "• ") if len(said) > 1 else ""
    text = "\n".join(f"{mark}{line.text}" for line in material.lines(said))
    return Cell(text, material.cite_all(said))
