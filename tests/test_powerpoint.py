"""Charts as slides: whole, glued, readable by LibreOffice, and safe whatever names they carry."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from functools import cache
from io import BytesIO
from math import dist
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from charts import HOSTILE, HOSTILE_PICTURES, PICTURES
from pptx import Presentation
from pptx.slide import Slide

from screc.diagram.layout import lay_out
from screc.diagram.legs import legs
from screc.diagram.picture import Picture
from screc.diagram.powerpoint import powerpoint
from screc.diagram.scene import Point, Scene
from screc.diagram.sizes import Block
from screc.diagram.wrap import clean

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
WIDTH, HEIGHT = 12192000, 6858000
"""A slide of 16 to 9, in English metric units."""
PYTHON = "/usr/bin/python3"
MOVE = Path(__file__).parent / "office_move.py"
TRIES = 3
SHIFT = (1000, 500)
"""Ten and five millimetres, in hundredths of one."""
TOLERANCE = 5
EVERY = pytest.mark.parametrize("drawn", PICTURES.values(), ids=PICTURES.keys())


@cache
def made(drawn: Picture) -> tuple[Scene, bytes]:
    """Lay a picture out and write it, once."""
    scene = lay_out(drawn)
    return scene, powerpoint(scene)


def opened(drawn: Picture) -> tuple[Scene, Slide]:
    """Open the only slide of a picture."""
    scene, written = made(drawn)
    (slide,) = Presentation(BytesIO(written)).slides
    return scene, slide


def shapes(slide: Slide) -> dict[str, Any]:
    """List what stands on a slide, by its number."""
    tree = slide.shapes.element
    return {shape.find(f".//{P}cNvPr").get("id"): shape for shape in tree.iter(f"{P}sp")}


def connectors(slide: Slide) -> list[Any]:
    """List the lines that are glued, or should be."""
    return list(slide.shapes.element.iter(f"{P}cxnSp"))


def told(shape: Any) -> str:
    """Read the words for screen readers."""
    description: str = shape.find(f".//{P}cNvPr").get("descr", "")
    return description


def words(shape: Any) -> list[str]:
    """List the lines of text in a shape."""
    return ["".join(text.text for text in line.iter(f"{A}t")) for line in shape.iter(f"{A}p")]


def lines(block: Block) -> list[str]:
    """List the lines of a block."""
    return [line.text for line in block.lines]


def bounds(shape: Any) -> tuple[float, float, float, float]:
    """Read where a shape is: left, top, width, height."""
    offset, extent = shape.find(f".//{A}off"), shape.find(f".//{A}ext")
    return float(offset.get("x")), float(offset.get("y")), *map(float, extent.attrib.values())


def ends(line: Any) -> tuple[Point, Point]:
    """Read from where to where a line leads."""
    x, y, width, height = bounds(line)
    turned = line.find(f".//{A}xfrm")
    xs, ys = [x, x + width], [y, y + height]
    if turned.get("flipH"):
        xs.reverse()
    if turned.get("flipV"):
        ys.reverse()
    return (xs[0], ys[0]), (xs[1], ys[1])


def sites(shape: Any) -> list[Point]:
    """Find the connection sites of a shape: those that it states, or those of a rectangle."""
    x, y, width, height = bounds(shape)
    if shape.find(f".//{A}custGeom") is None:
        middle, centre = x + width / 2, y + height / 2
        return [(middle, y), (x, centre), (middle, y + height), (x + width, centre)]
    size = {"w": width, "h": height}
    guides = {}
    for guide in shape.iter(f"{A}gd"):
        if found := re.fullmatch(r"\*/ ([wh]) (\d+) (\d+)", guide.get("fmla")):
            guides[guide.get("name")] = size[found[1]] * int(found[2]) / int(found[3])
    places = shape.findall(f".//{A}cxn/{A}pos")
    return [(x + guides[at.get("x")], y + guides[at.get("y")]) for at in places]


@EVERY
def test_all_of_a_chart_is_on_the_slide(drawn: Picture) -> None:
    """Each box, frame, label and text is one shape with all its words; each leg is a line."""
    scene, slide = opened(drawn)
    found = [words(shape) for shape in shapes(slide).values()]
    for part in (*scene.boxes, *scene.frames, *scene.arrows, *scene.keys, *scene.texts):
        if part.block.lines and part.block.lines[0].role != "title":
            assert lines(part.block) in found
    expected = [leg for arrow in scene.arrows for leg in legs(arrow)]
    assert len(connectors(slide)) == len(expected)


@EVERY
def test_all_of_a_chart_is_within_the_slide(drawn: Picture) -> None:
    """Nothing hangs over its edges, and it is as large as it can be or larger than drawn."""
    _, slide = opened(drawn)
    for shape in (*shapes(slide).values(), *connectors(slide)):
        x, y, width, height = bounds(shape)
        assert min(x, y) >= 0
        assert x + width <= WIDTH + 1
        assert y + height <= HEIGHT + 1


@EVERY
def test_every_line_is_glued_where_it_ends(drawn: Picture) -> None:
    """Both ends name a shape and a site of it, and the site is where the line ends."""
    scene, slide = opened(drawn)
    found = shapes(slide)
    expected = [leg for arrow in scene.arrows for leg in legs(arrow)]
    blocks = {f"at/{box.box.id}": lines(box.block) for box in scene.boxes}
    blocks |= {f"at/{frame.frame.id}": lines(frame.block) for frame in scene.frames}
    blocks |= {f"flow/{arrow.arrow.id}": lines(arrow.block) for arrow in scene.arrows}
    for line, leg in zip(connectors(slide), expected, strict=True):
        glued = zip(("stCxn", "endCxn"), (leg.source, leg.target), ends(line), strict=True)
        for name, end, point in glued:
            glue = line.find(f".//{A}{name}")
            shape = found[glue.get("id")]
            assert words(shape) == blocks[end]
            assert dist(sites(shape)[int(glue.get("idx"))], point) < 4


def test_the_title_is_a_title() -> None:
    """Found by screen readers and by the list of slides; set smaller where it is long."""
    drawn = PICTURES["energy-supply-facility-ja"]
    _, slide = opened(drawn)
    assert slide.shapes.title is not None
    assert slide.shapes.title.text_frame.text == drawn.title
    first = slide.shapes.title.element
    assert next(iter(shapes(slide).values())) is first
    (run,) = first.iter(f"{A}rPr")
    assert (run.get("sz"), run.get("b")) == ("2000", "1")


def test_a_flow_is_told_to_screen_readers() -> None:
    """Its words and its lines say from whom to whom it goes."""
    drawn = PICTURES["public-facility-ja"]
    _, slide = opened(drawn)
    said = [told(shape) for shape in (*shapes(slide).values(), *connectors(slide))]
    for _, sentence in drawn.sentences:
        assert said.count(sentence) == 3
    (frame,) = (words for words in said if words.startswith("公共施設（区（市）有施設）: "))
    assert frame.endswith("公共施設①, 公共施設②, 公共施設③, 公共施設④")


def test_a_line_looks_as_its_flow_is() -> None:
    """Colour, width and heads by its class; dashes where it is inferred."""
    _, slide = opened(PICTURES["block-ja"])
    looks = {told(line): line.find(f".//{A}ln") for line in connectors(slide)}
    sharing = looks["住民 ⇔ 中小事業者: エネルギー融通"]
    assert sharing.find(f".//{A}srgbClr").get("val") == "C2410C"
    assert sharing.find(f"{A}prstDash").get("val") == "solid"
    assert sharing.find(f"{A}tailEnd").get("type") == "triangle"
    feedback = looks["管理組合 → 基礎自治体: 結果のフィードバック"]
    assert feedback.find(f"{A}prstDash").get("val") == "dash"
    assert feedback.find(f"{A}tailEnd").get("type") == "arrow"
    assert feedback.find(f"{A}headEnd") is None
    heads = {
        told(line): bool(line.find(f".//{A}ln").findall(f"{A}headEnd"))
        for line in connectors(slide)[::2]
    }
    assert {sentence for sentence, has_head in heads.items() if has_head} == {
        sentence for sentence in heads if "⇔" in sentence
    }


def test_fonts_are_those_of_the_theme() -> None:
    """So that a slide which is pasted into another deck takes the fonts of that deck."""
    for name, latin in (("ev-ja", "Meiryo UI"), ("ev-en", "Calibri")):
        with ZipFile(BytesIO(made(PICTURES[name])[1])) as parts:
            theme = parts.read("ppt/theme/theme1.xml").decode()
            assert b"typeface" not in parts.read("ppt/slides/slide1.xml")
        fonts = f'<a:latin typeface="{latin}"/><a:ea typeface="Meiryo UI"/>'
        assert theme.count(fonts) == 2


def test_the_same_chart_is_the_same_file() -> None:
    """Nothing tells when it was written, nor is there a picture of another slide."""
    scene, written = made(PICTURES["ev-ja"])
    assert powerpoint(scene) == written
    with ZipFile(BytesIO(written)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name]
    properties = Presentation(BytesIO(written)).core_properties
    assert properties.title == PICTURES["ev-ja"].title
    assert properties.language == "ja-JP"
    assert properties.modified is not None
    assert properties.modified.year == 2000


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_no_name_breaks_a_slide(number: int) -> None:
    """Written as it is, as far as it can be drawn."""
    scene, slide = opened(HOSTILE_PICTURES[number])
    name = clean(HOSTILE[number])
    assert slide.shapes.title is not None
    title = slide.shapes.title.text_frame.text
    assert re.sub(r"[\s/…]", "", name).startswith(re.sub(r"[\s/…]", "", title))
    found = [words(shape) for shape in shapes(slide).values()]
    assert all(lines(box.block) in found for box in scene.boxes)
    names = [shape.find(f".//{P}cNvPr").get("name") for shape in shapes(slide).values()]
    assert names.count(name) >= len(scene.boxes) + len(scene.frames)


@pytest.fixture(scope="module")
def office() -> str:
    """Find LibreOffice and the Python that speaks to it; skip where they are not, not in CI."""
    program = shutil.which("soffice")
    speaks = (
        Path(PYTHON).exists()
        and not subprocess.run(
            [PYTHON, "-c", "import uno"], capture_output=True, check=False
        ).returncode
    )
    if program is None or not speaks:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice or its Python bridge (python3-uno) is missing")
        pytest.skip("LibreOffice or its Python bridge is missing")
    return program


def arguments(office: str, folder: Path) -> list[str]:
    """Start LibreOffice without a window, and with settings of its own."""
    settings = (folder / "settings").as_uri()
    return [office, "--headless", "--norestore", f"-env:UserInstallation={settings}"]


@pytest.mark.office
def test_libreoffice_converts_slides(office: str, tmp_path: Path) -> None:
    """Each becomes one page, also with hostile names."""
    asked = [drawn for name, drawn in PICTURES.items() if name.endswith("-ja")]
    for number, drawn in enumerate((*asked, *HOSTILE_PICTURES)):
        (tmp_path / f"{number}.pptx").write_bytes(made(drawn)[1])
    slides = sorted(tmp_path.glob("*.pptx"))
    subprocess.run(
        [*arguments(office, tmp_path), "--convert-to", "pdf", "--outdir", tmp_path, *slides],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for slide in slides:
        pages = re.findall(rb"/Type\s*/Page\b", slide.with_suffix(".pdf").read_bytes())
        assert len(pages) == 1


def move_in_office(office: str, slide: Path) -> int:
    """Start LibreOffice and move a box in it; negative where a signal ended the one that moves."""
    pipe = f"screc{os.getpid()}"
    listening = [*arguments(office, slide.parent), f"--accept=pipe,name={pipe};urp;"]
    x, y = map(str, SHIFT)
    with subprocess.Popen(listening, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as ran:
        try:
            moving = [PYTHON, MOVE, pipe, slide, "基礎自治体", x, y]
            ended = subprocess.run(moving, capture_output=True, timeout=180, check=False)
        finally:
            ran.terminate()
    assert ended.returncode <= 0, ended.stderr.decode()
    return ended.returncode


@pytest.fixture(scope="module")
def moved(office: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Move the municipality's box in LibreOffice; tell where the lines are before and after."""
    for _ in range(TRIES):
        folder = tmp_path_factory.mktemp("office")
        slide = folder / "slide.pptx"
        slide.write_bytes(made(PICTURES["public-facility-ja"])[1])
        # LibreOffice's bridge sometimes dies of itself, before anything is tested.
        if move_in_office(office, slide) >= 0:
            break
    found: dict[str, Any] = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.office
def test_libreoffice_knows_what_lines_join(moved: dict[str, Any]) -> None:
    """As it opens the slide, and as it opens what it saved of it."""
    for lines_found in (moved["before"], moved["odp"], moved["pptx"]):
        assert len(lines_found) == 10
        assert all(line["from"] and line["to"] for line in lines_found)


@pytest.mark.office
@pytest.mark.parametrize("form", ["odp", "pptx"])
def test_lines_follow_a_box_that_is_moved(moved: dict[str, Any], form: str) -> None:
    """By just as much; LibreOffice before 24.2 takes them to the middle of a side."""
    left, top, width, height = moved["box"]
    glued = 0
    for before, after in zip(moved["before"], moved[form], strict=True):
        for role, end in (("from", "start"), ("to", "end")):
            if before[role] != "基礎自治体":
                continue
            glued += 1
            x, y = after[end]
            expected = [place + by for place, by in zip(before[end], SHIFT, strict=True)]
            if moved["knows_sites"]:
                assert (x, y) == pytest.approx(expected, abs=TOLERANCE)
            away = min(abs(x - left), abs(x - left - width), abs(y - top), abs(y - top - height))
            assert away <= TOLERANCE
            assert left - TOLERANCE <= x <= left + width + TOLERANCE
            assert top - TOLERANCE <= y <= top + height + TOLERANCE
    assert glued == 4
