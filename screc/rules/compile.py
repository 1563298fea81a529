"""Compile the knowledge into the rule base that engines judge with, and keep it for next time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from screc.knowledge.cache import code_digest, read_entry, write_entry
from screc.knowledge.find import files_digest, find_knowledge, knowledge_files
from screc.model.condition import names
from screc.model.plain import from_plain, to_plain
from screc.model.rule import Situation
from screc.model.rulebase import Rulebase, SchemeRules

if TYPE_CHECKING:
    from screc.model.knowledge import Knowledge

_ENTRY = "rulebase"
_BASES_KEPT = 2


def load_rulebase(directory: str | Path | None = None) -> Rulebase:
    """Load the compiled rule base of a knowledge base, compiling it where it has changed.

    Args:
        directory: the knowledge base; without it the one that comes with screc.

    Raises:
        InputError: there is no knowledge base in the folder.
        KnowledgeError: it is broken; the error lists all problems.

    >>> [scheme.id for scheme in load_rulebase().schemes][:2]
    ['station-front', 'block']
    """
    folder = find_knowledge(directory)
    key = f"{files_digest(knowledge_files(folder))} {code_digest()}"
    cached = read_entry(_ENTRY, key)
    if cached is not None:
        try:
            return _from_entry(cached)
        except (KeyError, TypeError, ValueError):
            # Written by a screc with other models; compile as if there were no entry.
            pass
    from screc.knowledge.load import load_knowledge

    rulebase = compile_knowledge(load_knowledge(directory))
    write_entry(_ENTRY, key, json.dumps(to_plain(rulebase), ensure_ascii=False).encode())
    return rulebase


@lru_cache(maxsize=_BASES_KEPT)
def _from_entry(cached: bytes) -> Rulebase:
    """Take a rule base from an entry, or what was taken from the same entry before."""
    return from_plain(Rulebase, json.loads(cached))


@lru_cache(maxsize=4)
def compile_knowledge(knowledge: Knowledge) -> Rulebase:
    """Compile a knowledge base that was checked.

    >>> from screc.knowledge.load import load_knowledge
    >>> compile_knowledge(load_knowledge()).schemes[0].number
    1
    """
    from screc.knowledge.facts import read_area

    attributes = knowledge.attributes
    return Rulebase(
        version=knowledge.sources.version,
        digest=knowledge.digest,
        attributes=attributes,
        situations=in_order(knowledge.situations),
        constraints=knowledge.constraints,
        gates=knowledge.gates,
        schemes=tuple(
            SchemeRules(scheme.id, scheme.number, scheme.name, scheme.rules)
            for scheme in knowledge.schemes
        ),
        areas=tuple(read_area(record, attributes) for record in knowledge.areas),
    )


def in_order(situations: Iterable[Situation]) -> tuple[Situation, ...]:
    """Sort situations so that each comes after those that it uses.

    Raises:
        graphlib.CycleError: some use each other in a circle.
    """
    by_id = {situation.id: situation for situation in situations}
    uses = {
        name: sorted({used for used in names(situation.when) if used in by_id})
        for name, situation in by_id.items()
    }
    return tuple(by_id[name] for name in TopologicalSorter(uses).static_order())
