"""Why the candidates fit, what else has a cue, what is excluded, and which facts clash."""

from __future__ import annotations

from collections.abc import Iterator

from screc.advice.terms import ASPECTS, STANDINGS
from screc.model.recommendation import AreaFinding, Finding, RankedScheme
from screc.scoping.material import Material
from screc.scoping.paper import Block, Cell, Column, Heading, Items, Line, Paragraph, Table, Tone


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
            yield finding_line(finding, material, "○", "good", weight)


def _open(place: RankedScheme, material: Material) -> Iterator[Line]:
    for finding in place.findings:
        if finding.to_confirm:
            yield finding_line(finding, material, "？", "ask", material.word("to-confirm"))


def _cautions(place: RankedScheme, material: Material) -> Iterator[Line]:
    for finding in place.findings:
        if finding.effect == "cautions":
            yield finding_line(finding, material, "！", "warn", material.word("cautions"))


def finding_line(
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
        yield from excluded(material)


def excluded(material: Material) -> Iterator[Block]:
    """Say what cannot be, by its reasons."""
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


def conflicts(material: Material) -> Iterator[Block]:
    """Name the facts that clash."""
    if material.answer.conflicts:
        lines = (finding_line(found, material, "！", "warn") for found in material.answer.conflicts)
        yield Items(tuple(lines))


def remarks(material: Material) -> Iterator[Block]:
    """Say what else is to be known of the area's own entries."""
    # What the guidance says of its consultations is told where these are.
    told = {said.citation for said in material.knowledge.programme.consultation}
    own = [said for said in material.record.remarks if said.citation not in told]
    if own:
        yield Heading(material.word("remarks"))
        yield Items(material.lines(own))
