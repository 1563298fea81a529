"""From verdicts to a ranking: fit, weight, standing, order, what is presented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from screc.model.condition import Condition, Is, leaves
from screc.model.recommendation import Fit, Standing
from screc.model.rulebase import Rulebase
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, Rows
from screc.rules.expand import expand, fact_key

STANDINGS: tuple[Standing, ...] = ("recommended", "conditional", "undetermined", "excluded")
PRESENTED_SHARE_OF_FIRST = 0.5
_PLACES_KEPT = 4096


@dataclass(frozen=True)
class Place:
    """A scheme's place among the others.

    `index` is its position in the rule base; `key` decides the order, equal keys are ties.
    """

    index: int
    standing: Standing
    trigger: bool
    purpose: bool
    fit: Fit
    weight: float
    key: tuple[int, bool, bool, float]


class Ranker:
    """Ranks the schemes of one rule base."""

    def __init__(self, rulebase: Rulebase) -> None:
        """Weigh every rule once: its points times how well it tells schemes apart."""
        specificity = _Specificity(rulebase)
        self._schemes = [
            [
                (rule, rule.points * specificity.of(scheme.id, rule.when) if rule.points else 0.0)
                for rule in scheme.rules
            ]
            for scheme in rulebase.schemes
        ]
        # Trying every answer to every question meets the same verdicts again and again.
        self._place = lru_cache(maxsize=_PLACES_KEPT)(self._find_place)

    def place(self, index: int, verdicts: tuple[int, ...]) -> Place:
        """Place one scheme by the verdicts of its rules."""
        return self._place(index, verdicts)

    def rank(self, rows: Rows) -> list[Place]:
        """Order all schemes, best first; the excluded come last.

        The order is standing, trigger held, purpose held, weight of held evidence, table order.
        """
        places = [self._place(index, verdicts) for index, verdicts in enumerate(rows)]
        return sorted(places, key=order_of)

    def _find_place(self, index: int, verdicts: tuple[int, ...]) -> Place:
        held = possible = 0
        weight = 0.0
        refuted = is_open = False
        aspects: dict[str | None, list[int]] = {"trigger": [], "purpose": []}
        for (rule, points), verdict in zip(self._schemes[index], verdicts, strict=True):
            if rule.effect == "requires":
                refuted |= verdict == REFUTED
                is_open |= verdict == OPEN and not rule.presumed
            if rule.points is None:
                continue
            if rule.aspect in aspects:
                aspects[rule.aspect].append(verdict)
            if verdict != REFUTED:
                possible += rule.points
            if verdict == HOLDS:
                held += rule.points
                weight += points
        # One trigger and one purpose are enough, so the best verdict of each counts.
        trigger, purpose = max(aspects["trigger"]), max(aspects["purpose"])
        standing = _standing(refuted=refuted, is_open=is_open, trigger=trigger, purpose=purpose)
        weight = round(weight, 3)
        fit = Fit(held, possible)
        key = (STANDINGS.index(standing), trigger != HOLDS, purpose != HOLDS, -weight)
        return Place(index, standing, trigger == HOLDS, purpose == HOLDS, fit, weight, key)


def leaders(places: Iterable[Place]) -> frozenset[int]:
    """Name the schemes that share the first place; none where nothing can be presented."""
    candidates = [place for place in places if _has_cue(place)]
    best = min((place.key for place in candidates), default=None)
    return frozenset(place.index for place in candidates if place.key == best)


def presented(places: Sequence[Place]) -> list[Place]:
    """Choose what is shown: trigger or purpose held, and at least half the first's weight.

    Nothing that is required may be refuted.
    """
    first = next((place for place in places if _has_cue(place)), None)
    return [place for place in places if first and is_presented(place, first.weight)]


def is_presented(place: Place, weight_of_first: float) -> bool:
    """Tell whether a scheme is shown beside a first one of some weight."""
    return _has_cue(place) and place.weight >= weight_of_first * PRESENTED_SHARE_OF_FIRST


def _has_cue(place: Place) -> bool:
    return place.standing != "excluded" and (place.trigger or place.purpose)


def order_of(place: Place) -> tuple[tuple[int, bool, bool, float], int]:
    """Give what places are sorted by: the key, then table order."""
    return place.key, place.index


def _standing(*, refuted: bool, is_open: bool, trigger: int, purpose: int) -> Standing:
    """A scheme whose every trigger, or every purpose, is denied cannot fit either."""
    if refuted or REFUTED in (trigger, purpose):
        return "excluded"
    if trigger == purpose == HOLDS and not is_open:
        return "recommended"
    return "conditional" if HOLDS in (trigger, purpose) else "undetermined"


class _Specificity:
    """How well a condition tells schemes apart.

    For one test: of all points, over all schemes, of supporting rules that ask for it, the share
    that goes to this scheme; 1 where no other scheme asks. For a condition: the mean of its tests.
    """

    def __init__(self, rulebase: Rulebase) -> None:
        self._situations = rulebase.situations_by_id
        self._points: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for scheme in rulebase.schemes:
            for rule in scheme.rules:
                for test in self._tests(rule.when) if rule.points else ():
                    self._points[test][scheme.id] += rule.points or 0

    def of(self, scheme_id: str, condition: Condition) -> float:
        """Return the condition's specificity for a scheme that asks for it, 0 to 1."""
        shares = [
            self._points[test][scheme_id] / sum(self._points[test].values())
            for test in self._tests(condition)
        ]
        return sum(shares) / len(shares)

    def _tests(self, condition: Condition) -> set[str]:
        return {
            fact_key(leaf) if isinstance(leaf, Is) else leaf.quantity
            for leaf in leaves(expand(condition, self._situations))
        }
