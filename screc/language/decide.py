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
from screc.language.read import Said, Understood
from screc.language.topics import Resemblance
from screc.model.attribute import Attribute, split_key
from screc.model.language import Clarity, Cue, Topic
from screc.model.recommendation import Outcome
from screc.model.rulebase import Area, FactValue, KnownFact, Rulebase
from screc.rules.engines import EngineChoice
from screc.rules.evaluate import HOLDS, OPEN, REFUTED
from screc.rules.trace import evidence_of

Made: TypeAlias = tuple[tuple[Resemblance, Mapping[str, FactValue]], ...]
"""Topics that a text is about, and the facts that each of them makes."""


@dataclass(frozen=True)
class Known:
    """What is known beside a text: an area, which it corrects, and answers, which correct it.

    `withdrawn` are attributes of which nothing shall be taken as known.
    """

    area: Area
    answers: Mapping[str, KnownFact]
    withdrawn: frozenset[str] = frozenset()


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
        denials: what the text denies of a topic that all the rest of it is about.
    """

    outcome: Outcome
    found: Assessment
    shown: tuple[Place, ...] = ()
    made: Made = ()
    clashes: tuple[Clash, ...] = ()
    first_asked: tuple[Decision, ...] = ()
    denials: tuple[tuple[Said, str], ...] = ()

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
        self._bounds = base.calibration
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
        both_ways = tuple(clashes(understood.said, self._wishes))
        if both_ways and mode == "description":
            found, made = self._match(understood, known, mode, about.schemes[:1])
            return Decided("conflict", found, made=made, clashes=both_ways)
        if not self._is_about_a_scheme(understood, mode) and not self._is_said(
            understood, known, mode
        ):
            # A text without a single word of ours is an errand, however it is put.
            is_other = about.outside.score >= self._bounds.clearly_outside and bool(
                understood.mentions
            )
            other = [about.outside] if is_other else []
            found, made = self._match(understood, known, mode, other)
            if not other and self._is_vague(understood):
                return Decided("ask", found)
            outcome: Outcome = "consult" if HOLDS in found.judgement.gates else "off-topic"
            return Decided(outcome, found, made=made)
        return self._decide_on_schemes(understood, known, mode, both_ways)

    def _decide_on_schemes(
        self,
        understood: Understood,
        known: Known,
        mode: TextMode,
        both_ways: tuple[Clash, ...],
    ) -> Decided:
        """Take what the text is most about, unless what it says excludes that."""
        is_description = mode == "description"
        candidates = list(understood.about.schemes)
        while candidates:
            chosen = self._rivals(candidates, mode)
            found, made = self._match(understood, known, mode, chosen)
            if HOLDS in found.judgement.gates:
                return Decided("consult", found, made=made)
            if HOLDS in found.judgement.constraints or both_ways:
                return Decided("conflict", found, made=made, clashes=both_ways)
            places = {self._rulebase.schemes[place.index].id: place for place in found.places}
            excluded = {part for part in chosen if places[part.topic].standing == "excluded"}
            if (
                is_description
                and chosen[0] in excluded
                and _is_clear(candidates, self._bounds.clear)
            ):
                # All the rest of the text is about what it says not to be.
                denials = self._denials(understood, found, chosen[0].topic)
                return Decided("conflict", found, made=made, denials=denials)
            if not excluded:
                shown = self._in_order(chosen, places)
                asked = self._asked(understood, found, shown, known) if is_description else []
                return Decided(
                    "ask" if asked else "match", found, shown, made, first_asked=tuple(asked)
                )
            candidates = [part for part in candidates if part not in excluded]
        return Decided("consult", self._match(understood, known, mode, [])[0])

    def _is_about_a_scheme(self, understood: Understood, mode: TextMode) -> bool:
        """Tell whether a text is clearly about a scheme, and nothing in it more about another.

        Where not a single word of ours is found, it has to be surely so.
        """
        about, bounds = understood.about, self._bounds
        by_mode = bounds.about_a_scheme
        least = by_mode.query if mode == "query" else by_mode.description
        if about.strength < (least if understood.mentions else bounds.surely_about):
            return False
        if not about.schemes:
            return False
        return about.outside.score < max(about.schemes[0].score, bounds.surely_outside)

    def _rivals(self, candidates: Sequence[Resemblance], mode: TextMode) -> list[Resemblance]:
        """Take the first, and those that the text is nearly as much about."""
        rivals = self._bounds.rivals
        share = rivals.query if mode == "query" else rivals.description
        least = candidates[0].score * share
        near = [part for part in candidates if part.score >= least]
        return near[: self._bounds.most_shown]

    def _in_order(
        self, chosen: Sequence[Resemblance], places: Mapping[str, Place]
    ) -> tuple[Place, ...]:
        """Put first what the text is most about; of those as good as tied, what fits best."""
        least = chosen[0].score * self._bounds.tied
        tied = [places[part.topic] for part in chosen if part.score >= least]
        rest = [places[part.topic] for part in chosen if part.score < least]
        return (*sorted(tied, key=lambda place: place.key), *rest)

    def _match(
        self, understood: Understood, known: Known, mode: TextMode, parts: Iterable[Resemblance]
    ) -> tuple[Assessment, Made]:
        """Match what the words say together with what the text says as a whole."""
        schemes = understood.about.schemes
        is_plain = mode == "query" or (
            bool(schemes) and _is_clear(schemes, self._bounds.unmistakable)
        )
        made = tuple(
            (part, _facts_of(self._topics[part.topic], understood.classes, is_plain=is_plain))
            for part in parts
        )
        is_sure = mode == "description" and (understood.about.strength >= self._bounds.surely_about)
        said = [
            part
            for part in understood.said
            if not (is_sure and part.attribute in self._of_no_scheme)
        ]
        attributes = self._rulebase.attributes
        read = with_topics(facts_of(said, attributes), (m for _, m in made), said, attributes)
        area = known.area
        facts = {**area.facts, **read, **known.answers}
        kept = {name: fact for name, fact in facts.items() if name not in known.withdrawn}
        whole = Area(area.id, area.name, kept)
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

    def _is_vague(self, understood: Understood) -> bool:
        """Tell whether a text wishes for something of ours, and no more can be said of it."""
        wished = (p for p in understood.said if p.attribute in self._wishes and not p.negated)
        return understood.about.strength >= 0 and any(wished)

    def _denials(
        self, understood: Understood, found: Assessment, topic: str
    ) -> tuple[tuple[Said, str], ...]:
        """Find the words that refute a scheme, the first of each sentence."""
        index = self._indexes[topic]
        refuting = {
            split_key(name)[0]
            for proof in found.trace.rules[index]
            if proof.verdict == REFUTED
            for name in evidence_of(proof, found.facts).facts
        }
        first: dict[int, Said] = {}
        for part in understood.said:
            if part.negated and part.attribute in refuting:
                first.setdefault(part.sentence, part)
        return tuple((part, topic) for part in first.values())

    def _asked(
        self, understood: Understood, found: Assessment, shown: Sequence[Place], known: Known
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
            if place == shown[0] or share >= self._bounds.waiting:
                for name in self._waits_for(found, place, least=0 if place == shown[0] else 1):
                    asked.setdefault(name, set()).update((shown[0].index, place.index))
        for opening in understood.openings:
            if not first.open_by or not opening.classes.isdisjoint(first.open_by):
                names = sorted({n for word in opening.classes for n in self._named.get(word, ())})
                for name in names or list(first.facts):
                    asked.setdefault(name, set()).update(place.index for place in shown)
        tied = [
            name for name, score in scores.items() if score >= scores[first.id] * self._bounds.tied
        ]
        places = {schemes[place.index].id: place for place in shown}
        is_settled = any(places[name].standing == "recommended" for name in tied if name in places)
        for name in tied if len(tied) > 1 and not is_settled else ():
            for attribute in self._topics[name].facts:
                asked.setdefault(attribute, set()).update(self._indexes[part] for part in tied)
        return [
            Decision(self._attributes[name], 1.0, 1.0, 1.0, tuple(sorted(decides)))
            for name, decides in asked.items()
            if name not in known.answers
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


def _facts_of(topic: Topic, classes: Collection[str], *, is_plain: bool) -> dict[str, FactValue]:
    """Tell what a text about a topic says, also by the words that it holds."""
    is_named = not topic.named_by or any(name in classes for name in topic.named_by)
    facts = dict(topic.facts) if is_plain or is_named else {}
    for implied in topic.implied:
        if any(name in classes for name in implied.said):
            facts |= implied.facts
    return facts


def _is_clear(schemes: Sequence[Resemblance], clarity: Clarity) -> bool:
    """Tell whether a text is about one scheme, and far more than about any other."""
    first, *rest = schemes
    most = first.score * clarity.others
    return first.score >= clarity.score and all(part.score < most for part in rest)
