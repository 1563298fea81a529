"""What can stand in a section, by the names that templates use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from screc.scoping.content import (
    comparison,
    consultation,
    decision,
    precedents,
    programme,
    questions,
    reasons,
    scheme,
    sheet,
    sources,
    study,
)
from screc.scoping.content.difference import difference
from screc.scoping.material import Material
from screc.scoping.paper import Block

CONTENTS: Mapping[str, Callable[[Material], Iterator[Block]]] = {
    "decision": decision.decision,
    "fit": decision.fit,
    "fit-explained": decision.fit_explained,
    "first-questions": questions.first_questions,
    "reasons": reasons.reasons,
    "others": reasons.others,
    "exclusions": reasons.exclusions,
    "remarks": reasons.remarks,
    "gates": consultation.gates,
    "consultation": consultation.consultation,
    "consultation-sheet": consultation.consultation_sheet,
    "conflicts": reasons.conflicts,
    "questions": questions.questions,
    "facts": sources.facts,
    "comparison": comparison.comparison,
    "at-a-glance": comparison.at_a_glance,
    "difference": difference,
    "charts": scheme.charts,
    "chart-gaps": scheme.chart_gaps,
    "matrix": scheme.matrix,
    "roles": scheme.roles,
    "stakeholders": scheme.stakeholders,
    "scale": scheme.scale,
    "changes": scheme.changes,
    "alike": precedents.alike,
    "districts": precedents.districts,
    "sheet": sheet.sheet,
    "decide": sheet.decide,
    "glossary": sources.glossary,
    "definition": study.definition,
    "steps": study.steps,
    "verifies": study.verifies,
    "missing-facts": study.missing_facts,
    "study-data": study.study_data,
    "subsidies": study.subsidies,
    "principles": programme.principles,
    "sessions": programme.sessions,
    "years": programme.years,
    "sources": sources.sources,
    "errata": sources.errata,
}
"""Each gives no block where it has nothing to say of the area."""
