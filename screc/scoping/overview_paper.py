"""The paper on a programme: heat map, shared themes and groups, for the same writers as a pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from screc.advice.headline import headline
from screc.errors import InputError, unknown_name
from screc.model.knowledge import Knowledge
from screc.model.session_papers import PaperTemplate
from screc.model.text import Language, Say
from screc.scoping.compose import look_of
from screc.scoping.paper import (
    Block,
    Cell,
    Column,
    Heading,
    Items,
    Line,
    Paper,
    Paragraph,
    Section,
    Table,
    Tone,
)
from screc.scoping.programme import Member, Overview, Place

_OF = 100
_MARKS = {"first": "◎", "presented": "○", "excluded": "×"}


@dataclass(frozen=True)
class _Maker:
    """Writes the sections of one overview."""

    overview: Overview
    knowledge: Knowledge
    template: PaperTemplate
    say: Say

    def word(self, name: str) -> str:
        return self.say.text(self.template.words[name])

    def heat_map(self) -> Iterator[Block]:
        schemes = self.overview.schemes.values()
        yield Table(
            self.word("area"),
            (
                Column(self.word("area"), share=1.6),
                *(Column(self.say.text(name)) for name in schemes),
            ),
            tuple(
                (
                    Cell(self.say.text(member.name)),
                    *(_cell(place) for place in member.places.values()),
                )
                for member in self.overview.members
            ),
        )

    def not_matched(self) -> Iterator[Block]:
        without = [m for m in self.overview.members if m.outcome in ("consult", "conflict")]
        if without:
            yield Heading(self.word("not-matched"))
            yield Items(
                tuple(
                    Line(
                        f"{self.say.text(member.name)}{self.say('：', ': ')}"
                        f"{headline(member.outcome, None, self.say)}",
                        mark="！",
                        tone="warn",
                    )
                    for member in without
                )
            )

    def shared_themes(self) -> Iterator[Block]:
        if not self.overview.shared:
            yield Paragraph(self.word("nothing"))
            return
        yield Table(
            self.word("scheme"),
            (
                Column(self.word("scheme"), share=1.5),
                Column(self.word("first-for"), share=2),
                Column(self.word("also-for"), share=2),
            ),
            tuple(
                (
                    Cell(self.say.text(self.overview.schemes[scheme])),
                    *(
                        Cell(self._names(members, scheme, is_first=is_first))
                        for is_first in (True, False)
                    ),
                )
                for scheme, members in self.overview.shared.items()
            ),
        )

    def _names(self, members: tuple[Member, ...], scheme: str, *, is_first: bool) -> str:
        return self.say("、", ", ").join(
            self.say.text(member.name)
            for member in members
            if member.places[scheme].is_first is is_first
        )

    def groups(self) -> Iterator[Block]:
        names = {member.id: self.say.text(member.name) for member in self.overview.members}
        if self.overview.groups:
            yield Table(
                self.word("group"),
                (
                    Column(self.word("group")),
                    Column(self.word("members"), share=4),
                    Column(self.word("farthest"), "number", 1.5),
                ),
                tuple(
                    (
                        Cell(f"{number}", self._kind(is_new=group.is_new)),
                        Cell(self.say("、", ", ").join(names[member] for member in group.members)),
                        Cell(f"{group.farthest_km:.1f} km", number=round(group.farthest_km, 1)),
                    )
                    for number, group in enumerate(self.overview.groups, 1)
                ),
            )
        if self.overview.without_spot:
            listed = self.say("、", ", ").join(names[name] for name in self.overview.without_spot)
            yield Heading(self.word("without-location"))
            yield Paragraph(listed)
        yield Heading(self.word("guidance-groups"))
        yield Items(
            tuple(
                Line(
                    f"{self.say.text(group.name)}{self.say('：', ': ')}"
                    f"{self.say.text(group.statement.text)}"
                )
                for group in self.knowledge.programme.groups
            )
        )

    def _kind(self, *, is_new: bool) -> str:
        return self.word("new-members" if is_new else "continuing")


_CONTENTS: Mapping[str, Callable[[_Maker], Iterator[Block]]] = {
    "heat-map": _Maker.heat_map,
    "not-matched": _Maker.not_matched,
    "shared-themes": _Maker.shared_themes,
    "groups": _Maker.groups,
}


def overview_paper(
    found: Overview, knowledge: Knowledge, template: PaperTemplate, language: Language
) -> Paper:
    """Compose the paper on a programme.

    Raises:
        InputError: the template names contents that there are none of.
    """
    maker = _Maker(found, knowledge, template, Say(language))
    sections = {section.id: section for section in template.sections}
    made = []
    for name in template.overview:
        section = sections[name]
        blocks: list[Block] = []
        for content in section.contents:
            if content not in _CONTENTS:
                raise InputError([unknown_name(("内容", "content"), content, _CONTENTS)])
            blocks += _CONTENTS[content](maker)
        if section.lead is not None:
            blocks.insert(0, Paragraph(maker.say.text(section.lead)))
        made.append(Section(section.id, maker.say.text(section.title), tuple(blocks)))
    return Paper(
        title=maker.word("overview-title"),
        subtitle=maker.word("overview-subtitle"),
        imprint=maker.say.text(template.imprint).format(
            area="", scheme="", version=knowledge.sources.version
        ),
        contents=maker.say.text(template.contents),
        skip=maker.say.text(template.skip),
        language=language,
        look=look_of(template.colours),
        sections=tuple(made),
    )


def _cell(place: Place) -> Cell:
    """Mark how a scheme stands; the shade says the same as the points."""
    if place.standing == "excluded":
        return Cell(_MARKS["excluded"])
    points = str(place.fit.held) if place.fit.held else ""
    mark = _MARKS["first"] if place.is_first else _MARKS["presented"] if place.is_presented else ""
    tone: Tone = "good" if place.is_presented else "plain"
    return Cell(f"{mark}{points}", level=place.fit.held / _OF, tone=tone)
