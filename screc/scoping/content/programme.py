"""The support programme: how it is meant, its sessions and years."""

from __future__ import annotations

from collections.abc import Iterator

from screc.scoping.content.cells import several
from screc.scoping.content.scheme import states
from screc.scoping.material import Material
from screc.scoping.paper import Block, Cell, Column, Heading, Items, Table

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def principles(material: Material) -> Iterator[Block]:
    """Say how the support is meant, and how a theme is chosen."""
    programme = material.knowledge.programme
    yield Heading(material.word("principles"))
    yield Items(material.lines((*programme.principles, *programme.theme_choice)))


def sessions(material: Material) -> Iterator[Block]:
    """Lay out the sessions of a year."""
    say, word = material.say, material.word
    yield Heading(word("sessions"))
    yield Table(
        word("sessions"),
        (
            Column(word("session")),
            Column(word("month")),
            Column(word("content"), share=6),
            Column(word("state"), "status", 1.2),
        ),
        tuple(
            (
                Cell(say(f"第{session.number}回", f"Session {session.number}")),
                Cell(say(f"{session.month}月", _MONTHS[session.month - 1])),
                several(session.items, material),
                Cell(),
            )
            for session in material.knowledge.programme.sessions
        ),
        states=states(material),
    )


def years(material: Material) -> Iterator[Block]:
    """Lay out the years of the programme."""
    say, word = material.say, material.word
    yield Heading(word("years"))
    yield Table(
        word("years"),
        (Column(word("year")), Column(word("content"), share=5)),
        tuple(
            (Cell(say.text(year.name)), several(year.items, material))
            for year in material.knowledge.programme.years
        ),
    )
