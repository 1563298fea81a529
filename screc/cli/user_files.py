"""Files that the user names, and standard input."""

from __future__ import annotations

import os
import re
import sys
from errno import EISDIR
from pathlib import Path

from screc.errors import InputError, Problem, printable
from screc.knowledge.find import MAX_BYTES, read_bounded

STANDARD_STREAM = "-"

_REASONS: dict[type[OSError], tuple[str, str]] = {
    FileNotFoundError: ("ファイルがありません。", "there is no such file"),
    IsADirectoryError: ("ファイルではなくフォルダです。", "this is a folder, not a file"),
    PermissionError: ("ファイルを開く権限がありません。", "no permission to open the file"),
}

_CANNOT: dict[type[OSError], tuple[str, str]] = {
    FileNotFoundError: ("そのフォルダがありません。", "there is no such folder"),
    IsADirectoryError: ("ファイルではなくフォルダです。", "this is a folder, not a file"),
    NotADirectoryError: ("フォルダではなくファイルです。", "this is a file, not a folder"),
    PermissionError: ("書き込む権限がありません。", "no permission to write there"),
}


def read_input(given: str, most: int = MAX_BYTES) -> bytes:
    """Read a file, or standard input (`-`), up to the size that is read at all and a byte.

    Args:
        given: the name of the file.
        most: how many bytes are read at all.

    Raises:
        InputError: it cannot be opened.
    """
    if given == STANDARD_STREAM:
        if sys.stdin is None:
            ja, en = "標準入力がありません。", "there is no standard input"
            raise InputError([Problem(ja, en, path=given)])
        return sys.stdin.buffer.read(most + 1)
    try:
        return read_bounded(Path(given), most)
    except (OSError, ValueError) as error:
        other = ("ふつうのファイルではありません。", "this is no regular file")
        ja, en = next((said for kind, said in _REASONS.items() if isinstance(error, kind)), other)
        raise InputError([Problem(ja, en, path=given)]) from None


def write_output(content: bytes, given: str) -> None:
    """Write a file, or standard output (`-`); a file is whole or is as it was before.

    Raises:
        InputError: the file cannot be written.
    """
    if given == STANDARD_STREAM:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    try:
        path = Path(given)
        if not given or given.endswith(("/", os.sep)) or path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        if path.is_symlink() or (path.exists() and not path.is_file()):
            # A link or a device is written to, and not put aside.
            path.write_bytes(content)
            return
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        told = next((said for kind, said in _CANNOT.items() if isinstance(error, kind)), None)
        ja, en = told or ("書き込めません。", f"it cannot be written: {reason}")
        raise InputError([Problem(ja, en, path=given)]) from None


def is_same_file(output: str, given: str) -> bool:
    """Tell whether what would be written is what is read."""
    try:
        return Path(output).exists() and Path(output).samefile(given)
    except (OSError, ValueError):
        return False


def names_a_file(given: str) -> bool:
    """Tell whether somebody means a file: there is one, or the name ends like one.

    >>> names_a_file("our-area.yaml"), names_a_file("inagi"), names_a_file("-")
    (True, False, True)
    """
    path = Path(given)
    try:
        return given == STANDARD_STREAM or bool(path.suffix) or (given != "" and path.exists())
    except (OSError, ValueError):
        return False


def in_a_command(path: str) -> str:
    """Write a file's name as a word of a command, for the shells of Windows and of others.

    >>> in_a_command("稲城市.yaml"), in_a_command("our area.yaml")
    ('稲城市.yaml', '"our area.yaml"')
    """
    shown = printable(path)
    return shown if re.fullmatch(r"[\w./\\:~-]+", shown) else f'"{shown}"'
