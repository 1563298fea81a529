"""Group areas by nearness, in groups of about one size.

The guidance keeps new municipalities apart, and groups those that continue by nearness and ease of
travel. Travel is not known here: the distance as the crow flies stands for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import asin, ceil, cos, hypot, inf, radians, sin, sqrt

_EARTH_KM = 6371.0
_MOST_SEARCHED = 12
"""Up to so many areas every grouping is compared; beyond, groups are improved by exchanges."""

_LEAST_GAIN_KM = 1e-6
"""A gain that is more than a fault of rounding, so that exchanges come to an end."""


@dataclass(frozen=True)
class Spot:
    """Where an area is, in degrees north and east."""

    latitude: float
    longitude: float


def distance_km(one: Spot, other: Spot) -> float:
    """Return the great-circle distance, by the haversine formula, in kilometres.

    >>> round(distance_km(Spot(35.638, 139.505), Spot(35.718, 139.566)), 1)
    10.5
    """
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    across = sin(east / 2) * sqrt(cos(radians(one.latitude)) * cos(radians(other.latitude)))
    return 2 * _EARTH_KM * asin(min(1.0, hypot(sin(north / 2), across)))


def group_by_nearness(spots: Mapping[str, Spot], most: int) -> tuple[tuple[str, ...], ...]:
    """Divide areas into as few groups as can be, so that members lie near one another.

    Sizes differ by one at most. What is made small is the sum of the distances between all members
    of a group, over all groups: exactly up to twelve areas, beyond that by exchanging two members
    as long as that helps.

    Args:
        spots: by area.
        most: the largest size of a group, at least 1.

    Returns:
        Groups of areas, in the order of `spots`.

    >>> spots = {"a": Spot(35.0, 139.0), "b": Spot(36.0, 139.0), "c": Spot(35.1, 139.0)}
    >>> group_by_nearness(spots, 2)
    (('a', 'c'), ('b',))
    """
    names = list(spots)
    if not names:
        return ()
    apart = [[distance_km(spots[one], spots[other]) for other in names] for one in names]
    sizes = _sizes(len(names), most)
    search = _exact if len(names) <= _MOST_SEARCHED else _exchanged
    groups = search(apart, sizes)
    return tuple(tuple(names[index] for index in group) for group in sorted(groups))


def _sizes(count: int, most: int) -> list[int]:
    """Divide a number into the fewest parts that are nearly equal, the larger ones first."""
    parts = ceil(count / most)
    return [count // parts + (number < count % parts) for number in range(parts)]


def _spread(group: Sequence[int], apart: Sequence[Sequence[float]]) -> float:
    return sum(apart[one][other] for one, other in combinations(group, 2))


def _exact(apart: Sequence[Sequence[float]], sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Compare all groupings: the first area that is left is always in the group that is made."""
    large, small = max(sizes), min(sizes)

    @cache
    def best(left: frozenset[int], larges: int) -> tuple[float, tuple[tuple[int, ...], ...]]:
        if not left:
            return (inf if larges else 0.0), ()
        first, *others = sorted(left)
        found: list[tuple[float, tuple[tuple[int, ...], ...]]] = []
        for size in {large, small}:
            of_larges = larges - (size == large)
            if size > len(left) or of_larges < 0:
                continue
            for chosen in combinations(others, size - 1):
                group = (first, *chosen)
                rest, groups = best(left - set(group), of_larges)
                found.append((_spread(group, apart) + rest, (group, *groups)))
        return min(found, default=(inf, ()))

    return list(best(frozenset(range(len(apart))), sizes.count(large))[1])


def _exchanged(apart: Sequence[Sequence[float]], sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Fill groups, then exchange members while that helps."""
    groups = _filled(apart, sizes)
    while sum(_exchange(one, other, apart) for one, other in combinations(groups, 2)):
        pass
    return [tuple(sorted(group)) for group in groups]


def _filled(apart: Sequence[Sequence[float]], sizes: Sequence[int]) -> list[list[int]]:
    """Fill groups one by one: the area that is remotest from all that are left, and its nearest."""
    left = set(range(len(apart)))
    groups: list[list[int]] = []
    for size in sizes:
        seed = max(sorted(left), key=lambda index: sum(apart[index][other] for other in left))
        near = sorted(left, key=lambda index, seed=seed: (apart[seed][index], index))  # type: ignore[misc]
        groups.append(near[:size])
        left -= set(near[:size])
    return groups


def _exchange(one: list[int], other: list[int], apart: Sequence[Sequence[float]]) -> bool:
    """Exchange the first two members whose exchange makes both groups together nearer."""
    # How much farther each is from all of the one group than from all of the other.
    pull = {
        area: sum(apart[area][member] for member in one)
        - sum(apart[area][member] for member in other)
        for area in (*one, *other)
    }
    for (at, first), (place, second) in product(enumerate(one), enumerate(other)):
        if pull[first] - pull[second] + 2 * apart[first][second] > _LEAST_GAIN_KM:
            one[at], other[place] = second, first
            return True
    return False
