"""Viability cases for tests: the hand-computed one, the districts, and random ones near them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from screc.knowledge.load import load_knowledge
from screc.knowledge.yaml_reader import read_yaml
from screc.model.area import Figure
from screc.model.text import Language, Say
from screc.model.viability import ViabilityCase
from screc.viability.evaluate import evaluate
from screc.viability.reckon import values_of
from screc.viability.study import Study, study_of

HAND = Path(__file__).parent / "viability" / "hand.yaml"
DISTRICTS = ("minato-district", "tama-district")


@cache
def hand() -> dict[str, Any]:
    """Read the case that was reckoned by hand, and what came out."""
    written: dict[str, Any] = read_yaml(HAND.read_text(encoding="utf-8"), HAND.name).value
    return written


def hand_case(**changes: Any) -> ViabilityCase:
    """Make the case that was reckoned by hand, perhaps with other inputs."""
    case = ViabilityCase.model_validate(hand()["case"])
    inputs = tuple(
        part.model_copy(update={"value": float(changes[part.id.replace("-", "_")])})
        if part.id.replace("-", "_") in changes
        else part
        for part in case.inputs
    )
    return case.model_copy(update={"inputs": inputs})


def district(name: str) -> ViabilityCase:
    """Find a district's case."""
    return next(case for case in load_knowledge().viability_cases if case.id == name)


def figures(name: str) -> tuple[Figure, ...]:
    """List what is published of a district."""
    area = next(area for area in load_knowledge().areas if area.id == name)
    assert area.published is not None
    return area.published.figures


@cache
def study(name: str) -> Study:
    """Fit a district, once."""
    case = district(name)
    return study_of(case, case, figures(name))


@cache
def evaluation(name: str, language: Language = "en") -> Any:
    """Evaluate a district, once."""
    return evaluate(study(name), load_knowledge(), Say(language))


def plain_study(case: ViabilityCase, values: dict[str, float] | None = None) -> Study:
    """Make a study of a case as it is, without fitting."""
    return Study(case, values or values_of(case))


def within_ranges(case: ViabilityCase, places: list[float]) -> dict[str, float]:
    """Take every input that has a range somewhere in it.

    Args:
        case: whose inputs.
        places: from 0 (low) to 1 (high), in turn.
    """
    values = values_of(case)
    ranged = [(part.id, *part.range) for part in case.inputs if part.range is not None]
    for number, (name, low, high) in enumerate(ranged):
        place = places[number % len(places)]
        values[name] = low + (high - low) * place
    return values
