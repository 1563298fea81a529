"""An interview: one question after the other, as long as an answer can change the first places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from screc.advice.interview_view import View, prepared_for
from screc.advice.rank import Place, presented
from screc.advice.reach import FIRST_PLACES, Unsettled
from screc.advice.recommend import recommend
from screc.errors import InputError, Problem
from screc.knowledge.facts import flatten, is_unknown, read_facts, read_value
from screc.model.attribute import Attribute, split_key
from screc.model.recommendation import Recommendation
from screc.model.rulebase import Area, Facts, FactValue, KnownFact, Rulebase
from screc.model.text import Language
from screc.rules.evaluate import HOLDS
from screc.rules.trace import evidence_of

Ending = Literal["settled", "nothing-left", "consult", "conflict"]
"""Why no question is left: no answer can change the first three any more; what could is not to be
asked; a gate holds or no scheme can fit; the facts to begin with contradict each other."""


@dataclass(frozen=True)
class Answer:
    """What was said to one question; None is "don't know"."""

    attribute: Attribute
    value: FactValue | None


@dataclass(frozen=True)
class Progress:
    """How many questions were asked, and how many can still matter as things stand."""

    asked: int
    can_matter: int


@dataclass(frozen=True)
class Supposition:
    """What would be presented after an answer, best first; nothing where a gate opens."""

    answer: Facts
    presented: tuple[Place, ...]
    opens_gate: bool


@dataclass(frozen=True)
class Why:
    """Why a question is asked: what is presented now, and what would be after each answer.

    `waiting`: the schemes whose place is not sure and whose rules wait for the answer.
    """

    attribute: Attribute
    now: tuple[Place, ...]
    waiting: tuple[int, ...]
    suppositions: tuple[Supposition, ...]


@dataclass(frozen=True)
class Interview:
    """The state of an interview; each step makes a new one.

    >>> from screc.rules.compile import load_rulebase
    >>> interview = Interview.begin(load_rulebase(), Area.from_values("ours", "わが市", {}))
    >>> interview.next_question.id
    'extent'
    >>> interview = interview.answer("block").dont_know()
    >>> interview.progress.asked, [interview.scheme_id(place) for place in interview.first_places]
    (2, ['block'])
    >>> interview.back().back().answers
    ()
    """

    rulebase: Rulebase
    begun_with: Area
    answers: tuple[Answer, ...] = ()

    @classmethod
    def begin(cls, rulebase: Rulebase, area: Area) -> Interview:
        """Begin with an area and what is known of it.

        Raises:
            InputError: the facts do not fit the vocabulary; lists all that do not.
        """
        facts, problems = read_facts(area.facts, rulebase.attributes)
        if problems:
            raise InputError(problems)
        return cls(rulebase, Area(area.id, area.name, facts))

    def answer(self, written: Any) -> Interview:
        """Answer the next question.

        Args:
            written: the value as in an area's file; `unknown` is "don't know".

        Raises:
            InputError: there is no question, the value does not fit, or it contradicts what was
                said before; the error says which.
        """
        attribute = self._asked()
        if is_unknown(written):
            return self.dont_know()
        value = read_value(attribute, written)
        if isinstance(value, dict) and not value:
            ja, en = "選択肢を一つ以上選んでください。", "choose one option or more"
            raise InputError([Problem(ja, en, where=attribute.id)])
        after = replace(self, answers=(*self.answers, Answer(attribute, value)))
        problems = after._contradictions(attribute, value)  # noqa: SLF001 - another state of it
        if problems:
            raise InputError(problems)
        return after

    def dont_know(self) -> Interview:
        """Pass over the next question; it is not asked again.

        Raises:
            InputError: there is no question.
        """
        return replace(self, answers=(*self.answers, Answer(self._asked(), None)))

    def back(self) -> Interview:
        """Take the last answer back.

        Raises:
            InputError: nothing was answered yet.
        """
        if not self.answers:
            ja, en = "最初の問いです。戻る先がありません。", "this is the first question"
            raise InputError([Problem(ja, en)])
        return replace(self, answers=self.answers[:-1])

    @property
    def area(self) -> Area:
        """The area with the facts to begin with and all that was said."""
        facts = dict(self.begun_with.facts)
        for said in self.answers:
            if said.value is None:
                continue
            old = facts.get(said.attribute.id)
            value = said.value
            if old and isinstance(old.value, dict) and isinstance(value, dict):
                value = {**old.value, **value}
            facts[said.attribute.id] = KnownFact(value)
        return Area(self.begun_with.id, self.begun_with.name, facts)

    @property
    def first_places(self) -> tuple[Place, ...]:
        """The first three schemes that are presented; none where there is nothing to choose."""
        judgement = self._view.judgement
        if HOLDS in (*judgement.constraints, *judgement.gates):
            return ()
        return tuple(presented(self._view.places)[:FIRST_PLACES])

    @property
    def next_question(self) -> Attribute | None:
        """The unknown whose possible answers change the ranking most; None at the end.

        Of those that can still change the first three. Where no answer changes anything by itself,
        it is the one for which most points wait, of schemes whose place is not sure.
        """
        open_questions = self._open_questions
        if not open_questions:
            return None
        ids = {attribute.id for attribute in open_questions}
        for decision in self._view.decisions:
            if decision.attribute.id in ids:
                return decision.attribute
        return max(open_questions, key=lambda attribute: sum(self._waiting(attribute).values()))

    @property
    def ending(self) -> Ending | None:
        """Why there is no next question; None while there is one."""
        view = self._view
        if HOLDS in view.judgement.constraints:
            return "conflict"
        if HOLDS in view.judgement.gates or all(
            place.standing == "excluded" for place in view.places
        ):
            return "consult"
        if not self._unsettled.attributes:
            return "settled"
        return None if self._open_questions else "nothing-left"

    @property
    def progress(self) -> Progress:
        """How far the interview has come."""
        return Progress(len(self.answers), len(self._open_questions))

    @property
    def why(self) -> Why | None:
        """Why the next question is asked; None at the end."""
        attribute = self.next_question
        if attribute is None:
            return None
        view = self._view
        questioner = view.prepared.questioner
        possible = questioner.possible_answers(attribute, view.facts)
        answers = possible[0] if attribute.type != "choices" else _chosen(possible)
        return Why(
            attribute,
            tuple(presented(view.places)),
            tuple(self._waiting(attribute)),
            tuple(
                Supposition(
                    answer,
                    tuple(questioner.suppose(answer, view.facts, view.judgement)),
                    questioner.opens_gate(answer, view.facts),
                )
                for answer in answers
            ),
        )

    def result(self, language: Language = "ja") -> Recommendation:
        """Recommend with all that is known by now."""
        return recommend(self.area, self.rulebase, language=language)

    def scheme_id(self, place: Place) -> str:
        """Name the scheme at a place."""
        return self.rulebase.schemes[place.index].id

    def _asked(self) -> Attribute:
        attribute = self.next_question
        if attribute is None:
            ja, en = "もう問いはありません。", "there is no question left"
            raise InputError([Problem(ja, en)])
        return attribute

    def _contradictions(self, attribute: Attribute, value: FactValue) -> list[Problem]:
        """Say what an answer contradicts: an option denied before, or constraints."""
        before = self.begun_with.facts.get(attribute.id)
        said = flatten({attribute.id: KnownFact(value)}, [attribute])
        known = flatten({attribute.id: before}, [attribute]) if before else {}
        if any(known.get(key, so) != so for key, so in said.items()):
            ja, en = "地区について分かっていることと食い違います", "it contradicts what is known"
            return [Problem(ja, en, where=attribute.id)]
        names = {part.id: part.name for part in self.rulebase.attributes}
        facts = self._view.facts
        proofs = self._view.prepared.tracer.trace(facts).constraints
        problems = []
        for constraint, proof in zip(self.rulebase.constraints, proofs, strict=True):
            if proof.verdict == HOLDS:
                used = evidence_of(proof, facts).facts
                others = dict.fromkeys(split_key(key)[0] for key in used)
                others.pop(attribute.id, None)
                ja = "、".join(names[other].ja for other in others)
                en = ", ".join(names[other].en for other in others)
                problems.append(
                    Problem(
                        f"前の答え（{ja}）と食い違います。{constraint.because.ja}。"
                        "答え直すか、前の問いに戻ってください。",
                        f"contradicts what was said before ({en}): {constraint.because.en}; "
                        "answer anew, or go back",
                        where=attribute.id,
                    )
                )
        return problems

    def _waiting(self, attribute: Attribute) -> dict[int, float]:
        view = self._view
        return view.prepared.reach.waiting(attribute.id, view.judgement, self._unsettled)

    @cached_property
    def _view(self) -> View:
        return prepared_for(self.rulebase).view(flatten(self.area.facts, self.rulebase.attributes))

    @cached_property
    def _unsettled(self) -> Unsettled:
        """What the attributes that were neither asked for nor told before can still change."""
        view = self._view
        asked = {said.attribute.id for said in self.answers}
        remaining = view.untold - asked
        return view.prepared.reach.unsettled(view.facts, view.judgement, view.places, remaining)

    @cached_property
    def _open_questions(self) -> tuple[Attribute, ...]:
        """What can change the first places."""
        judgement = self._view.judgement
        if HOLDS in (*judgement.constraints, *judgement.gates):
            return ()
        # What has one possible answer left, as facts forbid the others, still has to be said where
        # the answer moves something.
        moving = {decision.attribute.id for decision in self._view.decisions}
        ids = self._unsettled.attributes & (self._view.undecided | moving)
        return tuple(part for part in self.rulebase.attributes if part.id in ids)


def _chosen(possible: list[list[Facts]]) -> list[Facts]:
    """Take of each option that it is so, where it can be."""
    return [answer for answers in possible for answer in answers if True in answer.values()]
