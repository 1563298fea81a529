"""Decision records: make one of a recommendation, write it as YAML, read it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from screc.advice.assess import Assessment
from screc.advice.recommend import present_assessment
from screc.errors import InputError, Problem, printable
from screc.knowledge.encoding import decode_text
from screc.knowledge.validate import validate
from screc.knowledge.yaml_reader import Document, read_yaml
from screc.knowledge.yaml_writer import OneLine, write_yaml
from screc.model.condition import write_condition
from screc.model.recommendation import Recommendation
from screc.model.record import FORMAT, Record
from screc.model.rule import Rule
from screc.model.rulebase import KnownFact, Rulebase, SchemeRules
from screc.model.text import Language
from screc.rules.evaluate import HOLDS, OPEN, REFUTED

_HEADER = """\
# 判断の記録: screc がこの地区に出した答えと、その根拠のすべて。
# 今の知識でやり直し、何がどの規則で変わるかを見るには: screc replay このファイル
# A decision record: what screc answered for this area, and everything that the answer rested on.
# To run it again, and see what a newer knowledge base changes by which rule: screc replay THIS_FILE
"""
# What stands above each part, its keys, and whether its long lines are broken.
_PARTS = (
    ("", ("record", "screc", "recorded_on", "language", "knowledge", "engine"), True),
    (
        "地区と事実（地区のファイルと同じ形） / The area, in the form of an area file",
        ("area",),
        False,
    ),
    (
        "答え / The answer",
        ("outcome", "gates", "conflicts", "ranking", "questions"),
        True,
    ),
    (
        "判断に使った状況と規則 / The situations and rules that decided",
        ("situations", "rules"),
        False,
    ),
)


def make_record(
    found: Assessment, rulebase: Rulebase, *, language: Language, screc: str, recorded_on: date
) -> Record:
    """Make the record of a recommendation.

    Args:
        found: the area, and all that was found of it.
        rulebase: the rule base that it was made with.
        language: the language of the names and reasons in the record.
        screc: the version of the program.
        recorded_on: the day to write into the record.

    Raises:
        FormError: the citation of a fact is none.

    >>> from screc.advice.assess import assess
    >>> from screc.model.rulebase import Area
    >>> from screc.rules.compile import load_rulebase
    >>> rulebase, area = load_rulebase(), Area.from_values("ours", "わが市", {"station": True})
    >>> found, day = assess(area, rulebase), date(2026, 11, 23)
    >>> record = make_record(found, rulebase, language="en", screc="0.1.0", recorded_on=day)
    >>> record.outcome, record.ranking[0].scheme
    ('ask', 'station-front')
    >>> record == read_record(write_record(record).encode(), "ours.yaml")
    True
    """
    answer, area = present_assessment(found, rulebase, language), found.area
    name = {"ja": printable(area.name.ja), "en": printable(area.name.en)}
    return Record.model_validate(
        {
            "record": FORMAT,
            "screc": screc,
            "recorded_on": recorded_on,
            "language": language,
            "knowledge": {"version": rulebase.version, "digest": rulebase.digest},
            "engine": answer.engine,
            "area": {
                "id": printable(area.id),
                "name": name,
                "facts": {key: _fact(fact) for key, fact in area.facts.items()},
            },
            "outcome": answer.outcome,
            "gates": [gate.id for gate in answer.gates],
            "conflicts": [conflict.id for conflict in answer.conflicts],
            "ranking": _ranking(found, answer, rulebase, language),
            "questions": [question.attribute for question in answer.questions],
            "situations": {situation.id: situation.when for situation in rulebase.situations},
            "rules": {
                scheme.id: {rule.id: _rule(rule, language) for rule in scheme.rules}
                for scheme in rulebase.schemes
            },
        }
    )


def write_record(record: Record) -> str:
    """Write a record as YAML; the same record gives the same text."""
    plain = record.model_dump(mode="json", exclude_defaults=True)
    plain["recorded_on"] = record.recorded_on
    plain["knowledge"] = OneLine(plain["knowledge"])
    area = plain["area"]
    area["name"] = OneLine(area["name"])
    area["facts"] = {name: _written_fact(fact) for name, fact in area.get("facts", {}).items()}
    for place in plain["ranking"]:
        place["fit"] = OneLine(place["fit"])
    plain["situations"] = {name: OneLine(when) for name, when in plain["situations"].items()}
    plain["rules"] = {
        scheme: {name: OneLine(rule) for name, rule in rules.items()}
        for scheme, rules in plain["rules"].items()
    }
    written = [_HEADER]
    for words, keys, broken in _PARTS:
        part = {key: plain[key] for key in keys}
        written += [f"\n# {words}\n" if words else "", write_yaml(part, broken=broken)]
    return "".join(written)


def read_record(content: bytes, path: str) -> Record:
    """Read a record from the content of a file.

    Args:
        content: what `write_record` wrote, whoever had it in between.
        path: the file's name, for messages.

    Raises:
        InputError: it is no record, or one of a later format; with the place of every fault.
    """
    document = read_yaml(decode_text(content, path), path)
    _refuse_what_is_no_record(document)
    record, problems = validate(document, Record)
    if problems:
        raise InputError(replace(problem, check="") for problem in problems)
    read: Record = record
    return read


def _refuse_what_is_no_record(document: Document) -> None:
    written = document.value
    if not isinstance(written, dict) or "record" not in written:
        ja = "判断の記録ではありません。記録は screc recommend 地区 --record ファイル で作ります。"
        en = "this is no decision record; screc recommend AREA --record FILE writes one"
        if isinstance(written, dict) and "facts" in written:
            ja = f"地区のファイルで、{ja}"
            en = f"this is an area file; {en}"
        raise InputError([Problem(ja, en, document.path, 1)])
    form = written["record"]
    if isinstance(form, int) and form > FORMAT:
        ja = f"形式{form}の記録です。読めるのは{FORMAT}まで。新しい screc で読んでください。"
        en = f"a record of format {form}; this screc reads up to {FORMAT}, use a newer one"
        raise InputError([Problem(ja, en, document.path, document.line(("record",)), "record")])


def _ranking(
    found: Assessment, answer: Recommendation, rulebase: Rulebase, language: Language
) -> list[dict[str, Any]]:
    """Tell of every scheme: those presented, the others, the excluded."""
    rows = found.judgement.rules
    presented = {scheme.scheme for scheme in answer.recommendations}
    ranks = {scheme.scheme: scheme.rank for scheme in (*answer.recommendations, *answer.others)}
    places = {rulebase.schemes[place.index].id: place for place in found.places}
    order = [*ranks, *(scheme.scheme for scheme in answer.excluded)]
    ranking = []
    for scheme_id in order:
        place = places[scheme_id]
        scheme = rulebase.schemes[place.index]
        ranking.append(
            {
                "scheme": scheme_id,
                "name": scheme.name.in_language(language),
                "rank": ranks.get(scheme_id),
                "presented": scheme_id in presented,
                "standing": place.standing,
                "fit": {"held": place.fit.held, "possible": place.fit.possible},
                "weight": place.weight,
                **_verdicts(scheme, rows[place.index]),
            }
        )
    return ranking


def _verdicts(scheme: SchemeRules, row: tuple[int, ...]) -> dict[str, list[str]]:
    judged = list(zip(scheme.rules, row, strict=True))
    return {
        name: [rule.id for rule, found in judged if found == verdict]
        for name, verdict in (("holds", HOLDS), ("refuted", REFUTED), ("open", OPEN))
    }


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    return {
        "because": rule.because.in_language(language),
        "effect": rule.effect,
        "aspect": rule.aspect,
        "points": rule.points,
        "presumed": rule.presumed,
        "when": write_condition(rule.when),
        "citation": str(rule.citation),
    }


def _fact(fact: KnownFact) -> dict[str, Any]:
    return {
        "value": fact.value,
        "complete": fact.complete,
        "origin": fact.origin,
        "as_of": fact.as_of,
        "citation": fact.citation,
    }


def _written_fact(fact: dict[str, Any]) -> Any:
    """Write a bare value where that is all there is to say."""
    value = OneLine(fact["value"]) if isinstance(fact["value"], dict) else fact["value"]
    return value if fact.keys() == {"value"} and not isinstance(value, dict) else OneLine(fact)
