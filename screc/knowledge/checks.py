"""Structural checks: references, names, points, citations, translations. One function a check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from screc.knowledge.chart_checks import (
    area_charts_fit,
    charts_are_arranged,
    charts_can_be_drawn,
    unknown_fault,
)
from screc.knowledge.facts import read_facts, written_facts
from screc.knowledge.layout import LAYOUT
from screc.knowledge.viability_checks import viability_cases_hold
from screc.knowledge.walk import Fault, everything_in, files_of
from screc.knowledge.yaml_reader import Place
from screc.model.area import AreaRecord
from screc.model.attribute import Attribute
from screc.model.chart import Chart
from screc.model.citation import Citation
from screc.model.condition import QUOTIENT, Condition, Is, Leaf, leaves, names
from screc.model.knowledge import Knowledge
from screc.model.rule import FULL_POINTS
from screc.model.scheme import Scheme

Check = Callable[[Knowledge], Iterator[Fault]]

IDLE = "unused"
"""The check whose findings stop nobody from using a knowledge base."""

MOST_TESTS = 200

_RESERVED_CHARTS = ("all",)
_RESERVED = ("all", "any", "not")
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_QUOTED = re.compile(r"\([^)]*\)|\"[^\"]*\"|'[^']*'")
_CHOICES = ("choice", "choices")
_LANGUAGES = {"ja", "en"}
_FIELDS_OF_TERMS = (
    "stakeholder_types",
    "flow_classes",
    "flow_types",
    "equipment",
    "aims",
    "regulation",
)
_IN_VOCABULARY = ("erratum", "drawn_as", "answered_by")
_TERMS = {"type", "equipment", "aim", "changes"}
_SITUATIONS = "vocabulary/situations.yaml"


def unique_ids(knowledge: Knowledge) -> Iterator[Fault]:
    """No id stands twice in a list, nor is it both an attribute's and a situation's."""
    for path, _, parts in everything_in(knowledge):
        yield from _repeated(path, parts)
    yield from _same_numbers(knowledge)
    yield from _same_names(knowledge)
    seen: dict[str, str] = {}
    for path, place, name in _attribute_and_situation_ids(knowledge):
        if name in _RESERVED:
            ja, en = f"「{name}」は条件の予約語です", f'"{name}" is a reserved word of conditions'
            yield Fault(path, place, "unique-id", ja, en)
        elif seen.get(name, path) != path:
            ja, en = f"「{name}」は{seen[name]}にもあります", f'"{name}" stands in {seen[name]} too'
            yield Fault(path, place, "unique-id", ja, en)
        seen[name] = path


def known_references(knowledge: Knowledge) -> Iterator[Fault]:
    """Whatever is named exists: types, aims, errata, changes of law, areas, chart members."""
    lists: dict[str, Iterable[Any]] = {
        "erratum": knowledge.errata,
        "aim": knowledge.aims,
        "stakeholders.type": knowledge.stakeholder_types,
        "flows.type": knowledge.flow_types,
        "answered_by": knowledge.flow_types,
        "drawn_as": knowledge.flow_classes,
        "source": knowledge.sources.sources,
        "equipment": knowledge.equipment,
        "changes": knowledge.regulation,
        "areas": knowledge.areas,
        "area": knowledge.areas,
        "group": knowledge.programme.groups,
        "basis.attribute": knowledge.attributes,
    }
    in_session: dict[str, Iterable[Any]] = {
        "schemes": knowledge.schemes,
        "holder": knowledge.data_holders,
        "attributes": knowledge.attributes,
        "erratum": knowledge.errata,
        "whole": knowledge.paper_template.sections,
        "slides": knowledge.paper_template.sections,
        "workbook": knowledge.paper_template.sections,
        "overview": knowledge.paper_template.sections,
    }
    allowed = {key: {part.id for part in parts} for key, parts in lists.items()}
    in_viability: dict[str, Iterable[Any]] = {
        "erratum": knowledge.errata,
        "near_erratum": knowledge.errata,
    }
    of_viability = {key: {part.id for part in parts} for key, parts in in_viability.items()}
    of_session = {key: {part.id for part in parts} for key, parts in in_session.items()}
    for path, content, parts in everything_in(knowledge):
        in_file = allowed
        if isinstance(content, Chart):
            in_file = allowed | _chart_names(content)
        elif path.startswith("vocabulary/"):
            in_file = {key: allowed[key] for key in _IN_VOCABULARY}
        elif path.startswith("session/"):
            in_file = of_session
        elif path.startswith("viability/"):
            in_file = of_viability
        endings = {key.rpartition(".")[2] for key in in_file}
        for place, value in parts:
            if not isinstance(value, str) or not (
                place[-1] in endings or (len(place) > 1 and place[-2] in endings)
            ):
                continue
            names = [part for part in place if isinstance(part, str)]
            keys = (".".join(names[-2:]), *names[-1:])
            key = next((key for key in keys if key in in_file), "")
            if key and value not in in_file[key]:
                yield unknown_fault(path, place, "reference", value, in_file[key])


def known_facts(knowledge: Knowledge) -> Iterator[Fault]:
    """Conditions and areas name attributes and options that exist, and compare what can be."""
    attributes = {attribute.id: attribute for attribute in knowledge.attributes}
    situations = {situation.id for situation in knowledge.situations}
    for path, place, condition in conditions_of(knowledge):
        for leaf in leaves(condition):
            yield from _leaf_faults(path, place, leaf, attributes, situations)
            if (
                path != _path_of("constraints")
                and not isinstance(leaf, Is)
                and QUOTIENT in leaf.quantity
            ):
                ja, en = "割り算は制約だけに使えます", "a quotient is for constraints only"
                yield Fault(path, place, "attribute", ja, en, leaf.quantity)
    for path, content in files_of(knowledge):
        if isinstance(content, AreaRecord):
            _, problems = read_facts(written_facts(content), tuple(attributes.values()))
            for problem in problems:
                place = ("facts", problem.where)
                yield Fault(path, place, "attribute", problem.ja, problem.en)


def every_attribute_has_a_holder(knowledge: Knowledge) -> Iterator[Fault]:
    """Of each attribute one holder is named, so that papers can say whom to ask."""
    path, held = _path_of("data_holders"), set[str]()
    for index, holder in enumerate(knowledge.data_holders):
        for number, name in enumerate(holder.attributes):
            if name in held:
                ja, en = f"「{name}」は二度あります", f'"{name}" stands twice'
                yield Fault(path, (index, "attributes", number), "holder", ja, en)
            held.add(name)
    for attribute in knowledge.attributes:
        if attribute.id not in held:
            ja = f"「{attribute.id}」を持っていそうなところがありません"
            yield Fault(path, (), "holder", ja, f'nobody is named who would have "{attribute.id}"')


def wishes_are_cited(knowledge: Knowledge) -> Iterator[Fault]:
    """What an area of the knowledge base wants is cited; a user's own words need no citation."""
    for path, content in files_of(knowledge):
        if not isinstance(content, AreaRecord):
            continue
        for field in ("target", "wishes", "last_year"):
            for index, wish in enumerate(getattr(content, field)):
                if wish.citation is None:
                    ja, en = "出典がありません", "a citation is missing"
                    yield Fault(path, (field, index), "citation", ja, en)


def points_sum(knowledge: Knowledge) -> Iterator[Fault]:
    """The points of a scheme's rules sum to 100, and it has a trigger and a purpose."""
    for path, scheme in _schemes(knowledge):
        total = sum(rule.points or 0 for rule in scheme.rules)
        if total != FULL_POINTS:
            ja, en = f"点数の合計が{total}です（100にする）", f"points sum to {total}, not 100"
            yield Fault(path, ("rules",), "points", ja, en)
        for aspect, ja in (("trigger", "契機"), ("purpose", "目的")):
            if not any(rule.aspect == aspect for rule in scheme.rules):
                said = f"{ja}の規則がありません", f"no rule has the aspect {aspect}"
                yield Fault(path, ("rules",), "points", *said)


def citations_resolve(knowledge: Knowledge) -> Iterator[Fault]:
    """A citation names a source, a table and a field of it, and lies within the table's lines."""
    tables = {
        source.id: {table.id: table.lines for table in source.tables}
        for source in knowledge.sources.sources
    }
    fields = {source.id: set(source.fields) for source in knowledge.sources.sources}
    for path, _, parts in everything_in(knowledge):
        for place, value in parts:
            if not isinstance(value, Citation):
                continue
            in_source = tables.get(value.source)
            if in_source is None:
                yield unknown_fault(path, place, "citation", value.source, tables)
                continue
            lines = in_source.get(value.table)
            if lines is None:
                yield unknown_fault(path, place, "citation", value.table, in_source)
            elif not lines[0] <= value.line <= value.last_line <= lines[1]:
                ja = f"{value} は表の行（{lines[0]}～{lines[1]}）の外です"
                en = f"{value} lies outside the table's lines {lines[0]}-{lines[1]}"
                yield Fault(path, place, "citation", ja, en)
            elif fields[value.source] and value.field not in fields[value.source]:
                yield unknown_fault(path, place, "citation", value.field, fields[value.source])


def translations(knowledge: Knowledge) -> Iterator[Fault]:
    """The English is there and is English; the Japanese is not blank."""
    for path, _, parts in everything_in(knowledge):
        # What is said of a misprint quotes it.
        is_about_words = path == _path_of("errata")
        for place, value in parts:
            # Most places end otherwise, and one look at the end is cheap.
            if not isinstance(value, str) or not (
                place[-1] in _LANGUAGES or (len(place) > 1 and place[-2] in _LANGUAGES)
            ):
                continue
            if not value.strip():
                yield Fault(path, place, "translation", "空です", "it is blank")
            elif "en" in place[-2:] and not is_about_words and not _is_english(value):
                ja, en = f"英語ではありません: 「{value}」", f'not in English: "{value}"'
                yield Fault(path, place, "translation", ja, en)


def situations_in_order(knowledge: Knowledge) -> Iterator[Fault]:
    """Situations do not use each other in a circle."""
    ids = {situation.id for situation in knowledge.situations}
    uses = {
        situation.id: {name for name in names(situation.when) if name in ids}
        for situation in knowledge.situations
    }
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        names_in_circle = error.args[1]
        circle = " → ".join(names_in_circle)
        ja, en = f"状況が輪になっています: {circle}", f"situations in a circle: {circle}"
        for index, situation in enumerate(knowledge.situations):
            if situation.id == names_in_circle[0]:
                yield Fault(_SITUATIONS, (index, "id"), "circle", ja, en)


def conditions_are_bounded(knowledge: Knowledge) -> Iterator[Fault]:
    """With situations spelled out, no condition grows beyond what can be searched and shown."""
    if next(situations_in_order(knowledge), None) is not None:
        return
    by_id = {situation.id: situation.when for situation in knowledge.situations}
    uses = {name: {used for used in names(when) if used in by_id} for name, when in by_id.items()}
    sizes: dict[str, int] = {}
    for name in TopologicalSorter(uses).static_order():
        sizes[name] = sum(sizes.get(used, 1) for used in names(by_id[name]))
    for path, place, condition in conditions_of(knowledge):
        size = sum(sizes.get(name, 1) for name in names(condition))
        if size > MOST_TESTS:
            ja = f"条件が大きすぎます（状況を開くと{size:,}項、上限{MOST_TESTS}）"
            en = f"the condition is too large ({size:,} tests, at most {MOST_TESTS})"
            yield Fault(path, place, "size", ja, en)


def everything_is_used(knowledge: Knowledge) -> Iterator[Fault]:
    """No term is idle: attributes and situations in conditions, terms of charts in schemes.

    An option may be there only to be answered.
    """
    asked = {name for _, _, condition in conditions_of(knowledge) for name in names(condition)}
    for path, place, name in _attribute_and_situation_ids(knowledge):
        if name not in asked:
            ja, en = f"「{name}」を使う規則がありません", f'no rule uses "{name}"'
            yield Fault(path, place, IDLE, ja, en)
    named = {
        value
        for _, content, parts in everything_in(knowledge)
        if isinstance(content, Chart)
        for place, value in parts
        if isinstance(value, str) and not _TERMS.isdisjoint(place[-2:])
    }
    named |= {part.drawn_as for part in knowledge.flow_types}
    for field in _FIELDS_OF_TERMS:
        path = _path_of(field)
        for index, term in enumerate(getattr(knowledge, field)):
            if term.id not in named:
                ja, en = f"「{term.id}」はどのスキームにも出ません", f'no scheme uses "{term.id}"'
                yield Fault(path, (index, "id"), IDLE, ja, en)


CHECKS: tuple[Check, ...] = (
    unique_ids,
    known_references,
    known_facts,
    every_attribute_has_a_holder,
    wishes_are_cited,
    points_sum,
    citations_resolve,
    translations,
    area_charts_fit,
    charts_can_be_drawn,
    charts_are_arranged,
    viability_cases_hold,
    situations_in_order,
    conditions_are_bounded,
    everything_is_used,
)


def conditions_of(knowledge: Knowledge) -> Iterator[tuple[str, Place, Condition]]:
    """Go through every condition, with its file and place."""
    for field in ("situations", "constraints", "gates"):
        for index, owner in enumerate(getattr(knowledge, field)):
            yield _path_of(field), (index, "when"), owner.when
    for path, scheme in _schemes(knowledge):
        for index, rule in enumerate(scheme.rules):
            yield path, ("rules", index, "when"), rule.when
        for index, stakeholder in enumerate(scheme.stakeholders):
            if stakeholder.present_when is not None:
                yield path, ("stakeholders", index, "present_when"), stakeholder.present_when


def _schemes(knowledge: Knowledge) -> Iterator[tuple[str, Scheme]]:
    for path, content in files_of(knowledge):
        if isinstance(content, Scheme):
            yield path, content


def _path_of(field: str) -> str:
    return next(kind.pattern for kind in LAYOUT if kind.field == field)


def _attribute_and_situation_ids(knowledge: Knowledge) -> Iterator[tuple[str, Place, str]]:
    for group in knowledge.attribute_groups:
        for index, attribute in enumerate(group.attributes):
            path = f"vocabulary/attributes/{group.id}.yaml"
            yield path, ("attributes", index, "id"), attribute.id
    for index, situation in enumerate(knowledge.situations):
        yield _SITUATIONS, (index, "id"), situation.id


def _chart_names(chart: Chart) -> dict[str, set[str]]:
    stakeholders = {stakeholder.id for stakeholder in chart.stakeholders}
    ends = stakeholders | {frame.id for frame in chart.frames}
    return {
        "members": stakeholders,
        "from": ends,
        "to": ends,
        "at": stakeholders,
        "served": stakeholders,
        "stage": {stage.id for stage in chart.stages},
        "shares_label_with": {flow.id for flow in chart.flows},
    }


def _leaf_faults(
    path: str, place: Place, leaf: Leaf, attributes: dict[str, Attribute], situations: set[str]
) -> Iterator[Fault]:
    known = attributes.keys() | situations
    kinds = dict.fromkeys(situations, "flag")
    kinds |= {name: attribute.type for name, attribute in attributes.items()}
    if isinstance(leaf, Is):
        asked, fits = [leaf.name], ("flag",) if isinstance(leaf.value, bool) else _CHOICES
        compared = str(leaf.value).lower()
    else:
        asked, fits = leaf.quantity.split(QUOTIENT), ("number",)
        compared = f"{leaf.number:g}"
    about = leaf.name if isinstance(leaf, Is) else leaf.quantity
    for name in asked:
        if name not in known:
            yield replace(unknown_fault(path, place, "attribute", name, known), about=about)
        elif kinds[name] not in fits:
            ja = f"「{name}」は {kinds[name]} で、「{compared}」と比べられません"
            en = f'"{name}" is a {kinds[name]} and cannot be compared with "{compared}"'
            if fits == ("number",):
                ja, en = f"「{name}」は数ではありません", f'"{name}" is not a number'
            yield Fault(path, place, "attribute", ja, en, about)
    if isinstance(leaf, Is) and kinds.get(leaf.name) in fits and isinstance(leaf.value, str):
        options = [option.id for option in attributes[leaf.name].options]
        if leaf.value not in options:
            yield replace(unknown_fault(path, place, "option", leaf.value, options), about=about)


def _same_numbers(knowledge: Knowledge) -> Iterator[Fault]:
    numbers: dict[int, str] = {}
    for path, scheme in _schemes(knowledge):
        other = numbers.setdefault(scheme.number, scheme.id)
        if other != scheme.id:
            ja = f"番号{scheme.number}は{other}と同じです"
            en = f"the number {scheme.number} is that of {other} too"
            yield Fault(path, ("number",), "unique-id", ja, en)


def _same_names(knowledge: Knowledge) -> Iterator[Fault]:
    """Look for what could not be told apart when it is named: schemes, districts' charts, areas."""
    owners: dict[str, str] = dict.fromkeys(_RESERVED_CHARTS, "")
    for path, content in files_of(knowledge):
        if not isinstance(content, Chart | AreaRecord):
            continue
        names = {content.id: "id"}
        if isinstance(content, Scheme):
            names |= {content.name.ja: "name", content.name.en: "name", content.table: "table"}
            if content.table != content.title.citation.table:
                ja = f"表{content.table}は、表題の出典の表{content.title.citation.table}と違います"
                en = f"table {content.table} is not that of the title's citation"
                yield Fault(path, ("table",), "unique-id", ja, en)
        for name, key in names.items():
            other = owners.setdefault(name or "", path)
            if other != path:
                where_ja, where_en = (
                    (f"{other}に", other) if other else ("命令の語として", "a command")
                )
                ja, en = f"「{name}」は{where_ja}もあります", f'"{name}" stands for {where_en} too'
                yield Fault(path, (key,), "unique-id", ja, en)


def _repeated(path: str, parts: tuple[tuple[Place, Any], ...]) -> Iterator[Fault]:
    seen: set[tuple[Place, str]] = set()
    for place, value in parts:
        if place[-1:] != ("id",) or not isinstance(place[-2:][0], int):
            continue
        name_in_list = (place[:-2], value)
        if name_in_list in seen:
            ja, en = f"「{value}」が二度あります", f'"{value}" stands twice'
            yield Fault(path, place, "unique-id", ja, en)
        seen.add(name_in_list)


def _is_english(text: str) -> bool:
    """Tell whether Japanese stands only in brackets or quotation marks, as the term meant."""
    return text.isascii() or not _JAPANESE.search(_QUOTED.sub("", text))
