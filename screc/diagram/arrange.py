"""Arrange a chart that says nothing of it: lines from top to bottom, each from left to right."""

from __future__ import annotations

from collections import defaultdict, deque

from screc.model.chart import Chart

Rows = tuple[tuple[str, ...], ...]


def arranged(chart: Chart) -> Rows:
    """Return a chart's arrangement or, where it has none, find one.

    What has the most flows stands in the middle; its neighbours above and below it in turn, theirs
    further out. What a frame holds stays together on one line, and what a row of the source holds
    outside of frames.

    >>> from screc.knowledge.load import load_knowledge
    >>> chart = load_knowledge().schemes[5].model_copy(update={"arrangement": ()})
    >>> arranged(chart)[1:]
    (('municipality',), ('citizens',))
    """
    if chart.arrangement:
        return chart.arrangement
    groups = _groups(chart)
    group_of = {name: index for index, group in enumerate(groups) for name in group}
    group_of |= {frame.id: group_of[frame.members[0]] for frame in chart.frames}
    ties: dict[int, list[int]] = defaultdict(list)
    for flow in chart.flows:
        one, other = group_of[flow.from_], group_of[flow.to]
        if one != other:
            ties[one].append(other)
            ties[other].append(one)
    lines: dict[int, list[int]] = defaultdict(list)
    placed: dict[int, int] = {}
    while len(placed) < len(groups):
        middle = max(
            (index for index in range(len(groups)) if index not in placed),
            key=lambda index: (len(ties[index]), -index),
        )
        _place_around(middle, ties, lines, placed)
    return tuple(
        tuple(name for index in lines[number] for name in groups[index]) for number in sorted(lines)
    )


def _groups(chart: Chart) -> list[tuple[str, ...]]:
    """Join what stays together: the members of a frame, and what is printed in one row."""
    frames = [frame.members for frame in chart.frames]
    framed = {name for frame in frames for name in frame}
    rows = [tuple(name for name in row.members if name not in framed) for row in chart.rows]
    joined = {name for row in rows for name in row}
    single = [
        (part.id,) for part in chart.stakeholders if part.id not in framed and part.id not in joined
    ]
    return [group for group in (*frames, *rows, *single) if group]


def _place_around(
    middle: int, ties: dict[int, list[int]], lines: dict[int, list[int]], placed: dict[int, int]
) -> None:
    """Put a group in the middle, and those that it reaches on the lines around it."""
    placed[middle] = 0
    lines[0].append(middle)
    waiting = deque([middle])
    above = True
    while waiting:
        at = waiting.popleft()
        for other in dict.fromkeys(ties[at]):
            if other in placed:
                continue
            outward = -1 if placed[at] < 0 or (not placed[at] and above) else 1
            above = not above
            placed[other] = placed[at] + outward
            lines[placed[other]].append(other)
            waiting.append(other)
