"""The house: imports point one way, and a command imports only what it needs."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import screc

PACKAGE = Path(screc.__file__).parent
LAYERS = (
    {"errors"},
    {"model"},
    {"knowledge"},
    {"rules"},
    {"advice"},
    {"language", "diagram", "screening"},
    {"viability"},
    {"scoping", "store"},
    {"web", "cli"},
)
HEAVY = ("pydantic", "yaml", "networkx", "durable", "difflib", "unittest", "asyncio")


def imports(path: Path) -> Iterator[str]:
    """Go through the modules of screc that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their module in full"
            module = node.module or ""
            yield from (
                [f"screc.{alias.name}" for alias in node.names] if module == "screc" else [module]
            )
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def layer(module: str) -> int:
    """Tell how far right in the house a module stands."""
    name = module.split(".")[1]
    return next(number for number, names in enumerate(LAYERS) if name in names)


def modules() -> list[Path]:
    """List the modules that belong to a layer."""
    return [
        path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem == "errors"
    ]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_left(path: Path) -> None:
    """A module imports from its own layer or from those before it."""
    own = layer("screc." + path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."))
    outward = [
        module for module in imports(path) if module.startswith("screc.") and layer(module) > own
    ]
    assert outward == []


def test_no_module_stands_outside_the_layers() -> None:
    """A new package has to be given its place."""
    known = set().union(*LAYERS)
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= known


def test_a_recommendation_imports_nothing_heavy() -> None:
    """With the rule base in the cache, neither pydantic nor YAML is needed."""
    code = (
        "import sys; from screc.cli.main import main; main(['recommend', 'inagi']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    for _ in range(2):  # The first run may have to fill the cache.
        ended = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
        )
    assert ended.stderr.strip() == "[]"
