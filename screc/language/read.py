"""Read a text: what it is about, what it says of an area, and what of it was understood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from screc.language.base import LanguageBase
from screc.language.denial import Divider, Reckoning
from screc.language.fold import Folded, fold
from screc.language.lexicon import Lexicon, Mention
from screc.language.numbers import NumberReader
from screc.language.span import Span, inside
from screc.language.topics import About, TopicReader
from screc.model.attribute import Attribute
from screc.model.language import Cue
from screc.model.rulebase import FactValue

_APART = " … "

_MOSTLY = 0.7


@dataclass(frozen=True)
class Said:
    """What a text says of an attribute.

    Attributes:
        attribute: of which it is said.
        value: what is said.
        words: that say so, as they are written.
        spans: where they stand in the folded text, in its order.
        sentence: the number of the sentence.
        negated: whether the words deny it.
        absent: whether they say that the very thing does not exist.
        unit: in which a number is written.
        is_total: whether a number is said to be all there is.
    """

    attribute: str
    value: FactValue
    words: str
    spans: tuple[Span, ...]
    sentence: int
    negated: bool
    absent: bool = False
    unit: str | None = None
    is_total: bool = False


@dataclass(frozen=True)
class Opening:
    """A sentence that calls something open, and the classes of its words."""

    sentence: Span
    classes: frozenset[str]


@dataclass(frozen=True)
class Understood:
    """All that was read of a text.

    Attributes:
        text: as it is compared; knows where each of its characters stood.
        said: what words say of attributes, in the order of the text.
        about: what the text is about as a whole.
        left_out: stretches that do not count, as they are denied or elsewhere.
        sentences: from where to where each reaches.
        classes: of the words that are said and not denied.
        openings: the sentences that call something open.
        mentions: all words that were found and count.
        clauses: from where to where each reaches.
        reckoning: what is denied, or elsewhere.
    """

    text: Folded
    said: tuple[Said, ...]
    about: About
    left_out: tuple[Span, ...]
    sentences: tuple[Span, ...]
    classes: frozenset[str]
    openings: tuple[Opening, ...]
    mentions: tuple[Mention, ...]
    clauses: tuple[Span, ...]
    reckoning: Reckoning


@dataclass(frozen=True)
class _Scene:
    """A text with what was found in it."""

    text: Folded
    mentions: Sequence[Mention]
    denied: frozenset[Mention]
    absent: frozenset[Mention]
    sentences: Sequence[Span]
    clauses: Sequence[Span]

    def sentence_of(self, place: int) -> int:
        after = bisect_right(self.sentences, place, key=lambda sentence: sentence.start)
        return max(after - 1, 0)


class Reader:
    """Reads texts by the words, cues, marks and examples of a knowledge base.

    >>> from screc.language.base import load_language
    >>> from screc.rules.compile import load_rulebase
    >>> reader = Reader(load_language(), load_rulebase().attributes)
    >>> found = reader.read("駅前ではなく商店街の太陽光で活性化")
    >>> [(said.attribute, said.value) for said in found.said if said.attribute == "station"][0]
    ('station', False)
    >>> found.about.schemes[0].topic
    'shopping-street'
    """

    def __init__(self, base: LanguageBase, attributes: Iterable[Attribute]) -> None:
        """Prepare everything once."""
        self._attributes = {attribute.id: attribute for attribute in attributes}
        self._undeniable = frozenset(base.kinds.undeniable)
        self._wanted = frozenset(base.kinds.wanted)
        self._lexicon = Lexicon(base.words, base.kinds.hiding, base.kinds.alone)
        self._cues = base.cues
        self._divider = Divider(base.marks)
        self._numbers = NumberReader(base.measures, base.marks)
        self._topics = TopicReader(base)

    def read(self, written: str) -> Understood:
        """Read a text in Japanese or English."""
        text = fold(written)
        scene, reckoning = self._look(text)
        said = [
            *self._by_words(scene),
            *(found for cue in self._cues_in(scene) for found in _by_cue(cue, scene)),
            *self._amounts(scene),
        ]
        told = {part.sentence for part in said}
        is_open = [self._divider.says_open(text.text, part) for part in scene.sentences]
        return Understood(
            text,
            tuple(sorted(said, key=lambda part: (part.spans[0].start, part.spans[-1].end))),
            self._topics.read(text, scene.sentences, reckoning.left_out, told),
            reckoning.left_out,
            tuple(scene.sentences),
            frozenset(part.name for part in scene.mentions if part not in scene.denied),
            tuple(
                Opening(sentence, frozenset(part.name for part in inside(scene.mentions, sentence)))
                for sentence, opens in zip(scene.sentences, is_open, strict=True)
                if opens
            ),
            tuple(scene.mentions),
            tuple(scene.clauses),
            reckoning,
        )

    def telling(self, understood: Understood, topic: str) -> tuple[Span, ...]:
        """Find the words of a text that speak most for a topic."""
        return tuple(self._topics.telling(understood.text, understood.left_out, topic))

    def _look(self, text: Folded) -> tuple[_Scene, Reckoning]:
        letters = sum(mark.isalnum() for mark in text.text)
        kana = sum("ぁ" <= mark <= "ん" for mark in text.text)
        mentions = self._lexicon.find(text, in_kana=letters > 0 and kana / letters >= _MOSTLY)
        sentences = self._divider.sentences(text.text)
        clauses = [
            clause for part in sentences for clause in self._divider.clauses(text.text, part)
        ]
        reckoning = self._divider.reckon(
            text.text, mentions, clauses, self._undeniable, self._wanted
        )
        counted = [part for part in mentions if part not in reckoning.elsewhere]
        scene = _Scene(text, counted, reckoning.denied, reckoning.absent, sentences, clauses)
        return scene, reckoning

    def _cues_in(self, scene: _Scene) -> Iterator[Cue]:
        """Go through the cues of which all words are found at all, wherever they stand."""
        names = {part.name for part in scene.mentions}
        for cue in self._cues:
            if not any(names.isdisjoint(asked) for asked in (*cue.all, *cue.denied)):
                yield cue

    def _by_words(self, scene: _Scene) -> Iterator[Said]:
        """Take what the words of attributes and options say by themselves."""
        for mention in scene.mentions:
            attribute_id, _, option = mention.name.partition(".")
            attribute = self._attributes.get(attribute_id)
            negated = mention in scene.denied
            if attribute is not None and (option or attribute.type == "flag"):
                value: FactValue = {option: not negated} if option else not negated
                yield _said(attribute_id, value, [mention], scene, negated=negated)

    def _amounts(self, scene: _Scene) -> Iterator[Said]:
        for amount in self._numbers.find(scene.text.text):
            attribute = self._attributes[amount.attribute]
            if _is_within(amount.value, attribute):
                value = int(amount.value) if attribute.whole else amount.value
                at = Mention(amount.attribute, amount.start, amount.end)
                found = _said(amount.attribute, value, [at], scene, negated=False)
                yield replace(found, unit=amount.unit, is_total=amount.is_total)


def joined(text: Folded, spans: Iterable[Span]) -> str:
    """Give back words as they are written, with a mark between those that stand apart."""
    return _APART.join(dict.fromkeys(text.words(span.start, span.end) for span in spans))


def _by_cue(cue: Cue, scene: _Scene) -> Iterator[Said]:
    """Take what words say together, wherever all that a cue asks for is said nearby."""
    whole = [Span(0, len(scene.text.text))]
    scopes = {"clause": scene.clauses, "sentence": scene.sentences, "text": whole}[cue.within]
    if any(part.name in cue.without and part not in scene.denied for part in scene.mentions):
        return
    for scope in scopes:
        within = inside(scene.mentions, scope)
        said = _one_of_each(cue.all, [part for part in within if part not in scene.denied])
        denied = _one_of_each(cue.denied, [part for part in within if part in scene.denied])
        if said is not None and denied is not None:
            for attribute, value in cue.facts.items():
                found = _said(attribute, value, [*said, *denied], scene, negated=bool(denied))
                if cue.absent is not None:
                    found = replace(found, negated=True, absent=cue.absent)
                yield found


def _one_of_each(
    asked: Iterable[Collection[str]], counted: Sequence[Mention]
) -> list[Mention] | None:
    """Find a word for each entry, not the same one twice; None where one is missing."""
    used: list[Mention] = []
    for names in asked:
        spans = {(part.start, part.end) for part in used}
        match = next(
            (p for p in counted if p.name in names and (p.start, p.end) not in spans), None
        )
        if match is None:
            return None
        used.append(match)
    return used


def _said(
    attribute: str, value: FactValue, used: Sequence[Mention], scene: _Scene, *, negated: bool
) -> Said:
    spans = tuple(
        dict.fromkeys(
            Span(part.start, part.end) for part in sorted(used, key=lambda p: (p.start, p.end))
        )
    )
    sentence = scene.sentence_of(spans[0].start)
    absent = not scene.absent.isdisjoint(used)
    return Said(attribute, value, joined(scene.text, spans), spans, sentence, negated, absent)


def _is_within(value: float, attribute: Attribute) -> bool:
    low, high = attribute.minimum, attribute.maximum
    return (low is None or low <= value) and (high is None or value <= high)
