"""The way to the feasibility study: its steps, its data, and money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screc.model.attribute import split_key
from screc.model.condition import names
from screc.rules.expand import expand
from screc.scoping.content.cells import several
from screc.scoping.content.scheme import states
from screc.scoping.material import Material
from screc.scoping.paper import Block, Cell, Column, Heading, Items, Line, Table


def definition(material: Material) -> Iterator[Block]:
    """Say what a feasibility study is."""
    yield Heading(material.word("definition"))
    yield Items(material.lines(material.knowledge.programme.feasibility_study.definition))


def steps(material: Material) -> Iterator[Block]:
    """List the steps to the feasibility study, in their order."""
    study = material.knowledge.programme.feasibility_study
    yield Heading(material.word("steps"))
    yield Items(material.lines(study.steps), is_numbered=True)


def verifies(material: Material) -> Iterator[Block]:
    """Say what the study verifies and examines."""
    study = material.knowledge.programme.feasibility_study
    yield Heading(material.word("verifies"))
    yield Items(material.lines(study.verifies))
    yield Heading(material.word("examines"))
    examined = material.join(material.say.text(part.text) for part in study.examines)
    yield Items((Line(examined, source=material.cite_all(study.examines)),))


def missing_facts(material: Material) -> Iterator[Block]:
    """List the facts that rules or the theme's chart ask for and nobody has said."""
    attributes = material.attributes
    wanted = {name: what for name, what in _wanted(material).items() if name in attributes}
    if not wanted:
        return
    yield Heading(material.word("missing-facts"))
    yield _data_table(
        material,
        [
            (
                Cell(
                    material.say.text(attributes[name].name),
                    material.say.text(attributes[name].question),
                ),
                material.join(what),
                material.holders[name],
            )
            for name, what in wanted.items()
        ],
        material.word("missing-facts"),
        material.word("for-candidates"),
    )


def _wanted(material: Material) -> dict[str, list[str]]:
    """Name the missing attributes, with the candidates that ask for each."""
    known = material.answer.area.facts
    wanted: dict[str, list[str]] = {}
    for place in material.candidates:
        for finding in place.findings:
            for key in finding.missing:
                name = split_key(key)[0]
                if name not in known and place.name not in wanted.setdefault(name, []):
                    wanted[name].append(place.name)
    if material.theme is not None:
        title = material.say.text(material.theme.name)
        for name in _asked_by_chart(material):
            if name not in known and title not in wanted.setdefault(name, []):
                wanted[name].append(title)
    return wanted


def _asked_by_chart(material: Material) -> Iterator[str]:
    """Name the attributes that say who is there, or by which the cost is scaled."""
    if material.theme is None:
        return
    for part in material.theme.stakeholders:
        if part.present_when is not None:
            condition = expand(part.present_when, material.rulebase.situations_by_id)
            yield from names(condition)
    basis = material.theme.scale.basis
    if basis is not None and basis.attribute is not None:
        yield basis.attribute


def study_data(material: Material) -> Iterator[Block]:
    """List the data that the study of the theme will ask for."""
    if material.theme is None:
        return
    holders = {holder.id: holder for holder in material.knowledge.data_holders}
    yield Heading(material.word("study-data"))
    yield _data_table(
        material,
        [
            (
                Cell(material.say.text(datum.name), material.cite(datum.citation)),
                material.say.text(datum.purpose),
                material.say.text(holders[datum.holder].name),
            )
            for datum in material.knowledge.study_data
            if not datum.schemes or material.theme.id in datum.schemes
        ],
        material.word("study-data"),
        material.word("purpose-of-data"),
    )


def _data_table(
    material: Material, rows: Iterable[tuple[Cell, str, str]], name: str, purpose: str
) -> Table:
    word = material.word
    return Table(
        name,
        (
            Column(word("item"), share=3),
            Column(purpose, share=2.2),
            Column(word("holder"), share=2),
            Column(word("state"), "status", 1.2),
            Column(word("due"), "blank", 1.2),
        ),
        tuple((item, Cell(what), Cell(who), Cell(), Cell()) for item, what, who in rows),
        states=states(material),
    )


def subsidies(material: Material) -> Iterator[Block]:
    """List the kinds of money that may be used, those named for the theme first."""
    theme = material.theme.id if material.theme else ""
    kinds = material.knowledge.subsidies
    fitting = [kind for kind in kinds if not kind.schemes or theme in kind.schemes]
    ordered = [*fitting, *(kind for kind in kinds if kind not in fitting)]
    say, word = material.say, material.word
    yield Table(
        word("kind"),
        (
            Column(word("kind"), share=1.5),
            Column(word("purpose-of-data"), share=2),
            Column(word("named-in"), share=4),
            Column(word("state"), "status", 1.2),
        ),
        tuple(
            (
                Cell(
                    say.text(kind.name),
                    word("for-this-theme") if theme and theme in kind.schemes else "",
                ),
                Cell(say.text(kind.purpose)),
                several(kind.named, material),
                Cell(),
            )
            for kind in ordered
        ),
        states=states(material),
    )
