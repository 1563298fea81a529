"""Check the words, cues and topics of a knowledge base. One function a check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from screc.errors import InputError, KnowledgeError, Problem, nearest, printable
from screc.knowledge.facts import read_value
from screc.knowledge.find import find_knowledge, knowledge_files
from screc.knowledge.load import load_knowledge, locate, read_documents
from screc.knowledge.walk import Fault
from screc.knowledge.yaml_reader import Place
from screc.language.base import sentences_of, words_of
from screc.language.fold import fold
from screc.model.attribute import WordList, option_key
from screc.model.knowledge import Knowledge
from screc.model.rulebase import FactValue
from screc.rules.checks import Report, check_knowledge

_CLASSES, _CUES = "language/classes.yaml", "language/cues.yaml"
_LANGUAGES = ("ja", "en")
_LARGEST_FACTOR = 1e9
_TEXTS_KEPT = 16_384
_MAY_BE_NOTHING = ("joins_ja", "of_ja")


def check_all(directory: str | Path | None = None) -> Report:
    """Find every problem of a knowledge base, those of its words among them.

    Raises:
        InputError: there is no knowledge base in the folder.

    >>> check_all().problems
    ()
    """
    return check_knowledge(directory, also=WORD_CHECKS)


def require_sound_words(knowledge: Knowledge, directory: str | Path | None = None) -> None:
    """Refuse words, cues and topics with which no text could be read.

    Raises:
        KnowledgeError: lists all that is wrong.
    """
    faults = [fault for check in WORD_CHECKS for fault in check(knowledge)]
    if faults:
        documents, _ = read_documents(knowledge_files(find_knowledge(directory)))
        raise KnowledgeError(locate(faults, documents))


@lru_cache(maxsize=_TEXTS_KEPT)
def _folded(text: str) -> str:
    """Fold a text of the knowledge, which several checks ask for."""
    return fold(text).text


def idle_words(directory: str | Path | None = None) -> list[Problem]:
    """List the words that stand in no example sentence, so that no text has tried them yet.

    Raises:
        InputError: there is no knowledge base in the folder.
        KnowledgeError: it is broken.
    """
    knowledge = load_knowledge(directory)
    documents, _ = read_documents(knowledge_files(find_knowledge(directory)))
    texts = "\n".join(
        _folded(sentence) for topic in knowledge.topics for sentence in sentences_of(topic)
    )
    return locate(
        (
            Fault(
                path, place, "idle", f"「{word}」はどの例文にもない", f'"{word}" is in no example'
            )
            for path, place, word in _places_of_words(knowledge)
            if _folded(word) not in texts
        ),
        documents,
    )


def words_say_one_thing(knowledge: Knowledge) -> Iterator[Fault]:
    """No word is of two attributes, or of two options, however it is written."""
    owners: dict[str, str] = {}
    classes = {part.id for part in knowledge.word_classes}
    said = dict(words_of(knowledge))
    places = {(owner, word): (path, place) for owner, path, place, word in _owned_words(knowledge)}
    for owner in (name for name in said if name not in classes):
        for word in (*said[owner].ja, *said[owner].en):
            other = owners.setdefault(_folded(word), owner)
            if other != owner:
                path, place = places[owner, word]
                ja = f"「{word}」は「{other}」の語でもあります"
                yield Fault(path, place, "shared-word", ja, f'"{word}" is a word of "{other}" too')


def everything_has_words(knowledge: Knowledge) -> Iterator[Fault]:
    """An attribute or option can be said in both languages."""
    for path, place, words in _word_lists(knowledge):
        for language in _LANGUAGES:
            if not getattr(words, language):
                ja, en = "語がありません", "there is no word for it"
                yield Fault(path, (*place, language), "no-words", ja, en)


def names_are_known(knowledge: Knowledge) -> Iterator[Fault]:
    """Cues and topics name classes, attributes and options that exist."""
    known = set(dict(words_of(knowledge)))
    for path, place, name in _names(knowledge):
        if name not in known:
            near = nearest(name, known)
            ja = f"「{name}」という語の種類も項目もありません"
            en = f'there is no class of words or attribute "{name}"'
            if near:
                ja, en = f"{ja}（「{near}」か）", f'{en} (did you mean "{near}"?)'
            yield Fault(path, place, "reference", ja, en)


def facts_fit(knowledge: Knowledge) -> Iterator[Fault]:
    """What cues and topics say are facts of the vocabulary."""
    attributes = {attribute.id: attribute for attribute in knowledge.attributes}
    for path, place, facts in _facts(knowledge):
        for name, value in facts.items():
            if name not in attributes:
                ja, en = f"「{name}」という項目はありません", f'there is no attribute "{name}"'
                yield Fault(path, (*place, name), "reference", ja, en)
                continue
            try:
                read_value(attributes[name], list(value) if isinstance(value, tuple) else value)
            except InputError as error:
                for problem in error.problems:
                    yield Fault(path, (*place, name), "fact", problem.ja, problem.en)


def schemes_have_topics(knowledge: Knowledge) -> Iterator[Fault]:
    """Each scheme has example sentences in both languages."""
    topics = {topic.id: topic for topic in knowledge.topics}
    for scheme in knowledge.schemes:
        path = f"language/topics/{scheme.id}.yaml"
        if scheme.id not in topics:
            ja, en = "スキームの例文のファイルがありません", "the scheme has no file of examples"
            yield Fault(path, (), "no-examples", ja, en)
            continue
        for language in _LANGUAGES:
            if not getattr(topics[scheme.id].examples, language):
                ja, en = "例文がありません", "there are no examples"
                yield Fault(path, ("examples", language), "no-examples", ja, en)


def measures_are_of_numbers(knowledge: Knowledge) -> Iterator[Fault]:
    """Units are of attributes that are numbers."""
    numbers = {part.id for part in knowledge.attributes if part.type == "number"}
    for index, measure in enumerate(knowledge.measures):
        if not measure.units or not 0 < measure.factor < _LARGEST_FACTOR:
            ja, en = (
                "単位と、0より大きい factor が要ります",
                "a unit and a factor above 0 are needed",
            )
            yield Fault("language/measures.yaml", (index,), "measure", ja, en)
        if measure.attribute not in numbers:
            ja = f"「{measure.attribute}」は数の項目ではありません"
            en = f'"{measure.attribute}" is no attribute that is a number'
            yield Fault("language/measures.yaml", (index, "attribute"), "reference", ja, en)


def words_are_words(knowledge: Knowledge) -> Iterator[Fault]:
    """A word, a mark or a unit has letters; a sound mark alone would be found anywhere."""
    for path, place, word in (*_places_of_words(knowledge), *_marks_and_units(knowledge)):
        if not _folded(word).strip():
            ja, en = f"「{word}」には読める文字がありません", f'"{word}" has no letter to be read'
            yield Fault(path, place, "blank", printable(ja), printable(en))


def cues_ask_for_something(knowledge: Knowledge) -> Iterator[Fault]:
    """A cue asks for a word, by at least one name each, and says a fact."""
    for index, cue in enumerate(knowledge.cues):
        asked = (*cue.all, *cue.denied)
        if not asked or not all(asked) or not cue.facts:
            ja = "all か denied に語の種類を、facts に事実を書いてください"
            en = "name classes of words in all or denied, and a fact in facts"
            yield Fault(_CUES, (index,), "empty", ja, en)


def topics_have_examples(knowledge: Knowledge) -> Iterator[Fault]:
    """Each topic has an example, and some topic is no scheme: all else has a likeness too."""
    schemes = {scheme.id for scheme in knowledge.schemes}
    if all(topic.id in schemes for topic in knowledge.topics):
        ja = "スキームでない話題（errand など）の例文がありません"
        en = "there are no examples of a topic that is no scheme, such as errand"
        yield Fault("language/topics/errand.yaml", (), "no-examples", ja, en)
    for topic in knowledge.topics:
        if not sentences_of(topic):
            ja, en = "例文がありません", "there are no examples"
            yield Fault(f"language/topics/{topic.id}.yaml", ("examples",), "no-examples", ja, en)


def _marks_and_units(knowledge: Knowledge) -> Iterator[tuple[str, Place, str]]:
    for name, listed in vars(knowledge.marks).items():
        # Between joined things there may be nothing that is read: 学校・公民館.
        if name not in _MAY_BE_NOTHING:
            yield from _each("language/marks.yaml", (name,), listed)
    for index, measure in enumerate(knowledge.measures):
        yield from _each("language/measures.yaml", (index, "units"), measure.units)
        yield from _each("language/measures.yaml", (index, "near"), measure.near)
    for index, reading in enumerate(knowledge.readings):
        yield "language/readings.yaml", (index, "kana"), reading.kana


def _word_lists(knowledge: Knowledge) -> Iterator[tuple[str, Place, WordList]]:
    for _, path, place, words in _owned_lists(knowledge):
        yield path, place, words


def _owned_lists(knowledge: Knowledge) -> Iterator[tuple[str, str, Place, WordList]]:
    """Go through the words of attributes, options and classes, with where they stand."""
    for group in knowledge.attribute_groups:
        path = f"vocabulary/attributes/{group.id}.yaml"
        for index, attribute in enumerate(group.attributes):
            place: Place = ("attributes", index)
            yield attribute.id, path, (*place, "words"), attribute.words
            for number, option in enumerate(attribute.options):
                key = option_key(attribute.id, option.id)
                yield key, path, (*place, "options", number, "words"), option.words
    for index, part in enumerate(knowledge.word_classes):
        yield part.id, _CLASSES, (index,), part.words


def _owned_words(knowledge: Knowledge) -> Iterator[tuple[str, str, Place, str]]:
    for owner, path, place, words in _owned_lists(knowledge):
        for language in _LANGUAGES:
            for index, word in enumerate(getattr(words, language)):
                yield owner, path, (*place, language, index), word


def _places_of_words(knowledge: Knowledge) -> Iterator[tuple[str, Place, str]]:
    for _, path, place, word in _owned_words(knowledge):
        yield path, place, word


def _names(knowledge: Knowledge) -> Iterator[tuple[str, Place, str]]:
    """Go through all that cues and topics name."""
    for index, cue in enumerate(knowledge.cues):
        for key, listed in (("all", cue.all), ("denied", cue.denied)):
            for number, names in enumerate(listed):
                yield from _each(_CUES, (index, key, number), names)
        yield from _each(_CUES, (index, "without"), cue.without)
    for topic in knowledge.topics:
        path = f"language/topics/{topic.id}.yaml"
        yield from _each(path, ("named_by",), topic.named_by)
        yield from _each(path, ("open_by",), topic.open_by)
        for number, implied in enumerate(topic.implied):
            yield from _each(path, ("implied", number, "said"), implied.said)


def _each(path: str, place: Place, names: Iterable[str]) -> Iterator[tuple[str, Place, str]]:
    for index, name in enumerate(names):
        yield path, (*place, index), name


def _facts(knowledge: Knowledge) -> Iterator[tuple[str, Place, Mapping[str, FactValue]]]:
    for index, cue in enumerate(knowledge.cues):
        yield _CUES, (index, "facts"), cue.facts
    for topic in knowledge.topics:
        path = f"language/topics/{topic.id}.yaml"
        yield path, ("facts",), topic.facts
        for number, implied in enumerate(topic.implied):
            yield path, ("implied", number, "facts"), implied.facts


WORD_CHECKS = (
    words_are_words,
    cues_ask_for_something,
    topics_have_examples,
    words_say_one_thing,
    everything_has_words,
    names_are_known,
    facts_fit,
    schemes_have_topics,
    measures_are_of_numbers,
)
