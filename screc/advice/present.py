"""Put verdicts into words, for one area in one language: the only maker of the JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from screc.advice.questions import Decision
from screc.advice.rank import Place
from screc.model.recommendation import (
    AreaFinding,
    ExcludedScheme,
    Finding,
    Question,
    RankedScheme,
    ReportedArea,
    ReportedFact,
)
from screc.model.rule import Constraint, Gate, Rule
from screc.model.rulebase import Area, Facts, Rulebase
from screc.model.text import Language, Text
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, VERDICTS
from screc.rules.trace import Proof, Trace, evidence_of

CLOSE = 0.9
Judged: TypeAlias = tuple[Rule, Proof]


class Presenter:
    """Makes the parts of a recommendation."""

    def __init__(
        self,
        rulebase: Rulebase,
        trace: Trace,
        facts: Facts,
        language: Language,
    ) -> None:
        """Keep what was judged, and the language."""
        self._rulebase = rulebase
        self._trace = trace
        self._facts = facts
        self._language: Language = language

    def area(self, area: Area) -> ReportedArea:
        """Tell which area it is, and its facts in the order of their names."""
        facts = {
            name: ReportedFact(fact.value, fact.origin, fact.as_of, fact.citation)
            for name, fact in sorted(area.facts.items())
        }
        return ReportedArea(area.id, area.name.in_language(self._language), facts)

    def area_findings(
        self, owners: Sequence[Constraint | Gate], proofs: Sequence[Proof]
    ) -> tuple[AreaFinding, ...]:
        """Tell which constraints or gates hold, and by what facts."""
        return tuple(
            AreaFinding(
                owner.id,
                owner.because.in_language(self._language),
                owner.reading.in_language(self._language) if owner.reading else None,
                evidence_of(proof, self._facts).facts,
                str(owner.citation),
            )
            for owner, proof in zip(owners, proofs, strict=True)
            if proof.verdict == HOLDS
        )

    def ranked(self, places: Sequence[Place], after: int = 0) -> tuple[RankedScheme, ...]:
        """Tell of schemes in their order; equal keys give equal ranks, counted after others."""
        keys = [place.key for place in places]
        return tuple(
            self._ranked(place, after + keys.index(place.key) + 1, places[0]) for place in places
        )

    def excluded(self, places: Iterable[Place]) -> tuple[ExcludedScheme, ...]:
        """Tell which schemes cannot be, in table order, and what refuted them."""
        return tuple(
            ExcludedScheme(
                scheme.id,
                scheme.name.in_language(self._language),
                tuple(
                    self._finding(rule, proof) for rule, proof in what_refuted(self._judged(index))
                ),
            )
            for index in sorted(place.index for place in places if place.standing == "excluded")
            for scheme in [self._rulebase.schemes[index]]
        )

    def questions(self, decisions: Iterable[Decision]) -> tuple[Question, ...]:
        """Ask for unknown attributes, and tell which schemes the answers bear on."""
        return tuple(
            Question(
                decision.attribute.id,
                decision.attribute.question.in_language(self._language),
                tuple(self._rulebase.schemes[index].id for index in decision.decides),
                decision.changes_of_first > 0,
            )
            for decision in decisions
        )

    def _ranked(self, place: Place, rank: int, first: Place) -> RankedScheme:
        scheme = self._rulebase.schemes[place.index]
        judged = self._judged(place.index)
        to_confirm = _to_confirm(judged)
        findings = (
            self._finding(rule, proof, to_confirm=rule.id in to_confirm)
            for rule, proof in judged
            if rule.effect != "cautions" or proof.verdict == HOLDS
        )
        is_close = place.standing == first.standing and place.weight >= first.weight * CLOSE
        return RankedScheme(
            scheme.id,
            scheme.name.in_language(self._language),
            rank,
            place is not first and is_close,
            place.standing,
            place.fit,
            place.weight,
            tuple(findings),
        )

    def _judged(self, index: int) -> list[Judged]:
        rules = self._rulebase.schemes[index].rules
        return list(zip(rules, self._trace.rules[index], strict=True))

    def _finding(self, rule: Rule, proof: Proof, *, to_confirm: bool = False) -> Finding:
        evidence = evidence_of(proof, self._facts)
        return Finding(
            rule.id,
            VERDICTS[proof.verdict],
            rule.effect,
            rule.aspect,
            rule.points,
            rule.presumed,
            to_confirm,
            said_of(rule, proof.verdict).in_language(self._language),
            rule.reading.in_language(self._language) if rule.reading else None,
            evidence.facts,
            evidence.missing,
            str(rule.citation),
        )


def said_of(rule: Rule, verdict: int) -> Text:
    """Choose the words for a rule: why it holds, or what is so where it is refuted."""
    return rule.otherwise if verdict == REFUTED and rule.otherwise else rule.because


def what_refuted(judged: Sequence[Judged]) -> list[Judged]:
    """Choose the refuted requirements, and the trigger or purpose of which all is denied."""
    denied = {
        aspect
        for aspect in ("trigger", "purpose")
        if all(proof.verdict == REFUTED for rule, proof in judged if rule.aspect == aspect)
    }
    return [
        (rule, proof)
        for rule, proof in judged
        if proof.verdict == REFUTED and (rule.effect == "requires" or rule.aspect in denied)
    ]


def _to_confirm(judged: Sequence[Judged]) -> set[str]:
    """Name the open rules on which a recommendation waits.

    They are the requirements that are not presumed and, where none of them holds yet, the purposes;
    the triggers too, unless a requirement asks for the same.
    """
    held = {rule.aspect for rule, proof in judged if proof.verdict == HOLDS}
    is_open = {rule.id: rule for rule, proof in judged if proof.verdict == OPEN}
    required = {
        name for name, rule in is_open.items() if rule.effect == "requires" and not rule.presumed
    }
    wanted = {"purpose"} if required else {"trigger", "purpose"}
    return required | {name for name, rule in is_open.items() if rule.aspect in wanted - held}
