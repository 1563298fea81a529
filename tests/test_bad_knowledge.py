"""Broken knowledge: one file a mistake, with the problems that it must give, and no others.

A file of `bad_knowledge/` says `what` is wrong, the `file` of `knowledge/` that is changed, the
change (one of `replace`, `append`, `content`, `remove`, `rename`), and the problems to `expect`.
Where a problem has a line, `line` is a number, or words that stand on that line of the changed file
alone (a list, where any of several lines will do). `says` is looked for in the dotted place and
the message.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from screc.cli.main import main
from screc.errors import InputError, Problem
from screc.knowledge.find import MAX_BYTES, find_knowledge
from screc.knowledge.yaml_reader import read_yaml
from screc.language.checks import check_all

KNOWLEDGE = find_knowledge()
MISTAKES = sorted((Path(__file__).parent / "bad_knowledge").glob("*.yaml"))
EDITS = {"replace", "append", "content", "remove", "rename"}
LANGUAGES = ("ja", "en")

_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_QUOTED = re.compile(r"\"[^\"]*\"|(?<!\w)'[^']*'|「[^」]*」|（[^）]*）")
_QUOTES_THE_FILE = ("translation", "citation")


@dataclass(frozen=True)
class Mistake:
    """What is wrong, where it is put into the knowledge, and what must be said of it."""

    what: str
    file: str
    edit: str
    change: Any
    expect: list[dict[str, Any]]

    def make(self, folder: Path) -> None:
        """Put the mistake into a copy of the knowledge."""
        path = folder / self.file
        match self.edit:
            case "replace":
                text = path.read_text(encoding="utf-8")
                for old, new in self.change.items():
                    assert old in text, f"{old!r} is not in {self.file}"
                    text = text.replace(old, new, 1)
                path.write_text(text, encoding="utf-8")
            case "append":
                text = path.read_text(encoding="utf-8")
                path.write_text(text + self.change, encoding="utf-8")
            case "content":
                path.parent.mkdir(exist_ok=True)
                path.write_text(self.change, encoding="utf-8")
            case "remove":
                path.unlink()
            case "rename":
                path.rename(path.with_name(self.change))


def read_mistake(path: Path) -> Mistake:
    """Read a file of `bad_knowledge/`, and refuse what is not of its form."""
    written = read_yaml(path.read_text(encoding="utf-8"), path.name).value
    edits = written.keys() & EDITS
    assert len(edits) == 1, f"one of {sorted(EDITS)}, found {sorted(edits)}"
    edit = edits.pop()
    assert written.keys() == {"what", "file", edit, "expect"}
    for problem in written["expect"]:
        assert problem.keys() - {"line"} == {"check", "path", "says"}
        assert problem["says"].keys() == set(LANGUAGES)
        assert all(problem["says"].values()), "words in both languages"
    return Mistake(written["what"], written["file"], edit, written[edit], written["expect"])


def lines_of(expected: dict[str, Any], folder: Path) -> set[int | None]:
    """Find the numbers of the lines at which a problem may be reported."""
    wanted = expected.get("line")
    if wanted is None or isinstance(wanted, int):
        return {wanted}
    lines = (folder / expected["path"]).read_text(encoding="utf-8").split("\n")
    numbers: set[int | None] = set()
    for words in wanted if isinstance(wanted, list) else [wanted]:
        found = [number for number, line in enumerate(lines, 1) if words in line]
        exact = [number for number, line in enumerate(lines, 1) if words == line]
        assert len(exact or found) == 1, f"{words!r} stands on lines {exact or found}"
        numbers.update(exact or found)
    return numbers


def said(problem: Problem, language: str) -> str:
    """Give the place inside the file and the message."""
    return f"{problem.where}: {problem.ja if language == 'ja' else problem.en}"


def is_meant(expected: dict[str, Any], problem: Problem, folder: Path) -> bool:
    """Tell whether a problem is the one expected."""
    return (
        (problem.check, problem.path) == (expected["check"], expected["path"])
        and problem.line in lines_of(expected, folder)
        and all(
            str(word) in said(problem, language)
            for language in LANGUAGES
            for word in expected["says"][language]
        )
    )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the knowledge once, so that no test can touch the original."""
    return Path(shutil.copytree(KNOWLEDGE, tmp_path_factory.mktemp("template") / "knowledge"))


@pytest.fixture
def folder(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the knowledge for one test, and keep what is broken out of the cache."""
    monkeypatch.setenv("SCREC_CACHE_DIR", "")
    return Path(shutil.copytree(template, tmp_path / "knowledge"))


@dataclass(frozen=True)
class Reported:
    """A mistake, the folder that it was put into, and what was reported of that."""

    mistake: Mistake
    folder: Path
    problems: tuple[Problem, ...]


@pytest.fixture(scope="module", params=MISTAKES, ids=lambda path: path.stem)
def reported(
    request: pytest.FixtureRequest, template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reported]:
    """Make one mistake in a copy of the knowledge, and check that."""
    mistake = read_mistake(request.param)
    copy = tmp_path_factory.mktemp("mistake") / "knowledge"
    shutil.copytree(template, copy)
    mistake.make(copy)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SCREC_CACHE_DIR", "")
        yield Reported(mistake, copy, check_all(copy).problems)
    shutil.rmtree(copy)


def test_a_mistake_is_reported_and_nothing_else(reported: Reported) -> None:
    """Every problem that is expected is found, once, and no other."""
    found = list(reported.problems)
    missing = []
    for expected in reported.mistake.expect:
        meant = [problem for problem in found if is_meant(expected, problem, reported.folder)]
        if meant:
            found.remove(meant[0])
        else:
            missing.append(f"{expected} on line {lines_of(expected, reported.folder)}")
    beyond = [f"{problem.in_language('ja')}\n{problem.in_language('en')}" for problem in found]
    report = "\n".join([reported.mistake.what, "not found:", *missing, "found beyond:", *beyond])
    assert (missing, beyond) == ([], []), report


def test_a_mistake_is_told_in_both_languages(reported: Reported) -> None:
    """The message is one line, Japanese or English but for what it quotes from the file."""
    for problem in reported.problems:
        assert "\n" not in problem.ja + problem.en, f"not one line: {problem.en!r}"
        assert _JAPANESE.search(_QUOTED.sub("", problem.ja)), f"not Japanese: {problem.ja}"
        if problem.check not in _QUOTES_THE_FILE:
            assert not _JAPANESE.search(_QUOTED.sub("", problem.en)), f"not English: {problem.en}"


def test_the_knowledge_itself_is_sound(folder: Path) -> None:
    """Without a mistake there is nothing to report, so what is reported is the mistake's."""
    assert check_all(folder).problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_file_may_be_saved_as_windows_programs_do(encoding: str, folder: Path) -> None:
    """Files in the encodings of Windows are read, with the lines ended as there."""
    path = folder / "areas" / "inagi.yaml"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))
    assert check_all(folder).problems == ()


def test_a_file_in_no_known_encoding_is_named(folder: Path) -> None:
    """Bytes that are text in none of the encodings are reported, with those that can be used."""
    (folder / "areas" / "inagi.yaml").write_bytes(b"id: inagi\nname: \x81\x20\n")
    (problem,) = check_all(folder).problems
    assert (problem.path, problem.line) == ("areas/inagi.yaml", None)
    assert "文字コード" in problem.ja
    assert "cp932" in problem.ja
    assert "encoding" in problem.en
    assert "UTF-8" in problem.en


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    """A file over the limit is reported with its size and the limit."""
    path = folder / "gates.yaml"
    path.write_bytes(path.read_bytes() + b"#" * MAX_BYTES)
    (problem,) = check_all(folder).problems
    assert problem.path == "gates.yaml"
    assert "大きすぎます" in problem.ja
    assert "too large" in problem.en
    assert f"{MAX_BYTES:,}" in problem.ja
    assert f"{MAX_BYTES:,}" in problem.en


def test_a_file_that_cannot_be_opened_is_named(folder: Path) -> None:
    """A link to nothing, or a folder named like a file, gives a problem, not a crash."""
    (folder / "areas" / "gone.yaml").symlink_to("nowhere")
    (folder / "areas" / "folder.yaml").mkdir()
    found = [problem.path for problem in check_all(folder).problems]
    assert found == ["areas/folder.yaml", "areas/gone.yaml"]


def test_hidden_files_are_none_of_ours(folder: Path) -> None:
    """What an editor leaves beside an open file does not matter."""
    (folder / "areas" / ".#inagi.yaml").symlink_to("expert@office.1234")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text("not: ours")
    assert check_all(folder).problems == ()


def test_a_folder_without_sources_is_no_knowledge_base(folder: Path) -> None:
    """Without the file that marks a knowledge base the folder is refused as input."""
    (folder / "sources.yaml").unlink()
    with pytest.raises(InputError, match="no knowledge base"):
        check_all(folder)


FORM = (
    "alias-bomb",
    "missing-vocabulary-file",
    "missing-key",
    "unknown-key-in-a-fact",
    "unknown-file",
    "bad-date",
    "wrong-attribute-type",
)
STRUCTURE = (
    "unknown-stakeholder-type",
    "unknown-area-of-the-programme",
    "unknown-attribute-in-a-constraint",
    "unknown-option",
    "citation-of-a-fact",
    "fact-neither-true-nor-false",
    "unused-flow-type",
    "unused-situation",
    "japanese-in-english",
)
MEANING = ("unreachable-scheme", "two-options-of-a-choice", "overlapping-constraint")


@pytest.mark.parametrize("names", [FORM, STRUCTURE, MEANING], ids=["form", "structure", "meaning"])
def test_several_mistakes_are_reported_together(names: tuple[str, ...], folder: Path) -> None:
    """No problem hides another one of its kind; each is the one that it gives alone."""
    mistakes = [read_mistake(path) for path in MISTAKES if path.stem in names]
    assert len(names) == len(mistakes)
    for mistake in mistakes:
        mistake.make(folder)
    found = {(problem.check, problem.path) for problem in check_all(folder).problems}
    expected = {(part["check"], part["path"]) for mistake in mistakes for part in mistake.expect}
    assert expected == found


def test_several_mistakes_in_one_file_are_reported_together(folder: Path) -> None:
    """Every fault of form in a file is reported, each on its line."""
    path = folder / "schemes" / "apartment.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("number: 8\n", "number: eight\n"),
        ("    type: residents\n", "    tipe: residents\n"),
        ("備考 1 L1141", "備考 1 1141"),
    ):
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    lines = text.split("\n")
    found = {
        (lines[problem.line - 1].strip(), problem.where)
        for problem in check_all(folder).problems
        if problem.line is not None
    }
    assert {
        ("number: eight", "number"),
        ("- id: residents", "stakeholders[1].type"),
        ("tipe: residents", "stakeholders[1].tipe"),
        ("citation: h25 5.9 備考 1 1141", "remarks[0].citation"),
    } == found


@pytest.mark.parametrize(
    ("options", "language"), [([], "ja"), (["--lang", "en"], "en")], ids=["default", "english"]
)
@pytest.mark.parametrize("names", [FORM, STRUCTURE, MEANING], ids=["form", "structure", "meaning"])
def test_the_command_prints_a_line_a_problem(
    names: tuple[str, ...],
    options: list[str],
    language: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`screc check DIR` ends with 1 and prints each problem on one line of standard error."""
    for path in MISTAKES:
        if path.stem in names:
            read_mistake(path).make(folder)
    problems = check_all(folder).problems
    assert main(["check", str(folder), *options]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    assert [problem.in_language(language) for problem in problems] == printed.err.splitlines()


def test_the_command_says_that_nothing_is_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`screc check DIR` ends with 0 for sound knowledge and writes nothing to standard error."""
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().err == ""
