"""The areas of a folder, and where they are."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path

from screc.errors import InputError, Problem, unknown_name
from screc.knowledge.area_file import read_area_with_charts
from screc.knowledge.encoding import decode_text
from screc.knowledge.find import read_bounded
from screc.model.area import AreaRecord
from screc.model.knowledge import Knowledge
from screc.model.rulebase import Area
from screc.scoping.grouping import Spot

_ENDINGS = (".yaml", ".yml", ".json")
_COLUMNS = ("id", "latitude", "longitude")
_BOUNDS = {"latitude": 90.0, "longitude": 180.0}


def read_folder(folder: Path, knowledge: Knowledge) -> tuple[tuple[Area, AreaRecord], ...]:
    """Read all area files of a folder, in the order of their names.

    Raises:
        InputError: there is no such folder, it holds no area, two areas have one id, or files
            cannot be read; with the faults of all files.
    """
    if not folder.is_dir():
        ja, en = "フォルダがありません。", "no such folder"
        if folder.exists():
            ja, en = "フォルダではなくファイルです。", "this is a file, not a folder"
        raise InputError([Problem(ja, en, path=str(folder))])
    # What systems and editors keep beside files is theirs: a Mac's `._north.yaml` is no area.
    paths = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in _ENDINGS and not path.name.startswith(".")
    )
    if not paths:
        listed = ", ".join(_ENDINGS)
        ja, en = f"地区のファイル（{listed}）がありません。", f"no area file ({listed}) in it"
        raise InputError([Problem(ja, en, path=str(folder))])
    areas: list[tuple[Area, AreaRecord]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            areas.append(read_area_with_charts(read_bounded(path), str(path), knowledge))
        except InputError as error:
            problems += error.problems
        except OSError as error:
            ja, en = "ファイルを開けません。", f"the file cannot be opened: {error.strerror}"
            problems.append(Problem(ja, en, path=str(path)))
    ids = [area.id for area, _ in areas]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        ja, en = f"id「{name}」の地区が二つあります。", f'two areas have the id "{name}"'
        problems.append(Problem(ja, en, path=str(folder)))
    if problems:
        raise InputError(problems)
    return tuple(areas)


def read_spots(path: Path, known: Mapping[str, str]) -> dict[str, Spot]:
    """Read where areas are: a CSV file with the columns id, latitude and longitude, in degrees.

    Args:
        path: of the file; UTF-8 or cp932.
        known: the id of an area by its id and by its names.

    Raises:
        InputError: the file cannot be read, or a line has a fault or an area that another line
            has, too; with all of them.
    """
    try:
        text = decode_text(read_bounded(path), str(path))
    except OSError as error:
        ja, en = "ファイルを開けません。", f"the file cannot be opened: {error.strerror}"
        raise InputError([Problem(ja, en, path=str(path))]) from None
    lines = csv.DictReader(StringIO(text, newline=""), skipinitialspace=True)
    try:
        missing = [name for name in _COLUMNS if name not in (lines.fieldnames or ())]
        numbered = [(lines.line_num, line) for line in lines]
    except csv.Error as error:
        ja, en = f"CSV として読めません（{error}）。", f"it cannot be read as CSV: {error}"
        raise InputError([Problem(ja, en, str(path), lines.line_num)]) from None
    if missing:
        listed = ", ".join(missing)
        ja, en = f"列がありません: {listed}", f"columns are missing: {listed}"
        raise InputError([Problem(ja, en, str(path), 1)])
    spots: dict[str, Spot] = {}
    placed: dict[str, int] = {}
    problems: list[Problem] = []
    for number, line in numbered:
        found = list(_faults(line, known))
        area = known.get(_name(line))
        if area is not None and (before := placed.setdefault(area, number)) != number:
            ja, en = f"{before}行目と同じ地区です。", f"the same area as in line {before}"
            found.append(Problem(ja, en, where=_name(line)))
        problems += [replace(fault, path=str(path), line=number) for fault in found]
        if area is not None and not found:
            spots[area] = Spot(*(float(line[name]) for name in _COLUMNS[1:]))
    if problems:
        raise InputError(problems)
    return spots


def _name(line: Mapping[str, str | None]) -> str:
    return (line["id"] or "").strip()


def _faults(line: Mapping[str, str | None], known: Mapping[str, str]) -> Iterator[Problem]:
    name = _name(line)
    if name not in known:
        yield unknown_name(("地区", "area"), name, known)
    for column, most in _BOUNDS.items():
        written = line[column] or ""
        try:
            value = float(written)
        except ValueError:
            value = float("nan")
        if not -most <= value <= most:
            ja = f"{-most:g}～{most:g} の度数で書いてください（「{written}」）。"
            yield Problem(
                ja, f'write degrees from {-most:g} to {most:g}, not "{written}"', where=column
            )
