"""Finish an SVG: told to those who cannot see it, and readable without the packaged font."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from screc.diagram.fonts import BOLD_FACE, FALLBACKS, FAMILY, text_width
from screc.diagram.scene import Scene

_SVG = "http://www.w3.org/2000/svg"
_FAMILIES = ", ".join(f"'{name}'" if " " in name else name for name in (FAMILY, *FALLBACKS))
_FLOW = "flow-"


def finish_svg(drawn: bytes, scene: Scene) -> bytes:
    """Add what Graphviz leaves out of a drawing.

    A title and a description for screen readers; a sentence on each flow; other fonts for where
    the packaged one is not installed, held to the widths that the drawing was made for.

    Args:
        drawn: by Graphviz.
        scene: what was drawn.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(drawn)  # noqa: S314 - written by this process
    root.set("role", "img")
    root.set("aria-labelledby", "chart-title chart-description")
    root.set("lang", scene.picture.language)
    told = dict(scene.picture.sentences)
    for group in root.iter(f"{{{_SVG}}}g"):
        _name(group, told)
    for text in root.iter(f"{{{_SVG}}}text"):
        _set_font(text)
    description = ET.Element("desc", {"id": "chart-description"})
    description.text = scene.picture.description
    title = ET.Element("title", {"id": "chart-title"})
    title.text = scene.picture.title
    root.insert(0, title)
    root.insert(1, description)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _name(group: ET.Element, told: dict[str, str]) -> None:
    """Say what a flow is; the name of a node would only repeat what stands in it."""
    title = group.find(f"{{{_SVG}}}title")
    if title is None:
        return
    flow = group.get("id", "").removeprefix(_FLOW).removesuffix("-after")
    if flow in told:
        title.text = told[flow]
    else:
        group.remove(title)


def _set_font(text: ET.Element) -> None:
    bold = text.get("font-family") == BOLD_FACE
    size = float(text.get("font-size", "0"))
    text.set("font-family", _FAMILIES)
    if bold:
        text.set("font-weight", "bold")
    if text.text:
        text.set("textLength", f"{text_width(text.text, size, bold=bold):.1f}")
        text.set("lengthAdjust", "spacingAndGlyphs")
