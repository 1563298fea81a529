"""Load a knowledge base: read every file, validate it, link it, or say all that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from screc.errors import InputError, KnowledgeError, Problem
from screc.knowledge.cache import code_digest, read_entry, write_entry
from screc.knowledge.find import files_digest, find_knowledge, knowledge_files
from screc.knowledge.layout import LAYOUT, kind_of
from screc.knowledge.validate import validate
from screc.knowledge.yaml_reader import Document, decode_text, read_yaml
from screc.model.knowledge import Knowledge


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
            return Knowledge.model_validate_json(cached)
        except ValidationError:
            # Written by a screc with other models; read the files as if there were no entry.
            pass
    knowledge, problems = read_knowledge(files)
    if knowledge is None:
        raise KnowledgeError(problems)
    write_entry("knowledge", key, knowledge.model_dump_json(by_alias=True).encode())
    return knowledge


def read_documents(files: dict[str, bytes]) -> tuple[dict[str, Document], list[Problem]]:
    """Read the YAML of every file; what cannot be read becomes a problem."""
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for path, content in files.items():
        try:
            documents[path] = read_yaml(decode_text(content, path), path)
        except InputError as error:
            problems += error.problems
    return documents, problems


def read_knowledge(files: dict[str, bytes]) -> tuple[Knowledge | None, list[Problem]]:
    """Read and validate every file; the knowledge is None where a file has a fault of form."""
    documents, problems = read_documents(files)
    parts: dict[str, Any] = {kind.field: [] for kind in LAYOUT if kind.is_folder}
    unreadable = {problem.path for problem in problems}
    for path, document in documents.items():
        kind = kind_of(path)
        if kind is None:
            ja, en = "この名前のファイルは使われません。", "no such file belongs to a knowledge base"
            problems.append(Problem(ja, en, path=path, check="layout"))
            continue
        value, faults = validate(document, kind.form)
        problems += faults
        if faults:
            continue
        if kind.is_folder:
            parts[kind.field].append(value)
        else:
            parts[kind.field] = value
    problems += [
        Problem("ファイルがありません。", "the file is missing", path=kind.pattern, check="layout")
        for kind in LAYOUT
        if not kind.is_folder and kind.pattern not in documents.keys() | unreadable
    ]
    if problems:
        return None, problems
    for numbered in ("schemes", "attribute_groups"):
        parts[numbered].sort(key=lambda part: part.number)
    return Knowledge(digest=files_digest(files), **parts), []
