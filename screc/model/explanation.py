"""What an explanation says: every verdict with its proof, and what would change the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from screc.model.attribute import Decider
from screc.model.recommendation import Edition, Fit, Outcome, ReportedArea, Standing, Verdict
from screc.model.rule import Aspect, Effect

Comparison = Literal["is", "at_least", "at_most", "above", "below"]
Value: TypeAlias = bool | float | str


@dataclass(frozen=True)
class TestedFact:
    """A fact compared with what a rule asks of it.

    Attributes:
        attribute: its id, or two with ` / ` between them for a quotient.
        name: of the attribute, in words.
        option: the option that is tested, of a choice.
        option_name: likewise in words.
        comparison: `is` for flags and options; a number may be compared in four ways.
        threshold: what the fact is compared with.
        value: what the fact is; null where it is unknown.
        margin: by how much a number passes, or falls short where it is negative.
        unit: of value, threshold and margin.
    """

    attribute: str
    name: str
    option: str | None
    option_name: str | None
    comparison: Comparison
    threshold: Value
    value: Value | None
    margin: float | None
    unit: str | None


@dataclass(frozen=True)
class ProofNode:
    """A step of a proof.

    Attributes:
        kind: `all` or `any` of the parts; a `situation` with its own proof as the part; `not`, of
            a situation that must not be so; or a `test`.
        verdict: of this step.
        decisive: whether the verdict at the root rests on it.
        situation: the id of the situation, with its `name`, `reading` and `citation`.
        test: the fact that was looked at.
        parts: the steps below.
    """

    kind: Literal["all", "any", "not", "situation", "test"]
    verdict: Verdict
    decisive: bool
    parts: tuple[ProofNode, ...] = ()
    test: TestedFact | None = None
    situation: str | None = None
    name: str | None = None
    reading: str | None = None
    citation: str | None = None


@dataclass(frozen=True)
class ProvedCondition:
    """A situation, constraint or gate: its verdict, and the proof of it."""

    id: str
    verdict: Verdict
    said: str
    reading: str | None
    citation: str
    proof: ProofNode


@dataclass(frozen=True)
class ProvedRule:
    """A rule of a scheme: its verdict, and the proof of it.

    `excludes`: its being refuted is why the scheme cannot be.
    """

    rule: str
    verdict: Verdict
    effect: Effect
    aspect: Aspect | None
    points: int | None
    presumed: bool
    excludes: bool
    because: str
    reading: str | None
    citation: str
    proof: ProofNode


@dataclass(frozen=True)
class MissingFact:
    """An unknown that open rules wait for: the question for it, and the rules."""

    attribute: str
    name: str
    question: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class FirstScheme:
    """The scheme that is presented first, and how it stands."""

    scheme: str
    name: str
    standing: Standing


@dataclass(frozen=True)
class ExplainedScheme:
    """A scheme with all that speaks for and against it.

    Attributes:
        rank: its place among those presented; null where it is not.
        presented: whether a recommendation presents it.
        why: the rules that hold for it.
        why_not: the rules that, refuted, exclude it.
        missing: the unknowns on which its open rules wait.
    """

    scheme: str
    name: str
    rank: int | None
    presented: bool
    standing: Standing
    fit: Fit
    weight: float
    why: tuple[str, ...]
    why_not: tuple[str, ...]
    missing: tuple[MissingFact, ...]
    findings: tuple[ProvedRule, ...]


@dataclass(frozen=True)
class ChangedFact:
    """A fact that would be otherwise.

    Attributes:
        attribute: its id.
        option: the option of several that changes, if one alone does.
        name: of the attribute and the option, in words.
        value: what it would have to be: for a number, one near the bound that suffices.
        said: the value in words.
        was: what it is now; null where it is unknown.
        decides: in whose hand it is.
        setting: what makes the change after `--set`.
    """

    attribute: str
    option: str | None
    name: str
    value: Value | None
    said: str
    was: Value | None
    decides: Decider
    setting: str


@dataclass(frozen=True)
class Ways:
    """The fewest changes that bring a scheme to a goal.

    Attributes:
        goal: `recommended` as the standing, or `first` in the ranking.
        already: whether it is there.
        count: how many facts have to change; null where three are not enough.
        smallest: every set of so many facts that suffices, the easiest first.
        own: the smallest sets that the municipality can decide alone; they may be larger.
    """

    goal: Literal["recommended", "first"]
    already: bool
    count: int | None
    smallest: tuple[tuple[ChangedFact, ...], ...]
    own: tuple[tuple[ChangedFact, ...], ...]


@dataclass(frozen=True)
class Alternative:
    """Another value of a known fact, and the schemes that would come first with it, if any."""

    value: Value | None
    said: str
    first: tuple[str, ...]
    first_names: tuple[str, ...]


@dataclass(frozen=True)
class DoubtedFact:
    """A known fact that alone, were it wrong, would change the first place."""

    attribute: str
    option: str | None
    name: str
    value: Value | None
    said: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class SchemeChanges:
    """What would bring a scheme forward."""

    scheme: str
    name: str
    ways: tuple[Ways, ...]


@dataclass(frozen=True)
class WhatIf:
    """What would change the answer, and the known facts on which the first place rests alone.

    `first` has the schemes that share the first place now; none where nothing is presented.
    """

    first: tuple[str, ...]
    schemes: tuple[SchemeChanges, ...]
    doubts: tuple[DoubtedFact, ...]


@dataclass(frozen=True)
class Explanation:
    """Why an area has the answer that it has; `what_if` where it was asked.

    `first` is the scheme that is presented first; null where nothing is.
    """

    outcome: Outcome
    first: FirstScheme | None
    engine: str
    knowledge: Edition
    area: ReportedArea
    situations: tuple[ProvedCondition, ...]
    constraints: tuple[ProvedCondition, ...]
    gates: tuple[ProvedCondition, ...]
    schemes: tuple[ExplainedScheme, ...]
    what_if: WhatIf | None = None
