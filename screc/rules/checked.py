"""Check a whole knowledge base: its form, its structure, and what its rules can do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from screc.errors import KnowledgeError, Problem
from screc.knowledge.checks import CHECKS
from screc.knowledge.find import find_knowledge, knowledge_files
from screc.knowledge.load import load_knowledge, locate, read_documents
from screc.rules.checks import SEMANTIC_CHECKS

_FORM_CHECKS = 1


@dataclass(frozen=True)
class Report:
    """What a check found, in how many files, by how many checks."""

    problems: tuple[Problem, ...]
    files: int
    checks: int


def check_knowledge(directory: str | Path | None = None) -> Report:
    """Find every problem of a knowledge base.

    What rules can do is asked only where the structure is sound.

    Raises:
        InputError: there is no knowledge base in the folder.

    >>> check_knowledge().problems
    ()
    """
    folder = find_knowledge(directory)
    count = _FORM_CHECKS + len(CHECKS) + len(SEMANTIC_CHECKS)
    files: dict[str, bytes] = {}
    try:
        files = knowledge_files(folder)
        knowledge = load_knowledge(folder)
    except KnowledgeError as error:
        return Report(error.problems, len(files), count)
    faults = [fault for check in SEMANTIC_CHECKS for fault in check(knowledge)]
    concerned = {fault.path for fault in faults}
    documents, _ = read_documents({path: files[path] for path in files if path in concerned})
    return Report(tuple(locate(faults, documents)), len(files), count)
