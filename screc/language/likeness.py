"""Tell what a text is about by how much it resembles the example sentences of each topic."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from screc.language.fold import fold

_LENGTHS = range(1, 5)
_SMOOTHING = 0.3
_SEEN_AT_LEAST = 2
_OVERLAP = 0.5
"""Runs overlap, so together they tell less than if each were independent of the others."""


@dataclass(frozen=True)
class Counts:
    """In how many examples of which topic each run of characters stands.

    Attributes:
        topics: their ids.
        sizes: how many examples each topic has.
        runs: for each run of characters, a topic's position and a count, and so on in turn; written
            as text, since most are never looked at.
    """

    topics: tuple[str, ...]
    sizes: tuple[int, ...]
    runs: dict[str, str]


def count(examples: Mapping[str, Iterable[str]]) -> Counts:
    """Count the runs of characters in the examples of each topic; what is seen once tells nothing.

    >>> count({"street": ["商店街"], "estate": ["団地", "商店"]}).runs["商"]
    '0 1 1 1'
    """
    runs: dict[str, list[int]] = {}
    sizes = []
    for position, sentences in enumerate(examples.values()):
        counter: Counter[str] = Counter()
        size = 0
        for sentence in sentences:
            counter.update(set(_runs(fold(sentence).text)))
            size += 1
        sizes.append(size)
        for run, often in counter.items():
            runs.setdefault(run, []).extend((position, often))
    known = {
        run: " ".join(map(str, pairs))
        for run, pairs in runs.items()
        if sum(pairs[1::2]) >= _SEEN_AT_LEAST
    }
    return Counts(tuple(examples), tuple(sizes), known)


@dataclass(frozen=True)
class Contrast:
    """Topics that are to be told from others: from those named, or else from all the rest."""

    topics: frozenset[str]
    against: frozenset[str] | None = None


@dataclass(frozen=True)
class _Side:
    """One side of a contrast: the topics by their positions, and the least rate of a run."""

    places: frozenset[int]
    least: float

    def rate(self, shares: Sequence[tuple[int, float]]) -> float:
        """Return how often a run stands in an example, each topic counting the same."""
        shared = sum(share for topic, share in shares if topic in self.places)
        return self.least + shared / len(self.places)


class Likeness:
    """A naive Bayes classifier over runs of one to four characters.

    For each contrast a run weighs the logarithm of how much more often it stands in the examples
    of its topics than in those they are told from (Rennie et al., 2003, "Tackling the poor
    assumptions of naive Bayes": what is not of a class is estimated better than the class). It
    needs no tokenizer: a wrong letter, an unknown compound or text in kana costs some runs, not the
    word.

    >>> counts = count({"street": ["商店街の光", "商店街に人"], "estate": ["団地の光", "団地に人"]})
    >>> contrasts = [Contrast(frozenset({topic})) for topic in counts.topics]
    >>> street, estate = Likeness(counts, contrasts).scores("商店街の電気")
    >>> street > estate
    True
    """

    def __init__(self, counts: Counts, contrasts: Iterable[Contrast]) -> None:
        """Prepare to score texts by contrasts."""
        self._runs = counts.runs
        self._sizes = counts.sizes
        self._sides = []
        for contrast in contrasts:
            against = contrast.against
            others = frozenset(counts.topics) - contrast.topics if against is None else against
            self._sides.append((self._side(counts, contrast.topics), self._side(counts, others)))
        self._weights: dict[str, tuple[float, ...]] = {}

    def _side(self, counts: Counts, topics: frozenset[str]) -> _Side:
        places = frozenset(map(counts.topics.index, topics))
        return _Side(places, _SMOOTHING / sum(counts.sizes[place] for place in places))

    def scores(self, *pieces: str) -> list[float]:
        """Score each contrast, by the natural logarithm of its odds, scaled for overlapping runs.

        Args:
            pieces: of a folded text; runs do not reach from one into another.
        """
        runs = {run for piece in pieces for run in _runs(piece)}
        sums = [0.0] * len(self._sides)
        # Sums of floats depend on the order, and that of a set on the process.
        for run in sorted(runs & self._runs.keys()):
            for index, weight in enumerate(self._weights_of(run)):
                sums[index] += weight
        return sums

    def weight(self, run: str, contrast: int) -> float:
        """Say how much a run of characters speaks for a contrast; 0 where it is not known."""
        return self._weights_of(run)[contrast] if run in self._runs else 0.0

    def _weights_of(self, run: str) -> tuple[float, ...]:
        weights = self._weights.get(run)
        if weights is None:
            pairs = [int(number) for number in self._runs[run].split()]
            counted = zip(pairs[::2], pairs[1::2], strict=True)
            shares = [(topic, often / self._sizes[topic]) for topic, often in counted]
            worth = _OVERLAP * math.sqrt(len(run))
            weights = tuple(
                worth * math.log(inside.rate(shares) / outside.rate(shares))
                for inside, outside in self._sides
            )
            self._weights[run] = weights
        return weights


def _runs(text: str) -> Iterator[str]:
    bounded = f" {text.replace(' ', '')} "
    for length in _LENGTHS:
        for start in range(len(bounded) - length + 1):
            yield bounded[start : start + length]
