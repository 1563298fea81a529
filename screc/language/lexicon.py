"""Find the words of many classes in a text, also as they are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screc.language.fold import Folded, fold
from screc.language.span import Cover
from screc.model.attribute import WordList

_ENDINGS = ("s", "es", "d", "ed", "ing")
_SHORTEST_WITH_ENDING = 3
_SURE_READING = 4
_SHORT_READING = 2
_KATAKANA_ALONE = 4
HIRAGANA = frozenset(map(chr, range(ord("ぁ"), ord("ゖ") + 1)))


@dataclass(frozen=True)
class Mention:
    """A word that was found: its class, and where it stands in the folded text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """The words of classes, folded.

    Attributes:
        written: the classes of each word as it is written.
        read: the classes of each word as it is read in kana.
        katakana: short words that are written in katakana alone.
    """

    written: dict[str, tuple[str, ...]]
    read: dict[str, tuple[str, ...]]
    katakana: tuple[str, ...]


def fold_words(words: Mapping[str, WordList], readings: Mapping[str, str]) -> Words:
    """Fold the words of each class.

    Args:
        words: of each class.
        readings: of words, in kana.
    """
    written: dict[str, list[str]] = defaultdict(list)
    read: dict[str, list[str]] = defaultdict(list)
    katakana = set()
    for name, listed in words.items():
        for word in (*listed.ja, *listed.en):
            folded = fold(word).text
            written[folded].append(name)
            if len(folded) <= _KATAKANA_ALONE and HIRAGANA.isdisjoint(word):
                katakana.add(folded)
            if word in readings:
                read[fold(readings[word]).text].append(name)
    return Words(_frozen(written), _frozen(read), tuple(sorted(katakana)))


def _frozen(words: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(names) for word, names in words.items()}


class Lexicon:
    """Looks words up in a text.

    >>> words = fold_words({"street": WordList(("商店街",), ("high street",))}, {})
    >>> Lexicon(words).find(fold("駅前商店街の High Streets"))
    [Mention(name='street', start=2, end=5), Mention(name='street', start=7, end=19)]
    """

    def __init__(self, words: Words, hiding: Iterable[str] = (), alone: Iterable[str] = ()) -> None:
        """Take the words.

        Args:
            words: of each class.
            hiding: the classes in whose words no other word counts.
            alone: the classes whose words count only where no longer word holds them.
        """
        self._written, self._read = _Dictionary(words.written), _Dictionary(words.read)
        self._katakana = frozenset(words.katakana)
        self._hiding = frozenset(hiding)
        self._alone = frozenset(alone)

    def find(self, text: Folded, *, in_kana: bool = False) -> list[Mention]:
        """Find the words in a text, in its order; of one class the longest, where some overlap.

        Args:
            text: to search.
            in_kana: whether the text is in kana, so that short words too are found as they are
                read.
        """
        found = [
            part
            for part in self._written.look_up(text.text)
            if in_kana or not self._is_accident(text, part)
        ]
        read = self._read.look_up(text.text)
        found += (part for part in read if in_kana or part.end - part.start >= _SURE_READING)
        hiding = Cover(part for part in found if part.name in self._hiding)
        whole = Cover(found)
        return _longest(
            part
            for part in found
            if not (in_kana and _is_short(part) and whole.starts_before(part))
            and not (part.name in self._alone and whole.holds_strictly(part))
            and (part.name in self._hiding or not hiding.holds(part))
        )

    def _is_accident(self, text: Folded, part: Mention) -> bool:
        """Tell whether a short word in katakana was found in hiragana: めた is no メーター."""
        if text.text[part.start : part.end] not in self._katakana:
            return False
        return not HIRAGANA.isdisjoint(text.words(part.start, part.end))


class _Dictionary:
    """Words by their first letter and length."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._words = words
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for word in words:
            self._lengths[word[:1]].add(len(word))

    def look_up(self, text: str) -> Iterator[Mention]:
        for start, letter in enumerate(text):
            lengths = self._lengths.get(letter)
            if lengths is None or (start and is_latin(letter) and is_latin(text[start - 1])):
                continue
            for length in lengths:
                stop = start + length
                names = self._words.get(text[start:stop]) if stop <= len(text) else None
                end = _word_end(text, start, stop) if names else None
                if names and end is not None:
                    yield from (Mention(name, start, end) for name in names)


def is_latin(letter: str) -> bool:
    """Tell whether a letter or digit is a Latin one."""
    return letter.isascii() and letter.isalnum()


def _word_end(text: str, start: int, end: int) -> int | None:
    """Find where a Latin word ends, with its ending; None in the middle of another word."""
    if not is_latin(text[end - 1]) or not is_latin(text[end : end + 1] or " "):
        return end
    for ending in _ENDINGS if end - start >= _SHORTEST_WITH_ENDING else ():
        stop = end + len(ending)
        if text[end:stop] == ending and not is_latin(text[stop : stop + 1] or " "):
            return stop
    return None


def _is_short(part: Mention) -> bool:
    """Tell whether a reading is so short that it may be but the end of another: えき in りえき."""
    return part.end - part.start <= _SHORT_READING


def _longest(found: Iterable[Mention]) -> list[Mention]:
    """Keep of each class what does not lie in a longer word of the class."""
    ends: dict[str, int] = {}
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda part: (part.start, -part.end, part.name)):
        if mention.end > ends.get(mention.name, -1):
            kept.append(mention)
            ends[mention.name] = mention.end
    return kept
