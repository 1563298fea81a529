"""How a programme looks in a terminal: a heat map, shared themes, groups."""

from __future__ import annotations

from rich.text import Text

from screc.advice.headline import headline
from screc.cli.page import Page
from screc.cli.terms import STANDING_STYLES
from screc.model.text import Say
from screc.scoping.programme import Group, Overview, Place


def show_overview(found: Overview, say: Say) -> None:
    """Print the heat map with its columns numbered, then themes, groups and who stands apart."""
    page = Page()
    names = {member.id: say.text(member.name) for member in found.members}
    listed = say("、", ", ").join
    page.title(say("自治体と事業スキーム", "Areas and schemes"))
    page.table(
        (say("地区", "Area"), *(f"{n:>3}" for n in range(1, len(found.schemes) + 1)), ""),
        (
            (names[member.id], *(_cell(place) for place in member.places.values()), "")
            for member in found.members
        ),
    )
    page.paragraph(
        say(
            "◎ 第一の候補　○ 候補　数字は現時点の点　✕ 対象外",
            "◎ first candidate, ○ candidate, figures: points held, ✕ excluded",
        ),
        style="dim",
    )
    for number, name in enumerate(found.schemes.values(), 1):
        page.paragraph(say.text(name), first=f"{number:2} ", style="dim")
    if found.shared:
        page.title(say("テーマを共にできる", "Shared themes"))
        for scheme, members in found.shared.items():
            theme = say.text(found.schemes[scheme])
            said = listed(names[member.id] for member in members)
            page.paragraph(f"{theme}{say('：', ': ')}{said}", first=say("・", "- "))
    apart = [member for member in found.members if member.outcome in ("consult", "conflict")]
    if apart:
        page.title(say("候補を示せない地区", "Areas without a candidate"))
        for member in apart:
            said = headline(member.outcome, None, say)
            page.paragraph(f"{names[member.id]}{say('：', ': ')}{said}", first=say("・", "- "))
    if found.groups:
        page.title(say("グループ編成の案", "Proposed groups"))
        for number, group in enumerate(found.groups, 1):
            said = listed(names[name] for name in group.members)
            page.paragraph(said + _about(group, say), first=f"{number}. ")
    if found.without_spot:
        page.title(say("位置が分からず組めない", "Not grouped, as the location is not known"))
        page.paragraph(listed(names[name] for name in found.without_spot))
        how = say(
            "--locations で位置を渡すか、地区のファイルに location を書く。",
            "Give locations with --locations, or in the area's file.",
        )
        page.paragraph(how, style="dim")
    page.flush()


def _about(group: Group, say: Say) -> str:
    """Tell whether a group is of new areas, and how far apart they are."""
    kind = say("新規", "new") if group.is_new else say("継続", "continuing")
    far = f"{group.farthest_km:.1f} km"
    return say(f"（{kind}、最も遠い二つの間 {far}）", f" ({kind}, {far} apart at most)")


def _cell(place: Place) -> Text:
    if place.standing == "excluded":
        return Text("  ✕", STANDING_STYLES["excluded"])
    mark = "◎" if place.is_first else "○" if place.is_presented else ""
    points = str(place.fit.held) if place.fit.held else ""
    style = STANDING_STYLES[place.standing] if place.is_presented else "dim"
    return Text(f"{mark}{points:>{3 - len(mark)}}", style)
