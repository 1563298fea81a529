"""Packs on the disk: whole or not at all, whatever happens, and never at a user's expense."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import EACCES, ENOSPC
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screc.diagram import fonts
from screc.errors import EngineError, InputError, printable
from screc.model.text import LANGUAGES
from screc.scoping import pack, pdf
from screc.scoping.pack import folder_name, write_pack

FILES = {"index.html": b"new page", "paper.pdf": b"new paper", "slides.pptx": b"new slides"}
OLD = {name: b"old " + name.encode() for name in FILES}
OTHERS = {"notes.txt": b"of the user", "picture.png": b"also of the user"}
DEVICES = ("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM1", "COM¹", "LPT9", "LPT³")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk of its own


def content(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def fill(folder: Path, *files: dict[str, bytes]) -> None:
    """Put files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in files:
        for name, written in each.items():
            (folder / name).write_bytes(written)


def failing(error: BaseException) -> Iterator[tuple[str, bytes]]:
    """Give two files, then fail."""
    yield from list(FILES.items())[:2]
    raise error


def refused(folder: Path, files: Iterable[tuple[str, bytes]] = tuple(FILES.items())) -> InputError:
    """Write a pack that cannot be written; give the error, which names the place on one line."""
    with pytest.raises(InputError) as raised:
        write_pack(folder, files)
    (problem,) = raised.value.problems
    for language in LANGUAGES:
        assert problem.in_language(language).startswith(printable(problem.path))
    assert problem.ja != problem.en
    return raised.value


def test_a_pack_is_all_of_its_files(tmp_path: Path) -> None:
    """In a folder that is made, with those around it; nothing else is left there."""
    write_pack(tmp_path / "a" / "b", FILES.items())
    assert content(tmp_path) == {f"a/b/{name}": written for name, written in FILES.items()}
    assert sorted(tmp_path.rglob("*")) == sorted(
        [tmp_path / "a", tmp_path / "a" / "b", *(tmp_path / "a" / "b" / name for name in FILES)]
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_colleagues_can_open_a_pack(tmp_path: Path) -> None:
    """A new folder has the permissions of any other."""
    (tmp_path / "usual").mkdir()
    write_pack(tmp_path / "pack", FILES.items())
    assert (tmp_path / "pack").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_an_old_pack_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    """What the user keeps beside the papers is the user's."""
    fill(tmp_path, OLD, OTHERS)
    write_pack(tmp_path, FILES.items())
    assert content(tmp_path) == FILES | OTHERS


@pytest.mark.parametrize("name", FILES)
def test_what_only_bears_the_name_of_a_paper_is_left_alone(tmp_path: Path, name: str) -> None:
    """A page of the user's own, say, is no old pack."""
    fill(tmp_path, {name: b"of the user"}, OTHERS)
    assert "別のフォルダ" in refused(tmp_path).problems[0].ja
    assert content(tmp_path) == {name: b"of the user"} | OTHERS


def test_the_current_folder_can_hold_a_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `-o .` asks for."""
    monkeypatch.chdir(tmp_path)
    write_pack(Path(), FILES.items())
    assert content(tmp_path) == FILES


@pytest.mark.skipif(
    not SHARED_MEMORY.is_dir()
    or SHARED_MEMORY.stat().st_dev == Path(tempfile.gettempdir()).stat().st_dev,
    reason="needs a second disk",
)
def test_a_pack_can_be_on_another_disk(tmp_path: Path) -> None:
    """A stick or a network's drive, of which only a folder can be written."""
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as there:
        (tmp_path / "drive").symlink_to(there, target_is_directory=True)
        for _ in range(2):
            write_pack(tmp_path / "drive", FILES.items())
            assert content(Path(there)) == FILES


ERRORS = pytest.mark.parametrize(
    "error", [OSError(ENOSPC, os.strerror(ENOSPC)), OSError(EACCES, "no"), OSError("damaged")]
)


@ERRORS
@pytest.mark.parametrize("before", [{}, OLD, OTHERS, OLD | OTHERS])
def test_a_writer_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, error: OSError, before: dict[str, bytes]
) -> None:
    """Neither new files nor a draft are left, and old ones are untouched."""
    folder = tmp_path / "pack"
    if before:
        fill(folder, before)
    told = refused(folder, failing(error))
    assert told.problems[0].path == str(folder)
    assert "None" not in str(told)
    assert content(tmp_path) == {f"pack/{name}": written for name, written in before.items()}
    assert [path.name for path in tmp_path.iterdir()] == ["pack"] * bool(before)
    assert len(list(tmp_path.rglob("*"))) == len(before) + bool(before)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), EngineError([]), InputError([])])
def test_what_is_no_matter_of_the_disk_is_passed_on(tmp_path: Path, error: BaseException) -> None:
    """An error of a template, or somebody who stops the program; nothing is left either."""
    with pytest.raises(type(error)) as raised:
        write_pack(tmp_path / "pack", failing(error))
    assert raised.value is error
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of a file."""

    def write(path: Path, written: bytes) -> int:
        with path.open("wb") as file:
            file.write(written[:3])
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    fill(tmp_path / "pack", OLD)
    monkeypatch.setattr(Path, "write_bytes", write)
    said = str(refused(tmp_path / "pack"))
    assert said.endswith("it cannot be written: no room is left")
    assert content(tmp_path / "pack") == OLD


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let the system refuse files that are larger."""
    resource = pytest.importorskip("resource", reason="the system has no such limit")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("before", [{}, OLD | OTHERS])
def test_a_limit_of_the_system_is_told(tmp_path: Path, before: dict[str, bytes]) -> None:
    """A quota that ends a file in its middle leaves no half of a pack."""
    if before:
        fill(tmp_path / "pack", before)
    files = FILES | {"workbook.xlsx": b"x" * 100_000}
    with largest_file(50_000):
        told = refused(tmp_path / "pack", files.items())
    assert told.problems[0].path == str(tmp_path / "pack")
    assert content(tmp_path) == {f"pack/{name}": written for name, written in before.items()}


@pytest.mark.parametrize("stop", [PermissionError(EACCES, "in use"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", range(5))
def test_an_exchange_that_fails_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, stop: BaseException
) -> None:
    """At each step: another program has a file open, or somebody stops the program."""
    fill(tmp_path, OLD, OTHERS)
    replace, steps = Path.replace, iter(range(100))

    def stopped(path: Path, target: Path) -> Path:
        if next(steps) == at:
            raise stop
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises((InputError, KeyboardInterrupt)):
        write_pack(tmp_path, FILES.items())
    assert content(tmp_path) == OLD | OTHERS
    assert {path.name for path in tmp_path.iterdir()} == {*OLD, *OTHERS}


@pytest.mark.parametrize("below", [(), ("a",), ("a", "b")])
def test_a_file_in_the_way_is_named(tmp_path: Path, below: tuple[str, ...]) -> None:
    """In place of the folder, or anywhere above it; it stays as it is."""
    file = tmp_path / "file"
    file.write_bytes(b"x")
    told = refused(file.joinpath(*below))
    assert str(told) == f"{file}: this is a file, not a folder"
    assert content(tmp_path) == {"file": b"x"}


def test_a_folder_in_place_of_a_file_is_not_thrown_away(tmp_path: Path) -> None:
    """What the user keeps in a folder called like a paper is the user's."""
    fill(tmp_path / "pack", {name: old for name, old in OLD.items() if name != "slides.pptx"})
    fill(tmp_path / "pack" / "slides.pptx", OTHERS)
    before = content(tmp_path)
    assert str(refused(tmp_path / "pack")).startswith(str(tmp_path / "pack" / "slides.pptx"))
    assert content(tmp_path) == before


@pytest.mark.parametrize("name", ["a\0b", "a\0/b", "a/b\0", "x" * 300, "x" * 300 + "/y"])
def test_a_name_that_no_system_takes_is_told(tmp_path: Path, name: str) -> None:
    """A NUL, or more than fits."""
    told = refused(tmp_path / name)
    assert "it cannot be written" in str(told)
    assert content(tmp_path) == {}


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="an administrator may write anywhere",
)
@pytest.mark.parametrize("name", ["pack", "pack/new"])
def test_a_folder_without_permission_is_told(tmp_path: Path, name: str) -> None:
    """One that may only be read."""
    (tmp_path / "pack").mkdir(mode=0o555)
    assert "no permission" in str(refused(tmp_path / name))
    assert content(tmp_path) == {}


def test_no_permission_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where another program has a paper open, as Windows says it."""

    def forbid(*_: Any, **__: Any) -> str:
        raise PermissionError(EACCES, "denied")

    monkeypatch.setattr(pack, "mkdtemp", forbid)
    (problem,) = refused(tmp_path / "pack").problems
    assert "権限がないか" in problem.ja
    assert "no permission" in problem.en
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=300))
@example("con")
@example("CON.txt")
@example("com¹")
@example("nul .tar.gz")
@example("a" * 79 + " b")
@example("a" * 79 + ".b")
@example(" . .")
@example("\ud83d")
@example("con" + "." * 100)
@example("x" * 2000)
def test_every_system_takes_the_name_of_a_folder(area: str) -> None:
    """Windows too: no mark that it forbids, no device, no dot or space at the end."""
    name = folder_name(area)
    assert 1 <= len(name) <= 80
    assert not {*'<>:"/\\|?*'} & {*name}
    assert all(mark.isprintable() for mark in name)
    assert name[-1] not in " ."
    assert name.partition(".")[0].rstrip().upper() not in DEVICES
    assert name.encode()
    assert folder_name(name) == name


@given(st.sampled_from(DEVICES), st.sampled_from(["", " ", ".", ".txt", " .txt", ".a.b"]))
def test_no_folder_is_called_like_a_device(device: str, ending: str) -> None:
    """Windows would write to the device, whatever follows the dot."""
    for area in (device + ending, device.lower() + ending):
        name = folder_name(area)
        assert name.partition(".")[0].rstrip().upper() not in DEVICES
        assert name.endswith(area.rstrip(" ."))


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the bold font away, and what was kept of it."""
    kept = (fonts._font, fonts._advance, pdf._fonts)  # noqa: SLF001
    gone = {**fonts._PACKAGES, True: ("noto_cjk_sans_jp_bold", "gone.otf")}  # noqa: SLF001
    for each in kept:
        each.cache_clear()
    monkeypatch.setattr(fonts, "_PACKAGES", gone)
    yield
    for each in kept:
        each.cache_clear()


@pytest.mark.usefixtures("no_font")
@pytest.mark.parametrize("name", ["index.html", "paper.pdf", "slides.pptx"])
def test_a_missing_font_is_named_and_no_pack_is_left(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whichever paper needs it first; the message says what to install."""
    monkeypatch.setattr(pack, "PACK", {name: pack.PACK[name]})
    monkeypatch.chdir(tmp_path)
    for language, said in (
        ("ja", "フォント gone.otf がありません"),
        ("en", "the font gone.otf is missing"),
    ):
        code, out, err = run("scope", "inagi", "--lang", language)
        assert (code, out) == (3, "")
        assert said in err
        assert "noto_cjk_sans_jp_bold" in err
        assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_font_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package may be missing as a whole."""
    monkeypatch.setattr(fonts, "_PACKAGES", {False: ("no_such_font", "font.otf")})
    with pytest.raises(ModuleNotFoundError):
        import_module("no_such_font")
    with pytest.raises(EngineError, match="install the package no_such_font"):
        fonts.font_path()
