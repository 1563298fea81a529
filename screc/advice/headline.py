"""The answer for an area in one line, the same on every screen."""

from __future__ import annotations

from collections.abc import Sequence

from screc.model.recommendation import Outcome, Recommendation, Standing
from screc.model.text import Say


def headline(
    outcome: Outcome,
    first: tuple[str, Standing] | None,
    say: Say,
    *,
    near: Sequence[str] = (),
    is_gated: bool = True,
) -> str:
    """Say in a line what the answer is.

    Args:
        outcome: of the whole.
        first: the name and the standing of the scheme that is presented first.
        say: the language.
        near: the names of others that come close to it.
        is_gated: whether a gate, rather than the schemes, leads to individual consultation.

    >>> headline("match", ("Block", "recommended"), Say("en"))
    'Block fits best'
    """
    if first is not None:
        return _about_the_first(outcome, *first, say, near)
    if outcome == "ask":
        return say(
            "まだ選べない。下の問いから始める", "nothing to go by yet; begin with the questions"
        )
    if outcome == "consult" and is_gated:
        return say("個別相談で扱う", "for individual consultation")
    if outcome == "conflict":
        return say("事実が食い違う。先に確かめる", "facts clash; settle them first")
    if outcome == "off-topic":
        return say("類型の話ではない", "not about any of the scheme types")
    return say(
        "類型のどれにも合わない。個別相談へ",
        "none of the scheme types fits; individual consultation",
    )


def headline_of(answer: Recommendation, say: Say) -> str:
    """Say in a line what a recommendation is."""
    first, rest = answer.recommendations[:1], answer.recommendations[1:]
    return headline(
        answer.outcome,
        (first[0].name, first[0].standing) if first else None,
        say,
        near=[scheme.name for scheme in rest if scheme.close_to_first],
        is_gated=bool(answer.gates),
    )


def _about_the_first(
    outcome: Outcome, name: str, standing: Standing, say: Say, near: Sequence[str]
) -> str:
    if outcome == "ask":
        return say(
            f"「{name}」が候補。決め手になる事実をまず確かめる",
            f"{name} is a candidate; confirm the fact that decides",
        )
    listed = say("、", ", ").join(near)
    close = say(f"（{listed}も近い）", f" ({listed} is close)") if near else ""
    if standing == "undetermined":
        return say(
            f"「{name}」に近いが、確かなことはまだない",
            f"nearest to {name}, of which nothing is certain yet",
        )
    if standing == "conditional":
        said = say(f"「{name}」が第一の候補（条件付き）", f"{name} comes first, conditionally")
    else:
        said = say(f"「{name}」が最も合う", f"{name} fits best")
    return said + close
