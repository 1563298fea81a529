"""Does a viability case hold together? Names, shares, years, and amounts that can be reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, prod

from screc.errors import unknown_name
from screc.knowledge.walk import Fault, files_of
from screc.knowledge.yaml_reader import Place
from screc.model.knowledge import Knowledge
from screc.model.viability import (
    LARGEST,
    REST,
    Benefit,
    Flow,
    Starter,
    Target,
    ViabilityCase,
)

_INPUT = ("入力", "input")
_ACTOR = ("主体", "actor")
_KIND = ("便益の種類", "kind of benefit")
_FIGURE = ("公表された数値", "published figure")
_COMPANY = ("会社", "company")
_AREA = ("地区", "area")
_FORM = ("形", "form")
_CHECK = "viability"
_MOST_GROWTH = 0.5
_CLOSE = 1e-9


@dataclass(frozen=True)
class Vocabulary:
    """The names that a case can use: actors, kinds of benefit, and areas with their figures."""

    actors: tuple[str, ...]
    kinds: tuple[str, ...]
    figures: dict[str, tuple[str, ...]]


def vocabulary_of(knowledge: Knowledge) -> Vocabulary:
    """List the names that a case can use."""
    return Vocabulary(
        tuple(actor.id for actor in knowledge.actors),
        tuple(kind.code for kind in knowledge.benefits.kinds if kind.counted),
        {
            area.id or "": tuple(figure.id for figure in area.published.figures)
            for area in knowledge.areas
            if area.published is not None
        },
    )


def viability_cases_hold(knowledge: Knowledge) -> Iterator[Fault]:
    """Every case names what exists, and can be reckoned; so does the starter."""
    vocabulary = vocabulary_of(knowledge)
    schemes = {scheme.id for scheme in knowledge.schemes}
    for path, content in files_of(knowledge):
        if isinstance(content, ViabilityCase):
            yield from case_faults(path, (), content, vocabulary)
            yield from _without_origin(path, (), content)
        elif isinstance(content, Starter):
            yield from case_faults(path, ("case",), content.case, vocabulary)
            yield from _without_origin(path, ("case",), content.case)
            names = [part.id for part in content.case.inputs]
            if content.investment not in names:
                yield _unknown(path, ("investment",), _INPUT, content.investment, names)
            yield from _unknown_factors(knowledge)
            for index, without in enumerate(content.without):
                if without.scheme not in schemes:
                    place: Place = ("without", index, "scheme")
                    kind = ("事業スキーム", "scheme")
                    yield _unknown(path, place, kind, without.scheme, schemes)


def _unknown_factors(knowledge: Knowledge) -> Iterator[Fault]:
    """What may change is an input of some case."""
    inputs = {part.id for case in knowledge.viability_cases for part in case.inputs}
    for index, factor in enumerate(knowledge.governance.factors):
        for number, name in enumerate(factor.inputs):
            if name not in inputs:
                place: Place = ("factors", index, "inputs", number)
                yield _unknown("viability/governance.yaml", place, _INPUT, name, inputs)


def case_faults(
    path: str, place: Place, case: ViabilityCase, vocabulary: Vocabulary
) -> Iterator[Fault]:
    """Go through what is wrong with a case beyond the form of its file.

    Args:
        path: of the file.
        place: of the case in it.
        case: what is checked.
        vocabulary: the names that it can use.
    """
    faults = [
        *_repeated(case),
        *_unknown_names(case, vocabulary),
    ]
    if not faults:
        faults = [*_years(case), *_bounds(case), *_parties(case)]
    if not faults:
        faults = [*_shares(case), *_groups(case), *_amounts(case)]
    for at, ja, en in faults:
        yield Fault(path, (*place, *at), _CHECK, ja, en)


_Found = tuple[Place, str, str]


def _repeated(case: ViabilityCase) -> Iterator[_Found]:
    for field in ("inputs", "units", "investments", "flows", "benefits", "targets"):
        seen: set[str] = set()
        for index, part in enumerate(getattr(case, field)):
            if part.id in seen:
                yield (
                    (field, index, "id"),
                    f"「{part.id}」は二度あります",
                    f'"{part.id}" stands twice',
                )
            seen.add(part.id)
    if len(set(case.forms)) < len(case.forms):
        yield ("forms",), "同じ形が二度あります", "a form stands twice"


def _unknown_names(case: ViabilityCase, vocabulary: Vocabulary) -> Iterator[_Found]:
    kinds = (("benefits", index, "kind") for index in range(len(case.benefits)))
    named: list[tuple[Iterable[tuple[Place, str]], tuple[str, str], Sequence[str]]] = [
        (_inputs_named(case), _INPUT, [part.id for part in case.inputs]),
        (_actors_named(case), _ACTOR, vocabulary.actors),
        (
            zip(kinds, (benefit.kind for benefit in case.benefits), strict=True),
            _KIND,
            vocabulary.kinds,
        ),
    ]
    for places, kind, allowed in named:
        for place, name in places:
            if name not in allowed:
                yield _not_among(place, kind, name, allowed)
    yield from _unknown_figures(case, vocabulary)


def _unknown_figures(case: ViabilityCase, vocabulary: Vocabulary) -> Iterator[_Found]:
    if case.area is not None and case.area not in vocabulary.figures:
        yield _not_among(("area",), _AREA, case.area, vocabulary.figures)
        return
    figures = vocabulary.figures.get(case.area, ()) if case.area is not None else ()
    for index, target in enumerate(case.targets):
        yield from _unknown_in_target(("targets", index), target, case, figures)
    for index, part in enumerate(case.unreachable):
        if part.figure not in figures:
            yield _not_among(("unreachable", index, "figure"), _FIGURE, part.figure, figures)


def _unknown_in_target(
    at: Place, target: Target, case: ViabilityCase, figures: Iterable[str]
) -> Iterator[_Found]:
    if (target.figure is None) == (target.value is None):
        yield at, "figure か value のどちらか一つを書いてください", "give one of figure and value"
    if target.figure is not None and target.figure not in figures:
        yield _not_among((*at, "figure"), _FIGURE, target.figure, figures)
    yield from _impossible_value(at, target, case)
    if target.result.startswith("benefit_cost"):
        if target.form is not None or target.company is not None:
            ja, en = "費用便益には form も company も要りません", "B/C has no form and no company"
            yield at, ja, en
        if not case.groups:
            yield at, "groups がないとB/Cは求まりません", "without groups there is no B/C"
        return
    if target.form not in case.forms:
        yield _not_among((*at, "form"), _FORM, str(target.form), case.forms)
        return
    companies = [unit.id for unit in case.units] if target.form == "split" else ["integrated"]
    if target.company not in companies:
        yield _not_among((*at, "company"), _COMPANY, str(target.company), companies)


def _impossible_value(at: Place, target: Target, case: ViabilityCase) -> Iterator[_Found]:
    value, high = target.value, target.high
    if value is None:
        return
    if high is not None and high < value:
        yield (*at, "high"), "high が value より小さくなっています", "high is below value"
    years = case.operation_years
    if target.result.endswith("_year") and not (value == int(value) and 1 <= value <= years):
        yield (
            (*at, "value"),
            f"運営の年で書いてください（1～{years}）",
            f"write a year of operation (1 to {years})",
        )


def _inputs_named(case: ViabilityCase) -> Iterator[tuple[Place, str]]:
    """Go through all names of inputs, with their places."""
    for field in ("tax", "discount", "renewal_share"):
        yield ("terms", field), getattr(case.terms, field)
    yield from ((("must_know", index), name) for index, name in enumerate(case.must_know))
    for index, unit in enumerate(case.units):
        for field in ("interest", "debt_share", "property_tax"):
            yield from ((("units", index, field), name) for name in _given(getattr(unit, field)))
    for index, part in enumerate(case.investments):
        at: Place = ("investments", index)
        yield from (((*at, "amount"), name) for name in part.amount)
        yield from (((*at, "subsidy"), name) for name in _given(part.subsidy))
        yield from (((*at, "shared", actor), name) for actor, name in part.shared.items())
    for at, yearly in _yearly(case):
        yield from (((*at, "amount"), name) for name in yearly.amount)
        yield from (((*at, "growth"), name) for name in _given(yearly.growth))
    for index, benefit in enumerate(case.benefits):
        for actor, name in benefit.to.items():
            if name != REST:
                yield ("benefits", index, "to", actor), name


def _yearly(case: ViabilityCase) -> Iterator[tuple[Place, Flow | Benefit]]:
    yield from ((("flows", index), flow) for index, flow in enumerate(case.flows))
    yield from ((("benefits", index), part) for index, part in enumerate(case.benefits))


def _actors_named(case: ViabilityCase) -> Iterator[tuple[Place, str]]:
    """Go through all names of actors, with their places."""
    for field in ("lender", "owner", "public", "supplier"):
        yield ("terms", field), getattr(case.terms, field)
    for index, unit in enumerate(case.units):
        yield ("units", index, "id"), unit.id
    for index, part in enumerate(case.investments):
        yield ("investments", index, "by"), part.by
        yield from ((("investments", index, "shared", actor), actor) for actor in part.shared)
    for index, flow in enumerate(case.flows):
        yield from ((("flows", index, "from"), flow.from_), (("flows", index, "to"), flow.to))
    for index, benefit in enumerate(case.benefits):
        yield from ((("benefits", index, "to", actor), actor) for actor in benefit.to)
    for place, actors in _together(case):
        yield from (((*place, number), actor) for number, actor in enumerate(actors))


def _together(case: ViabilityCase) -> Iterator[tuple[Place, Sequence[str]]]:
    """Go through the actors whose costs and benefits are counted together."""
    yield from ((("groups", index), group) for index, group in enumerate(case.groups))
    for index, part in enumerate(case.unreachable):
        yield ("unreachable", index, "actors"), part.actors


def _years(case: ViabilityCase) -> Iterator[_Found]:
    for index, flow in enumerate(case.flows):
        wanted = case.building_years if flow.during == "building" else case.operation_years
        if flow.yearly and len(flow.yearly) != wanted:
            yield (
                ("flows", index, "yearly"),
                f"{len(flow.yearly)}年分あります（{wanted}年分を書いてください）",
                f"{len(flow.yearly)} years are given; write {wanted}",
            )
        if flow.from_ == flow.to:
            ja, en = "払う側と受ける側が同じです", "payer and receiver are the same"
            yield ("flows", index, "to"), ja, en
        if flow.sells is not None and flow.price not in flow.amount:
            ja = "sells には、amount の一つを price に書いてください"
            yield (
                ("flows", index, "price"),
                ja,
                "with sells, price names one of the amount's factors",
            )


def _parties(case: ViabilityCase) -> Iterator[_Found]:
    """Nobody pays himself: units are not those who lend, own, tax and build, nor share a cost."""
    units = {unit.id for unit in case.units}
    for field in ("lender", "owner", "public", "supplier"):
        if getattr(case.terms, field) in units:
            ja, en = "事業の単位はここに書けません", "a unit of the business cannot stand here"
            yield ("terms", field), ja, en
    for index, part in enumerate(case.investments):
        for actor in part.shared:
            if actor in units or actor == part.by:
                ja = "ほかの主体だけが負担を分け合えます"
                en = "only others, and no unit of the business, can share a cost"
                yield ("investments", index, "shared", actor), ja, en


def shares_hold(case: ViabilityCase) -> bool:
    """Tell whether all shares are from 0 to 1, alone and together."""
    return not any((*_bounds(case), *_shares(case)))


def _shares(case: ViabilityCase) -> Iterator[_Found]:
    """Shares come to 1 at most, and those of a benefit to 1."""
    number = {part.id: part.number for part in case.inputs}
    for index, part in enumerate(case.investments):
        borne = sum(number[name] for name in (*_given(part.subsidy), *part.shared.values()))
        if borne > 1 + _CLOSE:
            yield (
                ("investments", index),
                f"他の主体の負担が合わせて{borne:.0%}になります",
                f"others bear {borne:.0%} of it together",
            )
    for index, benefit in enumerate(case.benefits):
        names = list(benefit.to.values())
        whole = sum(number[name] for name in names if name != REST)
        if names.count(REST) > 1:
            ja, en = "rest は一つだけ書けます", "only one may be rest"
            yield ("benefits", index, "to"), ja, en
        elif whole > 1 + _CLOSE or (REST not in names and whole < 1 - _CLOSE):
            yield (
                ("benefits", index, "to"),
                f"取り分の合計が{whole:.0%}です（100%にするか、一つを rest に）",
                f"the shares come to {whole:.0%}; make it 100 %, or one of them rest",
            )


def _bounds(case: ViabilityCase) -> Iterator[_Found]:
    """A share is from 0 to 1, and nothing grows or shrinks by more than a half a year."""
    growths = {name for _, part in _yearly(case) for name in _given(part.growth)}
    bounds = dict.fromkeys(growths, (-_MOST_GROWTH, _MOST_GROWTH))
    bounds |= dict.fromkeys(_names_of_shares(case), (0.0, 1.0))
    for index, part in enumerate(case.inputs):
        least, most = bounds.get(part.id, (-LARGEST, LARGEST))
        for field, end in (("value", part.number), ("low", part.low), ("high", part.high)):
            if end is not None and not least <= end <= most:
                yield (
                    ("inputs", index, field),
                    f"{end:,.6g} は使えません（{least:g}～{most:g}。50% なら 0.5）",
                    f"{end:,.6g} is out of bounds ({least:g} to {most:g}; 50 % is 0.5)",
                )


def _names_of_shares(case: ViabilityCase) -> set[str]:
    names = {case.terms.tax, case.terms.discount, case.terms.renewal_share}
    for unit in case.units:
        names |= {unit.interest, unit.debt_share, *_given(unit.property_tax)}
    for part in case.investments:
        names |= {*_given(part.subsidy), *part.shared.values()}
    for benefit in case.benefits:
        names |= {name for name in benefit.to.values() if name != REST}
    return names


def _given(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _groups(case: ViabilityCase) -> Iterator[_Found]:
    """No actor stands in two groups, and in each somebody bears a cost."""
    bears = {part.by for part in case.investments}
    bears |= {actor for part in case.investments for actor in part.shared}
    if any(part.subsidy is not None for part in case.investments):
        bears.add(case.terms.public)
    seen: set[str] = set()
    for index, group in enumerate(case.groups):
        for number, actor in enumerate(group):
            if actor in seen:
                ja, en = f"「{actor}」は二度あります", f'"{actor}" stands twice'
                yield ("groups", index, number), ja, en
            seen.add(actor)
    for place, actors in _together(case):
        if bears.isdisjoint(actors):
            yield place, "費用を負担する主体がいません", "nobody in it bears a cost"


def _amounts(case: ViabilityCase) -> Iterator[_Found]:
    number = {part.id: part.number for part in case.inputs}
    built = 0.0
    for field in ("investments", "flows", "benefits"):
        for index, part in enumerate(getattr(case, field)):
            amount = prod(number[name] for name in part.amount)
            if not (isfinite(amount) and 0 <= amount <= LARGEST):
                yield (
                    (field, index, "amount"),
                    f"金額が {amount:,.6g} 円になります（0～100兆円）",
                    f"it comes to {amount:,.6g} yen (from 0 to 100 trillion)",
                )
            elif field == "investments" and part.by in {unit.id for unit in case.units}:
                built += amount
    if built <= 0:
        ja, en = "事業者の設備投資がありません", "the companies invest nothing"
        yield ("investments",), ja, en


def _without_origin(path: str, place: Place, case: ViabilityCase) -> Iterator[Fault]:
    """Every number of the knowledge says where it comes from."""
    for index, part in enumerate(case.inputs):
        origins = (part.citation, part.basis, part.assumption)
        if sum(origin is not None for origin in origins) != 1:
            yield Fault(
                path,
                (*place, "inputs", index),
                "citation",
                "citation、basis、assumption のどれか一つを書いてください",
                "give one of citation, basis and assumption",
            )


def _not_among(at: Place, kind: tuple[str, str], found: str, allowed: Iterable[str]) -> _Found:
    problem = unknown_name(kind, found, allowed)
    return at, problem.ja, problem.en


def _unknown(
    path: str, place: Place, kind: tuple[str, str], found: str, allowed: Iterable[str]
) -> Fault:
    problem = unknown_name(kind, found, sorted(allowed))
    return Fault(path, place, _CHECK, problem.ja, problem.en)
