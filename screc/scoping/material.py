"""All that the papers of one area are made of, gathered once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from screc.advice.assess import Assessment
from screc.advice.fact_words import FactWords
from screc.diagram.picture import Part
from screc.model.area import AreaRecord, Participation
from screc.model.attribute import Attribute
from screc.model.citation import Citation
from screc.model.knowledge import Knowledge
from screc.model.recommendation import RankedScheme, Recommendation
from screc.model.rulebase import Area, Rulebase
from screc.model.scheme import Scheme
from screc.model.session_papers import PaperTemplate
from screc.model.text import Language, Say, Text
from screc.scoping.paper import Line

COMPARED = 3
"""How many schemes are set side by side."""


@dataclass(frozen=True)
class Material:
    """An area, what was found of it, and the knowledge that says more.

    Attributes:
        knowledge: all of it.
        rulebase: compiled from it.
        template: the texts of the papers.
        language: of the papers.
        area: with the facts that were judged.
        record: what the area's file says besides facts.
        found: the assessment.
        answer: the same in words.
        theme: the scheme that is proposed as the study theme; None where there is none.
        cast: who the theme's stakeholders are in the area.
        other: another area's answer, where one is compared.
    """

    knowledge: Knowledge
    rulebase: Rulebase
    template: PaperTemplate
    language: Language
    area: Area
    record: AreaRecord
    found: Assessment
    answer: Recommendation
    theme: Scheme | None
    cast: dict[str, Part]
    other: Assessment | None = None

    @cached_property
    def say(self) -> Say:
        """Choose between wordings."""
        return Say(self.language)

    @cached_property
    def facts(self) -> FactWords:
        """Say the area's facts in words."""
        return FactWords(self.answer.area.facts, self.rulebase, self.say)

    @cached_property
    def schemes(self) -> dict[str, Scheme]:
        """The schemes by id."""
        return {scheme.id: scheme for scheme in self.knowledge.schemes}

    @cached_property
    def attributes(self) -> dict[str, Attribute]:
        """The attributes by id."""
        return {attribute.id: attribute for attribute in self.knowledge.attributes}

    @cached_property
    def holders(self) -> dict[str, str]:
        """Who would have what is known of each attribute."""
        return {
            name: self.say.text(holder.name)
            for holder in self.knowledge.data_holders
            for name in holder.attributes
        }

    @cached_property
    def candidates(self) -> tuple[RankedScheme, ...]:
        """The first of what is presented, the theme among them wherever it stands."""
        ranked = (*self.answer.recommendations, *self.answer.others)
        theme = [place for place in ranked if self.theme and place.scheme == self.theme.id]
        rest = [place for place in self.answer.recommendations if place not in theme]
        return tuple([*theme, *rest][:COMPARED])

    @property
    def theme_id(self) -> str | None:
        """The theme's scheme."""
        return self.theme.id if self.theme else None

    @cached_property
    def compared(self) -> tuple[RankedScheme, ...]:
        """The first that have a cue, where any is presented: the one just short beside it."""
        rest = (
            place for place in self.answer.others if place.fit.held and place not in self.candidates
        )
        return tuple([*self.candidates, *rest][:COMPARED]) if self.candidates else ()

    def word(self, name: str) -> str:
        """Take a word of the template.

        Raises:
            KeyError: the template has no such word: every template has those of the packaged one.
        """
        return self.fill(self.template.words[name])

    def fill(self, text: Text) -> str:
        """Put the area, the theme and the knowledge's version into a text of the template."""
        return self.say.text(text).format(
            area=self.answer.area.name,
            scheme=self.say.text(self.theme.name) if self.theme else "",
            version=self.rulebase.version,
        )

    def settled(self, participation: Participation) -> str:
        """Say whether the support is settled; nothing where the guidance says neither."""
        if participation.support_settled is None:
            return ""
        return self.word("support-settled" if participation.support_settled else "not-settled")

    def label(self, text: Text) -> str:
        """Write a label of a chart in one line."""
        return self.say.text(text).replace(" / ", self.say("", " "))

    def cite(self, citation: Citation | str | None) -> str:
        """Write a citation with the document's short name."""
        if citation is None:
            return ""
        cited = Citation.parse(citation) if isinstance(citation, str) else citation
        return self.knowledge.sources.cite(cited, self.language)

    def cite_lines(self, source: str, lines: Iterable[int]) -> str:
        """Name lines of a document."""
        called = self.knowledge.sources.called(source, self.language)
        return f"{called} {self.join(f'L{line}' for line in lines)}"

    def cite_all(self, said: Iterable[object]) -> str:
        """Cite several items; those of one field stand together, from first line to last."""
        lines: dict[tuple[str, str, str], list[int]] = {}
        for item in said:
            cited: Citation | None = getattr(item, "citation", None)
            if cited is not None:
                field = (cited.source, cited.table, cited.field)
                lines.setdefault(field, []).extend((cited.line, cited.last_line))
        return self.join(
            self.cite(Citation(*field, None, min(found), max(found)))
            for field, found in lines.items()
        )

    def join(self, parts: Iterable[str]) -> str:
        """List several things in a sentence."""
        return self.say("、", ", ").join(parts)

    def line(self, said: object, mark: str = "") -> Line:
        """Write an item of the knowledge, which has `ja` and `en` and may have a citation."""
        ja, en = getattr(said, "ja"), getattr(said, "en")  # noqa: B009 - items of several models
        doubt = self.doubt(getattr(said, "erratum", None))
        return Line(self.say(ja, en), doubt, self.cite(getattr(said, "citation", None)), mark)

    def doubt(self, erratum: str | None) -> str:
        """Mark what is doubtful about what is printed; the errata say what and why."""
        return self.word("doubtful") if erratum in self._doubtful else ""

    def lines(self, said: Iterable[object]) -> tuple[Line, ...]:
        """Write several items."""
        return tuple(self.line(item) for item in said)

    @cached_property
    def _doubtful(self) -> set[str | None]:
        return {part.id for part in self.knowledge.errata if part.is_doubt}
