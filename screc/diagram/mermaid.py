"""Write a picture as a Mermaid flowchart, which GitHub and many editors draw from text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from screc.diagram import style
from screc.diagram.legs import line_colour
from screc.diagram.picture import Arrow, Box, Picture
from screc.diagram.wrap import clean

_BREAK = "<br>"
_SPECIAL = re.compile(r"[!-'*+./:-@\[-`{-~]|(?<!\w)-|-(?!\w)")
"""All of ASCII that Mermaid, Markdown or HTML may take for more than a letter."""
_JOINED = re.compile(r"(?<=\$)(?=\$)|(?<=:)(?=fa-)|(?<=ﬂ)(?=°)|(?<=¶)(?=ß)")
"""Between what makes a formula, an icon or an entity even where each mark is written as a code."""
_APART = "\N{ZERO WIDTH SPACE}"


def mermaid(picture: Picture) -> str:
    """Write a chart as a flowchart from top to bottom; Mermaid finds the places.

    Args:
        picture: what is drawn.

    >>> from screc.diagram.picture import picture
    >>> from screc.knowledge.load import load_knowledge
    >>> knowledge = load_knowledge()
    >>> mermaid(picture(knowledge.schemes[5], knowledge)).splitlines()[3]
    '  subgraph g0["公共施設（区（市）有施設）"]'
    """
    boxes = _in_rows(picture)
    frames = {member: frame.id for frame in picture.frames for member in frame.members}
    ids = {box.id: f"n{number}" for number, box in enumerate(boxes)}
    ids |= {frame.id: f"g{number}" for number, frame in enumerate(picture.frames)}
    lines = [f"accTitle: {_text(picture.title)}", f"accDescr: {_text(picture.description)}"]
    for frame in picture.frames:
        lines.append(f'subgraph {ids[frame.id]}["{_lines(frame.name)}"]')
        lines += [f"  {_node(box, ids)}" for box in boxes if frames.get(box.id) == frame.id]
        lines.append("end")
    lines += [_node(box, ids) for box in boxes if box.id not in frames]
    lines += [_edge(arrow, ids) for arrow in picture.arrows]
    lines += _styles(picture, ids)
    return "flowchart TB\n" + "".join(f"  {line}\n" for line in lines)


def _in_rows(picture: Picture) -> list[Box]:
    """List the boxes from top to bottom, and from left to right."""
    order = [name for row in picture.rows for name in row]
    return sorted(picture.boxes, key=lambda box: order.index(box.id))


def _node(box: Box, ids: Mapping[str, str]) -> str:
    lines = [box.name, *box.notes, *box.equipment, *([box.mark] if box.mark else [])]
    return f'{ids[box.id]}["{_BREAK.join(map(_lines, lines))}"]'


def _edge(arrow: Arrow, ids: Mapping[str, str]) -> str:
    line = "-.->" if arrow.line in ("dashed", "dotted") else "-->"
    if arrow.goes_both_ways:
        line = f"<{line}"
    label = f'|"{_lines(arrow.label)}"|' if arrow.label else ""
    return f"{ids[arrow.source]} {line}{label} {ids[arrow.target]}"


def _styles(picture: Picture, ids: Mapping[str, str]) -> Iterator[str]:
    """Colour boxes, frames and flows as they are coloured elsewhere; what looks alike together."""
    nodes: dict[str, list[str]] = defaultdict(list)
    links: dict[str, list[str]] = defaultdict(list)
    for box in picture.boxes:
        ground = style.ground(box, is_emergency=picture.is_emergency)
        colour, width, _ = style.edge(box)
        look = f"fill:{ground},stroke:{colour},stroke-width:{width}px,color:{style.ink(box)}"
        nodes[look].append(ids[box.id])
    for frame in picture.frames:
        look = f"fill:{style.FRAME},stroke:{style.FRAME_EDGE},color:{style.INK}"
        nodes[look].append(ids[frame.id])
    for number, arrow in enumerate(picture.arrows):
        colour = line_colour(arrow.look, arrow.line)
        look = f"stroke:{colour},stroke-width:{arrow.look.width}px,color:{colour}"
        links[look].append(str(number))
    for number, (look, names) in enumerate(nodes.items()):
        yield f"classDef c{number} {look}"
        yield f"class {','.join(names)} c{number}"
    for look, numbers in links.items():
        yield f"linkStyle {','.join(numbers)} {look}"


def _lines(text: str) -> str:
    return _BREAK.join(map(_text, text.split(" / ")))


def _text(text: str) -> str:
    """Write a text so that nothing in it is read as more than text.

    >>> _text('<b> & "end" - 2')
    '#60;b#62; #38; #34;end#34; #45; 2'
    """
    apart = _JOINED.sub(_APART, clean(text))
    return _SPECIAL.sub(lambda mark: f"#{ord(mark[0])};", apart)
