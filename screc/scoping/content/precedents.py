"""Precedents: municipalities with the same candidates, and the two evaluated districts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screc.advice.assess import assess
from screc.knowledge.facts import read_area
from screc.model.area import AreaRecord, Figure, Published
from screc.scoping.content.cells import several
from screc.scoping.material import Material
from screc.scoping.paper import Block, Cell, Column, Field, Form, Heading, Paragraph, Table

_SECTIONS = (
    "features",
    "plans",
    "energy-system",
    "business-scheme",
    "evaluation",
    "co-benefits",
    "allocation",
    "casbee",
    "governance",
    "expected",
)
"""What is told of a district, in the template's words, which are also those of its file."""

_SECTIONS_OF_OTHERS = ("features", "evaluation", "co-benefits", "casbee", "governance", "expected")
"""What is told of a district that is a case of other schemes."""

_FIELDS = {"expected": "expected_behaviour"}


def alike(material: Material) -> Iterator[Block]:
    """List the municipalities for which the same schemes are presented."""
    own = {place.scheme for place in material.candidates}
    if not own:
        return
    yield Heading(material.word("same-scheme"))
    rows = []
    for record in _others(material, "municipality"):
        shared = [name for name in _presented(record, material) if name in own]
        if shared:
            rows.append(_row(record, shared, material))
    if not rows:
        yield Paragraph(material.word("nobody-alike"))
        return
    yield Table(
        material.word("same-scheme"),
        (
            Column(material.word("municipality")),
            Column(material.word("shared-candidates"), share=1.7),
            Column(material.word("wishes"), share=3),
            Column(material.word("support"), share=2.2),
        ),
        tuple(rows),
    )


def _row(record: AreaRecord, shared: list[str], material: Material) -> tuple[Cell, ...]:
    say = material.say
    return (
        Cell(say.text(record.name) if record.name else record.id or ""),
        Cell("\n".join(say.text(material.schemes[name].name) for name in shared)),
        several(record.wishes, material),
        _support(record, material),
    )


def _support(record: AreaRecord, material: Material) -> Cell:
    """Say what support is foreseen, and whether that is settled."""
    participation = record.participation
    if participation is None:
        return Cell()
    cell = several(participation.support, material)
    settled = material.settled(participation)
    return replace(cell, note="\n".join(filter(None, (settled, cell.note))))


def districts(material: Material) -> Iterator[Block]:
    """Tell what is published of the evaluated districts."""
    if not material.candidates:
        return
    own = {place.scheme for place in material.candidates}
    for record in _others(material, "district"):
        if record.published is None or record.name is None:
            continue
        yield Heading(material.say.text(record.name))
        shared = [name for name in _presented(record, material) if name in own]
        if shared:
            names = material.join(material.say.text(material.schemes[n].name) for n in shared)
            colon = material.say("：", ": ")
            yield Paragraph(f"{material.word('also-candidate')}{colon}{names}")
            yield _figures(record.published.figures, material)
        else:
            yield Paragraph(material.word("other-scheme"))
        sections = _SECTIONS if shared else _SECTIONS_OF_OTHERS
        yield Form(tuple(_section(name, record.published, material) for name in sections))


def _section(name: str, published: Published, material: Material) -> Field:
    said = getattr(published, _FIELDS.get(name, name.replace("-", "_")))
    lines = [replace(line, source="") for line in material.lines(said)]
    lines[-1] = replace(lines[-1], source=material.cite_all(said))
    return Field(material.word(name), tuple(lines))


def _figures(figures: tuple[Figure, ...], material: Material) -> Table:
    say = material.say
    rows = (
        (
            Cell(say.text(figure.name), material.doubt(figure.erratum)),
            Cell(figure.said(say)),
            Cell(material.cite(figure.citation)),
        )
        for figure in figures
    )
    return Table(
        material.word("figures"),
        (
            Column(material.word("figure"), share=2.4),
            Column(material.word("value")),
            Column(material.word("source"), share=1.6),
        ),
        tuple(rows),
    )


def _others(material: Material, kind: str) -> Iterator[AreaRecord]:
    for record in material.knowledge.areas:
        if record.kind == kind and record.id != material.area.id:
            yield record


def _presented(record: AreaRecord, material: Material) -> list[str]:
    """Name the schemes that are presented for an area of the knowledge base."""
    area = read_area(record, material.knowledge.attributes)
    found = assess(area, material.rulebase, "reference")
    return [material.rulebase.schemes[place.index].id for place in found.shown]
