"""The styles of a Word document: by these, and by nothing else, it is restyled in Word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from docx.oxml.ns import qn

from screc.scoping.paper import Look, Tone
from screc.scoping.word.xml import INDENT, TWIPS, Element, w

Kind = Literal["paragraph", "character", "table"]

_BAR_FONT, _BAR_SIZE = "Calibri", 8.0
"""A point of a bar is a space of this font, so that a hundred of them fill a column."""
_DEFAULTS = ("Normal", "Normal Table")
_EIGHTHS = 8
"""Word's borders are measured in eighths of a point."""


@dataclass(frozen=True)
class Style:
    """A style that documents need.

    Attributes:
        kind: what it is a style of.
        name: by which a municipality's own document has it too; Word shows its own names in the
            user's language for those that it knows.
        alias: the Japanese name that Word shows beside those that it does not know.
        base: the name of the style that it changes.
        properties: of paragraphs, characters and tables, in the order of the schema.
        link: the name of the character style that it shares its letters with, or the reverse.
        following: the name of the style of the next paragraph that is typed.
    """

    kind: Kind
    name: str
    alias: str = ""
    base: str = ""
    properties: tuple[Element, ...] = ()
    link: str = ""
    following: str = ""

    @property
    def id(self) -> str:
        """The id that it gets where nothing else has it."""
        return self.name.title().replace(" ", "")

    def element(self, id_: str, ids: Mapping[str, str]) -> Element:
        """Write it.

        Args:
            id_: its own.
            ids: of those that it names.
        """
        made = w(
            "style",
            w("name", val=self.name),
            w("aliases", val=self.alias) if self.alias else None,
            w("basedOn", val=ids[self.base]) if self.base else None,
            w("next", val=ids[self.following]) if self.following else None,
            w("link", val=ids[self.link]) if self.link else None,
            w("uiPriority", val=1),
            w("qFormat"),
            *self.properties,
            type=self.kind,
            styleId=id_,
        )
        if self.alias:
            made.set(qn("w:customStyle"), "1")
        if self.name in _DEFAULTS:
            made.set(qn("w:default"), "1")
        return made


def tone_style(tone: Tone) -> str:
    """Name the character style of marks and words of a tone."""
    return f"Tone {tone.title()}"


def bar_style(tone: Tone) -> str:
    """Name the character style of the points that a scheme has."""
    return f"Bar {tone.title()}"


def callout_style(tone: Tone) -> str:
    """Name the table style of callouts of a tone."""
    return f"Callout {tone.title()}"


def word_styles(look: Look, width: int, bullets: str, numbers: str) -> tuple[Style, ...]:
    """List the styles of a paper.

    Args:
        look: its colours.
        width: of its text, in twips; numbers of pages stand at the end of it.
        bullets: the id of the numbering that sets bullets.
        numbers: likewise, of the one that counts.
    """
    return (
        *_text_styles(look, width),
        *_list_styles(bullets, numbers),
        *_cell_styles(look),
        *_character_styles(look),
        *_table_styles(look),
    )


def _text_styles(look: Look, width: int) -> Iterator[Style]:
    plain = _paragraph(_spacing(after=6, line=17))
    # Stated, for LibreOffice else sets small letters in tables at the size of the rest.
    yield Style("paragraph", "Normal", properties=(plain, _letters(look.ink, 10.5)))
    yield _text("Lead", _paragraph(w("keepNext")), alias="前書き")
    yield _text(
        "Title",
        _paragraph(*_keep(), _spacing(after=2, line=30)),
        _letters(look.accent, 22, bold=True),
        following="Normal",
    )
    rule = _borders("pBdr", bottom=_border(look.rule, 0.75, space=10))
    yield _text(
        "Subtitle",
        _paragraph(rule, _spacing(after=18, line=18)),
        _letters(look.quiet, 12),
        following="Normal",
    )
    yield _text(
        "TOC Heading",
        _paragraph(*_keep(), _spacing(after=4)),
        _letters(look.quiet, bold=True),
    )
    yield _text("toc 1", _paragraph(_tab(width, leader="dot"), _spacing(after=2)))
    yield _text(
        "heading 1",
        _paragraph(*_keep(), _spacing(before=28, after=8, line=22), w("outlineLvl", val=0)),
        _letters(look.accent, 16, bold=True),
        following="Normal",
    )
    yield _text(
        "heading 2",
        _paragraph(*_keep(), _spacing(before=16, after=6, line=18), w("outlineLvl", val=1)),
        _letters(look.ink, 12.5, bold=True),
        following="Normal",
    )
    caption = _paragraph(w("keepNext", val=0), _spacing(before=4, after=14, line=14))
    yield _text("caption", caption, _letters(look.ink, 9.5, bold=True))
    single = w("spacing", before=10 * TWIPS, after=0, line=12 * TWIPS, lineRule="auto")
    yield _text("Figure", _paragraph(*_keep(), single), alias="図")
    small = _paragraph(_spacing(after=6, line=13))
    yield _text("Note", small, _letters(look.quiet, 8.5), alias="注記", link="Note Char")
    thin = _paragraph(_spacing(after=0, line=12))
    yield _text("Table Space", thin, _letters(look.ink, 4), alias="表の後")
    # Not of the footer's style, whose own tab stops would come first.
    foot = _paragraph(_tab(width), _spacing(after=0, line=12))
    yield _text("Imprint", foot, _letters(look.quiet, 8), alias="奥付")


def _list_styles(bullets: str, numbers: str) -> Iterator[Style]:
    def kept(*numbers: Element) -> Element:
        # A thing and what it rests on stay on one page.
        hanging = w("ind", left=INDENT, hanging=INDENT)
        return _paragraph(w("keepLines"), *numbers, _spacing(after=6, line=15), hanging)

    for name, numbering in (("List Bullet", bullets), ("List Number", numbers)):
        yield _text(name, kept(w("numPr", w("numId", val=numbering))))
    yield _text("List Mark", kept(), alias="印つきの箇条書き")


def _cell_styles(look: Look) -> Iterator[Style]:
    small = _paragraph(_spacing(after=0, line=14))
    yield _text("Table Text", small, _letters(look.ink, 9.5), alias="表")
    # The font stands here too, for LibreOffice overlooks that of letters in tables.
    bar = w("rPr", _bar_font())
    yield _text("Table Bar", bar, base="Table Text", alias="表の棒")
    yield _text("Table Number", _paragraph(_right()), base="Table Text", alias="表の数")
    bold = _letters(look.ink, bold=True)
    yield _text("Table Head", _paragraph(*_keep()), bold, base="Table Text", alias="表の見出し")
    number = _paragraph(_right())
    yield _text("Table Number Head", number, base="Table Head", alias="表の数の見出し")
    bold = _letters(look.ink, bold=True)
    yield _text("Table Row Head", bold, base="Table Text", alias="表の行見出し")
    note = _paragraph(_spacing(after=0, line=12))
    yield _text("Table Note", note, base="Note", alias="表の注記")
    yield _text(
        "Callout Title",
        _paragraph(*_keep(), _spacing(before=6, after=0, line=18)),
        _letters(look.ink, 12, bold=True),
        alias="囲みの見出し",
    )
    yield _text("Callout Text", alias="囲み")
    name = _paragraph(_spacing(after=0, line=15))
    yield _text("Form Name", name, _letters(look.ink, bold=True), alias="様式の項目")
    yield _text("Form Text", _paragraph(_spacing(after=3, line=15)), alias="様式の記入")
    yield _text("Form Line", _paragraph(_spacing(after=0, line=24)), alias="様式の空行")


def _character_styles(look: Look) -> Iterator[Style]:
    def letters(name: str, alias: str, properties: Element, link: str = "") -> Style:
        return Style("character", name, alias, properties=(properties,), link=link)

    yield letters("Note Char", "注記の文字", _letters(look.quiet, 8.5), "Note")
    yield letters("Source", "出典", _letters(look.quiet, 8))
    names: dict[Tone, str] = {"plain": "並", "good": "良", "ask": "確認", "warn": "注意"}
    for tone, name in names.items():
        sign = look.tones[tone].sign
        yield letters(tone_style(tone), f"語_{name}", _letters(sign, bold=True))
        yield letters(bar_style(tone), f"棒_{name}", _shaded(sign))
    yield letters("Bar Possible", "棒_見込み", _shaded(look.rule))
    yield letters("Bar Rest", "棒_残り", _bar())


def _table_styles(look: Look) -> Iterator[Style]:
    yield Style("table", "Normal Table", properties=(w("tblPr", _margins(0, 5.4)),))
    thin, thick = _border(look.rule, 0.5), _border(look.accent, 1)
    head = w("tblStylePr", w("tcPr", _shade(look.accent_ground)), type="firstRow")
    lines = _borders("tblBorders", top=thick, bottom=thin, insideH=thin)
    yield _table("Paper Table", "資料の表", lines, _margins(4, 6), head)
    names = w("tblStylePr", w("tcPr", _shade(look.accent_ground)), type="firstCol")
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    box = _borders("tblBorders", **dict.fromkeys(sides, thin))
    yield _table("Paper Form", "様式", box, _margins(5, 8), names)
    for tone in get_args(Tone):
        colours = look.tones[tone]
        edge = _borders("tblBorders", left=_border(colours.sign, 3))
        ground = w("tcPr", _shade(colours.ground))
        alias = f"囲み_{tone}"
        yield _table(callout_style(tone), alias, edge, _margins(2, 12), ground)


def _text(
    name: str,
    *properties: Element,
    base: str = "Normal",
    alias: str = "",
    link: str = "",
    following: str = "",
) -> Style:
    return Style("paragraph", name, alias, base, properties, link, following)


def _table(name: str, alias: str, borders: Element, margins: Element, *rest: Element) -> Style:
    properties = w("tblPr", borders, margins)
    return Style("table", name, alias, "Normal Table", (properties, *rest))


def _paragraph(*properties: Element) -> Element:
    return w("pPr", *properties)


def _keep() -> tuple[Element, ...]:
    """Keep the lines of a paragraph together, and on the page of what follows."""
    return w("keepNext"), w("keepLines")


def _spacing(
    *, before: float = 0, after: float | None = None, line: float | None = None
) -> Element:
    """Leave room above and below; lengths in points. Larger letters raise the line."""
    lengths: dict[str, str | float] = {"before": round(before * TWIPS)}
    if after is not None:
        lengths["after"] = round(after * TWIPS)
    if line is not None:
        lengths |= {"line": round(line * TWIPS), "lineRule": "atLeast"}
    return w("spacing", **lengths)


def _right() -> Element:
    return w("jc", val="right")


def _tab(at: int, leader: str = "none") -> Element:
    return w("tabs", w("tab", val="right", leader=leader, pos=at))


def _letters(colour: str, size: float | None = None, *, bold: bool = False) -> Element:
    return w(
        "rPr",
        w("b") if bold else None,
        w("bCs") if bold else None,
        w("color", val=_hex(colour)),
        *_size(size),
    )


def _size(size: float | None) -> tuple[Element, ...]:
    return () if size is None else (w("sz", val=round(2 * size)), w("szCs", val=round(2 * size)))


def _bar(*shade: Element) -> Element:
    return w("rPr", _bar_font(), *_size(_BAR_SIZE), *shade)


def _bar_font() -> Element:
    return w("rFonts", ascii=_BAR_FONT, hAnsi=_BAR_FONT, eastAsia=_BAR_FONT, cs=_BAR_FONT)


def _shaded(colour: str) -> Element:
    return _bar(_shade(colour))


def _shade(colour: str) -> Element:
    return w("shd", val="clear", color="auto", fill=_hex(colour))


def _border(colour: str, points: float, space: int = 0) -> dict[str, str | float]:
    size = round(points * _EIGHTHS)
    return {"val": "single", "sz": size, "space": space, "color": _hex(colour)}


def _borders(name: str, **sides: dict[str, str | float]) -> Element:
    return w(name, *(w(side, **border) for side, border in sides.items()))


def _margins(high: float, wide: float) -> Element:
    sides = {"top": high, "left": wide, "bottom": high, "right": wide}
    return w(
        "tblCellMar",
        *(w(side, w=round(points * TWIPS), type="dxa") for side, points in sides.items()),
    )


def _hex(colour: str) -> str:
    return colour.removeprefix("#")
