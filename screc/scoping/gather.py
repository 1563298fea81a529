"""Gather the material of an area's papers: judge it, choose the theme, find who takes part."""

from __future__ import annotations

from dataclasses import dataclass

from screc.advice.assess import assess
from screc.advice.recommend import present_assessment
from screc.diagram.area_chart import area_cast
from screc.model.area import AreaRecord
from screc.model.knowledge import Knowledge
from screc.model.rulebase import Area
from screc.model.scheme import Scheme
from screc.model.session_papers import PaperTemplate
from screc.model.text import Language
from screc.rules.compile import compile_knowledge
from screc.rules.engines import EngineChoice
from screc.scoping.material import Material


@dataclass(frozen=True)
class Wanted:
    """What is wanted of the papers.

    Attributes:
        language: of the papers.
        engine: what judges the rules.
        theme: the id of the scheme to take as the theme; without it the first that is presented.
        other: another area to compare with.
        template: other texts than those of the knowledge base.
    """

    language: Language = "ja"
    engine: EngineChoice = "auto"
    theme: str | None = None
    other: Area | None = None
    template: PaperTemplate | None = None


def gather(area: Area, record: AreaRecord, knowledge: Knowledge, wanted: Wanted) -> Material:
    """Gather all that the papers are made of.

    Args:
        area: with its facts.
        record: what its file says besides facts.
        knowledge: all that is known.
        wanted: of the papers.

    Raises:
        InputError: facts do not fit the vocabulary.
        EngineError: the engine failed.
    """
    rulebase = compile_knowledge(knowledge)
    found = assess(area, rulebase, wanted.engine)
    answer = present_assessment(found, rulebase, wanted.language)
    first = answer.recommendations[0].scheme if answer.recommendations else None
    theme = _scheme(wanted.theme or first, knowledge)
    return Material(
        knowledge=knowledge,
        rulebase=rulebase,
        template=wanted.template or knowledge.paper_template,
        language=wanted.language,
        area=found.area,
        record=record,
        found=found,
        answer=answer,
        theme=theme,
        cast=area_cast(found.area, record, theme, knowledge) if theme else {},
        other=assess(wanted.other, rulebase, wanted.engine) if wanted.other else None,
    )


def _scheme(name: str | None, knowledge: Knowledge) -> Scheme | None:
    return next((scheme for scheme in knowledge.schemes if scheme.id == name), None)
