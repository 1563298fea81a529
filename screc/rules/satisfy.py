"""Search for facts that make a condition hold, or refute it.

Backtracking over the few values that can matter: true or false for a flag or an option, a number
on either side of each threshold. The three-valued logic itself cuts the search: as soon as a
partial set of facts decides the condition, the rest need not be tried. A quotient of two numbers
is taken as a number of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from screc.model.attribute import Attribute
from screc.model.condition import AllOf, AnyOf, AtLeast, AtMost, Condition, Is, Not, leaves
from screc.model.rulebase import Facts
from screc.rules.evaluate import Test, compile_condition
from screc.rules.expand import fact_key


def find_facts(condition: Condition, exclusive: Iterable[frozenset[str]] = ()) -> Facts | None:
    """Find facts under which an expanded condition holds; None where there are none.

    Args:
        condition: without situations in it.
        exclusive: sets of flat facts of which at most one can be true (options of a choice).

    >>> from screc.model.condition import parse_condition
    >>> find_facts(parse_condition({"all": [{"station": True}, {"households": {"above": 9}}]}))
    {'station': True, 'households': 10}
    """
    domains = _domains(condition)
    test = _with_quotients_as_numbers(condition)
    groups = [group for group in exclusive if len(group & domains.keys()) > 1]
    return _search(test, list(domains.items()), {}, groups)


def choice_groups(attributes: Iterable[Attribute]) -> list[frozenset[str]]:
    """Name the flat facts of each choice: only one of them can be true."""
    return [frozenset(attribute.keys()) for attribute in attributes if attribute.type == "choice"]


def thresholds(leaf: AtLeast | AtMost) -> tuple[float, float]:
    """Give a value that meets a test of a number, and one that does not, next to its threshold.

    >>> thresholds(AtLeast("households", 50))
    (50, 49)
    """
    step = 1 if float(leaf.number).is_integer() else 0.01
    beyond = leaf.number - step if isinstance(leaf, AtLeast) else leaf.number + step
    return leaf.number, beyond


def _domains(condition: Condition) -> dict[str, tuple[bool | float, ...]]:
    domains: dict[str, tuple[bool | float, ...]] = {}
    for leaf in leaves(condition):
        if isinstance(leaf, Is):
            domains[fact_key(leaf)] = (True, False)
        else:
            values = (*domains.get(leaf.quantity, ()), *thresholds(leaf))
            domains[leaf.quantity] = tuple(dict.fromkeys(values))
    return domains


def _with_quotients_as_numbers(condition: Condition) -> Test:
    def look_up(tree: Condition) -> Condition:
        match tree:
            case AllOf(parts):
                return AllOf(tuple(map(look_up, parts)))
            case AnyOf(parts):
                return AnyOf(tuple(map(look_up, parts)))
            case Not(part):
                return Not(look_up(part))
            case AtLeast(quantity, number):
                return AtLeast(quantity.replace(" / ", "/"), number)
            case AtMost(quantity, number):
                return AtMost(quantity.replace(" / ", "/"), number)
        return tree

    test = compile_condition(look_up(condition))
    return lambda facts: test({key.replace(" / ", "/"): value for key, value in facts.items()})


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
