"""Where the figures come from: each input's origin, and how a district was fitted."""

from __future__ import annotations

from collections import Counter

from screc.errors import printable
from screc.model.area import Figure
from screc.model.evaluation import (
    FittedInput,
    Fitting,
    Origin,
    OutOfReach,
    Residual,
    UsedInput,
)
from screc.model.knowledge import Knowledge
from screc.model.text import Say
from screc.model.viability import Input, Unreachable, ViabilityCase
from screc.viability.calibrate import Calibration, Hit
from screc.viability.given import Given
from screc.viability.ledger import Nothing
from screc.viability.plan import make_plan
from screc.viability.stakeholders import share_of
from screc.viability.study import Study
from screc.viability.terms import ORIGINS


def used_inputs(study: Study, base: Knowledge, say: Say) -> tuple[UsedInput, ...]:
    """Tell each input with its value, its range, and where it comes from.

    Args:
        study: the case and its values.
        base: the knowledge, for its sources.
        say: the language.
    """
    return tuple(_used(part, study, base, say) for part in study.case.inputs)


def _used(part: Input, study: Study, base: Knowledge, say: Say) -> UsedInput:
    origin, source = _origin(part, base, say)
    return UsedInput(
        part.id,
        printable(say.text(part.name)),
        study.values[part.id],
        printable(say.text(part.unit)) if part.unit else None,
        part.low,
        part.high,
        "fitted" if part.id in study.fitted else origin,
        printable(source),
    )


def _origin(part: Input, base: Knowledge, say: Say) -> tuple[Origin, str]:
    if part.citation is not None:
        return "cited", base.sources.cite(part.citation, say.language)
    if part.basis is not None:
        return "elsewhere", part.basis.ja if say.language == "ja" else part.basis.en
    if part.assumption is not None:
        return "assumed", say.text(part.assumption)
    return "given", say("利用者の値", "the user's own")


def counted_origins(inputs: tuple[UsedInput, ...], say: Say) -> str:
    """Count the inputs by where they come from.

    Args:
        inputs: as they were used.
        say: the language.
    """
    counts = Counter[str](part.origin for part in inputs)
    listed = say("、", ", ").join(
        say(f"{name.ja}{counts[origin]}", f"{counts[origin]} {name.en}")
        for origin, name in ORIGINS.items()
        if counts[origin]
    )
    return say(f"入力{len(inputs)}件の内訳: {listed}。", f"Of {len(inputs)} inputs: {listed}.")


def fitting_of(study: Study, calibration: Calibration, base: Knowledge, say: Say) -> Fitting:
    """Tell how a district was fitted, before the user changed anything.

    Args:
        study: the case.
        calibration: how it was fitted.
        base: the knowledge, for the names of the published figures.
        say: the language.
    """
    area = next((area for area in base.areas if area.id == study.case.area), None)
    published = area.published.figures if area and area.published else ()
    figures = {figure.id: figure for figure in published}
    names = {figure.id: say.text(figure.name) for figure in published}
    return Fitting(
        calibration.steps,
        tuple(_residual(hit, names, say) for hit in calibration.hits),
        tuple(
            FittedInput(
                part.input.id, say.text(part.input.name), part.input.number, part.value, part.moved
            )
            for part in calibration.moved
        ),
        tuple(
            _out_of_reach(part, study.case, calibration, figures[part.figure], say)
            for part in study.case.unreachable
        ),
    )


def _out_of_reach(
    part: Unreachable, case: ViabilityCase, calibration: Calibration, figure: Figure, say: Say
) -> OutOfReach:
    given = Given(case, calibration.values, Nothing())
    alone = share_of(part.actors, make_plan(given), given)
    return OutOfReach(part.actors, figure.value, alone.ratio, say.text(part.because))


def _residual(hit: Hit, names: dict[str, str], say: Say) -> Residual:
    target = hit.aim.target
    return Residual(
        target.id,
        target.id if target.figure is None else names[target.figure],
        target.result,
        hit.aim.value,
        hit.aim.high,
        hit.value,
        hit.high,
        target.tolerance,
        hit.met,
        target.fitted,
        say.text(target.because) if target.because else None,
    )
