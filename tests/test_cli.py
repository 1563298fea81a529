"""The command line, as its users meet it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from screc.cli.main import COMMANDS
from screc.model.schema import FORMS
from screc.rules.compile import load_rulebase
from screc.rules.engines import make_engine

AREAS = (
    *("chiyoda", "shinagawa", "nerima", "sumida", "katsushika", "adachi", "shinjuku", "itabashi"),
    *("musashino", "mitaka", "chofu", "inagi", "niijima", "minato-district", "tama-district"),
)


def plain(run: Any, *arguments: str) -> Any:
    """Run a command with --json and parse what it prints."""
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_recommendation_is_shown_in_japanese_with_its_sources(run: Any) -> None:
    """The first run of a new user."""
    code, out, err = run("recommend", "inagi")
    assert (code, err) == (0, "")
    assert out.startswith("稲城市　「公共施設開発型」が最も合う")
    for words in ("契機 35", "区（市）有施設が複数ある", "推奨", "次に聞くこと", "█"):
        assert words in out
    assert "h25\N{NO-BREAK SPACE}5.7" in out


def test_the_same_in_english(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """By option, or by a setting of the system."""
    assert run("recommend", "inagi", "--lang", "en")[1].startswith("Inagi City: Public facilities")
    monkeypatch.setenv("SCREC_LANG", "en")
    assert run("recommend", "inagi")[1].startswith("Inagi City: Public facilities")
    assert run("recommend", "inagi", "--lang=ja")[1].startswith("稲城市")


@pytest.mark.parametrize("name", ["inagi", "稲城市", "Inagi City", "INAGI", " Ｉｎａｇｉ city"])
def test_an_area_is_found_by_id_and_name(run: Any, name: str) -> None:
    """An officer types the name, not the id."""
    assert plain(run, "recommend", name)["area"]["id"] == "inagi"


@pytest.mark.parametrize("area", AREAS)
def test_the_json_keeps_to_its_schema(run: Any, area: str) -> None:
    """What is printed is what `screc schema recommendation` promises."""
    schema = json.loads(run("schema", "recommendation")[1])
    Draft202012Validator(schema).validate(plain(run, "recommend", area))


def test_the_json_has_the_words_of_the_design(run: Any) -> None:
    """Others rely on these keys."""
    answer = plain(run, "recommend", "inagi")
    engine = make_engine("auto", load_rulebase()).name
    assert (answer["outcome"], answer["engine"], answer["mode"]) == ("match", engine, "area")
    assert answer["knowledge"].keys() == {"version", "digest"}
    assert answer["area"]["facts"]["public-facilities"]["value"] == "several"
    assert answer["area"]["facts"]["public-facilities"]["origin"] == "stated"
    first = answer["recommendations"][0]
    assert (first["scheme"], first["rank"], first["standing"]) == (
        "public-facility",
        1,
        "recommended",
    )
    assert first["fit"].keys() == {"held", "possible"}
    finding = next(f for f in first["findings"] if f["rule"] == "facility-cluster")
    assert (finding["verdict"], finding["effect"]) == ("holds", "supports")
    assert finding["facts"] == {"public-facilities.several": True}
    assert finding["citation"].startswith("h25 5.7 ")
    assert answer["questions"][0].keys() >= {"attribute", "question", "decides"}
    assert answer["conflicts"] == answer["read"] == []


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Across processes, whatever the hash seed; the cache makes no difference either."""
    outputs = set()
    for seed in ("0", "1"):
        for cache in ("", str(tmp_path)):
            ended = subprocess.run(
                [sys.executable, "-m", "screc", "recommend", "tama-district", "--json"],
                env={"PYTHONHASHSEED": seed, "SCREC_CACHE_DIR": cache, "PATH": ""},
                capture_output=True,
                check=True,
            )
            outputs.add(ended.stdout)
    assert len(outputs) == 1


def test_facts_can_be_changed_and_taken_away(run: Any) -> None:
    """`--set` overrides what the area says; unknown takes a fact away."""
    changed = plain(run, "recommend", "inagi", "--set", "accepts-equipment=いいえ")
    assert "public-facility" in [scheme["scheme"] for scheme in changed["excluded"]]
    less = plain(run, "recommend", "inagi", "--set", "wish-energy-exchange=unknown")
    assert "wish-energy-exchange" not in less["area"]["facts"]
    assert less["recommendations"][0]["standing"] == "conditional"


def test_an_area_comes_from_a_file_or_a_pipe(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """YAML as Windows saves it, and JSON from another program."""
    text = "name: 試験市\nfacts:\n  wish-eco-points: はい\n  wish-awareness: true\n"
    path = tmp_path / "試験.yaml"
    path.write_bytes(text.encode("cp932"))
    answer = plain(run, "recommend", str(path))
    assert answer["area"]["name"] == "試験市"
    assert answer["recommendations"][0]["scheme"] == "energy-saving-behaviour"
    data = {"name": "絵文字😀", "facts": {"wish-charging": True}}
    piped = io.TextIOWrapper(io.BytesIO(json.dumps(data).encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    answer = plain(run, "recommend", "-")
    assert answer["area"]["name"] == "絵文字😀"
    assert answer["recommendations"][0]["scheme"] == "ev"


def test_exclusions_say_what_was_denied_and_cite_every_scheme(run: Any, tmp_path: Path) -> None:
    """A wish that was denied is not printed as if it held; a shared reason keeps all sources."""
    denied, refused = tmp_path / "denied.yaml", tmp_path / "refused.yaml"
    denied.write_text("facts: {wish-vision: false, theme-chosen: false}", encoding="utf-8")
    refused.write_text("facts: {accepts-equipment: false}", encoding="utf-8")
    said = "".join(run("recommend", str(denied))[1].split())
    assert "検討委員会設置：「構想を打ち出し、地域の特性に合う事業を進めたい」に当たらない" in said
    excluded = plain(run, "recommend", str(refused))["excluded"]
    sources = {finding["citation"] for scheme in excluded for finding in scheme["findings"]}
    screen = " ".join(run("recommend", str(refused))[1].split())
    assert len(sources) == len(excluded) > 1
    assert all(source in screen for source in sources)


@pytest.mark.parametrize(
    ("arguments", "ja", "en"),
    [
        (["recommend", "inaji"], "「inagi」のことですか。", 'did you mean "inagi"?'),
        (["recommend", "none.yaml"], "none.yaml: ファイルがありません。", "there is no such file"),
        (["recommend", "."], ".: ファイルではなくフォルダです。", "this is a folder"),
        (["recommend", ""], "地区「」はありません。", 'unknown area ""'),
        (["recommend"], "AREA を指定してください。", "AREA is missing."),
        (
            ["recommend", "inagi", "--set", "statoin=true"],
            "--set statoin=true: 項目「statoin」はありません。「station」のことですか。",
            'did you mean "station"?',
        ),
        (
            ["recommend", "inagi", "--set", "households=-1"],
            "0～500,000 戸 の範囲",
            "it lies within 0 to 500,000",
        ),
        (
            ["recommend", "inagi", "--set", "extent=blok"],
            "「block」のことですか。選択肢: building, block",
            'did you mean "block"? Options: building',
        ),
        (["recommend", "inagi", "--set", "station"], "「項目=値」の形", "write attribute=value"),
        (["show", "blok"], "「block」のことですか。", 'did you mean "block"?'),
        (["show", "inagi", "--jso"], "「--json」のことですか。", 'Did you mean "--json"?'),
        (["recomend", "inagi"], "「recommend」のことですか。", 'Did you mean "recommend"?'),
        (["recommend", "inagi", "--lang", "fr"], "使えるもの: ja, en", None),
        (["schema", "aera"], "「area」のことですか。", 'did you mean "area"?'),
        (
            ["recommend", "inagi", "--knowledge", "x"],
            "知識ベースがありません: x",
            "no knowledge base",
        ),
        (["recommend", "inagi", "x"], "余分な語があります: x", "unexpected argument: x"),
    ],
)
def test_bad_input_gets_one_clear_message(
    run: Any, arguments: list[str], ja: str, en: str | None
) -> None:
    """Exit code 2, the user's language, what was probably meant, no traceback."""
    for language, said in (("ja", ja), ("en", en)):
        if said is None:
            continue
        chosen = [] if "--lang" in arguments else ["--lang", language]
        code, out, err = run(*arguments, *chosen)
        assert (code, out) == (2, "")
        assert said in err
        assert err.count("\n") == 1
        assert "Traceback" not in err


def test_several_faults_are_told_together(run: Any) -> None:
    """One line each."""
    code, _, err = run("recommend", "inagi", "--set", "statoin=true", "--set", "households=x")
    assert code == 2
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "--set statoin=true",
        "--set households=x",
    ]


def test_markup_in_names_is_only_text(run: Any, tmp_path: Path) -> None:
    """A name is shown as it is written, whatever it looks like."""
    path = tmp_path / "a.yaml"
    path.write_text(
        'name: "[red]<b>試験</b>[/red] [link=x]"\nfacts: {wish-charging: true}\n', "utf-8"
    )
    assert run("recommend", str(path))[1].startswith("[red]<b>試験</b>[/red] [link=x]")


def test_control_marks_never_reach_the_terminal(run: Any, tmp_path: Path) -> None:
    """Escape sequences and direction marks in a name, a value or a word are shown, not obeyed."""
    path = tmp_path / "a.yaml"
    text = 'name: "\\u001b[31m赤\\u202e\\u009b"\nfacts: {wish-charging: true}\n'
    path.write_text(text, encoding="utf-8")
    _, out, _ = run("recommend", str(path))
    _, _, err = run("recommend", "inagi", "--set", "x\x1b]0;t\x07a=1")
    for said in (out, err):
        assert not any(mark in said for mark in "\x1b\x07\x9b\u202e")
    assert out.startswith("\N{REPLACEMENT CHARACTER}[31m赤")


@pytest.mark.parametrize("columns", ["0", "10", "20", "40", "200"])
@pytest.mark.parametrize("command", ["schemes", "areas", "questions", "recommend inagi", "show 8"])
def test_no_width_loses_text(
    run: Any, monkeypatch: pytest.MonkeyPatch, command: str, columns: str
) -> None:
    """Lines are broken where they must, and every character is still there."""
    monkeypatch.setenv("COLUMNS", "500")
    whole = "".join(run(*command.split())[1].split())
    monkeypatch.setenv("COLUMNS", columns)
    found = "".join(run(*command.split())[1].split())
    assert sorted(found.replace("・", "")) == sorted(whole.replace("・", ""))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux' device of a full disk")
def test_a_full_disk_is_told_without_a_traceback() -> None:
    """Exit code 2, and one line."""
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "screc", "recommend", "inagi"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 2
    assert ended.stderr.decode().startswith("読み書きできません")
    assert ended.stderr.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device that never ends")
def test_only_regular_files_are_read(run: Any) -> None:
    """A device or a pipe is refused instead of read for ever."""
    assert run("recommend", "/dev/zero")[2] == "/dev/zero: ふつうのファイルではありません。\n"


def test_messages_have_an_end(run: Any, tmp_path: Path) -> None:
    """Neither a huge value nor thousands of faults fill the screen."""
    path = tmp_path / "a.yaml"
    lines = [f"  unknown-{number}: true" for number in range(1000)]
    path.write_text("\n".join(["facts:", f"  station: {'x' * 200_000}", *lines]), encoding="utf-8")
    code, _, err = run("recommend", str(path))
    assert code == 2
    assert err.endswith("ほか951件\n")
    assert len(err) < 60_000


def test_schemes_are_listed(run: Any) -> None:
    """The twelve, in table order."""
    listed = plain(run, "schemes")
    assert [scheme["number"] for scheme in listed] == list(range(1, 13))
    assert listed[5]["id"] == "public-facility"
    out = run("schemes")[1]
    assert all(scheme["id"] in out and scheme["name"] in out for scheme in listed)


@pytest.mark.parametrize("called", ["public-facility", "6", "5.7", "公共施設開発型"])
def test_one_scheme_is_shown_whole(run: Any, called: str) -> None:
    """By id, number, table or name."""
    scheme = plain(run, "show", called)
    assert scheme["id"] == "public-facility"
    assert len(scheme["roles"]["concept"]) == 1
    assert len(scheme["roles"]["project"]) == 3
    keys = ("stakeholders", "frames", "flows", "aims", "rules", "purpose", "outline", "remarks")
    assert all(item["citation"] for key in keys for item in scheme[key])
    assert scheme["scale"]["citation"] == "h25 5.7 導入規模 L974"
    assert {"from", "to", "type", "basis"} <= scheme["flows"][0].keys()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("number", range(1, 13))
def test_every_scheme_can_be_read_in_a_terminal(run: Any, number: int, language: str) -> None:
    """All parts, in both languages."""
    code, out, _ = run("show", str(number), "--lang", language)
    assert code == 0
    parts = {"ja": ("目的", "スキーム図", "導入規模", "規則"), "en": ("Purpose", "Chart", "Rules")}
    assert all(part in out for part in parts[language])


def test_areas_are_listed(run: Any) -> None:
    """The twelve municipalities, 新島村 and the two districts."""
    listed = plain(run, "areas")
    assert {area["id"] for area in listed} == set(AREAS)
    assert all(area.keys() >= {"id", "name"} for area in listed)
    assert all(area in run("areas")[1] for area in AREAS)


def test_one_area_is_shown_with_its_facts_and_figures(run: Any) -> None:
    """Wishes, facts with their sources, and what is published; doubtful figures say so."""
    out = run("areas", "稲城")[1]
    assert "public-facilities = several" in out
    assert "h25\N{NO-BREAK SPACE}2.1" in out
    district = run("areas", "tama-district")[1]
    assert "0.73（疑義あり）" in district
    assert plain(run, "areas", "inagi")["facts"]["public-facilities"]["value"] == "several"


def test_questions_are_listed_with_what_can_be_answered(run: Any) -> None:
    """50 to 70 of them, each with type, values or bounds, and unit."""
    listed = plain(run, "questions")
    assert 50 <= len(listed) <= 70
    for question in listed:
        assert question.keys() >= {"id", "name", "type", "values", "bounds", "unit"}
        assert question["question"].endswith(("か。", "？", "。"))
        if question["type"] == "number":
            low, high = question["bounds"]
            assert low < high
            assert question["unit"]
        else:
            assert question["values"]
    assert plain(run, "questions", "--lang", "en")[0]["question"].endswith("?")
    assert "households = 0～500,000（戸（世帯））" in run("questions")[1]


def test_the_knowledge_is_sound(run: Any) -> None:
    """`screc check` finds nothing to complain of."""
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert "誤りはありません" in out
    assert plain(run, "check") == []


def test_schemas_are_schemas_and_fit_the_knowledge(run: Any, tmp_path: Path) -> None:
    """An editor that uses them accepts every file of the knowledge base."""
    import yaml

    from screc.knowledge.find import find_knowledge

    schemas = json.loads(run("schema")[1])
    assert schemas.keys() == FORMS.keys()
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    folder = find_knowledge()
    for name, pattern in (("area", "areas/*.yaml"), ("scheme", "schemes/*.yaml")):
        validator = Draft202012Validator(schemas[name])
        for path in folder.glob(pattern):
            validator.validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert run("schema", "-o", str(tmp_path / "out"))[0] == 0
    assert len(list((tmp_path / "out").glob("*.schema.json"))) == len(FORMS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_speaks_both_languages(run: Any, command: str) -> None:
    """Each command explains itself."""
    code, out, _ = run(command, "--help")
    assert code == 0
    assert out.startswith("使い方: ")
    assert "オプション:" in out
    assert run(command, "--help", "--lang", "en")[1].startswith("Usage: ")


def test_a_closed_pipe_is_no_error() -> None:
    """`screc schemes | head -1` ends quietly."""
    code = "import sys; from screc.cli.main import run; sys.argv[1:] = ['show', '1']; run()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        errors = process.stderr.read()
    assert errors == b""
