"""What sets two areas apart, or one area before and after: the schemes, the rules, the facts."""

from __future__ import annotations

from dataclasses import dataclass

from screc.model.recommendation import Outcome, ReportedArea, Verdict
from screc.model.replay import SchemeState
from screc.model.rulebase import FactValue


@dataclass(frozen=True)
class ComparedArea:
    """One of the two: with its facts, the outcome, and the scheme that is presented first."""

    area: ReportedArea
    outcome: Outcome
    first: str | None


@dataclass(frozen=True)
class RuleDifference:
    """A rule that is judged otherwise, and the attributes on which it hangs and that differ.

    Where a scheme is presented for one area alone, also a constraint or gate; these have no points.
    """

    rule: str
    because: str
    points: int | None
    one: Verdict
    other: Verdict
    attributes: tuple[str, ...]
    citation: str


@dataclass(frozen=True)
class SchemeDifference:
    """A scheme that stands elsewhere, and the rules by which."""

    scheme: str
    name: str
    one: SchemeState
    other: SchemeState
    rules: tuple[RuleDifference, ...]


@dataclass(frozen=True)
class FactDifference:
    """A fact that differs and moves schemes; None where it is not known."""

    attribute: str
    one: FactValue | None
    other: FactValue | None
    moves: tuple[str, ...]


@dataclass(frozen=True)
class AreaComparison:
    """Two areas side by side.

    `facts` are those that make a difference, the ones that move most schemes first; `idle` are
    facts that differ and change nothing.
    """

    one: ComparedArea
    other: ComparedArea
    schemes: tuple[SchemeDifference, ...]
    facts: tuple[FactDifference, ...]
    idle: tuple[str, ...]
