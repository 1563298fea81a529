"""The candidates side by side, point by point; and one area beside another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from screc.advice.terms import STANDINGS
from screc.model.recommendation import RankedScheme
from screc.model.scheme import Scheme
from screc.model.yen import say_range
from screc.scoping.material import Material
from screc.scoping.paper import Block, Cell, Column, Table

_Candidate: TypeAlias = tuple[RankedScheme, Scheme]
_Point: TypeAlias = Callable[[_Candidate, Material], Cell]
_OF = 100


def comparison(material: Material) -> Iterator[Block]:
    """Compare the first candidates in everything that a choice hangs on."""
    yield from _table(
        material,
        {
            "standing": _standing,
            "points": _points,
            "weight": _weight,
            "purpose": _purpose,
            "outline": _outline,
            "held": _held,
            "to-confirm": _to_confirm,
            "cautions": _cautions,
            "partners": _partners,
            "concept-roles": _roles,
            "scale": _scale,
            "then": _then,
        },
    )


def at_a_glance(material: Material) -> Iterator[Block]:
    """Compare them in what fits on one slide."""
    yield from _table(
        material,
        {
            "standing": _standing,
            "points": _points,
            "weight": _weight,
            "held": _held,
            "to-confirm": _to_confirm,
            "scale": _scale,
        },
    )


def _table(material: Material, points: dict[str, _Point]) -> Iterator[Block]:
    candidates = [(place, material.schemes[place.scheme]) for place in material.compared]
    if not candidates:
        return
    yield Table(
        material.word("candidates"),
        (
            Column(material.word("point"), share=1.2),
            *(Column(place.name, share=2) for place, _ in candidates),
        ),
        tuple(
            (Cell(material.word(name)), *(point(part, material) for part in candidates))
            for name, point in points.items()
        ),
    )


def _standing(candidate: _Candidate, material: Material) -> Cell:
    place = candidate[0]
    note = "" if place in material.candidates else material.word("not-a-candidate")
    return Cell(material.say.text(STANDINGS[place.standing]), note)


def _points(candidate: _Candidate, material: Material) -> Cell:
    fit = candidate[0].fit
    said = material.say(f"{fit.held}～{fit.possible}", f"{fit.held} to {fit.possible}")
    return Cell(said, level=fit.held / _OF)


def _weight(candidate: _Candidate, _material: Material) -> Cell:
    return Cell(f"{candidate[0].weight:.1f}")


def _purpose(candidate: _Candidate, material: Material) -> Cell:
    return _cell(candidate[1].purpose, material)


def _outline(candidate: _Candidate, material: Material) -> Cell:
    return _cell(candidate[1].outline, material)


def _held(candidate: _Candidate, material: Material) -> Cell:
    said = (
        finding.because
        for finding in candidate[0].findings
        if finding.aspect and finding.verdict == "holds"
    )
    return Cell(_listed(said, material))


def _to_confirm(candidate: _Candidate, material: Material) -> Cell:
    return Cell(_listed((f.because for f in candidate[0].findings if f.to_confirm), material))


def _cautions(candidate: _Candidate, material: Material) -> Cell:
    said = (f.because for f in candidate[0].findings if f.effect == "cautions")
    remarks = (material.say.text(remark.text) for remark in candidate[1].remarks)
    return Cell(_listed(dict.fromkeys((*said, *remarks)), material))


def _partners(candidate: _Candidate, material: Material) -> Cell:
    kinds = {kind.id: kind.kind for kind in material.knowledge.stakeholder_types}
    partners = (
        material.label(part.label)
        for part in candidate[1].stakeholders
        if kinds[part.type] not in ("municipality", "citizens", "resource")
    )
    return Cell(material.join(dict.fromkeys(partners)))


def _roles(candidate: _Candidate, material: Material) -> Cell:
    return _cell(candidate[1].roles.concept, material)


def _scale(candidate: _Candidate, material: Material) -> Cell:
    scale = candidate[1].scale
    notes = [material.say.text(scale.label)]
    notes += [
        f"{material.say.text(part.condition)}{material.say('：', ': ')}"
        f"{say_range(part, material.say)}"
        for part in scale.conditions
    ]
    return Cell(say_range(scale, material.say), "\n".join(notes))


def _then(candidate: _Candidate, material: Material) -> Cell:
    return _cell(candidate[1].caveats, material)


def _cell(said: Sequence[object], material: Material) -> Cell:
    text = _listed((line.text for line in material.lines(said)), material)
    return Cell(text, material.cite_all(said))


def _listed(said: Iterable[str], material: Material) -> str:
    parts = list(said)
    if len(parts) <= 1:
        return "".join(parts) or material.word("nothing")
    return "\n".join(material.say(f"・{part}", f"• {part}") for part in parts)
