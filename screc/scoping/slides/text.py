"""Paragraphs on slides: how they break into lines, and how they are written. Lengths in points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from screc.diagram.drawingml import emu, solid
from screc.diagram.fonts import text_width

LEADING = 1.4
"""How far lines are apart, in sizes of their font; stated exactly, so that fonts do not differ."""

WIDE_LATIN, NARROW_LATIN, _OTHERS = 1.2, 1.0, 1.04
"""How wide letters are against the packaged font: in most fonts at most, in Calibri, in kanji."""
_LAST_LATIN = "\u036f"
_SIGN_FONT = "Meiryo UI"

_PIECE = re.compile(
    "[!-~]+[、。，．・：；？！）］｝」』】〉》’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜～]*"
    "|[ \u3000]+"
    "|[（［｛「『【〈《‘“]*.[、。，．・：；？！）］｝」』】〉》’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜～,.:;?!)\\]}%]*",
    re.DOTALL,
)
"""What presentation programs do not break: a Latin word, and a letter with its punctuation."""


@dataclass(frozen=True)
class Span:
    """Words of one look, and how wide its font may set Latin letters."""

    text: str
    points: float
    colour: str
    is_bold: bool = False
    latin: float = WIDE_LATIN


@dataclass(frozen=True)
class Bullet:
    """What stands before a paragraph: a sign, or its number in the list."""

    colour: str
    sign: str = ""
    number: int = 0


@dataclass(frozen=True)
class Passage:
    """A paragraph: at least one span, the room above it, what stands before it and how far out."""

    spans: tuple[Span, ...]
    before: float = 0.0
    indent: float = 0.0
    bullet: Bullet | None = None
    align: Literal["l", "r", "ctr"] = "l"

    @property
    def line_height(self) -> float:
        """How far its lines are apart."""
        return max(span.points for span in self.spans) * LEADING

    def height(self, width: float) -> float:
        """Tell how high it is where it is so wide.

        >>> Passage((Span("公共施設", 10, "#000000"),)).height(25)
        28.0
        """
        return self.before + len(_lines(self, width)) * self.line_height


def height_of(passages: Iterable[Passage], width: float) -> float:
    """Tell how high paragraphs are that stand below each other."""
    return sum(passage.height(width) for passage in passages)


def portions(passages: Iterable[Passage], width: float, most: float) -> list[tuple[Passage, ...]]:
    """Divide paragraphs so that no part is higher than a page; all in one where it fits.

    Args:
        passages: below each other.
        width: of the lines.
        most: the height of a part; one line is set even where that is less.
    """
    found: list[list[Passage]] = [[]]
    used = 0.0
    for passage in passages:
        for part in _parts(passage, width, most):
            height = part.height(width)
            if found[-1] and used + height > most:
                found.append([])
                used = 0.0
            found[-1].append(part)
            used += height
    return [tuple(part) for part in found if part]


def written(passages: Sequence[Passage], language: str) -> str:
    """Write paragraphs in DrawingML.

    Args:
        passages: the first one has no room above it, whatever it asks for.
        language: of their words, `ja-JP` or `en-US`.
    """
    first, *others = passages
    return "".join(_paragraph(each, language) for each in (replace(first, before=0.0), *others))


def _parts(passage: Passage, width: float, most: float) -> Iterator[Passage]:
    lines = _lines(passage, width)
    count = max(1, int((most - passage.before) / passage.line_height))
    if len(lines) <= count:
        yield passage
        return
    for start in range(0, len(lines), count):
        spans = [span for line in lines[start : start + count] for span in line]
        part = replace(passage, spans=tuple(_merged(spans)))
        yield part if start == 0 else replace(part, bullet=None, before=0.0)


def _lines(passage: Passage, width: float) -> list[list[Span]]:
    room = width - passage.indent
    lines: list[list[Span]] = [[]]
    used = 0.0
    for span in passage.spans:
        for piece in _pieces(span, room):
            if lines[-1] and used + _width(piece.rstrip(), span) > room:
                lines.append([])
                used = 0.0
            lines[-1].append(replace(span, text=piece))
            used += _width(piece, span)
    return lines


def _pieces(span: Span, room: float) -> Iterator[str]:
    for piece in _PIECE.findall(span.text):
        if _width(piece, span) <= room or piece.isspace():
            yield piece
        else:
            yield from piece


def _width(text: str, span: Span) -> float:
    return sum(
        text_width(mark, span.points, bold=span.is_bold)
        * (span.latin if mark <= _LAST_LATIN else _OTHERS)
        for mark in text
    )


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    for look, alike in groupby(spans, lambda span: replace(span, text="")):
        yield replace(look, text="".join(span.text for span in alike))


def _paragraph(passage: Passage, language: str) -> str:
    outdent = emu(passage.indent) if passage.bullet else 0
    runs = "".join(_run(span, language) for span in passage.spans if span.text)
    # What is typed into an empty paragraph later looks as its text would.
    end = "" if runs else _look("endParaRPr", passage.spans[0], language)
    return (
        f'<a:p><a:pPr marL="{emu(passage.indent)}" indent="{-outdent}" algn="{passage.align}">'
        f'<a:lnSpc><a:spcPts val="{round(passage.line_height * 100)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(passage.before * 100)}"/></a:spcBef>'
        f"{_bullet(passage.bullet)}</a:pPr>{runs}{end}</a:p>"
    )


def _bullet(bullet: Bullet | None) -> str:
    if bullet is None:
        return "<a:buNone/>"
    colour = solid(bullet.colour).replace("a:solidFill", "a:buClr")
    if bullet.sign:
        # Signs such as ？ are in no Latin font, and not every theme names a Japanese one.
        font = f'<a:buFont typeface="{_SIGN_FONT}"/>'
        return f"{colour}{font}<a:buChar char={quoteattr(bullet.sign)}/>"
    number = f'<a:buAutoNum type="arabicPeriod" startAt="{bullet.number}"/>'
    return f"{colour}<a:buFontTx/>{number}"


def _run(span: Span, language: str) -> str:
    return f"<a:r>{_look('rPr', span, language)}<a:t>{escape(span.text)}</a:t></a:r>"


def _look(name: str, span: Span, language: str) -> str:
    return (
        f'<a:{name} lang="{language}" sz="{round(span.points * 100)}" b="{int(span.is_bold)}">'
        f"{solid(span.colour)}</a:{name}>"
    )
