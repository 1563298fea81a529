"""`screc show`: one scheme, as much as one reads in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from screc.cli.options import common_options, matching, print_json
from screc.errors import InputError, unknown_name
from screc.model.text import Say

if TYPE_CHECKING:
    from screc.cli.page import Page
    from screc.model.base import Statement
    from screc.model.chart import Flow
    from screc.model.knowledge import Knowledge
    from screc.model.scheme import Scheme


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "一つの事業スキームの目的、図、役割、規模、規則を示す（--json はすべて）。",
        "Show a scheme's purpose, chart, roles, scale and rules (--json: all of it).",
    )

    matrix_help = say(
        "だれがだれに何を渡すかの表と、図の読みどころを示す",
        "who gives what to whom, and what the chart leaves open",
    )

    @click.command("show", help=help_text)
    @click.argument("scheme", metavar="SCHEME")
    @click.option("--matrix", "as_matrix", is_flag=True, help=matrix_help)
    @common_options(say)
    def run(*, scheme: str, as_matrix: bool, as_json: bool, knowledge: str | None) -> None:
        from screc.knowledge.load import load_knowledge

        base = load_knowledge(knowledge)
        chosen = find_scheme(scheme, base)
        if as_matrix:
            from screc.cli.matrix_screen import matrix_data, show_matrix

            if as_json:
                print_json(matrix_data(chosen, base))
            else:
                show_matrix(chosen, base, say)
        elif as_json:
            print_json(chosen.model_dump(mode="json", by_alias=True))
        else:
            _show(chosen, base, say)

    return run


def find_scheme(given: str, base: Knowledge) -> Scheme:
    """Find a scheme by its id, number, table or name.

    Raises:
        InputError: there is no such scheme.
    """
    called = matching(
        given,
        base.schemes,
        lambda part: (part.id, str(part.number), part.table, part.name.ja, part.name.en),
    )
    if len(called) == 1:
        return called[0]
    known = [scheme.id for scheme in called or base.schemes]
    raise InputError([unknown_name(("事業スキーム", "scheme"), given, known)])


def _show(scheme: Scheme, base: Knowledge, say: Say) -> None:
    from screc.cli.page import Page

    page = Page()
    page.title(f"{scheme.number}  {say.text(scheme.title.text)}")
    category = [scheme.category.major, *filter(None, [scheme.category.minor])]
    page.paragraph(" / ".join(say.text(part.text) for part in category))
    aims = {aim.id: say.text(aim.name) for aim in base.aims}
    page.title(say("スマートコミュニティの種類", "Kinds of smart community"))
    for aim in scheme.aims:
        under = say(f"（{aim.condition.ja}）", f" ({aim.condition.en})") if aim.condition else ""
        page.paragraph(aims[aim.aim] + under, first=say("・", "- "))
    _statements(page, say("目的", "Purpose"), scheme.purpose, say)
    _statements(page, say("概要", "Outline"), scheme.outline, say)
    _chart(page, scheme, base, say)
    _statements(page, say("図にないもの", "What the chart lacks"), scheme.chart_gaps, say)
    if scheme.emergency:
        page.title(say("非常時対策", "In an emergency"))
        page.paragraph(say(scheme.emergency.ja, scheme.emergency.en))
    _statements(
        page, say("役割（構想段階）", "Roles in the concept phase"), scheme.roles.concept, say
    )
    _statements(
        page, say("役割（事業段階）", "Roles in the project phase"), scheme.roles.project, say
    )
    page.title(say("導入規模", "Scale"))
    page.paragraph(say.text(scheme.scale.label))
    page.paragraph(say.text(scheme.scale.reading), style="dim")
    _statements(page, say("備考", "Remarks"), scheme.remarks, say)
    if scheme.caveats:
        _caveats(page, scheme, base, say)
    _rules(page, scheme, say)
    page.flush()


def _statements(page: Page, title: str, statements: Iterable[Statement], say: Say) -> None:
    from screc.cli.page import unbroken

    rows = [
        ("・", "", "", (say.text(statement.text), unbroken(str(statement.citation))))
        for statement in statements
    ]
    if rows:
        page.title(title)
        page.items(rows)


def _chart(page: Page, scheme: Scheme, base: Knowledge, say: Say) -> None:
    names = {part.id: say.text(part.label) for part in scheme.stakeholders}
    names |= {frame.id: say.text(frame.label) for frame in scheme.frames}
    types = {kind.id: say.text(kind.name) for kind in base.flow_types}
    page.title(say("スキーム図", "Chart"))
    page.items(
        (
            "⇄" if flow.direction == "both" else "→",
            "",
            "",
            (_flow(flow, names, say), f"{types[flow.type]} ・ {_basis(flow, say)}"),
        )
        for flow in scheme.flows
    )


def _flow(flow: Flow, names: dict[str, str], say: Say) -> str:
    arrow = " ⇄ " if flow.direction == "both" else " → "
    label = say.text(flow.label) if flow.label else say("（名前なし）", "(no label)")
    return f"{names[flow.from_]}{arrow}{names[flow.to]}{say('：', ': ')}{label}"


def _basis(flow: Flow, say: Say) -> str:
    from screc.cli.page import unbroken

    sure = {"high": say("高", "high"), "medium": say("中", "medium"), "low": say("低", "low")}
    basis = {
        "explicit": say("明示", "explicit"),
        "inferred": say("推定", "inferred"),
        "added": say("本文から補った", "added from the text"),
    }[flow.basis]
    if flow.certainty:
        basis += say(f"・確かさ {sure[flow.certainty]}", f", certainty {sure[flow.certainty]}")
    return f"{basis} ・ {unbroken(str(flow.citation))}"


def _caveats(page: Page, scheme: Scheme, base: Knowledge, say: Say) -> None:
    changes = {change.id: change for change in base.regulation}
    page.title(say("当時の制度とその後", "Regulation then and since"))
    for caveat in scheme.caveats:
        then = say(f"{caveat.as_of}年当時", f"as of {caveat.as_of}")
        page.paragraph(
            say(f"{caveat.ja}（{then}）", f"{caveat.en} ({then})"), first=say("・", "- ")
        )
        for name in caveat.changes:
            change = changes[name]
            page.paragraph(
                f"{change.since:%Y-%m}: {say(change.ja, change.en)}", first="   ", style="dim"
            )


def _rules(page: Page, scheme: Scheme, say: Say) -> None:
    from screc.cli.page import unbroken

    effects = {
        "requires": say("必須", "requires"),
        "presumed": say("必須（仮定）", "requires (assumed)"),
        "cautions": say("注意", "cautions"),
        "trigger": say("契機", "trigger"),
        "purpose": say("目的", "purpose"),
        "circumstance": say("条件", "circumstance"),
    }
    page.title(say("規則", "Rules"))
    page.items(
        (
            "・",
            "",
            effects["presumed"]
            if rule.presumed
            else f"{effects[rule.aspect or rule.effect]} {rule.points or ''}".rstrip(),
            (say.text(rule.because), unbroken(str(rule.citation))),
        )
        for rule in scheme.rules
    )
