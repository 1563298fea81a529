"""Write decision records to files, and read them from there or from standard input."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from screc.advice.recommend import Advice
from screc.advice.record import make_record, read_record, write_record
from screc.cli.language import Say
from screc.errors import InputError, Problem
from screc.knowledge.find import MAX_BYTES, read_bounded
from screc.model.record import Record
from screc.model.rulebase import Rulebase

_STANDARD_STREAM = "-"
_REASONS: dict[type[OSError], tuple[str, str]] = {
    FileNotFoundError: ("ファイルがありません。", "there is no such file"),
    IsADirectoryError: ("ファイルではなくフォルダです。", "this is a folder, not a file"),
    PermissionError: ("ファイルを開く権限がありません。", "no permission to open the file"),
}


def program_version() -> str:
    """Return the version of screc that is installed."""
    return version("screc")


def keep_record(advice: Advice, rulebase: Rulebase, path: str, say: Say) -> None:
    """Write the record of a recommendation to a new file.

    Raises:
        InputError: there is such a file already, since a record is evidence and is not overwritten;
            or the file cannot be written.
    """
    if path == _STANDARD_STREAM:
        ja, en = (
            "記録はファイルに書きます。名前を指定してください。",
            "a record needs a file; name one",
        )
        raise InputError([Problem(ja, en, where="--record -")])
    record = make_record(
        advice,
        rulebase,
        language=say.language,
        screc=program_version(),
        recorded_on=datetime.now(tz=UTC).astimezone().date(),
    )
    content = write_record(record).encode()
    file = Path(path)
    try:
        with file.open("xb") as opened:
            _write_whole(opened, content, file)
    except FileExistsError:
        ja = "すでにあります。記録は証拠なので上書きしません。別の名前にしてください。"
        en = "the file exists; a record is evidence and is not overwritten, choose another name"
        raise InputError([Problem(ja, en, path=path, where="--record")]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        ja, en = f"記録を書けません（{reason}）。", f"the record cannot be written: {reason}"
        raise InputError([Problem(ja, en, path=path, where="--record")]) from None


def _write_whole(opened: BinaryIO, content: bytes, file: Path) -> None:
    """Write everything or leave nothing: half a record is none, and would be in the way."""
    try:
        opened.write(content)
        opened.flush()
    except OSError:
        file.unlink()
        raise


def find_record(given: str) -> Record:
    """Read a record from a file, or from standard input (`-`).

    Raises:
        InputError: it cannot be opened, or is no record.
    """
    return read_record(_content(given), given)


def _content(given: str) -> bytes:
    if given == _STANDARD_STREAM:
        if sys.stdin is None:
            ja, en = "標準入力がありません。", "there is no standard input"
            raise InputError([Problem(ja, en, path=given)])
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        return read_bounded(Path(given))
    except (OSError, ValueError) as error:
        other = ("ふつうのファイルではありません。", "this is no regular file")
        ja, en = next((said for kind, said in _REASONS.items() if isinstance(error, kind)), other)
        raise InputError([Problem(ja, en, path=given)]) from None
