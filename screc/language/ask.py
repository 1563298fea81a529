"""Answer a question in plain words: read facts, match them, and say what the answer is worth."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from screc.advice.recommend import Presented, present_assessment
from screc.errors import printable
from screc.language.base import LanguageBase, load_language
from screc.language.decide import Decided, Decider, Known
from screc.language.facts import Clash, options_written
from screc.language.mode import TextMode, mode_of
from screc.language.read import Reader, Said, Understood, joined
from screc.model.recommendation import AreaFinding, ReadFact, Recommendation
from screc.model.rulebase import Area, KnownFact, Rulebase
from screc.model.text import Language, Text
from screc.rules.compile import load_rulebase
from screc.rules.engines import EngineChoice

_NO_AREA = Area("text", Text("文に書かれた地区", "The area in the text"), {})
_CLASH = Text(
    "「{0}」と書かれている一方で、「{1}」とも書かれている", 'it says "{0}", and also "{1}"'
)
_DENIED = Text(
    "「{0}」と書かれているが、ほかの所（{1}）はそれを前提にしている",
    'it says "{0}", but the rest ({1}) takes it for granted',
)
_LONGEST_QUOTE = 80
_MOST_PLACES = 20
"""Where one thing is said again and again, so many places are enough."""
_MOST_ASKED = 2


@dataclass(frozen=True)
class Answer:
    """A recommendation, what was read of the text, and the area with the facts that were used."""

    recommendation: Recommendation
    understood: Understood
    area: Area


class Asker:
    """Answers texts by one knowledge base, in one language.

    >>> answer = Asker.load().ask("団地で一括受電して電気代を下げたい").recommendation
    >>> answer.outcome, [scheme.scheme for scheme in answer.recommendations]
    ('match', ['apartment'])
    """

    def __init__(
        self,
        rulebase: Rulebase,
        base: LanguageBase,
        *,
        language: Language = "ja",
        engine: EngineChoice = "auto",
    ) -> None:
        """Prepare the reader.

        Args:
            rulebase: the compiled rules.
            base: what reading needs of the same knowledge base.
            language: of the texts in the answers.
            engine: what decides which rules hold.
        """
        self._rulebase = rulebase
        self._reader = Reader(base, rulebase.attributes)
        self._decider = Decider(rulebase, base, engine)
        self._bounds = base.calibration
        self._language: Language = language

    @classmethod
    def load(cls, directory: str | Path | None = None) -> Asker:
        """Answer by the knowledge base in a folder; without one by that which comes with screc."""
        return cls(load_rulebase(directory), load_language(directory))

    def ask(
        self,
        text: str,
        *,
        area: Area = _NO_AREA,
        answers: Mapping[str, KnownFact | None] | None = None,
        mode: TextMode | None = None,
        brief: bool = False,
    ) -> Answer:
        """Answer a text.

        Args:
            text: a sentence (a query) or several (a description), in Japanese or English.
            area: what is known already of the area; what the text says comes before it.
            answers: facts that come before what the text says; None takes one away.
            mode: how the text is taken; by its length where it is None.
            brief: whether a query is answered without what to ask next and without the schemes
                that are not presented, which takes longer than all the rest.

        Raises:
            InputError: the facts of the area do not fit the vocabulary.
            EngineError: the engine failed.
        """
        understood = self._reader.read(text)
        taken = mode or mode_of(understood, self._bounds)
        given = answers or {}
        known = Known(
            area,
            {name: fact for name, fact in given.items() if fact is not None},
            frozenset(name for name, fact in given.items() if fact is None),
        )
        decided = self._decider.decide(understood, known, taken)
        is_brief = brief and taken == "query"
        presented = Presented(
            decided.outcome,
            decided.shown,
            () if is_brief else decided.decisions[:_MOST_ASKED],
            with_others=bool(decided.shown) and not is_brief,
        )
        answer = present_assessment(decided.found, self._rulebase, self._language, presented)
        clashing = [_told(clash, understood, self._language) for clash in decided.clashes]
        for said, topic in decided.denials:
            clashing.append(_denied(said, topic, understood, self._reader, self._language))
        read = tuple(_read(understood, decided, self._reader))
        answer = replace(
            answer,
            mode=taken,
            conflicts=(*answer.conflicts, *clashing),
            read=read,
            unread=tuple(_unread(understood, read)),
        )
        return Answer(answer, understood, decided.found.area)


def _read(understood: Understood, decided: Decided, reader: Reader) -> Iterator[ReadFact]:
    """Tell what was read, each thing once: what words say, then what the text resembles."""
    text = understood.text
    facts: dict[tuple[str, str, bool, str], ReadFact] = {}
    known: set[tuple[str, str, bool]] = set()
    # A fact that one word says need not be read once more from several together.
    for part in sorted(understood.said, key=lambda part: len(part.spans)):
        thing = (part.attribute, options_written(part.value), part.negated)
        if thing in known and len(part.spans) > 1:
            continue
        if len(part.spans) == 1:
            known.add(thing)
        places = tuple(text.place(span.start, span.end) for span in part.spans)
        before = facts.get((*thing, part.words))
        if before is None:
            fact = ReadFact(part.attribute, part.value, part.words, places, part.negated)
            facts[(*thing, part.words)] = fact
        elif len(before.places) < _MOST_PLACES:
            merged = tuple(dict.fromkeys((*before.places, *places)))
            facts[(*thing, part.words)] = replace(before, places=merged)
    yield from sorted(facts.values(), key=lambda fact: fact.places)
    said = {thing[:3] for thing in facts}
    for resemblance, made in decided.made:
        spans = reader.telling(understood, resemblance.topic)
        places = tuple(text.place(span.start, span.end) for span in spans)
        for attribute, value in made.items():
            if (attribute, options_written(value), False) not in said:
                words = joined(text, spans)
                yield ReadFact(attribute, value, words, places, negated=False, basis="likeness")


def _unread(understood: Understood, read: Iterable[ReadFact]) -> Iterator[str]:
    """Go through the sentences of which nothing was understood, each once."""
    text = understood.text
    starts = sorted(start for fact in read for start, _ in fact.places)
    shown = set()
    for sentence in understood.sentences:
        first, last = text.place(sentence.start, sentence.end)
        words = printable(text.words(sentence.start, sentence.end))
        is_read = bisect_left(starts, first) < bisect_left(starts, last)
        if not is_read and words not in shown and any(letter.isalnum() for letter in words):
            shown.add(words)
            yield words


def _told(clash: Clash, understood: Understood, language: Language) -> AreaFinding:
    """Quote the two sentences that cannot both be so."""
    quotes = [_quoted(understood, part.sentence) for part in (clash.asserted, clash.denied)]
    because = _CLASH.in_language(language).format(*quotes)
    return AreaFinding("said-both-ways", because, None, {}, "")


def _quoted(understood: Understood, number: int) -> str:
    sentence = understood.sentences[number]
    words = printable(understood.text.words(sentence.start, sentence.end))
    return words if len(words) <= _LONGEST_QUOTE else words[:_LONGEST_QUOTE] + "…"


def _denied(
    said: Said, topic: str, understood: Understood, reader: Reader, language: Language
) -> AreaFinding:
    """Quote a sentence that denies what the rest of the text is about."""
    spans = reader.telling(understood, topic)
    rest = printable(joined(understood.text, spans))
    because = _DENIED.in_language(language).format(_quoted(understood, said.sentence), rest)
    return AreaFinding("denied-and-wanted", because, None, {}, "")
