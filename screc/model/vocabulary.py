"""The vocabulary's files: groups of attributes, aims, and the terms of the charts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from screc.model.attribute import Attribute, WordList
from screc.model.base import Model, Positive, Words
from screc.model.citation import Citation
from screc.model.ids import Id, Real
from screc.model.text import Text


class AttributeGroup(Model):
    """A file of attributes that belong together; `number` orders the groups for questions."""

    id: Id
    number: Positive
    name: Text
    attributes: tuple[Attribute, ...] = Field(min_length=1)


class Aim(Model):
    """One of the kinds of smart community of table 5.1."""

    id: Id
    name: Text
    words: WordList
    citation: Citation


class StakeholderType(Model):
    """A kind of party or place on the charts, with the names that the tables give it.

    `since`: what has become of it since the guidance was written.
    """

    id: Id
    name: Text
    kind: Literal[
        "municipality",
        "citizens",
        "government",
        "council",
        "business",
        "utility",
        "facility",
        "area",
        "association",
        "npo",
        "group",
        "resource",
    ]
    aliases: tuple[Words, ...] = Field(min_length=1)
    since: Text | None = None


class FlowClass(Model):
    """Flow types that are drawn alike: colour, width of the line in points, shape of its end."""

    id: Id
    name: Text
    colour: str = Field(pattern="^#[0-9A-F]{6}$")
    width: Annotated[Real, Field(gt=0, le=6)]
    arrow: Literal["filled", "open", "hollow", "diamond", "dot", "box"]


class FlowType(Model):
    """A kind of flow between stakeholders, and the class by which it is drawn.

    `answered_by` names the types of which one is expected in return; `aliases` are words by which
    texts speak of the flow.
    """

    id: Id
    name: Text
    drawn_as: Id
    aliases: tuple[Words, ...] = ()
    answered_by: tuple[Id, ...] = ()
    stops_at_power_cut: bool = False


class Equipment(Model):
    """A kind of equipment that charts install or emergencies rely on."""

    id: Id
    name: Text
    aliases: tuple[Words, ...] = Field(min_length=1)
