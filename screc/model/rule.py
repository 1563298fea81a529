"""Rules and the other conditions on facts: situations, constraints, gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from screc.errors import FormError
from screc.model.citation import Citation
from screc.model.condition import Condition
from screc.model.ids import Id, Whole, Yes
from screc.model.text import Text

Effect = Literal["requires", "supports", "cautions"]
Aspect = Literal["trigger", "purpose", "circumstance"]

FULL_POINTS = 100


@dataclass(frozen=True)
class Rule:
    """A condition on facts and its one effect on a scheme.

    `requires`: where the condition is refuted, the scheme is excluded, and `otherwise` says why.
    A requirement that is `presumed` counts as met until a fact refutes it.
    `supports`: where it holds, the scheme has these points, under an aspect.
    `cautions`: where it holds, `because` is a warning; it takes nothing away.
    """

    id: Id
    effect: Effect
    when: Condition
    because: Text
    citation: Citation
    aspect: Aspect | None = None
    points: Whole | None = None
    otherwise: Text | None = None
    presumed: Yes = False
    reading: Text | None = None

    def __post_init__(self) -> None:
        """Refuse keys that do not go with the effect.

        Raises:
            FormError: `aspect`, `points`, `otherwise` or `presumed` is missing or out of place.
        """
        given = (self.aspect is not None, self.points is not None)
        if given != ((True, True) if self.effect == "supports" else (False, False)):
            raise FormError(
                "aspect と points は supports に要り、他では使えません",
                "`aspect` and `points` go with `supports`, and only with it",
            )
        if self.points is not None and not 0 < self.points <= FULL_POINTS:
            raise FormError(
                f"点数は1～{FULL_POINTS}です（{self.points}）",
                f"points are 1 to {FULL_POINTS}, found {self.points}",
            )
        if (self.effect == "requires") != (self.otherwise is not None):
            raise FormError(
                "otherwise は requires に要り、他では使えません",
                "`otherwise` goes with `requires`, and only with it",
            )
        if self.presumed and self.effect != "requires":
            raise FormError(
                "presumed は requires だけに使えます", "only a `requires` can be presumed"
            )


@dataclass(frozen=True)
class Situation:
    """A named condition derived from facts and other situations."""

    id: Id
    name: Text
    when: Condition
    citation: Citation
    reading: Text | None = None


@dataclass(frozen=True)
class Constraint:
    """Facts that cannot all be true of one area."""

    id: Id
    when: Condition
    because: Text
    citation: Citation
    reading: Text | None = None


@dataclass(frozen=True)
class Gate:
    """A condition on the area as a whole that leads to individual consultation."""

    id: Id
    when: Condition
    because: Text
    citation: Citation
    reading: Text | None = None
