"""A wheel built from the checkout carries the knowledge and works elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import screc

CHECKOUT = Path(screc.__file__).parents[1]


@pytest.mark.skipif(
    not (CHECKOUT / "pyproject.toml").exists(), reason="runs in a checkout, not when installed"
)
def test_an_installed_wheel_brings_its_knowledge(tmp_path: Path) -> None:
    """Built, installed without the checkout in sight, and asked for a recommendation."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(CHECKOUT)],
        check=True,
    )
    (wheel,) = tmp_path.glob("screc-*.whl")
    site = tmp_path / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(site), str(wheel)], check=True)
    assert (site / "screc" / "_knowledge" / "schemes" / "block.yaml").exists()
    code = (
        "import screc; from screc.cli.main import main; main(['recommend', 'inagi', '--json']);"
        "import sys; print(screc.__file__, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(site), "SCREC_CACHE_DIR": "", "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    assert Path(ended.stderr.decode().strip()).is_relative_to(site)
    assert json.loads(ended.stdout)["recommendations"][0]["scheme"] == "public-facility"
