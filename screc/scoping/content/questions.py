"""What is asked: first what the theme hangs on, then all that is open."""

from __future__ import annotations

from collections.abc import Iterator

from screc.advice.terms import ASPECTS, EFFECTS
from screc.model.attribute import Attribute, split_key
from screc.model.recommendation import Finding
from screc.scoping.material import Material
from screc.scoping.paper import Block, Cell, Column, Heading, Items, Line, Paragraph, Table

_OF_THEME = 2
_ASKED_FIRST = 3
_BOX = "□"
"""A box to tick that every Japanese font has."""


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
        yield Line(material.say.text(material.attributes[name].question), why)


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


def questions(material: Material) -> Iterator[Block]:
    """Ask what is open, with the answers to tick, whom to ask and what it bears on."""
    if not material.answer.questions:
        return
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
                Cell(_answers(material.attributes[part.attribute], material)),
                Cell(material.join(names[scheme] for scheme in part.decides)),
                Cell(material.holders[part.attribute]),
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
