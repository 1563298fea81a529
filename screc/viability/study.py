"""A case and the values with which it is evaluated: as written, fitted, or changed by a user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screc.model.area import Figure
from screc.model.viability import Input, ViabilityCase
from screc.viability.calibrate import Calibration, calibrate
from screc.viability.reckon import values_of


@dataclass(frozen=True)
class Change:
    """An input that the user changed: as it was, and its value before and after."""

    input: Input
    before: float
    after: float


@dataclass(frozen=True)
class Study:
    """A case, and the values with which it is evaluated.

    Attributes:
        case: what is evaluated.
        values: of its inputs.
        calibration: how they were fitted; None where nothing was.
        changes: what the user changed of it.
    """

    case: ViabilityCase
    values: dict[str, float]
    calibration: Calibration | None = None
    changes: tuple[Change, ...] = ()

    @property
    def fitted(self) -> frozenset[str]:
        """The inputs whose values were fitted, and not changed since."""
        moved = self.calibration.moved if self.calibration is not None else ()
        return frozenset(part.input.id for part in moved) - {
            change.input.id for change in self.changes
        }

    @property
    def not_found_out(self) -> tuple[Input, ...]:
        """The inputs without which nothing can be judged, and which are still assumed."""
        inputs = {part.id: part for part in self.case.inputs}
        needed = (inputs[name] for name in self.case.must_know)
        return tuple(part for part in needed if part.assumption is not None)


def study_of(fitted: ViabilityCase, changed: ViabilityCase, figures: Sequence[Figure]) -> Study:
    """Fit a case to what is published, and then put what the user changed in place.

    Args:
        fitted: the case before the user changed it: what is published holds of that.
        changed: the same with the user's inputs.
        figures: published of the area that it is about.
    """
    calibration = calibrate(fitted, figures) if fitted.targets else None
    values = calibration.values if calibration is not None else values_of(fitted)
    changes = tuple(
        Change(before, values[before.id], after.number)
        for before, after in zip(fitted.inputs, changed.inputs, strict=True)
        if before != after
    )
    own = {change.input.id: change.after for change in changes}
    return Study(changed, values | own, calibration, changes)
