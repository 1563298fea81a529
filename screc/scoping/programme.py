"""All areas of a programme side by side: who fits what, who shares a theme, who meets with whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from screc.advice.assess import Assessment, assess
from screc.model.area import AreaRecord
from screc.model.knowledge import Knowledge
from screc.model.recommendation import Fit, Outcome, Standing
from screc.model.rulebase import Area
from screc.model.text import Text
from screc.rules.compile import compile_knowledge
from screc.rules.engines import EngineChoice
from screc.scoping.grouping import Spot, distance_km, group_by_nearness


@dataclass(frozen=True)
class Place:
    """How a scheme stands for an area; `is_first` and `is_presented` as a recommendation says."""

    standing: Standing
    fit: Fit
    is_presented: bool
    is_first: bool


@dataclass(frozen=True)
class Member:
    """An area of the programme, with how every scheme stands for it."""

    id: str
    name: Text
    outcome: Outcome
    is_new: bool
    spot: Spot | None
    places: dict[str, Place]


@dataclass(frozen=True)
class Group:
    """Areas that are supported together, and how far apart the remotest two are, in km."""

    members: tuple[str, ...]
    is_new: bool
    farthest_km: float


@dataclass(frozen=True)
class Overview:
    """A programme: its members in their order, shared themes, and groups.

    `without_spot` are those that cannot be grouped, as nobody has said where they are.
    """

    schemes: dict[str, Text]
    members: tuple[Member, ...]
    groups: tuple[Group, ...]
    without_spot: tuple[str, ...]

    @cached_property
    def shared(self) -> dict[str, tuple[Member, ...]]:
        """Name the members for which each scheme is presented, where there are two or more."""
        found = {
            scheme: tuple(m for m in self.members if m.places[scheme].is_presented)
            for scheme in self.schemes
        }
        return {scheme: members for scheme, members in found.items() if len(members) > 1}


def overview(
    areas: Sequence[tuple[Area, AreaRecord]],
    knowledge: Knowledge,
    spots: Mapping[str, Spot],
    *,
    engine: EngineChoice = "auto",
    group_size: int | None = None,
) -> Overview:
    """Judge all areas of a programme, and group them as the guidance does.

    New areas are apart from those that continue; areas for individual consultation are in no group.

    Args:
        areas: with what their files say.
        knowledge: all that is known.
        spots: where areas are, by id; before what their files say.
        engine: what judges the rules.
        group_size: the largest size of a group; without it that of the guidance (table 2.1).
    """
    rulebase = compile_knowledge(knowledge)
    ids = [scheme.id for scheme in rulebase.schemes]
    members = tuple(
        _member(assess(area, rulebase, engine), record, ids, spots) for area, record in areas
    )
    size = group_size or max(len(group.areas) for group in knowledge.programme.groups)
    grouped = [member for member in members if member.outcome != "consult"]
    return Overview(
        {scheme.id: scheme.name for scheme in rulebase.schemes},
        members,
        tuple(
            group
            for is_new in (True, False)
            for group in _groups([m for m in grouped if m.is_new is is_new], size)
        ),
        tuple(member.id for member in grouped if member.spot is None),
    )


def _member(
    found: Assessment, record: AreaRecord, ids: Sequence[str], spots: Mapping[str, Spot]
) -> Member:
    own = record.location
    spot = spots.get(found.area.id)
    if spot is None and own is not None:
        spot = Spot(own.latitude, own.longitude)
    participation = record.participation
    return Member(
        found.area.id,
        found.area.name,
        found.outcome,
        bool(participation and participation.new),
        spot,
        {
            ids[place.index]: Place(
                place.standing,
                Fit(place.fit.held, place.fit.possible),
                place in found.shown,
                bool(found.shown) and place is found.shown[0],
            )
            for place in sorted(found.places, key=lambda place: place.index)
        },
    )


def _groups(members: Sequence[Member], most: int) -> Iterator[Group]:
    spots = {member.id: member.spot for member in members if member.spot is not None}
    for group in group_by_nearness(spots, most):
        apart = (distance_km(spots[one], spots[other]) for one, other in combinations(group, 2))
        is_new = next(member.is_new for member in members if member.id in group)
        yield Group(group, is_new, max(apart, default=0.0))
