"""Interviews with all areas on record and all areas of the cases, each answered with its facts.

A question is answered with the area's own fact, or "don't know" where it has none. An interview
reaches its goal when the first scheme presented is the one that the full facts give, and stays so
until the interview stops.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from screc.advice.interview import Answer, Interview
from screc.advice.recommend import recommend
from screc.knowledge.facts import read_facts
from screc.knowledge.yaml_reader import read_yaml
from screc.model.attribute import Attribute
from screc.model.rulebase import Area, Rulebase

CASES = Path(__file__).parent / "cases"

GROUPS = ("all", "areas on record", "cases", "  a first scheme")
"""Of interviews, whose means are held against a bound."""

Ask = Callable[[Interview], Attribute | None]


@dataclass(frozen=True)
class Subject:
    """Who is interviewed: `record` or `case`, the facts, and what the full facts give."""

    kind: str
    name: str
    area: Area
    outcome: str
    first: str | None


@dataclass(frozen=True)
class Run:
    """One interview: questions until the goal was reached for good, and until the stop."""

    subject: Subject
    reached_after: int
    stopped_after: int
    is_reached: bool


def subjects(rulebase: Rulebase) -> list[Subject]:
    """List the areas on record, and the areas of the cases that state facts of their own."""
    found = [_subject("record", area.id, area, rulebase) for area in rulebase.areas]
    for path in sorted(CASES.glob("*.yaml")):
        for case in read_yaml(path.read_text(encoding="utf-8"), path.name).value:
            if "facts" in case:
                area = Area.from_values("case", "case", case["facts"])
                found.append(_subject("case", f"{path.stem}: {case['name']}", area, rulebase))
    return found


def _subject(kind: str, name: str, area: Area, rulebase: Rulebase) -> Subject:
    facts, problems = read_facts(area.facts, rulebase.attributes)
    assert not problems, problems
    answer = recommend(area, rulebase)
    first = answer.recommendations[0].scheme if answer.recommendations else None
    return Subject(kind, name, Area(area.id, area.name, facts), answer.outcome, first)


class Simulation:
    """Interviews people who share a rule base; equal states are worked out once."""

    def __init__(self, rulebase: Rulebase, ask: Ask, *, is_short: bool = False) -> None:
        """Begin without facts, and with a way to choose the next question.

        Short ones end with the last fact to tell: "don't know" changes no ranking.
        """
        self._ask, self._is_short = ask, is_short
        self._begin = Interview.begin(rulebase, Area.from_values("new", "new", {}))
        self._known: dict[object, tuple[Attribute | None, str | None]] = {}

    def run(self, subject: Subject) -> Run:
        """Ask until the stop, or until an answer contradicts the others."""
        interview, firsts, is_conflict = self._begin, [], False
        left = set(subject.area.facts)
        while True:
            question, first = self._look(interview)
            firsts.append(first)
            if question is None or (self._is_short and not left):
                break
            left.discard(question.id)
            fact = subject.area.facts.get(question.id)
            # The state's own question is replaced where a fixed order asks another.
            said = Answer(question, None if fact is None else fact.value)
            interview = replace(interview, answers=(*interview.answers, said))
            if fact is not None and _contradicts(interview):
                is_conflict = True
                firsts.append(None)
                break
        is_reached = firsts[-1] == subject.first and is_conflict == (subject.outcome == "conflict")
        stopped = len(firsts) - 1
        wrong = [count for count, first in enumerate(firsts, 1) if first != subject.first]
        reached = wrong[-1] if wrong and is_reached else 0 if is_reached else stopped
        return Run(subject, reached, stopped, is_reached)

    def _look(self, interview: Interview) -> tuple[Attribute | None, str | None]:
        key = (
            frozenset(said.attribute.id for said in interview.answers),
            frozenset((name, str(fact.value)) for name, fact in interview.area.facts.items()),
        )
        if key not in self._known:
            places = interview.first_places
            first = interview.scheme_id(places[0]) if places else None
            self._known[key] = (self._ask(interview), first)
        return self._known[key]


def _contradicts(interview: Interview) -> bool:
    return interview.ending == "conflict"


def by_change(interview: Interview) -> Attribute | None:
    """Ask what changes the ranking most."""
    return interview.next_question


def in_order(interview: Interview) -> Attribute | None:
    """Ask in the order of the vocabulary, to its end."""
    asked = {said.attribute.id for said in interview.answers}
    return next((part for part in interview.rulebase.attributes if part.id not in asked), None)


def groups(runs: Iterable[Run]) -> Mapping[str, list[Run]]:
    """Sort runs by who was asked, and by what the full facts give."""
    sorted_runs: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        sorted_runs["all"].append(run)
        sorted_runs["areas on record" if run.subject.kind == "record" else "cases"].append(run)
        given = "a first scheme" if run.subject.first else f"no first scheme: {run.subject.outcome}"
        sorted_runs[f"  {given}"].append(run)
    return sorted_runs


def mean(runs: Iterable[Run], *, stopped: bool = False) -> float:
    """Average the questions until the goal, or until the stop."""
    counts = [run.stopped_after if stopped else run.reached_after for run in runs]
    return sum(counts) / len(counts)


def table(chosen: list[Run], fixed: list[Run]) -> str:
    """Show the figures, those of the fixed order beside them."""
    lines = [f"{'':32}{'n':>5}{'reached':>9}{'stop':>7}{'fixed order':>13}{'not reached':>13}"]
    beside = groups(fixed)
    for name, runs in groups(chosen).items():
        missed = Counter(run.is_reached for run in runs)[False]
        lines.append(
            f"{name:32}{len(runs):>5}{mean(runs):>9.2f}{mean(runs, stopped=True):>7.1f}"
            f"{mean(beside[name]):>13.2f}{missed:>13}"
        )
    return "\n".join(lines)
