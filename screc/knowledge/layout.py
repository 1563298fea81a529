"""Which file of a knowledge base holds what."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from screc.model.area import AreaRecord
from screc.model.chart import DistrictChart
from screc.model.language import Calibration, Cue, Marks, Measure, Topic, WordClass, WordReading
from screc.model.programme import Programme
from screc.model.rule import Constraint, Gate, Situation
from screc.model.scheme import Scheme
from screc.model.session_papers import DataHolder, PaperTemplate, StudyDatum, SubsidyKind, Term
from screc.model.source import Erratum, RegulationChange, Sources
from screc.model.viability import Starter, ViabilityCase
from screc.model.viability_words import Actor, Catalogue, Governance, Hurdles
from screc.model.vocabulary import (
    Aim,
    AttributeGroup,
    Equipment,
    FlowClass,
    FlowType,
    StakeholderType,
)


@dataclass(frozen=True)
class FileKind:
    """The files that match a pattern, the field of `Knowledge` they fill, and their form.

    A pattern with a star is a folder: a file holds one thing, and is named by its id.
    """

    pattern: str
    field: str
    form: Any

    @property
    def is_folder(self) -> bool:
        """Tell whether each file holds one thing."""
        return "*" in self.pattern


LAYOUT = (
    FileKind("sources.yaml", "sources", Sources),
    FileKind("errata.yaml", "errata", tuple[Erratum, ...]),
    FileKind("regulation.yaml", "regulation", tuple[RegulationChange, ...]),
    FileKind("vocabulary/attributes/*.yaml", "attribute_groups", AttributeGroup),
    FileKind("vocabulary/situations.yaml", "situations", tuple[Situation, ...]),
    FileKind("vocabulary/constraints.yaml", "constraints", tuple[Constraint, ...]),
    FileKind("vocabulary/aims.yaml", "aims", tuple[Aim, ...]),
    FileKind("vocabulary/stakeholder-types.yaml", "stakeholder_types", tuple[StakeholderType, ...]),
    FileKind("vocabulary/flow-classes.yaml", "flow_classes", tuple[FlowClass, ...]),
    FileKind("vocabulary/flow-types.yaml", "flow_types", tuple[FlowType, ...]),
    FileKind("vocabulary/equipment.yaml", "equipment", tuple[Equipment, ...]),
    FileKind("gates.yaml", "gates", tuple[Gate, ...]),
    FileKind("schemes/*.yaml", "schemes", Scheme),
    FileKind("charts/*.yaml", "charts", DistrictChart),
    FileKind("areas/*.yaml", "areas", AreaRecord),
    FileKind("programme.yaml", "programme", Programme),
    FileKind("session/template.yaml", "paper_template", PaperTemplate),
    FileKind("session/data-holders.yaml", "data_holders", tuple[DataHolder, ...]),
    FileKind("session/study-data.yaml", "study_data", tuple[StudyDatum, ...]),
    FileKind("session/glossary.yaml", "glossary", tuple[Term, ...]),
    FileKind("session/subsidies.yaml", "subsidies", tuple[SubsidyKind, ...]),
    FileKind("viability/actors.yaml", "actors", tuple[Actor, ...]),
    FileKind("viability/benefits.yaml", "benefits", Catalogue),
    FileKind("viability/hurdles.yaml", "hurdles", Hurdles),
    FileKind("viability/governance.yaml", "governance", Governance),
    FileKind("viability/starter.yaml", "starter", Starter),
    FileKind("viability/cases/*.yaml", "viability_cases", ViabilityCase),
    FileKind("language/classes.yaml", "word_classes", tuple[WordClass, ...]),
    FileKind("language/cues.yaml", "cues", tuple[Cue, ...]),
    FileKind("language/marks.yaml", "marks", Marks),
    FileKind("language/measures.yaml", "measures", tuple[Measure, ...]),
    FileKind("language/readings.yaml", "readings", tuple[WordReading, ...]),
    FileKind("language/topics/*.yaml", "topics", Topic),
    FileKind("language/calibration.yaml", "calibration", Calibration),
)


def kind_of(path: str) -> FileKind | None:
    """Tell what a file holds, by its path inside the knowledge base."""
    for kind in LAYOUT:
        if fnmatchcase(path, kind.pattern) and path.count("/") == kind.pattern.count("/"):
            return kind
    return None
