"""What is decided: the theme, and how it and the other candidates fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screc.advice.headline import headline_of
from screc.advice.terms import STANDINGS
from screc.model.recommendation import Outcome, Standing
from screc.scoping.material import Material
from screc.scoping.paper import Bar, Bars, Block, Callout, Line, Paragraph, Tone

_TONES: dict[Standing, Tone] = {
    "recommended": "good",
    "conditional": "ask",
    "undetermined": "plain",
    "excluded": "warn",
}

_OUTCOME_TONES: dict[Outcome, Tone] = {
    "match": "good",
    "ask": "ask",
    "consult": "warn",
    "conflict": "warn",
    "off-topic": "warn",
}


def decision(material: Material) -> Iterator[Block]:
    """Say in a box what is proposed, and how sure that is."""
    answer, theme = material.answer, material.theme
    first = answer.recommendations[:1]
    said = headline_of(answer, material.say)
    if theme is None:
        yield Callout(material.word("no-theme"), (Line(said),), _OUTCOME_TONES[answer.outcome])
        return
    colon = material.say("：", ": ")
    purpose = [
        replace(line, text=f"{material.word('purpose')}{colon}{line.text}")
        for line in material.lines(theme.purpose)
    ]
    if first and first[0].scheme == theme.id:
        yield Callout(material.word("theme-is"), (Line(said), *purpose), _TONES[first[0].standing])
        return
    if theme.id not in [place.scheme for place in answer.recommendations]:
        purpose.append(Line(material.word("not-presented"), mark="！", tone="warn"))
    chosen = Line(f"{material.word('theme-chosen')}{colon}{said}")
    yield Callout(material.word("theme-is"), (*purpose, chosen))


def fit(material: Material) -> Iterator[Block]:
    """Show the fits of the theme and of what is presented side by side."""
    presented = material.answer.recommendations
    places = [*material.candidates, *(p for p in presented if p not in material.candidates)]
    if places:
        bars = tuple(
            Bar(
                place.name,
                material.say.text(STANDINGS[place.standing]),
                place.fit.held,
                place.fit.possible,
                _TONES[place.standing],
            )
            for place in places
        )
        word = material.word
        yield Bars(word("fit"), word("fit-held"), word("fit-possible"), bars)


def fit_explained(material: Material) -> Iterator[Block]:
    """Say what the standings and aspects mean, and how the order comes about."""
    if material.candidates:
        yield Paragraph(material.word("standings"), is_small=True)
        yield Paragraph(material.word("fit-explained"), is_small=True)
