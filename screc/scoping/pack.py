"""The pack: an area's papers as files, written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from screc.errors import InputError, Problem, printable
from screc.scoping.compose import Papers
from screc.scoping.styles import Styles

_FORBIDDEN = '<>:"/\\|?*'
_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) ?(\.|$)", re.IGNORECASE
)
"""Names that Windows keeps for devices, whatever ending they have."""
_LONGEST_NAME = 80
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)

_Writer = Callable[[Papers, Styles], bytes]


def _page(papers: Papers, styles: Styles) -> bytes:
    from screc.scoping.html import write_html

    return write_html(papers.whole, styles)


def _pdf(papers: Papers, styles: Styles) -> bytes:
    from screc.scoping.pdf import write_pdf

    return write_pdf(papers.whole, styles)


def _word(papers: Papers, styles: Styles) -> bytes:
    from screc.scoping.word.write import write_word

    return write_word(papers.whole, styles)


def _slides(papers: Papers, styles: Styles) -> bytes:
    from screc.scoping.slides.write import write_slides

    return write_slides(papers.slides, styles)


def _workbook(papers: Papers, _styles: Styles) -> bytes:
    from screc.scoping.workbook.write import write_workbook

    return write_workbook(papers.workbook)


PACK: Mapping[str, _Writer] = {
    "index.html": _page,
    "paper.pdf": _pdf,
    "paper.docx": _word,
    "slides.pptx": _slides,
    "workbook.xlsx": _workbook,
}
"""The files of a pack, and what writes each."""


def folder_name(area_id: str) -> str:
    """Make the name of a folder that every system takes.

    >>> folder_name("南町: 駅前/北"), folder_name("con"), folder_name("..")
    ('南町_ 駅前_北', '_con', 'area')
    """
    name = "".join("_" if mark in _FORBIDDEN else mark for mark in printable(area_id))
    name = name.strip(" .")
    name = f"_{name}" if _DEVICE.match(name) else name
    return name[:_LONGEST_NAME].rstrip(" .") or "area"


def pack_files(papers: Papers, styles: Styles) -> Iterator[tuple[str, bytes]]:
    """Go through the files of a pack, each written when it is asked for.

    Raises:
        InputError: a style file of the template has a fault.
        EngineError: a chart cannot be drawn, or a font is missing.
    """
    for name, write in PACK.items():
        yield name, write(papers, styles)


def write_pack(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files into a folder so that it has all of them, or is as it was before.

    Args:
        folder: it is made where it is missing; files of other names in it stay.
        files: names and contents; asked for one by one, as each is written.

    Raises:
        InputError: the folder cannot be written, or the disk is full.
    """
    try:
        # Files are moved from the draft, which no system does from one disk to another.
        around = folder if folder.is_dir() else folder.parent
        around.mkdir(parents=True, exist_ok=True)
        if around is not folder and folder.exists():
            raise NotADirectoryError
        draft = Path(mkdtemp(prefix=f".{folder.name[:50]}.", dir=around))
    except (OSError, ValueError) as error:
        raise _unwritable(folder, error) from None
    try:
        new = draft / "new"
        new.mkdir()
        for name, content in files:
            (new / name).write_bytes(content)
        _exchange(new, folder, draft / "old")
    except OSError as error:
        raise _unwritable(folder, error) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _exchange(new: Path, folder: Path, old: Path) -> None:
    """Put files in place of those of the same name; after a failure everything is as before."""
    if not folder.exists():
        new.replace(folder)
        # A folder for one user alone is how drafts are made.
        folder.chmod(0o777 & ~_umask())
        return
    old.mkdir()
    put: list[str] = []
    names = sorted(path.name for path in new.iterdir())
    _refuse_others(folder, names)
    try:
        for name in names:
            if (folder / name).exists():
                (folder / name).replace(old / name)
        for name in names:
            (new / name).replace(folder / name)
            put.append(name)
    except BaseException:  # also where somebody stops the program
        for name in put:
            with suppress(OSError):
                (folder / name).unlink()
        for path in old.iterdir():
            with suppress(OSError):
                path.replace(folder / path.name)
        raise


def _refuse_others(folder: Path, names: Sequence[str]) -> None:
    """Leave alone what is no pack: some of its files without the others, or folders."""
    there = [folder / name for name in names if (folder / name).exists()]
    for path in there:
        if path.is_dir():
            ja, en = "ファイルではなくフォルダです。", "this is a folder, not a file"
            raise InputError([Problem(ja, en, path=str(path))])
    if there and len(there) < len(names):
        ja = (
            "screc の資料ではないかもしれないので、上書きしません。"
            "別のフォルダを -o で指定してください。"
        )
        en = "this may not be a paper of screc and is left alone; name another folder with -o"
        raise InputError([Problem(ja, en, path=str(path)) for path in there])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(folder: Path, error: OSError | ValueError) -> InputError:
    path = folder
    if isinstance(error, NotADirectoryError | FileExistsError):
        told = ("フォルダではなくファイルです。", "this is a file, not a folder")
        path = next((each for each in (folder, *folder.parents) if each.is_file()), folder)
    elif isinstance(error, PermissionError):
        told = (
            "書き込めません。権限がないか、ファイルをほかのプログラムが開いています。",
            "it cannot be written: no permission, or another program has a file open",
        )
    elif getattr(error, "errno", None) in _NO_ROOM:
        told = ("空き容量が足りず、書き込めません。", "it cannot be written: no room is left")
    else:
        reason = getattr(error, "strerror", None) or str(error)
        told = (f"書き込めません（{reason}）。", f"it cannot be written: {reason}")
    return InputError([Problem(*told, path=str(path))])
