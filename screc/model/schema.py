"""JSON Schemas of what people write and what screc prints, for editors and other programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import TypeAdapter

from screc.model.area import AreaRecord
from screc.model.attribute import NO_WORDS, ONLY_WORDS, UNKNOWN_WORDS, YES_WORDS, Attribute
from screc.model.chart import DistrictChart
from screc.model.evaluation import Evaluation
from screc.model.explanation import Explanation
from screc.model.programme import Programme
from screc.model.recommendation import Recommendation
from screc.model.record import Record
from screc.model.replay import Replay
from screc.model.rule import Constraint, Gate, Situation
from screc.model.scheme import Scheme
from screc.model.source import Erratum, RegulationChange, Sources
from screc.model.viability import ViabilityCase
from screc.model.vocabulary import (
    Aim,
    AttributeGroup,
    Equipment,
    FlowClass,
    FlowType,
    StakeholderType,
)

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

FORMS: dict[str, Any] = {
    "area": AreaRecord,
    "scheme": Scheme,
    "chart": DistrictChart,
    "attribute-group": AttributeGroup,
    "situations": tuple[Situation, ...],
    "constraints": tuple[Constraint, ...],
    "gates": tuple[Gate, ...],
    "aims": tuple[Aim, ...],
    "stakeholder-types": tuple[StakeholderType, ...],
    "flow-classes": tuple[FlowClass, ...],
    "flow-types": tuple[FlowType, ...],
    "equipment": tuple[Equipment, ...],
    "sources": Sources,
    "errata": tuple[Erratum, ...],
    "regulation": tuple[RegulationChange, ...],
    "programme": Programme,
    "recommendation": Recommendation,
    "explanation": Explanation,
    "viability-case": ViabilityCase,
    "evaluation": Evaluation,
    "record": Record,
    "replay": Replay,
}
_PRINTED = ("recommendation", "explanation", "replay", "evaluation")


def schema_of(name: str, attributes: Iterable[Attribute] = ()) -> dict[str, Any]:
    """Return the JSON Schema of a form.

    Args:
        name: one of `FORMS`.
        attributes: the vocabulary, so that an editor can complete and explain an area's facts.

    >>> schema_of("area")["properties"]["kind"]["enum"]
    ['municipality', 'district', 'area']
    """
    mode: Literal["serialization", "validation"] = (
        "serialization" if name in _PRINTED else "validation"
    )
    schema = {"$schema": _DIALECT} | TypeAdapter(FORMS[name]).json_schema(mode=mode)
    if name == "area":
        facts = {attribute.id: _fact_schema(attribute) for attribute in attributes}
        if facts:
            schema["properties"]["facts"] |= {"properties": facts, "additionalProperties": False}
    return schema


def _fact_schema(attribute: Attribute) -> dict[str, Any]:
    options = [option.id for option in attribute.options]
    flag = {"enum": [True, False, *YES_WORDS, *NO_WORDS]}
    said = {"type": "object", "additionalProperties": flag}
    said |= {"propertyNames": {"enum": options}}
    values: dict[str, list[dict[str, Any]]] = {
        "flag": [flag],
        "number": [
            {
                "type": "integer" if attribute.whole else "number",
                "minimum": attribute.minimum,
                "maximum": attribute.maximum,
            }
        ],
        "choice": [{"enum": options}, said],
        "choices": [{"type": "array", "items": {"enum": [*options, *ONLY_WORDS]}}, said],
    }
    value = values[attribute.type]
    unknown = {"enum": [*UNKNOWN_WORDS, None]}
    written = {
        "allOf": [{"$ref": "#/$defs/WrittenFact"}],
        "properties": {"value": {"anyOf": [*value, unknown]}},
        "required": ["value"],
    }
    title = f"{attribute.name.ja} / {attribute.name.en}"
    description = f"{attribute.question.ja}\n{attribute.question.en}"
    return {"title": title, "description": description, "anyOf": [*value, unknown, written]}
