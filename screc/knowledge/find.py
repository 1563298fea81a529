"""Find the knowledge base: in a checkout, or inside the installed package."""

from __future__ import annotations

import os
from errno import EINVAL, EISDIR
from os import strerror
from pathlib import Path

from screc.errors import InputError, KnowledgeError, Problem
from screc.knowledge.cache import digest

_PACKAGE = Path(__file__).resolve().parents[1]
_MARK = "sources.yaml"
MAX_BYTES = 1_000_000


def find_knowledge(directory: str | Path | None = None) -> Path:
    """Return the folder of the knowledge base.

    Args:
        directory: the folder to use; without it the one that comes with screc.

    Raises:
        InputError: the folder is not there or holds no knowledge base.

    >>> (find_knowledge() / "schemes" / "block.yaml").exists()
    True
    """
    candidates = (
        [Path(directory)]
        if directory is not None
        else [_PACKAGE / "_knowledge", _PACKAGE.parent / "knowledge"]
    )
    for candidate in candidates:
        if (candidate / _MARK).is_file():
            return candidate
    shown = candidates[-1]
    raise InputError(
        [
            Problem(
                f"知識ベースがありません: {shown}（{_MARK} のあるフォルダを指定してください）",
                f"no knowledge base at {shown} (name a folder that holds {_MARK})",
            )
        ]
    )


def knowledge_files(directory: Path) -> dict[str, bytes]:
    """Read every YAML file of a knowledge base, by its path inside the folder, in order.

    Raises:
        KnowledgeError: some cannot be opened; lists them all.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in sorted((*directory.rglob("*.yaml"), *directory.rglob("*.yml"))):
        name = path.relative_to(directory).as_posix()
        if any(part.startswith(".") for part in path.relative_to(directory).parts):
            continue  # What editors and version control keep there is theirs.
        try:
            files[name] = read_bounded(path)
        except OSError as error:
            ja, en = "ファイルを開けません", f"the file cannot be opened: {error.strerror}"
            problems.append(Problem(ja, en, path=name, check="layout"))
    if problems:
        raise KnowledgeError(problems)
    return files


def files_digest(files: dict[str, bytes]) -> str:
    """Return the fingerprint of a knowledge base: its file names and their contents."""
    return digest(part for path, content in files.items() for part in (os.fsencode(path), content))


def read_bounded(path: Path, most: int = MAX_BYTES) -> bytes:
    """Read a regular file; of one that is too large only so much that this can be told.

    Args:
        path: of the file.
        most: how many bytes are read at all.

    Raises:
        OSError: it cannot be read, or is a pipe or a device.
    """
    if path.exists() and not path.is_file():
        if path.is_dir():
            raise IsADirectoryError(EISDIR, strerror(EISDIR))
        raise OSError(EINVAL, "not a regular file")
    with path.open("rb") as file:
        return file.read(most + 1)
