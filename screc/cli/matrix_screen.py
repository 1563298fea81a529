"""`screc show --matrix`: who gives what to whom, and what a chart leaves open."""

from __future__ import annotations

from typing import Any

from screc.cli.page import Page, unbroken
from screc.diagram.graph import (
    indispensable,
    matrix,
    missing_flows,
    missing_from_chart,
    without_return,
)
from screc.model.knowledge import Knowledge
from screc.model.scheme import Scheme
from screc.model.text import Say

_NONE = "·"


def matrix_data(scheme: Scheme, base: Knowledge) -> dict[str, Any]:
    """Gather what the matrix of a scheme says, as plain data."""
    items = (*scheme.roles.concept, *scheme.roles.project, *scheme.municipality_box)
    said = [item.ja for item in items]
    return {
        "scheme": scheme.id,
        "matrix": [
            {"from": giver, "to": taker, "flows": list(flows)}
            for (giver, taker), flows in matrix(scheme).items()
        ],
        "without_return": list(without_return(scheme, base)),
        "missing": list(missing_from_chart(scheme, said, base)),
        "missing_flows": list(missing_flows(scheme, said, base)),
        "indispensable": list(indispensable(scheme)),
    }


def show_matrix(scheme: Scheme, base: Knowledge, say: Say) -> None:
    """Print the matrix, its flows by number, and the questions that it answers."""
    page = Page()
    page.title(f"{scheme.number}  {say.text(scheme.title.text)}")
    data = matrix_data(scheme, base)
    names = {part.id: say.text(part.label) for part in scheme.stakeholders}
    names |= {frame.id: say.text(frame.label) for frame in scheme.frames}
    comma = say("、", ", ")
    names = {name: label.replace(" / ", " ") for name, label in names.items()}
    numbers = {flow.id: number for number, flow in enumerate(scheme.flows, 1)}
    cells = {
        (cell["from"], cell["to"]): ",".join(str(numbers[flow]) for flow in cell["flows"])
        for cell in data["matrix"]
    }
    parties = [name for name in names if any(name in cell for cell in cells)]
    page.title(say("だれが（行）だれに（列）", "From (row) to (column)"))
    headings = [say("番号は流れ", "numbers are flows"), *map(_letter, range(len(parties))), ""]
    rows = [
        [
            f"{_letter(index)} {names[giver]}",
            *(cells.get((giver, taker), _NONE) for taker in parties),
            "",
        ]
        for index, giver in enumerate(parties)
    ]
    page.table(headings, rows)
    page.title(say("流れ", "Flows"))
    for flow in scheme.flows:
        arrow = "⇄" if flow.direction == "both" else "→"
        label = (
            say.text(flow.label).replace(" / ", comma)
            if flow.label
            else say("（名前なし）", "(no label)")
        )
        said = f"{names[flow.from_]} {arrow} {names[flow.to]}{say('：', ': ')}{label}"
        page.paragraph(said, first=f"{numbers[flow.id]:2} ")
    types = {kind.id: say.text(kind.name) for kind in base.stakeholder_types}
    types |= {kind.id: say.text(kind.name) for kind in base.flow_types}
    page.title(say("図の読みどころ", "What the chart tells"))
    for label, found in (
        (
            say("返りの流れが描かれていない流れ", "flows with no return shown"),
            [str(numbers[flow]) for flow in data["without_return"]],
        ),
        (
            say("役割・環境づくりに出るのに図にないもの", "named in the roles, not on the chart"),
            [types[name] for name in (*data["missing"], *data["missing_flows"])],
        ),
        (
            say("抜けると図が分かれる主体", "without whom the chart falls apart"),
            [names[name] for name in data["indispensable"]],
        ),
    ):
        listed = say("、", ", ").join(found) or say("なし", "none")
        page.paragraph(f"{label}{say('：', ': ')}{listed}", first=say("・", "- "))
    for gap in scheme.chart_gaps:
        page.paragraph(
            f"{say(gap.ja, gap.en)} {unbroken(str(gap.citation))}", first=say("・", "- ")
        )
    page.flush()


def _letter(index: int) -> str:
    """Name a column: A to Z, then by number."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters[index] if index < len(letters) else str(index + 1)
