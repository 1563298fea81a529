"""Semantic checks: what rules can and cannot do. One function a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from screc.knowledge.checks import conditions_of
from screc.knowledge.walk import Fault
from screc.model.attribute import Attribute
from screc.model.condition import AllOf, AnyOf, Condition, Not, names
from screc.model.knowledge import Knowledge
from screc.model.rule import Rule
from screc.rules.expand import expand
from screc.rules.satisfy import choice_groups, find_facts

Check = Callable[[Knowledge], Iterator[Fault]]


def rules_can_hold_and_fail(knowledge: Knowledge) -> Iterator[Fault]:
    """No condition holds always or never, whatever the facts."""
    situations = {situation.id: situation for situation in knowledge.situations}
    groups = choice_groups(_attributes(knowledge))
    for path, place, condition in conditions_of(knowledge):
        expanded = expand(condition, situations)
        if find_facts(expanded, groups) is None:
            yield Fault(path, place, "never", "決して成り立ちません", "it can never hold")
        elif find_facts(Not(expanded), groups) is None:
            yield Fault(path, place, "always", "必ず成り立ちます", "it always holds")


def schemes_can_be_reached(knowledge: Knowledge) -> Iterator[Fault]:
    """Some area, without contradictory facts and with no gate, can be recommended each scheme."""
    situations = {situation.id: situation for situation in knowledge.situations}
    groups = choice_groups(_attributes(knowledge))
    for scheme in knowledge.schemes:
        wanted = _fits(scheme.rules)
        asked = set(names(expand(wanted, situations)))
        bars = [bar.when for bar in knowledge.constraints] + [gate.when for gate in knowledge.gates]
        barred = [Not(bar) for bar in bars if asked & set(names(expand(bar, situations)))]
        if find_facts(expand(AllOf((wanted, *barred)), situations), groups) is None:
            ja, en = "どの地区もこのスキームに届きません", "no area can reach this scheme"
            yield Fault(f"schemes/{scheme.id}.yaml", ("rules",), "unreachable", ja, en)


def constraints_do_not_overlap(knowledge: Knowledge) -> Iterator[Fault]:
    """No constraint is contained in another one."""
    situations = {situation.id: situation for situation in knowledge.situations}
    groups = choice_groups(_attributes(knowledge))
    expanded = [expand(constraint.when, situations) for constraint in knowledge.constraints]
    for index, inner in enumerate(expanded):
        for other, outer in enumerate(expanded):
            if index == other or not set(names(inner)) & set(names(outer)):
                continue
            if find_facts(AllOf((inner, Not(outer))), groups) is None:
                name = knowledge.constraints[other].id
                ja, en = f"「{name}」に含まれています", f'it is contained in "{name}"'
                yield Fault("vocabulary/constraints.yaml", (index, "when"), "overlap", ja, en)


SEMANTIC_CHECKS: tuple[Check, ...] = (
    rules_can_hold_and_fail,
    schemes_can_be_reached,
    constraints_do_not_overlap,
)


def _fits(rules: tuple[Rule, ...]) -> Condition:
    """Say what recommends a scheme: its requirements, one trigger and one purpose."""
    required = tuple(rule.when for rule in rules if rule.effect == "requires")
    triggers = tuple(rule.when for rule in rules if rule.aspect == "trigger")
    purposes = tuple(rule.when for rule in rules if rule.aspect == "purpose")
    return AllOf((*required, AnyOf(triggers), AnyOf(purposes)))


def _attributes(knowledge: Knowledge) -> Iterator[Attribute]:
    for group in knowledge.attribute_groups:
        yield from group.attributes
