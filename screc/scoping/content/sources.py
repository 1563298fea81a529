"""What the papers rest on: facts, documents, terms, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator

from screc.scoping.material import Material
from screc.scoping.paper import Block, Cell, Column, Heading, Items, Line, Paragraph, Table


def facts(material: Material) -> Iterator[Block]:
    """List the facts that were used, with where they came from."""
    reported = material.answer.area.facts
    if not reported:
        return
    notes = {name: fact.note for name, fact in material.record.facts.items()}
    yield Table(
        material.word("fact"),
        (
            Column(material.word("fact"), share=2.5),
            Column(material.word("value"), share=2),
            Column(material.word("origin"), share=2),
        ),
        tuple(
            (
                Cell(material.facts.names([name]), material.say.text(note) if note else ""),
                Cell(material.facts.value(name)),
                Cell(
                    material.word(fact.origin) + (f" {fact.as_of}" if fact.as_of else ""),
                    material.cite(fact.citation),
                ),
            )
            for name, fact in reported.items()
            for note in (notes.get(name),)
        ),
    )


def sources(material: Material) -> Iterator[Block]:
    """Name the documents, and how a citation is written."""
    say = material.say
    yield Heading(material.word("documents"))
    yield Items(
        tuple(
            Line(f"{say.text(source.short)}{say('：', ': ')}{say.text(source.title)}")
            for source in material.knowledge.sources.sources
        )
    )
    yield Paragraph(material.word("citation-form"), is_small=True)


def glossary(material: Material) -> Iterator[Block]:
    """Say what the abbreviations of the case studies and charts mean."""
    if not material.candidates:
        return
    say, word = material.say, material.word
    yield Table(
        word("glossary"),
        (Column(word("term")), Column(word("meaning"), share=5)),
        tuple(
            (Cell(say.text(part.term)), Cell(say.text(part.text), material.cite(part.citation)))
            for part in material.knowledge.glossary
        ),
    )


def errata(material: Material) -> Iterator[Block]:
    """List what is doubtful in what is told of the area, the candidates and the districts."""
    say, word = material.say, material.word
    schemes = (material.schemes[place.scheme] for place in material.candidates)
    districts = (area for area in material.knowledge.areas if area.published is not None)
    told_of = (material.record, *schemes, *(districts if material.candidates else ()))
    named = {name for said in told_of for name in _errata_of(said.model_dump())}
    told = [part for part in material.knowledge.errata if part.id in named and part.is_doubt]
    if not told:
        return
    yield Heading(word("errata"))
    yield Table(
        word("errata"),
        (
            Column(word("lines")),
            Column(word("doubt"), share=2.5),
            Column(word("reading"), share=2.5),
        ),
        tuple(
            (
                Cell(material.cite_lines(part.source, part.lines)),
                Cell(say.text(part.finding)),
                Cell(say.text(part.reading)),
            )
            for part in told
        ),
        has_row_heads=False,
    )


def _errata_of(content: object) -> Iterator[str]:
    """Name the errata that are named anywhere in something."""
    parts = [content]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            if isinstance(part.get("erratum"), str):
                yield part["erratum"]
            parts += part.values()
        elif isinstance(part, tuple | list):
            parts += part
