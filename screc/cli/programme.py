"""`screc programme`: all areas of a folder side by side, and all their packs in one file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from screc.cli.options import common_options, engine_option, print_json
from screc.cli.progress import shown_progress
from screc.cli.user_files import write_output
from screc.errors import InputError, Problem
from screc.model.plain import to_plain
from screc.model.text import Say
from screc.rules.engines import EngineChoice

if TYPE_CHECKING:
    from screc.model.area import AreaRecord
    from screc.model.knowledge import Knowledge
    from screc.model.rulebase import Area


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "フォルダの地区をすべて並べ、共通のテーマとグループ編成の案を示す。",
        "Set all areas of a folder side by side: shared themes, proposed groups.",
    )
    long_help = say(
        "DIR を書かなければ、手引の自治体を並べる。-o FILE.zip で、全体の表とすべての地区の資料を"
        "一つのファイルにまとめる。",
        "Without DIR, the municipalities of the guidance. -o FILE.zip puts the overview and the "
        "papers of every area into one file.",
    )

    @click.command("programme", help=f"{help_text}\n\n{long_help}", short_help=help_text)
    @click.argument("folder", metavar="[DIR]", required=False)
    @click.option("-o", "--output", metavar="FILE.zip", help=say("書き出す先", "file to write"))
    @click.option(
        "--locations",
        metavar="FILE.csv",
        help=say(
            "地区の位置（id, latitude, longitude の列）",
            "where areas are (id, latitude, longitude)",
        ),
    )
    @click.option(
        "--group-size",
        type=click.IntRange(2, 20),
        help=say(
            "グループの最大の数（なければ手引で最大のもの）",
            "the largest group (or that of the guidance)",
        ),
    )
    @click.option(
        "--template",
        metavar="DIR",
        help=say("文面や体裁のひな形のフォルダ", "folder of a template for texts and styles"),
    )
    @engine_option(say)
    @common_options(say)
    def run(
        *,
        folder: str | None,
        output: str | None,
        locations: str | None,
        group_size: int | None,
        template: str | None,
        engine: EngineChoice,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        from screc.knowledge.load import load_knowledge
        from screc.scoping.area_folder import read_folder, read_spots
        from screc.scoping.programme import overview

        base = load_knowledge(knowledge)
        areas = _municipalities(base) if folder is None else read_folder(Path(folder), base)
        spots = {} if locations is None else read_spots(Path(locations), _ids(areas))
        found = overview(areas, base, spots, engine=engine, group_size=group_size)
        if output is not None:
            from screc.scoping.archive import PackOrder, archive, make_packs
            from screc.scoping.overview_paper import overview_paper
            from screc.scoping.styles import Styles
            from screc.scoping.template import read_template

            _check(output)
            own = None if template is None else Path(template)
            texts = base.paper_template
            texts = texts if own is None else read_template(own, texts)
            order = PackOrder(knowledge, own, say.language, engine)
            made = list(shown_progress(make_packs(areas, order), len(areas), say))
            paper = overview_paper(found, base, texts, say.language)
            write_output(archive(paper, made, Styles(own)), output)
        if as_json:
            print_json(to_plain(found))
            return
        from screc.cli.programme_screen import show_overview

        show_overview(found, say)
        if output is not None:
            click.echo(output)

    return run


def _municipalities(base: Knowledge) -> tuple[tuple[Area, AreaRecord], ...]:
    from screc.knowledge.facts import read_area

    return tuple(
        (read_area(record, base.attributes), record)
        for record in base.areas
        if record.kind == "municipality"
    )


def _ids(areas: tuple[tuple[Area, AreaRecord], ...]) -> dict[str, str]:
    """Name areas by their ids, and by names that no other area has."""
    names = [(name, area.id) for area, _ in areas for name in {area.name.en, area.name.ja}]
    times = Counter(name for name, _ in names)
    of_one = {name: area for name, area in names if times[name] == 1}
    return of_one | {area.id: area.id for area, _ in areas}


def _check(output: str) -> None:
    """Refuse an output that is no zip before the packs are made.

    Raises:
        InputError: the name does not end so, or its folder is not there.
    """
    path = Path(output)
    if path.suffix.lower() != ".zip":
        ja, en = "-o には .zip のファイルを指定してください。", "name a .zip file with -o"
        raise InputError([Problem(ja, en, path=output)])
    if not path.parent.is_dir():
        ja, en = "そのフォルダがありません。", "there is no such folder"
        raise InputError([Problem(ja, en, path=output)])
