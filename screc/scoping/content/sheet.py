"""The theme sheet, and what of it is settled in the session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screc.model.yen import say_range
from screc.scoping.content.questions import to_ask
from screc.scoping.content.scheme import scaled_cost
from screc.scoping.material import Material
from screc.scoping.paper import Block, Field, Form, Line

_TO_WRITE_ON = 2
_REVIEW = 4
_PLACES = 3


def sheet(material: Material) -> Iterator[Block]:
    """Draft the theme sheet: purpose, target area, outline, review of last year, and room."""
    word, theme = material.word, material.theme
    outline = material.lines(theme.outline) if theme else ()
    yield Form(
        (
            Field(word("study-theme"), tuple(_proposal(material)), 1),
            Field(word("wishes"), material.lines(material.record.wishes), 1),
            Field(word("purpose"), material.lines(theme.purpose) if theme else (), _TO_WRITE_ON),
            Field(word("target-area"), tuple(_target(material)), _TO_WRITE_ON),
            # What is doubtful about the print is told elsewhere, not in a form to be completed.
            Field(word("outline"), tuple(replace(line, note="") for line in outline), _TO_WRITE_ON),
            Field(word("structure"), tuple(_partners(material)), 1),
            Field(word("scale"), tuple(_scale(material)), 1),
            Field(word("support"), tuple(_support(material)), 1),
            Field(word("last-year"), material.lines(material.record.last_year), _REVIEW),
            Field(word("this-year"), tuple(_this_year(material)), _TO_WRITE_ON),
            Field(word("settled-on"), (), 1),
        )
    )


def decide(material: Material) -> Iterator[Block]:
    """Put on one slide what the session has to settle."""
    word = material.word
    yield Form(
        (
            Field(word("study-theme"), tuple(_proposal(material)), 1),
            Field(word("target-area"), tuple(_target(material))[:_PLACES], 1),
            Field(word("this-year"), tuple(_this_year(material)), 1),
            Field(word("settled-on"), (), 1),
        )
    )


def _proposal(material: Material) -> Iterator[Line]:
    """Name the theme that is proposed, with the boxes to tick; without one there is only room."""
    if material.theme is not None:
        yield Line(material.say.text(material.theme.title.text))
        yield Line(material.word("decision-boxes"))


def _target(material: Material) -> Iterator[Line]:
    """Name the place, by what is known of it and not of the municipality as a whole."""
    yield Line(material.answer.area.name)
    yield from material.lines(material.record.target)
    named = [part.name for part in material.cast.values() if part.name is not None]
    if named:
        own = dict.fromkeys(material.say.text(name) for name in named)
        own.pop(material.answer.area.name, None)
        if own:
            yield Line(material.join(own))
    place = {
        attribute.id
        for group in material.knowledge.attribute_groups
        if group.id == "place"
        for attribute in group.attributes
    }
    for name in material.answer.area.facts:
        if name in place:
            colon = material.say("：", ": ")
            yield Line(f"{material.facts.names([name])}{colon}{material.facts.value(name)}")


def _partners(material: Material) -> Iterator[Line]:
    if material.theme is None:
        return
    own = {name: part.name for name, part in material.cast.items() if part.name is not None}
    called = (
        material.label(own.get(part.id) or part.label)
        for part in material.theme.stakeholders
        if material.cast[part.id].state != "absent"
    )
    yield Line(material.join(dict.fromkeys(called)))


def _scale(material: Material) -> Iterator[Line]:
    if material.theme is not None:
        scale, say = material.theme.scale, material.say
        said = say_range(scale, say)
        for part in scale.conditions:
            other = f"{say.text(part.condition)}{say('：', ': ')}{say_range(part, say)}"
            said += say(f"（{other}）", f" ({other})")
        scaled = scaled_cost(material.theme, material)
        if scaled is not None:
            yield Line(f"{material.word('scaled')}{say('：', ': ')}{scaled.text}", scaled.note)
        yield Line(said, material.say.text(scale.label), material.cite(scale.citation))


def _support(material: Material) -> Iterator[Line]:
    """Say what support is foreseen for the area, and when it begins."""
    participation = material.record.participation
    if participation is None:
        return
    for line in material.lines(participation.support):
        yield replace(
            line, note="\n".join(filter(None, (material.settled(participation), line.note)))
        )
    if participation.first_session is not None:
        line = material.line(participation.first_session)
        colon = material.say("：", ": ")
        yield replace(line, text=f"{material.word('first-session')}{colon}{line.text}")


def _this_year(material: Material) -> Iterator[Line]:
    """Name what clashes, or else what the theme hangs on."""
    if material.answer.conflicts:
        yield from (Line(found.because) for found in material.answer.conflicts)
    else:
        yield from (replace(line, note="") for line in to_ask(material))
