"""What the models that only authors and readers of knowledge need have in common."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from screc.errors import FormError
from screc.model.citation import Citation
from screc.model.ids import Id, Whole
from screc.model.text import Text


class Model(BaseModel):
    """A frozen piece of knowledge; a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


Positive = Annotated[Whole, Field(gt=0)]
Words = Annotated[str, Field(min_length=1)]


class Statement(Model):
    """One item of a table, in our own words."""

    ja: Words
    en: Words
    citation: Citation
    erratum: Id | None = None

    @property
    def text(self) -> Text:
        """The words alone."""
        return Text(self.ja, self.en)


def one_name_serves_both_languages(written: Any) -> Any:
    """Take a text in one language for both."""
    return {"ja": written, "en": written} if isinstance(written, str) else written


def _is_not_blank(name: Text | None) -> Text | None:
    # A box without a name says nothing; an area's own words are not held against a translation.
    if name is not None and not (name.ja.strip() and name.en.strip()):
        raise FormError("名前が空です", "a name is empty")
    return name


Name = Annotated[
    Text,
    BeforeValidator(one_name_serves_both_languages, json_schema_input_type=Text | str),
    AfterValidator(_is_not_blank),
]
"""A name that a user gives, in one language or in both."""

OptionalName = Annotated[
    Text | None,
    BeforeValidator(one_name_serves_both_languages, json_schema_input_type=Text | str | None),
    AfterValidator(_is_not_blank),
]
"""Such a name, or none."""
