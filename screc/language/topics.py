"""Tell which schemes a text is about, or that it is about none, and which of its words say so."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from screc.language.base import LanguageBase
from screc.language.fold import Folded
from screc.language.lexicon import HIRAGANA, is_latin
from screc.language.likeness import Contrast, Likeness
from screc.language.span import Span, inside

_LONGEST_RUN = 4
_TELLING_SHARE = 0.35
_MOST_SPANS = 3


@dataclass(frozen=True)
class Resemblance:
    """How much a text is about one topic."""

    topic: str
    score: float


@dataclass(frozen=True)
class About:
    """What a text is about.

    Attributes:
        strength: how clearly it is about any scheme, whatever the length of the text.
        schemes: those it resembles, most first.
        outside: what it resembles most of all that is no scheme.
        aside: sentences that are about something else than the others.
    """

    strength: float
    schemes: tuple[Resemblance, ...]
    outside: Resemblance
    aside: tuple[Span, ...]


class TopicReader:
    """Compares texts to the examples of all topics."""

    def __init__(self, base: LanguageBase) -> None:
        """Tell topics that are schemes from those that are not."""
        self._bounds = base.calibration
        topics, counts, known = base.topics, base.counts, set(base.schemes)
        self._schemes = [topic.id for topic in topics if topic.id in known]
        self._names = [*self._schemes, *(t.id for t in topics if t.id not in known)]
        alone = [Contrast(frozenset({name})) for name in self._names]
        any_scheme = Contrast(frozenset(self._schemes))
        self._likeness = Likeness(counts, [*alone, any_scheme])

    def read(
        self,
        text: Folded,
        sentences: Sequence[Span],
        left_out: Sequence[Span],
        told: Collection[int] = (),
    ) -> About:
        """Compare a text, without what does not count of it.

        Args:
            text: to compare.
            sentences: of the text.
            left_out: what does not count, as it is denied or elsewhere.
            told: the numbers of the sentences whose words say something of the area.
        """
        alone = [self._compare(text, [span], left_out) for span in sentences]
        aside: tuple[Span, ...] = ()
        whole = alone[0] if len(alone) == 1 else self._compare(text, sentences, left_out)
        if len(alone) > 1 and max(one.strength for one in alone) >= self._bounds.says_something:
            # In a long text, what says but a little is far more than what the text is about.
            least = (
                self._bounds.says_something
                if len(alone) > self._bounds.many_sentences
                else self._bounds.says_nothing
            )
            aside = tuple(
                span
                for number, (span, one) in enumerate(zip(sentences, alone, strict=True))
                if one.strength < least and number not in told
            )
            if aside:
                out = frozenset(aside)
                kept = [span for span in sentences if span not in out]
                whole = self._compare(text, kept, left_out)
        outside = max(
            (one.outside for one in alone), key=lambda part: part.score, default=whole.outside
        )
        return replace(whole, outside=outside, aside=aside)

    def _compare(self, text: Folded, spans: Sequence[Span], left_out: Sequence[Span]) -> About:
        kept = [part for span in spans for part in kept_of(span, left_out)]
        pieces = [text.text[span.start : span.end] for span in kept]
        if not any(letter.isalnum() for piece in pieces for letter in piece):
            return About(0.0, (), Resemblance(self._names[-1], 0.0), ())
        *scores, any_scheme = self._likeness.scores(*pieces)
        parts = [Resemblance(*part) for part in zip(self._names, scores, strict=True)]
        own = len(self._schemes)
        schemes = sorted(parts[:own], key=lambda part: -part.score)
        length = sum(map(len, pieces))
        outside = max(parts[own:], key=lambda part: part.score)
        evidence = self._bounds.own_share * schemes[0].score + any_scheme - max(0.0, outside.score)
        strength = evidence / math.sqrt(length + 1)
        return About(strength, tuple(part for part in schemes if part.score > 0), outside, ())

    def telling(self, text: Folded, left_out: Sequence[Span], topic: str) -> list[Span]:
        """Find the words that speak most for a topic, in the order of the text."""
        group = self._names.index(topic)
        found: list[tuple[float, Span]] = []
        for span in kept_of(Span(0, len(text.text)), left_out):
            found += self._peaks(text.text, span, group)
        most = max((worth for worth, _ in found), default=0.0)
        best = sorted(found, key=lambda part: -part[0])[:_MOST_SPANS]
        telling = (part for worth, part in best if worth >= most * _TELLING_SHARE)
        return sorted(telling, key=lambda part: part.start)

    def _peaks(self, text: str, span: Span, group: int) -> Iterator[tuple[float, Span]]:
        """Go through the stretches that speak for a group more than the text does on average."""
        worth = [0.0] * (span.end - span.start)
        for start in range(span.start, span.end):
            for end in range(start + 1, min(start + _LONGEST_RUN, span.end) + 1):
                share = self._likeness.weight(text[start:end], group) / (end - start)
                for place in range(start, end):
                    worth[place - span.start] += share
        least = max(worth, default=0.0) * _TELLING_SHARE
        begin = 0
        for place in range(len(worth) + 1):
            is_end = place == len(worth) or not text[span.start + place].isalnum()
            if is_end or worth[place] <= least:
                word = _whole_words(text, span.start + begin, span.start + place)
                if word.end - word.start > 1:
                    yield sum(worth[begin:place]), word
                begin = place + 1


def _whole_words(text: str, start: int, end: int) -> Span:
    """Widen a stretch to whole words where they are Latin, and narrow it to what is not grammar."""
    while 0 < start < end and is_latin(text[start]) and is_latin(text[start - 1]):
        start -= 1
    while start < end < len(text) and is_latin(text[end - 1]) and is_latin(text[end]):
        end += 1
    if any(letter not in HIRAGANA for letter in text[start:end]):
        while text[start] in HIRAGANA:
            start += 1
        while text[end - 1] in HIRAGANA:
            end -= 1
    return Span(start, end)


def kept_of(whole: Span, left_out: Sequence[Span]) -> list[Span]:
    """List what of a stretch is left.

    Args:
        whole: the stretch.
        left_out: parts of the text, sorted by where they start.

    >>> kept_of(Span(0, 9), [Span(0, 6)])
    [Span(start=6, end=9)]
    """
    kept, place = [], whole.start
    for span in inside(left_out, whole):
        if span.start > place:
            kept.append(Span(place, span.start))
        place = max(place, span.end)
    return [*kept, Span(place, whole.end)] if place < whole.end else kept
