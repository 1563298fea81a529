"""Charts as files: whole, valid, readable by others, and safe whatever names they carry."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screc.diagram import chart_file, engine
from screc.diagram.chart_file import Drawing, write_chart
from screc.diagram.forms import FORMS, form_of
from screc.diagram.picture import Part, View
from screc.errors import EngineError, InputError
from screc.knowledge.load import load_knowledge
from screc.model.chart import Chart
from screc.model.text import LANGUAGES, Language, Text

KNOWLEDGE = load_knowledge()
CHARTS: tuple[Chart, ...] = (*KNOWLEDGE.schemes, *KNOWLEDGE.charts)
PUBLIC = KNOWLEDGE.schemes[5]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<b>x</b>",
    "<script>alert(1)</script>",
    "R&D & Co.",
    "\"quoted\" and 'single'",
    "two\nlines\r\nand a tab\t.",
    "長" * 200,
    "word " * 60,
    "🏫🔋 学校 👩‍🚒",
    "right \u202eto left\u202c mark",
    "\x00\x07\x1b[31m control",
    "</text></svg>",
    "]]> --> %% end; ``` {} [] () \\N \\l",
    "ﾊﾝｶｸ ｶﾅ",
    "مدينة",
    " ",
    "\ud83d",
)


def with_name(name: str, view: View | None = None) -> Drawing:
    """Draw a scheme with a facility, a frame and the title called so."""
    text = Text(name, name)
    cast = {
        "facility-1": Part(text),
        "area": Part(text, "unknown"),
        "utility": Part(text, "absent"),
    }
    return Drawing(PUBLIC, KNOWLEDGE, view or View(), cast, text)


def texts(svg: bytes) -> str:
    """Take the words out of a drawing, as somebody who selects them."""
    return "".join(part.text or "" for part in ET.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_an_svg_says_all_that_it_shows(chart: Chart, language: Language) -> None:
    """Valid XML; text that can be selected; a title and a description for screen readers."""
    drawn = write_chart(Drawing(chart, KNOWLEDGE, View(language)), "svg")
    root = ET.fromstring(drawn)  # noqa: S314
    title, description = root[0], root[1]
    assert title.tag == f"{SVG}title"
    assert title.text == chart.title.text.in_language(language)
    assert root.get("aria-labelledby", "").split() == [title.get("id"), description.get("id")]
    words = re.sub(r"\s", "", texts(drawn))
    for part in (*chart.stakeholders, *chart.frames):
        label = part.label.in_language(language)
        assert re.sub(r"\s|/", "", label) in words
    told = [
        group[0].text for group in root.iter(f"{SVG}g") if group.get("id", "").startswith("flow-")
    ]
    assert all("→" in sentence or "⇔" in sentence for sentence in told if sentence)
    assert description.text
    assert (description.text.count("→") + description.text.count("⇔")) == sum(
        flow.from_ != flow.to for flow in chart.flows
    )


def test_colours_of_lines_are_those_of_the_vocabulary() -> None:
    """A flow is drawn in its class's colour, dashed where it is inferred."""
    drawn = write_chart(Drawing(PUBLIC, KNOWLEDGE), "svg").decode()
    looks = {look.id: look.colour.lower() for look in KNOWLEDGE.flow_classes}
    sale = drawn.partition('id="flow-power-sale"')[2].partition("</g>")[0]
    assert f'stroke="{looks["energy"]}"' in sale
    assert "stroke-dasharray" not in sale
    income = drawn.partition('id="flow-sale-income"')[2].partition("</g>")[0]
    assert f'stroke="{looks["money"]}"' in income
    assert "stroke-dasharray" in income


def test_a_png_is_of_the_size_of_its_scene() -> None:
    """At 144 dots an inch, two pixels a point."""
    drawing = Drawing(PUBLIC, KNOWLEDGE)
    drawn = write_chart(drawing, "png")
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", drawn[16:24])
    assert width == pytest.approx(2 * drawing.scene.width, abs=4)
    assert height == pytest.approx(2 * drawing.scene.height, abs=4)


def test_a_pdf_embeds_the_font() -> None:
    """One page, with the packaged font in it."""
    drawn = write_chart(Drawing(PUBLIC, KNOWLEDGE), "pdf")
    assert drawn.startswith(b"%PDF-")
    assert b"NotoSansCJKjp" in drawn or b"/FontFile" in drawn or b"/ObjStm" in drawn


def test_dot_draws_the_same_again() -> None:
    """The DOT text keeps every place."""
    drawing = Drawing(PUBLIC, KNOWLEDGE)
    again = engine.run_graphviz(write_chart(drawing, "dot").decode(), "nop2", "svg")
    assert texts(again) == texts(write_chart(drawing, "svg"))


@pytest.mark.parametrize("form", [form for form in FORMS if form != "pdf"])
def test_the_same_chart_gives_the_same_bytes(form: str) -> None:
    """So that files can be compared; only a pdf states when it was made."""
    assert write_chart(Drawing(PUBLIC, KNOWLEDGE), form) == write_chart(
        Drawing(PUBLIC, KNOWLEDGE), form
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_breaks_a_file(name: str, form: str) -> None:
    """Drawn or shortened, never broken, never taken for markup."""
    written = write_chart(with_name(name), form)
    assert len(written) > 100
    if form in ("svg", "graphml", "drawio"):
        root = ET.fromstring(written)  # noqa: S314
        assert not [part for part in root.iter() if part.tag.endswith(("script", "}b"))]


@settings(deadline=None, max_examples=60)
@given(name=st.text(max_size=120))
def test_any_name_makes_a_valid_svg(name: str) -> None:
    """Whatever somebody calls a place."""
    ET.fromstring(write_chart(with_name(name), "svg"))  # noqa: S314


def test_names_are_shown_as_they_are() -> None:
    """What looks like markup is text."""
    assert "<b>x</b>" in texts(write_chart(with_name("<b>x</b>"), "svg"))
    assert "R&D & Co." in texts(write_chart(with_name("R&D & Co."), "svg"))


def test_each_format_has_a_writer() -> None:
    """The list that the command offers is the list of what can be written."""
    assert list(FORMS) == list(chart_file.WRITERS)
    assert {form_of(None, f"chart.{form.suffix}") for form in FORMS.values()} == set(FORMS)
    with pytest.raises(InputError, match='did you mean "svg"'):
        form_of(None, "chart.svgg")


def test_the_systems_graphviz_is_the_second_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pygraphviz the programs are run; without these too, the message says what to do."""
    import graphviz

    monkeypatch.setattr(engine, "_pygraphviz", lambda: None)
    asked: list[tuple[str, str, object]] = []

    def pipe(program: str, form: str, source: bytes, *, neato_no_op: int, quiet: bool) -> bytes:
        asked.append((program, form, neato_no_op))
        assert source
        assert quiet
        return b"drawn"

    monkeypatch.setattr(graphviz, "pipe", pipe)
    assert engine.run_graphviz("graph {}", "nop2", "svg") == b"drawn"
    assert engine.run_graphviz("graph {}", "dot", "json") == b"drawn"
    assert asked == [("neato", "svg", 2), ("dot", "json", None)]

    def missing(*_: object, **__: object) -> bytes:
        raise graphviz.ExecutableNotFound(["dot"])

    monkeypatch.setattr(graphviz, "pipe", missing)
    with pytest.raises(EngineError, match="install pygraphviz"):
        engine.run_graphviz("graph {}", "dot", "json")


def test_a_graph_that_cannot_be_read_is_an_error() -> None:
    """Graphviz's own message is kept."""
    with pytest.raises(EngineError, match="Graphviz failed"):
        engine.run_graphviz("graph {", "dot", "json")


def test_drawing_prints_nothing_beside_the_chart(tmp_path: Path) -> None:
    """Neither Graphviz nor its text engine complains to the terminal of the user."""
    for chart in ("public-facility", "minato-split"):
        ended = subprocess.run(
            [sys.executable, "-m", "screc", "diagram", chart, "-o", str(tmp_path / "a.png")],
            capture_output=True,
            text=True,
            check=True,
        )
        assert (ended.stdout, ended.stderr) == ("", "")


def test_every_look_of_a_flow_can_be_drawn() -> None:
    """No arrow of the vocabulary lacks a shape, in any format."""
    for arrow in ("filled", "open", "hollow", "diamond", "dot", "box"):
        drawing = Drawing(PUBLIC, KNOWLEDGE)
        looks = tuple(look.model_copy(update={"arrow": arrow}) for look in KNOWLEDGE.flow_classes)
        changed = KNOWLEDGE.model_copy(update={"flow_classes": looks})
        for form in ("svg", "pptx", "drawio"):
            assert write_chart(replace(drawing, knowledge=changed), form)
