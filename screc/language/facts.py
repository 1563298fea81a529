"""Put together what a text says of each attribute, and find where it says both yes and no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from screc.knowledge.facts import options_of
from screc.language.read import Said
from screc.model.attribute import Attribute, option_key
from screc.model.rulebase import FactValue, KnownFact

_CANNOT_BOTH_BE = 10
"""How many times as many households as homes there cannot be, nor homes as households."""
_MEASURED_ROUGHLY = 1.5
"""How much more than all there is a part may be, as people round."""


@dataclass(frozen=True)
class Clash:
    """A thing that a text says to be there and, in another sentence, not to be."""

    attribute: str
    asserted: Said
    denied: Said


def facts_of(said: Iterable[Said], attributes: Iterable[Attribute]) -> dict[str, KnownFact]:
    """Make facts of what was read; what is denied counts, wherever it is said."""
    by_attribute: dict[str, list[Said]] = defaultdict(list)
    for part in said:
        by_attribute[part.attribute].append(part)
    facts = {}
    for attribute in attributes:
        parts = by_attribute.get(attribute.id)
        if parts:
            facts[attribute.id] = KnownFact(_value(attribute, parts), origin="text")
    return facts


def with_topics(
    facts: Mapping[str, KnownFact],
    made: Iterable[Mapping[str, FactValue]],
    said: Iterable[Said],
    attributes: Iterable[Attribute],
) -> dict[str, KnownFact]:
    """Add what a text says as a whole; what its words deny stands.

    Args:
        facts: read from words.
        made: by what the text is about, the most important first.
        said: what the words said, of which the denials count.
        attributes: of the vocabulary.
    """
    denied = {part.attribute for part in said if part.negated}
    by_id = {attribute.id: attribute for attribute in attributes}
    result = dict(facts)
    added: set[str] = set()
    for of_topic in made:
        for name, value in of_topic.items():
            known = result.get(name)
            if by_id[name].type == "choices":
                options = _options(value) | (_options(known.value) if known else {})
                result[name] = KnownFact(options, origin="text")
            elif known is None or (name not in denied and name not in added):
                result[name] = KnownFact(value, origin="text")
            added.add(name)
    return result


def clashes(said: Iterable[Said], wishes: Collection[str]) -> list[Clash]:
    """Find the things that a text says not to exist and, in another sentence, speaks of as there.

    Args:
        said: all that a text says.
        wishes: attributes that say what is wanted, which does not exist anyway.
    """
    by_thing: dict[str, list[Said]] = defaultdict(list)
    for part in said:
        for thing in _things(part) if part.attribute not in wishes else ():
            by_thing[thing].append(part)
    found = []
    for parts in by_thing.values():
        found += _uneven_counts(parts)
        absent = [part for part in parts if part.absent]
        sentences = {part.sentence for part in absent}
        asserted = [p for p in parts if not p.negated and p.sentence not in sentences]
        if absent and asserted:
            found.append(Clash(absent[0].attribute, asserted[0], absent[0]))
    return found


def _uneven_counts(parts: Iterable[Said]) -> list[Clash]:
    """Find counts that cannot both be.

    They are of the same homes in two units (50戸 and 3,000世帯), or one is more than all there is.
    """
    counts = [part for part in parts if isinstance(part.value, int | float) and part.unit]
    return [
        Clash(more.attribute, more, less)
        for more, less in combinations(sorted(counts, key=_count, reverse=True), 2)
        if (more.unit != less.unit and _count(more) >= _count(less) * _CANNOT_BOTH_BE)
        or (less.is_total and _count(more) > _count(less) * _MEASURED_ROUGHLY)
    ][:1]


def _count(part: Said) -> float:
    return float(part.value) if isinstance(part.value, int | float) else 0.0


def _things(part: Said) -> list[str]:
    """Name what something is said of: an attribute, or an option of it."""
    if isinstance(part.value, bool | int | float):
        return [part.attribute]
    return [option_key(part.attribute, option) for option in _options(part.value)]


def _value(attribute: Attribute, parts: list[Said]) -> FactValue:
    if attribute.type == "flag":
        return all(part.value is not False for part in parts)
    if attribute.type == "number":
        # Of several counts the largest is the whole.
        return max(float(part.value) for part in parts if isinstance(part.value, int | float))
    said: dict[str, bool] = {}
    for part in parts:
        for option, holds in _options(part.value).items():
            said[option] = said.get(option, True) and holds
    if attribute.type == "choices":
        return said
    chosen = [option.id for option in attribute.options if said.get(option.id)]
    denials = [option for part in parts if part.negated for option in _options(part.value)]
    meant = [option for option in denials if said.get(option)] or chosen[-1:]
    return meant[0] if meant else said


def options_written(value: FactValue) -> str:
    """Write a value in one way, however the option of a choice is written.

    >>> options_written("wide") == options_written({"wide": True}) == options_written(("wide",))
    True
    """
    if isinstance(value, bool | int | float):
        return str(value)
    return str(sorted(_options(value).items()))


def _options(value: FactValue) -> dict[str, bool]:
    if isinstance(value, str):
        return {value: True}
    return dict.fromkeys(value, True) if isinstance(value, tuple) else options_of(value)
