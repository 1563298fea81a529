"""`screc schema`: JSON Schemas for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from screc.cli.options import common_options, print_json
from screc.errors import InputError, unknown_name
from screc.model.text import Say


def command(say: Say) -> click.Command:
    """Make the command."""
    help_text = say(
        "知識と地区のファイル、出力の JSON Schema を出す。\n\n"
        "NAME を省くとすべてを一つの JSON で出す。",
        "Print JSON Schemas of the files and of the output.\n\n"
        "Without NAME all of them, as one JSON object.",
    )
    folder = say("一つずつファイルに書くフォルダ", "folder to write one file each")

    @click.command("schema", help=help_text)
    @click.argument("name", metavar="[NAME]", required=False)
    @click.option("-o", "--output", metavar="DIR", help=folder)
    @common_options(say)
    def run(*, name: str | None, output: str | None, as_json: bool, knowledge: str | None) -> None:
        from screc.model.schema import FORMS, schema_of
        from screc.rules.compile import load_rulebase

        del as_json  # A schema is JSON already.
        if name is not None and name not in FORMS:
            raise InputError([unknown_name(("スキーマ", "schema"), name, list(FORMS))])
        attributes = load_rulebase(knowledge).attributes
        chosen = {form: schema_of(form, attributes) for form in ([name] if name else FORMS)}
        if output is None:
            print_json(chosen[name] if name else chosen)
            return
        Path(output).mkdir(parents=True, exist_ok=True)
        for form, schema in chosen.items():
            path = Path(output) / f"{form}.schema.json"
            path.write_text(json.dumps(schema, ensure_ascii=False, indent=2), encoding="utf-8")
            click.echo(path)

    return run
