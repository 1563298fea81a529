"""Collect the YAML cases, and find what some tests need from outside."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# The developer's own cache is left alone, also by what is loaded while tests are collected.
os.environ.setdefault("SCREC_CACHE_DIR", tempfile.mkdtemp(prefix="screc-tests-"))

from screc.advice.recommend import recommend
from screc.cli.main import main
from screc.knowledge.yaml_reader import read_yaml
from screc.model.recommendation import Recommendation
from screc.model.rulebase import Area
from screc.rules.compile import load_rulebase

CASES = Path(__file__).parent / "cases"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in this process; gives exit code, output, and messages."""

    def run_main(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_main


def pytest_collection_finish() -> None:
    """Spare the collector what stays for the whole run: modules, knowledge, thousands of tests."""
    gc.collect()
    gc.freeze()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Take each YAML file of cases as a file of tests."""
    if file_path.suffix == ".yaml" and file_path.parent == CASES:
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """A list of cases, each with a name, a reason, an area or facts, and what is expected."""

    def collect(self) -> Iterator[pytest.Item]:
        """Make an item of each case."""
        document = read_yaml(self.path.read_text(encoding="utf-8"), self.path.name)
        for index, case in enumerate(document.value):
            line = document.line((index,))
            yield CaseItem.from_parent(self, name=case["name"], case=case, line=line)


class CaseItem(pytest.Item):
    """One area and the recommendation that it must get."""

    def __init__(self, *, case: dict[str, Any], line: int, **kwargs: Any) -> None:
        """Keep the case and its line."""
        super().__init__(**kwargs)
        self.case = case
        self.line = line

    def runtest(self) -> None:
        """Recommend, and compare everything that the case expects."""
        unknown = self.case.keys() - {"name", "reason", "area", "facts", "expect"}
        assert not unknown, f"unknown keys {unknown}"
        assert self.case["reason"].strip()
        rulebase = load_rulebase()
        if "area" in self.case:
            area = next(area for area in rulebase.areas if area.id == self.case["area"])
        else:
            area = Area.from_values("case", "case", self.case["facts"])
        found = summary(recommend(area, rulebase))
        assert self.case["expect"], "a case expects something"
        for key, expected in self.case["expect"].items():
            assert key in found, f"a case cannot expect {key!r}"
            if key == "first" and isinstance(expected, list):
                assert found[key] in expected, key
            elif key in (
                "holds",
                "refuted",
                "open",
                "asks",
                "not_presented",
                "presents",
                "excludes",
            ):
                assert set(expected) <= set(found[key]), (
                    f"{key}: {expected} not all in {found[key]}"
                )
            else:
                assert found[key] == expected, key

    def reportinfo(self) -> tuple[Path, int, str]:
        """Point at the case in its file."""
        return self.path, self.line - 1, self.name


def summary(answer: Recommendation) -> dict[str, Any]:
    """Say what a recommendation found, in the words of the cases."""
    shown = answer.recommendations
    findings = [
        (f"{scheme.scheme}.{finding.rule}", finding.verdict)
        for scheme in (*shown, *answer.others, *answer.excluded)
        for finding in scheme.findings
    ]
    presented = [scheme.scheme for scheme in shown]
    return {
        "outcome": answer.outcome,
        "first": presented[0] if presented else None,
        "standing": shown[0].standing if shown else None,
        "presented": presented,
        "presents": presented,
        "not_presented": [scheme.scheme for scheme in (*answer.others, *answer.excluded)],
        "excludes": [scheme.scheme for scheme in answer.excluded],
        "holds": [name for name, verdict in findings if verdict == "holds"],
        "refuted": [name for name, verdict in findings if verdict == "refuted"],
        "open": [name for name, verdict in findings if verdict == "open"],
        "asks": [question.attribute for question in answer.questions],
        "first_question": answer.questions[0].attribute if answer.questions else None,
        "gates": [gate.id for gate in answer.gates],
        "conflicts": [conflict.id for conflict in answer.conflicts],
    }


@pytest.fixture(scope="session")
def shared() -> Path:
    """Find the folder with the source documents (SCREC_SHARED); skip where it is not."""
    folder = os.environ.get("SCREC_SHARED")
    if folder and (Path(folder) / "sources").is_dir():
        return Path(folder)
    if os.environ.get("CI") == "true":
        pytest.fail("SCREC_SHARED does not name the folder with the source documents")
    pytest.skip("the source documents are not here (set SCREC_SHARED)")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's language settings out of the tests."""
    monkeypatch.delenv("SCREC_LANG", raising=False)
