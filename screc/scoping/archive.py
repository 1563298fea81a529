"""A programme as one archive: the overview, and the packs of all areas, made side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal

from screc.diagram.zipped import zipped
from screc.errors import EngineError, Problem
from screc.knowledge.load import load_knowledge
from screc.model.area import AreaRecord
from screc.model.rulebase import Area
from screc.model.text import Language
from screc.rules.engines import EngineChoice
from screc.scoping.compose import compose
from screc.scoping.gather import Wanted, gather
from screc.scoping.html import write_html
from screc.scoping.pack import folder_name, pack_files
from screc.scoping.paper import Paper
from screc.scoping.styles import Styles
from screc.scoping.template import read_template
from screc.scoping.workbook.write import write_workbook

_OVERVIEW = ("index.html", "overview.xlsx")
Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class PackOrder:
    """What a process needs to know to make one pack.

    Attributes:
        knowledge: the folder of the knowledge base; None for the one that comes with screc.
        template: the folder of a template, or None.
        language: of the papers.
        engine: what judges the rules.
    """

    knowledge: str | None
    template: Path | None
    language: Language
    engine: EngineChoice


def make_packs(
    areas: Sequence[tuple[Area, AreaRecord]], order: PackOrder
) -> Iterator[tuple[str, Files]]:
    """Make the packs of areas on all cores; each comes as soon as it is made.

    Raises:
        ScrecError: a pack cannot be made, or a process that makes one has died; the others are
            given up.
    """
    workers = min(len(areas), os.cpu_count() or 1)
    # A fork would copy locks of threads that other libraries have started.
    with ProcessPoolExecutor(workers, get_context("spawn"), _leave_stopping) as pool:
        waiting = {pool.submit(_make, area, record, order): area.id for area, record in areas}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        except BrokenProcessPool:
            ja = "資料をつくるプロセスが途中で止まりました（メモリの不足など）。"
            en = "a process that makes papers has stopped (out of memory, for example)"
            raise EngineError([Problem(ja, en)]) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _leave_stopping() -> None:
    """Let the program stop its processes, which would each complain of a Ctrl-C otherwise."""
    signal(SIGINT, SIG_IGN)


def _make(area: Area, record: AreaRecord, order: PackOrder) -> Files:
    knowledge = load_knowledge(order.knowledge)
    template = order.template
    own = read_template(template, knowledge.paper_template) if template is not None else None
    wanted = Wanted(order.language, order.engine, template=own)
    papers = compose(gather(area, record, knowledge, wanted))
    return tuple(pack_files(papers, Styles(template)))


def archive(paper: Paper, packs: Sequence[tuple[str, Files]], styles: Styles) -> bytes:
    """Put the overview and the packs into one zip file; the same content gives the same bytes.

    Args:
        paper: the overview.
        packs: by area; each becomes a folder, and two never the same.
        styles: of the overview's page.
    """
    overview = zip(_OVERVIEW, (write_html(paper, styles), write_workbook(paper)), strict=True)
    papers = (
        (f"{folder}/{name}", content)
        for folder, files in _folders(packs)
        for name, content in files
    )
    return zipped((*overview, *papers))


def _folders(packs: Sequence[tuple[str, Files]]) -> Iterator[tuple[str, Files]]:
    """Name folders after areas; Windows does not tell upper from lower case."""
    taken = set(_OVERVIEW)
    for area, files in sorted(packs):
        name, number = folder_name(area), 2
        while name.casefold() in taken:
            name, number = f"{folder_name(area)}-{number}", number + 1
        taken.add(name.casefold())
        yield name, files
