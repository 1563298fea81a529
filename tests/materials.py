"""What papers are composed from: every area of the knowledge base, and areas that users write."""

from __future__ import annotations

from functools import cache

from screc.cli.options import set_facts
from screc.knowledge.facts import read_area
from screc.knowledge.load import load_knowledge
from screc.model.rulebase import Area
from screc.model.text import Language
from screc.scoping.compose import Papers, compose
from screc.scoping.gather import Wanted, gather
from screc.scoping.material import Material
from screc.scoping.overview_paper import overview_paper
from screc.scoping.paper import Paper, Section
from screc.scoping.programme import overview

KNOWLEDGE = load_knowledge()
RECORDS = {str(record.id): record for record in KNOWLEDGE.areas}
SCHEMES = {scheme.id: scheme for scheme in KNOWLEDGE.schemes}


def area(name: str, *settings: str) -> Area:
    """Read an area of the knowledge base, with some facts changed."""
    return set_facts(read_area(RECORDS[name], KNOWLEDGE.attributes), settings, KNOWLEDGE.attributes)


def material(
    name: str,
    *settings: str,
    language: Language = "ja",
    theme: str | None = None,
    other: str | None = None,
) -> Material:
    """Gather what the papers of an area are made of, once."""
    return _material(name, settings, language, theme, other)


@cache
def _material(
    name: str, settings: tuple[str, ...], language: Language, theme: str | None, other: str | None
) -> Material:
    wanted = Wanted(language, theme=theme, other=area(other) if other else None)
    return gather(area(name, *settings), RECORDS[name], KNOWLEDGE, wanted)


def papers(
    name: str,
    *settings: str,
    language: Language = "ja",
    theme: str | None = None,
    other: str | None = None,
) -> Papers:
    """Compose the papers of an area, once."""
    return _papers(name, settings, language, theme, other)


@cache
def _papers(
    name: str, settings: tuple[str, ...], language: Language, theme: str | None, other: str | None
) -> Papers:
    return compose(_material(name, settings, language, theme, other))


@cache
def programme(language: Language) -> Paper:
    """Compose the paper on all municipalities of the guidance, once."""
    members = tuple(
        (read_area(record, KNOWLEDGE.attributes), record)
        for record in KNOWLEDGE.areas
        if record.kind == "municipality"
    )
    found = overview(members, KNOWLEDGE, {})
    return overview_paper(found, KNOWLEDGE, KNOWLEDGE.paper_template, language)


def sections(paper: Paper) -> dict[str, Section]:
    """Name the sections of a paper."""
    return {section.id: section for section in paper.sections}
