"""What a recommendation says: the JSON that others rely on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from screc.model.rule import Aspect, Effect
from screc.model.rulebase import FactOrigin, FactValue

Verdict = Literal["holds", "refuted", "open"]
Standing = Literal["recommended", "conditional", "undetermined", "excluded"]
Outcome = Literal["match", "ask", "consult", "conflict", "off-topic"]
Mode = Literal["area", "query", "description"]
UsedFacts: TypeAlias = dict[str, bool | float]


@dataclass(frozen=True)
class Edition:
    """Which knowledge base spoke."""

    version: str
    digest: str


@dataclass(frozen=True)
class ReportedFact:
    """A fact as it was used, and where it came from."""

    value: FactValue
    origin: FactOrigin
    as_of: int | None
    citation: str | None


@dataclass(frozen=True)
class ReportedArea:
    """The area that was judged, with its facts."""

    id: str
    name: str
    facts: dict[str, ReportedFact]


@dataclass(frozen=True)
class Finding:
    """One rule applied to the area: its verdict, the facts that it used, those it lacks."""

    rule: str
    verdict: Verdict
    effect: Effect
    aspect: Aspect | None
    points: int | None
    presumed: bool
    to_confirm: bool
    because: str
    reading: str | None
    facts: UsedFacts
    missing: tuple[str, ...]
    citation: str


@dataclass(frozen=True)
class Fit:
    """Points held already, and points still possible, of 100."""

    held: int
    possible: int


@dataclass(frozen=True)
class RankedScheme:
    """A scheme with its place in the ranking.

    Equal ranks are ties; `close_to_first` is what stands as the first does, with nearly its weight.
    """

    scheme: str
    name: str
    rank: int
    close_to_first: bool
    standing: Standing
    fit: Fit
    weight: float
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ExcludedScheme:
    """A scheme that cannot be: with the refuted requirements, or the trigger or purpose denied."""

    scheme: str
    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Question:
    """An unknown that can change the ranking, and the schemes that it decides on.

    `changes_first`: an answer can change the first place, or how the first scheme stands.
    """

    attribute: str
    question: str
    decides: tuple[str, ...]
    changes_first: bool


@dataclass(frozen=True)
class AreaFinding:
    """A constraint or gate that holds: facts that clash, or a reason for consultation."""

    id: str
    because: str
    reading: str | None
    facts: UsedFacts
    citation: str


@dataclass(frozen=True)
class ReadFact:
    """A fact read from a text, with the words that said it.

    `places` are where the words stand in the text, in characters, from the first to behind the
    last. A fact by `likeness` follows from what the text resembles as a whole; its words are those
    that tell most.
    """

    attribute: str
    value: FactValue
    words: str
    places: tuple[tuple[int, int], ...]
    negated: bool
    basis: Literal["words", "likeness"] = "words"


@dataclass(frozen=True)
class Recommendation:
    """The answer for one area.

    `recommendations` holds what is presented, best first; `others` the schemes that are neither
    presented nor excluded. With `consult`, `conflict` and `off-topic` nothing is presented. Of a
    text, `read` is what was understood, and `unread` the sentences in which nothing was.
    """

    outcome: Outcome
    engine: str
    mode: Mode
    knowledge: Edition
    area: ReportedArea
    recommendations: tuple[RankedScheme, ...]
    others: tuple[RankedScheme, ...]
    excluded: tuple[ExcludedScheme, ...]
    questions: tuple[Question, ...]
    gates: tuple[AreaFinding, ...]
    conflicts: tuple[AreaFinding, ...]
    read: tuple[ReadFact, ...]
    unread: tuple[str, ...] = ()
