"""Add bars to a slide as a chart of PowerPoint, with the sheet of numbers that it is edited by."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.slide import Slide
from pptx.util import Pt
from xlsxwriter import Workbook

from screc.diagram.scene import Rect
from screc.diagram.wrap import clean
from screc.model.text import Language
from screc.scoping.paper import Bar, Bars, Look
from screc.scoping.slides.parts import LEGEND_HEIGHT, NAMES_SHARE

_WHOLE = 100
_WHITE = "#FFFFFF"
_POINTS, _LEGEND_POINTS = 14, 12
_BAR_WIDTH = 28.0
_LEAST_GAP, _LARGEST_GAP = 40, 500
"""Between two bars, in hundredths of the width of one."""
_LEAST_LABELLED = 7
"""How many points a bar has, of a hundred, that is as long as its number."""
_NUMBERS_SHARE = 0.09
"""Of the width, what the numbers beyond the longest bar take."""
_UP_TO: dict[Language, str] = {"ja": "～", "en": "–"}
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
_LAYOUT = (
    '<c:layout xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:manualLayout>'
    '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    '<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{w:.4f}"/><c:h val="{h:.4f}"/>'
    "</c:manualLayout></c:layout>"
)


def add_bars(slide: Slide, bars: Bars, at: Rect, look: Look, language: Language) -> None:
    """Add bars: the points held, before a paler bar that goes on to those that are possible.

    Both begin at nothing, so that the chart's own sheet has the numbers of the paper.

    Args:
        slide: what they are added to.
        bars: best first.
        at: where on the slide, in points.
        look: the colours.
        language: of the numbers.
    """
    names = ["\n".join(filter(None, map(clean, (bar.name, bar.standing)))) for bar in bars.bars]
    heads = [clean(bars.possible), clean(bars.held)]
    columns = [[bar.possible for bar in bars.bars], [bar.held for bar in bars.bars]]
    data: Any = CategoryChartData(number_format="0")
    data.categories = names
    for head, column in zip(heads, columns, strict=True):
        data.add_series(head, column)
    left, top, width, height = map(Pt, (at.left, at.top, at.width, at.height))
    frame: Any = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, left, top, width, height, data)
    frame.name = clean(bars.name)
    (properties,) = frame.element.xpath(".//p:cNvPr")
    properties.set("descr", _told(bars))
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_sheet(names, heads, columns))
    _set_axes(chart, len(names), at, look)
    possible, held = chart.plots[0].series
    _set_possible(possible, look, _UP_TO[language])
    _set_held(held, bars.bars, look)
    # LibreOffice would break a number after its sign.
    for properties in chart.element.xpath(".//c:ser//c:txPr/a:bodyPr"):
        properties.set("wrap", "none")


def _told(bars: Bars) -> str:
    """Tell the chart in words, for those who cannot see it."""
    told = [
        f"{bar.name} {bar.standing}: {bars.held} {bar.held}, {bars.possible} {bar.possible}"
        for bar in bars.bars
    ]
    return clean("; ".join((bars.name, *told)))


def _sheet(names: list[str], heads: list[str], columns: list[list[int]]) -> bytes:
    """Write the sheet anew: in the library's own, names that begin with = are formulas."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options)
    book.set_properties({"created": _WRITTEN})
    sheet = book.add_worksheet()
    sheet.write_column(1, 0, names)
    sheet.write_row(0, 1, heads)
    for index, column in enumerate(columns, 1):
        sheet.write_column(1, index, column)
    book.close()
    return file.getvalue()


def _set_axes(chart: Chart, count: int, at: Rect, look: Look) -> None:
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(_POINTS), _colour(look.ink)
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(_LEGEND_POINTS)
    plot = chart.plots[0]
    band = (at.height - LEGEND_HEIGHT) / count
    gap = round((band / _BAR_WIDTH - 1) * 100)
    plot.gap_width, plot.overlap = min(max(gap, _LEAST_GAP), _LARGEST_GAP), 100
    names, points = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = _colour(look.rule)
    points.minimum_scale, points.maximum_scale = 0, _WHOLE
    points.has_major_gridlines = False
    points.major_tick_mark = XL_TICK_MARK.NONE
    points.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    points.format.line.fill.background()
    top = LEGEND_HEIGHT / at.height
    width = 1 - NAMES_SHARE - _NUMBERS_SHARE
    layout = parse_xml(_LAYOUT.format(x=NAMES_SHARE, y=top, w=width, h=1 - top))
    (area,) = chart.element.xpath(".//c:plotArea")
    area.insert(0, layout)


def _set_possible(series: BarSeries, look: Look, up_to: str) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _colour(look.accent_ground)
    series.format.line.color.rgb = _colour(look.accent)
    series.format.line.width = Pt(0.75)
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = f'"{up_to}"0', False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.color.rgb = Pt(_POINTS), _colour(look.ink)


def _set_held(series: BarSeries, bars: tuple[Bar, ...], look: Look) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _colour(look.accent)
    labels = series.data_labels
    labels.show_value = True
    labels.position = XL_LABEL_POSITION.INSIDE_END
    labels.font.size, labels.font.color.rgb = Pt(_POINTS), _colour(_WHITE)
    for index, bar in enumerate(bars):
        if bar.held < _LEAST_LABELLED:
            label = series.points[index].data_label
            label.position = XL_LABEL_POSITION.INSIDE_BASE
            label.font.size, label.font.color.rgb = Pt(_POINTS), _colour(look.ink)


def _colour(colour: str) -> Any:
    return RGBColor.from_string(colour.removeprefix("#"))
