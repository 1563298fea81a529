"""The support programme: its years, sessions, groups, and what a feasibility study is."""

from __future__ import annotations

from pydantic import Field

from screc.model.base import Model, Positive, Statement
from screc.model.ids import Id
from screc.model.text import Text


class Year(Model):
    """One of the years of the plan."""

    number: Positive
    name: Text
    items: tuple[Statement, ...] = Field(min_length=1)


class Session(Model):
    """One of the support sessions of a year."""

    number: Positive
    month: int = Field(ge=1, le=12)
    items: tuple[Statement, ...] = Field(min_length=1)


class Group(Model):
    """Municipalities that are supported together."""

    id: Id
    name: Text
    new: bool
    areas: tuple[Id, ...] = Field(min_length=1)
    statement: Statement


class FeasibilityStudy(Model):
    """What a feasibility study is, the steps to it, what it examines and verifies."""

    steps: tuple[Statement, ...] = Field(min_length=1)
    definition: tuple[Statement, ...] = Field(min_length=1)
    examines: tuple[Statement, ...] = Field(min_length=1)
    verifies: tuple[Statement, ...] = Field(min_length=1)


class Programme(Model):
    """The three-year programme."""

    principles: tuple[Statement, ...] = Field(min_length=1)
    years: tuple[Year, ...] = Field(min_length=1)
    sessions: tuple[Session, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = Field(min_length=1)
    grouping: tuple[Statement, ...]
    theme_choice: tuple[Statement, ...]
    consultation: tuple[Statement, ...]
    feasibility_study: FeasibilityStudy
