"""Check a knowledge base: its structure, and what its rules can and cannot do.

One function a check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from screc.errors import KnowledgeError, Problem
from screc.knowledge.checks import CHECKS, IDLE, conditions_of
from screc.knowledge.find import find_knowledge, knowledge_files
from screc.knowledge.load import locate, read_documents, read_knowledge
from screc.knowledge.walk import Fault
from screc.model.condition import AllOf, Condition, Not, names
from screc.model.knowledge import Knowledge
from screc.rules.compile import compile_knowledge
from screc.rules.expand import expand
from screc.rules.rulesets import rulesets_of, too_many_branches
from screc.rules.satisfy import choice_groups, find_facts
from screc.rules.standing import standing_of

Check = Callable[[Knowledge], Iterator[Fault]]

_FORM_CHECKS = 1


@dataclass(frozen=True)
class Report:
    """What a check found, in how many files, by how many checks."""

    problems: tuple[Problem, ...]
    files: int
    checks: int


def check_knowledge(directory: str | Path | None = None, also: Iterable[Check] = ()) -> Report:
    """Find every problem of a knowledge base.

    What rules can do is asked only where the structure is sound.

    Args:
        directory: the knowledge base; without it the one that comes with screc.
        also: checks of other parts of screc.

    Raises:
        InputError: there is no knowledge base in the folder.

    >>> check_knowledge().problems
    ()
    """
    checks = (*SEMANTIC_CHECKS, *also)
    count = _FORM_CHECKS + len(CHECKS) + len(checks)
    folder = find_knowledge(directory)
    try:
        files = knowledge_files(folder)
    except KnowledgeError as error:
        return Report(error.problems, 0, count)
    knowledge, problems = read_knowledge(files)
    if knowledge is not None and all(problem.check == IDLE for problem in problems):
        documents, _ = read_documents(files)
        faults = (fault for check in checks for fault in check(knowledge))
        problems += locate(faults, documents)
    return Report(tuple(problems), len(files), count)


def rules_can_hold_and_fail(knowledge: Knowledge) -> Iterator[Fault]:
    """No condition holds always or never, whatever the facts."""
    search = _Search(knowledge)
    for path, place, condition in conditions_of(knowledge):
        if not search.can_hold(condition):
            yield Fault(path, place, "never", "決して成り立ちません", "it can never hold")
        elif not search.can_hold(Not(condition)):
            yield Fault(path, place, "always", "必ず成り立ちます", "it always holds")


def schemes_can_be_reached(knowledge: Knowledge) -> Iterator[Fault]:
    """Some area, without contradictory facts and with no gate, can be recommended each scheme."""
    search = _Search(knowledge)
    for scheme in knowledge.schemes:
        wanted = standing_of(scheme.rules, lambda rule: rule.when).possible
        asked = search.names(wanted)
        bars = [bar.when for bar in knowledge.constraints] + [gate.when for gate in knowledge.gates]
        barred = [Not(bar) for bar in bars if asked & search.names(bar)]
        if not search.can_hold(AllOf((wanted, *barred))):
            ja, en = "どの地区もこのスキームに届きません", "no area can reach this scheme"
            yield Fault(f"schemes/{scheme.id}.yaml", ("rules",), "unreachable", ja, en)


def constraints_do_not_overlap(knowledge: Knowledge) -> Iterator[Fault]:
    """No constraint is contained in another one."""
    search = _Search(knowledge)
    conditions = [constraint.when for constraint in knowledge.constraints]
    for index, inner in enumerate(conditions):
        if not search.can_hold(inner):
            continue
        for other, outer in enumerate(conditions):
            if index == other or not search.names(inner) & search.names(outer):
                continue
            if not search.can_hold(AllOf((inner, Not(outer)))):
                name = knowledge.constraints[other].id
                ja, en = f"「{name}」に含まれています", f'it is contained in "{name}"'
                yield Fault("vocabulary/constraints.yaml", (index, "when"), "overlap", ja, en)


def rulesets_fit_durable_rules(knowledge: Knowledge) -> Iterator[Fault]:
    """No file has more conditions than durable-rules can judge at once."""
    levels, others = rulesets_of(compile_knowledge(knowledge))
    for problem in map(too_many_branches, (*levels, *others)):
        if problem is not None:
            place = ("rules",) if problem.path.startswith("schemes/") else ()
            yield Fault(problem.path, place, problem.check, problem.ja, problem.en)


SEMANTIC_CHECKS: tuple[Check, ...] = (
    rules_can_hold_and_fail,
    schemes_can_be_reached,
    constraints_do_not_overlap,
    rulesets_fit_durable_rules,
)


class _Search:
    """Asks whether conditions of a knowledge base can hold."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._situations = {situation.id: situation for situation in knowledge.situations}
        self._groups = choice_groups(knowledge.attributes)
        self._numbers = {part.id: part for part in knowledge.attributes if part.type == "number"}

    def can_hold(self, condition: Condition) -> bool:
        expanded = expand(condition, self._situations)
        return find_facts(expanded, self._groups, self._numbers) is not None

    def names(self, condition: Condition) -> set[str]:
        return set(names(expand(condition, self._situations)))
