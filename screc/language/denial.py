"""Tell what of a text counts: what it denies, what is merely elsewhere, and what it calls open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from screc.language.fold import fold
from screc.language.lexicon import Mention
from screc.language.span import Span, inside
from screc.model.language import Marks

_LONGEST_GAP_JA = 16
_LONGEST_GAP_EN = 40
_CLOSELY = 14
_AT_HAND = 10
_OPEN_OF = 12
_AT_ONCE = 2
_REACH = 80
"""How far back a denial reaches over joined words, in characters."""
_UNNAMED = 10
"""How much before a denial counts as denied where no known word stands there, in characters."""
_SENTENCE_END = re.compile(r"[。．！？!?\n]|\.(?=\s|$)")
_DISTANCE = (
    r"(?:から|より|まで)(?:は|も)?(?:約|およそ|ほぼ)?"
    r"[\d〇一二三四五六七八九十百]+(?:\.\d+)?(?:km|きろ|m|分)"
)


@dataclass(frozen=True)
class Reckoning:
    """What does not count as said.

    Attributes:
        denied: words that are said not to be so.
        absent: those of them whose very thing is said not to exist.
        elsewhere: words for what is merely near, or in another place.
        left_out: the stretches of text.
    """

    denied: frozenset[Mention]
    absent: frozenset[Mention]
    elsewhere: frozenset[Mention]
    left_out: tuple[Span, ...]


class Divider:
    """Divides a text into sentences and clauses, and finds in them what is denied."""

    def __init__(self, marks: Marks) -> None:
        """Prepare the marks."""
        ends = _any_of((*marks.clause_ends_ja, *marks.clause_ends_en))
        self._clause_end = re.compile(rf"(?!,\d{{3}})(?:{ends.pattern})")
        stems, endings = _any_of(marks.denied_stems_ja), _any_of(marks.denied_endings_ja)
        verbs = f"(?:{stems.pattern})(?:{endings.pattern})"
        self._ending = endings
        self._denial_ja = re.compile(f"{_any_of(marks.denials_ja).pattern}|{verbs}")
        self._undenial_ja = _any_of(marks.undenials_ja)
        self._denial_en = _any_of(marks.denials_en)
        self._undenial_en = _any_of(marks.undenials_en)
        self._topic_ends = tuple(fold(word).text for word in marks.topic_ends_ja)
        self._joins = {fold(word).text for word in marks.joins_ja}
        self._of = {fold(word).text for word in marks.of_ja}
        self._relation = _any_of(marks.relations_ja)
        self._related_by = {fold(word).text for word in marks.related_by_ja}
        self._immaterial = _any_of(marks.immaterial_ja)
        self._after = re.compile(f"{_DISTANCE}|{_any_of(marks.elsewhere_after_ja).pattern}")
        self._before = _any_of(marks.elsewhere_before_ja)
        self._before_en = _any_of(marks.elsewhere_en)
        # 駅ではない denies a name for the place, 駅はない the place.
        self._absence = re.compile(f"(?<!で)(?<!じゃ)(?:{_any_of(marks.absences_ja).pattern})")
        self._lack = _any_of(marks.lacks_ja)
        self._open = _any_of((*marks.open_ja, *marks.open_en))

    def sentences(self, text: str) -> list[Span]:
        """Say from where to where each sentence reaches."""
        return _pieces(text, _SENTENCE_END, Span(0, len(text))) or [Span(0, 0)]

    def clauses(self, text: str, sentence: Span) -> list[Span]:
        """Say from where to where each clause of a sentence reaches."""
        return _pieces(text, self._clause_end, sentence)

    def says_open(self, text: str, sentence: Span) -> bool:
        """Tell whether a sentence calls something open that can decide."""
        return any(
            self._immaterial.search(
                text, max(sentence.start, match.start() - _OPEN_OF), match.start()
            )
            is None
            for match in self._open.finditer(text, sentence.start, sentence.end)
        )

    def reckon(
        self,
        text: str,
        mentions: Sequence[Mention],
        clauses: Iterable[Span],
        undeniable: Collection[str],
        wanted: Collection[str],
    ) -> Reckoning:
        """Find what does not count among the words that were found, clause by clause.

        Args:
            text: folded.
            mentions: all words that were found in it.
            clauses: of the text, in their order.
            undeniable: classes of words that are too common to be what a denial means.
            wanted: classes of things that are wanted where they are lacking.
        """
        denied: set[Mention] = set()
        absent: set[Mention] = set()
        elsewhere: set[Mention] = set()
        left_out: list[Span] = []
        before: Span | None = None
        deniable = [part for part in mentions if part.name not in undeniable]
        for clause in clauses:
            named = inside(deniable, clause)
            for found, span in self._denied_ja(text, deniable, clause, before):
                if all(part.name in wanted for part in found) and self._is_lack(text, found):
                    continue
                denied |= found
                absent |= {part for part in found if self._is_absent(text, part, span, deniable)}
                left_out.append(span)
            for found, span in self._denied_en(text, named, clause):
                denied |= found
                left_out.append(span)
            for part in named:
                if self._is_elsewhere(text, part, clause):
                    until = [other for other in named if other.end <= part.end]
                    whole = set(_with_joined(text, until, self._joins | self._of))
                    elsewhere |= whole
                    left_out.append(Span(min(other.start for other in whole), part.end))
            ends = _SENTENCE_END.search(text, clause.end - 1, clause.end)
            before = None if ends else clause
        left_out.sort(key=lambda span: span.start)
        return Reckoning(
            frozenset(denied), frozenset(absent), frozenset(elsewhere - denied), tuple(left_out)
        )

    def _denied_ja(
        self,
        text: str,
        mentions: Sequence[Mention],
        clause: Span,
        before: Span | None,
    ) -> Iterable[tuple[set[Mention], Span]]:
        within = inside(mentions, clause)
        until = min(len(text), clause.end + 4)
        turned = [
            Span(*match.span()) for match in self._undenial_ja.finditer(text, clause.start, until)
        ]
        for mark in self._marks_ja(text, within, clause):
            after = bisect_right(turned, mark.end, key=lambda turn: turn.start)
            if after and turned[after - 1].end > mark.start:
                continue
            # A word that holds the denial itself says what is so: 再開発の予定なし.
            named = self._unrelated(
                text, inside(within, Span(mark.start - _REACH, mark.start)), mark
            )
            if named and mark.start - named[-1].end <= _LONGEST_GAP_JA:
                found = set(_with_joined(text, named, self._joins))
                whole = _with_joined(text, named, self._joins | self._of)
                yield found, Span(min(part.start for part in whole), mark.end)
            elif before is not None and text.endswith(self._topic_ends, before.start, before.end):
                # "As for the vision, it has never been written."
                subject = inside(mentions, before)[-1:]
                yield set(subject), Span(before.start, mark.end)
            elif before is not None and mark.start - clause.start <= _AT_ONCE:
                # The clause before is meant: "..., which is not part of it".
                yield set(), Span(before.start, mark.end)
            else:
                yield set(), Span(max(clause.start, mark.start - _UNNAMED), mark.end)

    def _marks_ja(self, text: str, within: Iterable[Mention], clause: Span) -> Iterable[Span]:
        """Go through the denials of a clause, also those that end a verb: 建て替えない."""
        for match in self._denial_ja.finditer(text, clause.start, clause.end):
            yield Span(match.start(), match.end())
        for part in within:
            ending = self._ending.match(text, part.end, clause.end)
            if ending:
                yield Span(part.end, ending.end())

    def _unrelated(self, text: str, named: Sequence[Mention], mark: Span) -> Sequence[Mention]:
        """Leave out the last word where it is only what another has nothing to do with."""
        if len(named) > 1 and self._relation.match(text, mark.start):
            last = set(_with_joined(text, named, self._joins | self._of))
            before = [part for part in named if part not in last]
            if text[named[-1].end : mark.start] in self._related_by and before:
                return before
        return named

    def _denied_en(
        self, text: str, named: Sequence[Mention], clause: Span
    ) -> Iterable[tuple[set[Mention], Span]]:
        turned = list(self._undenial_en.finditer(text, clause.start, clause.end))
        for mark in self._denial_en.finditer(text, clause.start, clause.end):
            if any(turn.start() <= mark.start() and mark.end() <= turn.end() for turn in turned):
                continue
            after = [part for part in named if part.start >= mark.end()]
            first = [part for part in named if part.end <= mark.start()]
            if after and after[0].start - mark.end() <= _LONGEST_GAP_EN:
                near = {part for part in after if part.start < after[0].end}
                yield near, Span(mark.start(), max(part.end for part in near))
            elif first and mark.start() - first[-1].end <= _LONGEST_GAP_EN:
                near = {part for part in first if part.end > first[-1].start}
                yield near, Span(min(part.start for part in near), mark.end())

    def _is_absent(self, text: str, part: Mention, span: Span, named: Sequence[Mention]) -> bool:
        """Tell whether a denial closely follows a thing, with nothing named between them."""
        mark = self._absence.search(text, part.end, span.end)
        if mark is None:
            return False
        between = [
            other
            for other in inside(named, Span(part.end, mark.end()))
            if other.start < mark.start() and other.name != part.name
        ]
        is_subject = any(end in text[part.end : mark.start()] for end in self._topic_ends)
        return not between and (is_subject or mark.start() - part.end <= _CLOSELY)

    def _is_lack(self, text: str, found: Iterable[Mention]) -> bool:
        return any(
            self._lack.search(text, part.end, part.end + _AT_HAND) is not None for part in found
        )

    def _is_elsewhere(self, text: str, part: Mention, clause: Span) -> bool:
        after = self._after.match(text, part.end, clause.end)
        lead = text[max(clause.start, part.start - 8) : part.start]
        ahead = [*self._before.finditer(lead), *self._before_en.finditer(lead.rstrip() + " ")]
        return after is not None or any(len(lead) - match.end() <= 1 for match in ahead)


def _with_joined(text: str, before: Sequence[Mention], joins: Collection[str]) -> Iterator[Mention]:
    """Go back from the last word over those that are joined to it, or overlap it."""
    start = before[-1].start
    for part in sorted(before, key=lambda part: (-part.end, -part.start)):
        if part.end < start and text[part.end : start].strip() not in joins:
            return
        yield part
        start = min(start, part.start)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Match any of some words, the longest first; Latin ones only whole."""
    folded = sorted({fold(word).text for word in words}, key=len, reverse=True)
    parts = [
        rf"\b{re.escape(word)}\b" if word[0].isascii() and word[0].isalpha() else re.escape(word)
        for word in folded
    ]
    return re.compile("|".join(parts))


def _pieces(text: str, ends: re.Pattern[str], whole: Span) -> list[Span]:
    pieces = []
    start = whole.start
    for match in ends.finditer(text, whole.start, whole.end):
        pieces.append(Span(start, match.end()))
        start = match.end()
    if start < whole.end:
        pieces.append(Span(start, whole.end))
    return pieces
