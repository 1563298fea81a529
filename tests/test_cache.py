"""The cache is fast, never wrong, and never in the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from screc.knowledge import cache
from screc.knowledge.find import find_knowledge
from screc.knowledge.load import load_knowledge
from screc.model.plain import to_plain
from screc.rules.compile import compile_knowledge, load_rulebase


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Copy the knowledge base, so that nobody changes it meanwhile."""
    return Path(shutil.copytree(find_knowledge(), tmp_path / "knowledge"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the cache in a folder of its own."""
    monkeypatch.setenv("SCREC_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_cached_form_is_the_whole_knowledge(folder: Path, base: Path) -> None:
    """From the files and from the cache comes the same."""
    from_files = load_knowledge(base)
    assert (folder / "knowledge.json").exists()
    assert load_knowledge(base) == from_files


def test_the_cached_rule_base_is_the_compiled_one(folder: Path, base: Path) -> None:
    """Compiled anew and from the cache, the rule base is the same."""
    compiled = load_rulebase(base)
    assert (folder / "rulebase.json").exists()
    again = to_plain(compile_knowledge(load_knowledge(base)))
    assert to_plain(load_rulebase(base)) == to_plain(compiled) == again


@pytest.mark.parametrize("damage", ["truncated", "changed", "emptied", "replaced"])
def test_a_damaged_entry_is_rebuilt(folder: Path, base: Path, damage: str) -> None:
    """Whatever happened to an entry, the answer is right and the entry is made anew."""
    good = to_plain(load_rulebase(base))
    path = folder / "rulebase.json"
    content = path.read_bytes()
    damaged = {
        "truncated": content[: len(content) // 2],
        "changed": content.replace(b'"points": 35', b'"points": 36', 1),
        "emptied": b"",
        "replaced": b"\xff\xfe not a cache",
    }[damage]
    assert damaged != content
    path.write_bytes(damaged)
    assert to_plain(load_rulebase(base)) == good
    assert path.read_bytes() == content


def test_changed_knowledge_is_seen_at_once(folder: Path, base: Path) -> None:
    """The cache is keyed by content, not by time."""
    before = load_rulebase(base)
    path = base / "schemes" / "ev.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("充電のインフラを整える", "充電の網を整える"), encoding="utf-8")
    after = load_rulebase(base)
    assert after.digest != before.digest
    assert "充電の網を整える" in str(after)
    assert folder.exists()


def test_a_folder_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there can be no cache, everything works without."""
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("SCREC_CACHE_DIR", str(blocked / "cache"))
    assert len(load_rulebase().schemes) == 12


def test_an_empty_setting_turns_the_cache_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """SCREC_CACHE_DIR= writes nothing and reads nothing."""
    monkeypatch.setenv("SCREC_CACHE_DIR", "")
    assert cache.cache_folder() is None
    cache.write_entry("x", "key", b"content")
    assert cache.read_entry("x", "key") is None
