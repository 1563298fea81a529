"""All areas of a programme side by side: read whole, told in every format, packed in one file."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from screc.knowledge.facts import read_area
from screc.knowledge.load import load_knowledge
from screc.model.area import AreaRecord
from screc.model.rulebase import Area
from screc.model.text import Language, Say
from screc.scoping import archive as archive_module
from screc.scoping.archive import archive
from screc.scoping.area_folder import read_folder
from screc.scoping.grouping import Spot, distance_km
from screc.scoping.html import write_html
from screc.scoping.overview_paper import overview_paper
from screc.scoping.pack import PACK
from screc.scoping.paper import Paper
from screc.scoping.programme import Overview, overview
from screc.scoping.styles import Styles
from screc.scoping.workbook.write import write_workbook

Areas = Sequence[tuple[Area, AreaRecord]]
KNOWLEDGE = load_knowledge()
MUNICIPALITIES = [area.id for area in KNOWLEDGE.areas if area.kind == "municipality"]
TOKYO = {
    "adachi": (35.775, 139.804),
    "chiyoda": (35.694, 139.754),
    "chofu": (35.651, 139.541),
    "inagi": (35.638, 139.505),
    "itabashi": (35.751, 139.709),
    "katsushika": (35.743, 139.847),
    "mitaka": (35.684, 139.560),
    "musashino": (35.718, 139.566),
    "nerima": (35.736, 139.652),
    "shinagawa": (35.609, 139.730),
    "shinjuku": (35.694, 139.704),
    "sumida": (35.711, 139.802),
}
"""The halls of the municipalities, in degrees."""
BOTH = pytest.mark.parametrize("language", ["ja", "en"])
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "-2+3",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "[red]赤[/red] {{ 7 * 7 }}",
    "\u202eright\u202c to \u2067left\u2069",
    "長" * 300,
)
SMALL = "whole: [theme]\nslides: [proposal]\nworkbook: [sheet]\n"
"""A template of papers that are soon made."""


def plain(run: Any, *arguments: str) -> Any:
    """Run the command with --json and parse what it prints."""
    code, out, err = run("programme", *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def folder_of(folder: Path, **texts: str) -> str:
    """Write area files into a folder; `north_yaml` becomes `north.yaml`."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    return str(folder)


def area(name: str, *lines: str, fact: str = "wish-charging: true") -> str:
    """Write an area's file."""
    return "\n".join((f"name: {json.dumps(name)}", f"facts: {{{fact}}}", *lines))


def at(latitude: float, longitude: float) -> str:
    """Write where an area is."""
    return f"location: {{latitude: {latitude}, longitude: {longitude}}}"


def located(folder: Path, spots: dict[str, tuple[float, float]]) -> str:
    """Write a file of locations."""
    lines = [f"{name},{latitude},{longitude}" for name, (latitude, longitude) in spots.items()]
    path = folder / "locations.csv"
    path.write_text("\n".join(["id,latitude,longitude", *lines]), encoding="utf-8")
    return str(path)


@pytest.fixture
def two(tmp_path: Path) -> str:
    """Write a folder of two areas."""
    return folder_of(tmp_path / "areas", kita_yaml=area("北町"), minami_yaml=area("南町"))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with an area, a file and an empty folder, where no pack can be made."""
    folder_of(tmp_path / "areas", kita_yaml=area("北町"))
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.yaml").write_text(area("北町"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(archive_module, "make_packs", None)
    return tmp_path


def judged(areas: Areas, **spots: tuple[float, float]) -> Overview:
    """Judge all areas of a programme."""
    places = {name: Spot(*spot) for name, spot in spots.items()}
    return overview(areas, KNOWLEDGE, places, engine="reference")


def paper_on(found: Overview, language: Language = "ja") -> Paper:
    """Write the paper on a programme."""
    return overview_paper(found, KNOWLEDGE, KNOWLEDGE.paper_template, language)


@cache
def guidance() -> Overview:
    """Judge the municipalities of the guidance, once."""
    records = [record for record in KNOWLEDGE.areas if record.kind == "municipality"]
    return judged([(read_area(each, KNOWLEDGE.attributes), each) for each in records], **TOKYO)


@cache
def page(language: Language = "ja") -> list[Grid]:
    """Read the tables of the page on the municipalities of the guidance, once."""
    return grids(write_html(paper_on(guidance(), language), Styles()))


class Grid(list[list[tuple[str, str | None, str]]]):
    """The rows of a table on a page: of each cell its element, its scope, and what is read."""

    def __init__(self) -> None:
        """Begin with no row."""
        super().__init__()
        self.levels: list[tuple[str, float]] = []


class _Reader(HTMLParser):
    """Reads the tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.grids: list[Grid] = []
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.grids.append(Grid())
        elif tag == "tr":
            self.grids[-1].append([])
        elif tag in ("th", "td"):
            self._is_in_cell = True
            given = dict(attrs)
            self.grids[-1][-1].append((tag, given.get("scope"), ""))
            level = re.fullmatch(r"--level: ([\d.]+)", given.get("style") or "")
            self.grids[-1].levels.append(("", float(level[1]) if level else 0))

    def handle_endtag(self, tag: str) -> None:
        self._is_in_cell &= tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self._is_in_cell:
            tag, scope, text = self.grids[-1][-1][-1]
            self.grids[-1][-1][-1] = (tag, scope, text + data.strip())
            self.grids[-1].levels[-1] = (text + data.strip(), self.grids[-1].levels[-1][1])


def grids(written: bytes) -> list[Grid]:
    """Read the tables of a page."""
    reader = _Reader()
    reader.feed(written.decode())
    return reader.grids


def opened(written: bytes) -> Any:
    """Read a workbook back."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* extension is not supported")
        return load_workbook(BytesIO(written))


def marks(found: Overview, excluded: str = "×") -> list[list[str]]:
    """Say what the cells of the heat map say, from what was found."""
    rows = []
    for member in found.members:
        row = []
        for place in member.places.values():
            mark = "◎" if place.is_first else "○" if place.is_presented else ""
            points = place.fit.held or ""
            row.append(excluded if place.standing == "excluded" else f"{mark}{points}")
        rows.append(row)
    return rows


def test_without_a_folder_the_municipalities_of_the_guidance(run: Any) -> None:
    """All of them, in their order, each as a recommendation has it."""
    found = plain(run)
    assert found.keys() == {"schemes", "members", "groups", "without_spot"}
    assert [member["id"] for member in found["members"]] == MUNICIPALITIES
    assert [*found["schemes"]] == [scheme.id for scheme in KNOWLEDGE.schemes]
    for member in found["members"]:
        code, out, _ = run("recommend", member["id"], "--json")
        answer = json.loads(out)
        assert (code, answer["outcome"]) == (0, member["outcome"])
        presented = [name for name, place in member["places"].items() if place["is_presented"]]
        assert sorted(presented) == sorted(each["scheme"] for each in answer["recommendations"])
        first = [name for name, place in member["places"].items() if place["is_first"]]
        assert first == [each["scheme"] for each in answer["recommendations"][:1]]
        excluded = [n for n, place in member["places"].items() if place["standing"] == "excluded"]
        assert sorted(excluded) == sorted(each["scheme"] for each in answer["excluded"])
        for each in (*answer["recommendations"], *answer["others"]):
            assert member["places"][each["scheme"]]["fit"] == each["fit"]


@BOTH
def test_the_heat_map_is_shown_in_a_terminal(run: Any, language: Language) -> None:
    """A row an area, a column a scheme; marks and numbers stand where the schemes are numbered."""
    code, out, err = run("programme", "--lang", language)
    assert (code, err) == (0, "")
    say = Say(language)
    lines = out.splitlines()
    head = lines[1]
    ends = [head.index(f" {number} ") + len(str(number)) + 1 for number in range(1, 13)]
    shift = sum(len(mark) != cell_len(mark) for mark in head[: ends[0]])
    for member, row, line in zip(
        guidance().members, marks(guidance(), "✕"), lines[2:], strict=False
    ):
        name = say.text(member.name)
        assert line.startswith(name)
        # Wide characters of the name take two cells of the terminal.
        wide = cell_len(name) - len(name) - shift
        cells = [line[end - wide - 3 : end - wide].strip() for end in ends]
        assert [cell.replace(" ", "") for cell in cells] == row
    for number, scheme in enumerate(KNOWLEDGE.schemes, 1):
        assert f"{number:2} {say.text(scheme.name)}" in out
    assert say("✕ 対象外", "✕ excluded") in out


@BOTH
def test_shared_themes_are_those_of_two_or_more(run: Any, language: Language) -> None:
    """Each with all areas for which it is a candidate."""
    out = "".join(run("programme", "--lang", language)[1].split())
    say = Say(language)
    members = guidance().members
    for scheme in KNOWLEDGE.schemes:
        sharing = [each for each in members if each.places[scheme.id].is_presented]
        listed = say("、", ", ").join(say.text(each.name) for each in sharing)
        said = f"{say.text(scheme.name)}{say('：', ': ')}{listed}"
        assert ("".join(said.split()) in out) is (len(sharing) > 1)
        assert (scheme.id in guidance().shared) is (len(sharing) > 1)
        if len(sharing) > 1:
            assert guidance().shared[scheme.id] == tuple(sharing)


def test_who_has_no_candidate_is_named_apart(run: Any) -> None:
    """千代田区 and 新島村 are for individual consultation: they are in no group."""
    found = plain(run)
    consult = [each["id"] for each in found["members"] if each["outcome"] == "consult"]
    assert consult == ["chiyoda", "niijima"]
    assert found["groups"] == []
    assert found["without_spot"] == [name for name in MUNICIPALITIES if name not in consult]
    out = run("programme")[1]
    assert "・千代田区：個別相談で扱う" in out
    assert "・新島村：個別相談で扱う" in out
    assert "位置が分からず組めない" in out
    assert "--locations" in out


def test_areas_of_the_guidance_are_grouped_by_their_locations(run: Any, tmp_path: Path) -> None:
    """New ones apart from those that continue; nobody twice, nobody left out but by a reason."""
    path = located(tmp_path, TOKYO)
    found = plain(run, "--locations", path)
    groups = found["groups"]
    assert [(group["is_new"], group["members"]) for group in groups] == [
        (True, ["nerima", "shinagawa"]),
        (False, ["adachi", "katsushika", "sumida"]),
        (False, ["chofu", "inagi", "mitaka"]),
        (False, ["itabashi", "musashino", "shinjuku"]),
    ]
    assert found["without_spot"] == []
    spots = {name: Spot(*spot) for name, spot in TOKYO.items()}
    for group in groups:
        pairs = combinations(group["members"], 2)
        farthest = max(distance_km(spots[one], spots[other]) for one, other in pairs)
        assert group["farthest_km"] == farthest
    out = run("programme", "--locations", path)[1]
    assert "1. 練馬区、品川区（新規、最も遠い二つの間 15.8 km）" in " ".join(out.split())
    assert "位置が分からず組めない" not in out
    assert "(continuing, " in run("programme", "--locations", path, "--lang", "en")[1]


@pytest.mark.parametrize(("size", "sizes"), [("2", [2, 2, 2, 2, 2, 1]), ("3", [3, 3, 3, 2])])
def test_the_largest_group_can_be_chosen(
    run: Any, tmp_path: Path, size: str, sizes: list[int]
) -> None:
    """Up to that size, in as few groups as can be."""
    path = located(tmp_path, TOKYO)
    found = plain(run, "--locations", path, "--group-size", size)["groups"]
    assert sorted((len(group["members"]) for group in found), reverse=True) == sizes
    together = sorted(name for group in found for name in group["members"])
    assert together == sorted({*TOKYO} - {"chiyoda"})


def test_a_folder_is_read_whole(run: Any, tmp_path: Path) -> None:
    """YAML and JSON in any of three endings, by name; what is no area's file is left alone."""
    folder = folder_of(
        tmp_path / "areas",
        c_yaml=area("丙町", "participation: {new: true}"),
        a_yml=area("甲町", at(35.1, 139.1)),
        b_json=json.dumps({"id": "b-town", "name": {"ja": "乙町", "en": "B Town"}}),
        README_md="# 地区",
        d_YAML=area("丁町", fact="grid-island: true"),
    )
    (tmp_path / "areas" / "._c.yaml").write_bytes(b"\x00\x05\x16\x07 what a Mac keeps")
    (tmp_path / "areas" / "older").mkdir()
    (tmp_path / "areas" / "cp.yaml").write_bytes(area("表市").encode("cp932"))
    members = plain(run, folder)["members"]
    assert [member["name"]["ja"] for member in members] == ["甲町", "乙町", "丙町", "表市", "丁町"]
    assert [member["id"] for member in members] == ["a", "b-town", "c", "cp", "d"]
    assert [member["is_new"] for member in members] == [False, False, True, False, False]
    assert members[0]["spot"] == {"latitude": 35.1, "longitude": 139.1}
    assert [member["outcome"] for member in members][-1] == "consult"
    assert run("programme", folder, "--lang", "en")[1].count("B Town") >= 1


def test_all_faults_of_all_files_are_told(run: Any, tmp_path: Path) -> None:
    """At once, each with its file and line."""
    folder = folder_of(
        tmp_path / "areas",
        a_yaml="name: 甲\nfacts: {statoin: true, households: -1}",
        b_yaml="name: [",
        c_json='{"name": "丙", "unknown-key": 1}',
        d_yaml="",
        e_yaml=area("戊", "location: {latitude: .nan, longitude: 1.0e+400}"),
        f_yaml=area("己", "location: {latitude: 91, longitude: 139}"),
        g_yaml=area("庚", "location: {latitude: 35}"),
        h_yaml=area("辛"),
    )
    (tmp_path / "areas" / "i.yaml").mkdir()
    (tmp_path / "areas" / "j.yaml").write_bytes(b"name: \x81\xff")
    code, out, err = run("programme", folder)
    assert (code, out) == (2, "")
    told = [Path(line.split(":")[0]).name for line in err.splitlines()]
    counts = {"a.yaml": 2, "b.yaml": 1, "c.json": 1, "d.yaml": 1, "e.yaml": 2, "f.yaml": 1}
    assert Counter(told) == counts | {"g.yaml": 1, "i.yaml": 1, "j.yaml": 1}
    assert "「station」のことですか。" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (
            {"a_yaml": "id: same\nname: 甲", "b_yaml": "id: same\nname: 乙"},
            "id「same」の地区が二つ",
        ),
        (
            {"kita_yaml": "name: 甲", "kita_json": '{"name": "乙"}'},
            "id「kita」の地区が二つあります。",
        ),
    ],
)
def test_two_areas_of_one_id_are_refused(
    run: Any, tmp_path: Path, texts: dict[str, str], said: str
) -> None:
    """An id names one area."""
    code, out, err = run("programme", folder_of(tmp_path / "areas", **texts))
    assert (code, out) == (2, "")
    assert said in err


def test_ids_may_differ_by_case_alone(run: Any, tmp_path: Path) -> None:
    """As file names may on some systems."""
    folder = folder_of(tmp_path / "areas", Kita_yaml="name: 甲", kita_json='{"name": "乙"}')
    assert [member["id"] for member in plain(run, folder)["members"]] == ["Kita", "kita"]


def test_members_are_the_same_whatever_else_is_there(run: Any, tmp_path: Path) -> None:
    """An area is judged alone: as with `screc recommend`, and the same bytes each time."""
    folder = folder_of(tmp_path / "areas", kita_yaml=area("北町"), minami_yaml=area("南町"))
    whole = plain(run, folder)["members"]
    (tmp_path / "areas" / "minami.yaml").unlink()
    assert plain(run, folder)["members"] == whole[:1]
    assert run("programme", folder, "--json") == run("programme", folder, "--json")


@pytest.mark.parametrize(
    ("arguments", "ja", "en"),
    [
        (["none"], "none: フォルダがありません。", "none: no such folder"),
        (["file.yaml"], "フォルダではなくファイルです。", "this is a file, not a folder"),
        (["empty"], "地区のファイル（.yaml, .yml, .json）がありません。", "no area file"),
        (["areas", "-o", "x.txt"], "-o には .zip のファイルを", "name a .zip file with -o"),
        (["areas", "-o", ".zip"], "-o には .zip のファイルを", "name a .zip file with -o"),
        (["areas", "-o", "no/x.zip"], "no/x.zip: そのフォルダがありません。", "no such folder"),
        (
            ["areas", "-o", "x.zip", "--template", "no"],
            "no: ひな形のフォルダが",
            "no such template",
        ),
        (["areas", "--group-size", "1"], "--group-size は 2～20 の整数で", "from 2 to 20."),
        (["areas", "--group-size", "x"], "--group-size は 2～20 の整数で", "from 2 to 20."),
        (["areas", "--locations", "no.csv"], "no.csv: ファイルを開けません。", "No such file"),
        (["areas", "--locations", "empty"], "empty: ファイルを開けません。", "Is a directory"),
        (["areas", "empty"], "余分な語があります: empty", "unexpected argument: empty"),
    ],
)
def test_bad_input_gets_one_clear_message(
    run: Any, desk: Path, arguments: list[str], ja: str, en: str
) -> None:
    """Exit code 2, in the user's language, before any pack is made, and nothing is written."""
    before = sorted(desk.rglob("*"))
    for language, said in (("ja", ja), ("en", en)):
        code, out, err = run("programme", *arguments, "--lang", language)
        assert (code, out) == (2, "")
        assert said in err
        assert err.count("\n") == 1
    assert sorted(desk.rglob("*")) == before


LINES = "id,latitude,longitude\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,latitude\nkita,35\n", ["1: 列がありません: longitude"]),
        ("ID,Latitude,Longitude\nkita,35,139\n", ["1: 列がありません: id, latitude, longitude"]),
        ("", ["1: 列がありません: id, latitude, longitude"]),
        (f"{LINES}kitaa,35,139\n", ["2: 地区「kitaa」はありません。「kita」のことですか。"]),
        (f"{LINES},35,139\n", ["2: 地区「」はありません。"]),
        (f"{LINES}kita,90.1,139\n", ["2: latitude: -90～90 の度数で"]),
        (f"{LINES}kita,35,-180.5\n", ["2: longitude: -180～180 の度数で"]),
        (f"{LINES}kita,nan,inf\n", ["2: latitude: -90", "2: longitude: -180"]),
        (f"{LINES}kita,1e999,139\n", ["2: latitude: -90～90 の度数で書いてください（「1e999」）"]),
        (
            f"{LINES}kita,北緯35度,139\n",
            ["2: latitude: -90～90 の度数で書いてください（「北緯35度」）"],
        ),
        (f"{LINES}kita,,139\n", ["2: latitude: -90～90 の度数で書いてください（「」）"]),
        (f"{LINES}kita,35\n", ["2: longitude: -180～180 の度数で書いてください（「」）"]),
        (f"{LINES}kita\n", ["2: latitude: ", "2: longitude: "]),
        (f"{LINES}kita,35,139\nkita,36,139\n", ["3: kita: 2行目と同じ地区です。"]),
        (f"{LINES}kita,35,139\n北町,36,139\n", ["3: 北町: 2行目と同じ地区です。"]),
        (f"{LINES}kita,x,139\nkita,36,139\n", ["2: latitude: ", "3: kita: 2行目と同じ"]),
        (f"{LINES}a,35,139\n\nb,35,139\n", ["2: 地区「a」は", "4: 地区「b」は"]),
        (f'memo,{LINES}"二\n行",kita,99,139\n', ["3: latitude: -90～90"]),
        (f'{LINES}kita,35,"{"9" * 200_000}"\n', ["CSV として読めません（field larger than"]),
    ],
)
def test_faults_of_locations_are_told_with_their_lines(
    run: Any, tmp_path: Path, two: str, text: str, said: list[str]
) -> None:
    """All of them, and nothing is taken in silence."""
    path = tmp_path / "locations.csv"
    path.write_text(text, encoding="utf-8")
    code, out, err = run("programme", two, "--locations", str(path))
    assert (code, out) == (2, "")
    told = [line.removeprefix(f"{path}:") for line in err.splitlines()]
    assert len(told) == len(said)
    assert all(wanted in line for line, wanted in zip(told, said, strict=True))
    english = run("programme", two, "--locations", str(path), "--lang", "en")[2]
    assert english.count("\n") == len(said)
    assert "です" not in english


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_locations_are_read_as_spreadsheets_write_them(
    run: Any, tmp_path: Path, two: str, encoding: str, end: str
) -> None:
    """In their encodings and ends of lines; columns in any order, others beside them."""
    rows = (
        'name,longitude, latitude,id,"m"',
        '"北の、,町",139.5,35.25,kita,"二"',
        ' ,"-139.25",　-35,南町,',
        "",
    )
    path = tmp_path / "locations.csv"
    path.write_bytes(end.join(rows).encode(encoding))
    members = plain(run, two, "--locations", str(path))["members"]
    assert [member["spot"] for member in members] == [
        {"latitude": 35.25, "longitude": 139.5},
        {"latitude": -35.0, "longitude": -139.25},
    ]


@pytest.mark.parametrize("name", ["b-town", "乙町", "B Town", " 乙町 "])
def test_locations_name_areas_by_id_or_name(run: Any, tmp_path: Path, name: str) -> None:
    """In either language; what the file says goes before what the area's own file says."""
    text = f"id: b-town\nname: {{ja: 乙町, en: B Town}}\n{at(10, 20)}"
    folder = folder_of(tmp_path / "areas", b_yaml=text)
    (member,) = plain(run, folder)["members"]
    assert member["spot"] == {"latitude": 10, "longitude": 20}
    (member,) = plain(run, folder, "--locations", located(tmp_path, {name: (35, 139)}))["members"]
    assert member["spot"] == {"latitude": 35, "longitude": 139}


def test_a_name_that_two_areas_have_locates_neither(run: Any, tmp_path: Path) -> None:
    """And an id is never taken for another area's name."""
    folder = folder_of(
        tmp_path / "areas", a_yaml=area("北区"), b_yaml=area("北区"), c_yaml=area("a")
    )
    code, _, err = run("programme", folder, "--locations", located(tmp_path, {"北区": (35, 139)}))
    assert code == 2
    assert "地区「北区」はありません。" in err
    found = plain(run, folder, "--locations", located(tmp_path, {"a": (35, 139)}))["members"]
    assert [member["spot"] is not None for member in found] == [True, False, False]


def test_new_areas_are_grouped_apart(run: Any, tmp_path: Path) -> None:
    """However near they are to those that continue; who is nowhere is named."""
    new = "participation: {new: true}"
    folder = folder_of(
        tmp_path / "areas",
        a_yaml=area("甲", at(35.0, 139.0), new),
        b_yaml=area("乙", at(35.0, 139.0)),
        c_yaml=area("丙", at(36.0, 140.0), new),
        d_yaml=area("丁", at(36.0, 140.0)),
        e_yaml=area("戊"),
        f_yaml=area("己", at(35.0, 139.0), fact="grid-island: true"),
    )
    found = plain(run, folder)
    assert [(group["is_new"], group["members"]) for group in found["groups"]] == [
        (True, ["a", "c"]),
        (False, ["b", "d"]),
    ]
    assert found["without_spot"] == ["e"]
    out = " ".join(run("programme", folder)[1].split())
    assert "位置が分からず組めない 戊" in out
    assert "・己：個別相談で扱う" in out


@BOTH
def test_the_page_has_heads_of_rows_and_columns(language: Language) -> None:
    """So that a screen reader says with each cell whose it is."""
    heat, themes, groups = page(language)
    say = Say(language)
    assert [cell[:2] for cell in heat[0]] == [("th", "col")] * 13
    assert [cell[2] for cell in heat[0]][1:] == [say.text(each.name) for each in KNOWLEDGE.schemes]
    for grid in (heat, themes, groups):
        assert {cell[:2] for cell in grid[0]} == {("th", "col")}
        for row in grid[1:]:
            assert [cell[:2] for cell in row] == [("th", "row")] + [("td", None)] * (len(row) - 1)
    names = [say.text(member.name) for member in guidance().members]
    assert [row[0][2] for row in heat[1:]] == names
    assert [row[0][2] for row in themes[1:]] == [
        say.text(guidance().schemes[scheme]) for scheme in guidance().shared
    ]
    assert len(groups) == 1 + len(guidance().groups)


def test_colour_is_not_the_only_sign() -> None:
    """Every shade has its number in words, every candidate and exclusion its mark."""
    heat = page()[0]
    assert [[cell[2] for cell in row[1:]] for row in heat[1:]] == marks(guidance())
    for text, level in heat.levels:
        if level:
            assert int(text.strip("◎○")) == round(level * 100)
    said = {cell for row in marks(guidance()) for cell in row}
    assert {"", "×", "◎55", "○25"} <= said


@BOTH
def test_the_workbook_says_the_same(language: Language) -> None:
    """A sheet a section; the heat map with its heads, marks and numbers, the groups with km."""
    paper = paper_on(guidance(), language)
    book = opened(write_workbook(paper))
    assert len(book.sheetnames) == 1 + len(paper.sections)
    heat = book.worksheets[1]
    (table,) = heat.tables.values()
    rows = [
        ["" if cell.value is None else str(cell.value) for cell in row] for row in heat[table.ref]
    ]
    say = Say(language)
    assert [head.strip() for head in rows[0][1:]] == [
        say.text(each.name) for each in KNOWLEDGE.schemes
    ]
    assert [row[0] for row in rows[1:]] == [say.text(each.name) for each in guidance().members]
    assert [row[1:] for row in rows[1:]] == marks(guidance())
    (table,) = book.worksheets[3].tables.values()
    lengths = [row[2] for row in book.worksheets[3][table.ref]][1:]
    assert [cell.value for cell in lengths] == [
        round(group.farthest_km, 1) for group in guidance().groups
    ]
    assert {cell.number_format for cell in lengths} == {'0.0" km"'}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_programme_of_one_area_without_candidates(language: Language, tmp_path: Path) -> None:
    """Nothing shared, no group, and still a whole paper."""
    folder = folder_of(tmp_path / "areas", a_yaml=area("孤島", fact="grid-island: true"))
    paper = paper_on(judged(read_folder(Path(folder), KNOWLEDGE)), language)
    written = write_html(paper, Styles()).decode()
    assert "孤島" in written
    assert len(grids(written.encode())) == 1
    assert len(opened(write_workbook(paper)).sheetnames) == 1 + len(paper.sections)


def hostile(folder: Path) -> Areas:
    """Read areas whose names may break a file."""
    texts = {
        f"a{number}_yaml": area(name, at(35 + number / 100, 139))
        for number, name in enumerate(HOSTILE)
    }
    return read_folder(Path(folder_of(folder / "areas", **texts)), KNOWLEDGE)


def test_hostile_names_are_only_text_on_the_page(tmp_path: Path) -> None:
    """Escaped, whole, without marks of direction."""
    found = judged(hostile(tmp_path))
    written = write_html(paper_on(found), Styles())
    assert b"<script" not in written
    assert not any(mark in written.decode() for mark in "\u202e\u202c\u2067\u2069")
    heat = grids(written)[0]
    assert [row[0][2] for row in heat[1:]] == [member.name.ja for member in found.members]
    assert "長" * 300 in written.decode()
    assert "{{ 7 * 7 }}" in written.decode()


def test_hostile_names_are_only_text_in_the_workbook(tmp_path: Path) -> None:
    """No cell is a formula, and nothing of a name is lost."""
    found = judged(hostile(tmp_path))
    written = write_workbook(paper_on(found))
    texts = []
    sheets = opened(written).worksheets
    for sheet in sheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in "sn"
            texts.append(str(cell.value))
            if texts[-1].startswith(("=", "+", "-", "@")):
                assert cell.quotePrefix
    heads = "".join(str(cell.value) for cell in sheets[1]["B"] if cell.value is not None)
    assert all(member.name.ja in heads for member in found.members)
    with ZipFile(BytesIO(written)) as parts:
        content = b"".join(parts.read(name) for name in parts.namelist())
    assert b"<f>" not in content
    assert b'TargetMode="External"' not in content


@pytest.mark.parametrize("columns", ["10", "80", "500"])
def test_hostile_names_are_only_text_in_the_terminal(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """Shown whole in every width, and not obeyed."""
    found = judged(hostile(tmp_path))
    monkeypatch.setenv("COLUMNS", columns)
    code, out, _ = run("programme", str(tmp_path / "areas"))
    assert code == 0
    assert not any(mark in out for mark in "\u202e\u202c\u2067\u2069\x1b")
    screen = "".join(out.split())
    assert all("".join(member.name.ja.split()) in screen for member in found.members)


def test_folders_of_packs_are_safe_everywhere() -> None:
    """On Windows too, distinct whatever the case, and none takes the place of the overview."""
    ids = (
        *("Kita", "kita", "kita-2", "KITA", "con", "nul.x", "a/b", "a:b", "..", "...", " x. ", "x"),
        *("index.html", "Overview.xlsx", "長" * 100, "長" * 101, "\u202eab", "a\x00b", "=1+1"),
    )
    packs = [(name, (("index.html", name.encode()),)) for name in ids]
    written = archive(paper_on(guidance()), packs, Styles())
    with ZipFile(BytesIO(written)) as zipped:
        names = [name.removesuffix("/index.html") for name in zipped.namelist()[2:]]
        assert zipped.namelist()[:2] == ["index.html", "overview.xlsx"]
        kept = {zipped.read(f"{name}/index.html").decode() for name in names}
    assert kept == {*ids}
    assert (
        len({name.casefold() for name in (*names, "index.html", "overview.xlsx")}) == len(ids) + 2
    )
    for name in names:
        assert not set(name) & set('<>:"/\\|?*')
        assert name.isprintable()
        assert name == name.strip(" .")
        assert name.split(".")[0].casefold() not in {"con", "nul"}
        assert 0 < len(name) <= 90
    again = archive(paper_on(guidance()), [*reversed(packs)], Styles())
    assert again == written


def small(folder: Path) -> str:
    """Write a template of papers that are soon made."""
    folder.mkdir()
    (folder / "template.yaml").write_text(SMALL, encoding="utf-8")
    return str(folder)


def test_all_packs_come_in_one_file(run: Any, tmp_path: Path, two: str) -> None:
    """The overview, a pack a folder, each of five papers; and the same bytes another time."""
    template = small(tmp_path / "template")
    files = [tmp_path / "one.zip", tmp_path / "two.ZIP"]
    for file in files:
        code, out, err = run("programme", two, "-o", str(file), "--template", template)
        assert (code, err) == (0, "")
        assert out.splitlines()[-1] == str(file)
    written = files[0].read_bytes()
    assert files[1].read_bytes() == written
    with ZipFile(BytesIO(written)) as zipped:
        assert zipped.testzip() is None
        folders = ("kita", "minami")
        expected = [f"{folder}/{name}" for folder in folders for name in PACK]
        assert zipped.namelist() == ["index.html", "overview.xlsx", *expected]
        pages = [zipped.read(f"{folder}/index.html").decode() for folder in folders]
        heat = grids(zipped.read("index.html"))[0]
        assert opened(zipped.read("overview.xlsx")).sheetnames[1:]
        assert zipped.read("kita/paper.pdf").startswith(b"%PDF")
    assert ["北町" in text for text in pages] == [True, False]
    assert ["南町" in text for text in pages] == [False, True]
    assert [row[0][2] for row in heat[1:]] == ["北町", "南町"]
    assert multiprocessing.active_children() == []
    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["one.zip", "two.ZIP"]


def test_a_fault_in_one_pack_ends_all(run: Any, tmp_path: Path, two: str) -> None:
    """One message with its place; the zip of last time stays, and no process is left."""
    template = Path(small(tmp_path / "template"))
    layout = '<h1>{{ paper.title }}</h1>\n{% if "南" in paper.title %}{{ nothing }}{% endif %}'
    (template / "paper.html").write_text(layout, encoding="utf-8")
    target = tmp_path / "x.zip"
    target.write_bytes(b"of last time")
    code, out, err = run("programme", two, "-o", str(target), "--template", str(template))
    assert (code, out) == (2, "")
    assert err.startswith(f"{template / 'paper.html'}:2: ひな形が使う名前がありません")
    assert err.count("\n") == 1
    assert target.read_bytes() == b"of last time"
    assert multiprocessing.active_children() == []
    assert [path.name for path in tmp_path.glob("*.*")] == ["x.zip"]


def dies(*_: object) -> None:
    """End the process at once, as a system that has no memory left ends it."""
    os._exit(1)


def test_a_process_that_dies_is_told(
    run: Any, tmp_path: Path, two: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback, no zip, no process that waits for it."""
    monkeypatch.setattr(archive_module, "_make", dies)
    code, out, err = run("programme", two, "-o", str(tmp_path / "x.zip"))
    assert (code, out) == (3, "")
    assert err == "資料をつくるプロセスが途中で止まりました（メモリの不足など）。\n"
    assert not (tmp_path / "x.zip").exists()
    assert multiprocessing.active_children() == []


def test_a_target_that_cannot_be_written_is_told(
    run: Any, tmp_path: Path, two: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder stands where the zip should go."""
    monkeypatch.setattr(archive_module, "make_packs", lambda *_: iter(()))
    (tmp_path / "x.zip").mkdir()
    code, out, err = run("programme", two, "-o", str(tmp_path / "x.zip"))
    assert (code, out) == (2, "")
    assert "ファイルではなくフォルダです。" in err
    assert [*(tmp_path / "x.zip").iterdir()] == []
