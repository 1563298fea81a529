"""What README shows is what happens."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import screc
from screc.cli.main import main

CHECKOUT = Path(screc.__file__).parents[1]
READMES = [CHECKOUT / "README.md", CHECKOUT / "README.ja.md"]
PROMPT = "$ "
_DAY = r"\d{4}-\d\d-\d\d"

pytestmark = pytest.mark.skipif(
    not READMES[0].exists(), reason="README belongs to the checkout, not to the wheel"
)


@dataclass(frozen=True)
class Example:
    """A command in a console block, and the output that is shown below it."""

    command: str
    output: str


@dataclass(frozen=True)
class Block:
    """The examples of one console block, which run after each other in one folder."""

    readme: Path
    examples: tuple[Example, ...]


def blocks() -> Iterator[Block]:
    """Go through the console blocks of each README."""
    for readme in filter(Path.exists, READMES):
        text = readme.read_text(encoding="utf-8")
        for block in re.findall(r"^```console\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
            parts = (example.partition("\n") for example in block.split(PROMPT)[1:])
            yield Block(readme, tuple(Example(command, output) for command, _, output in parts))


@pytest.mark.parametrize(
    "block", list(blocks()), ids=lambda block: f"{block.readme.name}: {block.examples[0].command}"
)
def test_examples_print_what_readme_shows(
    block: Block,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Each example runs as it stands; a line `...` stands for lines left out."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    name, text = _file_shown(block.readme)
    (tmp_path / name).write_text(text, encoding="utf-8")
    for example in block.examples:
        arguments = shlex.split(example.command)
        assert arguments[0] == "screc"
        code = main(arguments[1:])
        printed = capsys.readouterr()
        pattern = "".join(map(_pattern, example.output.splitlines()))
        said = printed.out.replace("\N{NO-BREAK SPACE}", " ") + printed.err
        assert re.fullmatch(pattern, said), said
        assert (code == 0) == (not printed.err)


def _pattern(line: str) -> str:
    """Match a line; `...` any lines, and the day of the example any day."""
    if line.strip() == "...":
        return r"(?:.*\n)*?"
    return _DAY.join(re.escape(part) for part in re.split(_DAY, line.rstrip())) + r" *\n"


def _file_shown(readme: Path) -> tuple[str, str]:
    """Take the area file that README shows."""
    text = readme.read_text(encoding="utf-8")
    match = re.search(r"^`(\S+\.yaml)`.*?^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert match, "README shows an area file"
    return match[1], match[2]


@pytest.mark.parametrize("readme", [readme for readme in READMES if readme.exists()])
def test_the_python_example_runs(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The public API does what README says."""
    match = re.search(
        r"^```python\n(.*?)^```", readme.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert match
    exec(compile(match[1], readme.name, "exec"), {})
    assert capsys.readouterr().out == "match ['shopping-street']\n"


def test_there_are_examples_to_test() -> None:
    """Each README shows some."""
    assert {block.readme for block in blocks()} == set(READMES)


def test_the_two_commands_are_those_that_ci_runs() -> None:
    """README names the command that runs the tests, and CI runs that one."""
    readme = READMES[0].read_text(encoding="utf-8")
    assert "pip install . && screc scope inagi" in readme
    assert "pip install -e '.[dev]' && pytest" in readme
    script = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
    assert "-e '.[dev]'\npytest\n" in script
