"""Compose the papers of an area: a template's sections, filled from the material."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screc.errors import InputError, unknown_name
from screc.model.session_papers import PaperColours, PaperSection, PaperTemplate
from screc.scoping.content.contents import CONTENTS
from screc.scoping.material import Material
from screc.scoping.paper import Block, Look, Paper, Paragraph, Section, ToneLook


@dataclass(frozen=True)
class Papers:
    """The three papers of a session: to read whole, to show, to work in."""

    whole: Paper
    slides: Paper
    workbook: Paper


def compose(material: Material) -> Papers:
    """Compose all papers; a section that has nothing to say of the area is left out.

    Raises:
        InputError: the template names contents that there are none of.
    """
    template = material.template
    check_contents(template)
    wanted = dict.fromkeys((*template.whole, *template.slides, *template.workbook))
    made = {
        section.id: _section(section, material)
        for section in template.sections
        if section.id in wanted
    }
    return Papers(
        *(
            _paper([made[name] for name in names], material)
            for names in (template.whole, template.slides, template.workbook)
        )
    )


def check_contents(template: PaperTemplate) -> None:
    """Refuse a template that names contents of which there are none.

    Raises:
        InputError: with all such names.
    """
    wanted = {*template.whole, *template.slides, *template.workbook}
    problems = [
        unknown_name(("内容", "content"), name, CONTENTS)
        for section in template.sections
        if section.id in wanted or section.id not in template.overview
        for name in section.contents
        if name not in CONTENTS
    ]
    if problems:
        raise InputError(problems)


def _section(section: PaperSection, material: Material) -> Section:
    blocks: list[Block] = []
    if not section.outcomes or material.answer.outcome in section.outcomes:
        for name in section.contents:
            blocks += CONTENTS[name](material)
    if blocks and section.lead is not None:
        blocks.insert(0, Paragraph(material.fill(section.lead)))
    return Section(section.id, material.fill(section.title), tuple(blocks))


def _paper(sections: Iterable[Section], material: Material) -> Paper:
    template = material.template
    return Paper(
        title=material.fill(template.title),
        subtitle=material.fill(
            template.subtitle_of_consultation
            if material.answer.outcome == "consult"
            else template.subtitle
        ),
        imprint=material.fill(template.imprint),
        contents=material.fill(template.contents),
        skip=material.fill(template.skip),
        language=material.language,
        look=look_of(template.colours),
        sections=tuple(section for section in sections if section.blocks),
    )


def look_of(colours: PaperColours) -> Look:
    """Take the colours of a template."""
    tones = {name: ToneLook(tone.sign, tone.ground) for name, tone in colours.tones.items()}
    return Look(
        colours.ink, colours.quiet, colours.rule, colours.accent, colours.accent_ground, tones
    )
