"""Decide what the answer to a text is worth: a match, a question, a conflict, or none of these."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from screc.advice.assess import Assessment, assess
from screc.advice.questions import Decision
from screc.advice.rank import Place
from screc.language.base import LanguageBase
from screc.language.facts import Clash, clashes, facts_of, with_topics
from screc.language.mode import TextMode
from screc.language.read import Understood
from screc.language.topics import About, Resemblance
from screc.model.attribute import Attribute, split_key
from screc.model.language import Cue, Topic
from screc.model.recommendation import Outcome
from screc.model.rulebase import Area, FactValue, KnownFact, Rulebase
from screc.rules.engines import EngineChoice
from screc.rules.evaluate import HOLDS, OPEN, REFUTED
from screc.rules.trace import evidence_of

Made: TypeAlias = tuple[tuple[Resemblance, Mapping[str, FactValue]], ...]
"""Topics that a text is about, and the facts that each of them makes."""

_ABOUT_A_SCHEME = {"query": 5.8, "description": 8.0}
_SURELY_ABOUT_A_SCHEME = 12.0
_RIVAL_SHARE = {"query": 0.75, "description": 0.6}
_MOST_SHOWN = 3
_CLEARLY_OUTSIDE = 6.0
_SURELY_OUTSIDE = 40.0
_TIED = 0.9
_WAITING = 0.35
_CLEAR = 100.0
_CLEAR_SHARE = 0.5
_UNMISTAKABLE = 160.0
_UNMISTAKABLE_SHARE = 0.4


@dataclass(frozen=True)
class Known:
    """What is known beside a text: an area, which it corrects, and answers, which correct it."""

    area: Area
    answers: Mapping[str, KnownFact]


@dataclass(frozen=True)
class Decided:
    """What was decided of a text.

    Attributes:
        outcome: of the whole.
        found: what follows from the facts.
        shown: the schemes that are presented, best first.
        made: for each topic that the text is about, the facts that it made.
        clashes: what the text says both to be and not to be.
        first_asked: what decides and is not said.
    """

    outcome: Outcome
    found: Assessment
    shown: tuple[Place, ...] = ()
    made: Made = ()
    clashes: tuple[Clash, ...] = ()
    first_asked: tuple[Decision, ...] = ()

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What to ask next: what decides, then what else can change the ranking."""
        if self.outcome not in ("match", "ask"):
            return ()
        asked = {decision.attribute.id for decision in self.first_asked}
        others = (part for part in self.found.decisions if part.attribute.id not in asked)
        return (*self.first_asked, *others)


class Decider:
    """Decides on texts by one knowledge base and one engine."""

    def __init__(self, rulebase: Rulebase, base: LanguageBase, engine: EngineChoice) -> None:
        """Prepare the topics."""
        self._rulebase = rulebase
        self._engine = engine
        self._topics = {topic.id: topic for topic in base.topics}
        self._attributes = {attribute.id: attribute for attribute in rulebase.attributes}
        self._indexes = {scheme.id: n for n, scheme in enumerate(rulebase.schemes)}
        self._wishes = base.kinds.wishes
        self._of_no_scheme = {
            name for topic in base.topics if topic.id not in self._indexes for name in topic.facts
        }
        self._named = _attributes_by_word(rulebase.attributes, base.cues)

    def decide(self, understood: Understood, known: Known, mode: TextMode) -> Decided:
        """Decide by what a text is about and what it says.

        Args:
            understood: the text as it was read.
            known: what is known of the area beside the text.
            mode: whether the text is one sentence or a description.
        """
        about = understood.about
        if not _is_about_a_scheme(about, mode) and not self._is_said(understood, known, mode):
            # A text without a single word of ours is an errand, however it is put.
            is_other = about.outside.score >= _CLEARLY_OUTSIDE and bool(understood.mentions)
            other = [about.outside] if is_other else []
            found, made = self._match(understood, known, mode, other)
            outcome: Outcome = "consult" if HOLDS in found.judgement.gates else "off-topic"
            return Decided(outcome, found, made=made)
        is_description = mode == "description"
        both_ways = tuple(clashes(understood.said, self._wishes))
        candidates = list(about.schemes)
        while candidates:
            chosen = _rivals(candidates, _RIVAL_SHARE[mode])
            found, made = self._match(understood, known, mode, chosen)
            if HOLDS in found.judgement.gates:
                return Decided("consult", found, made=made)
            if HOLDS in found.judgement.constraints or both_ways:
                return Decided("conflict", found, made=made, clashes=both_ways)
            places = {self._rulebase.schemes[place.index].id: place for place in found.places}
            excluded = {part for part in chosen if places[part.topic].standing == "excluded"}
            if is_description and chosen[0] in excluded and _is_clear(candidates):
                # All the rest of the text is about what it says not to be.
                return Decided("conflict", found, made=made)
            if not excluded:
                shown = _in_order(chosen, places)
                asked = self._asked(understood, found, shown) if is_description else []
                return Decided(
                    "ask" if asked else "match", found, shown, made, first_asked=tuple(asked)
                )
            candidates = [part for part in candidates if part not in excluded]
        return Decided("consult", self._match(understood, known, mode, [])[0])

    def _match(
        self, understood: Understood, known: Known, mode: TextMode, parts: Iterable[Resemblance]
    ) -> tuple[Assessment, Made]:
        """Match what the words say together with what the text says as a whole."""
        schemes = understood.about.schemes
        is_plain = mode == "query" or (
            bool(schemes) and _is_clear(schemes, _UNMISTAKABLE, _UNMISTAKABLE_SHARE)
        )
        made = tuple(
            (part, _facts_of(self._topics[part.topic], understood.classes, is_plain=is_plain))
            for part in parts
        )
        is_sure = understood.about.strength >= _SURELY_ABOUT_A_SCHEME
        said = [
            part
            for part in understood.said
            if not (is_sure and part.attribute in self._of_no_scheme)
        ]
        attributes = self._rulebase.attributes
        read = with_topics(facts_of(said, attributes), (m for _, m in made), said, attributes)
        area = known.area
        whole = Area(area.id, area.name, {**area.facts, **read, **known.answers})
        return assess(whole, self._rulebase, self._engine), made

    def _is_said(self, understood: Understood, known: Known, mode: TextMode) -> bool:
        """Tell whether words make up for likeness: the trigger of a scheme, and more for it.

        It has to be what the text resembles most, and the text must not resemble an errand more.
        """
        about = understood.about
        if about.strength < 0 or not about.schemes or about.outside.score > about.schemes[0].score:
            return False
        found, _ = self._match(understood, known, mode, [])
        index = self._indexes[about.schemes[0].topic]
        held = [
            rule
            for rule, proof in zip(
                self._rulebase.schemes[index].rules, found.trace.rules[index], strict=True
            )
            if rule.points and proof.verdict == HOLDS
        ]
        is_gated = HOLDS in found.judgement.gates
        return not is_gated and len(held) > 1 and any(rule.aspect == "trigger" for rule in held)

    def _asked(
        self, understood: Understood, found: Assessment, shown: Sequence[Place]
    ) -> list[Decision]:
        """Find what decides and is not said, or said to be open; nothing where all is clear.

        It decides what the text is most about; or between two that it is as much about; or whether
        another one that it is also about is possible.
        """
        schemes = self._rulebase.schemes
        first = self._topics[schemes[shown[0].index].id]
        scores = {part.topic: part.score for part in understood.about.schemes}
        asked: dict[str, set[int]] = {}
        for place in found.places:
            share = scores.get(schemes[place.index].id, 0) / scores[first.id]
            if place == shown[0] or share >= _WAITING:
                for name in self._waits_for(found, place, least=0 if place == shown[0] else 1):
                    asked.setdefault(name, set()).update((shown[0].index, place.index))
        for opening in understood.openings:
            if not first.open_by or not opening.classes.isdisjoint(first.open_by):
                names = sorted({n for word in opening.classes for n in self._named.get(word, ())})
                for name in names or list(first.facts):
                    asked.setdefault(name, set()).update(place.index for place in shown)
        tied = [name for name, score in scores.items() if score >= scores[first.id] * _TIED]
        places = {schemes[place.index].id: place for place in shown}
        is_settled = any(places[name].standing == "recommended" for name in tied if name in places)
        for name in tied if len(tied) > 1 and not is_settled else ():
            for attribute in self._topics[name].facts:
                asked.setdefault(attribute, set()).update(self._indexes[part] for part in tied)
        return [
            Decision(self._attributes[name], 1.0, 1.0, 1.0, tuple(sorted(decides)))
            for name, decides in asked.items()
        ]

    def _waits_for(self, found: Assessment, place: Place, *, least: int) -> list[str]:
        """List what a scheme waits for: requirements of which nothing is known.

        None where what the scheme is for is not wanted, or fewer than `least` are met already.
        """
        required = [
            proof
            for rule, proof in zip(
                self._rulebase.schemes[place.index].rules,
                found.trace.rules[place.index],
                strict=True,
            )
            if rule.effect == "requires" and not rule.presumed
        ]
        verdicts = [proof.verdict for proof in required]
        if (
            REFUTED in verdicts
            or verdicts.count(HOLDS) < least
            or not (place.purpose or least == 0)
        ):
            return []
        missing = (
            split_key(name)[0]
            for proof in required
            if proof.verdict == OPEN
            for name in evidence_of(proof, found.facts).missing
        )
        return list(dict.fromkeys(missing))


def _attributes_by_word(
    attributes: Iterable[Attribute], cues: Iterable[Cue]
) -> dict[str, set[str]]:
    """Tell of which attributes something is said where a class of words stands."""
    named: dict[str, set[str]] = {}
    for attribute in attributes:
        for key in (attribute.id, *attribute.keys()):
            named.setdefault(key, set()).add(attribute.id)
    for cue in cues:
        for names in (*cue.all[:1], *cue.denied[:1]):
            for name in names:
                named.setdefault(name, set()).update(cue.facts)
    return named


def _is_about_a_scheme(about: About, mode: TextMode) -> bool:
    """Tell whether a text is clearly about a scheme, and nothing in it more about another thing."""
    is_clear = about.strength >= _ABOUT_A_SCHEME[mode] and bool(about.schemes)
    return is_clear and about.outside.score < max(about.schemes[0].score, _SURELY_OUTSIDE)


def _in_order(chosen: Sequence[Resemblance], places: Mapping[str, Place]) -> tuple[Place, ...]:
    """Put first what the text is most about; of those that are as good as tied, what fits best."""
    least = chosen[0].score * _TIED
    tied = [places[part.topic] for part in chosen if part.score >= least]
    rest = [places[part.topic] for part in chosen if part.score < least]
    return (*sorted(tied, key=lambda place: place.key), *rest)


def _is_clear(
    schemes: Sequence[Resemblance], least: float = _CLEAR, share: float = _CLEAR_SHARE
) -> bool:
    """Tell whether a text is about one scheme, and far more than about any other."""
    first, *rest = schemes
    return first.score >= least and all(part.score < first.score * share for part in rest)


def _facts_of(topic: Topic, classes: Collection[str], *, is_plain: bool) -> dict[str, FactValue]:
    """Tell what a text about a topic says, also by the words that it holds."""
    is_named = not topic.named_by or any(name in classes for name in topic.named_by)
    facts = dict(topic.facts) if is_plain or is_named else {}
    for implied in topic.implied:
        if any(name in classes for name in implied.said):
            facts |= implied.facts
    return facts


def _rivals(candidates: Sequence[Resemblance], share: float) -> list[Resemblance]:
    """Take the first, and those that the text is nearly as much about."""
    least = candidates[0].score * share
    return [part for part in candidates if part.score >= least][:_MOST_SHOWN]
