"""Does a viability case hold together? Names, shares, years, and amounts that can be reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite, prod

from screc.errors import unknown_name
from screc.knowledge.walk import Fault, files_of
from screc.knowledge.yaml_reader import Place
from screc.model.knowledge import Knowledge
from screc.model.viability import LARGEST, REST, Starter, ViabilityCase

_INPUT = ("入力", "input")
_ACTOR = ("主体", "actor")
_KIND = ("便益の種類", "kind of benefit")
_FIGURE = ("公表された数値", "published figure")
_COMPANY = ("会社", "company")
_AREA = ("地区", "area")
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
        tuple(kind.code for kind in knowledge.benefits.kinds),
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
            for index, without in enumerate(content.without):
                if without.scheme not in schemes:
                    place: Place = ("without", index, "scheme")
                    kind = ("事業スキーム", "scheme")
                    yield _unknown(path, place, kind, without.scheme, schemes)


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
        faults = [*_years(case), *_shares(case), *_groups(case), *_amounts(case)]
    for at, ja, en in faults:
        yield Fault(path, (*place, *at), _CHECK, ja, en)


_Found = tuple[Place, str, str]


def _repeated(case: ViabilityCase) -> Iterator[_Found]:
    for field in ("inputs", "units", "investments", "flows", "benefits", "targets"):
        seen: set[str] = set()
        for index, part in enumerate(getattr(case, field)):
            if part.id in seen:
                yield (field, index, "id"), f"「{part.id}」は二度あります", f'"{part.id}" stands twice'
            seen.add(part.id)
    if len(set(case.forms)) < len(case.forms):
        yield ("forms",), "同じ形が二度あります", "a form stands twice"


def _unknown_names(case: ViabilityCase, vocabulary: Vocabulary) -> Iterator[_Found]:
    inputs = [part.id for part in case.inputs]
    for at, name in _inputs_named(case):
        if name not in inputs:
            yield _not_among(at, _INPUT, name, inputs)
    for at, name in _actors_named(case):
        if name not in vocabulary.actors:
            yield _not_among(at, _ACTOR, name, vocabulary.actors)
    for index, benefit in enumerate(case.benefits):
        if benefit.kind not in vocabulary.kinds:
            yield _not_among(("benefits", index, "kind"), _KIND, benefit.kind, vocabulary.kinds)
    if case.area is not None and case.area not in vocabulary.figures:
        yield _not_among(("area",), _AREA, case.area, vocabulary.figures)
        return
    figures = vocabulary.figures.get(case.area or "", ())
    for index, target in enumerate(case.targets):
        at: Place = ("targets", index)
        if (target.figure is None) == (target.value is None):
            yield at, "figure か value のどちらか一つを書いてください", "give one of figure and value"
        if target.figure is not None and target.figure not in figures:
            yield _not_among((*at, "figure"), _FIGURE, target.figure, figures)
        if target.result.startswith("benefit_cost"):
            continue
        if target.form not in case.forms:
            yield _not_among((*at, "form"), ("形", "form"), str(target.form), case.forms)
            continue
        units = [unit.id for unit in case.units]
        companies = units if target.form == "split" else ["integrated"]
        if target.company not in companies:
            yield _not_among((*at, "company"), _COMPANY, str(target.company), companies)


def _inputs_named(case: ViabilityCase) -> Iterator[tuple[Place, str]]:
    for field in ("tax", "discount", "renewal_share"):
        yield ("terms", field), getattr(case.terms, field)
    for index, unit in enumerate(case.units):
        for field in ("interest", "debt_share", "property_tax"):
            name = getattr(unit, field)
            if name is not None:
                yield ("units", index, field), name
    for index, part in enumerate(case.investments):
        yield from ((("investments", index, "amount"), name) for name in part.amount)
        if part.subsidy is not None:
            yield ("investments", index, "subsidy"), part.subsidy
        for actor, name in part.shared.items():
            yield ("investments", index, "shared", actor), name
    for field in ("flows", "benefits"):
        for index, yearly in enumerate(getattr(case, field)):
            yield from (((field, index, "amount"), name) for name in yearly.amount)
            if yearly.growth is not None:
                yield (field, index, "growth"), yearly.growth
    for index, benefit in enumerate(case.benefits):
        for actor, name in benefit.to.items():
            if name != REST:
                yield ("benefits", index, "to", actor), name


def _actors_named(case: ViabilityCase) -> Iterator[tuple[Place, str]]:
    for field in ("lender", "owner", "public", "supplier"):
        yield ("terms", field), getattr(case.terms, field)
    for index, unit in enumerate(case.units):
        yield ("units", index, "id"), unit.id
    for index, part in enumerate(case.investments):
        yield ("investments", index, "by"), part.by
        for actor in part.shared:
            yield ("investments", index, "shared", actor), actor
    for index, flow in enumerate(case.flows):
        yield ("flows", index, "from"), flow.from_
        yield ("flows", index, "to"), flow.to
    for index, benefit in enumerate(case.benefits):
        for actor in benefit.to:
            yield ("benefits", index, "to", actor), actor
    for index, group in enumerate(case.groups):
        for number, actor in enumerate(group):
            yield ("groups", index, number), actor


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
            yield ("flows", index, "price"), ja, "with sells, price names one of the amount's factors"


def _shares(case: ViabilityCase) -> Iterator[_Found]:
    at = {part.id: index for index, part in enumerate(case.inputs)}
    number = {part.id: part.number for part in case.inputs}
    shares = {case.terms.tax, case.terms.discount, case.terms.renewal_share}
    growths = {part.growth for part in (*case.flows, *case.benefits) if part.growth is not None}
    for unit in case.units:
        shares |= {unit.interest, unit.debt_share}
        shares |= {unit.property_tax} if unit.property_tax is not None else set()
    for index, part in enumerate(case.investments):
        named = [part.subsidy, *part.shared.values()]
        parts = [name for name in named if name is not None]
        shares |= set(parts)
        whole = sum(number[name] for name in parts)
        if whole > 1 and all(0 <= number[name] <= 1 for name in parts):
            yield (
                ("investments", index),
                f"他の主体の負担が合わせて{whole:.0%}になります",
                f"others bear {whole:.0%} of it together",
            )
    for index, benefit in enumerate(case.benefits):
        named = list(benefit.to.values())
        given = [name for name in named if name != REST]
        shares |= set(given)
        whole = sum(number[name] for name in given)
        if named.count(REST) > 1:
            ja, en = "rest は一つだけ書けます", "only one may be rest"
            yield ("benefits", index, "to"), ja, en
        elif all(0 <= number[name] <= 1 for name in given) and (
            whole > 1 + _CLOSE or (REST not in named and abs(whole - 1) > _CLOSE)
        ):
            yield (
                ("benefits", index, "to"),
                f"取り分の合計が{whole:.0%}です（100%にするか、一つを rest に）",
                f"the shares come to {whole:.0%}; make it 100 %, or one of them rest",
            )
    for names, least, most in ((shares, 0.0, 1.0), (growths, -_MOST_GROWTH, _MOST_GROWTH)):
        for name in sorted(names):
            part = case.inputs[at[name]]
            ends = (("value", part.number), ("low", part.low), ("high", part.high))
            for field, end in ends:
                if end is not None and not least <= end <= most:
                    yield (
                        ("inputs", at[name], field),
                        f"{end:,.6g} は使えません（{least:g}～{most:g}）",
                        f"{end:,.6g} is out of bounds ({least:g} to {most:g})",
                    )


def _groups(case: ViabilityCase) -> Iterator[_Found]:
    paying = {part.by for part in case.investments}
    seen: set[str] = set()
    for index, group in enumerate(case.groups):
        for number, actor in enumerate(group):
            if actor in seen:
                ja, en = f"「{actor}」は二度あります", f'"{actor}" stands twice'
                yield ("groups", index, number), ja, en
            seen.add(actor)
        subsidised = any(part.subsidy is not None for part in case.investments)
        sharing = {actor for part in case.investments for actor in part.shared}
        bears = paying | sharing | ({case.terms.public} if subsidised else set())
        if bears.isdisjoint(group):
            ja, en = "費用を負担する主体がいません", "nobody in it bears a cost"
            yield ("groups", index), ja, en


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
