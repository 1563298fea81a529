"""Generate rule bases, and facts that put numbers on thresholds and just beside them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random

from hypothesis import strategies as st

from screc.model.attribute import Attribute, AttributeType, Option, Unit, WordList
from screc.model.citation import Citation
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
from screc.model.rule import Aspect, Constraint, Gate, Rule, Situation
from screc.model.rulebase import Facts, Rulebase, SchemeRules
from screc.model.text import Text

_TEXT = Text("語", "word")
_WORDS = WordList((), ())
_CITATION = Citation.parse("h25 5.1 備考 L1")
_FLAGS = ("a", "b-c", "order")
_OPTIONS = {"kind": ("x", "y"), "parts": ("p", "q-r")}
_NUMBERS = ("m", "n-o", "k")
_QUANTITIES = (*_NUMBERS, "m / n-o", "k / m")
_THRESHOLDS = (-7, -0.5, 0, 0.1, 0.3, 1, 2.5, 50, 2**31, 2**53, 1e-7, 123456789.123456789, 1e40)
_OTHER_NUMBERS = (-1e40, -1.0, 3.0, 0.2, 1 / 3, 10.0, 1e6, 2.0**31 - 1, 7e39)


def attribute(name: str, kind: AttributeType) -> Attribute:
    """Make an attribute, as far as engines look at it."""
    number = kind == "number"
    return Attribute(
        id=name,
        type=kind,
        level="place",
        decides="nobody",
        name=_TEXT,
        question=_TEXT,
        help=_TEXT,
        words=_WORDS,
        citation=_CITATION,
        unit=Unit("個", "個", "pieces") if number else None,
        minimum=-1e41 if number else None,
        maximum=1e41 if number else None,
        options=tuple(Option(option, _TEXT, _WORDS) for option in _OPTIONS.get(name, ())),
    )


ATTRIBUTES = (
    *(attribute(name, "flag") for name in _FLAGS),
    attribute("kind", "choice"),
    attribute("parts", "choices"),
    *(attribute(name, "number") for name in _NUMBERS),
)


def conditions(situations: tuple[str, ...] = ()) -> st.SearchStrategy[Condition]:
    """Generate conditions with every operator, over facts and the situations that there are."""
    tests: list[st.SearchStrategy[Condition]] = [
        st.builds(Is, st.sampled_from((*_FLAGS, *situations)), st.booleans()),
        *(st.builds(Is, st.just(name), st.sampled_from(of)) for name, of in _OPTIONS.items()),
        *(
            st.builds(test, st.sampled_from(_QUANTITIES), st.sampled_from(_THRESHOLDS))
            for test in (AtLeast, AtMost)
        ),
    ]
    return st.recursive(
        st.one_of(tests),
        lambda parts: st.one_of(
            st.builds(AllOf, st.lists(parts, min_size=1, max_size=3).map(tuple)),
            st.builds(AnyOf, st.lists(parts, min_size=1, max_size=3).map(tuple)),
            st.builds(Not, parts),
        ),
        max_leaves=5,
    )


@st.composite
def rulebases(draw: st.DrawFn) -> Rulebase:
    """Generate rule bases of one to four schemes, with situations that use each other."""
    situations: tuple[Situation, ...] = ()
    for number in range(draw(st.integers(0, 4))):
        used = tuple(situation.id for situation in situations)
        when = draw(conditions(used))
        if used and draw(st.booleans()):
            when = AnyOf((Is(used[-1], draw(st.booleans())), when))
        situations += (Situation(f"s-{number}", _TEXT, when, _CITATION),)
    of_facts = conditions(tuple(situation.id for situation in situations))
    some = st.lists(of_facts, max_size=3)
    return Rulebase(
        version="0",
        digest="0",
        attributes=ATTRIBUTES,
        situations=situations,
        constraints=tuple(
            Constraint(f"c-{number}", when, _TEXT, _CITATION)
            for number, when in enumerate(draw(some))
        ),
        gates=tuple(
            Gate(f"g-{number}", when, _TEXT, _CITATION) for number, when in enumerate(draw(some))
        ),
        schemes=tuple(
            SchemeRules(f"z-{number}", number, _TEXT, draw(_rules(of_facts)))
            for number in range(draw(st.integers(1, 4)))
        ),
        areas=(),
    )


def every_comparison() -> Rulebase:
    """Make a rule base that compares every number and quotient with every threshold."""
    tests: list[Condition] = [
        test(quantity, number)
        for quantity in _QUANTITIES
        for number in _THRESHOLDS
        for test in (AtLeast, AtMost)
    ]
    kinds = ("trigger", "purpose", "circumstance", "r", "p", "c")
    rules = [
        _rule(f"t-{number}", kinds[number % len(kinds)], when, points=number % 100 + 1)
        for number, when in enumerate(tests)
    ]
    schemes = tuple(
        SchemeRules(f"z-{number}", number, _TEXT, tuple(rules[start : start + 60]))
        for number, start in enumerate(range(0, len(rules), 60))
    )
    return Rulebase("0", "0", ATTRIBUTES, (), (), (), schemes, ())


@st.composite
def _rules(draw: st.DrawFn, when: st.SearchStrategy[Condition]) -> tuple[Rule, ...]:
    aspects: list[Aspect] = ["trigger", "purpose", "circumstance"]
    wanted = ["trigger", "purpose", *draw(st.lists(st.sampled_from([*aspects, "r", "p", "c"])))]
    return tuple(
        _rule(f"{kind}-{number}", kind, draw(when), draw(st.integers(1, 100)))
        for number, kind in enumerate(wanted)
    )


def _rule(name: str, kind: str, when: Condition, points: int) -> Rule:
    if kind in ("r", "p"):
        presumed = kind == "p"
        return Rule(name, "requires", when, _TEXT, _CITATION, otherwise=_TEXT, presumed=presumed)
    if kind == "c":
        return Rule(name, "cautions", when, _TEXT, _CITATION)
    aspects: dict[str, Aspect] = {
        "trigger": "trigger",
        "purpose": "purpose",
        "circumstance": "circumstance",
    }
    return Rule(name, "supports", when, _TEXT, _CITATION, aspects[kind], points)


def areas(rulebase: Rulebase, count: int, seed: int) -> list[Facts]:
    """Generate facts of areas: what is known differs, numbers stand where rules turn.

    A number, or a quotient, is put exactly on a threshold, on the next double on either side, or
    anywhere else; a flag or an option is true, false or unknown.
    """
    random = Random(seed)
    thresholds = dict(_thresholds(rulebase))
    return [_area(rulebase, thresholds, random) for _ in range(count)]


def _area(rulebase: Rulebase, thresholds: dict[str, list[float]], random: Random) -> Facts:
    known = random.choice((0.2, 0.7, 1.0))
    facts: Facts = {}
    for each in rulebase.attributes:
        for key in Attribute.keys(each):
            if random.random() > known:
                continue
            if each.type == "number":
                at = random.choice((0, *thresholds.get(key, ()), *_OTHER_NUMBERS))
                facts[key] = _beside(at, random)
            else:
                facts[key] = random.random() < 0.5
    for quantity, numbers in thresholds.items():
        name, _, divisor = quantity.partition(QUOTIENT)
        if divisor in facts and name in facts and random.random() < 0.5:
            facts[name] = _beside(random.choice(numbers) * facts[divisor], random)
    return facts


def _beside(number: float, random: Random) -> float:
    # Beside 0 a tiny number, but not the least: PostgreSQL refuses quotients that underflow.
    below = math.nextafter(number, -math.inf) if number else -1e-100
    above = math.nextafter(number, math.inf) if number else 1e-100
    return random.choice((number, number, below, above))


def _thresholds(rulebase: Rulebase) -> Iterator[tuple[str, list[float]]]:
    parts = (*rulebase.situations, *rulebase.constraints, *rulebase.gates)
    rules = (rule for scheme in rulebase.schemes for rule in scheme.rules)
    found: dict[str, set[float]] = {}
    for part in (*parts, *rules):
        for leaf in leaves(part.when):
            if not isinstance(leaf, Is):
                found.setdefault(leaf.quantity, set()).add(leaf.number)
    return ((quantity, sorted(numbers)) for quantity, numbers in sorted(found.items()))
