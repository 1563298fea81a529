"""The source documents, where they contradict themselves, and what the law has changed since."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from screc.errors import FormError
from screc.model.base import Model, Positive, Words
from screc.model.ids import Id
from screc.model.text import Text


class SourceTable(Model):
    """A table or section of a source document and the lines that it takes up."""

    id: Words
    title: Text
    lines: tuple[Positive, Positive]


class Source(Model):
    """A source document; `short` is how papers call it."""

    id: Id
    short: Text
    title: Text
    file: Words
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
