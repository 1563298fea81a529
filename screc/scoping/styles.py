"""How papers look: style sheets and layouts that a municipality can put its own in place of."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from screc.errors import InputError, Problem

_PACKAGED = "styles"
STYLE_FILES = ("paper.html", "paper.css", "paper.typ", "paper.docx", "slides.pptx")
"""What a template's folder can hold: layout and style of the page, the PDF, the office files."""


@dataclass(frozen=True)
class Styles:
    """The files that decide on looks: those of a folder, and for the rest the packaged ones.

    Args:
        folder: of a template; without it everything is as packaged.
    """

    folder: Path | None = None

    def own(self, name: str) -> bytes | None:
        """Read a file of the template's folder; None where it has none of that name.

        Raises:
            InputError: the file is there and cannot be read.
        """
        if self.folder is None or not (self.folder / name).exists():
            return None
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            ja, en = "ひな形を読めません。", f"the template cannot be read: {error.strerror}"
            raise InputError([Problem(ja, en, path=str(self.folder / name))]) from None

    def text(self, name: str) -> str:
        """Read a style sheet or layout: the folder's own, or the packaged one.

        Raises:
            InputError: the folder's file cannot be read, or is not UTF-8.

        >>> "@page" in Styles().text("paper.css")
        True
        """
        own = self.own(name)
        if own is None:
            return (files(__package__) / _PACKAGED / name).read_text(encoding="utf-8")
        try:
            return own.decode("utf-8-sig")
        except UnicodeDecodeError:
            ja, en = "UTF-8 のファイルではありません。", "this is not UTF-8"
            raise InputError([Problem(ja, en, path=str(Path(str(self.folder)) / name))]) from None
