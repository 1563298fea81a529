"""Pictures that writers are tested with: of every scheme, and with names that may break a file."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from screc.diagram.picture import Picture, View, picture
from screc.knowledge.load import load_knowledge
from screc.model.text import LANGUAGES

KNOWLEDGE = load_knowledge()
VIEWS = [View(language, emergency=at) for language, at in product(LANGUAGES, (False, True))]
PICTURES = {
    f"{chart.id}-{view.language}{'-emergency' * view.emergency}": picture(chart, KNOWLEDGE, view)
    for chart in KNOWLEDGE.schemes
    for view in VIEWS
}
HOSTILE = (
    "<b>x</b> & \"q\" 'a' \n" + "あ" * 200,
    "<img src=x onerror=alert(1)>",
    "end",
    'a]"]; click n0 href "javascript:alert(1)"',
    "`code` **bold** _slanted_",
    "1. one",
    "- two",
    '%%{init: {"theme": "dark"}}%%',
    "#quot; &lt;script&gt; &amp;amp;",
    "ﬂ°lt¶ßscript¶ß",
    "$$x^2$$",
    "style a:#b; linkStyle default",
    "|pipe| --> fa:fa-car",
    "one / two",
    "👩\u200d👧 \u202eright to left\u202c \x00\x07\x1b\ufffe\ud83d",
    "%name% ${name} {{name}}",
)


def called(drawn: Picture, text: str) -> Picture:
    """Give everything in a picture the same name."""
    return replace(
        drawn,
        title=text,
        boxes=tuple(
            replace(box, name=text, items=(text,), notes=(text,), equipment=(text,), mark=text)
            for box in drawn.boxes
        ),
        frames=tuple(replace(frame, name=text) for frame in drawn.frames),
        arrows=tuple(replace(arrow, label=text) for arrow in drawn.arrows),
    )


HOSTILE_PICTURES = [called(PICTURES["shopping-street-en"], text) for text in HOSTILE]
