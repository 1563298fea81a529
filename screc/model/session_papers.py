"""What the papers of a session need besides the guidance: texts, data holders, subsidies."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from screc.errors import FormError
from screc.model.base import Model, Statement
from screc.model.ids import Id
from screc.model.text import Text

PLACES = ("area", "scheme", "version")
"""What a text of the template can name between braces."""

Colour = Annotated[str, Field(pattern="^#[0-9A-F]{6}$")]


def _names_only_places(text: Text) -> Text:
    for written in (text.ja, text.en):
        try:
            named = [name for _, name, _, _ in Formatter().parse(written) if name is not None]
        except ValueError:
            named = [written]
        for name in named:
            if name not in PLACES:
                allowed = ", ".join(f"{{{place}}}" for place in PLACES)
                raise FormError(
                    f"波かっこの中「{name}」は使えません（使えるもの: {allowed}）",
                    f'"{name}" cannot stand between braces; allowed: {allowed}',
                )
    return text


Wording = Annotated[Text, AfterValidator(_names_only_places)]
"""A text that may name the area, the scheme of the theme, or a count, between braces."""


class DataHolder(Model):
    """Who would have a piece of data, and the attributes that they can tell."""

    id: Id
    name: Text
    attributes: tuple[Id, ...] = ()


class StudyDatum(Model):
    """Data that a feasibility study needs beyond the facts; our own list, no source prints one.

    `schemes`: which schemes' studies need it; all where it is empty.
    """

    id: Id
    name: Text
    purpose: Text
    holder: Id
    schemes: tuple[Id, ...] = ()


class SubsidyKind(Model):
    """A kind of support for money, with the places where the sources name it.

    `schemes`: for which schemes the tables name it; all where it is empty.
    """

    id: Id
    name: Text
    purpose: Text
    schemes: tuple[Id, ...] = ()
    named: tuple[Statement, ...] = Field(min_length=1)


class ToneColours(Model):
    """The colours of a tone: of its signs, and of the ground behind words."""

    sign: Colour
    ground: Colour


class PaperColours(Model):
    """The colours of the papers."""

    ink: Colour
    quiet: Colour
    rule: Colour
    accent: Colour
    accent_ground: Colour
    tones: dict[Literal["plain", "good", "ask", "warn"], ToneColours]


class PaperSection(Model):
    """A section: its title, a sentence that leads in, and what it contains, by name."""

    id: Id
    title: Wording
    lead: Wording | None = None
    contents: tuple[Id, ...] = Field(min_length=1)


class PaperTemplate(Model):
    """What the papers are called, which sections each has, and the words around the knowledge.

    Attributes:
        whole: the sections of the page, the PDF and the Word document.
        slides: those of the presentation.
        workbook: those of the workbook.
        overview: those of the paper on all areas of a programme.
        states: what a task's status can be, the first being how it begins.
    """

    title: Wording
    subtitle: Wording
    imprint: Wording
    contents: Wording
    skip: Wording
    colours: PaperColours
    whole: tuple[Id, ...] = Field(min_length=1)
    slides: tuple[Id, ...] = Field(min_length=1)
    workbook: tuple[Id, ...] = Field(min_length=1)
    overview: tuple[Id, ...] = Field(min_length=1)
    states: tuple[Text, ...] = Field(min_length=2)
    sections: tuple[PaperSection, ...] = Field(min_length=1)
    words: dict[Id, Wording]


class OwnTemplate(Model):
    """What a municipality puts in place of the packaged template; what it leaves out stays."""

    title: Wording | None = None
    subtitle: Wording | None = None
    imprint: Wording | None = None
    contents: Wording | None = None
    skip: Wording | None = None
    colours: PaperColours | None = None
    whole: tuple[Id, ...] | None = None
    slides: tuple[Id, ...] | None = None
    workbook: tuple[Id, ...] | None = None
    overview: tuple[Id, ...] | None = None
    states: tuple[Text, ...] | None = None
    sections: tuple[PaperSection, ...] = ()
    words: dict[Id, Wording] = Field(default_factory=dict)
