"""Write a chart as a file, in every format that people and programs take."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from screc.diagram.layout import lay_out
from screc.diagram.picture import AS_PRINTED, Part, Picture, View, picture
from screc.diagram.scene import Scene
from screc.model.chart import Chart
from screc.model.knowledge import Knowledge
from screc.model.text import Text


@dataclass(frozen=True)
class Drawing:
    """A chart, and how it is drawn.

    Args:
        chart: of a scheme, an area or a district.
        knowledge: whose vocabulary names the kinds of stakeholder and flow.
        view: language, power cut, stage.
        cast: what an area makes of stakeholders and frames, by id.
        title: another title than the chart's own.
    """

    chart: Chart
    knowledge: Knowledge
    view: View = AS_PRINTED
    cast: Mapping[str, Part] = field(default_factory=dict)
    title: Text | None = None

    @property
    def picture(self) -> Picture:
        """Choose what is drawn."""
        return picture(self.chart, self.knowledge, self.view, self.cast, self.title)

    @property
    def scene(self) -> Scene:
        """Give everything its place."""
        return lay_out(self.picture)


def _svg(drawing: Drawing) -> bytes:
    from screc.diagram.drawing import draw
    from screc.diagram.svg import finish_svg

    scene = drawing.scene
    return finish_svg(draw(scene, "svg"), scene)


def _png(drawing: Drawing) -> bytes:
    from screc.diagram.drawing import draw

    return draw(drawing.scene, "png")


def _pdf(drawing: Drawing) -> bytes:
    from screc.diagram.drawing import draw

    return draw(drawing.scene, "pdf")


def _dot(drawing: Drawing) -> bytes:
    from screc.diagram.drawing import dot_source

    return dot_source(drawing.scene).encode()


def _json(drawing: Drawing) -> bytes:
    from screc.diagram.graph import graph_data

    data = graph_data(drawing.chart, drawing.cast)
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


def _mermaid(drawing: Drawing) -> bytes:
    from screc.diagram.mermaid import mermaid

    return mermaid(drawing.picture).encode()


def _graphml(drawing: Drawing) -> bytes:
    from screc.diagram.graph import graphml

    return graphml(drawing.chart, drawing.view.language, drawing.cast)


def _drawio(drawing: Drawing) -> bytes:
    from screc.diagram.drawio import drawio

    return drawio(drawing.scene)


def _pptx(drawing: Drawing) -> bytes:
    from screc.diagram.powerpoint import powerpoint

    return powerpoint(drawing.scene)


WRITERS: Mapping[str, Callable[[Drawing], bytes]] = {
    "svg": _svg,
    "png": _png,
    "pdf": _pdf,
    "pptx": _pptx,
    "drawio": _drawio,
    "dot": _dot,
    "mermaid": _mermaid,
    "graphml": _graphml,
    "json": _json,
}
"""What writes each format."""


def write_chart(drawing: Drawing, form: str) -> bytes:
    """Write a chart in one of the formats of `screc.diagram.forms`.

    Raises:
        EngineError: Graphviz cannot be used.

    >>> from screc.knowledge.load import load_knowledge
    >>> knowledge = load_knowledge()
    >>> write_chart(Drawing(knowledge.schemes[5], knowledge), "svg")[:38]
    b"<?xml version='1.0' encoding='utf-8'?>"
    """
    return WRITERS[form](drawing)
