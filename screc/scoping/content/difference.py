"""One area beside another, or before and after: what stands elsewhere, and by which facts."""

from __future__ import annotations

from collections.abc import Iterator

from screc.advice.contrast import contrast, place_words
from screc.advice.fact_words import FactWords
from screc.model.comparison import AreaComparison, FactDifference, SchemeDifference
from screc.scoping.material import Material
from screc.scoping.paper import Block, Cell, Column, Heading, Items, Line, Paragraph, Table


def difference(material: Material) -> Iterator[Block]:
    """Compare the area with another, where one is named."""
    if material.other is None:
        return
    found = contrast(material.found, material.other, material.rulebase, material.language)
    if found.schemes:
        yield from _tables(material, found)
    else:
        yield Paragraph(material.word("no-difference"))
    if found.idle:
        colon = material.say("：", ": ")
        names = material.facts.names(found.idle)
        yield Items((Line(f"{material.word('idle-facts')}{colon}{names}"),))


def _tables(material: Material, found: AreaComparison) -> Iterator[Block]:
    words, (one, other) = _Words(material, found), _heads(found, material)
    yield Heading(material.word("differing-facts"))
    yield Table(
        material.word("differing-facts"),
        (
            Column(material.word("fact"), share=2),
            Column(one, share=1.5),
            Column(other, share=1.5),
            Column(material.word("moves"), share=3),
        ),
        tuple(words.fact(fact) for fact in found.facts),
    )
    yield Heading(material.word("differing-schemes"))
    yield Table(
        material.word("differing-schemes"),
        (
            Column(material.word("scheme"), share=2),
            Column(one, share=1.5),
            Column(other, share=1.5),
            Column(material.word("by-rules"), share=3),
        ),
        tuple(words.scheme(scheme) for scheme in found.schemes),
    )


def _heads(found: AreaComparison, material: Material) -> tuple[str, str]:
    """Head columns with the names of areas; where they are one area's, by whose facts they tell."""
    one, other = found.one.area, found.other.area
    if one.name != other.name:
        return one.name, other.name
    return material.word("these-papers"), material.word("compared-with")


class _Words:
    """Says the parts of a comparison."""

    def __init__(self, material: Material, found: AreaComparison) -> None:
        self._material = material
        self._sides = [
            (area.area.facts, FactWords(area.area.facts, material.rulebase, material.say))
            for area in (found.one, found.other)
        ]
        self._names = {scheme.scheme: scheme.name for scheme in found.schemes}

    def fact(self, fact: FactDifference) -> tuple[Cell, ...]:
        values = [
            Cell(words.value(fact.attribute) if fact.attribute in facts else self._unknown)
            for facts, words in self._sides
        ]
        moved = self._material.join(self._names[scheme] for scheme in fact.moves)
        return (Cell(self._material.facts.names([fact.attribute])), *values, Cell(moved))

    def scheme(self, scheme: SchemeDifference) -> tuple[Cell, ...]:
        rules = "\n".join(rule.because for rule in scheme.rules)
        return (
            Cell(scheme.name),
            *(Cell(place_words(state, self._material.say)) for state in (scheme.one, scheme.other)),
            Cell(rules or self._material.word("nothing")),
        )

    @property
    def _unknown(self) -> str:
        return self._material.word("unknown")
