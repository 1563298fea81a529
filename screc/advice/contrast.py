"""Set two areas side by side: which schemes stand elsewhere, and which facts make it so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import inf

from screc.advice.assess import Assessment
from screc.advice.present import said_of
from screc.advice.recommend import present_assessment
from screc.advice.terms import STANDINGS
from screc.model.attribute import split_key
from screc.model.comparison import (
    AreaComparison,
    ComparedArea,
    FactDifference,
    RuleDifference,
    SchemeDifference,
)
from screc.model.recommendation import Fit
from screc.model.replay import SchemeState
from screc.model.rule import Constraint, Gate, Rule
from screc.model.rulebase import FactValue, Rulebase
from screc.model.text import Language, Say
from screc.rules.evaluate import HOLDS, VERDICTS
from screc.rules.expand import expand, fact_keys


def contrast(
    one: Assessment, other: Assessment, rulebase: Rulebase, language: Language = "ja"
) -> AreaComparison:
    """Compare two areas, or one before and after.

    Args:
        one: the first area, as it was assessed.
        other: the second.
        rulebase: by which both were judged.
        language: of names and reasons.

    >>> from screc.advice.assess import assess
    >>> from screc.model.rulebase import Area
    >>> from screc.rules.compile import load_rulebase
    >>> rulebase, facts = load_rulebase(), {"public-facilities": "several"}
    >>> before = assess(Area.from_values("ours", "わが市", facts), rulebase)
    >>> facts = facts | {"wish-disaster-base": True}
    >>> after = assess(Area.from_values("ours", "わが市", facts), rulebase)
    >>> [fact.attribute for fact in contrast(before, after, rulebase).facts]
    ['wish-disaster-base']
    """
    differing = _differing(one, other)
    of_the_whole = _of_the_whole(one, other, differing, rulebase, language)
    schemes = []
    for index, scheme in enumerate(rulebase.schemes):
        before, after = _state(one, index), _state(other, index)
        verdicts = [found.trace.rules[index] for found in (one, other)]
        rules = tuple(
            _rule(rule, (first.verdict, second.verdict), differing, rulebase, language)
            for rule, first, second in zip(scheme.rules, *verdicts, strict=True)
            if first.verdict != second.verdict
        )
        if before.presented != after.presented:
            rules += of_the_whole
        if rules or _moved(before, after):
            name = scheme.name.in_language(language)
            schemes.append(SchemeDifference(scheme.id, name, before, after, rules))
    schemes.sort(key=lambda part: min(_order(part.one), _order(part.other)))
    facts = _facts(one, other, differing, schemes)
    told = {fact.attribute for fact in facts}
    return AreaComparison(
        _compared(one, rulebase, language),
        _compared(other, rulebase, language),
        tuple(schemes),
        facts,
        tuple(name for name in differing if name not in told),
    )


def place_words(state: SchemeState, say: Say) -> str:
    """Say where a scheme stands for an area, beginning with whether it is presented.

    >>> from screc.model.recommendation import Fit
    >>> place_words(SchemeState(2, True, "conditional", Fit(25, 100), 25.0), Say("en"))
    'candidate, rank 2, conditional, 25-100 points'
    """
    standing = say.text(STANDINGS[state.standing])
    if state.rank is None:
        return standing
    held, possible = state.fit.held, state.fit.possible
    presented = say("候補、", "candidate, ") if state.presented else ""
    return presented + say(
        f"{state.rank}位、{standing}、{held}～{possible}点",
        f"rank {state.rank}, {standing}, {held}-{possible} points",
    )


def _differing(one: Assessment, other: Assessment) -> dict[str, set[str]]:
    """Name the attributes of which something differs, with the flat facts that do."""
    found: dict[str, set[str]] = {}
    for key in sorted({*one.facts, *other.facts}):
        if one.facts.get(key) != other.facts.get(key):
            found.setdefault(split_key(key)[0], set()).add(key)
    return found


def _state(found: Assessment, index: int) -> SchemeState:
    keys = [place.key for place in found.places]
    place = next(place for place in found.places if place.index == index)
    rank = None if place.standing == "excluded" else keys.index(place.key) + 1
    fit = Fit(place.fit.held, place.fit.possible)
    return SchemeState(rank, place in found.shown, place.standing, fit, place.weight)


def _of_the_whole(
    one: Assessment,
    other: Assessment,
    differing: dict[str, set[str]],
    rulebase: Rulebase,
    language: Language,
) -> tuple[RuleDifference, ...]:
    """Find constraints and gates that hold for one alone, for which then nothing is presented."""
    proofs = [(*found.trace.constraints, *found.trace.gates) for found in (one, other)]
    return tuple(
        _rule(owner, (first.verdict, second.verdict), differing, rulebase, language)
        for owner, first, second in zip(
            (*rulebase.constraints, *rulebase.gates), *proofs, strict=True
        )
        if (first.verdict == HOLDS) != (second.verdict == HOLDS)
    )


def _rule(
    rule: Rule | Constraint | Gate,
    verdicts: tuple[int, int],
    differing: dict[str, set[str]],
    rulebase: Rulebase,
    language: Language,
) -> RuleDifference:
    asked = set(fact_keys(expand(rule.when, rulebase.situations_by_id)))
    said = said_of(rule, verdicts[1]) if isinstance(rule, Rule) else rule.because
    return RuleDifference(
        rule.id,
        said.in_language(language),
        rule.points if isinstance(rule, Rule) else None,
        VERDICTS[verdicts[0]],
        VERDICTS[verdicts[1]],
        tuple(name for name, keys in differing.items() if keys & asked),
        str(rule.citation),
    )


def _moved(before: SchemeState, after: SchemeState) -> bool:
    """Tell whether a scheme itself changed, and not only others that passed it."""
    return replace(before, rank=None, weight=0) != replace(after, rank=None, weight=0)


def _order(state: SchemeState) -> float:
    """Order schemes by their better rank; what is excluded comes last."""
    return inf if state.rank is None else state.rank


def _facts(
    one: Assessment,
    other: Assessment,
    differing: Iterable[str],
    schemes: Iterable[SchemeDifference],
) -> tuple[FactDifference, ...]:
    moves: dict[str, list[str]] = {}
    for scheme in schemes:
        for name in dict.fromkeys(name for rule in scheme.rules for name in rule.attributes):
            moves.setdefault(name, []).append(scheme.scheme)
    told = [
        FactDifference(name, _value(one, name), _value(other, name), tuple(moves[name]))
        for name in differing
        if name in moves
    ]
    return tuple(sorted(told, key=lambda fact: -len(fact.moves)))


def _value(found: Assessment, name: str) -> FactValue | None:
    fact = found.area.facts.get(name)
    return None if fact is None else fact.value


def _compared(found: Assessment, rulebase: Rulebase, language: Language) -> ComparedArea:
    answer = present_assessment(found, rulebase, language)
    first = answer.recommendations[0].scheme if answer.recommendations else None
    return ComparedArea(answer.area, answer.outcome, first)
