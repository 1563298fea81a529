"""What the models that only authors and readers of knowledge need have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

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
