"""Load a knowledge base: read every file, validate it, link it, or say all that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from screc.errors import InputError, KnowledgeError, Problem
from screc.knowledge.cache import code_digest, read_entry, write_entry
from screc.knowledge.checks import CHECKS, IDLE
from screc.knowledge.encoding import decode_text
from screc.knowledge.find import files_digest, find_knowledge, knowledge_files
from screc.knowledge.layout import LAYOUT, FileKind, kind_of
from screc.knowledge.validate import validate
from screc.knowledge.walk import Fault, nothing_collected
from screc.knowledge.yaml_reader import Document, read_yaml
from screc.model.knowledge import Knowledge

_FILES_KEPT = 256
_BASES_KEPT = 2


def load_knowledge(directory: str | Path | None = None) -> Knowledge:
    """Load a knowledge base.

    Args:
        directory: its folder; without it the one that comes with screc.

    Raises:
        InputError: there is no knowledge base in the folder.
        KnowledgeError: it is broken; the error lists all problems.

    >>> len(load_knowledge().schemes)
    12
    """
    files = knowledge_files(find_knowledge(directory))
    fingerprint = files_digest(files)
    key = f"{fingerprint} {code_digest()}"
    cached = read_entry("knowledge", key)
    if cached is not None:
        try:
            return _from_entry(cached)
        except ValidationError:
            # Written by a screc with other models; read the files as if there were no entry.
            pass
    knowledge, problems = read_knowledge(files)
    if knowledge is None or any(problem.check != IDLE for problem in problems):
        raise KnowledgeError(problems)
    write_entry("knowledge", key, knowledge.model_dump_json(by_alias=True).encode())
    return knowledge


@lru_cache(maxsize=_BASES_KEPT)
def _from_entry(cached: bytes) -> Knowledge:
    """Take knowledge from an entry, or what was taken from the same entry before."""
    with nothing_collected():
        return Knowledge.model_validate_json(cached)


def read_documents(files: dict[str, bytes]) -> tuple[dict[str, Document], list[Problem]]:
    """Read the YAML of every file; what cannot be read becomes a problem."""
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for path, content in files.items():
        try:
            documents[path] = _read(content, path)
        except InputError as error:
            problems += error.problems
    return documents, problems


@lru_cache(maxsize=_FILES_KEPT)
def _read(content: bytes, path: str) -> Document:
    """Read a file, or take what was read of the same content: a check asks for it twice."""
    return read_yaml(decode_text(content, path), path)


@lru_cache(maxsize=_FILES_KEPT)
def _validated(content: bytes, path: str, kind: FileKind) -> tuple[Any, list[Problem]]:
    """Validate a file that can be read, or take what was found of the same content."""
    return validate(_read(content, path), kind.form)


def read_knowledge(files: dict[str, bytes]) -> tuple[Knowledge | None, list[Problem]]:
    """Read, validate and check every file; the knowledge is None where a file lacks its form.

    A file with a fault of form hides what could be said of the whole, so the structural checks run
    only when every file has its form.
    """
    documents, problems = read_documents(files)
    parts: dict[str, Any] = {kind.field: [] for kind in LAYOUT if kind.is_folder}
    for path, document in documents.items():
        kind = kind_of(path)
        if kind is None:
            ja, en = "この名前のファイルは使われません", "no such file belongs to a knowledge base"
            problems.append(Problem(ja, en, path=path, check="layout"))
            continue
        value, faults = _validated(files[path], path, kind)
        problems += faults or _misnamed(kind, document, value)
        if kind.is_folder:
            parts[kind.field].append(value)
        else:
            parts[kind.field] = value
    problems += [
        Problem("ファイルがありません", "the file is missing", path=kind.pattern, check="layout")
        for kind in LAYOUT
        if not kind.is_folder and kind.pattern not in files
    ]
    if problems:
        return None, problems
    for numbered in ("schemes", "attribute_groups"):
        parts[numbered].sort(key=lambda part: part.number)
    knowledge = Knowledge(digest=files_digest(files), **parts)
    return knowledge, locate((fault for check in CHECKS for fault in check(knowledge)), documents)


def locate(faults: Iterable[Fault], documents: dict[str, Document]) -> list[Problem]:
    """Give each fault the line on which it stands."""
    return [
        fault.problem(_line(fault, documents[fault.path]) if fault.path in documents else None)
        for fault in faults
    ]


def _line(fault: Fault, document: Document) -> int:
    """Find the line of a fault: of the name that it is about, where that stands in its place."""
    depth = len(fault.place)
    inside = (place for place in document.lines if place[:depth] == fault.place)
    about = [place for place in inside if fault.about and place[-1:] == (fault.about,)]
    return document.line(about[0] if about else fault.place)


def _misnamed(kind: FileKind, document: Document, value: Any) -> list[Problem]:
    stem = Path(document.path).stem
    if not kind.is_folder or value.id == stem:
        return []
    if value.id is None:
        ja, en = "必要なキーがありません", "a key that is needed is missing"
        return [Problem(ja, en, document.path, document.line(()), "id", "form")]
    ja = f"id「{value.id}」がファイル名と違います（{stem} にする）"
    en = f'the id "{value.id}" differs from the file name (make it {stem})'
    return [Problem(ja, en, document.path, document.line(("id",)), "id", "file-name")]
