"""All engines find the same: of generated rule bases, and of the knowledge itself.

SCREC_NIGHTLY=1 in the environment tries many more areas.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pytest
from conftest import CASES
from generated import areas, every_comparison, rulebases
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from judged import by_columns, by_duckdb, by_reference

from screc.advice import assess as assess_module
from screc.advice.recommend import recommend
from screc.cli.main import main
from screc.errors import InputError, KnowledgeError
from screc.knowledge.facts import flatten, read_facts
from screc.knowledge.yaml_reader import read_yaml
from screc.model.plain import to_plain
from screc.model.rulebase import Area, Facts, Rulebase
from screc.rules.columns import ColumnsEngine
from screc.rules.compile import load_rulebase
from screc.rules.durable import DurableEngine
from screc.rules.engines import Engine, EngineChoice, make_engine
from screc.rules.evaluate import Judgement, ReferenceEngine

NIGHTLY = bool(os.environ.get("SCREC_NIGHTLY"))
RULEBASE = load_rulebase()
OTHER_ENGINES: list[EngineChoice] = ["columns"]
ONE_AREA_ENGINES: list[Callable[[Rulebase], Engine]] = [ReferenceEngine, ColumnsEngine]
if find_spec("durable_rules_engine") or os.environ.get("CI") == "true":
    OTHER_ENGINES.append("durable")
    ONE_AREA_ENGINES.append(DurableEngine)

MANY_AREAS_ENGINES = [by_columns, by_duckdb]


@pytest.mark.parametrize("judged_by", MANY_AREAS_ENGINES)
def test_engines_agree_on_the_knowledge(judged_by: Any) -> None:
    """The knowledge itself, on generated areas with numbers at every threshold."""
    facts = areas(RULEBASE, 20_000 if NIGHTLY else 1_000, seed=1)
    assert judged_by(RULEBASE, facts) == by_reference(RULEBASE, facts)


@pytest.mark.parametrize("judged_by", MANY_AREAS_ENGINES)
def test_engines_agree_on_every_comparison(judged_by: Any) -> None:
    """Fractional, negative and huge thresholds, of numbers and of quotients."""
    rulebase = every_comparison()
    facts = areas(rulebase, 1_000, seed=2)
    assert judged_by(rulebase, facts) == by_reference(rulebase, facts)


def written_areas() -> list[Area]:
    """Collect the areas that come with the knowledge, and those of every YAML case."""
    documents = (read_yaml(path.read_text("utf-8"), path.name) for path in CASES.glob("*.yaml"))
    stated = [case["facts"] for document in documents for case in document.value if "facts" in case]
    return [*RULEBASE.areas, *(Area.from_values("a", "a", facts) for facts in stated)]


def cases() -> list[Facts]:
    """Lay the facts of all these areas out flat."""
    read = [read_facts(area.facts, RULEBASE.attributes)[0] for area in written_areas()]
    return [flatten(facts, RULEBASE.attributes) for facts in read]


@pytest.mark.parametrize("judged_by", MANY_AREAS_ENGINES)
def test_engines_agree_on_areas_and_cases(judged_by: Any) -> None:
    """What people have written, too."""
    facts = cases()
    assert len(facts) > 100
    assert judged_by(RULEBASE, facts) == by_reference(RULEBASE, facts)


@pytest.mark.parametrize("area", RULEBASE.areas[:3], ids=lambda area: area.id)
def test_engines_agree_on_one_area_of_the_knowledge(area: Area) -> None:
    """Each engine for one area, with all rules."""
    facts = flatten(area.facts, RULEBASE.attributes)
    judgements = [make(RULEBASE).judge(facts) for make in ONE_AREA_ENGINES]
    assert all(judgement == judgements[0] for judgement in judgements)


@settings(
    max_examples=400 if NIGHTLY else 20, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(rulebases(), st.integers(0, 2**32))
def test_engines_agree_on_generated_rule_bases(rulebase: Rulebase, seed: int) -> None:
    """Verdicts, points and standings, whatever the rules and the facts are."""
    facts = areas(rulebase, 60, seed)
    expected = by_reference(rulebase, facts)
    for judged_by in MANY_AREAS_ENGINES:
        found = judged_by(rulebase, facts)
        for area, wanted, row in zip(facts, expected, found, strict=True):
            assert row == wanted, (judged_by.__name__, area)


@settings(
    max_examples=100 if NIGHTLY else 10, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(rulebases(), st.integers(0, 2**32))
def test_engines_agree_on_one_area(rulebase: Rulebase, seed: int) -> None:
    """Each engine that judges one area gives the same judgement."""
    try:
        engines = [make(rulebase) for make in ONE_AREA_ENGINES]
    except KnowledgeError:
        reject()  # durable-rules refuses a rule base with many branches.
    for area in areas(rulebase, 3, seed):
        first, *others = [engine.judge(area) for engine in engines]
        for engine, other in zip(engines[1:], others, strict=True):
            assert other == first, engine.name


def test_a_recommendation_is_the_same_to_the_byte() -> None:
    """For every area and every case, but for the engine's name."""
    for area in written_areas():
        expected = to_plain(recommend(area, RULEBASE, engine="reference"))
        assert expected.pop("engine") == "reference"
        for engine in OTHER_ENGINES:
            found = to_plain(recommend(area, RULEBASE, engine=engine))
            assert found.pop("engine") == engine
            assert json.dumps(found) == json.dumps(expected)


class Lying:
    """An engine that turns one verdict."""

    name = "lying"

    def judge(self, facts: Facts) -> Judgement:
        """Say that the first rule of the first scheme holds."""
        found = ReferenceEngine(RULEBASE).judge(facts)
        first, *others = found.rules
        return replace(found, rules=((1, *first[1:]), *others))


def test_an_engine_that_differs_from_the_reference_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is shown of it; the rule that differs is named, and the exit code is its own."""
    monkeypatch.setattr(assess_module, "make_engine", lambda *_: Lying())
    assess_module._assessor.cache_clear()  # noqa: SLF001 - an engine is made once
    try:
        assert main(["recommend", "inagi", "--lang", "en"]) == 3
    finally:
        assess_module._assessor.cache_clear()  # noqa: SLF001 - likewise
    said = capsys.readouterr()
    scheme = RULEBASE.schemes[0]
    assert said.out == ""
    assert said.err == (
        f"the engine lying differs from the reference in: {scheme.id}.{scheme.rules[0].id}\n"
    )


def test_auto_goes_on_without_durable_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is missing, or there but broken; asked for by name, it is said."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)  # type: ignore[arg-type]
    assert make_engine("auto", RULEBASE).name == "reference"
    with pytest.raises(InputError, match="durable-rules is not installed here"):
        make_engine("durable", RULEBASE)
