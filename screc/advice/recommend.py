"""The recommendation for one area: outcome, ranking, reasons, questions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from screc.advice.questions import Decision, Questioner
from screc.advice.rank import Place, Ranker, presented
from screc.errors import InputError
from screc.knowledge.facts import flatten, read_facts
from screc.model.recommendation import (
    AreaFinding,
    Edition,
    ExcludedScheme,
    Finding,
    Outcome,
    Question,
    RankedScheme,
    Recommendation,
    ReportedArea,
    ReportedFact,
    Verdict,
)
from screc.model.rule import Constraint, Gate, Rule
from screc.model.rulebase import Area, Facts, Rulebase
from screc.model.text import Language
from screc.rules.compile import compile_knowledge
from screc.rules.evaluate import HOLDS, REFUTED, Judgement, ReferenceEngine
from screc.rules.evidence import EvidenceFinder

if TYPE_CHECKING:
    from screc.model.knowledge import Knowledge

MAX_QUESTIONS = 5
_VERDICTS: dict[int, Verdict] = {1: "holds", 0: "open", -1: "refuted"}


def recommend(
    area: Area, knowledge: Rulebase | Knowledge, *, language: Language = "ja"
) -> Recommendation:
    """Match an area's facts to schemes.

    Args:
        area: the area with its facts; what is unknown is left out.
        knowledge: the knowledge base, or the rule base compiled from it.
        language: the language of the texts in the answer.

    Raises:
        InputError: the facts do not fit the vocabulary; lists all that do not.

    >>> from screc.rules.compile import load_rulebase
    >>> facts = {"public-facilities": "several", "wish-disaster-base": True}
    >>> answer = recommend(Area.from_values("ours", "わが市", facts), load_rulebase())
    >>> answer.outcome, answer.recommendations[0].scheme, answer.recommendations[0].fit.held
    ('match', 'public-facility', 60)
    """
    rulebase = knowledge if isinstance(knowledge, Rulebase) else compile_knowledge(knowledge)
    checked, problems = read_facts(area.facts, rulebase.attributes)
    if problems:
        raise InputError(problems)
    adviser = _adviser(_ById(rulebase))
    return adviser.advise(Area(area.id, area.name, checked), language)


class _Adviser:
    """All that can be prepared once for a rule base."""

    def __init__(self, rulebase: Rulebase) -> None:
        self._rulebase = rulebase
        self._engine = ReferenceEngine(rulebase)
        self._ranker = Ranker(rulebase)
        self._questioner = Questioner(rulebase, self._engine, self._ranker)
        self._evidence = EvidenceFinder(rulebase)

    def advise(self, area: Area, language: Language) -> Recommendation:
        rulebase = self._rulebase
        facts = flatten(area.facts, rulebase.attributes)
        judgement = self._engine.judge(facts)
        places = self._ranker.rank(judgement.rules)
        report = _Reporter(rulebase, self._evidence, judgement, facts, language)
        conflicts = report.area_findings(rulebase.constraints, judgement.constraints)
        gates = report.area_findings(rulebase.gates, judgement.gates)
        decisions = [] if conflicts or gates else self._questioner.ask(facts, judgement, places)
        outcome = _outcome(conflicts, gates, places, decisions)
        shown = presented(places) if outcome in ("match", "ask") else []
        ranks = _ranks(shown)
        return Recommendation(
            outcome=outcome,
            engine=self._engine.name,
            mode="area",
            knowledge=Edition(rulebase.version, rulebase.digest),
            area=ReportedArea(
                area.id,
                area.name.in_language(language),
                {
                    name: ReportedFact(fact.value, fact.origin, fact.as_of, fact.citation)
                    for name, fact in sorted(area.facts.items())
                },
            ),
            recommendations=tuple(report.ranked(place, ranks[place.index]) for place in shown),
            others=tuple(
                report.ranked(place, len(shown) + number)
                for number, place in enumerate(
                    (p for p in places if p.index not in ranks and p.standing != "excluded"), 1
                )
            ),
            excluded=tuple(
                report.excluded(place.index) for place in places if place.standing == "excluded"
            ),
            questions=tuple(report.question(decision) for decision in decisions[:MAX_QUESTIONS]),
            gates=gates,
            conflicts=conflicts,
            read=(),
        )


class _ById:
    """A rule base that is the same only as itself, to be the key of a cache."""

    def __init__(self, rulebase: Rulebase) -> None:
        self.rulebase = rulebase

    def __hash__(self) -> int:
        return id(self.rulebase)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.rulebase is self.rulebase


@lru_cache(maxsize=4)
def _adviser(wrapped: _ById) -> _Adviser:
    return _Adviser(wrapped.rulebase)


def _outcome(
    conflicts: tuple[AreaFinding, ...],
    gates: tuple[AreaFinding, ...],
    places: list[Place],
    decisions: list[Decision],
) -> Outcome:
    if conflicts:
        return "conflict"
    if gates or places[0].standing == "excluded":
        return "consult"
    return "ask" if _is_undecided(places) and decisions else "match"


def _is_undecided(places: list[Place]) -> bool:
    """Tell whether an unknown fact decides on the first place.

    It does where the first scheme waits for its trigger, or where another one of the same standing
    has the same weight while neither is recommended.
    """
    shown = presented(places)
    if not shown or not shown[0].trigger:
        return True
    if shown[0].standing == "recommended":
        return False
    return len(shown) > 1 and shown[0].key == shown[1].key


def _ranks(shown: list[Place]) -> dict[int, int]:
    keys = [place.key for place in shown]
    return {place.index: keys.index(place.key) + 1 for place in shown}


class _Reporter:
    """Puts verdicts into words for one area and language. The only maker of the JSON."""

    def __init__(
        self,
        rulebase: Rulebase,
        evidence: EvidenceFinder,
        judgement: Judgement,
        facts: Facts,
        language: Language,
    ) -> None:
        self._rulebase = rulebase
        self._evidence = evidence
        self._judgement = judgement
        self._facts = facts
        self._language: Language = language

    def area_findings(
        self, owners: Sequence[Constraint | Gate], verdicts: Sequence[int]
    ) -> tuple[AreaFinding, ...]:
        return tuple(
            AreaFinding(
                owner.id,
                owner.because.in_language(self._language),
                self._evidence.find(owner.when, self._facts).facts,
                str(owner.citation),
            )
            for owner, verdict in zip(owners, verdicts, strict=True)
            if verdict == HOLDS
        )

    def ranked(self, place: Place, rank: int) -> RankedScheme:
        scheme = self._rulebase.schemes[place.index]
        return RankedScheme(
            scheme.id,
            scheme.name.in_language(self._language),
            rank,
            place.standing,
            place.fit,
            place.weight,
            tuple(
                self._finding(rule, verdict)
                for rule, verdict in self._judged(place.index)
                if rule.effect != "cautions" or verdict == HOLDS
            ),
        )

    def excluded(self, index: int) -> ExcludedScheme:
        scheme = self._rulebase.schemes[index]
        return ExcludedScheme(
            scheme.id,
            scheme.name.in_language(self._language),
            tuple(
                self._finding(rule, verdict)
                for rule, verdict in self._judged(index)
                if rule.effect == "requires" and verdict == REFUTED
            ),
        )

    def question(self, decision: Decision) -> Question:
        return Question(
            decision.attribute.id,
            decision.attribute.question.in_language(self._language),
            tuple(self._rulebase.schemes[index].id for index in decision.decides),
        )

    def _judged(self, index: int) -> list[tuple[Rule, int]]:
        rules = self._rulebase.schemes[index].rules
        return list(zip(rules, self._judgement.rules[index], strict=True))

    def _finding(self, rule: Rule, verdict: int) -> Finding:
        evidence = self._evidence.find(rule.when, self._facts)
        said = rule.otherwise if verdict == REFUTED and rule.otherwise else rule.because
        return Finding(
            rule.id,
            _VERDICTS[verdict],
            rule.effect,
            rule.aspect,
            rule.points,
            rule.presumed,
            said.in_language(self._language),
            evidence.facts,
            evidence.missing,
            str(rule.citation),
        )
