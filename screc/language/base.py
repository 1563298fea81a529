"""What reading texts needs of a knowledge base, prepared once and kept for next time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from screc.knowledge.cache import code_digest, read_entry, write_entry
from screc.knowledge.find import files_digest, find_knowledge, knowledge_files
from screc.language.lexicon import Words, fold_words
from screc.language.likeness import Counts, count
from screc.model.attribute import WordList, option_key
from screc.model.language import Calibration, Cue, Examples, Marks, Measure, Topic
from screc.model.plain import from_plain, to_plain
from screc.model.rulebase import FactValue

if TYPE_CHECKING:
    from screc.model.knowledge import Knowledge

_ENTRY = "language"
_WISHES = "wish"
_NO_EXAMPLES = Examples((), (), ())


@dataclass(frozen=True)
class Kinds:
    """Which classes of words are of a kind; see `WordClass`.

    What is wanted are the wishes among the attributes, too.
    """

    undeniable: tuple[str, ...]
    alone: tuple[str, ...]
    wanted: tuple[str, ...]
    hiding: tuple[str, ...]
    wishes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class LanguageBase:
    """The prepared words, marks and examples; equal only to itself.

    Attributes:
        schemes: ids of the topics that are schemes.
        words: folded, by what they name.
        kinds: which of them are special.
        cues: what words together say.
        marks: what turns them.
        measures: units of numbers.
        topics: what a text can be about, without the examples.
        counts: what was learned from the examples.
        calibration: how clear likeness to them has to be.
    """

    schemes: tuple[str, ...]
    words: Words
    kinds: Kinds
    cues: tuple[Cue, ...]
    marks: Marks
    measures: tuple[Measure, ...]
    topics: tuple[Topic, ...]
    counts: Counts
    calibration: Calibration


def load_language(directory: str | Path | None = None) -> LanguageBase:
    """Load what reading texts needs, preparing it where the knowledge base has changed.

    Args:
        directory: the knowledge base; without it the one that comes with screc.

    Raises:
        InputError: there is no knowledge base in the folder.
        KnowledgeError: it is broken; the error lists all problems.

    >>> load_language().schemes[:2]
    ('station-front', 'block')
    """
    folder = find_knowledge(directory)
    code = code_digest("language")
    key = f"{files_digest(knowledge_files(folder))} {code}"
    kept = read_entry(_ENTRY, key)
    if kept is not None:
        try:
            return from_plain(LanguageBase, json.loads(kept))
        except (KeyError, TypeError, ValueError):
            # Written by a screc with other models; prepare as if there were no entry.
            pass
    from screc.knowledge.load import load_knowledge
    from screc.language.checks import require_sound_words

    knowledge = load_knowledge(directory)
    require_sound_words(knowledge, directory)
    base = prepare_language(knowledge)
    content = json.dumps(to_plain(base), ensure_ascii=False, separators=(",", ":"))
    write_entry(_ENTRY, key, content.encode())
    return base


def prepare_language(knowledge: Knowledge) -> LanguageBase:
    """Fold the words of a knowledge base, and count its examples."""
    classes = knowledge.word_classes
    wishes = [
        attribute.id
        for group in knowledge.attribute_groups
        if group.id == _WISHES
        for attribute in group.attributes
    ]
    readings = {part.word: part.kana for part in knowledge.readings}
    return LanguageBase(
        schemes=tuple(scheme.id for scheme in knowledge.schemes),
        words=fold_words(dict(words_of(knowledge)), readings),
        kinds=Kinds(
            undeniable=tuple(part.id for part in classes if not part.deniable),
            alone=tuple(part.id for part in classes if part.alone),
            wanted=(*(part.id for part in classes if part.wanted), *wishes),
            hiding=tuple(part.id for part in classes if part.hides),
            wishes=tuple(wishes),
        ),
        cues=tuple(replace(cue, facts=_by_option(cue.facts)) for cue in knowledge.cues),
        marks=knowledge.marks,
        measures=knowledge.measures,
        topics=tuple(_without_examples(topic) for topic in knowledge.topics),
        counts=count({topic.id: sentences_of(topic) for topic in knowledge.topics}),
        calibration=knowledge.calibration,
    )


def _without_examples(topic: Topic) -> Topic:
    implied = tuple(replace(part, facts=_by_option(part.facts)) for part in topic.implied)
    return replace(topic, facts=_by_option(topic.facts), examples=_NO_EXAMPLES, implied=implied)


def _by_option(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Write what is said of choices option by option, which JSON keeps as it is."""
    return {
        name: dict.fromkeys(value, True) if isinstance(value, tuple) else value
        for name, value in facts.items()
    }


def words_of(knowledge: Knowledge) -> Iterator[tuple[str, WordList]]:
    """Go through all that words can name: attributes, their options, and classes."""
    for attribute in knowledge.attributes:
        yield attribute.id, attribute.words
        for option in attribute.options:
            yield option_key(attribute.id, option.id), option.words
    for part in knowledge.word_classes:
        yield part.id, part.words


def sentences_of(topic: Topic) -> tuple[str, ...]:
    """All examples of a topic, in either language and script."""
    return (*topic.examples.ja, *topic.examples.kana, *topic.examples.en)
