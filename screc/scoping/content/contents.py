"""What can stand in a section, by the names that templates use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from screc.scoping.content import comparison, decision, precedents, scheme, study
from screc.scoping.content.difference import difference
from screc.scoping.material import Material
from screc.scoping.paper import Block

CONTENTS: Mapping[str, Callable[[Material], Iterator[Block]]] = {
    "decision": decision.decision,
    "fit": decision.fit,
    "fit-explained": decision.fit_explained,
    "first-questions": decision.first_questions,
    "reasons": decision.reasons,
    "others": decision.others,
    "exclusions": decision.exclusions,
    "remarks": decision.remarks,
    "gates": decision.gates,
    "consultation": decision.consultation,
    "consultation-sheet": decision.consultation_sheet,
    "conflicts": decision.conflicts,
    "questions": decision.questions,
    "facts": decision.facts,
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
    "sheet": study.sheet,
    "decide": study.decide,
    "glossary": study.glossary,
    "definition": study.definition,
    "steps": study.steps,
    "verifies": study.verifies,
    "missing-facts": study.missing_facts,
    "study-data": study.study_data,
    "subsidies": study.subsidies,
    "principles": study.principles,
    "sessions": study.sessions,
    "years": study.years,
    "sources": study.sources,
    "errata": study.errata,
}
"""Each gives no block where it has nothing to say of the area."""
