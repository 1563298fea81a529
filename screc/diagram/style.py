"""The colours of a chart: quiet grounds, dark text, so that the flows are what one sees."""

from __future__ import annotations

from screc.diagram.picture import Box, Enclosure, Line

INK = "#1F2933"
QUIET = "#5B6673"
PALE = "#6F7B88"
PAPER = "#FFFFFF"
EDGE = "#52606D"

_GROUNDS = {
    "municipality": "#D9E6F6",
    "government": "#E8EEF6",
    "citizens": "#FFF1CC",
    "group": "#FFF7E3",
    "council": "#ECE4F4",
    "facility": "#FFFFFF",
    "area": "#FFFFFF",
    "resource": "#FFFFFF",
}
_OTHERS = "#EEF1F4"
_ALIVE = "#E3F4E1"
FRAME = "#F6F8FA"
FRAME_EDGE = "#8794A1"
EQUIPMENT = "#FBE9C6"
EQUIPMENT_INK = "#5C3D00"
MARK = "#A61B1B"

INKS = {
    "equipment": EQUIPMENT_INK,
    "mark": PAPER,
    "note": QUIET,
    "source": QUIET,
    "remark": QUIET,
    "key": QUIET,
}
"""The colours of words by their role; what is not named has the colour of its part."""

CHIPS = {"equipment": EQUIPMENT, "mark": MARK}
"""The grounds of words that stand on one."""

DASHES: dict[Line, str] = {
    "solid": "solid",
    "dashed": "dashed",
    "dotted": "dotted",
    "stopped": "solid",
    "absent": "solid",
}


def ground(box: Box, *, is_emergency: bool) -> str:
    """Choose the ground of a box, by what it is; at a power cut by whether it keeps running."""
    if not box.is_alive:
        return PAPER
    if is_emergency:
        return _ALIVE
    return _GROUNDS.get(box.kind, _OTHERS)


def edge(box: Box) -> tuple[str, float, Line]:
    """Choose the border of a box: colour, width in points, kind of line."""
    line: Line = "dashed" if box.is_optional or box.state != "known" else "solid"
    if not box.is_alive:
        return PALE, 0.8, line
    return EDGE, 1.8 if box.kind == "municipality" else 1.0, line


def ink(box: Box) -> str:
    """Choose the colour of the words in a box."""
    return INK if box.is_alive else PALE


def frame_edge(frame: Enclosure) -> Line:
    """Choose the border of a frame."""
    return frame.line
