"""An explanation: every verdict with its value, threshold, margin and citation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from screc.advice.explain import explain
from screc.advice.recommend import recommend
from screc.cli.main import main
from screc.knowledge.facts import flatten
from screc.model.explanation import ExplainedScheme, Explanation, ProofNode
from screc.model.plain import to_plain
from screc.model.rulebase import Area, FactValue
from screc.model.schema import schema_of
from screc.rules.compile import load_rulebase

RULEBASE = load_rulebase()
AREAS = {area.id: area for area in RULEBASE.areas}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in this process; gives exit code, output, and messages."""

    def run_main(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_main


def ours(**facts: FactValue) -> Area:
    """Make an area; `_` stands for the hyphen in a name."""
    return Area.from_values(
        "ours", "わが市", {name.replace("_", "-"): so for name, so in facts.items()}
    )


def one(area: Area, scheme: str) -> ExplainedScheme:
    """Explain one scheme."""
    (found,) = explain(area, RULEBASE, scheme=scheme, language="en").schemes
    return found


def steps(node: ProofNode) -> Iterator[ProofNode]:
    """Go through a proof."""
    yield node
    for part in node.parts:
        yield from steps(part)


def proofs(answer: Explanation) -> Iterator[tuple[str, ProofNode]]:
    """Go through every proof of an explanation, with the verdict that it is of."""
    for part in (*answer.situations, *answer.constraints, *answer.gates):
        yield part.verdict, part.proof
    for scheme in answer.schemes:
        for finding in scheme.findings:
            yield finding.verdict, finding.proof


ORDER = ("refuted", "open", "holds")


def follows(step: ProofNode) -> str:
    """Conclude the verdict of a step from the steps below it, or from value and threshold."""
    below = sorted((part.verdict for part in step.parts), key=ORDER.index)
    if step.test is not None:
        test = step.test
        if test.value is None:
            return "open"
        if test.margin is None:
            return "holds" if test.value == test.threshold else "refuted"
        strict = test.comparison in ("above", "below")
        return "holds" if test.margin > 0 or (test.margin == 0 and not strict) else "refuted"
    if step.kind == "not":
        return ORDER[::-1][ORDER.index(below[0])]
    return below[-1] if step.kind == "any" else below[0]


@pytest.mark.parametrize("area", AREAS)
def test_every_verdict_has_a_proof_that_bears_it_out(area: str) -> None:
    """Each step follows from those below it, each test from its value and threshold."""
    answer = explain(AREAS[area], RULEBASE)
    facts = flatten(AREAS[area].facts, RULEBASE.attributes)
    for verdict, proof in proofs(answer):
        assert proof.verdict == verdict
        for step in steps(proof):
            assert step.verdict == follows(step)
            if step.test and " / " not in step.test.attribute:
                option = f".{step.test.option}" if step.test.option else ""
                assert step.test.value == facts.get(step.test.attribute + option)


@pytest.mark.parametrize("area", AREAS)
def test_it_says_what_the_recommendation_says(area: str) -> None:
    """The same ranking, the same reasons, the same exclusions."""
    answer, advice = explain(AREAS[area], RULEBASE), recommend(AREAS[area], RULEBASE)
    assert (answer.outcome, answer.engine) == (advice.outcome, advice.engine)
    presented = [scheme for scheme in answer.schemes if scheme.presented]
    assert [scheme.scheme for scheme in presented] == [s.scheme for s in advice.recommendations]
    assert [scheme.rank for scheme in presented] == [s.rank for s in advice.recommendations]
    excluded = {scheme.scheme: scheme.why_not for scheme in answer.schemes if scheme.why_not}
    assert excluded == {s.scheme: tuple(f.rule for f in s.findings) for s in advice.excluded}
    for scheme, told in zip(presented, advice.recommendations, strict=True):
        findings = {finding.rule: finding for finding in scheme.findings}
        for finding in told.findings:
            decided = {
                f"{step.test.attribute}.{step.test.option}"
                if step.test.option
                else step.test.attribute
                for step in steps(findings[finding.rule].proof)
                if step.test and step.decisive
            }
            assert decided == {*finding.facts, *finding.missing}


@pytest.mark.parametrize("area", ["inagi", "tama-district", "niijima"])
def test_the_json_keeps_to_its_schema(area: str) -> None:
    """What is printed is what `screc schema explanation` promises."""
    schema = schema_of("explanation")
    Draft202012Validator(schema).validate(to_plain(explain(AREAS[area], RULEBASE)))


@pytest.mark.parametrize(
    ("homes", "verdict", "margin"), [(49, "refuted", -1), (50, "holds", 0), (51, "holds", 1)]
)
def test_a_number_has_a_threshold_and_a_margin(homes: int, verdict: str, margin: float) -> None:
    """One home on either side of the fifty."""
    scheme = one(ours(buildings=("apartments",), households=homes), "apartment")
    finding = next(part for part in scheme.findings if part.rule == "large-estate")
    tests = [step.test for step in steps(finding.proof) if step.test]
    test = next(test for test in tests if test.attribute == "households")
    assert (test.comparison, test.threshold, test.value) == ("at_least", 50, homes)
    assert (test.margin, test.unit) == (margin, "households")
    assert finding.verdict == (verdict if verdict == "holds" else "open")


def test_above_is_told_as_above() -> None:
    """What YAML says as `above` is no double negation in the proof."""
    answer = explain(ours(households=1001, municipal_households=1000), RULEBASE, language="en")
    clash = next(part for part in answer.constraints if part.verdict == "holds")
    assert clash.id == "more-homes-than-the-municipality"
    test = clash.proof.test
    assert test is not None
    assert (test.comparison, test.threshold, test.value, test.margin) == ("above", 1, 1.001, 0.001)
    assert test.name == "Households in the place / Households of the municipality"


def test_a_situation_says_what_it_was_derived_from() -> None:
    """With its own proof, wherever a rule asks for it."""
    scheme = one(ours(public_facilities="several"), "public-facility")
    finding = next(part for part in scheme.findings if part.rule == "facility-cluster")
    assert (finding.proof.kind, finding.proof.situation) == ("situation", "public-facility-cluster")
    (derived,) = finding.proof.parts
    assert derived.test is not None
    assert (derived.test.attribute, derived.test.option) == ("public-facilities", "several")


def test_what_is_missing_is_asked_for() -> None:
    """For what is open, the questions, those that most rules wait for first."""
    scheme = one(ours(public_facilities="several"), "public-facility")
    counts = [len(fact.rules) for fact in scheme.missing]
    assert counts == sorted(counts, reverse=True)
    waiting = {rule for fact in scheme.missing for rule in fact.rules}
    assert waiting == {part.rule for part in scheme.findings if part.verdict == "open"}
    assert all("?" in fact.question for fact in scheme.missing)


def test_the_screen_draws_the_proof_of_one_scheme(run: Any) -> None:
    """As a tree, in both languages."""
    code, out, err = run("explain", "tama-district", "apartment")
    assert (code, err) == (0, "")
    for words in (
        "集合住宅",
        "推奨",
        "├ ○",
        "2,767",
        "余裕2,717 戸）",
        "L1146",
    ):
        assert words in out
    english = run("explain", "tama-district", "8", "--lang", "en")[1]
    assert "Households in the place = 2,767 households (at least 50 households," in english


def test_the_screen_tells_all_schemes_briefly(run: Any) -> None:
    """Without a scheme: what holds, what excludes, what is unknown."""
    out = run("explain", "musashino", "--lang", "en", "--set", "plant-renewal=no")[1]
    told = " ".join(out.split())
    for scheme in RULEBASE.schemes:
        assert scheme.name.en in told
    assert "✕  trigger 30" in out
    assert "Renewal of the plant = no (yes is needed)" in out
    assert "Not known yet (rules that it bears on): " in out


def test_the_screen_says_what_would_change_it(run: Any) -> None:
    """And on what the first place rests."""
    out = run("explain", "musashino", "energy-supply-facility", "--what-if")[1]
    for words in ("何が変われば", "→ 推奨：1つの事実で（1通り）", "今の一位の確かさ", "--set"):
        assert words in out


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_unknown_scheme_is_answered_with_the_right_one(run: Any, language: str) -> None:
    """As everywhere."""
    code, out, err = run("explain", "inagi", "appartment", "--lang", language)
    assert (code, out) == (2, "")
    assert "apartment" in err
