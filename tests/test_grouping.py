"""Groups of areas that lie near one another: as good as any, of nearly one size, and in time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import combinations, permutations
from math import ceil, isclose, radians
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screc.scoping import grouping
from screc.scoping.grouping import Spot, distance_km, group_by_nearness

Groups = tuple[tuple[str, ...], ...]
SPOTS = st.builds(
    Spot,
    st.floats(-90, 90, allow_nan=False),
    st.floats(-180, 180, allow_nan=False),
)
IN_TOKYO = st.builds(Spot, st.floats(35.5, 35.9), st.floats(138.9, 139.9))
HALF_ROUND_KM = 6371.0 * radians(180)
FACTOR_OF_EXCHANGES = 1.4
"""Measured: at most 1.38 over the instances below, 1.04 in the mean."""
NORTH = {
    "asahi": Spot(35.60, 139.50),
    "higashi": Spot(35.90, 139.90),
    "kita": Spot(35.61, 139.53),
    "minami": Spot(35.93, 139.88),
    "nishi": Spot(35.57, 139.49),
}


def named(spots: list[Spot]) -> dict[str, Spot]:
    """Name spots in their order."""
    return {f"area-{number:03}": spot for number, spot in enumerate(spots)}


def scattered(count: int, seed: int) -> dict[str, Spot]:
    """Scatter areas over the land around Tokyo."""
    random = Random(seed)
    return named([Spot(random.uniform(35, 36), random.uniform(139, 140)) for _ in range(count)])


def spread(groups: Groups, spots: dict[str, Spot]) -> float:
    """Add up the distances between the members of each group, in km."""
    pairs = (pair for group in groups for pair in combinations(group, 2))
    return sum(distance_km(spots[one], spots[other]) for one, other in pairs)


def sizes(count: int, most: int) -> list[int]:
    """Say what sizes groups have: as few as can be, and nearly equal."""
    parts = ceil(count / most)
    return sorted(count // parts + (part < count % parts) for part in range(parts))


def partitions(names: list[str], wanted: list[int]) -> Iterator[Groups]:
    """Go through all ways to divide areas into groups of some sizes."""
    if not names:
        yield ()
        return
    first, *others = names
    for size in set(wanted):
        left = list(wanted)
        left.remove(size)
        for chosen in combinations(others, size - 1):
            rest = [name for name in others if name not in chosen]
            for groups in partitions(rest, left):
                yield ((first, *chosen), *groups)


def is_whole(groups: Groups, spots: dict[str, Spot], most: int) -> bool:
    """Tell whether every area is in exactly one group, and sizes are as they should be."""
    members = sorted(name for group in groups for name in group)
    return members == sorted(spots) and sorted(map(len, groups)) == sizes(len(spots), most)


@given(st.lists(SPOTS, min_size=1, max_size=7), st.integers(1, 8))
@settings(deadline=None, max_examples=60)
def test_no_grouping_is_nearer(places: list[Spot], most: int) -> None:
    """Held against every way to divide the areas."""
    spots = named(places)
    groups = group_by_nearness(spots, most)
    assert is_whole(groups, spots, most)
    assert all(1 <= len(group) <= most for group in groups)
    ways = partitions(list(spots), sizes(len(spots), most))
    nearest = min(spread(way, spots) for way in ways)
    assert isclose(spread(groups, spots), nearest, rel_tol=1e-9, abs_tol=1e-6)


@given(st.lists(IN_TOKYO, min_size=13, max_size=24), st.integers(1, 9))
@settings(deadline=None, max_examples=30)
def test_many_areas_are_grouped_whole(places: list[Spot], most: int) -> None:
    """The search by exchanges keeps the sizes, loses nobody, and counts nobody twice."""
    spots = named(places)
    assert is_whole(group_by_nearness(spots, most), spots, most)


@pytest.mark.parametrize("count", [13, 30, 47])
@pytest.mark.parametrize("most", [2, 3, 5, 8])
def test_exchanges_only_help(count: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The grouping is never worse than the one from which the exchanges start."""
    gains = []
    for seed in range(5):
        spots = scattered(count, seed)
        groups = group_by_nearness(spots, most)
        with monkeypatch.context() as patched:
            patched.setattr(grouping, "_exchange", lambda *_: False)
            start = group_by_nearness(spots, most)
        assert is_whole(start, spots, most)
        gains.append(spread(start, spots) - spread(groups, spots))
    assert min(gains) >= 0
    assert max(gains) > 1


@pytest.mark.parametrize("most", [2, 3, 5])
def test_no_exchange_of_two_is_left_that_helps(most: int) -> None:
    """Where the search ends, nobody sees two members that had better change places."""
    spots = scattered(20, most)
    groups = group_by_nearness(spots, most)
    found = spread(groups, spots)
    for one, other in combinations(groups, 2):
        for first in one:
            for second in other:
                changed = {first: second, second: first}
                way = tuple(tuple(changed.get(name, name) for name in group) for group in groups)
                assert spread(way, spots) > found - 1e-5


@pytest.mark.parametrize(("count", "most"), [(8, 2), (9, 3), (10, 4), (12, 3), (12, 4), (12, 6)])
def test_exchanges_come_near_the_best(
    count: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all groupings can be compared, the exchanges stay within a factor of the best."""
    for seed in range(20):
        spots = scattered(count, seed)
        best = spread(group_by_nearness(spots, most), spots)
        with monkeypatch.context() as patched:
            patched.setattr(grouping, "_MOST_SEARCHED", 0)
            found = spread(group_by_nearness(spots, most), spots)
        assert best - 1e-6 <= found <= FACTOR_OF_EXCHANGES * best


def test_the_order_of_the_areas_does_not_matter() -> None:
    """The same areas meet, in whatever order they are given."""
    ways = {
        frozenset(map(frozenset, group_by_nearness({name: NORTH[name] for name in order}, 3)))
        for order in permutations(NORTH)
    }
    assert ways == {frozenset(map(frozenset, (("asahi", "kita", "nishi"), ("higashi", "minami"))))}
    spots, random = scattered(30, 5), Random(5)
    orders = [random.sample(list(spots), 30) for _ in range(8)]
    found = [group_by_nearness({name: spots[name] for name in order}, 4) for order in orders]
    assert len({frozenset(map(frozenset, groups)) for groups in found}) == 1


@given(st.lists(IN_TOKYO, min_size=13, max_size=18, unique=True), st.randoms())
@settings(deadline=None, max_examples=20)
def test_the_same_areas_are_always_grouped_alike(places: list[Spot], random: Random) -> None:
    """Of one order of areas there is one grouping, and groups keep that order."""
    spots = named(places)
    shuffled = list(spots)
    random.shuffle(shuffled)
    spots = {name: spots[name] for name in shuffled}
    groups = group_by_nearness(spots, 4)
    assert groups == group_by_nearness(dict(spots), 4)
    places_in_order = [[shuffled.index(name) for name in group] for group in groups]
    assert all(group == sorted(group) for group in places_in_order)
    assert [group[0] for group in places_in_order] == sorted(group[0] for group in places_in_order)


def test_none_and_one() -> None:
    """A programme may have no area that continues, or a single new one."""
    assert group_by_nearness({}, 4) == ()
    assert group_by_nearness({"only": Spot(35, 139)}, 4) == (("only",),)
    assert group_by_nearness({"only": Spot(35, 139)}, 1) == (("only",),)


@pytest.mark.parametrize("count", [5, 12, 13, 30])
def test_groups_of_one(count: int) -> None:
    """Everybody alone."""
    spots = scattered(count, 0)
    assert group_by_nearness(spots, 1) == tuple((name,) for name in spots)


@pytest.mark.parametrize("count", [5, 12, 13, 30])
def test_one_group_holds_all(count: int) -> None:
    """Where the largest group is as large as the programme, or larger."""
    spots = scattered(count, 0)
    for most in (count, count + 1):
        assert group_by_nearness(spots, most) == (tuple(spots),)


@pytest.mark.parametrize("count", [1, 2, 7, 12, 13, 40])
@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_areas_on_one_spot(count: int, most: int) -> None:
    """Nothing tells them apart, and they are grouped all the same."""
    spots = named([Spot(35.6, 139.5)] * count)
    groups = group_by_nearness(spots, most)
    assert is_whole(groups, spots, most)
    assert spread(groups, spots) == 0


def test_two_to_a_spot_are_paired() -> None:
    """Also by exchanges."""
    for count in (6, 20):
        half = scattered(count // 2, 1)
        spots = half | {f"{name}-too": spot for name, spot in half.items()}
        groups = group_by_nearness(spots, 2)
        assert {frozenset(group) for group in groups} == {
            frozenset({name, f"{name}-too"}) for name in half
        }


def test_the_date_line_parts_nobody() -> None:
    """179 degrees east and west are two degrees apart."""
    east, west = Spot(0, 179), Spot(0, -179)
    assert distance_km(east, west) == pytest.approx(HALF_ROUND_KM / 90)
    spots = {"east": east, "far": Spot(0, 170), "west": west, "farther": Spot(0, 168)}
    assert group_by_nearness(spots, 2) == (("east", "west"), ("far", "farther"))
    assert distance_km(Spot(12, 180), Spot(12, -180)) == pytest.approx(0, abs=1e-6)


@given(SPOTS, SPOTS, SPOTS)
@settings(deadline=None)
def test_distances_are_distances(one: Spot, other: Spot, third: Spot) -> None:
    """Never negative, the same both ways, at most half around, and no way is a short cut."""
    far = distance_km(one, other)
    assert 0 <= far <= HALF_ROUND_KM + 1e-6
    assert far == pytest.approx(distance_km(other, one), abs=1e-6)
    assert distance_km(one, one) == 0
    assert far <= distance_km(one, third) + distance_km(third, other) + 1e-3


@given(SPOTS)
@settings(deadline=None)
def test_the_other_side_of_the_world(spot: Spot) -> None:
    """The farthest that two areas can be apart; the longitude of a pole is none."""
    half_round = -180 if spot.longitude > 0 else 180
    opposite = Spot(-spot.latitude, spot.longitude + half_round)
    assert distance_km(spot, opposite) == pytest.approx(HALF_ROUND_KM, rel=1e-6)
    assert distance_km(Spot(90, spot.longitude), Spot(90, 0)) == pytest.approx(0, abs=1e-6)


def test_distances_of_a_map() -> None:
    """A degree of latitude, and a known pair: 千代田区 to 新島村."""
    assert distance_km(Spot(35, 139), Spot(36, 139)) == pytest.approx(111.19, abs=0.01)
    assert distance_km(Spot(35.694, 139.753), Spot(34.377, 139.257)) == pytest.approx(153, abs=1)


@pytest.mark.parametrize("most", range(1, 13))
def test_twelve_areas_take_no_time(most: int) -> None:
    """As many as are compared in full."""
    began = time.process_time()
    group_by_nearness(scattered(12, 3), most)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("most", [2, 4, 20])
def test_two_hundred_areas_are_grouped_in_time(most: int) -> None:
    """A whole prefecture, or all of the country's that continue."""
    spots = scattered(200, 3)
    began = time.process_time()
    groups = group_by_nearness(spots, most)
    assert time.process_time() - began < 10
    assert is_whole(groups, spots, most)
    ranges = [spread((group,), spots) / max(1, len(group)) for group in groups]
    assert max(ranges) < spread((tuple(spots),), spots) / len(spots)
