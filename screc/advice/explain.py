"""The explanation for one area: every verdict with its proof, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from screc.advice.assess import Assessment, assess
from screc.advice.present import Judged, Presenter, said_of, what_refuted
from screc.advice.proofs import ProofWriter
from screc.advice.rank import Place
from screc.advice.wording import Wording
from screc.model.explanation import (
    ExplainedScheme,
    Explanation,
    FirstScheme,
    MissingFact,
    ProvedCondition,
    ProvedRule,
)
from screc.model.recommendation import Edition
from screc.model.rule import Constraint, Gate, Situation
from screc.model.rulebase import Area, Rulebase
from screc.model.text import Language
from screc.rules.compile import compile_knowledge
from screc.rules.engines import EngineChoice
from screc.rules.evaluate import HOLDS, OPEN, VERDICTS
from screc.rules.trace import Proof, evidence_of

if TYPE_CHECKING:
    from screc.model.knowledge import Knowledge


def explain(
    area: Area,
    knowledge: Rulebase | Knowledge,
    *,
    scheme: str | None = None,
    language: Language = "ja",
    engine: EngineChoice = "auto",
) -> Explanation:
    """Explain every finding for an area.

    Args:
        area: the area with its facts; what is unknown is left out.
        knowledge: the knowledge base, or the rule base compiled from it.
        scheme: the id of the one scheme to explain; without it all, best first.
        language: the language of the texts in the answer.
        engine: what decides which rules hold.

    Raises:
        InputError: the facts do not fit the vocabulary; lists all that do not.
        EngineError: the engine failed, or does not agree with the reference.

    >>> from screc.rules.compile import load_rulebase
    >>> facts = {"public-facilities": "several", "accepts-equipment": False}
    >>> ours = Area.from_values("ours", "わが市", facts)
    >>> (answer,) = explain(ours, load_rulebase(), scheme="public-facility").schemes
    >>> answer.standing, answer.why_not
    ('excluded', ('equipment-not-denied',))
    """
    rulebase = knowledge if isinstance(knowledge, Rulebase) else compile_knowledge(knowledge)
    return _Explainer(assess(area, rulebase, engine), rulebase, language).explain(scheme)


class _Explainer:
    """Puts what was found of one area into words."""

    def __init__(self, found: Assessment, rulebase: Rulebase, language: Language) -> None:
        self._found = found
        self._rulebase = rulebase
        self._language: Language = language
        self._words = Wording(rulebase, language)
        self._proofs = ProofWriter(rulebase, self._words)

    def explain(self, scheme: str | None) -> Explanation:
        found, rulebase = self._found, self._rulebase
        present = Presenter(rulebase, found.trace, found.facts, self._language)
        keys = [place.key for place in found.places]
        return Explanation(
            outcome=found.outcome,
            first=self._first(),
            engine=found.engine,
            knowledge=Edition(rulebase.version, rulebase.digest),
            area=present.area(found.area),
            situations=self._proved(rulebase.situations, found.trace.situations),
            constraints=self._proved(rulebase.constraints, found.trace.constraints),
            gates=self._proved(rulebase.gates, found.trace.gates),
            schemes=tuple(
                self._scheme(place, keys.index(place.key) + 1)
                for place in found.places
                if scheme in (None, rulebase.schemes[place.index].id)
            ),
        )

    def _first(self) -> FirstScheme | None:
        if not self._found.shown:
            return None
        place = self._found.shown[0]
        scheme = self._rulebase.schemes[place.index]
        return FirstScheme(scheme.id, self._words.text(scheme.name), place.standing)

    def _proved(
        self, owners: Sequence[Situation | Constraint | Gate], proofs: Sequence[Proof]
    ) -> tuple[ProvedCondition, ...]:
        words = self._words
        return tuple(
            ProvedCondition(
                id=owner.id,
                verdict=VERDICTS[proof.verdict],
                said=words.text(owner.name if isinstance(owner, Situation) else owner.because),
                reading=words.text(owner.reading) if owner.reading else None,
                citation=str(owner.citation),
                proof=self._proofs.write(proof),
            )
            for owner, proof in zip(owners, proofs, strict=True)
        )

    def _scheme(self, place: Place, rank: int) -> ExplainedScheme:
        scheme = self._rulebase.schemes[place.index]
        judged = list(zip(scheme.rules, self._found.trace.rules[place.index], strict=True))
        refuted = tuple(rule.id for rule, _ in what_refuted(judged))
        held = (rule for rule, proof in judged if proof.verdict == HOLDS)
        return ExplainedScheme(
            scheme=scheme.id,
            name=self._words.text(scheme.name),
            rank=rank if place in self._found.shown else None,
            presented=place in self._found.shown,
            standing=place.standing,
            fit=place.fit,
            weight=place.weight,
            why=tuple(rule.id for rule in held if rule.effect != "cautions"),
            why_not=refuted,
            missing=self._missing(judged),
            findings=tuple(self._rule(part, excludes=part[0].id in refuted) for part in judged),
        )

    def _rule(self, judged: Judged, *, excludes: bool) -> ProvedRule:
        rule, proof = judged
        return ProvedRule(
            rule=rule.id,
            verdict=VERDICTS[proof.verdict],
            effect=rule.effect,
            aspect=rule.aspect,
            points=rule.points,
            presumed=rule.presumed,
            excludes=excludes,
            because=self._words.text(said_of(rule, proof.verdict)),
            reading=self._words.text(rule.reading) if rule.reading else None,
            citation=str(rule.citation),
            proof=self._proofs.write(proof),
        )

    def _missing(self, judged: Iterable[Judged]) -> tuple[MissingFact, ...]:
        """Collect the unknowns that open rules wait for, the most awaited first."""
        waiting: dict[str, list[str]] = {}
        for rule, proof in judged:
            if proof.verdict == OPEN:
                keys = evidence_of(proof, self._found.facts).missing
                for name in dict.fromkeys(self._words.by_key[key].id for key in keys):
                    waiting.setdefault(name, []).append(rule.id)
        attributes = self._words.attributes
        return tuple(
            MissingFact(
                name,
                self._words.text(attributes[name].name),
                self._words.text(attributes[name].question),
                tuple(rules),
            )
            for name, rules in sorted(waiting.items(), key=lambda item: -len(item[1]))
        )
