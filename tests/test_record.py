"""Decision records: what is written down, read back, and made again with other knowledge."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from screc.advice.assess import assess
from screc.advice.recommend import recommend
from screc.advice.record import make_record, read_record, write_record
from screc.advice.replay import replay
from screc.errors import InputError
from screc.knowledge.area_file import read_area_file
from screc.knowledge.find import find_knowledge
from screc.knowledge.yaml_reader import read_yaml
from screc.knowledge.yaml_writer import OneLine, write_yaml
from screc.model.attribute import Attribute
from screc.model.condition import Is, Not
from screc.model.plain import to_plain
from screc.model.record import Record
from screc.model.replay import Replay
from screc.model.rule import Gate, Rule
from screc.model.rulebase import Area, FactValue, KnownFact, Rulebase
from screc.model.schema import schema_of
from screc.model.text import Text
from screc.rules.compile import load_rulebase

RULEBASE = load_rulebase()
AREAS = {area.id: area for area in RULEBASE.areas}
RULES = [(scheme.id, rule) for scheme in RULEBASE.schemes for rule in scheme.rules]
DAY = date(2026, 11, 23)
VERSION = "0.1.0"


def recorded(area: Area, rulebase: Rulebase = RULEBASE) -> Record:
    """Record the recommendation for an area."""
    found = assess(area, rulebase)
    return make_record(found, rulebase, language="ja", screc=VERSION, recorded_on=DAY)


def read_back(record: Record) -> Record:
    """Write a record and read it."""
    return read_record(write_record(record).encode(), "record.yaml")


def again(record: Record, rulebase: Rulebase = RULEBASE) -> Replay:
    """Make a recorded decision again."""
    return replay(record, rulebase, screc=VERSION)


def with_rule(scheme_id: str, name: str, change: Callable[[Rule], Rule | None]) -> Rulebase:
    """Make a rule base in which one rule is another, or gone."""
    schemes = []
    for scheme in RULEBASE.schemes:
        rules = [
            change(rule) if (scheme.id, rule.id) == (scheme_id, name) else rule
            for rule in scheme.rules
        ]
        schemes.append(replace(scheme, rules=tuple(rule for rule in rules if rule is not None)))
    return replace(RULEBASE, digest="another", schemes=tuple(schemes))


@pytest.fixture
def inagi(run: Any, tmp_path: Path) -> Path:
    """Write the record of an area by the command line."""
    path = tmp_path / "inagi.yaml"
    assert run("recommend", "inagi", "--record", str(path))[0] == 0
    return path


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], Path]:
    """Change words of one file in a copy of the knowledge."""
    monkeypatch.setenv("SCREC_CACHE_DIR", str(tmp_path / "cache"))
    folder = Path(shutil.copytree(find_knowledge(), tmp_path / "knowledge"))

    def change(file: str, old: str, new: str) -> Path:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change


@pytest.mark.parametrize("name", AREAS)
def test_a_record_made_again_says_that_nothing_changed(name: str, run: Any, tmp_path: Path) -> None:
    """With the same knowledge the answer is as recorded, and one line says so."""
    path = str(tmp_path / "record.yaml")
    assert run("recommend", name, "--record", path)[0] == 0
    code, out, err = run("replay", path)
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert re.fullmatch(r".+　\d{4}-\d\d-\d\d の記録のとおり（知識も同じ .+）\n", out)
    assert "as recorded on" in run("replay", path, "--lang", "en")[1]
    found = json.loads(run("replay", path, "--json")[1])
    assert found["difference"] == "none"
    assert found["schemes"] == found["rules"] == found["left_out"] == []


@pytest.mark.parametrize("name", AREAS)
def test_the_area_of_a_record_is_an_area_file(name: str) -> None:
    """Copied into a file it gives the same area, and so the same bytes of JSON."""
    area = assess(AREAS[name], RULEBASE).area
    part = read_yaml(write_record(recorded(area)), "record.yaml").value["area"]
    copied = read_area_file(write_yaml(part).encode(), f"{name}.yaml", RULEBASE.attributes)
    assert copied == area
    before, after = (json.dumps(to_plain(recommend(each, RULEBASE))) for each in (area, copied))
    assert before == after


def test_where_a_fact_came_from_is_kept() -> None:
    """Origin, year, citation and completeness stand in the record as in an area file."""
    facts = {
        "households": KnownFact(1200, "statistics", 2020, "h25 5.7 目的 L944"),
        "buildings": KnownFact(("shops", "apartments"), complete=True),
        "area-ha": KnownFact(9.5, "derived"),
        "station": KnownFact(value=False, origin="text"),
        "extent": KnownFact("block"),
    }
    area = assess(Area("ours", Text("わが市", "Our city"), facts), RULEBASE).area
    text = write_record(recorded(area))
    assert "    extent: block\n" in text
    assert "citation: h25 5.7 目的 L944}" in text
    part = read_yaml(text, "record.yaml").value["area"]
    assert read_area_file(write_yaml(part).encode(), "a", RULEBASE.attributes) == area


def test_a_record_tells_all_that_the_decision_rested_on() -> None:
    """Every scheme with its place, every rule with its verdict, the knowledge by fingerprint."""
    record, answer = recorded(AREAS["inagi"]), recommend(AREAS["inagi"], RULEBASE)
    ranked = (*answer.recommendations, *answer.others)
    assert [(place.scheme, place.rank) for place in record.ranking if place.rank] == [
        (scheme.scheme, scheme.rank) for scheme in ranked
    ]
    assert [place.scheme for place in record.ranking if place.presented] == [
        scheme.scheme for scheme in answer.recommendations
    ]
    assert len(record.ranking) == len(RULEBASE.schemes)
    assert sum(len(p.holds) + len(p.refuted) + len(p.open) for p in record.ranking) == len(RULES)
    verdicts = {"holds", "refuted", "open"}
    for scheme, place in zip(ranked, record.ranking, strict=False):
        for finding in scheme.findings:
            assert finding.verdict in verdicts
            assert finding.rule in getattr(place, finding.verdict)
    assert record.questions == tuple(question.attribute for question in answer.questions)
    assert (record.knowledge.version, record.knowledge.digest) == (
        RULEBASE.version,
        RULEBASE.digest,
    )


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"energy-plant": False, "plant-renewal": True}, "conflict"),
        ({"grid-island": True, "station": True}, "consult"),
        ({}, "ask"),
    ],
)
def test_the_ranking_is_recorded_whatever_the_outcome(
    facts: dict[str, FactValue], outcome: str
) -> None:
    """Nothing is presented, yet what each scheme had is on record."""
    record = recorded(Area.from_values("ours", "わが市", facts))
    assert record.outcome == outcome
    assert len(record.ranking) == len(RULEBASE.schemes)
    assert not any(place.presented for place in record.ranking)
    assert read_back(record) == record
    assert again(record).difference == "none"


def test_the_same_recommendation_gives_the_same_bytes(tmp_path: Path) -> None:
    """Across processes, whatever the hash seed."""
    written = set()
    for seed in ("0", "1"):
        path = tmp_path / f"{seed}.yaml"
        subprocess.run(
            [sys.executable, "-m", "screc", "recommend", "tama-district", "--record", str(path)],
            env={"PYTHONHASHSEED": seed, "SCREC_CACHE_DIR": "", "PATH": ""},
            capture_output=True,
            check=True,
        )
        written.add(re.sub(rb"recorded_on: .*", b"", path.read_bytes()))
    assert len(written) == 1


def test_a_record_is_not_overwritten(run: Any, inagi: Path) -> None:
    """It is evidence; the file stays as it was, and no answer is printed as if it were kept."""
    before = inagi.read_bytes()
    for language, words in (("ja", "上書きしません"), ("en", "is not overwritten")):
        code, out, err = run("recommend", "mitaka", "--record", str(inagi), "--lang", language)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert words in err
    assert inagi.read_bytes() == before


@pytest.mark.parametrize("name", ["-", "no-such-folder/a.yaml", ".", "a\0b"])
def test_a_record_that_cannot_be_written_is_told(
    name: str, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, and exit code 2."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("recommend", "inagi", "--record", name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--record" in err
    assert list(tmp_path.iterdir()) == []


def test_half_a_record_is_not_left_behind(tmp_path: Path) -> None:
    """Where the disk is full, a message is all there is."""
    path = tmp_path / "a.yaml"
    code = (
        "import resource, sys; from screc.cli.main import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000));"
        f"sys.exit(main(['recommend', 'inagi', '--record', {str(path)!r}]))"
    )
    ended = subprocess.run(
        # With -B, as compiled modules would be cut off as well, and stay so.
        [sys.executable, "-B", "-c", code],
        env={"SCREC_CACHE_DIR": "", "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr.count(b"\n")) == (2, b"", 1)
    assert "記録を書けません" in ended.stderr.decode()
    assert not path.exists()


def test_json_stays_json_beside_a_record(run: Any, tmp_path: Path) -> None:
    """Only the screen says where the record is."""
    code, out, err = run("recommend", "inagi", "--json", "--record", str(tmp_path / "a.yaml"))
    assert (code, err) == (0, "")
    assert json.loads(out)["outcome"] == "match"
    shown = run("recommend", "inagi", "--record", str(tmp_path / "b.yaml"))[1]
    assert shown.endswith(f"screc replay {tmp_path / 'b.yaml'}）\n")


# What is changed in the knowledge, and what the replay has to say of it.
SCHEME = "schemes/public-facility.yaml"
SIDE_BY_SIDE = "when: {public-facilities-adjacent: true}"


def test_points_that_changed_are_told_by_rule(
    run: Any, inagi: Path, changed: Callable[[str, str, str], Path]
) -> None:
    """The rules that gave and took points are named, with both figures, and no others."""
    changed(SCHEME, "points: 35", "points: 25")
    folder = changed(
        SCHEME, "points: 25\n    when: {any: [{wish-dis", "points: 35\n    when: {any: [{wish-dis"
    )
    found = json.loads(run("replay", str(inagi), "--knowledge", str(folder), "--json")[1])
    assert [rule["rule"] for rule in found["rules"]] == ["facility-cluster", "disaster-bases"]
    assert [(rule["before"]["points"], rule["after"]["points"]) for rule in found["rules"]] == [
        (35, 25),
        (25, 35),
    ]
    assert (found["before"]["first"], found["after"]["first"]) == ("public-facility", "block")
    # Another scheme that asks for the same facts weighs more now, by this rule alone.
    ev = next(change for change in found["schemes"] if change["scheme"] == "ev")
    assert ev["by"] == ["public-facility.facility-cluster"]
    japanese = run("replay", str(inagi), "--knowledge", str(folder))[1]
    assert "一位が変わる: 公共施設開発型 → 地区（街区）開発型" in japanese
    assert "公共施設開発型の規則 facility-cluster：契機 35 → 25" in japanese
    assert "h25\N{NO-BREAK SPACE}5.7" in japanese
    english = run("replay", str(inagi), "--knowledge", str(folder), "--lang", "en")[1]
    assert "another scheme comes first: Public facilities → District (block)" in english
    assert "rule facility-cluster of Public facilities: trigger 35 → 25" in english


def test_a_condition_that_changed_is_told_with_both_wordings(
    run: Any, inagi: Path, changed: Callable[[str, str, str], Path]
) -> None:
    """Then and now stand side by side, with the verdict that turned."""
    folder = changed(
        SCHEME, SIDE_BY_SIDE, "when: {all: [{public-facilities-adjacent: true}, {developer: true}]}"
    )
    found = json.loads(run("replay", str(inagi), "--knowledge", str(folder), "--json")[1])
    (rule,) = found["rules"]
    assert (rule["scheme"], rule["rule"]) == ("public-facility", "side-by-side")
    assert (rule["before"]["verdict"], rule["after"]["verdict"]) == ("holds", "open")
    assert all(change["by"] == ["public-facility.side-by-side"] for change in found["schemes"])
    japanese = run("replay", str(inagi), "--knowledge", str(folder))[1]
    assert "条件 5、当てはまる → わからない" in japanese
    assert "記録の条件: {public-facilities-adjacent: true}" in japanese
    english = run("replay", str(inagi), "--knowledge", str(folder), "--lang", "en")[1]
    assert "circumstance 5, holds → open" in english
    assert "condition now: {all: [{public-facilities-adjacent: true}, " in english


def test_a_rule_that_is_gone_is_told_in_the_words_of_the_record() -> None:
    """The knowledge of now has no words for it."""
    found = again(
        recorded(AREAS["inagi"]), with_rule("public-facility", "side-by-side", lambda _: None)
    )
    (rule,) = found.rules
    assert (rule.rule, rule.after) == ("side-by-side", None)
    assert rule.because == "施設が隣り合っている"
    assert rule.citation == "h25 2.1 参加申込時の要望 L197-203"
    assert "public-facility" in rule.moves


def test_a_fact_that_the_vocabulary_lost_is_named_and_left_out(
    run: Any, inagi: Path, changed: Callable[[str, str, str], Path]
) -> None:
    """With what is probably meant now, and the rule that went without it."""
    folder = changed(SCHEME, "purpose:", "purpose:")
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("public-facilities-adjacent", "public-facility-adjacent"))
    found = json.loads(run("replay", str(inagi), "--knowledge", str(folder), "--json")[1])
    (left_out,) = found["left_out"]
    assert (left_out["attribute"], left_out["value"]) == ("public-facilities-adjacent", "true")
    assert "「public-facility-adjacent」" in left_out["why"]
    (rule,) = found["rules"]
    assert rule["left_out"] == ["public-facilities-adjacent"]
    assert "使えない事実" in run("replay", str(inagi), "--knowledge", str(folder))[1]
    english = run("replay", str(inagi), "--knowledge", str(folder), "--lang", "en")[1]
    assert 'no such attribute any more (now "public-facility-adjacent"?)' in english


def test_a_value_that_no_longer_fits_is_named_and_left_out() -> None:
    """Bounds and options may change too."""

    def narrower(attribute: Attribute) -> Attribute:
        if attribute.id == "households":
            return replace(attribute, maximum=100)
        if attribute.id == "extent":
            return replace(attribute, options=attribute.options[2:])
        return attribute

    area = Area.from_values("ours", "わが市", {"households": 500, "extent": "block"})
    attributes = tuple(map(narrower, RULEBASE.attributes))
    found = again(recorded(area), replace(RULEBASE, digest="another", attributes=attributes))
    assert {fact.attribute: fact.value for fact in found.left_out} == {
        "households": "500",
        "extent": "block",
    }
    assert found.difference == "knowledge"
    assert all(set(rule.left_out) & {"households", "extent"} for rule in found.rules)


def test_a_situation_that_changed_is_laid_open(
    run: Any, inagi: Path, changed: Callable[[str, str, str], Path]
) -> None:
    """The rules that use it are named, and what it was and is."""
    folder = changed(
        "vocabulary/situations.yaml", "      - {extent: block}\n", "      - {extent: building}\n"
    )
    found = json.loads(run("replay", str(inagi), "--knowledge", str(folder), "--json")[1])
    (situation,) = found["situations"]
    assert situation["id"] == "bounded-block"
    assert situation["before"]["any"][0] == {"extent": "block"}
    assert {rule["rule"] for rule in found["rules"]} == {"bounded-place", "bounded-block"}
    assert all(rule["situations"] == ["bounded-block"] for rule in found["rules"])
    assert "変わった状況" in run("replay", str(inagi), "--knowledge", str(folder))[1]


def test_a_gate_that_came_or_went_is_named(run: Any, tmp_path: Path) -> None:
    """The outcome changes by the gate; no rule is blamed."""
    gone = replace(RULEBASE, digest="another", gates=())
    record = recorded(AREAS["niijima"])
    found = again(record, gone)
    assert (found.before.outcome, found.after.outcome) != ("consult", "consult")
    (change,) = found.gates_and_constraints
    assert (change.kind, change.id, change.holds_now) == ("gate", "geography-apart", False)
    assert found.rules == ()
    back = replay(recorded(AREAS["niijima"], gone), RULEBASE, screc=VERSION, language="en")
    (change,) = back.gates_and_constraints
    assert change.because == "The geography is unlike that of the other municipalities"
    path = tmp_path / "niijima.yaml"
    path.write_text(write_record(recorded(AREAS["niijima"], gone)), encoding="utf-8")
    out = run("replay", str(path), "--lang", "en")[1]
    assert "the answer changes: " in out
    assert "→ individual consultation" in out
    assert "no rule explains it" not in out


def test_other_knowledge_with_the_same_answer_is_told_in_one_line(
    run: Any, inagi: Path, changed: Callable[[str, str, str], Path]
) -> None:
    """A comment was added to the knowledge, or a word changed."""
    folder = changed(SCHEME, "rules:", "# Nothing.\nrules:")
    out = run("replay", str(inagi), "--knowledge", str(folder))[1]
    assert out.count("\n") == 1
    assert "記録のとおり（知識は変わったが、この答えは同じ）" in out
    folder = changed("sources.yaml", f'"{RULEBASE.version}"', '"2031.04"')
    out = run("replay", str(inagi), "--knowledge", str(folder), "--lang", "en")[1]
    assert f"(knowledge {RULEBASE.version} → 2031.04)" in out


def test_a_record_that_was_changed_afterwards_is_found_out(run: Any, inagi: Path) -> None:
    """The knowledge is the same, so another result can only come from the file."""
    text = inagi.read_text(encoding="utf-8")
    first = re.search(r"weight: (\S+)", text)
    assert first
    inagi.write_text(text.replace(first[0], "weight: 99.5", 1), encoding="utf-8")
    code, out, _ = run("replay", str(inagi))
    assert code == 0
    assert "書き換えられている" in out
    assert "どの規則でも説明できない" in out
    out = run("replay", str(inagi), "--lang", "en")[1]
    assert "the file was changed after it was written" in " ".join(out.split())
    older = text.replace(f"screc: '{VERSION}'", "screc: '0.0.1'").replace("held: 55", "held: 50")
    inagi.write_text(older, encoding="utf-8")
    found = json.loads(run("replay", str(inagi), "--json")[1])
    assert found["difference"] == "program"


def test_an_answer_that_became_more_or_less_sure_says_so(run: Any, tmp_path: Path) -> None:
    """The first stays; whether a fact has to be confirmed before it is what changed."""
    path = tmp_path / "a.yaml"
    asked = write_record(recorded(AREAS["mitaka"]))
    pairs = [(GOOD, "まず確かめる事実はなくなった")]
    pairs += [(asked, "決め手の事実をまず確かめる")]
    for text, words in pairs:
        old = "match" if "outcome: match" in text else "ask"
        other = {"match": "ask", "ask": "match"}[old]
        path.write_text(text.replace(f"outcome: {old}", f"outcome: {other}"), encoding="utf-8")
        assert words in run("replay", str(path))[1]


def otherwise(rule: Rule, kind: str) -> Rule | None:
    """Change one rule in one way."""
    if kind == "points" and rule.points:
        return replace(rule, points=max(rule.points - 1, 1))
    if kind == "aspect" and rule.aspect == "circumstance":
        return replace(rule, aspect="purpose")
    if kind == "gone" and rule.aspect not in ("trigger", "purpose"):
        return None
    if kind == "condition":
        return replace(rule, when=Not(rule.when))
    return replace(rule, when=Is("station", value=True))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(AREAS)),
    st.sampled_from(RULES),
    st.sampled_from(["points", "aspect", "gone", "condition", "other"]),
)
def test_every_difference_is_laid_at_the_door_of_the_rule_that_changed(
    area: str, owned: tuple[str, Rule], kind: str
) -> None:
    """Whatever rule is changed, it is the only one named, and every scheme that moved names it.

    Read the other way round, from the new knowledge to the old, it is the same.
    """
    scheme_id, rule = owned
    other = with_rule(scheme_id, rule.id, lambda found: otherwise(found, kind))
    name = f"{scheme_id}.{rule.id}"
    for old, new in ((RULEBASE, other), (other, RULEBASE)):
        found = again(recorded(AREAS[area], old), new)
        if found.difference == "none":
            assert otherwise(rule, kind) == rule
            continue
        assert [f"{change.scheme}.{change.rule}" for change in found.rules] == [name]
        assert all(change.by == (name,) for change in found.schemes)
        assert found.rules[0].moves == tuple(change.scheme for change in found.schemes)


def test_a_scheme_that_is_new_or_gone_is_told() -> None:
    """Its rules came or went with it; what they moved beside it is told by rule."""
    schemes = tuple(scheme for scheme in RULEBASE.schemes if scheme.id != "apartment")
    fewer = replace(RULEBASE, digest="another", schemes=schemes)
    for old, new in ((RULEBASE, fewer), (fewer, RULEBASE)):
        found = again(recorded(AREAS["inagi"], old), new)
        other, one = sorted(found.schemes, key=lambda change: change.scheme != "block")
        assert (other.scheme, other.by) == ("block", ("apartment.renewed-or-new",))
        assert (one.scheme, one.name, one.by) == ("apartment", "共同住宅開発型", ())
        assert (one.before is None) == (new is RULEBASE)
        assert {rule.scheme for rule in found.rules} == {"apartment"}


def values(attribute: Attribute) -> st.SearchStrategy[FactValue]:
    """Generate values of an attribute, from bound to bound."""
    options = [option.id for option in attribute.options]
    if attribute.type == "number":
        low, high = attribute.minimum or 0, attribute.maximum or 0
        if attribute.whole:
            return st.integers(int(low), int(high))
        return st.floats(low, high)
    if attribute.type == "choice":
        return st.sampled_from(options)
    if attribute.type == "choices":
        return st.dictionaries(st.sampled_from(options), st.booleans())
    return st.booleans()


@settings(max_examples=30, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.fixed_dictionaries(
        {}, optional={attribute.id: values(attribute) for attribute in RULEBASE.attributes}
    ),
)
def test_what_is_recorded_is_read_back(name: str, facts: dict[str, FactValue]) -> None:
    """Whatever the facts and the name, and the answer made of them is the same."""
    record = recorded(Area.from_values(name, name, facts))
    found = read_back(record)
    assert found == record
    assert again(found).difference == "none"


@pytest.mark.parametrize(
    "name",
    [
        *("1e5", "1.5e3", ".5E-3", "0x1F", "0o17", "1_000", "12:30:45", "2026-11-23", "9" * 40),
        *("true", "no", "null", "~", "", " ", "=1+1", "@SUM(A1)", "-", "?", ": ", "a: b", "# c"),
        *("!!python/object:os.system x", "&a", "*a", "<<", "%YAML 1.1", "---", "...", "{a: b}"),
        *("[red]x[/red]", "<b>", "\x1b[31m", "\u202e", "a\nb", "a\u2028b", "\ufeff", "😀", "'\""),
    ],
)
def test_a_name_stays_a_name(name: str) -> None:
    """Whatever it looks like: YAML, a number, markup, a formula, control marks."""
    record = recorded(Area.from_values(name, name, {"station": True}))
    text = write_record(record)
    assert read_record(text.encode(), "a.yaml") == record
    assert read_record(text.encode(), "a.yaml").area.name.ja == record.area.name.ja
    assert not any(mark in text for mark in "\x1b\u202e\u2028\ufeff")


WORDS = st.text(st.characters(codec="utf-8"))
SCALARS = st.one_of(
    *(WORDS, st.from_regex(r"[-+0-9.eE_:]{1,9}"), st.booleans(), st.none()),
    *(st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False)),
)
PARTS = st.one_of(
    *(SCALARS, st.lists(SCALARS, max_size=4), st.dictionaries(WORDS, SCALARS, max_size=4)),
    st.lists(st.dictionaries(WORDS, st.lists(SCALARS, max_size=3), max_size=3), max_size=3),
)


@pytest.mark.parametrize("broken", [True, False])
@given(PARTS)
def test_yaml_that_is_written_is_read_back(broken: bool, part: Any) -> None:  # noqa: FBT001
    """By the strict reader, which takes more for a number than YAML 1.1 does."""
    data = {"part": part, "line": OneLine(part=part)}
    assert read_yaml(write_yaml(data, broken=broken), "a.yaml").value == data


GOOD = write_record(recorded(AREAS["inagi"]))
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nrecord: *b\n"


@pytest.mark.parametrize(
    ("content", "ja", "en"),
    [
        ("", "判断の記録ではありません", "no decision record"),
        ("x" * 100_000, "判断の記録ではありません", "no decision record"),
        ("\x00\x01", "YAML として読めません", "not YAML"),
        ("[1, 2]", "判断の記録ではありません", "no decision record"),
        ("name: 試験市\nfacts: {station: true}\n", "地区のファイルで", "this is an area file"),
        ("record: 2\nnew: [things]\n", "形式2の記録です", "a record of format 2"),
        ("record: 0\n", "1 のどれか", "write one of 1"),
        ("record: one\n", "1 のどれか", "write one of 1"),
        (BOMB, "アンカーと別名", "anchors and aliases"),
        ("record: !!python/object:os.system x\n", "タグ", "tags are not allowed"),
        ("record: " + "[" * 100, "入れ子が深すぎます", "nested too deeply"),
        ("a: " + "x" * 2_000_000, "大きすぎます", "too large"),
        (GOOD.replace("weight: 36", "weight: -36", 1), "小さすぎます", "greater than or equal"),
        (GOOD.replace("weight: 36.562", "weight: 1e999", 1), "使えない値", "finite"),
        (GOOD.replace("held: 55", "held: 1000000000000", 1), "大きすぎます", "less than or"),
        (
            GOOD.replace("standing: recommended", "standing: sure", 1),
            "recommended,",
            "recommended,",
        ),
        (GOOD.replace("outcome: match", "outcome: [match]"), "match,", "match,"),
        (GOOD.replace("ranking:", "rankings:"), "「ranking」のことですか", 'mean "ranking"'),
        (GOOD.replace("    several-facilities:", "    several:"), "そろいません", "do not match"),
        (GOOD.replace("{station: true}", "{station: {at_least: x}}"), "数を書きます", "a number"),
        (GOOD.replace("{station: true}", "{a: {at_least: 1e999}}"), "大きすぎ", "too large"),
        (
            GOOD.replace("extent: {value: block", "extent: {value: [[x]]", 1),
            "事実の値",
            "not a value",
        ),
        (GOOD.replace("recorded_on: 2026-11-23", "recorded_on: some day"), "日付", "date"),
    ],
    ids=range(23),
)
def test_a_file_that_is_no_record_is_refused(
    content: str, ja: str, en: str, run: Any, tmp_path: Path
) -> None:
    """Exit code 2, the file and mostly the line, what is wrong in both languages, no traceback."""
    path = tmp_path / "bad.yaml"
    path.write_text(content, encoding="utf-8")
    for language, words in (("ja", ja), ("en", en)):
        code, out, err = run("replay", str(path), "--lang", language)
        assert (code, out) == (2, "")
        assert err.startswith(str(path))
        assert words in err
        assert "Traceback" not in err


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 2))
def test_a_record_that_was_cut_off_is_refused(length: int) -> None:
    """Wherever it ends, nothing is taken for a whole record."""
    cut = GOOD[:length]
    if cut.rstrip() == GOOD.rstrip():
        return
    with pytest.raises(InputError):
        read_record(cut.encode(), "record.yaml")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.text(max_size=4))
def test_a_damaged_record_is_refused_or_replayed(place: int, words: str) -> None:
    """Whatever stands there instead, it ends in a message or in a replay."""
    damaged = GOOD[:place] + words + GOOD[place + len(words) :]
    try:
        record = read_record(damaged.encode("utf-8", "replace"), "record.yaml")
    except InputError:
        return
    json.dumps(to_plain(again(record)), allow_nan=False)


def test_situations_in_a_circle_do_no_harm() -> None:
    """A record may come from anybody; its situations are only compared."""
    circle = GOOD.replace(
        "  station-renewal: {all: [{station: true}",
        "  station-renewal: {all: [{housing-estate: true}",
    ).replace("{any: [{households: {at_least: 50}}", "{any: [{station-renewal: true}")
    assert circle != GOOD
    found = again(read_record(circle.encode(), "a.yaml"))
    assert found.difference == "file"
    assert {change.id for change in found.situations} == {"station-renewal", "housing-estate"}


def test_control_marks_of_a_record_never_reach_the_terminal(run: Any, tmp_path: Path) -> None:
    """Names, reasons, versions and facts are shown, not obeyed."""
    text = GOOD.replace("name: 公共施設開発型", 'name: "\\e[31m\\u202e"')
    text = text.replace("public-facility:", "gone-scheme:").replace(
        "public-facility\n", "gone-scheme\n"
    )
    text = text.replace("size-of-a-block, bounded-block", "size-of-a-block, gone-rule")
    text = re.sub(
        r"    bounded-block: {because: [^,]*(.*)points: 35",
        r'    gone-rule: {because: "\\e[31m[red]x[/red]"\1points: 30',
        text,
    )
    text = text.replace("weight: 34.82", "weight: 30.0")
    text = text.replace("screc: '0.1.0'", 'screc: "\\e[31m"')
    text = text.replace("    extent:", '    "\\e]0;t\\a": true\n    extent:')
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    for language in ("ja", "en"):
        code, out, err = run("replay", str(path), "--lang", language)
        assert (code, err) == (0, "")
        assert "[red]x[/red]" in out
        assert not any(mark in out for mark in "\x1b\x07\u202e")


@pytest.mark.parametrize("given", ["none.yaml", ".", "", "/dev/zero", "a\0b"])
def test_a_file_that_cannot_be_read_is_told(
    given: str, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, exit code 2."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("replay", given)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_record_comes_from_a_pipe_too(
    run: Any, inagi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an area does."""
    piped = io.TextIOWrapper(io.BytesIO(inagi.read_bytes()))
    monkeypatch.setattr(sys, "stdin", piped)
    assert "記録のとおり" in run("replay", "-")[1]


@pytest.mark.parametrize("columns", ["20", "50", "200"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_width_loses_text(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: str, language: str
) -> None:
    """Lines are broken where they must, and every character is still there."""
    path = tmp_path / "a.yaml"
    path.write_text(GOOD.replace("value: several", "value: one", 1), encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "500")
    whole = "".join(run("replay", str(path), "--lang", language)[1].split())
    monkeypatch.setenv("COLUMNS", columns)
    found = "".join(run("replay", str(path), "--lang", language)[1].split())
    ignored = str.maketrans("", "", "・:　")
    assert sorted(found.translate(ignored)) == sorted(whole.translate(ignored))


def test_record_and_replay_keep_to_their_schemas(run: Any, inagi: Path) -> None:
    """What is written and printed is what `screc schema` promises."""
    written = read_yaml(inagi.read_text(encoding="utf-8"), "a.yaml").value
    Draft202012Validator(schema_of("record")).validate(written)
    gone = with_rule("public-facility", "side-by-side", lambda _: None)
    gates = (*gone.gates, replace(gone.gates[0], id="block", when=Is("extent", "block")))
    record = read_record(inagi.read_bytes(), "a.yaml")
    found = to_plain(again(record, replace(gone, gates=gates)))
    assert found["gates_and_constraints"]
    assert found["rules"]
    Draft202012Validator(schema_of("replay")).validate(found)
    assert isinstance(gates[-1], Gate)
    assert run("schema", "record")[0] == 0
