"""Charts as Mermaid flowcharts: read by Mermaid's own parser, whatever names they carry."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from charts import HOSTILE, HOSTILE_PICTURES, PICTURES

from screc.diagram import style
from screc.diagram.mermaid import mermaid
from screc.diagram.picture import Picture
from screc.diagram.wrap import clean

PACKAGES = ("mermaid@11.17.2", "jsdom@29.1.1")
READ = """
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });
const read = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    read.push({
      title: db.getAccTitle(),
      description: db.getAccDescription(),
      nodes: Object.fromEntries([...db.getVertices()].map(([id, node]) => [id, node.text])),
      edges: db.getEdges().map(({ start, end, text, type, stroke, style }) =>
        ({ start, end, text, type, stroke, style })),
      frames: db.getSubGraphs().map(({ id, title, nodes }) => ({ id, title, nodes })),
    });
  } catch (error) {
    read.push({ error: String(error).slice(0, 300) });
  }
}
console.log(JSON.stringify(read));
"""


@pytest.fixture(scope="module")
def parser() -> Path:
    """Install Mermaid once, outside the checkout; skip where that cannot be done, but not in CI."""
    folder = Path(tempfile.gettempdir()) / f"screc-{'-'.join(PACKAGES)}"
    script = folder / "read.mjs"
    node, npm = shutil.which("node"), shutil.which("npm")
    installed = False
    if node and npm:
        folder.mkdir(exist_ok=True)
        script.write_text(READ, encoding="utf-8")
        # npm writes this file when all is in its place.
        installed = (folder / "node_modules" / ".package-lock.json").exists() or not subprocess.run(
            [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", *PACKAGES],
            capture_output=True,
            check=False,
        ).returncode
    if not installed:
        if os.environ.get("CI"):
            pytest.fail("Mermaid cannot be installed: there is no Node.js, or no network")
        pytest.skip("Mermaid cannot be installed")
    return script


def read(script: Path, pictures: list[Picture]) -> list[dict[str, Any]]:
    """Parse many charts in one process."""
    asked = json.dumps([mermaid(drawn) for drawn in pictures])
    ended = subprocess.run(
        ["node", str(script)],  # noqa: S607
        input=asked.encode(),
        capture_output=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(ended.stdout)
    return found


def shown(text: str) -> str:
    """Turn a text back from the form in which Mermaid keeps it into what is seen."""
    decoded = html.unescape(text.replace("ﬂ°°", "&#").replace("¶ß", ";"))
    return decoded.replace("\N{ZERO WIDTH SPACE}", "")


def lines(*texts: str) -> str:
    """Say what is seen of texts, line by line."""
    return "<br>".join(clean(part) for text in texts for part in text.split(" / "))


@pytest.mark.node
def test_mermaid_reads_every_chart_as_it_is_meant(parser: Path) -> None:
    """All stakeholders, frames and flows, in both languages and both views."""
    for (name, drawn), found in zip(
        PICTURES.items(), read(parser, list(PICTURES.values())), strict=True
    ):
        assert "error" not in found, f"{name}: {found}"
        assert (shown(found["title"]), shown(found["description"])) == (
            clean(drawn.title),
            clean(drawn.description),
        )
        nodes = sorted(shown(text) for id_, text in found["nodes"].items() if id_[0] == "n")
        marked = [
            lines(box.name, *box.notes, *box.equipment, *([box.mark] if box.mark else []))
            for box in drawn.boxes
        ]
        assert nodes == sorted(marked), name
        assert [shown(frame["title"]) for frame in found["frames"]] == [
            lines(frame.name) for frame in drawn.frames
        ]
        assert [len(frame["nodes"]) for frame in found["frames"]] == [
            len(frame.members) for frame in drawn.frames
        ]
        assert [shown(edge["text"]) for edge in found["edges"]] == [
            lines(arrow.label) for arrow in drawn.arrows
        ]
        assert [edge["stroke"] for edge in found["edges"]] == [
            "dotted" if arrow.line in ("dashed", "dotted") else "normal" for arrow in drawn.arrows
        ]
        assert [edge["type"] for edge in found["edges"]] == [
            "double_arrow_point" if arrow.goes_both_ways else "arrow_point"
            for arrow in drawn.arrows
        ]


@pytest.mark.node
def test_no_name_is_read_as_more_than_a_name(parser: Path) -> None:
    """Neither as markup nor as a statement, and it is shown as it is."""
    for text, drawn, found in zip(
        HOSTILE, HOSTILE_PICTURES, read(parser, HOSTILE_PICTURES), strict=True
    ):
        assert "error" not in found, f"{text!r}: {found}"
        nodes = {id_: label for id_, label in found["nodes"].items() if id_[0] == "n"}
        assert len(nodes) == len(drawn.boxes)
        assert {shown(label) for label in nodes.values()} == {lines(*[text] * 4)}
        assert {shown(edge["text"]) for edge in found["edges"]} == {lines(text)}
        assert {shown(frame["title"]) for frame in found["frames"]} == {lines(text)}
        assert shown(found["title"]) == clean(text)
        # What is kept are codes of marks: nothing is left that could be markup.
        assert not any(
            mark in label.replace("<br>", "") for label in nodes.values() for mark in "<>&"
        )


@pytest.mark.parametrize("drawn", HOSTILE_PICTURES, ids=range(len(HOSTILE)))
def test_only_letters_and_codes_stand_in_a_label(drawn: Picture) -> None:
    """Of ASCII, what may be more than text is written as a code."""
    labels = re.findall(r'"(.*)"', mermaid(drawn))
    assert len(labels) == len(drawn.boxes) + len(drawn.frames) + len(drawn.arrows)
    for label in labels:
        assert not set(re.sub(r"<br>|#[0-9]+;", "", label)) & set('"<>&;#`*_[]{}|$%:/\\')


def test_flows_have_the_colours_of_their_classes() -> None:
    """Each link is styled once."""
    drawn = PICTURES["public-facility-ja"]
    styles = [line.split() for line in mermaid(drawn).splitlines() if "linkStyle" in line]
    numbered = {
        drawn.arrows[int(number)].look.colour: look
        for _, numbers, look in styles
        for number in numbers.split(",")
    }
    assert all(f"stroke:{colour}," in look for colour, look in numbered.items())
    styled = sorted(int(number) for _, numbers, _ in styles for number in numbers.split(","))
    assert styled == list(range(len(drawn.arrows)))


def test_at_a_power_cut_what_stops_is_grey() -> None:
    """As it is drawn elsewhere."""
    drawn = PICTURES["energy-supply-facility-ja-emergency"]
    stopped = [str(n) for n, arrow in enumerate(drawn.arrows) if arrow.line == "stopped"]
    assert stopped
    assert f"linkStyle {','.join(stopped)} stroke:{style.PALE}," in mermaid(drawn)
