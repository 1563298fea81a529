"""Spell conditions out: situations by their conditions, tests by the flat facts they look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from screc.model.attribute import option_key
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
    names,
)
from screc.model.rule import Situation


def expand(condition: Condition, situations: Mapping[str, Situation]) -> Condition:
    """Put the conditions of situations in place of their names."""
    match condition:
        case AllOf(parts):
            return AllOf(tuple(expand(part, situations) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(expand(part, situations) for part in parts))
        case Not(part):
            return Not(expand(part, situations))
        case Is(name, value) if name in situations:
            meant = expand(situations[name].when, situations)
            return meant if value else Not(meant)
    return condition


def situation_levels(situations: Iterable[Situation]) -> list[list[Situation]]:
    """Divide situations, each after those that it uses, into levels that use only earlier ones.

    >>> situation_levels([])
    []
    """
    depths: dict[str, int] = {}
    levels: list[list[Situation]] = []
    for situation in situations:
        used = [depths[name] for name in names(situation.when) if name in depths]
        depth = depths[situation.id] = max(used, default=-1) + 1
        if depth == len(levels):
            levels.append([])
        levels[depth].append(situation)
    return levels


def fact_key(test: Is) -> str:
    """Name the flat fact that a test of a flag or an option looks at.

    >>> fact_key(Is("extent", "block")), fact_key(Is("station", False))
    ('extent.block', 'station')
    """
    return test.name if isinstance(test.value, bool) else option_key(test.name, test.value)


def leaf_keys(test: Condition) -> tuple[str, ...]:
    """Name the flat facts that one test looks at; none for a node that is no test.

    >>> from screc.model.condition import AtLeast
    >>> leaf_keys(AtLeast("households / area-ha", 10))
    ('households', 'area-ha')
    """
    if isinstance(test, Is):
        return (fact_key(test),)
    if isinstance(test, AtLeast | AtMost):
        return tuple(test.quantity.split(QUOTIENT))
    return ()


def fact_keys(condition: Condition) -> Iterator[str]:
    """Go through the flat facts that an expanded condition looks at."""
    for leaf in leaves(condition):
        yield from leaf_keys(leaf)
