"""How text is read: words, cues that make facts of them, marks that turn them, and topics.

These are plain dataclasses, since a text is answered without pydantic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from screc.model.attribute import WordList
from screc.model.ids import Id, Whole, Yes
from screc.model.rulebase import FactValue

Within = Literal["clause", "sentence", "text"]


@dataclass(frozen=True)
class WordClass:
    """Words that mean the same to the cues.

    Attributes:
        id: by which cues ask for them.
        ja: in Japanese; a stem stands for its forms.
        en: in English; a plural need not be listed.
        deniable: whether a denial can mean them; a word for energy is too common.
        alone: whether its words count only where no longer word holds them.
        wanted: whether to lack it is a reason to want it: 充電できる所がない.
        hides: whether no other word counts within one of them: 駅 in 道の駅.
    """

    id: Id
    ja: tuple[str, ...]
    en: tuple[str, ...]
    deniable: Yes = True
    alone: Yes = False
    wanted: Yes = False
    hides: Yes = False

    @property
    def words(self) -> WordList:
        """The words by language."""
        return WordList(self.ja, self.en)


@dataclass(frozen=True)
class Cue:
    """What words together say of an area.

    Each entry names classes, attributes (`station`) or options (`buildings.shops`) that stand for
    each other.

    Attributes:
        id: of the cue.
        facts: what they say.
        all: have to be said near each other.
        denied: have to be said not to be, in the same place.
        without: must not be said anywhere in the text.
        within: how near.
        absent: whether they say that something does not exist; as the words go where None.
    """

    id: Id
    facts: dict[Id, FactValue]
    all: tuple[tuple[str, ...], ...] = ()
    denied: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    within: Within = "clause"
    absent: Yes | None = None


@dataclass(frozen=True)
class Marks:
    """Words that divide a text, deny, only seem to deny, or set something aside.

    What each list is for stands beside it in `language/marks.yaml`.
    """

    clause_ends_ja: tuple[str, ...]
    clause_ends_en: tuple[str, ...]
    denials_ja: tuple[str, ...]
    denied_stems_ja: tuple[str, ...]
    denied_endings_ja: tuple[str, ...]
    absences_ja: tuple[str, ...]
    undenials_ja: tuple[str, ...]
    denials_en: tuple[str, ...]
    undenials_en: tuple[str, ...]
    joins_ja: tuple[str, ...]
    of_ja: tuple[str, ...]
    relations_ja: tuple[str, ...]
    related_by_ja: tuple[str, ...]
    lacks_ja: tuple[str, ...]
    topic_ends_ja: tuple[str, ...]
    elsewhere_after_ja: tuple[str, ...]
    elsewhere_before_ja: tuple[str, ...]
    elsewhere_en: tuple[str, ...]
    open_ja: tuple[str, ...]
    open_en: tuple[str, ...]
    immaterial_ja: tuple[str, ...]
    totals_ja: tuple[str, ...]


@dataclass(frozen=True)
class Examples:
    """Sentences about one topic; `kana` are Japanese ones as they are read."""

    ja: tuple[str, ...]
    kana: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True)
class Implied:
    """Facts that follow where a text about a topic also says one of some words."""

    said: tuple[str, ...]
    facts: dict[Id, FactValue]


@dataclass(frozen=True)
class Topic:
    """What a text may be about as a whole: a scheme, or a thing outside the twelve.

    Attributes:
        id: the scheme's, where it is one.
        facts: what a text that resembles the examples says of the area.
        examples: sentences of that topic, in the words that people use.
        named_by: words of which a description has to say one before the facts are taken from it.
        open_by: words of which one has to stand in a sentence that calls something open, before it
            is taken for the thing that decides; any sentence where there are none.
        implied: what it says with certain words, such as that the plant is built anew.
    """

    id: Id
    facts: dict[Id, FactValue]
    examples: Examples
    named_by: tuple[str, ...] = ()
    open_by: tuple[str, ...] = ()
    implied: tuple[Implied, ...] = ()


@dataclass(frozen=True)
class WordReading:
    """A word in kana, for those who write without kanji."""

    word: str
    kana: str


@dataclass(frozen=True)
class Measure:
    """Units by which a number is known to be of an attribute, near certain words if any."""

    attribute: Id
    units: tuple[str, ...]
    factor: float = 1.0
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class ByMode:
    """A bound for a query, and one for a description."""

    query: float
    description: float


@dataclass(frozen=True)
class Clarity:
    """When a text is about one scheme: the least score, and the most of it that others may have."""

    score: float
    others: float


@dataclass(frozen=True)
class LongestQuery:
    """How long a query of one sentence may be, and one of two, in Japanese characters."""

    one: float
    two: float


@dataclass(frozen=True)
class Calibration:
    """How clear likeness to the examples has to be; each bound is told in `calibration.yaml`."""

    own_share: float
    about_a_scheme: ByMode
    surely_about: float
    clearly_outside: float
    surely_outside: float
    rivals: ByMode
    most_shown: Whole
    tied: float
    waiting: float
    clear: Clarity
    unmistakable: Clarity
    says_something: float
    says_nothing: float
    many_sentences: Whole
    longest_query: LongestQuery
    latin_width: float
