"""The elements of which a Word document is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from screc.diagram.wrap import clean

Element = BaseOxmlElement
Head = Literal["row", "column"]
TWIPS = 20
"""In a point; Word's lengths are whole twips."""
INDENT = 18 * TWIPS
"""Of lists, whose marks and numbers hang."""
_NO_BANDS, _FIRST_ROW, _FIRST_COLUMN = 0x0600, 0x0020, 0x0080
_LONGEST_NAME = 64


def w(name: str, /, *children: Element | None, **attributes: str | float) -> Element:
    """Make an element of WordprocessingML; what is None is left out.

    Args:
        name: without its prefix.
        children: in the order that the schema wants.
        attributes: likewise without their prefixes.

    >>> w("p", w("pPr", w("pStyle", val="Title"))).xml.splitlines()[2].strip()
    '<w:pStyle w:val="Title"/>'
    """
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def run(text: str, style: str | None = None) -> Element:
    """Set words, in a character style where one is given; they are never markup."""
    return _run(clean(text), style)


def gap() -> Element:
    """Leave room between words, of which nothing is seen where a line ends there."""
    return _run("   ")


def spaces(number: int, style: str) -> Element:
    """Set spaces at which no line ends: what their style shades is a bar of that length."""
    return _run("\N{NO-BREAK SPACE}" * number, style)


def tab() -> Element:
    """Go on at the next tab stop, or at the hanging indent."""
    return w("r", w("tab"))


def line_break() -> Element:
    """Go on in a new line of the same paragraph."""
    return w("r", w("br"))


def paragraph(style: str, *content: Element, numbering: str | None = None) -> Element:
    """Make a paragraph of a style.

    Args:
        style: its id.
        content: runs, and what else stands in a line.
        numbering: the id of the list that counts it, where it is not the style's own.
    """
    number = None
    if numbering is not None:
        number = w("numPr", w("ilvl", val=0), w("numId", val=numbering))
    return w("p", w("pPr", w("pStyle", val=style), number), *content)


def field_start(code: str) -> tuple[Element, ...]:
    """Begin a field; what it shows until Word computes it follows, and then `field_end`."""
    instruction = w("instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    return (
        w("r", w("fldChar", fldCharType="begin")),
        w("r", instruction),
        w("r", w("fldChar", fldCharType="separate")),
    )


def field_end() -> Element:
    """End a field."""
    return w("r", w("fldChar", fldCharType="end"))


def field(code: str) -> tuple[Element, ...]:
    """Make a field that Word computes with every layout, such as the number of a page."""
    return (*field_start(code), run("1"), field_end())


def contents(number: int, *paragraphs: Element) -> Element:
    """Make a table of contents, for which Word shows a button that brings it up to date."""
    gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    return w("sdt", w("sdtPr", w("id", val=number), gallery), w("sdtContent", *paragraphs))


def choice(number: int, name: str, states: Iterable[str], chosen: str) -> Element:
    """Make a list to choose from, in a line of text.

    Args:
        number: no other control of the document has it.
        name: what is chosen.
        states: what can be chosen; Word opens no file in which two are the same.
        chosen: what is shown.
    """
    cleaned = dict.fromkeys(filter(None, map(clean, states)))
    offered = (w("listItem", displayText=state, value=state) for state in cleaned)
    properties = w(
        "sdtPr",
        w("alias", val=clean(name)[:_LONGEST_NAME]),
        w("id", val=number),
        w("dropDownList", *offered),
    )
    return w("sdt", properties, w("sdtContent", run(chosen)))


def marked(number: int, name: str, *content: Element) -> tuple[Element, ...]:
    """Put a bookmark around runs, for links to lead to."""
    start = w("bookmarkStart", id=number, name=name)
    return (start, *content, w("bookmarkEnd", id=number))


def link(bookmark: str, *content: Element) -> Element:
    """Lead to a bookmark."""
    return w("hyperlink", *content, anchor=bookmark, history=1)


def table(
    style: str,
    name: str,
    widths: Sequence[int],
    rows: Iterable[Element],
    heads: tuple[Head, ...] = ("row",),
) -> Element:
    """Make a table whose columns keep their widths.

    Args:
        style: its id.
        name: told to those who cannot see it.
        widths: of the columns, in twips.
        rows: made by `row`.
        heads: what names the others: the first row, the first column, both or neither.
    """
    has_row, has_column = ("row" in heads), ("column" in heads)
    look = w(
        "tblLook",
        val=f"{_NO_BANDS | _FIRST_ROW * has_row | _FIRST_COLUMN * has_column:04X}",
        firstRow=int(has_row),
        lastRow=0,
        firstColumn=int(has_column),
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        look,
        w("tblCaption", val=clean(name)) if name else None,
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", properties, grid, *rows)


def row(*cells: Element, is_head: bool = False) -> Element:
    """Make a row that stays on one page; a head is repeated on every page."""
    head = w("tblHeader") if is_head else None
    return w("tr", w("trPr", w("cantSplit"), head), *cells)


def cell(width: int, *paragraphs: Element, shade: str | None = None) -> Element:
    """Make a cell, as wide as its column in twips; `shade` is a colour that stands for a value."""
    shading = None if shade is None else w("shd", val="clear", color="auto", fill=shade)
    properties = w("tcPr", w("tcW", w=width, type="dxa"), shading)
    return w("tc", properties, *paragraphs)


def _run(text: str, style: str | None = None) -> Element:
    words = w("t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    return w("r", None if style is None else w("rPr", w("rStyle", val=style)), words)
