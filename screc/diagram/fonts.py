"""The packaged Japanese font, and how wide it sets a text."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from screc.errors import EngineError, Problem
from screc.knowledge.cache import cache_folder, digest

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FAMILY = "Noto Sans CJK JP"
BOLD_FACE = f"{FAMILY} Bold"
FALLBACKS = ("BIZ UDPGothic", "Hiragino Sans", "Yu Gothic UI", "Meiryo", "sans-serif")
"""What a browser takes where the packaged font is not installed."""

LINE_HEIGHT = 1.448
"""Of the font, in ems: its ascent and descent as its file states them."""

_PACKAGES = {
    False: ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    True: ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
}
_MEASURED_AT = 1000
_LOOKED_AT = 24
_NOBODYS = "\U0010ffff"
"""A character that no font has."""


def font_path(*, bold: bool = False) -> Path:
    """Return the file of the font.

    Raises:
        EngineError: it is not installed.

    >>> font_path().name
    'NotoSansCJKjp-Regular.otf'
    """
    package, name = _PACKAGES[bold]
    with suppress(ModuleNotFoundError):
        path = Path(str(files(package) / name))
        if path.is_file():
            return path
    ja = f"フォント {name} がありません。パッケージ {package} を入れてください。"
    raise EngineError([Problem(ja, f"the font {name} is missing; install the package {package}")])


@cache
def _font(bold: bool, size: int = _MEASURED_AT) -> FreeTypeFont:  # noqa: FBT001
    from PIL.ImageFont import Layout, truetype

    # At a large size, hinting does not round the widths.
    return truetype(str(font_path(bold=bold)), size, layout_engine=Layout.BASIC)


@cache
def _advance(character: str, bold: bool) -> float:  # noqa: FBT001
    return _font(bold).getlength(character) / _MEASURED_AT


@cache
def has_glyph(character: str) -> bool:
    """Tell whether the font can draw a character.

    >>> has_glyph("市"), has_glyph("🏫")
    (True, False)
    """
    return _drawn(character) != _drawn(_NOBODYS)


def _drawn(character: str) -> bytes:
    return bytes(_font(bold=False, size=_LOOKED_AT).getmask(character))


def text_width(text: str, points: float, *, bold: bool = False) -> float:
    """Measure a line of text, in points, without kerning: a little too wide rather than too narrow.

    Args:
        text: one line.
        points: the size of the font.
        bold: whether it is set in the bold cut.

    >>> text_width("公共施設", 12)
    48.0
    """
    return sum(_advance(character, bold) for character in text) * points


def use_packaged_font() -> None:
    """Make Graphviz's text engine see the packaged font, and no other; before it is loaded."""
    folder = cache_folder() or Path(gettempdir()) / "screc"
    folders = "".join(
        f"<dir>{escape(str(font_path(bold=bold).parent))}</dir>" for bold in _PACKAGES
    )
    content = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{folders}<cachedir>{escape(str(folder / 'fonts'))}</cachedir></fontconfig>\n"
    )
    config = folder / f"fonts-{digest([content.encode()])}.conf"
    if not config.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = config.with_suffix(f".{os.getpid()}")
        draft.write_text(content, encoding="utf-8")
        draft.replace(config)
    os.environ["FONTCONFIG_FILE"] = str(config)
