"""Find the knowledge base: in a checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

from screc.errors import InputError, KnowledgeError, Problem
from screc.knowledge.cache import digest

_PACKAGE = Path(__file__).resolve().parents[1]
_MARK = "sources.yaml"


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
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            ja, en = "ファイルを開けません", f"the file cannot be opened: {error.strerror}"
            problems.append(Problem(ja, en, path=name, check="layout"))
    if problems:
        raise KnowledgeError(problems)
    return files


def files_digest(files: dict[str, bytes]) -> str:
    """Return the fingerprint of a knowledge base: its file names and their contents."""
    return digest(part for path, content in files.items() for part in (path.encode(), content))
