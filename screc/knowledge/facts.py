"""From what is written about an area to facts that rules can use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from screc.errors import FormError, InputError, Problem, nearest, printable, shown, unknown_name
from screc.model.attribute import (
    NO_WORDS,
    ONLY_WORDS,
    UNKNOWN_WORDS,
    YES_WORDS,
    Attribute,
    option_key,
)
from screc.model.rulebase import Area, Facts, FactValue, KnownFact
from screc.model.text import Text

if TYPE_CHECKING:
    from screc.model.area import AreaRecord

_SEPARATORS = str.maketrans({"、": ",", "，": ","})
_NUMBER = re.compile(r"[-+]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")


def is_unknown(written: Any) -> bool:
    """Tell whether a value says that the thing is not known.

    >>> is_unknown("不明"), is_unknown(False)
    (True, False)
    """
    return written is None or (
        isinstance(written, str) and written.strip().lower() in UNKNOWN_WORDS
    )


def read_value(attribute: Attribute, written: Any, *, complete: bool = False) -> FactValue:
    """Read the value of an attribute.

    Args:
        attribute: what the value is of.
        written: a flag as true/false or はい/いいえ; a number within the bounds; the option of a
            choice; for choices a list of options, or options with true and false.
        complete: the options listed are all there are; the others are false.

    Raises:
        InputError: the value does not fit; the error says what is allowed.
    """
    try:
        value = _READERS[attribute.type](attribute, written)
    except FormError as fault:
        found = shown(written)
        ja, en = f"値「{found}」は使えません。{fault.ja}", f'cannot use "{found}"; {fault.en}'
        raise InputError([Problem(ja, en, where=attribute.id)]) from None
    if complete and isinstance(value, dict) and attribute.type == "choices":
        return {option.id: value.get(option.id, False) for option in attribute.options}
    return value


def read_facts(
    written: Mapping[str, KnownFact], attributes: Sequence[Attribute]
) -> tuple[dict[str, KnownFact], list[Problem]]:
    """Check facts against the vocabulary; what does not fit becomes a problem."""
    by_id = {attribute.id: attribute for attribute in attributes}
    facts: dict[str, KnownFact] = {}
    problems: list[Problem] = []
    for name, fact in written.items():
        if name not in by_id:
            problems.append(replace(unknown_name(("項目", "attribute"), name, by_id), where=name))
            continue
        if is_unknown(fact.value):
            continue
        try:
            value = read_value(by_id[name], fact.value, complete=fact.complete)
        except InputError as error:
            problems += error.problems
        else:
            facts[name] = replace(fact, value=value)
    return facts, problems


def written_facts(record: AreaRecord) -> dict[str, KnownFact]:
    """Take the facts of a record, as they are written."""
    return {
        name: KnownFact(
            fact.value,
            fact.origin,
            fact.as_of,
            None if fact.citation is None else str(fact.citation),
            fact.complete,
        )
        for name, fact in record.facts.items()
    }


def read_area(record: AreaRecord, attributes: Sequence[Attribute]) -> Area:
    """Make an area of a record whose facts fit the vocabulary.

    Raises:
        InputError: facts do not fit; lists them all.
    """
    facts, problems = read_facts(written_facts(record), attributes)
    if problems:
        raise InputError(problems)
    called = record.id or ""
    name = record.name or Text(called, called)
    name = Text(printable(name.ja) or called, printable(name.en) or called)
    return Area(called, name, facts)


def options_of(value: FactValue) -> dict[str, bool]:
    """Spell a value out as what it says of options.

    >>> options_of(("shops", "offices"))
    {'shops': True, 'offices': True}
    """
    if isinstance(value, dict):
        return value
    return dict.fromkeys(value, True) if isinstance(value, tuple) else {}


def flatten(facts: Mapping[str, KnownFact], attributes: Iterable[Attribute]) -> Facts:
    """Lay facts out flat, one key a flag, option or number, as rules read them.

    >>> from screc.knowledge.facts import flatten
    >>> flatten({}, [])
    {}
    """
    flat: Facts = {}
    for attribute in attributes:
        fact = facts.get(attribute.id)
        if fact is None:
            continue
        value = fact.value
        if isinstance(value, tuple):
            value = dict.fromkeys(value, True)
        if isinstance(value, dict):
            flat.update((option_key(attribute.id, option), so) for option, so in value.items())
        elif isinstance(value, str):
            flat.update(
                (option_key(attribute.id, option.id), option.id == value)
                for option in attribute.options
            )
        else:
            flat[attribute.id] = value
    return flat


def _read_flag(_attribute: Attribute, written: Any) -> bool:
    if isinstance(written, bool):
        return written
    word = unicodedata.normalize("NFKC", str(written)).strip().lower()
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    raise FormError("true か false で書いてください。", "write true or false")


def _read_number(attribute: Attribute, written: Any) -> float:
    number = written
    if isinstance(written, str):
        text = unicodedata.normalize("NFKC", written).strip()
        number = float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None
        if number is not None and number.is_integer():
            number = int(number)
    low, high, unit = attribute.minimum, attribute.maximum, attribute.unit
    allowed = f"{low:,.15g}～{high:,.15g} {unit.symbol if unit else ''}".rstrip()
    allowed_en = f"{low:,.15g} to {high:,.15g} {unit.en if unit else ''}".rstrip()
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise FormError(f"数（{allowed}）で書いてください。", f"write a number, {allowed_en}")
    if low is not None and high is not None and not low <= number <= high:
        raise FormError(f"{allowed} の範囲で書いてください。", f"it lies within {allowed_en}")
    if attribute.whole and number != int(number):
        raise FormError("整数で書いてください。", "write a whole number")
    return number


def _read_choice(attribute: Attribute, written: Any) -> FactValue:
    if isinstance(written, Mapping):
        return _read_options(attribute, written)
    return _option(attribute, written)


def _read_choices(attribute: Attribute, written: Any) -> FactValue:
    if isinstance(written, str):
        parts = written.translate(_SEPARATORS).split(",")
        written = [part.strip() for part in parts if part.strip()]
    if isinstance(written, Mapping):
        said = _read_options(attribute, written)
    elif isinstance(written, list | tuple):
        options = [part for part in written if not (isinstance(part, str) and part in ONLY_WORDS)]
        said = {_option(attribute, part): True for part in options}
        if len(options) < len(written):
            said = {option.id: option.id in said for option in attribute.options}
    else:
        raise FormError(*_options_allowed(attribute))
    return {option.id: said[option.id] for option in attribute.options if option.id in said}


def _read_options(attribute: Attribute, written: Mapping[Any, Any]) -> dict[str, bool]:
    named = [_option(attribute, option) for option in written]
    if len(set(named)) < len(named):
        raise FormError("同じ選択肢が二度あります。", "an option stands twice")
    said = {
        option: _read_flag(attribute, so)
        for option, so in zip(named, written.values(), strict=True)
        if not is_unknown(so)
    }
    return _concluded(attribute, said) if attribute.type == "choice" else said


def _concluded(attribute: Attribute, said: dict[str, bool]) -> dict[str, bool]:
    """Conclude what follows for a choice, which has exactly one of its options."""
    chosen = [option for option, so in said.items() if so]
    left = [option.id for option in attribute.options if option.id not in said]
    if len(chosen) > 1:
        raise FormError("選べるのは一つです。", "only one option can be true")
    if not chosen and not left:
        raise FormError("どれか一つは true です。", "one option has to be true")
    if not chosen and len(left) > 1:
        return said
    (only,) = chosen or left
    return {option.id: option.id == only for option in attribute.options}


def _option(attribute: Attribute, written: Any) -> str:
    given = unicodedata.normalize("NFKC", str(written)).strip()
    for option in attribute.options:
        names = (option.id, option.name.ja, option.name.en)
        if given in (unicodedata.normalize("NFKC", name) for name in names):
            return option.id
    raise FormError(*_options_allowed(attribute, given))


def _options_allowed(attribute: Attribute, given: str = "") -> tuple[str, str]:
    options = [option.id for option in attribute.options]
    probably = nearest(given, options)
    listed = ", ".join(options)
    meant_ja = f"「{probably}」のことですか。" if probably else ""
    meant_en = f'did you mean "{probably}"? ' if probably else ""
    return f"{meant_ja}選択肢: {listed}", f"{meant_en}Options: {listed}"


_READERS = {
    "flag": _read_flag,
    "number": _read_number,
    "choice": _read_choice,
    "choices": _read_choices,
}
