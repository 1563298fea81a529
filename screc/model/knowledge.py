"""The whole knowledge base as one value."""

from __future__ import annotations

from screc.model.area import AreaRecord
from screc.model.attribute import Attribute
from screc.model.base import Model
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


class Knowledge(Model):
    """Everything that is known; each field is a file or a folder of `knowledge/`."""

    digest: str
    sources: Sources
    errata: tuple[Erratum, ...]
    regulation: tuple[RegulationChange, ...]
    attribute_groups: tuple[AttributeGroup, ...]
    situations: tuple[Situation, ...]
    constraints: tuple[Constraint, ...]
    gates: tuple[Gate, ...]
    aims: tuple[Aim, ...]
    stakeholder_types: tuple[StakeholderType, ...]
    flow_classes: tuple[FlowClass, ...]
    flow_types: tuple[FlowType, ...]
    equipment: tuple[Equipment, ...]
    schemes: tuple[Scheme, ...]
    charts: tuple[DistrictChart, ...]
    areas: tuple[AreaRecord, ...]
    programme: Programme
    paper_template: PaperTemplate
    data_holders: tuple[DataHolder, ...]
    study_data: tuple[StudyDatum, ...]
    glossary: tuple[Term, ...]
    subsidies: tuple[SubsidyKind, ...]
    actors: tuple[Actor, ...]
    benefits: Catalogue
    hurdles: Hurdles
    governance: Governance
    starter: Starter
    viability_cases: tuple[ViabilityCase, ...]
    word_classes: tuple[WordClass, ...]
    cues: tuple[Cue, ...]
    marks: Marks
    measures: tuple[Measure, ...]
    readings: tuple[WordReading, ...]
    topics: tuple[Topic, ...]
    calibration: Calibration

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """All attributes, in the order in which they are asked."""
        return tuple(part for group in self.attribute_groups for part in group.attributes)

    def __eq__(self, other: object) -> bool:
        """Tell knowledge bases apart by the fingerprint of their files, not by all that is in."""
        return isinstance(other, Knowledge) and self.digest == other.digest

    def __hash__(self) -> int:
        """Agree with what is equal."""
        return hash(self.digest)
