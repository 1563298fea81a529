"""The source documents, where they contradict themselves, and what the law has changed since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Literal, Self

from pydantic import Field, model_validator

from screc.errors import FormError
from screc.model.base import Model, Positive, Words
from screc.model.citation import Citation
from screc.model.ids import Id
from screc.model.text import Language, Text


class SourceTable(Model):
    """A table or section of a source document and the lines that it takes up."""

    id: Words
    title: Text
    lines: tuple[Positive, Positive]


class Source(Model):
    """A source document; `short` is how papers call it, `fields` its tables' fields in English."""

    id: Id
    short: Text
    title: Text
    file: Words
    fields: dict[Words, Words] = Field(default_factory=dict)
    tables: tuple[SourceTable, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _table_ids_are_unique(self) -> Self:
        seen = [table.id for table in self.tables]
        twice = sorted({table for table in seen if seen.count(table) > 1})
        if twice:
            raise FormError(
                f"二度名の出る表があります: {', '.join(twice)}",
                f"tables named twice: {', '.join(twice)}",
            )
        return self


class Sources(Model):
    """The documents behind a knowledge base, and the base's own version."""

    version: Words
    sources: tuple[Source, ...] = Field(min_length=1)

    def called(self, source_id: str, language: Language) -> str:
        """Call a document as papers do."""
        return next(part for part in self.sources if part.id == source_id).short.in_language(
            language
        )

    def cite(self, citation: Citation, language: Language) -> str:
        """Write a citation for readers: with the document's short name and, in English, its field.

        A citation of a document that is not listed, such as an area's own, stays as it is.

        >>> tables = [{"id": "5.7", "title": {"ja": "表", "en": "table"}, "lines": [1, 9]}]
        >>> guide = {"id": "h25", "short": {"ja": "手引", "en": "Guidance"}, "tables": tables}
        >>> guide |= {"title": guide["short"], "file": "a.txt", "fields": {"目的": "purpose"}}
        >>> sources = Sources.model_validate({"version": "1", "sources": [guide]})
        >>> sources.cite(Citation.parse("h25 5.7 目的 L4"), "en")
        'Guidance 5.7 purpose L4'
        """
        source = next((part for part in self.sources if part.id == citation.source), None)
        if source is None:
            return str(citation)
        field = source.fields.get(citation.field) if language == "en" else None
        shown = replace(citation, field=field or citation.field)
        return f"{source.short.in_language(language)} {str(shown).partition(' ')[2]}"


class Erratum(Model):
    """A place where a source contradicts itself or is misprinted, and how we read it."""

    id: Id
    source: Id
    kind: Literal["contradiction", "misprint", "variation", "omission"]
    lines: tuple[Positive, ...] = Field(min_length=1)
    printed: tuple[Words, ...] = Field(min_length=1)
    finding: Text
    reading: Text

    @property
    def is_doubt(self) -> bool:
        """Tell whether it leaves in doubt what is meant, which a misprint does not."""
        return self.kind in ("contradiction", "omission")


class RegulationChange(Model):
    """A change of law or market since the guidance was written."""

    id: Id
    since: dt.date
    ja: Words
    en: Words
    law: Text
