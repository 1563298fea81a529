"""What the papers of a session need besides the guidance: texts, data holders, subsidies."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from screc.errors import FormError
from screc.model.base import Model, Statement
from screc.model.citation import Citation
from screc.model.ids import Id, Yes
from screc.model.recommendation import Outcome
from screc.model.text import Text

PLACES = ("area", "scheme", "version")
"""What a text of the template can name between braces."""

Colour = Annotated[str, Field(pattern="^#[0-9A-F]{6}$")]


def _names_only_places(text: Text) -> Text:
    for written in (text.ja, text.en):
        for name in _between_braces(written):
            if name not in PLACES:
                allowed = ", ".join(f"{{{place}}}" for place in PLACES)
                raise FormError(
                    f"波かっこの中「{name}」は使えません（使えるもの: {allowed}）",
                    f'"{name}" cannot stand between braces; allowed: {allowed}',
                )
    return text


def _between_braces(written: str) -> Iterator[str]:
    """Go through what stands between braces, or give the whole text where one has no other."""
    try:
        for _, name, form, conversion in Formatter().parse(written):
            if name is not None:
                yield name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
    except ValueError:
        yield written


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        listed = ", ".join(twice)
        raise FormError(f"二度あります: {listed}", f"stands twice: {listed}")
    return names


Names = Annotated[tuple[Id, ...], Field(min_length=1), AfterValidator(_each_once)]
"""Names of sections or contents, in their order."""

Wording = Annotated[Text, AfterValidator(_names_only_places)]
"""A text that may name the area, the scheme of the theme, or a count, between braces."""


class DataHolder(Model):
    """Who would have a piece of data, and the attributes that they can tell."""

    id: Id
    name: Text
    attributes: tuple[Id, ...] = ()


class StudyDatum(Model):
    """Data that a feasibility study needs beyond the facts; our own suggestion where not cited.

    `schemes`: which schemes' studies need it; all where it is empty.
    """

    id: Id
    name: Text
    purpose: Text
    holder: Id
    schemes: tuple[Id, ...] = ()
    citation: Citation | None = None


class Term(Model):
    """A word of the sources and what it means; our own explanation where it is not cited.

    `with_viability`: whether an evaluation of viability explains it.
    """

    term: Text
    text: Text
    with_viability: Yes = False
    citation: Citation | None = None


class SubsidyKind(Model):
    """A kind of support for money, with the places where the sources name it.

    `schemes`: for which schemes the tables name it; all where it is empty.
    """

    id: Id
    name: Text
    purpose: Text
    schemes: tuple[Id, ...] = ()
    named: tuple[Statement, ...] = Field(min_length=1)


Tone = Literal["plain", "good", "ask", "warn"]


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
    tones: dict[Tone, ToneColours]


class OwnColours(Model):
    """The colours that a municipality chooses; the others stay."""

    ink: Colour | None = None
    quiet: Colour | None = None
    rule: Colour | None = None
    accent: Colour | None = None
    accent_ground: Colour | None = None
    tones: dict[Tone, ToneColours] = Field(default_factory=dict)


class PaperSection(Model):
    """A section: its title, a sentence that leads in, and what it contains, by name.

    `outcomes`: for areas of which outcomes it is there; of all where it is empty.
    """

    id: Id
    title: Wording
    lead: Wording | None = None
    contents: Names
    outcomes: tuple[Outcome, ...] = ()


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
    subtitle_of_consultation: Wording
    imprint: Wording
    contents: Wording
    skip: Wording
    colours: PaperColours
    whole: Names
    slides: Names
    workbook: Names
    overview: Names
    states: tuple[Text, ...] = Field(min_length=2)
    sections: tuple[PaperSection, ...] = Field(min_length=1)
    words: dict[Id, Wording]


class OwnTemplate(Model):
    """What a municipality puts in place of the packaged template; what it leaves out stays."""

    title: Wording | None = None
    subtitle: Wording | None = None
    subtitle_of_consultation: Wording | None = None
    imprint: Wording | None = None
    contents: Wording | None = None
    skip: Wording | None = None
    colours: OwnColours | None = None
    whole: Names | None = None
    slides: Names | None = None
    workbook: Names | None = None
    overview: Names | None = None
    states: tuple[Text, ...] | None = Field(default=None, min_length=2)
    sections: tuple[PaperSection, ...] = ()
    words: dict[Id, Wording] = Field(default_factory=dict)
