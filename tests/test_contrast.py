"""Two areas side by side: all that differs is told, and each difference with what makes it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise, permutations
from pathlib import Path
from typing import Any

import pytest
from generated import ATTRIBUTES, every_comparison, rulebases
from hypothesis import given, settings
from hypothesis import strategies as st

from screc.advice.assess import Assessment, assess
from screc.advice.contrast import contrast, place_words
from screc.advice.recommend import recommend
from screc.cli.options import set_facts
from screc.knowledge.facts import read_area
from screc.knowledge.load import load_knowledge
from screc.model.comparison import AreaComparison
from screc.model.condition import AllOf, AtLeast, Is, Not
from screc.model.recommendation import Recommendation
from screc.model.rule import Gate, Situation
from screc.model.rulebase import Area, FactValue, Rulebase
from screc.model.text import Language, Say
from screc.rules.compile import load_rulebase
from screc.rules.evaluate import VERDICTS
from screc.scoping.compose import compose
from screc.scoping.gather import Wanted, gather
from screc.scoping.paper import Items, Paragraph, Section, Table

RULEBASE = load_rulebase()
KNOWLEDGE = load_knowledge()
AREAS = {area.id: area for area in RULEBASE.areas}
PAIRS = list(combinations(AREAS, 2))
NUMBERS = (-1e40, -7.0, 0.0, 0.1, 0.3, 1.0, 2.5, 50.0, 2.0**53, 1e40)
BOTH = pytest.mark.parametrize("language", ["ja", "en"])

_VALUES: dict[str, st.SearchStrategy[FactValue]] = {
    "flag": st.booleans(),
    "number": st.sampled_from(NUMBERS),
    "choice": st.sampled_from(("x", "y")),
    "choices": st.fixed_dictionaries({"p": st.booleans(), "q-r": st.booleans()}),
}
VALUES = st.fixed_dictionaries({}, optional={each.id: _VALUES[each.type] for each in ATTRIBUTES})


@cache
def judged(name: str) -> Assessment:
    """Judge an area of the knowledge base, once."""
    return assess(AREAS[name], RULEBASE)


@cache
def compared(one: str, other: str) -> AreaComparison:
    """Compare two areas of the knowledge base, once."""
    return contrast(judged(one), judged(other), RULEBASE)


@cache
def answer(name: str) -> Recommendation:
    """Recommend for an area of the knowledge base, once."""
    return recommend(AREAS[name], RULEBASE)


def changed(name: str, *settings: str) -> Assessment:
    """Judge an area with other facts."""
    return assess(set_facts(AREAS[name], settings, RULEBASE.attributes), RULEBASE)


def of(values: dict[str, FactValue], rulebase: Rulebase) -> Assessment:
    """Judge an area of bare values."""
    return assess(Area.from_values("a", "a", values), rulebase, "reference")


def swapped(found: AreaComparison) -> AreaComparison:
    """Exchange the sides; a rule is told in words of the side judged last, which are left out."""
    return AreaComparison(
        found.other,
        found.one,
        tuple(
            replace(
                scheme,
                one=scheme.other,
                other=scheme.one,
                rules=tuple(
                    replace(rule, one=rule.other, other=rule.one, because="")
                    for rule in scheme.rules
                ),
            )
            for scheme in found.schemes
        ),
        tuple(replace(fact, one=fact.other, other=fact.one) for fact in found.facts),
        found.idle,
    )


def standing_of(answer: Recommendation) -> dict[str, tuple[object, ...]]:
    """Say how each scheme stands as a recommendation tells it."""
    found: dict[str, tuple[object, ...]] = {
        scheme.scheme: (scheme in answer.recommendations, scheme.standing, scheme.fit)
        for scheme in (*answer.recommendations, *answer.others)
    }
    return found | {scheme.scheme: (False, "excluded") for scheme in answer.excluded}


@pytest.mark.parametrize("name", AREAS)
def test_an_area_does_not_differ_from_itself(name: str) -> None:
    """Nothing is told where nothing differs."""
    found = contrast(judged(name), changed(name), RULEBASE)
    assert (found.schemes, found.facts, found.idle) == ((), (), ())
    assert found.one == found.other


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_all_that_recommendations_part_in_is_told(one: str, other: str) -> None:
    """A scheme whose standing, presence or points differ is there, with the places of both."""
    found = compared(one, other)
    answers = answer(one), answer(other)
    before, after = map(standing_of, answers)
    told = {scheme.scheme: scheme for scheme in found.schemes}
    assert {name for name in before if before[name] != after[name]} <= told.keys()
    for name, scheme in told.items():
        for state, said in ((scheme.one, before[name]), (scheme.other, after[name])):
            assert (state.presented, state.standing, state.fit)[: len(said)] == said
            assert (state.rank is None) == (state.standing == "excluded")
    for side, said_by in zip((found.one, found.other), answers, strict=True):
        first = next((scheme.scheme for scheme in said_by.recommendations), None)
        assert (side.first, side.outcome) == (first, said_by.outcome)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_each_fact_that_differs_is_told_once(one: str, other: str) -> None:
    """With the values of both; either it moves something, or it is said to move nothing."""
    found = compared(one, other)
    facts = [AREAS[name].facts for name in (one, other)]
    named = [*(fact.attribute for fact in found.facts), *found.idle]
    known = {*facts[0], *facts[1]}
    values = [
        {name: side[name].value if name in side else None for name in known} for side in facts
    ]
    assert sorted(named) == sorted(name for name in known if values[0][name] != values[1][name])
    for fact in found.facts:
        assert (fact.one, fact.other) == tuple(side[fact.attribute] for side in values)
        assert fact.moves == tuple(
            scheme.scheme
            for scheme in found.schemes
            if any(fact.attribute in rule.attributes for rule in scheme.rules)
        )
    assert [len(fact.moves) for fact in found.facts] == sorted(
        (len(fact.moves) for fact in found.facts), reverse=True
    )


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_another_first_place_has_its_reasons(one: str, other: str) -> None:
    """A scheme that is first for one area alone, or the one in its place, is told with rules."""
    found = compared(one, other)
    firsts = {found.one.first, found.other.first} - {None}
    told = {scheme.scheme for scheme in found.schemes if scheme.rules}
    assert len(firsts) < 2 or firsts & told
    assert found.one.first == found.other.first or found.facts


def test_a_rule_hangs_on_facts_that_differ() -> None:
    """Every rule that is judged otherwise names such a fact, and was judged otherwise."""
    for one, other in PAIRS:
        found = compared(one, other)
        moving = {fact.attribute for fact in found.facts}
        for rule in (rule for scheme in found.schemes for rule in scheme.rules):
            assert rule.one != rule.other
            assert rule.attributes
            assert {*rule.attributes} <= moving
            assert rule.because
            assert rule.citation


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_sides_can_be_swapped(one: str, other: str) -> None:
    """The same differences in the same order, seen from the other side."""
    found = compared(other, one)
    again = swapped(swapped(compared(one, other)))
    assert swapped(found) == again


@given(rulebases(), VALUES, VALUES)
@settings(deadline=None, max_examples=12)
def test_any_rules_any_facts(
    rulebase: Rulebase, one: dict[str, FactValue], other: dict[str, FactValue]
) -> None:
    """Whatever rules and areas are like: no difference from oneself, the same one when swapped."""
    before, after = of(one, rulebase), of(other, rulebase)
    nothing = contrast(before, of(one, rulebase), rulebase)
    assert (nothing.schemes, nothing.facts, nothing.idle) == ((), (), ())
    found, back = contrast(before, after, rulebase), contrast(after, before, rulebase)
    assert swapped(back) == swapped(swapped(found))
    assert all(rule.attributes for scheme in found.schemes for rule in scheme.rules)
    named = {*(fact.attribute for fact in found.facts), *found.idle}
    assert named == {name for name in {*one, *other} if one.get(name) != other.get(name)}


@given(rulebases(), VALUES, st.data())
@settings(deadline=None, max_examples=12)
def test_one_fact_is_named_for_all_that_it_moves(
    rulebase: Rulebase, values: dict[str, FactValue], data: st.DataObject
) -> None:
    """Changed alone, it is the only one named; idle where no scheme stands elsewhere."""
    attribute = data.draw(st.sampled_from(ATTRIBUTES))
    value = data.draw(_VALUES[attribute.type].filter(lambda it: it != values.get(attribute.id)))
    after = of(values | {attribute.id: value}, rulebase)
    found = contrast(of(values, rulebase), after, rulebase)
    named = ([fact.attribute for fact in found.facts], list(found.idle))
    assert named == (([attribute.id], []) if found.schemes else ([], [attribute.id]))
    for scheme in found.schemes:
        assert {rule.attributes for rule in scheme.rules} <= {(attribute.id,)}


def test_a_number_on_its_threshold_is_the_difference() -> None:
    """Exactly the rules that compare it are judged otherwise."""
    rulebase = every_comparison()
    found = contrast(of({"m": 0.99}, rulebase), of({"m": 1.0}, rulebase), rulebase)
    turned = [rule.rule for scheme in found.schemes for rule in scheme.rules]
    assert turned == [
        rule.id
        for scheme in rulebase.schemes
        for rule in scheme.rules
        if rule.when == AtLeast("m", 1)
    ]
    assert [fact.attribute for fact in found.facts] == ["m"]
    assert (found.facts[0].one, found.facts[0].other) == (0.99, 1.0)


def rules_on_a_situation() -> Rulebase:
    """Make a scheme that asks for a situation, which hangs on another one and on two facts."""
    rulebase = every_comparison()
    scheme = rulebase.schemes[0]
    trigger, purpose = scheme.rules[:2]
    citation, text = trigger.citation, trigger.because
    situations = (
        Situation("inner", text, Is("a", value=True), citation),
        Situation(
            "outer",
            text,
            AllOf((Is("inner", value=True), Not(Is("b-c", value=True)))),
            citation,
        ),
    )
    rules = (replace(trigger, when=Is("outer", value=True)), replace(purpose, when=Is("kind", "x")))
    return replace(
        rulebase,
        situations=situations,
        schemes=(replace(scheme, rules=rules),),
        gates=(Gate("away", Is("order", value=True), text, citation),),
    )


@pytest.mark.parametrize(
    ("one", "other", "facts", "idle"),
    [
        ({"b-c": False}, {"b-c": False, "a": True}, ["a"], []),
        ({"a": True}, {"a": True, "b-c": True}, ["b-c"], []),
        ({"a": True}, {"b-c": True}, ["a", "b-c"], []),
        ({"a": False}, {"a": False, "b-c": True}, [], ["b-c"]),
        ({"a": True}, {"a": True, "m": 3.0}, [], ["m"]),
        ({"a": True, "kind": "x"}, {"a": True, "kind": "y"}, ["kind"], []),
    ],
)
def test_facts_behind_situations_are_named(
    one: dict[str, FactValue], other: dict[str, FactValue], facts: list[str], idle: list[str]
) -> None:
    """A rule asks for a situation, and is told with the facts that decide it."""
    rulebase = rules_on_a_situation()
    found = contrast(of(one, rulebase), of(other, rulebase), rulebase)
    assert [fact.attribute for fact in found.facts] == facts
    assert list(found.idle) == idle


def test_each_rule_names_its_own_facts() -> None:
    """Not those that differ and move another rule."""
    rulebase = rules_on_a_situation()
    found = contrast(of({"kind": "x"}, rulebase), of({"a": False, "kind": "y"}, rulebase), rulebase)
    assert [rule.attributes for scheme in found.schemes for rule in scheme.rules] == [
        ("a",),
        ("kind",),
    ]


@pytest.mark.parametrize("name", sorted({*AREAS} - {"inagi"}))
def test_the_facts_of_a_rule_are_enough(name: str) -> None:
    """Whoever takes over the facts that are named, and no other, gets the other verdict."""
    ours, theirs = AREAS["inagi"], AREAS[name]
    for scheme in compared("inagi", name).schemes:
        for rule in scheme.rules:
            facts = {key: ours.facts[key] for key in {*ours.facts} - {*rule.attributes}}
            facts |= {key: theirs.facts[key] for key in rule.attributes if key in theirs.facts}
            taken = assess(replace(ours, facts=facts), RULEBASE, "reference")
            verdicts = {
                (owner.id, each.id): VERDICTS[verdict]
                for owner, row in zip(RULEBASE.schemes, taken.judgement.rules, strict=True)
                for each, verdict in zip(owner.rules, row, strict=True)
            }
            assert verdicts.get((scheme.scheme, rule.rule), rule.other) == rule.other


def test_a_gate_is_told_with_what_it_takes_away() -> None:
    """What leads to individual consultation is no fact that changes nothing."""
    rulebase = rules_on_a_situation()
    fit: dict[str, FactValue] = {"a": True, "b-c": False, "kind": "x"}
    found = contrast(of(fit, rulebase), of(fit | {"order": True}, rulebase), rulebase)
    (scheme,) = found.schemes
    assert (scheme.one.presented, scheme.other.presented) == (True, False)
    assert [(rule.rule, rule.one, rule.other) for rule in scheme.rules] == [
        ("away", "open", "holds")
    ]
    assert ([fact.attribute for fact in found.facts], found.idle) == (["order"], ())
    both: dict[str, FactValue] = {"order": True}
    again = contrast(of(both, rulebase), of(both | {"m": 1.0}, rulebase), rulebase)
    assert (again.schemes, again.idle) == ((), ("m",))


@pytest.mark.parametrize(
    ("setting", "outcome", "rule"),
    [
        ("grid-island=true", "consult", "isolated-grid"),
        ("wish-outside=true", "consult", "wish-outside-the-twelve"),
        ("public-facilities=one", "conflict", "adjacent-without-several"),
    ],
)
def test_what_ends_a_recommendation_is_named(setting: str, outcome: str, rule: str) -> None:
    """Gates, and facts that clash: 稲城市 loses its candidates by a fact, which is told."""
    found = contrast(judged("inagi"), changed("inagi", setting), RULEBASE)
    assert (found.one.outcome, found.other.outcome) == ("match", outcome)
    assert (found.one.first, found.other.first) == ("public-facility", None)
    assert [fact.attribute for fact in found.facts] == [setting.partition("=")[0]]
    lost = [scheme for scheme in found.schemes if scheme.one.presented]
    assert {scheme.scheme for scheme in lost} == {"public-facility", "block"}
    assert all(rule in [each.rule for each in scheme.rules] for scheme in lost)


def test_presence_follows_the_first_without_a_rule_of_its_own() -> None:
    """A candidate may go because another one weighs more; its place is told all the same."""
    found = contrast(judged("itabashi"), judged("nerima"), RULEBASE)
    block = next(scheme for scheme in found.schemes if scheme.scheme == "block")
    assert (block.rules, block.one.presented, block.other.presented) == ((), True, False)
    assert block.one.weight == block.other.weight
    assert any(scheme.scheme == found.other.first and scheme.rules for scheme in found.schemes)


def test_schemes_come_in_the_order_of_their_better_place() -> None:
    """What leads for either area comes first; what is excluded for both, last."""
    for one, other in permutations(("katsushika", "nerima", "inagi", "chiyoda"), 2):
        found = compared(one, other)
        ranks = [
            min(state.rank or 99 for state in (scheme.one, scheme.other))
            for scheme in found.schemes
        ]
        assert ranks == sorted(ranks)


def plain(run: Any, *arguments: str) -> Any:
    """Run a command with --json and parse what it prints."""
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


@BOTH
def test_two_areas_are_compared_in_a_terminal(run: Any, language: Language) -> None:
    """Both names, who leads, the facts with both values, the rules with their sources."""
    code, out, err = run("compare", "inagi", "chofu", "--lang", language)
    assert (code, err) == (0, "")
    screen = " ".join(out.split())
    say = Say(language)
    for words in (
        say("稲城市と調布市", "Inagi City, Chofu City"),
        say("稲城市：公共施設開発型", "Inagi City: Public facilities"),
        say("違いを生む事実", "Facts that make the difference"),
        say("区（市）有施設どうしの隣接 はい 不明", "Sharing energy between buildings yes unknown"),
        say("候補、1位、推奨、55～100点 → 4位、条件付き、25～100点", "candidate, rank 1"),
        say("公共施設を防災拠点にしたい", "disaster bases"),
    ):
        assert words in screen
    assert "h25\N{NO-BREAK SPACE}5.7" in out
    assert say("前", "before") not in screen.split()


@BOTH
@pytest.mark.parametrize("pair", [*pairwise(AREAS)][::2])
def test_any_two_areas_can_be_shown(run: Any, pair: tuple[str, str], language: Language) -> None:
    """All that is found is on the screen, in both languages."""
    _, out, err = run("compare", *pair, "--lang", language)
    assert err == ""
    screen = "".join(out.split())
    found = contrast(*map(judged, pair), RULEBASE, language)
    say = Say(language)
    for scheme in found.schemes:
        places = (place_words(state, say) for state in (scheme.one, scheme.other))
        for words in (scheme.name, " → ".join(places), *(rule.because for rule in scheme.rules)):
            assert "".join(words.split()) in screen


def test_one_area_is_compared_before_and_after(run: Any) -> None:
    """One fact is changed, and it is the one that makes the difference."""
    _, out, _ = run("compare", "inagi", "--set", "wish-disaster-base=true")
    assert out.startswith("稲城市\n")
    screen = " ".join(out.split())
    assert "前：公共施設開発型 後：公共施設開発型" in screen
    assert "防災拠点の独立した電源 不明 はい" in screen
    found = plain(run, "compare", "inagi", "--set", "wish-disaster-base=true")
    (fact,) = found["facts"]
    assert (fact["attribute"], fact["one"], fact["other"]) == ("wish-disaster-base", None, True)
    assert "public-facility" in fact["moves"]
    assert found["idle"] == []


def test_nothing_changed_is_said(run: Any) -> None:
    """Rather than an empty screen; a fact without effect is named as such."""
    said = "候補の順も判定も同じである。"
    assert said in run("compare", "inagi", "inagi")[1]
    assert "all schemes are the same" in run("compare", "inagi", "inagi", "--lang", "en")[1]
    _, out, _ = run("compare", "tama-district", "--set", "residents=10000")
    assert said in out
    assert "違っていても順に関わらない事実" in out
    assert "違いを生む事実" not in out


def test_settings_change_the_other_area(run: Any) -> None:
    """The first stays as it is on record."""
    found = plain(run, "compare", "inagi", "chofu", "--set", "station=true")
    assert "station" not in found["one"]["area"]["facts"]
    assert found["other"]["area"]["facts"]["station"]["value"] is True
    assert (found["one"]["area"]["id"], found["other"]["area"]["id"]) == ("inagi", "chofu")


def test_the_json_is_what_was_found(run: Any) -> None:
    """Others rely on these keys."""
    found = plain(run, "compare", "inagi", "chofu")
    assert found.keys() == {"one", "other", "schemes", "facts", "idle"}
    assert found["one"].keys() == {"area", "outcome", "first"}
    assert {"scheme", "name", "one", "other", "rules"} == found["schemes"][0].keys()
    assert found["schemes"][0]["one"].keys() >= {"rank", "presented", "standing", "fit"}
    rule = next(rule for scheme in found["schemes"] for rule in scheme["rules"])
    keys = {"rule", "because", "points", "one", "other", "attributes", "citation"}
    assert rule.keys() == keys
    assert found["facts"][0].keys() == {"attribute", "one", "other", "moves"}
    assert run("compare", "inagi", "chofu", "--json") == run("compare", "inagi", "chofu", "--json")


@pytest.mark.parametrize(
    ("arguments", "ja", "en"),
    [
        (["inaji", "chofu"], "「inagi」のことですか。", 'did you mean "inagi"?'),
        (["inagi", "chofuu"], "「chofu」のことですか。", 'did you mean "chofu"?'),
        (["inagi", "none.yaml"], "none.yaml: ファイルがありません。", "there is no such file"),
        (["inagi", ""], "地区「」はありません。", 'unknown area ""'),
        (["inagi", "--set", "statoin=true"], "「station」のことですか。", '"station"?'),
        (["inagi", "chofu", "mitaka"], "余分な語があります: mitaka", "argument: mitaka"),
        (["inagi"], "比べる相手がありません。", "there is nothing to compare with"),
        ([], "AREA を指定してください。", "AREA is missing."),
    ],
)
def test_bad_input_gets_one_clear_message(run: Any, arguments: list[str], ja: str, en: str) -> None:
    """Exit code 2, in the user's language."""
    for language, said in (("ja", ja), ("en", en)):
        code, out, err = run("compare", *arguments, "--lang", language)
        assert (code, out) == (2, "")
        assert said in err
        assert err.count("\n") == 1


def test_names_from_files_are_only_text(run: Any, tmp_path: Path) -> None:
    """Markup and direction marks in a name are shown and not obeyed."""
    path = tmp_path / "a.yaml"
    path.write_text('name: "[red]<b>\\u202e=1+1"\nfacts: {wish-charging: true}\n', encoding="utf-8")
    _, out, _ = run("compare", str(path), "inagi")
    assert out.startswith("[red]<b>\N{REPLACEMENT CHARACTER}=1+1と稲城市\n")


@pytest.mark.parametrize("columns", ["10", "40", "200"])
def test_no_width_loses_text(run: Any, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """Every character is still there."""
    monkeypatch.setenv("COLUMNS", "500")
    whole = "".join(run("compare", "nerima", "inagi")[1].split())
    monkeypatch.setenv("COLUMNS", columns)
    found = "".join(run("compare", "nerima", "inagi")[1].split())
    assert sorted(found.replace("・", "")) == sorted(whole.replace("・", ""))


def page_of(one: str, other: Area, language: Language) -> Section:
    """Compose the page of a pack that compares two areas."""
    record = next(record for record in KNOWLEDGE.areas if record.id == one)
    area = read_area(record, KNOWLEDGE.attributes)
    papers = compose(gather(area, record, KNOWLEDGE, Wanted(language, other=other)))
    return next(section for section in papers.whole.sections if section.id == "difference")


@BOTH
def test_the_page_of_one_area_tells_its_two_sides_apart(language: Language) -> None:
    """Where an area is compared with itself, its name does not head both columns."""
    before = set_facts(AREAS["inagi"], ["wish-disaster-base=true"], RULEBASE.attributes)
    blocks = page_of("inagi", before, language).blocks
    say = Say(language)
    for table in (block for block in blocks if isinstance(block, Table)):
        heads = [column.head for column in table.columns][1:3]
        assert heads == [say("この資料", "These papers"), say("比べる相手", "Compared with")]
        assert len(table.rows) in (1, 5)


@BOTH
def test_the_page_tells_of_facts_without_effect_too(language: Language) -> None:
    """Also where nothing else is told."""
    before = set_facts(AREAS["inagi"], ["residents=10000"], RULEBASE.attributes)
    said, idle = page_of("inagi", before, language).blocks
    say = Say(language)
    assert isinstance(said, Paragraph)
    assert isinstance(idle, Items)
    name = next(each.name for each in RULEBASE.attributes if each.id == "residents")
    assert say.text(name) in idle.lines[0].text


@BOTH
@pytest.mark.parametrize("pair", [("inagi", "chofu"), ("katsushika", "niijima")])
def test_the_page_of_a_pack_says_the_same(pair: tuple[str, str], language: Language) -> None:
    """The same facts, values, schemes, places and rules as on the screen."""
    one, other = pair
    found = contrast(judged(one), judged(other), RULEBASE, language)
    facts, schemes = (
        block for block in page_of(one, AREAS[other], language).blocks if isinstance(block, Table)
    )
    say = Say(language)
    names = {attribute.id: say.text(attribute.name) for attribute in RULEBASE.attributes}
    assert [row[0].text for row in facts.rows] == [names[fact.attribute] for fact in found.facts]
    for table in (facts, schemes):
        heads = [column.head for column in table.columns][1:3]
        assert heads == [say.text(AREAS[name].name) for name in pair]
    for fact, row in zip(found.facts, facts.rows, strict=True):
        is_unknown = [cell.text == say("不明", "unknown") for cell in row[1:3]]
        assert is_unknown == [fact.one is None, fact.other is None]
    for scheme, row in zip(found.schemes, schemes.rows, strict=True):
        places = [place_words(state, say) for state in (scheme.one, scheme.other)]
        assert [cell.text for cell in row[:3]] == [scheme.name, *places]
        assert all(rule.because in row[3].text for rule in scheme.rules)
