"""A small canvas for figures: shapes and texts as SVG, readable without the packaged font."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from screc.diagram.fonts import FALLBACKS, FAMILY, text_width
from screc.errors import printable
from screc.model.text import Say

INK, QUIET, RULE, PAPER = "#1F2933", "#5B6672", "#D5DAE0", "#FFFFFF"
BODY = 13.0

_FAMILIES = ", ".join(f"'{name}'" if " " in name else name for name in (FAMILY, *FALLBACKS))


class Canvas:
    """An SVG that is drawn upon; lengths are in its own units, one a point."""

    def __init__(self, width: float) -> None:
        """Begin, with the width of the paper."""
        self._width = width
        self._root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"})

    def add(self, tag: str, **attributes: str | float) -> ET.Element:
        """Add an element; an underscore in the name of an attribute is a hyphen."""
        named = {
            key.replace("_", "-"): f"{value:.2f}" if isinstance(value, float) else str(value)
            for key, value in attributes.items()
        }
        return ET.SubElement(self._root, tag, named)

    def text(  # noqa: PLR0913 - what a text is set with
        self,
        words: str,
        x: float,
        y: float,
        *,
        size: float = BODY,
        colour: str = INK,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """Add a line of text, held to the width that the packaged font gives it."""
        shown = printable(words)
        element = self.add("text", x=x, y=y, fill=colour, font_size=size, text_anchor=anchor)
        element.set("font-family", _FAMILIES)
        if bold:
            element.set("font-weight", "bold")
        if shown:
            element.set("textLength", f"{text_width(shown, size, bold=bold):.1f}")
            element.set("lengthAdjust", "spacingAndGlyphs")
        element.text = shown

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = RULE) -> None:
        """Add a thin line."""
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=1.0)

    def written(self, height: float, title: str, description: str, say: Say) -> bytes:
        """Write the file.

        Args:
            height: of the paper.
            title: for those who cannot see it.
            description: likewise.
            say: the language.
        """
        root = self._root
        root.set("viewBox", f"0 0 {self._width:.0f} {height:.0f}")
        root.set("width", f"{self._width:.0f}")
        root.set("height", f"{height:.0f}")
        root.set("role", "img")
        root.set("aria-labelledby", "evaluation-title evaluation-description")
        root.set("lang", say.language)
        ground = ET.Element("rect", {"width": "100%", "height": "100%", "fill": PAPER})
        told = ET.Element("desc", {"id": "evaluation-description"})
        told.text = printable(description)
        named = ET.Element("title", {"id": "evaluation-title"})
        named.text = printable(title)
        for index, part in enumerate((named, told, ground)):
            root.insert(index, part)
        written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return written + b"\n"
