"""`screc scope`: everything that lies on the table in the first session, from one area."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from screc.cli.options import (
    area_help,
    common_options,
    engine_option,
    find_record,
    print_json,
    set_facts,
    set_option,
)
from screc.cli.progress import shown_progress
from screc.model.text import Say
from screc.rules.engines import EngineChoice

if TYPE_CHECKING:
    from screc.scoping.material import Material


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "第1回の個別支援に使う資料一式をつくる（ウェブページ、PDF、Word、PowerPoint、Excel）。",
        "Make all papers of the first session: web page, PDF, Word, PowerPoint, Excel.",
    )
    output_help = say("書き出すフォルダ（なければ地区の id）", "folder to write (or the area's id)")
    scheme_help = say("テーマにする事業スキーム", "the scheme to take as the theme")
    compare_help = say("比べる地区", "an area to compare with")
    template_help = say("文面や体裁のひな形のフォルダ", "folder of a template for texts and styles")

    @click.command("scope", help=f"{help_text}\n\n{area_help(say)}", short_help=help_text)
    @click.argument("area", metavar="AREA")
    @click.option("-o", "--output", metavar="DIR", help=output_help)
    @click.option("--scheme", metavar="SCHEME", help=scheme_help)
    @click.option("--compare", "other", metavar="AREA", help=compare_help)
    @click.option("--template", metavar="DIR", help=template_help)
    @set_option(say)
    @engine_option(say)
    @common_options(say)
    def run(
        *,
        area: str,
        output: str | None,
        scheme: str | None,
        other: str | None,
        template: str | None,
        settings: tuple[str, ...],
        engine: EngineChoice,
        as_json: bool,
        knowledge: str | None,
    ) -> None:
        from screc.cli.show import find_scheme
        from screc.knowledge.load import load_knowledge
        from screc.scoping.compose import compose
        from screc.scoping.gather import Wanted, gather
        from screc.scoping.letters import lacking_letters
        from screc.scoping.pack import PACK, folder_name, pack_files, write_pack
        from screc.scoping.styles import Styles
        from screc.scoping.template import read_template

        base = load_knowledge(knowledge)
        found, record = find_record(area, base)
        chosen = set_facts(found, settings, base.attributes)
        own = Path(template) if template is not None else None
        material = gather(
            chosen,
            record,
            base,
            Wanted(
                say.language,
                engine,
                find_scheme(scheme, base).id if scheme is not None else None,
                find_record(other, base)[0] if other is not None else None,
                read_template(own, base.paper_template) if own is not None else None,
            ),
        )
        folder = Path(output if output is not None else folder_name(chosen.id))
        papers = compose(material)
        files = pack_files(papers, Styles(own))
        write_pack(folder, shown_progress(files, len(PACK), say))
        lacking = lacking_letters((papers.whole, papers.slides, papers.workbook))
        if lacking:
            ja = f"字体にない文字は、PDF などで〓になります: {lacking}"
            click.echo(say(ja, f"not in the font, 〓 in the PDF and others: {lacking}"), err=True)
        if as_json:
            print_json(_told(material, folder, list(PACK)))
        else:
            _tell(material, folder, list(PACK), say)

    return run


def _told(material: Material, folder: Path, names: list[str]) -> dict[str, object]:
    answer = material.answer
    return {
        "area": answer.area.id,
        "outcome": answer.outcome,
        "theme": material.theme.id if material.theme else None,
        "folder": str(folder),
        "files": names,
    }


def _tell(material: Material, folder: Path, names: list[str], say: Say) -> None:
    from screc.advice.headline import headline_of

    answer = material.answer
    click.echo(f"{answer.area.name}{say('　', ': ')}{headline_of(answer, say)}")
    for name in names:
        click.echo(f"  {folder / name}")
