"""Why an area goes to individual consultation, how that goes on, and its sheet."""

from __future__ import annotations

from collections.abc import Iterator

from screc.scoping.content.reasons import excluded, finding_line
from screc.scoping.material import Material
from screc.scoping.paper import Block, Field, Form, Heading, Items, Line, Paragraph

_ROOM = 3


def gates(material: Material) -> Iterator[Block]:
    """Say why the area as a whole goes to individual consultation."""
    if material.answer.gates:
        lines = (finding_line(found, material, "！", "warn") for found in material.answer.gates)
        yield Items(tuple(lines))


def consultation(material: Material) -> Iterator[Block]:
    """Say why none of the schemes fits, how consultation goes on, and what it can begin from."""
    yield from excluded(material)
    reasons = {found.citation for found in material.answer.gates}
    general = material.knowledge.programme.consultation
    own = [said for said in general if str(said.citation) in reasons]
    yield Heading(material.word("how-consultation"))
    yield Items(material.lines(own or general))
    if material.record not in material.knowledge.areas:
        yield Paragraph(material.word("consultation-for-others"), is_small=True)


def consultation_sheet(material: Material) -> Iterator[Block]:
    """Draft the sheet of a consultation: what is wished, what does not fit, and room."""
    word = material.word
    reasons = tuple(Line(found.because) for found in material.answer.gates)
    yield Form(
        (
            Field(word("wishes"), material.lines(material.record.wishes), _ROOM),
            Field(word("does-not-fit"), reasons, _ROOM),
            Field(word("to-bring"), (), _ROOM),
            Field(word("meeting"), (), 1),
            Field(word("agreed"), (), _ROOM),
        )
    )
