"""What is decided and why: the theme, its reasons, what is excluded, what is asked next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from screc.advice.headline import headline
from screc.advice.terms import ASPECTS, EFFECTS, STANDINGS
from screc.model.attribute import Attribute, split_key
from screc.model.recommendation import (
    AreaFinding,
    Finding,
    Outcome,
    RankedScheme,
    Standing,
)
from screc.scoping.material import Material
from screc.scoping.paper import (
    Bar,
    Bars,
    Block,
    Callout,
    Cell,
    Column,
    Field,
    Form,
    Heading,
    Items,
    Line,
    Paragraph,
    Table,
    Tone,
)

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
_OF_THEME = 2
_ASKED_FIRST = 3
_ROOM = 3
_BOX = "□"
"""A box to tick that every Japanese font has."""


def decision(material: Material) -> Iterator[Block]:
    """Say in a box what is proposed, and how sure that is."""
    answer, theme = material.answer, material.theme
    first = answer.recommendations[:1]
    said = headline(
        answer.outcome,
        (first[0].name, first[0].standing) if first else None,
        material.say,
        near=[place.name for place in answer.recommendations[1:] if place.close_to_first],
        is_gated=bool(answer.gates),
    )
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


def first_questions(material: Material) -> Iterator[Block]:
    """Ask what the theme still hangs on, and what could put another in its place."""
    if material.answer.outcome not in ("match", "ask"):
        return
    yield Heading(material.word("ask-first"))
    lines = tuple(to_ask(material))
    if lines:
        yield Items(lines, is_numbered=True)
    else:
        yield Paragraph(material.word("settled"))


def to_ask(material: Material) -> Iterator[Line]:
    """Name the few questions of a first session, each with what hangs on its answer."""
    attributes = {attribute.id: attribute for attribute in material.knowledge.attributes}
    asked: dict[str, str] = {}
    for finding in _open_findings(material):
        name = split_key(finding.missing[0])[0]
        if len(asked) < _OF_THEME and name not in asked:
            asked[name] = material.say(
                f"「{finding.because}」かどうかが決まる（{_weight(finding, material)}）",
                f'settles whether "{finding.because}" ({_weight(finding, material)})',
            )
    for question in material.answer.questions:
        if len(asked) < _ASKED_FIRST and question.changes_first:
            asked.setdefault(question.attribute, material.word("changes-first"))
    for name, why in asked.items():
        yield Line(material.say.text(attributes[name].question), why)


def _open_findings(material: Material) -> list[Finding]:
    """Order what is open of the theme: what it requires, then what brings most points."""
    theme = [place for place in material.candidates if place.scheme == material.theme_id]
    found = [
        finding
        for place in theme
        for finding in place.findings
        if finding.verdict == "open" and finding.missing and finding.effect != "cautions"
    ]
    return sorted(found, key=lambda finding: (not finding.to_confirm, -(finding.points or 0)))


def _weight(finding: Finding, material: Material) -> str:
    if finding.aspect is None:
        return material.say.text(EFFECTS[finding.effect])
    aspect = material.say.text(ASPECTS[finding.aspect])
    return material.say(f"{aspect} {finding.points}点", f"{aspect}, {finding.points} points")


def reasons(material: Material) -> Iterator[Block]:
    """Say of each candidate what holds, what has to be confirmed and what to mind."""
    for place in material.candidates:
        standing = material.say.text(STANDINGS[place.standing])
        yield Heading(material.say(f"{place.name}（{standing}）", f"{place.name} ({standing})"))
        yield Items((*_held(place, material), *_open(place, material), *_cautions(place, material)))
        assumed = [
            finding.because
            for finding in place.findings
            if finding.presumed and finding.verdict == "open"
        ]
        if assumed:
            colon = material.say("：", ": ")
            said = f"{material.word('assumed')}{colon}{material.join(assumed)}"
            yield Paragraph(said, is_small=True)


def _held(place: RankedScheme, material: Material) -> Iterator[Line]:
    aspects = {name: material.say.text(word) for name, word in ASPECTS.items()}
    for finding in place.findings:
        if finding.aspect and finding.verdict == "holds":
            weight = f"{aspects[finding.aspect]} {finding.points}"
            yield _finding(finding, material, "○", "good", weight)


def _open(place: RankedScheme, material: Material) -> Iterator[Line]:
    for finding in place.findings:
        if finding.to_confirm:
            yield _finding(finding, material, "？", "ask", material.word("to-confirm"))


def _cautions(place: RankedScheme, material: Material) -> Iterator[Line]:
    for finding in place.findings:
        if finding.effect == "cautions":
            yield _finding(finding, material, "！", "warn", material.word("cautions"))


def _finding(
    finding: Finding | AreaFinding,
    material: Material,
    mark: str,
    tone: Tone,
    what: str = "",
) -> Line:
    """Write a finding: what it says, by which facts, what is missing, how it was read."""
    colon = material.say("：", ": ")
    notes = [what, material.facts.used(finding.facts)]
    missing = getattr(finding, "missing", ())
    if missing:
        notes.append(f"{material.word('missing')}{colon}{material.facts.names(missing)}")
    if finding.reading:
        notes.append(f"{material.word('our-reading')}{colon}{finding.reading}")
    note = material.say(" ・ ", " · ").join(filter(None, notes))
    return Line(finding.because, note, material.cite(finding.citation), mark, tone)


def others(material: Material) -> Iterator[Block]:
    """List what is neither presented nor excluded: with some cue, and without any."""
    if material.answer.outcome not in ("match", "ask"):
        return
    rest = [place for place in material.answer.others if place not in material.candidates]
    weak = [place for place in rest if place.fit.held]
    none = [place.name for place in rest if not place.fit.held]
    if weak:
        yield Heading(material.word("others"))
        yield Table(
            material.word("others"),
            (
                Column(material.word("scheme"), share=4),
                Column(material.word("standing")),
                Column(material.word("points"), "number", 1.5),
            ),
            tuple(
                (
                    Cell(place.name),
                    Cell(material.say.text(STANDINGS[place.standing])),
                    Cell(_points(place, material), number=place.fit.held),
                )
                for place in weak
            ),
        )
    if none:
        yield Heading(material.word("no-cue"))
        yield Paragraph(material.join(none))


def _points(place: RankedScheme, material: Material) -> str:
    held, possible = place.fit.held, place.fit.possible
    return material.say(f"{held}～{possible}", f"{held} to {possible}")


def exclusions(material: Material) -> Iterator[Block]:
    """List what cannot be; schemes that one reason excludes stand together."""
    if material.answer.outcome in ("match", "ask"):
        yield from _excluded(material)


def _excluded(material: Material) -> Iterator[Block]:
    names: dict[tuple[str, str], list[str]] = {}
    sources: dict[tuple[str, str], list[str]] = {}
    for scheme in material.answer.excluded:
        for finding in scheme.findings:
            reason = _refutation(finding, material), material.facts.used(finding.facts)
            names.setdefault(reason, []).append(scheme.name)
            sources.setdefault(reason, []).append(material.cite(finding.citation))
    if names:
        colon = material.say("：", ": ")
        yield Heading(material.word("excluded"))
        yield Items(
            tuple(
                Line(
                    f"{material.join(called)}{colon}{reason[0]}",
                    reason[1],
                    material.join(dict.fromkeys(sources[reason])),
                    "×",
                    "warn",
                )
                for reason, called in names.items()
            )
        )


def _refutation(finding: Finding, material: Material) -> str:
    if finding.effect == "requires":
        return finding.because
    return material.say(
        f"「{finding.because}」に{material.word('not-so')}",
        f'{material.word("not-so")}: "{finding.because}"',
    )


def gates(material: Material) -> Iterator[Block]:
    """Say why the area as a whole goes to individual consultation."""
    if material.answer.gates:
        lines = (_finding(found, material, "！", "warn") for found in material.answer.gates)
        yield Items(tuple(lines))


def consultation(material: Material) -> Iterator[Block]:
    """Say why none of the schemes fits, how consultation goes on, and what it can begin from."""
    if material.answer.outcome != "consult":
        return
    yield from _excluded(material)
    reasons = {found.citation for found in material.answer.gates}
    general = material.knowledge.programme.consultation
    own = [said for said in general if str(said.citation) in reasons]
    yield Heading(material.word("how-consultation"))
    yield Items(material.lines(own or general))
    if material.record not in material.knowledge.areas:
        yield Paragraph(material.word("consultation-for-others"), is_small=True)


def consultation_sheet(material: Material) -> Iterator[Block]:
    """Draft the sheet of a consultation: what is wished, what does not fit, and room."""
    if material.answer.outcome != "consult":
        return
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


def remarks(material: Material) -> Iterator[Block]:
    """Say what else is to be known of the area's own entries."""
    # What the guidance says of its consultations is told where these are.
    told = {said.citation for said in material.knowledge.programme.consultation}
    own = [said for said in material.record.remarks if said.citation not in told]
    if own:
        yield Heading(material.word("remarks"))
        yield Items(material.lines(own))


def conflicts(material: Material) -> Iterator[Block]:
    """Name the facts that clash."""
    if material.answer.conflicts:
        lines = (_finding(found, material, "！", "warn") for found in material.answer.conflicts)
        yield Items(tuple(lines))


def questions(material: Material) -> Iterator[Block]:
    """Ask what is open, with the answers to tick, whom to ask and what it bears on."""
    if not material.answer.questions:
        return
    attributes = {attribute.id: attribute for attribute in material.knowledge.attributes}
    holders = {
        name: material.say.text(holder.name)
        for holder in material.knowledge.data_holders
        for name in holder.attributes
    }
    names = {id_: material.say.text(scheme.name) for id_, scheme in material.schemes.items()}
    yield Table(
        material.word("question"),
        (
            Column(material.word("question"), share=3),
            Column(material.word("answers"), share=2),
            Column(material.word("bears-on"), share=2),
            Column(material.word("holder"), share=1.5),
        ),
        tuple(
            (
                Cell(part.question, material.word("changes-first") if part.changes_first else ""),
                Cell(_answers(attributes[part.attribute], material)),
                Cell(material.join(names[scheme] for scheme in part.decides)),
                Cell(holders[part.attribute]),
            )
            for part in material.answer.questions
        ),
        has_row_heads=False,
    )


def _answers(attribute: Attribute, material: Material) -> str:
    """Write the answers as boxes to tick, or the unit of the number that is asked for."""
    unknown = f"{_BOX} {material.word('unknown')}"
    if attribute.unit is not None:
        unit = material.say(attribute.unit.ja, attribute.unit.en)
        return f"＿＿＿＿ {unit}\n{unknown}"
    options = [material.say.text(option.name) for option in attribute.options]
    given = options or [material.say("はい", "yes"), material.say("いいえ", "no")]
    return "\n".join((*(f"{_BOX} {option}" for option in given), unknown))


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
