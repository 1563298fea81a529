"""A template of a municipality's own: other texts, sections and colours than those packaged."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from screc.errors import InputError, Problem, unknown_name
from screc.knowledge.encoding import decode_text
from screc.knowledge.find import read_bounded
from screc.knowledge.validate import validate
from screc.knowledge.yaml_reader import Place, dotted, read_yaml
from screc.model.session_papers import OwnTemplate, PaperTemplate
from screc.scoping.content.contents import CONTENTS
from screc.scoping.styles import STYLE_FILES

TEXTS = "template.yaml"
_Name: TypeAlias = tuple[tuple[str, str], Place, str, Collection[str]]
"""What a name is of, where it stands, the name, and those that there are."""


def read_template(folder: Path, packaged: PaperTemplate) -> PaperTemplate:
    """Read a folder's texts over the packaged ones; what it leaves out stays as it is.

    A section of the same id takes the place of the packaged one, others are added; words go by
    their names.

    Args:
        folder: of the template.
        packaged: the template of the knowledge base.

    Raises:
        InputError: the folder is none, holds no file of a template, or its texts have a fault.
    """
    if not folder.is_dir():
        ja, en = "ひな形のフォルダがありません。", "there is no such template folder"
        raise InputError([Problem(ja, en, path=str(folder))])
    if not any((folder / name).exists() for name in (TEXTS, *STYLE_FILES)):
        listed = ", ".join((TEXTS, *STYLE_FILES))
        ja = f"ひな形のファイルがありません（{listed} のどれか）。"
        raise InputError([Problem(ja, f"none of a template's files: {listed}", path=str(folder))])
    path = folder / TEXTS
    if not path.exists():
        return packaged
    try:
        content = read_bounded(path)
    except OSError as error:
        ja, en = "ひな形を読めません。", f"the template cannot be read: {error.strerror}"
        raise InputError([Problem(ja, en, path=str(path))]) from None
    document = read_yaml(decode_text(content, str(path)), str(path))
    own, problems = validate(document, OwnTemplate)
    if problems:
        raise InputError(replace(problem, check="") for problem in problems)
    problems = [
        replace(
            unknown_name(kind, name, known),
            path=document.path,
            line=document.line(place),
            where=dotted(place),
        )
        for kind, place, name, known in _names(own, packaged)
        if name not in known
    ]
    if problems:
        raise InputError(problems)
    return _joined(own, packaged)


def _names(own: OwnTemplate, packaged: PaperTemplate) -> Iterator[_Name]:
    """Go through the names that a template uses: of words, of sections, of their contents."""
    sections = dict.fromkeys(section.id for section in (*packaged.sections, *own.sections))
    of_an_area = [name for name in sections if name not in packaged.overview]
    for name in own.words:
        yield ("言葉", "word"), ("words", name), name, packaged.words
    for paper in ("whole", "slides", "workbook", "overview"):
        for index, name in enumerate(getattr(own, paper) or ()):
            known = sections if paper == "overview" else of_an_area
            yield ("章", "section"), (paper, index), name, known
    for number, section in enumerate(own.sections):
        for index, name in enumerate(section.contents):
            if section.id in of_an_area:
                yield ("内容", "content"), ("sections", number, "contents", index), name, CONTENTS


def _joined(own: OwnTemplate, packaged: PaperTemplate) -> PaperTemplate:
    sections = {section.id: section for section in (*packaged.sections, *own.sections)}
    given = own.model_dump(exclude_none=True, exclude={"sections", "words", "colours"})
    changed = {name: getattr(own, name) for name in given}
    if own.colours is not None:
        colours = own.colours.model_dump(exclude_none=True, exclude={"tones"})
        tones = packaged.colours.tones | own.colours.tones
        changed["colours"] = packaged.colours.model_copy(update=colours | {"tones": tones})
    return packaged.model_copy(
        update=changed | {"sections": tuple(sections.values()), "words": packaged.words | own.words}
    )
