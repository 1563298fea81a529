"""Search for facts that make a condition hold, or refute it.

Backtracking over the few values that can matter: true or false for a flag or an option, a number
on either side of each threshold. The three-valued logic itself cuts the search: as soon as a
partial set of facts decides the condition, the rest need not be tried. A quotient of two numbers
is taken as a number of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise

from screc.model.attribute import Attribute
from screc.model.condition import (
    QUOTIENT,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Is,
    Not,
    leaves,
)
from screc.model.rulebase import Facts
from screc.rules.evaluate import Test, compile_condition
from screc.rules.expand import fact_key

_OVER = "/"
_WHOLE = (math.floor, math.ceil)


def find_facts(
    condition: Condition,
    exclusive: Iterable[frozenset[str]] = (),
    numbers: Mapping[str, Attribute] | None = None,
) -> Facts | None:
    """Find facts under which an expanded condition holds; None where there are none.

    Args:
        condition: without situations in it.
        exclusive: sets of flat facts of which at most one can be true (options of a choice).
        numbers: the attributes of numbers, for their bounds and whether they are whole.

    >>> from screc.model.condition import parse_condition
    >>> find_facts(parse_condition({"all": [{"station": True}, {"households": {"above": 9}}]}))
    {'station': True, 'households': 10}
    """
    searched = _with_quotients_as_numbers(condition)
    domains = _domains(searched, numbers or {})
    test = compile_condition(searched)
    groups = [group for group in exclusive if len(group & domains.keys()) > 1]
    return _search(test, list(domains.items()), {}, groups)


def choice_groups(attributes: Iterable[Attribute]) -> list[frozenset[str]]:
    """Name the flat facts of each choice: only one of them can be true."""
    return [frozenset(attribute.keys()) for attribute in attributes if attribute.type == "choice"]


def numbers_that_matter(
    thresholds: Iterable[float], attribute: Attribute | None = None
) -> tuple[float, ...]:
    """Give a number at each threshold, between any two, and beyond the ends.

    Args:
        thresholds: what tests compare the number with.
        attribute: of the number, for its bounds and whether it is whole.

    >>> numbers_that_matter([1, 2])
    (0, 1, 1.5, 2, 3)
    """
    at = sorted(set(thresholds))
    between = [(low + high) / 2 for low, high in pairwise(at)]
    numbers = {at[0] - 1, *at, *between, at[-1] + 1}
    if attribute is not None and attribute.whole:
        numbers = {limit(number) + step for number in at for limit in _WHOLE for step in (-1, 0, 1)}
    if attribute is not None and attribute.minimum is not None and attribute.maximum is not None:
        low, high = attribute.minimum, attribute.maximum
        numbers = {min(max(number, low), high) for number in numbers}
    return tuple(sorted(numbers))


def _domains(
    condition: Condition, numbers: Mapping[str, Attribute]
) -> dict[str, tuple[bool | float, ...]]:
    domains: dict[str, tuple[bool | float, ...]] = {}
    thresholds: dict[str, list[float]] = {}
    for leaf in leaves(condition):
        if isinstance(leaf, Is):
            domains[fact_key(leaf)] = (True, False)
        else:
            thresholds.setdefault(leaf.quantity, []).append(leaf.number)
    for quantity, at in thresholds.items():
        domains[quantity] = numbers_that_matter(at, numbers.get(quantity))
    return domains


def _with_quotients_as_numbers(condition: Condition) -> Condition:
    """Name each quotient as a number of its own, which facts can hold."""
    match condition:
        case AllOf(parts):
            return AllOf(tuple(map(_with_quotients_as_numbers, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_with_quotients_as_numbers, parts)))
        case Not(part):
            return Not(_with_quotients_as_numbers(part))
        case AtLeast(quantity, number):
            return AtLeast(quantity.replace(QUOTIENT, _OVER), number)
        case AtMost(quantity, number):
            return AtMost(quantity.replace(QUOTIENT, _OVER), number)
    return condition


def _search(
    test: Test,
    domains: list[tuple[str, tuple[bool | float, ...]]],
    facts: Facts,
    groups: list[frozenset[str]],
) -> Facts | None:
    verdict = test(facts)
    if verdict is not None or not domains:
        return facts if verdict else None
    (name, values), rest = domains[0], domains[1:]
    for value in values:
        if value is True and any(
            name in group and any(facts.get(other) is True for other in group) for group in groups
        ):
            continue
        found = _search(test, rest, {**facts, name: value}, groups)
        if found is not None:
            return found
    return None
