"""What a replay says: a recorded decision beside the one made now, and the rules that part them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from screc.model.condition import Condition
from screc.model.recommendation import Edition, Fit, Outcome, Standing, Verdict
from screc.model.rule import Aspect, Effect

Difference = Literal["none", "knowledge", "program", "file"]
AreaFindingKind = Literal["gate", "constraint"]


@dataclass(frozen=True)
class Decided:
    """When and by what a decision was made, and what it was in short.

    `first` is the scheme presented first; `recorded_on` is None for the decision made now.
    """

    recorded_on: str | None
    screc: str
    knowledge: Edition
    outcome: Outcome
    first: str | None
    questions: tuple[str, ...]


@dataclass(frozen=True)
class LeftOutFact:
    """A recorded fact that the knowledge of now cannot take: with its value as written, and why."""

    attribute: str
    value: str
    why: str


@dataclass(frozen=True)
class SchemeState:
    """A scheme's place in a ranking."""

    rank: int | None
    presented: bool
    standing: Standing
    fit: Fit
    weight: float


@dataclass(frozen=True)
class SchemeChange:
    """A scheme whose place changed, and the rules by which it did, as `scheme.rule`.

    `before` is None where the scheme is new, `after` where it is gone; its rules came or went with
    it, and `by` is empty. Where its rank changed, the rules that moved the schemes with which it
    changed places are among those named.
    """

    scheme: str
    name: str
    before: SchemeState | None
    after: SchemeState | None
    by: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether the scheme itself came or went."""
        return self.before is None or self.after is None


@dataclass(frozen=True)
class RuleState:
    """What of a rule decides, and its verdict."""

    verdict: Verdict
    effect: Effect
    aspect: Aspect | None
    points: int | None
    presumed: bool
    when: Condition


@dataclass(frozen=True)
class RuleChange:
    """A rule that is new, gone, of another verdict, or changed in what decides.

    `because` and `citation` are those of now; where the rule is gone, the recorded ones.
    `situations` are the changed situations that it uses, `left_out` the attributes that it asked
    for whose facts were left out, `moves` the schemes whose place it changes.
    """

    scheme: str
    rule: str
    before: RuleState | None
    after: RuleState | None
    because: str
    citation: str
    situations: tuple[str, ...]
    left_out: tuple[str, ...]
    moves: tuple[str, ...]


@dataclass(frozen=True)
class SituationChange:
    """A situation that is new, gone, or derived from other facts than before."""

    id: str
    before: Condition | None
    after: Condition | None


@dataclass(frozen=True)
class AreaFindingChange:
    """A gate or constraint that held and no longer does, or the other way round.

    `because` and `citation` are None where the knowledge of now does not have it.
    """

    kind: AreaFindingKind
    id: str
    held_before: bool
    holds_now: bool
    because: str | None
    citation: str | None


@dataclass(frozen=True)
class Replay:
    """A recorded decision, made again with the knowledge of now.

    `difference` tells to what a difference is due: `knowledge`, where that is another one;
    `program`, where only the version of screc is; `file`, where neither is, so that the record must
    have been changed after it was written. `none`: everything is as recorded.
    """

    difference: Difference
    area: str
    name: str
    before: Decided
    after: Decided
    left_out: tuple[LeftOutFact, ...]
    gates_and_constraints: tuple[AreaFindingChange, ...]
    schemes: tuple[SchemeChange, ...]
    rules: tuple[RuleChange, ...]
    situations: tuple[SituationChange, ...]
