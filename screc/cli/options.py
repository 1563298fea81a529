"""Options and arguments that several commands share, and the way to an area."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import normalize

import click

from screc.cli.user_files import names_a_file, read_input
from screc.errors import InputError, Problem, unknown_name
from screc.knowledge.facts import is_unknown, options_of, read_value
from screc.model.attribute import Attribute
from screc.model.rulebase import Area, FactValue, KnownFact, Rulebase
from screc.model.text import LANGUAGES, Say
from screc.rules.engines import ENGINE_CHOICES

if TYPE_CHECKING:
    from screc.model.area import AreaRecord
    from screc.model.knowledge import Knowledge

_Named = TypeVar("_Named")
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def common_options(say: Say) -> Decorator:
    """Add `--lang`, `--json` and `--knowledge`."""
    language = say("画面の言語", "language of the screen")
    plain = say("JSON で出力する", "print JSON")
    folder = say("別の知識ベースを使う", "use another knowledge base")

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=language),
            click.option("--json", "as_json", is_flag=True, help=plain),
            click.option("--knowledge", metavar="DIR", help=folder),
        ):
            function = option(function)
        return function

    return add


def area_help(say: Say) -> str:
    """Say what can stand for AREA."""
    return say(
        "AREA は地区の id か名前、YAML/JSON ファイル、または - （標準入力）。",
        "AREA is an area's id or name, a YAML or JSON file, or - for standard input.",
    )


def set_option(say: Say) -> Decorator:
    """Add `--set`."""
    help_text = say(
        "事実を変える。例: --set station=true（unknown で取り消す）",
        "change a fact, such as --set station=true (unknown takes it away)",
    )
    return click.option(
        "--set", "settings", multiple=True, metavar="ATTRIBUTE=VALUE", help=help_text
    )


def engine_option(say: Say) -> Decorator:
    """Add `--engine`."""
    help_text = say(
        "規則を判定するエンジン（auto は durable-rules、なければ reference）",
        "what judges the rules (auto: durable-rules where it is installed, or else reference)",
    )
    return click.option(
        "--engine", type=click.Choice(ENGINE_CHOICES), default="auto", help=help_text
    )


def print_json(data: Any) -> None:
    """Print plain data, the same bytes for the same data."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def matching(
    given: str, parts: Iterable[_Named], names: Callable[[_Named], tuple[str, ...]]
) -> list[_Named]:
    """Find what is called so, whatever the width and case; or what has Japanese words in a name."""
    wanted = _plain(given)
    named = [(part, [_plain(name) for name in names(part)]) for part in parts]
    exact = [part for part, known in named if wanted in known]
    if exact or wanted.isascii():
        return exact
    return [part for part, known in named if any(wanted in name for name in known)]


def _plain(name: str) -> str:
    return normalize("NFKC", name).casefold().strip()


def find_area(given: str, rulebase: Rulebase) -> Area:
    """Find an area by its id or name, or read it from a file or from standard input (`-`).

    Raises:
        InputError: there is no such area or file, or the file cannot be read.
    """
    called = matching(given, rulebase.areas, lambda area: (area.id, area.name.ja, area.name.en))
    if len(called) == 1:
        return called[0]
    if not names_a_file(given):
        known = [area.id for area in called or rulebase.areas]
        raise InputError([unknown_name(("地区", "area"), given, known)])
    content = read_input(given)
    from screc.knowledge.area_file import read_area_file

    return read_area_file(content, given, rulebase.attributes)


def find_record(given: str, base: Knowledge) -> tuple[Area, AreaRecord]:
    """Find an area as `find_area` does, with all that its file says besides facts.

    Raises:
        InputError: there is no such area or file, or the file cannot be read.
    """
    from screc.knowledge.area_file import read_area_with_charts
    from screc.knowledge.facts import read_area

    called = matching(given, base.areas, _names)
    if len(called) == 1:
        return read_area(called[0], base.attributes), called[0]
    if names_a_file(given):
        return read_area_with_charts(read_input(given), given, base)
    known = [area.id or "" for area in called or base.areas]
    raise InputError([unknown_name(("地区", "area"), given, known)])


def _names(record: AreaRecord) -> tuple[str, ...]:
    name = record.name
    return (record.id or "", *((name.ja, name.en) if name else ()))


def set_facts(area: Area, settings: Iterable[str], attributes: Iterable[Attribute]) -> Area:
    """Change facts of an area as `attribute=value` says; `attribute=unknown` takes one away.

    `attribute.option=yes` or `=no` changes one option and leaves the others as they are.

    Raises:
        InputError: there is no such attribute, or the value does not fit.
    """
    by_id = {attribute.id: attribute for attribute in attributes}
    facts = dict(area.facts)
    problems: list[Problem] = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        name, _, option = name.strip().partition(".")
        attribute = by_id.get(name)
        if not equals:
            ja, en = "「項目=値」の形で書いてください。", "write attribute=value"
            problems.append(Problem(ja, en, where=f"--set {setting}"))
        elif attribute is None:
            problems.append(
                replace(unknown_name(("項目", "attribute"), name, by_id), where=f"--set {setting}")
            )
        elif is_unknown(value) and not option:
            facts.pop(name, None)
        else:
            try:
                facts[name] = KnownFact(_value(attribute, option, value, facts.get(name)))
            except InputError as error:
                problems += [replace(found, where=f"--set {setting}") for found in error.problems]
    if problems:
        raise InputError(problems)
    return Area(area.id, area.name, facts)


def _value(attribute: Attribute, option: str, value: str, known: KnownFact | None) -> FactValue:
    """Read a value, or that of one option among those that are known."""
    if not option:
        return read_value(attribute, value)
    said: dict[str, Any] = {option: value}
    if attribute.type == "choices" and known is not None:
        said = options_of(known.value) | said
    return read_value(attribute, said)
