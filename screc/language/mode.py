"""Tell a question in a sentence from the description of an area."""

from __future__ import annotations

from typing import Literal

from screc.language.read import Understood
from screc.model.language import Calibration

TextMode = Literal["query", "description"]

_TWO = 2


def mode_of(understood: Understood, bounds: Calibration) -> TextMode:
    """Take one sentence, or two short ones, as a query; what says nothing does not count.

    >>> from screc.language.base import load_language
    >>> from screc.language.read import Reader
    >>> base = load_language()
    >>> read = Reader(base, ()).read
    >>> mode_of(read("商店街に太陽光を載せたい"), base.calibration)
    'query'
    >>> text = "市の西に清掃工場がある。団地も近い。建て替えに合わせて熱を送りたい。"
    >>> mode_of(read(text), base.calibration)
    'description'
    """
    sentences = [
        understood.text.text[span.start : span.end]
        for span in understood.sentences
        if span not in understood.about.aside
    ]
    said = [text for text in sentences if any(letter.isalnum() for letter in text)]
    widths = (bounds.latin_width if mark.isascii() else 1.0 for text in said for mark in text)
    longest = {
        0: bounds.longest_query.one,
        1: bounds.longest_query.one,
        2: bounds.longest_query.two,
    }
    return "query" if sum(widths) <= longest.get(len(said), 0.0) else "description"
