"""What numbers the lists of a Word document, and begins anew with each."""

from __future__ import annotations

from typing import Literal

from docx.oxml.ns import qn

from screc.scoping.word.xml import INDENT, Element, w

_TEXTS = {"bullet": "•", "decimal": "%1."}


def add_numbering(numbering: Element, form: Literal["bullet", "decimal"]) -> str:
    """Add a numbering, indented as lists are.

    Returns:
        its id.
    """
    level = w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=form),
        w("lvlText", val=_TEXTS[form]),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=INDENT, hanging=INDENT)),
        ilvl=0,
    )
    id_ = _free(numbering, "abstractNum", "abstractNumId")
    abstract = w("abstractNum", w("multiLevelType", val="singleLevel"), level, abstractNumId=id_)
    # The schema wants all of these before the numberings that use them.
    before = numbering.findall(qn("w:abstractNum"))
    numbering.insert(numbering.index(before[-1]) + 1 if before else 0, abstract)
    return _use(numbering, id_)


def anew(numbering: Element, numbers: str) -> str:
    """Begin a list that is numbered as others, from one.

    Args:
        numbering: the document's.
        numbers: the id of the others' numbering.

    Returns:
        the id of its own.
    """
    like = next(num for num in _all(numbering, "num") if num.get(qn("w:numId")) == numbers)
    start = w("lvlOverride", w("startOverride", val=1), ilvl=0)
    return _use(numbering, like.find(qn("w:abstractNumId")).get(qn("w:val")), start)


def numbers_of(style: Element, numbering: Element) -> str | None:
    """Return the id of the numbering that a style of paragraphs names; None where it has none."""
    named = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    id_ = None if named is None else str(named.get(qn("w:val")))
    known = {num.get(qn("w:numId")) for num in _all(numbering, "num")}
    return id_ if id_ in known else None


def _use(numbering: Element, abstract: str, *overrides: Element) -> str:
    id_ = _free(numbering, "num", "numId")
    made = w("num", w("abstractNumId", val=abstract), *overrides, numId=id_)
    before = _all(numbering, "num") or _all(numbering, "abstractNum")
    numbering.insert(numbering.index(before[-1]) + 1, made)
    return id_


def _all(numbering: Element, name: str) -> list[Element]:
    found: list[Element] = numbering.findall(qn(f"w:{name}"))
    return found


def _free(numbering: Element, name: str, key: str) -> str:
    """Find an id that no other has; numberings begin at one, as zero means none."""
    taken = (int(each.get(qn(f"w:{key}"), "0")) for each in _all(numbering, name))
    return str(max(taken, default=0) + 1)
