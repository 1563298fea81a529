"""Write decision records to files, and read them from there or from standard input."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import click

from screc.advice.assess import Assessment
from screc.advice.record import make_record, read_record, write_record
from screc.cli.user_files import STANDARD_STREAM, in_a_command, read_input
from screc.errors import InputError, Problem
from screc.model.record import Record
from screc.model.rulebase import Rulebase
from screc.model.text import Say


def program_version() -> str:
    """Return the version of screc that is installed."""
    return version("screc")


def keep_record(found: Assessment, rulebase: Rulebase, path: str, say: Say) -> None:
    """Write the record of a recommendation to a new file.

    Raises:
        InputError: there is such a file already, since a record is evidence and is not overwritten;
            or the file cannot be written.
    """
    if path == STANDARD_STREAM:
        ja, en = (
            "記録はファイルに書きます。名前を指定してください。",
            "a record needs a file; name one",
        )
        raise InputError([Problem(ja, en, where="--record -")])
    record = make_record(
        found,
        rulebase,
        language=say.language,
        screc=program_version(),
        recorded_on=datetime.now(tz=UTC).astimezone().date(),
    )
    content = write_record(record).encode()
    file = Path(path)
    if not path or file.is_dir():
        ja, en = "ファイルではなくフォルダです。", "this is a folder, not a file"
        raise InputError([Problem(ja, en, path=path, where="--record")])
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


def say_recorded(path: str, say: Say) -> None:
    """Say that a record was kept, and how to see it again."""
    command = f"screc replay {in_a_command(path)}"
    said = say(f"\n記録した（見直すには: {command}）", f"\nRecorded; to see it again: {command}")
    click.echo(said)


def find_record(given: str) -> Record:
    """Read a record from a file, or from standard input (`-`).

    Raises:
        InputError: it cannot be opened, or is no record.
    """
    return read_record(read_input(given), given)
