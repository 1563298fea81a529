"""Make a recorded decision again with the knowledge of now, and tell what differs by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screc.advice.assess import assess
from screc.advice.compare import Comparison
from screc.advice.record import make_record
from screc.errors import Problem, nearest, printable, shown
from screc.knowledge.facts import read_facts, written_facts
from screc.model.recommendation import Edition
from screc.model.record import Record
from screc.model.replay import (
    AreaFindingChange,
    AreaFindingKind,
    Decided,
    Difference,
    LeftOutFact,
    Replay,
)
from screc.model.rule import Constraint, Gate
from screc.model.rulebase import Area, Rulebase
from screc.model.text import Language, Text


def replay(record: Record, rulebase: Rulebase, *, screc: str, language: Language = "ja") -> Replay:
    """Make a recorded decision again, and compare.

    Facts that the vocabulary of now cannot take are left out, and told of.

    Args:
        record: the decision as it was written down.
        rulebase: the knowledge of now.
        screc: the version of the program.
        language: the language of the texts in the answer.

    >>> from datetime import date
    >>> from screc.rules.compile import load_rulebase
    >>> rulebase, area = load_rulebase(), Area.from_values("ours", "わが市", {"station": True})
    >>> record = make_record(
    ...     assess(area, rulebase),
    ...     rulebase,
    ...     language="ja",
    ...     screc="0.1.0",
    ...     recorded_on=date(2026, 11, 23),
    ... )
    >>> replay(record, rulebase, screc="0.1.0").difference
    'none'
    """
    facts, problems = read_facts(written_facts(record.area), rulebase.attributes)
    name = Text(printable(record.area.name.ja), printable(record.area.name.en))
    area = Area(printable(record.area.id), name, facts)
    now = make_record(
        assess(area, rulebase),
        rulebase,
        language=language,
        screc=screc,
        recorded_on=record.recorded_on,
    )
    left_out = tuple(_left_out(record, problems, rulebase, language))
    comparison = Comparison(record, now)
    before, after = _decided(record, str(record.recorded_on)), _decided(now, None)
    area_findings = (
        *_area_findings(
            "constraint", rulebase.constraints, record.conflicts, now.conflicts, language
        ),
        *_area_findings("gate", rulebase.gates, record.gates, now.gates, language),
    )
    rules = comparison.rules(frozenset(fact.attribute for fact in left_out))
    is_changed = (
        (before.outcome, before.first, before.questions)
        != (after.outcome, after.first, after.questions)
        or left_out
        or area_findings
        or comparison.schemes
        or rules
        or comparison.situations
    )
    return Replay(
        difference=_difference(before, after) if is_changed else "none",
        area=area.id,
        name=area.name.in_language(language),
        before=before,
        after=after,
        left_out=left_out,
        gates_and_constraints=area_findings,
        schemes=comparison.schemes,
        rules=rules,
        situations=comparison.situations,
    )


def _decided(record: Record, recorded_on: str | None) -> Decided:
    return Decided(
        recorded_on,
        record.screc,
        Edition(record.knowledge.version, record.knowledge.digest),
        record.outcome,
        next((place.scheme for place in record.ranking if place.presented), None),
        record.questions,
    )


def _difference(before: Decided, after: Decided) -> Difference:
    if before.knowledge.digest != after.knowledge.digest:
        return "knowledge"
    return "program" if before.screc != after.screc else "file"


def _left_out(
    record: Record, problems: Sequence[Problem], rulebase: Rulebase, language: Language
) -> Iterator[LeftOutFact]:
    known = [attribute.id for attribute in rulebase.attributes]
    for problem in problems:
        name = problem.where
        if name in known:
            why = problem.ja if language == "ja" else problem.en
        else:
            meant = nearest(name, known)
            ja, en = "今の項目にない", "no such attribute any more"
            ja += f"（今の「{meant}」のことか）" if meant else ""
            en += f' (now "{meant}"?)' if meant else ""
            why = ja if language == "ja" else en
        value = printable(shown(record.area.facts[name].value))
        yield LeftOutFact(printable(name), value, printable(why))


def _area_findings(
    kind: AreaFindingKind,
    owners: Sequence[Constraint | Gate],
    before: Sequence[str],
    after: Sequence[str],
    language: Language,
) -> Iterator[AreaFindingChange]:
    by_id = {owner.id: owner for owner in owners}
    for name in dict.fromkeys((*after, *before)):
        if (name in before) != (name in after):
            owner = by_id.get(name)
            yield AreaFindingChange(
                kind,
                name,
                name in before,
                name in after,
                owner.because.in_language(language) if owner else None,
                str(owner.citation) if owner else None,
            )
