"""Tell a question in a sentence from the description of an area."""

from __future__ import annotations

from typing import Literal

from screc.language.read import Understood

TextMode = Literal["query", "description"]

_LONGEST_QUERY = {0: 90.0, 1: 90.0, 2: 50.0}
"""By the number of sentences, in Japanese characters."""
_LATIN_WIDTH = 0.4
"""A Latin letter says less than a Japanese character."""


def mode_of(understood: Understood) -> TextMode:
    """Take one sentence, or two short ones, as a query; what says nothing does not count.

    >>> from screc.language.base import load_language
    >>> from screc.language.read import Reader
    >>> read = Reader(load_language(), ()).read
    >>> mode_of(read("商店街に太陽光を載せたい"))
    'query'
    >>> mode_of(read("市の西に清掃工場がある。団地も近い。建て替えに合わせて熱を送りたい。"))
    'description'
    """
    sentences = [
        understood.text.text[span.start : span.end]
        for span in understood.sentences
        if span not in understood.about.aside
    ]
    said = [text for text in sentences if any(letter.isalnum() for letter in text)]
    width = sum(_LATIN_WIDTH if mark.isascii() else 1.0 for text in said for mark in text)
    return "query" if width <= _LONGEST_QUERY.get(len(said), 0) else "description"
