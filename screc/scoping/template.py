"""A template of a municipality's own: other texts, sections and colours than those packaged."""

from __future__ import annotations

from pathlib import Path

from screc.errors import InputError, Problem, unknown_name
from screc.knowledge.encoding import decode_text
from screc.knowledge.find import read_bounded
from screc.knowledge.validate import validate
from screc.knowledge.yaml_reader import read_yaml
from screc.model.session_papers import OwnTemplate, PaperTemplate
from screc.scoping.styles import STYLE_FILES

TEXTS = "template.yaml"


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
        raise InputError(problems)
    return _joined(own, packaged, str(path))


def _joined(own: OwnTemplate, packaged: PaperTemplate, path: str) -> PaperTemplate:
    sections = {section.id: section for section in (*packaged.sections, *own.sections)}
    problems = [
        unknown_name(("言葉", "word"), name, packaged.words)
        for name in own.words
        if name not in packaged.words
    ]
    problems += [
        unknown_name(("章", "section"), name, sections)
        for names in (own.whole, own.slides, own.workbook, own.overview)
        for name in names or ()
        if name not in sections
    ]
    if problems:
        raise InputError(Problem(part.ja, part.en, path=path) for part in problems)
    given = own.model_dump(exclude_none=True, exclude={"sections", "words"})
    changed = {name: getattr(own, name) for name in given}
    return packaged.model_copy(
        update=changed | {"sections": tuple(sections.values()), "words": packaged.words | own.words}
    )
