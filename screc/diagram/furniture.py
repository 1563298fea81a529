"""What stands around a chart: title and source above, notes and the legend below."""

from __future__ import annotations

from dataclasses import replace

from screc.diagram.picture import Key
from screc.diagram.scene import PlacedKey, PlacedText, Rect, Scene
from screc.diagram.sizes import SMALL, TITLE, Block, text_block

_MARGIN = 24.0
_NARROWEST = 520.0
_WIDEST_TITLE = 720.0
_UNDER_TITLE = 18.0
_OVER_LEGEND = 22.0
_SAMPLE = 34.0
_BETWEEN = 18.0
_ROW = 17.0


def furnish(scene: Scene) -> Scene:
    """Add title, source, notes and legend to a chart that begins at its corner."""
    picture = scene.picture
    title = text_block(picture.title, TITLE, "title", _WIDEST_TITLE)
    inner = max(scene.width, _NARROWEST, title.width)
    y = _MARGIN
    texts: list[PlacedText] = []

    def add(text: str, points: float, role: str) -> None:
        nonlocal y
        block = text_block(text, points, role, inner)
        texts.append(PlacedText(block, Rect(_MARGIN, y, _MARGIN + block.width, y + block.height)))
        y += block.height

    add(picture.title, TITLE, "title")
    add(picture.subtitle, SMALL, "source")
    y += _UNDER_TITLE
    moved = scene.moved(_MARGIN + (inner - scene.width) / 2, y)
    y += scene.height + _OVER_LEGEND
    keys: list[PlacedKey] = []
    x = _MARGIN
    for key in picture.keys:
        block = text_block(key.name, SMALL, "key", inner)
        if x + _SAMPLE + block.width > _MARGIN + inner and x > _MARGIN:
            x, y = _MARGIN, y + _ROW
        keys.append(_key(key, block, x, y))
        x += _SAMPLE + block.width + _BETWEEN
    y += _ROW if keys else 0
    for note in picture.notes:
        add(note, SMALL, "remark")
    return replace(
        moved, width=inner + 2 * _MARGIN, height=y + _MARGIN, texts=tuple(texts), keys=tuple(keys)
    )


def _key(key: Key, block: Block, x: float, y: float) -> PlacedKey:
    middle = y + block.height / 2
    at = Rect(x + _SAMPLE, y, x + _SAMPLE + block.width, y + block.height)
    return PlacedKey(key, ((x, middle), (x + _SAMPLE - 8, middle)), block, at)
