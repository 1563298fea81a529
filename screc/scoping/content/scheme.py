"""What the guidance says of the theme's scheme: chart, roles, stakeholders, scale, what changed."""

from __future__ import annotations

from collections.abc import Iterator

from screc.diagram.area_chart import area_chart, area_title
from screc.diagram.chart_file import Drawing
from screc.diagram.graph import matrix as flows_between
from screc.diagram.graph import without_return
from screc.diagram.picture import View
from screc.model.chart import Chart, Flow, Stakeholder
from screc.model.scheme import Scheme
from screc.model.source import RegulationChange
from screc.model.vocabulary import StakeholderType
from screc.model.yen import say_range
from screc.scoping.material import Material
from screc.scoping.paper import Block, Cell, Column, Figure, Heading, Items, Line, Table

_NOT_INVITED = ("municipality", "resource", "area")


def charts(material: Material) -> Iterator[Block]:
    """Draw the area's own chart: in normal times, by stage where there are stages, power cut."""
    theme = material.theme
    if theme is None:
        return
    chart, title = area_chart(material.record, theme), area_title(material.area, theme)
    views = {material.word("normal"): View(material.language)}
    for stage in theme.stages:
        views[material.say(stage.ja, stage.en)] = View(material.language, stage=stage.id)
    if theme.emergency is not None:
        views[material.word("power-cut")] = View(material.language, emergency=True)
    for number, (name, view) in enumerate(views.items(), 1):
        drawing = Drawing(chart, material.knowledge, view, material.cast, title)
        yield Figure(f"chart-{number}", name, drawing)


def chart_gaps(material: Material) -> Iterator[Block]:
    """Say what the chart leaves open."""
    theme = material.theme
    if theme is None:
        return
    if theme.chart_gaps:
        yield Heading(material.word("chart-gaps"))
        yield Items(material.lines(theme.chart_gaps))
    names, open_flows = _names(theme, material), without_return(theme, material.knowledge)
    if open_flows:
        yield Heading(material.word("missing-return"))
        flows = {flow.id: flow for flow in theme.flows}
        yield Items(tuple(_flow(flows[name], names, material) for name in open_flows))


def matrix(material: Material) -> Iterator[Block]:
    """Lay the flows out from whom to whom."""
    theme = material.theme
    if theme is None:
        return
    chart = area_chart(material.record, theme)
    names, cells = _names(theme, material), flows_between(chart)
    givers = [name for name in names if any(pair[0] == name for pair in cells)]
    takers = [name for name in names if any(pair[1] == name for pair in cells)]
    labels = {flow.id: _label(flow, material) for flow in chart.flows}
    yield Table(
        material.word("from-to"),
        (
            Column(material.word("giver"), share=1.5),
            *(Column(names[taker], share=1) for taker in takers),
        ),
        tuple(
            (
                Cell(names[giver]),
                *(
                    Cell("\n".join(labels[flow] for flow in cells.get((giver, taker), ())))
                    for taker in takers
                ),
            )
            for giver in givers
        ),
    )


def roles(material: Material) -> Iterator[Block]:
    """List what the municipality does, by phase, to be ticked."""
    theme = material.theme
    if theme is None:
        return
    phases = (
        ("environment", theme.municipality_box),
        ("concept", theme.roles.concept),
        ("project", theme.roles.project),
    )
    yield Table(
        material.word("role"),
        (
            Column(material.word("phase"), share=1.5),
            Column(material.word("role"), share=4.5),
            Column(material.word("state"), "status", 1.2),
            Column(material.word("in-charge"), "blank", 1.5),
            Column(material.word("due"), "blank", 1.2),
        ),
        tuple(
            (Cell(material.word(phase)), Cell(line.text, line.source), Cell(), Cell(), Cell())
            for phase, said in phases
            for line in material.lines(said)
        ),
        has_row_heads=False,
        states=states(material),
    )
    if theme.remarks:
        yield Heading(material.word("cautions"))
        yield Items(material.lines(theme.remarks))


def states(material: Material) -> tuple[str, ...]:
    """Name how far a task can have come."""
    return tuple(material.say.text(state) for state in material.template.states)


def stakeholders(material: Material) -> Iterator[Block]:
    """List whom to invite, and which flows each of them carries."""
    theme = material.theme
    if theme is None:
        return
    chart, names = area_chart(material.record, theme), _names(theme, material)
    kinds = {kind.id: kind for kind in material.knowledge.stakeholder_types}
    invited = [
        part
        for part in theme.stakeholders
        if kinds[part.type].kind not in _NOT_INVITED and material.cast[part.id].state != "absent"
    ]
    yield Table(
        material.word("stakeholder"),
        (
            Column(material.word("stakeholder"), share=2),
            Column(material.word("flows"), share=4),
            Column(material.word("state"), "status", 1.2),
            Column(material.word("contact"), "blank", 2),
        ),
        tuple(
            (
                _invited(part, kinds[part.type], names, material),
                Cell("\n".join(_carried(part.id, chart, names, material))),
                Cell(),
                Cell(),
            )
            for part in invited
        ),
        states=states(material),
    )


def _invited(
    part: Stakeholder, kind: StakeholderType, names: dict[str, str], material: Material
) -> Cell:
    name, type_ = names[part.id], material.say.text(kind.name)
    notes = [type_] if type_ != name else []
    if material.cast[part.id].state == "unknown":
        notes.append(material.word("to-be-confirmed"))
    if kind.since is not None:
        notes.append(material.say.text(kind.since))
    if part.optional:
        notes.append(material.word("may-not-be-needed"))
    return Cell(name, material.join(notes))


def _carried(part: str, chart: Chart, names: dict[str, str], material: Material) -> Iterator[str]:
    """Say what a stakeholder gives and receives, by itself or within its frame."""
    around = {frame.id for frame in chart.frames if part in frame.members}
    own = {part, *around}
    for flow in chart.flows:
        if flow.from_ == flow.to or not own & {flow.from_, flow.to}:
            continue
        label, is_giver = _label(flow, material), flow.from_ in own
        other = names[flow.to if is_giver else flow.from_]
        if flow.direction == "both":
            yield material.say(f"{other}と：{label}", f"with {other}: {label}")
        elif is_giver:
            yield material.say(f"{other}へ：{label}", f"to {other}: {label}")
        else:
            yield material.say(f"{other}から：{label}", f"from {other}: {label}")


def scale(material: Material) -> Iterator[Block]:
    """Give the candidates' ranges of cost, and what they come to for the area's homes."""
    candidates = [material.schemes[place.scheme] for place in material.candidates]
    if not candidates:
        return
    nothing = Cell(material.word("nothing"))
    scaled = {scheme.id: scaled_cost(scheme, material) or nothing for scheme in candidates}
    is_scaled = any(cell is not nothing for cell in scaled.values())
    yield Table(
        material.word("scale"),
        (
            Column(material.word("scheme"), share=1.4),
            Column(material.word("range"), share=1.4),
            Column(material.word("printed"), share=2.2),
            Column(material.word("depends-on"), share=1.6),
            *((Column(material.word("scaled"), share=1.6),) if is_scaled else ()),
        ),
        tuple(
            (*_scale_row(scheme, material), *((scaled[scheme.id],) if is_scaled else ()))
            for scheme in candidates
        ),
    )


def _scale_row(scheme: Scheme, material: Material) -> tuple[Cell, ...]:
    say, scale_ = material.say, scheme.scale
    colon = say("：", ": ")
    readings = [say.text(scale_.reading), material.cite(scale_.citation)]
    depends = [say.text(scale_.depends_on)] if scale_.depends_on else []
    depends += [f"{say.text(p.condition)}{colon}{say_range(p, say)}" for p in scale_.conditions]
    basis = ""
    if scale_.basis is not None:
        unit, about = say.text(scale_.basis.unit), material.word("basis-about")
        basis = say(f"{scale_.basis.count}{unit}{about}", f"{about} {scale_.basis.count} {unit}")
        basis = f"{material.word('basis')}{colon}{basis}"
    return (
        Cell(say.text(scheme.name)),
        Cell(say_range(scale_, say), basis),
        Cell(say.text(scale_.label), "\n".join(readings)),
        Cell("\n".join(depends) or material.word("nothing")),
    )


def scaled_cost(scheme: Scheme, material: Material) -> Cell | None:
    """Scale the range to what the area counts, such as its homes; None where that is not known."""
    basis = scheme.scale.basis
    counted = None if basis is None else material.found.facts.get(basis.attribute or "")
    if basis is None or counted is None:
        return None
    said = say_range(scheme.scale, material.say, times=counted / basis.count)
    value = material.facts.used({basis.attribute or "": counted})
    return Cell(said, f"{value}\n{material.word('scaled-by')}")


def changes(material: Material) -> Iterator[Block]:
    """Set the premises of the time beside what has changed since."""
    changes_ = {change.id: change for change in material.knowledge.regulation}
    for place in material.candidates:
        scheme = material.schemes[place.scheme]
        if not scheme.caveats:
            continue
        yield Heading(material.say.text(scheme.name))
        lines = []
        for caveat, line in zip(scheme.caveats, material.lines(scheme.caveats), strict=True):
            now = [_since(changes_[name], material) for name in caveat.changes]
            then = material.say(
                f"{line.text}（{caveat.as_of}年{material.word('as-of')}）",
                f"{line.text} ({material.word('as-of')} {caveat.as_of})",
            )
            lines.append(Line(then, "\n".join(now), line.source, "！", "warn"))
        yield Items(tuple(lines))


def _since(change: RegulationChange, material: Material) -> str:
    """Say what has changed, from when and by which law."""
    since, law = material.word("since"), material.say.text(change.law)
    return material.say(
        f"{change.since.year}年{change.since.month}月{since}：{change.ja}（{law}）",
        f"{since} {change.since:%Y-%m}: {change.en} ({law})",
    )


def _names(scheme: Scheme, material: Material) -> dict[str, str]:
    """Name stakeholders and frames as the area calls them."""
    labels = {part.id: material.label(part.label) for part in scheme.stakeholders}
    labels |= {frame.id: material.label(frame.label) for frame in scheme.frames}
    own = {name: part.name for name, part in material.cast.items() if part.name is not None}
    return {
        name: material.say.text(own[name]) if name in own else label
        for name, label in labels.items()
    }


def _label(flow: Flow, material: Material) -> str:
    """Write a flow's label, or the name of its kind, and whether it is inferred."""
    if flow.label is None:
        types = {kind.id: kind for kind in material.knowledge.flow_types}
        label = material.say.text(types[flow.type].name)
    else:
        label = material.say.text(flow.label).replace(" / ", material.say("、", ", "))
    if flow.basis == "explicit":
        return label
    inferred = material.word("inferred")
    return material.say(f"{label}（{inferred}）", f"{label} ({inferred})")


def _flow(flow: Flow, names: dict[str, str], material: Material) -> Line:
    arrow = "⇄" if flow.direction == "both" else "→"
    said = f"{names[flow.from_]} {arrow} {names[flow.to]}{material.say('：', ': ')}"
    return Line(said + _label(flow, material), source=material.cite(flow.citation))
