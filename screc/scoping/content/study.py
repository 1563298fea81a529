"""The theme sheet, the way to the feasibility study, its data and money, the programme, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from screc.model.attribute import split_key
from screc.model.condition import names
from screc.rules.expand import expand
from screc.scoping.content.cells import several
from screc.scoping.content.decision import to_ask
from screc.scoping.content.scheme import scaled_cost, states
from screc.scoping.material import Material
from screc.scoping.paper import (
    Block,
    Cell,
    Column,
    Field,
    Form,
    Heading,
    Items,
    Line,
    Paragraph,
    Table,
)
from screc.scoping.yen import say_range

_TO_WRITE_ON = 2
_OF_CHOICE = 2
_REVIEW = 4
_PLACES = 3


def sheet(material: Material) -> Iterator[Block]:
    """Draft the theme sheet: purpose, target area, outline, review of last year, and room."""
    if material.answer.outcome == "consult":
        return
    word, theme = material.word, material.theme
    title = (Line(material.say.text(theme.title.text)),) if theme else ()
    outline = material.lines(theme.outline) if theme else ()
    yield Form(
        (
            Field(word("study-theme"), (*title, Line(word("decision-boxes"))), 1),
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
    if material.answer.outcome == "consult":
        return
    word, theme = material.word, material.theme
    title = (Line(material.say.text(theme.title.text)),) if theme else ()
    yield Form(
        (
            Field(word("study-theme"), (*title, Line(word("decision-boxes"))), 1),
            Field(word("target-area"), tuple(_target(material))[:_PLACES], 1),
            Field(word("this-year"), tuple(_this_year(material)), 1),
            Field(word("settled-on"), (), 1),
        )
    )


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


def definition(material: Material) -> Iterator[Block]:
    """Say what a feasibility study is."""
    if material.answer.outcome == "consult":
        return
    yield Heading(material.word("definition"))
    yield Items(material.lines(material.knowledge.programme.feasibility_study.definition))


def steps(material: Material) -> Iterator[Block]:
    """List the steps to the feasibility study, in their order."""
    if material.answer.outcome == "consult":
        return
    study = material.knowledge.programme.feasibility_study
    yield Heading(material.word("steps"))
    yield Items(material.lines(study.steps), is_numbered=True)


def verifies(material: Material) -> Iterator[Block]:
    """Say what the study verifies and examines."""
    if material.answer.outcome == "consult":
        return
    study = material.knowledge.programme.feasibility_study
    yield Heading(material.word("verifies"))
    yield Items(material.lines(study.verifies))
    yield Heading(material.word("examines"))
    examined = material.join(material.say.text(part.text) for part in study.examines)
    yield Items((Line(examined, source=material.cite_all(study.examines)),))


def missing_facts(material: Material) -> Iterator[Block]:
    """List the facts that rules or the theme's chart ask for and nobody has said."""
    attributes = {attribute.id: attribute for attribute in material.knowledge.attributes}
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
                _holder(name, material),
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


def _holder(attribute: str, material: Material) -> str:
    holder = next(h for h in material.knowledge.data_holders if attribute in h.attributes)
    return material.say.text(holder.name)


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


def principles(material: Material) -> Iterator[Block]:
    """Say how the support is meant, where the area takes part in it."""
    if material.answer.outcome != "consult":
        programme = material.knowledge.programme
        yield Heading(material.word("principles"))
        yield Items(material.lines((*programme.principles, *programme.theme_choice[:_OF_CHOICE])))


def sessions(material: Material) -> Iterator[Block]:
    """Lay out the sessions of a year, which areas for individual consultation do not attend."""
    if material.answer.outcome == "consult":
        return
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


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def years(material: Material) -> Iterator[Block]:
    """Lay out the years of the programme, for those who take part in it."""
    if material.answer.outcome == "consult":
        return
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
