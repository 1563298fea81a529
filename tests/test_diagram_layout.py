"""Where everything stands on a chart: it fits, nothing overlaps, and no line crosses a text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from geometry import faults
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screc.diagram.layout import lay_out
from screc.diagram.lines import _spread
from screc.diagram.picture import View, picture
from screc.diagram.scene import Scene
from screc.diagram.wrap import clean, wrap
from screc.knowledge.load import load_knowledge
from screc.model.chart import Chart
from screc.model.text import LANGUAGES, Language

KNOWLEDGE = load_knowledge()
CHARTS: tuple[Chart, ...] = (*KNOWLEDGE.schemes, *KNOWLEDGE.charts)
SNAPSHOTS = Path(__file__).parent / "snapshots" / "layout"
RENEW = bool(os.environ.get("SCREC_RENEW_SNAPSHOTS"))


@pytest.mark.parametrize("emergency", [False, True], ids=["normal", "emergency"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_texts_fit_and_nothing_lies_on_anything(
    chart: Chart,
    language: Language,
    emergency: bool,  # noqa: FBT001
) -> None:
    """Measured with the font: all charts, both languages, both views."""
    scene = lay_out(picture(chart, KNOWLEDGE, View(language, emergency=emergency)))
    assert list(faults(scene)) == []


@pytest.mark.parametrize("stage", ["free-charging", "paid-charging"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stages_of_a_scheme_are_laid_out(language: Language, stage: str) -> None:
    """The first stage lacks the flows that come later."""
    chart = next(scheme for scheme in KNOWLEDGE.schemes if scheme.stages)
    drawn = picture(chart, KNOWLEDGE, View(language, stage=stage))
    later = {flow.id for flow in chart.flows if flow.stage == "paid-charging"}
    shown = {arrow.id for arrow in drawn.arrows}
    assert later <= shown if stage == "paid-charging" else not later & shown
    assert list(faults(lay_out(drawn))) == []


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_rows_of_the_source_are_at_one_height(chart: Chart) -> None:
    """So that the chart is recognised beside the printed one."""
    scene = lay_out(picture(chart, KNOWLEDGE))
    middle = {part.box.id: round(part.at.center[1], 3) for part in scene.boxes}
    for row in chart.rows:
        assert len({middle[name] for name in row.members}) == 1


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_a_chart_without_an_arrangement_gets_one(chart: Chart) -> None:
    """Everybody has a place, once, and frames hold together."""
    bare = chart.model_copy(update={"arrangement": ()})
    drawn = picture(bare, KNOWLEDGE)
    assert sorted(name for row in drawn.rows for name in row) == sorted(
        box.id for box in drawn.boxes
    )
    found = [fault for fault in faults(lay_out(drawn)) if "runs through" not in fault]
    assert found == []


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_the_layout_is_as_it_was(chart: Chart) -> None:
    """Plain places, for a reader to compare; renew with SCREC_RENEW_SNAPSHOTS=1, and look first."""
    path = SNAPSHOTS / f"{chart.id}.txt"
    found = written(lay_out(picture(chart, KNOWLEDGE)))
    if RENEW:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def written(scene: Scene) -> str:
    """Write the places of a scene: left, top, width and height in points, then words or ends."""
    lines = [f"paper {scene.width:.0f} x {scene.height:.0f}"]
    parts = [(f"frame {part.frame.id}", part.at) for part in scene.frames]
    parts += [(f"box {part.box.id}", part.at) for part in scene.boxes]
    parts += [(f"flow {part.arrow.id}", part.at) for part in scene.arrows]
    lines += [
        f"{name}: {at.left:.0f} {at.top:.0f} {at.width:.0f} {at.height:.0f}" for name, at in parts
    ]
    return "\n".join(lines) + "\n"


@example(wanted=[0.0, 44.0, 48.5, 71.0, 79.0, 79.0], width=88.0)
@given(
    wanted=st.lists(st.floats(-500, 500), min_size=1, max_size=12).map(sorted),
    width=st.floats(30, 400),
)
def test_lines_leave_a_side_in_order_and_inside(wanted: list[float], width: float) -> None:
    """However many they are and wherever their words stand."""
    placed = _spread(wanted, 0.0, width)
    assert len(placed) == len(wanted)
    assert all(-1e-6 <= place <= width + 1e-6 for place in placed)
    assert placed == sorted(placed)


@settings(deadline=None)
@given(text=st.text(max_size=300), width=st.floats(30, 300), most=st.integers(1, 4))
def test_any_text_is_broken_into_lines_that_fit(text: str, width: float, most: int) -> None:
    """What does not fit is shortened; nothing is left that cannot be drawn."""
    from screc.diagram.fonts import text_width

    lines = wrap(text, 12, width, most=most)
    assert len(lines) <= most
    for line in lines:
        assert line.isprintable()
        assert len(line) <= 1 or text_width(line, 12) <= width + 1e-6


def test_breaks_stand_where_a_reader_expects_them() -> None:
    """Between words, after commas, never before closing marks; the source's breaks are kept."""
    assert wrap("エネルギー供給事業者", 12, 80) == ("エネルギー", "供給事業者")
    assert wrap("小型 EV、電気バス、電気ボート", 12, 130) == ("小型 EV、電気バス、", "電気ボート")
    assert wrap("情報提供 / アンケート等", 11, 150) == ("情報提供", "アンケート等")
    assert wrap("Energy-saving data of all", 11, 90) == ("Energy-saving", "data of all")
    assert wrap("文" * 200, 12, 120, most=2)[-1].endswith("…")
    assert clean("a\x00b\u202ec\u200d") == "abc"
