"""`screc diagram` and `screc show --matrix`, as their users meet them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from screc.cli.main import main


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Run a command in this process; gives exit code, output in bytes, and messages."""

    def run_main(*arguments: str) -> tuple[int, bytes, str]:
        capfdbinary.readouterr()
        code = main(arguments)
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return code, captured.out, captured.err.decode()

    return run_main


def test_a_scheme_is_drawn_to_standard_output_as_svg(run: Any) -> None:
    """Without options: by id, number, table or name."""
    code, out, err = run("diagram", "public-facility")
    assert (code, err) == (0, "")
    assert out.startswith(b"<?xml")
    for name in ("6", "5.7", "公共施設開発型"):
        assert run("diagram", name)[1] == out
    assert b"Public facility 1" in run("diagram", "6", "--lang", "en")[1]


def test_the_ending_of_the_file_chooses_the_format(run: Any, tmp_path: Path) -> None:
    """`-f` overrides it; nothing is printed beside the file."""
    for name, begins in (("a.png", b"\x89PNG"), ("a.pdf", b"%PDF"), ("a.dot", b"digraph")):
        assert run("diagram", "ev", "-o", str(tmp_path / name)) == (0, b"", "")
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert run("diagram", "ev", "-f", "json", "-o", str(tmp_path / "b.txt"))[0] == 0
    assert json.loads((tmp_path / "b.txt").read_text(encoding="utf-8"))["id"] == "ev"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.dot", "a.pdf", "a.png", "b.txt"]


def test_an_area_is_drawn_with_its_recommended_scheme(run: Any) -> None:
    """With its own names; another scheme can be asked for."""
    out = run("diagram", "inagi")[1].decode()
    assert "文化センター" in out
    assert "公共施設①" not in out
    assert "公民館" in run("diagram", "inagi", "--scheme", "block")[1].decode()
    assert "稲城市" in run("diagram", "稲城市", "--scheme", "5.3")[1].decode()


def test_an_area_from_a_file_or_a_pipe(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts may be changed; faults of the chart are told with their line."""
    path = tmp_path / "ours.yaml"
    facts = "facts: {shopping-street: true, wish-sale-income: true}\n"
    path.write_text(f"name: 南市\n{facts}", encoding="utf-8")
    assert "南市：商店街開発型" in run("diagram", str(path))[1].decode()
    path.write_text(f"name: 南市\n{facts}charts:\n  - scheme: blok\n", encoding="utf-8")
    code, out, err = run("diagram", str(path), "--lang", "en")
    assert (code, out) == (2, b"")
    assert "ours.yaml:4: charts[0].scheme" in err
    assert 'did you mean "block"' in err
    given = io.TextIOWrapper(io.BytesIO(f"name: 南市\n{facts}".encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert "南市".encode() in run("diagram", "-", "--set", "developer=no")[1]


def test_the_other_views(run: Any) -> None:
    """At a power cut; in the first stage."""
    out = run("diagram", "public-facility", "--emergency")[1].decode()
    assert "停電時" in out
    assert "自動切替装置" in out
    first = run("diagram", "ev", "--stage", "free-charging")[1].decode()
    assert "料金収入" not in first
    assert "無料給電" in first


def test_districts_have_their_own_charts(run: Any) -> None:
    """Network and generation in one company, or apart."""
    assert "N 地域ネットワーク" in run("diagram", "minato-split")[1].decode().replace("\n", "")
    assert b"E Grid utility" in run("diagram", "tama-integrated", "--lang", "en")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("public-facilty",), 'did you mean "public-facility"'),
        (("6", "-o", "a.svgg"), 'did you mean "svg"'),
        (("6", "-f", "gif"), "-f takes one of: svg, png"),
        (("6", "--stage", "first"), "this chart has no stages"),
        (("ev", "--stage", "free-chargin"), 'did you mean "free-charging"'),
        (("chiyoda",), "no scheme can be shown"),
        (("6", "-o", "nowhere/a.svg"), "there is no such folder"),
        (("all",), "name a folder with -o"),
        (("inagi", "--scheme", "blok"), 'did you mean "block"'),
        (("6", "--scheme", "ev"), "this goes with the chart of an area"),
        (("minato-split", "--set", "station=yes"), "this goes with the chart of an area"),
        (("all", "-o", "x", "--stage", "first"), "all draws everything in both views"),
        (("all", "-o", "charts.pptx"), "name a folder with -o"),
        (("ev", "-f", "json", "--emergency"), "json holds the whole chart"),
        (("ev", "-f", "png", "-o", "a.pdf"), "-f png and the ending .pdf disagree"),
        (("市",), "can mean several"),
        (("ev", "-o", "new/"), "this is a folder, not a file"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """Exit code 2, no traceback, and no file."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("diagram", *arguments, "--lang", "en")
    assert (code, out) == (2, b"")
    assert said in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_all_schemes_in_both_views_with_a_page(run: Any, tmp_path: Path) -> None:
    """Twelve times two, and an index that shows each of them."""
    code, out, _ = run("diagram", "all", "-o", str(tmp_path / "charts"), "--lang", "en")
    assert code == 0
    assert out.decode().strip().endswith("index.html")
    files = sorted(path.name for path in (tmp_path / "charts").iterdir())
    assert len(files) == 25
    page = (tmp_path / "charts" / "index.html").read_text(encoding="utf-8")
    assert all(f'src="{name}"' in page for name in files if name.endswith(".svg"))
    assert "12-study-committee-emergency.svg" in files
    assert run("diagram", "all", "-o", str(tmp_path / "json"), "-f", "json")[0] == 0
    assert "<img" not in (tmp_path / "json" / "index.html").read_text(encoding="utf-8")


def test_the_matrix_of_a_scheme(run: Any) -> None:
    """Who gives what to whom, as a screen and as data."""
    out = run("show", "public-facility", "--matrix")[1].decode()
    assert "3,4" in out
    assert "役割・環境づくりに出るのに図にないもの：協議会" in out
    data = json.loads(run("show", "shopping-street", "--matrix", "--json")[1])
    assert data["without_return"] == ["power-sale"]
    assert {"from": "shops", "to": "utility", "flows": ["power-sale"]} in data["matrix"]
    assert data["indispensable"] == ["shops"]
    english = run("show", "study-committee", "--matrix", "--lang", "en")[1].decode()
    assert "without whom the chart falls apart: Study committee" in " ".join(english.split())
