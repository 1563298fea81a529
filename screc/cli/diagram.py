"""`screc diagram`: the stakeholder chart of a scheme, an area or a district, as a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from screc.cli.options import common_options, matching, set_facts, set_option
from screc.cli.user_files import (
    STANDARD_STREAM,
    is_same_file,
    names_a_file,
    read_input,
    write_output,
)
from screc.diagram.forms import FORMS, form_of
from screc.errors import InputError, Problem, unknown_name
from screc.model.area import AreaRecord
from screc.model.chart import Chart
from screc.model.text import Say

if TYPE_CHECKING:
    from screc.diagram.chart_file import Drawing
    from screc.diagram.picture import View
    from screc.model.knowledge import Knowledge
    from screc.model.rulebase import Area
    from screc.model.scheme import Scheme

ALL = "all"
_WHOLE = ("json", "graphml")
"""Formats for other programs, which hold all of a chart whatever is looked at."""


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "関係主体と流れの図を描く（事業スキーム、地区、事例地区）。",
        "Draw the chart of stakeholders and flows of a scheme, an area or a district.",
    )
    long_help = say(
        "CHART は事業スキーム、地区、事例地区の図（minato-split など）、または all（すべての事業"
        "スキームを、平常時と停電時で）。",
        "CHART is a scheme, an area, a district's chart (such as minato-split), or all (every "
        "scheme, in normal times and at a power cut).",
    )

    @click.command("diagram", help=f"{help_text}\n\n{long_help}", short_help=help_text)
    @click.argument("chart", metavar="CHART")
    @click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(list(FORMS)),
        help=say("形式（なければ -o の拡張子、または svg）", "format (or by -o, or else svg)"),
    )
    @click.option(
        "-o",
        "--output",
        "output",
        metavar="FILE",
        help=say("書き出すファイル（all ではフォルダ）", "file to write (for all, a folder)"),
    )
    @click.option("--emergency", is_flag=True, help=say("停電時の図", "at a power cut"))
    @click.option(
        "--stage", metavar="STAGE", help=say("この段階だけの図", "one stage of the scheme only")
    )
    @click.option(
        "--scheme",
        metavar="SCHEME",
        help=say("地区の図を、この事業スキームで描く", "draw an area's chart of this scheme"),
    )
    @set_option(say)
    @common_options(say)
    def run(
        *,
        chart: str,
        form: str | None,
        output: str | None,
        emergency: bool,
        stage: str | None,
        scheme: str | None,
        settings: tuple[str, ...],
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        from screc.diagram.chart_file import write_chart
        from screc.diagram.picture import View
        from screc.knowledge.load import load_knowledge

        base = load_knowledge(knowledge)
        form = "json" if as_json else form
        if chart == ALL:
            _refuse(
                {"--emergency": emergency, "--stage": stage, "--scheme": scheme, "--set": settings},
                ("all は、すべてを両方の見方で描きます。", "all draws everything in both views"),
            )
            _draw_all(base, form or "svg", output, say)
            return
        chosen = form_of(form, output)
        if chosen in _WHOLE:
            _refuse(
                {"--emergency": emergency, "--stage": stage},
                (f"{chosen} は図の全体を含みます。", f"{chosen} holds the whole chart"),
            )
        if output is not None and is_same_file(output, chart):
            ja, en = "読み込むファイルと同じです。", "this is the file that is read"
            raise InputError([Problem(ja, en, path=output)])
        if output is None and not FORMS[chosen].is_text and sys.stdout.isatty():
            ja = f"{chosen} は画面に出せません。-o でファイルを指定してください。"
            en = f"{chosen} cannot be shown here; name a file with -o"
            raise InputError([Problem(ja, en)])
        view = View(say.language, emergency=emergency, stage=stage)
        drawing = find_drawing(_Asked(chart, scheme, settings), base, view)
        write_output(write_chart(drawing, chosen), output or STANDARD_STREAM)

    return run


@dataclass(frozen=True)
class _Asked:
    """What the user named: a chart, perhaps a scheme for an area, and facts to change."""

    chart: str
    scheme: str | None
    settings: tuple[str, ...]


def find_drawing(asked: _Asked, base: Knowledge, view: View) -> Drawing:
    """Find what is to be drawn: a scheme, a district's chart, or an area with a scheme.

    Raises:
        InputError: there is no such thing, or none of the schemes fits the area.
    """
    from screc.diagram.chart_file import Drawing

    named = _named(asked.chart, base)
    charts = [part for part in named if isinstance(part, Chart)]
    if len(named) > 1:
        raise InputError([_ambiguous(asked.chart, named)])
    if charts:
        options = {"--scheme": asked.scheme, "--set": asked.settings}
        _refuse(options, ("地区の図のためのものです。", "this goes with the chart of an area"))
        _check_stage(view.stage, charts[0])
        return Drawing(charts[0], base, view)
    return _area_drawing(asked, base, view)


def _named(given: str, base: Knowledge) -> list[Chart | AreaRecord]:
    parts: list[Chart | AreaRecord] = [*base.schemes, *base.charts, *base.areas]
    return matching(given, parts, _names)


def _names(part: Chart | AreaRecord) -> tuple[str, ...]:
    from screc.model.scheme import Scheme

    if not isinstance(part, Chart):
        return (part.id or "", *((part.name.ja, part.name.en) if part.name else ()))
    if isinstance(part, Scheme):
        named = (str(part.number), part.table, part.name.ja, part.name.en)
        return (part.id, part.title.ja, part.title.en, *named)
    return part.id, part.title.ja, part.title.en


def _ambiguous(given: str, named: list[Chart | AreaRecord]) -> Problem:
    listed = ", ".join(_names(part)[0] for part in named)
    return Problem(
        f"「{given}」は一つに決まりません: {listed}", f'"{given}" can mean several: {listed}'
    )


def _refuse(options: Mapping[str, object], why: tuple[str, str]) -> None:
    """Refuse options that would have no effect."""
    for name, value in options.items():
        if value:
            raise InputError([Problem(*why, where=name)])


def _area_drawing(asked: _Asked, base: Knowledge, view: View) -> Drawing:
    from screc.cli.show import find_scheme
    from screc.diagram.area_chart import area_cast, area_chart, area_title
    from screc.diagram.chart_file import Drawing

    area, record = _find_area(asked.chart, base)
    area = set_facts(area, asked.settings, base.attributes)
    scheme = _first_scheme(area, base) if asked.scheme is None else find_scheme(asked.scheme, base)
    _check_stage(view.stage, scheme)
    cast = area_cast(area, record, scheme, base)
    return Drawing(area_chart(record, scheme), base, view, cast, area_title(area, scheme))


def _find_area(given: str, base: Knowledge) -> tuple[Area, AreaRecord]:
    from screc.knowledge.area_file import read_area_with_charts
    from screc.knowledge.facts import read_area

    named = _named(given, base)
    if len(named) == 1 and isinstance(named[0], AreaRecord):
        return read_area(named[0], base.attributes), named[0]
    if names_a_file(given):
        return read_area_with_charts(read_input(given), given, base)
    parts: list[Chart | AreaRecord] = [*base.areas, *base.charts, *base.schemes]
    known = [_names(part)[0] for part in parts]
    raise InputError([unknown_name(("図", "chart"), given, known)])


def _first_scheme(area: Area, base: Knowledge) -> Scheme:
    """Choose the scheme that fits an area best."""
    from screc.advice.recommend import recommend

    answer = recommend(area, base)
    if not answer.recommendations:
        ja = "この地区に示せる事業スキームがありません（screc recommend か --scheme で）。"
        en = "no scheme can be shown for this area; see screc recommend, or choose with --scheme"
        raise InputError([Problem(ja, en)])
    first = answer.recommendations[0].scheme
    return next(scheme for scheme in base.schemes if scheme.id == first)


def _check_stage(stage: str | None, chart: Scheme | object) -> None:
    stages = [part.id for part in getattr(chart, "stages", ())]
    if stage is not None and stage not in stages:
        if not stages:
            ja, en = "この図に段階はありません。", "this chart has no stages"
            raise InputError([Problem(ja, en, where="--stage")])
        raise InputError([unknown_name(("段階", "stage"), stage, stages)])


def _draw_all(base: Knowledge, form: str, output: str | None, say: Say) -> None:
    """Draw every scheme in both views into a folder, and a page that shows them."""
    from screc.diagram.gallery import INDEX, gallery, gallery_size

    if not output or output == STANDARD_STREAM or Path(output).suffix:
        ja, en = "-o でフォルダを指定してください。", "name a folder with -o"
        raise InputError([Problem(ja, en, path=output or "")])
    folder = Path(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        ja, en = "フォルダを作れません。", f"the folder cannot be made: {error.strerror}"
        raise InputError([Problem(ja, en, path=output)]) from None
    with click.progressbar(
        gallery(base, form, say.language),
        length=gallery_size(base),
        label=say("作図", "Drawing"),
        file=sys.stderr,
    ) as files:
        for name, content in files:
            write_output(content, str(folder / name))
    click.echo(str(folder / INDEX))
