"""Where a piece of knowledge stands in the source documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from screc.errors import FormError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

CITATION_FORM = "<source> <table> <field> [<item>] L<line>[-<line>]"
_CITATION = re.compile(
    r"(?P<source>[a-z0-9-]+) (?P<table>\S+) (?P<field>\S+)"
    r"(?: (?P<item>[1-9][0-9]*))? L(?P<line>[1-9][0-9]*)(?:-(?P<last_line>[1-9][0-9]*))?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source document: its table, the field of the table, the item, the lines.

    Written in YAML on one line, so that an author can read and type it.

    >>> citation = Citation.parse("h25 5.7 構想段階 1 L961-963")
    >>> citation.table, citation.field, citation.item, citation.line, citation.last_line
    ('5.7', '構想段階', 1, 961, 963)
    >>> str(citation)
    'h25 5.7 構想段階 1 L961-963'
    """

    source: str
    table: str
    field: str
    item: int | None
    line: int
    last_line: int

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: type[Any], _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic read and print citations in their one-line form."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(
            cls.parse,
            core_schema.str_schema(),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _core_schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the one-line form for editors."""
        pattern = f"^{re.sub(r'[?]P<[a-z_]+>', '?:', _CITATION.pattern)}$"
        return {"type": "string", "pattern": pattern, "description": CITATION_FORM}

    @classmethod
    def parse(cls, written: str) -> Citation:
        """Read the one-line form.

        Raises:
            FormError: the words are not of the form `CITATION_FORM`.
        """
        match = _CITATION.fullmatch(written)
        if match is None:
            raise FormError(
                f"出典の形ではありません: 「{written}」（{CITATION_FORM} と書く）",
                f'not a citation: "{written}" (write {CITATION_FORM})',
            )
        line = int(match["line"])
        last_line = int(match["last_line"] or line)
        if last_line < line:
            raise FormError(
                f"出典の終わりの行が始めの行より前です: 「{written}」",
                f'a citation\'s last line comes before its first: "{written}"',
            )
        item = int(match["item"]) if match["item"] else None
        return cls(match["source"], match["table"], match["field"], item, line, last_line)

    def __str__(self) -> str:
        """Write the one-line form."""
        item = "" if self.item is None else f" {self.item}"
        last = "" if self.last_line == self.line else f"-{self.last_line}"
        return f"{self.source} {self.table} {self.field}{item} L{self.line}{last}"
