"""How it looks in a terminal what would change an answer."""

from __future__ import annotations

from collections.abc import Sequence

from screc.cli.page import Page, unbroken
from screc.cli.terms import DECIDERS
from screc.model.explanation import ChangedFact, DoubtedFact, Ways, WhatIf
from screc.model.text import Say

_WAYS_SHOWN = 3
_VALUES_SHOWN = 3


def show_what_if(found: WhatIf, page: Page, say: Say) -> None:
    """Add what would bring schemes forward, and which facts the first place rests on."""
    page.title(say("何が変われば", "What would change it"))
    for tag, meaning in DECIDERS.values():
        page.paragraph(say.text(meaning), first=f"〔{say.text(tag)}〕", style="dim")
    for scheme in found.schemes:
        page.paragraph(scheme.name, style="bold")
        for ways in scheme.ways:
            _show_ways(ways, page, say)
    page.title(say("今の一位の確かさ", "How firm the first place is"))
    if not found.first:
        page.paragraph(say("今は一位がない。", "No scheme comes first now."))
    elif not found.doubts:
        words = say(
            "知られている事実の一つが誤りでも、ほかの事実と食い違わない限り、一位は変わらない。",
            "No single known fact, were it wrong, would change the first place "
            "(leaving out what the other facts contradict).",
        )
        page.paragraph(words)
    for doubt in found.doubts if found.first else ():
        page.paragraph(_doubt(doubt, say), first=say("・ ", "- "))


def _show_ways(ways: Ways, page: Page, say: Say) -> None:
    goal = {
        "recommended": say("推奨", "recommended"),
        "first": say("一位", "first"),
    }[ways.goal]
    if ways.already:
        page.paragraph(say(f"{goal}：すでにそう", f"{goal}: it is already"), first="✓ ")
        return
    if ways.count is None:
        said = say(
            f"{goal}：三つまでの事実では変わらない", f"{goal}: up to three facts do not suffice"
        )
        page.paragraph(said, first="✕ ")
        return
    said = say(
        f"{goal}：{ways.count}つの事実で（{len(ways.smallest)}通り）",
        f"{goal}: {_counted(ways.count, 'fact')}, {_counted(len(ways.smallest), 'way')}",
    )
    page.paragraph(said, first="→ ")
    _show_sets(ways.smallest, page, say)
    if ways.own and ways.own[0] not in ways.smallest[:_WAYS_SHOWN]:
        page.paragraph(
            say("自治体だけで決めるなら", "what the municipality can decide alone"), first="   "
        )
        _show_sets(ways.own, page, say)


def _show_sets(sets: Sequence[tuple[ChangedFact, ...]], page: Page, say: Say) -> None:
    for changes in sets[:_WAYS_SHOWN]:
        said = say(" かつ ", " and ").join(_change(change, say) for change in changes)
        page.paragraph(said, first=say("   ・ ", "   - "))
        settings = " ".join(unbroken(f"--set {change.setting}") for change in changes)
        page.paragraph(settings, first="     ", style="dim")
    others = len(sets) - _WAYS_SHOWN
    if others > 0:
        page.paragraph(say(f"ほか{others}通り", f"and {others} more"), first="     ", style="dim")


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _change(change: ChangedFact, say: Say) -> str:
    tag = say.text(DECIDERS[change.decides][0])
    return say(f"{change.name}={change.said}〔{tag}〕", f"{change.name} = {change.said} 〔{tag}〕")


def _doubt(doubt: DoubtedFact, say: Say) -> str:
    others = say("、", "; ").join(
        say(
            f"{other.said}なら{_first(other.first_names, say)}",
            f"if {other.said}, {_first(other.first_names, say)}",
        )
        for other in doubt.alternatives[:_VALUES_SHOWN]
    )
    return say(f"{doubt.name}={doubt.said}。{others}", f"{doubt.name} = {doubt.said}: {others}")


def _first(names: Sequence[str], say: Say) -> str:
    return say("・", " / ").join(names) or say("一位はない", "no scheme comes first")
