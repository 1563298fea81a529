"""Whole packs, opened by the programs that people have: none is cut, none lacks a letter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from materials import RECORDS, papers, programme
from pypdf import PdfReader

from screc.diagram.wrap import clean
from screc.model.text import LANGUAGES, Language
from screc.scoping.letters import texts
from screc.scoping.pack import pack_files
from screc.scoping.styles import Styles

PACKS: tuple[tuple[str, Language], ...] = (("inagi", "ja"), ("chiyoda", "en"))
"""An area with a theme, and one in consultation."""
PACKS_ONLY = pytest.mark.parametrize(("name", "language"), PACKS)
A4_POINTS = (595, 842)
NO_GLYPH = "〓"


@cache
def pack(name: str, language: Language) -> dict[str, bytes]:
    """Write the pack of an area, once."""
    return dict(pack_files(papers(name, language=language), Styles()))


def squeezed(text: str) -> str:
    """Leave out what stands between words, and what a line break may add."""
    return re.sub(r"[\s\u00ad]", "", text).replace("\N{HYPHEN}", "")


@pytest.fixture(scope="module")
def office() -> str:
    """Find LibreOffice with all three programs; skip where it is not, but not in CI."""
    program = shutil.which("soffice")
    parts = ("libswlo.so", "libsclo.so", "libsdlo.so")
    if not program or not all(Path(program).resolve().with_name(part).exists() for part in parts):
        if os.environ.get("CI"):
            pytest.fail("LibreOffice Writer, Calc or Impress is missing")
        pytest.skip("LibreOffice is missing")
    return program


@pytest.fixture(scope="module")
def converted(office: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let LibreOffice convert each office file of each pack; gives the folder with the PDF."""
    folder = tmp_path_factory.mktemp("packs")
    files = []
    for name, language in PACKS:
        for paper, content in pack(name, language).items():
            if paper.endswith("x"):
                files.append(folder / f"{name}-{language}-{paper}")
                files[-1].write_bytes(content)
    options = [f"-env:UserInstallation={(folder / 'settings').as_uri()}", "--convert-to", "pdf"]
    subprocess.run(
        [office, "--headless", *options, "--outdir", folder, *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder


@pytest.mark.office
@PACKS_ONLY
def test_libreoffice_opens_a_pack(name: str, language: Language, converted: Path) -> None:
    """Every section is there, on A4 or a slide each; no cell is too narrow, no letter missing."""
    composed = papers(name, language=language)
    for paper, file in (
        (composed.whole, "paper"),
        (composed.slides, "slides"),
        (composed.workbook, "workbook"),
    ):
        read = PdfReader(converted / f"{name}-{language}-{file}.pdf")
        text = squeezed("".join(page.extract_text() for page in read.pages))
        assert [part.title for part in paper.sections if squeezed(part.title) not in text] == []
        assert "###" not in text
        assert NO_GLYPH not in text
        if file != "slides":
            sizes = {tuple(sorted(map(round, page.mediabox[2:]))) for page in read.pages}
            assert sizes == {A4_POINTS}


@pytest.mark.parametrize(("name", "language"), [("inagi", "ja"), ("inagi", "en")])
def test_the_pdf_is_tagged_and_reads_in_its_order(name: str, language: Language) -> None:
    """For those who listen to it: structure, language, and the sections one after another."""
    read = PdfReader(BytesIO(pack(name, language)["paper.pdf"]))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith(language)
    assert "/StructTreeRoot" in root
    text = squeezed("".join(page.extract_text() for page in read.pages))
    titles = [squeezed(part.title) for part in papers(name, language=language).whole.sections]
    place = -1
    for title in (*titles, *titles):  # the contents first, and then the sections themselves
        place = text.find(title, place + 1)
        assert place >= 0, title


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_every_paper_is_in_the_font(language: Language) -> None:
    """Of all areas and of the programme: a sign that the font lacks would be printed as a blot."""
    written = [programme(language)]
    for name in RECORDS:
        composed = papers(name, language=language)
        written += [composed.whole, composed.slides, composed.workbook]
    lacking = {text for paper in written for text in texts(paper) if NO_GLYPH in clean(text)}
    assert lacking == set()
