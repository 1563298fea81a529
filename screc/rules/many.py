"""Many areas at once: what is computed of each, said so that every engine for it can do the same.

Verdicts are packed into masks: bit i of `block.holds` is the i-th rule of the scheme `block`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from screc.errors import InputError, Problem
from screc.model.attribute import Attribute
from screc.model.condition import Condition, Is, Not
from screc.model.recommendation import Standing, Verdict
from screc.model.rule import Constraint, Gate, Rule, Situation
from screc.model.rulebase import Rulebase, SchemeRules
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, Judgement
from screc.rules.expand import situation_levels
from screc.rules.standing import standing_of

DIALECTS = ("duckdb", "postgres", "spark", "bigquery", "snowflake", "trino")
SITUATIONS, CONSTRAINTS, GATES = "situations", "constraints", "gates"
VERDICTS: dict[Verdict, int] = {"holds": HOLDS, "refuted": REFUTED, "open": OPEN}
MOST_BITS = 62

FactType: TypeAlias = type[bool | float]


@dataclass(frozen=True)
class Sum:
    """A start, and a weight for each name of which the verdict is the one that counts."""

    verdict: int
    weights: tuple[tuple[str, int], ...]
    start: int = 0


@dataclass(frozen=True)
class FirstOf:
    """The standing beside the first condition that holds, or the last one."""

    cases: tuple[tuple[Condition, Standing], ...]
    otherwise: Standing


@dataclass(frozen=True)
class Plan:
    """What is computed of an area, from the facts to the figures.

    `facts` has the type of each flat fact. Each of the `steps` names conditions on facts and on
    names of earlier steps; `figures` are of these names. `members` has the ids behind the bits of
    each group's masks.
    """

    facts: dict[str, FactType]
    steps: tuple[dict[str, Condition], ...]
    figures: dict[str, Sum | FirstOf]
    members: dict[str, tuple[str, ...]]


def plan_of(rulebase: Rulebase) -> Plan:
    """Say what is computed of an area.

    Raises:
        InputError: a group has more members than a mask has bits, or two have one name.

    >>> from screc.rules.compile import load_rulebase
    >>> plan = plan_of(load_rulebase())
    >>> [name for name in plan.figures if name.startswith("block")]
    ['block.holds', 'block.refuted', 'block.open', 'block.held', 'block.possible', 'block.standing']
    """
    groups: list[tuple[str, Sequence[Situation | Constraint | Gate | Rule]]] = [
        (SITUATIONS, rulebase.situations),
        (CONSTRAINTS, rulebase.constraints),
        (GATES, rulebase.gates),
        *((scheme.id, scheme.rules) for scheme in rulebase.schemes),
    ]
    members = {group: tuple(member.id for member in kept) for group, kept in groups}
    _check_bits([(group, len(kept)) for group, kept in groups])
    verdicts = {
        verdict_name(group, member.id): member.when
        for group, kept in groups
        if group != SITUATIONS
        for member in kept
    }
    figures: dict[str, Sum | FirstOf] = {}
    for group, ids in members.items():
        bits = tuple((verdict_name(group, member), 1 << bit) for bit, member in enumerate(ids))
        figures.update({f"{group}.{said}": Sum(so, bits) for said, so in VERDICTS.items()})
    for scheme in rulebase.schemes:
        figures.update(_scheme_figures(scheme))
    levels = situation_levels(rulebase.situations)
    derived = [{situation.id: situation.when for situation in level} for level in levels]
    steps = (*derived, verdicts)
    return Plan(fact_types(rulebase.attributes), steps, figures, members)


def fact_types(attributes: Iterable[Attribute]) -> dict[str, FactType]:
    """Give the key of every flat fact with the type of its values.

    >>> from screc.rules.compile import load_rulebase
    >>> types = fact_types(load_rulebase().attributes)
    >>> types["buildings.shops"], types["households"]
    (<class 'bool'>, <class 'float'>)
    """
    types: dict[str, FactType] = {}
    for attribute in attributes:
        types |= dict.fromkeys(attribute.keys(), float if attribute.type == "number" else bool)
    return types


def verdict_name(group: str, member: str) -> str:
    """Name a verdict among the facts: no attribute, option or situation has a colon."""
    return member if group == SITUATIONS else f"{group}:{member}"


def spell_out(mask: int, members: Sequence[str]) -> tuple[str, ...]:
    """Write a mask out as the ids behind its bits.

    >>> spell_out(0b101, ["first", "second", "third"])
    ('first', 'third')
    """
    return tuple(member for bit, member in enumerate(members) if mask >> bit & 1)


def judgement_of(row: Mapping[str, Any], plan: Plan) -> Judgement:
    """Read the verdicts of one area out of its masks, by the names of figures.

    >>> from screc.rules.compile import load_rulebase
    >>> plan = plan_of(load_rulebase())
    >>> judgement = judgement_of({name: 1 if "holds" in name else 0 for name in plan.figures}, plan)
    >>> judgement.gates
    (1, 0, 0, 0, 0)
    """
    situations, constraints, gates, *rules = (
        tuple(
            _verdict(row[f"{group}.holds"], row[f"{group}.refuted"], 1 << bit)
            for bit in range(len(ids))
        )
        for group, ids in plan.members.items()
    )
    return Judgement(situations, constraints, gates, tuple(rules))


def _verdict(holds: int, refuted: int, bit: int) -> int:
    return HOLDS if holds & bit else REFUTED if refuted & bit else OPEN


def missing_extra(package: str) -> InputError:
    """Say how a package is installed that comes with an extra of screc."""
    extra = {"polars": "columns", "sqlglot": "sql"}[package]
    install = f"pip install 'screc[{extra}]'"
    return InputError(
        [
            Problem(
                f"{package} がありません。入れ方: {install}",
                f"{package} is not installed; install it with: {install}",
            )
        ]
    )


def _check_bits(groups: Iterable[tuple[str, int]]) -> None:
    problems = []
    seen = set()
    for group, size in groups:
        if size > MOST_BITS:
            ja = f"まとめて判定できるのは{MOST_BITS}件までです（{size}件）"
            en = f"at most {MOST_BITS} fit into a mask, found {size}"
            problems.append(Problem(ja, en, where=group))
        if group in seen:
            ja, en = "列の名前として使うため、id にできません", "no id: columns are called so"
            problems.append(Problem(ja, en, where=group))
        seen.add(group)
    if problems:
        raise InputError(problems)


def _scheme_figures(scheme: SchemeRules) -> dict[str, Sum | FirstOf]:
    points = [(verdict_name(scheme.id, rule.id), rule.points) for rule in scheme.rules]
    counted = tuple((name, of) for name, of in points if of is not None)
    lost = tuple((name, -of) for name, of in counted)
    standing = standing_of(scheme.rules, partial(_verdict_of, scheme.id))
    cases: tuple[tuple[Condition, Standing], ...] = (
        (Not(standing.possible), "excluded"),
        (standing.confirmed, "recommended"),
        (standing.cue, "conditional"),
    )
    return {
        f"{scheme.id}.held": Sum(HOLDS, counted),
        f"{scheme.id}.possible": Sum(REFUTED, lost, start=sum(of for _, of in counted)),
        f"{scheme.id}.standing": FirstOf(cases, "undetermined"),
    }


def _verdict_of(scheme_id: str, rule: Rule) -> Condition:
    return Is(verdict_name(scheme_id, rule.id), value=True)
