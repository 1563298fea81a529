"""Draw an evaluation as SVG: accumulated cash through the years, and B/C by stakeholder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor, log10

from screc.diagram.fonts import text_width
from screc.diagram.wrap import wrap
from screc.model.evaluation import BenefitCost, CompanyResult, Evaluation
from screc.model.text import Say
from screc.model.yen import say_yen
from screc.viability.canvas import BODY, INK, QUIET, RULE, Canvas
from screc.viability.quantity import say_company, say_quantity, say_rate
from screc.viability.terms import VERDICTS

SHADE = "#F2F4F7"
LINES = ("#1B4B8A", "#C2571A", "#2E7D4F", "#7A3E8E")
GOOD, SHORT, PALE = "#1B4B8A", "#B3261E", "#A9C1E0"

_WIDTH = 960.0
_MARGIN = 36.0
_TITLE, _HEAD, _SMALL = 22.0, 15.0, 11.5
_PLOT_LEFT, _PLOT_RIGHT, _PLOT_HEIGHT = 128.0, 724.0, 300.0
_BAR_RIGHT, _BAR_HEIGHT, _BAR_STEP = 800.0, 20.0, 36.0
_SWINGS, _SWING_STEP, _RATE_ROOM, _LABEL_WIDTH = 8, 30.0, 56.0, 300.0
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS = 6
_LABEL_STEP = 40.0
_YEARS_APART = 5
_FIGURES = 3


@dataclass(frozen=True)
class _Line:
    name: str
    colour: str
    cash: tuple[float, ...]
    social: tuple[float, ...]
    said: str


def draw_evaluation(result: Evaluation, say: Say) -> bytes:
    """Draw an evaluation.

    Args:
        result: what is drawn.
        say: the language.
    """
    canvas = Canvas(_WIDTH)
    y = _MARGIN
    for line in wrap(result.name, _TITLE, _WIDTH - 2 * _MARGIN, most=2, bold=True):
        y += _TITLE * 1.2
        canvas.text(line, _MARGIN, y, size=_TITLE, bold=True)
    for line in wrap(result.summary, BODY, _WIDTH - 2 * _MARGIN, most=3, bold=False):
        y += BODY * 1.7
        canvas.text(line, _MARGIN, y, size=BODY)
    for line in _lines_below(result, say):
        y += _SMALL * 1.9
        canvas.text(line, _MARGIN, y, size=_SMALL, colour=QUIET)
    y = _cash(canvas, result, y + 44, say)
    if result.benefit_cost is not None:
        y = _bars(canvas, result.benefit_cost, result.actors, y + 40, say)
    for company in result.companies if result.sensitivity else ():
        y = _tornado(canvas, result, company, y + 40, say)
    return canvas.written(y + _MARGIN, result.name, _described(result, say), say)


def _lines_below(result: Evaluation, say: Say) -> Iterator[str]:
    """Say what the figure rests on, and what the user changed."""
    units = {part.id: part.unit for part in result.inputs}
    told = [result.notice]
    told += [
        say("変更", "Changed")
        + f": {part.name} {say_quantity(part.before, units[part.id], say, figures=_FIGURES)}"
        f" → {say_quantity(part.after, units[part.id], say)}"
        for part in result.changed
    ]
    for words in told:
        yield from wrap(words, _SMALL, _WIDTH - 2 * _MARGIN, most=3, bold=False)


def _lines(result: Evaluation, say: Say) -> list[_Line]:
    return [
        _Line(
            say_company(part.company, say),
            LINES[number % len(LINES)],
            tuple(accumulate(part.account_yen["flow"])),
            tuple(accumulate(part.account_yen["social"])),
            _rates(part, say),
        )
        for number, part in enumerate(result.companies)
    ]


def _rates(part: CompanyResult, say: Say) -> str:
    irr = say_rate(part.irr, part.irr_note, say)
    social = say_rate(part.se_irr, part.se_irr_note, say)
    return say(f"IRR {irr}・SE-IRR {social}", f"IRR {irr}, SE-IRR {social}")


def _cash(canvas: Canvas, result: Evaluation, top: float, say: Say) -> float:
    """Draw accumulated cash, and return where it ends."""
    lines = _lines(result, say)
    years, building = len(lines[0].cash), result.building_years
    canvas.text(say("累積の収支", "Accumulated cash"), _MARGIN, top, size=_HEAD, bold=True)
    explained = say(
        "実線は事業の収支（補助と税の後、借入の前）、点線はコベネフィット（NEB）を含む。",
        "Solid: after subsidies and tax, before loans. Dotted: with co-benefits (NEB).",
    )
    canvas.text(explained, _MARGIN, top + 20, size=_SMALL, colour=QUIET)
    top += 40
    amounts = [amount for line in lines for amount in (*line.cash, *line.social)]
    ticks = nice_ticks(min(0.0, *amounts), max(0.0, *amounts))
    low, high = ticks[0], ticks[-1]

    def across(year: float) -> float:
        return _PLOT_LEFT + (_PLOT_RIGHT - _PLOT_LEFT) * year / max(years - 1, 1)

    def down(amount: float) -> float:
        return top + _PLOT_HEIGHT * (high - amount) / (high - low)

    bottom = top + _PLOT_HEIGHT
    canvas.add(
        "rect",
        x=across(0),
        y=top,
        width=across(building - 0.5) - across(0),
        height=_PLOT_HEIGHT,
        fill=SHADE,
    )
    canvas.text(say("整備", "Building"), across(0) + 4, top + 16, size=_SMALL, colour=QUIET)
    for tick in ticks:
        canvas.line(_PLOT_LEFT, down(tick), _PLOT_RIGHT, down(tick), QUIET if tick == 0 else RULE)
        words = "0" if tick == 0 else say_yen(tick, say, figures=_FIGURES)
        canvas.text(words, _PLOT_LEFT - 8, down(tick) + 4, size=_SMALL, colour=QUIET, anchor="end")
    for year in _marked(years - building):
        x = across(building + year - 1)
        canvas.line(x, bottom, x, bottom + 5, QUIET)
        words = say(f"{year}年目", f"year {year}")
        canvas.text(words, x, bottom + 20, size=_SMALL, colour=QUIET, anchor="middle")
    for line in lines:
        for amounts_of, dash in ((line.social, "2 4"), (line.cash, "none")):
            points = " ".join(
                f"{across(year):.2f},{down(amount):.2f}" for year, amount in enumerate(amounts_of)
            )
            canvas.add(
                "polyline",
                points=points,
                fill="none",
                stroke=line.colour,
                stroke_width=2.2 if dash == "none" else 1.6,
                stroke_dasharray=dash,
                stroke_linejoin="round",
            )
    places = apart([down(line.cash[-1]) for line in lines], _LABEL_STEP, top, bottom)
    for line, y in zip(lines, places, strict=True):
        canvas.line(_PLOT_RIGHT, down(line.cash[-1]), _PLOT_RIGHT + 14, y - 4, line.colour)
        canvas.text(line.name, _PLOT_RIGHT + 18, y, colour=line.colour, bold=True)
        canvas.text(line.said, _PLOT_RIGHT + 18, y + 16, size=_SMALL, colour=QUIET)
    return bottom + 28


def _marked(years: int) -> Iterator[int]:
    """Choose the years of operation that the axis names."""
    yield 1
    yield from range(_YEARS_APART, years + 1, _YEARS_APART * (1 + years // 60))


def _bars(
    canvas: Canvas, shared: BenefitCost, actors: Mapping[str, str], top: float, say: Say
) -> float:
    """Draw B/C by stakeholder, and return where it ends."""
    rate = f"{shared.discount_rate * 100:g}"
    title = say("主体ごとの費用便益（B/C）", "Benefits over costs by stakeholder (B/C)")
    canvas.text(title, _MARGIN, top, size=_HEAD, bold=True)
    explained = say(
        f"割引率{rate}%。1より大きければ、便益が費用を上回る。",
        f"Discounted at {rate} %; above 1, benefits exceed costs.",
    )
    canvas.text(explained, _MARGIN, top + 20, size=_SMALL, colour=QUIET)
    top += 44
    rows: list[tuple[str, float | None]] = [*shared.by_stakeholder.items()]
    rows.append((say("全体", "Total"), shared.total))
    labels = [_stakeholder(name, actors) for name, _ in rows]
    left = _MARGIN + max(text_width(label, BODY, bold=True) for label in labels) + 14
    most = max([1.2, *(ratio for _, ratio in rows if ratio is not None)])

    def across(ratio: float) -> float:
        return left + (_BAR_RIGHT - left) * max(ratio, 0.0) / most

    bottom = top + _BAR_STEP * len(rows)
    for number, (label, (_, ratio)) in enumerate(zip(labels, rows, strict=True)):
        y = top + _BAR_STEP * number
        is_total = number == len(rows) - 1
        canvas.text(label, left - 14, y + 15, bold=is_total, anchor="end")
        if ratio is None:
            canvas.text(say("費用なし", "no cost"), left + 6, y + 15, colour=QUIET)
            continue
        colour = GOOD if ratio >= 1 else SHORT
        canvas.add(
            "rect",
            x=left,
            y=y,
            width=across(ratio) - left,
            height=_BAR_HEIGHT,
            fill=colour,
            rx=2.0,
            opacity=1.0 if is_total else 0.72,
        )
        canvas.text(f"{ratio:.2f}", across(ratio) + 8, y + 15, bold=True, colour=colour)
    canvas.line(left, top - 6, left, bottom - 10, QUIET)
    canvas.line(across(1.0), top - 6, across(1.0), bottom - 4, INK)
    even = say("1（費用＝便益）", "1 (benefits equal costs)")
    canvas.text(even, across(1.0), bottom + 10, size=_SMALL, colour=INK, anchor="middle")
    return bottom + 12


def _tornado(
    canvas: Canvas, result: Evaluation, company: CompanyResult, top: float, say: Say
) -> float:
    """Draw what moves a company's rate, and return where it ends."""
    swings = [
        (swing.name, swing.at_low, swing.at_high)
        for swing in result.sensitivity or ()
        if swing.company == company.company
        if swing.at_low is not None
        if swing.at_high is not None
    ][:_SWINGS]
    now = company.irr
    if not swings or now is None:
        return top - 40
    title = f"{say('IRRの感度', 'What moves the IRR')}: {say_company(company.company, say)}"
    canvas.text(title, _MARGIN, top, size=_HEAD, bold=True)
    explained = say(
        "一つの入力だけを、想定の範囲の下限（淡い色）と上限（濃い色）に動かしたときの率。縦の線は今の率。",
        "One input at a time, at the low (pale) and the high end (dark) of its range. "
        "The line is the rate now.",
    )
    canvas.text(explained, _MARGIN, top + 20, size=_SMALL, colour=QUIET)
    top += 40
    ends = [end for _, *both in swings for end in both]
    low, high = min(now, *ends), max(now, *ends)
    labels = [wrap(name, BODY, _LABEL_WIDTH, most=1, bold=False)[0] for name, *_ in swings]
    left = _MARGIN + max(text_width(label, BODY) for label in labels) + _RATE_ROOM

    def across(rate: float) -> float:
        return left + (_WIDTH - _MARGIN - _RATE_ROOM - left) * (rate - low) / ((high - low) or 1.0)

    for number, (label, (_, at_low, at_high)) in enumerate(zip(labels, swings, strict=True)):
        y = top + _SWING_STEP * number
        canvas.text(label, left - _RATE_ROOM + 6, y + 14, anchor="end")
        for end, colour in ((at_low, PALE), (at_high, GOOD)):
            start, stop = sorted((across(now), across(end)))
            canvas.add("rect", x=start, y=y, width=stop - start, height=_BAR_HEIGHT, fill=colour)
            side, anchor = (8.0, "start") if end >= now else (-8.0, "end")
            rate = say_rate(end, None, say)
            canvas.text(rate, across(end) + side, y + 15, size=_SMALL, colour=QUIET, anchor=anchor)
    bottom = top + _SWING_STEP * len(swings)
    canvas.line(across(now), top - 6, across(now), bottom, INK)
    return bottom


def _stakeholder(name: str, actors: Mapping[str, str]) -> str:
    # Several together have no room for their names.
    return f"{name} {actors[name]}" if name in actors else name


def nice_ticks(low: float, high: float) -> list[float]:
    """Choose round numbers that span a range.

    >>> nice_ticks(-78.0, 95.0)
    [-100.0, -50.0, 0.0, 50.0, 100.0]
    """
    room = (high - low) or 1.0
    raw = room / _TICKS
    size = 10.0 ** floor(log10(raw))
    step = size * next(part for part in _STEPS if part * size >= raw)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return [number * step for number in range(first, last + 1)]


def apart(places: Sequence[float], room: float, top: float, bottom: float) -> list[float]:
    """Move labels apart so that each has room, in the order in which they stand.

    Args:
        places: where each would stand.
        room: the least distance between two.
        top: where the first may stand.
        bottom: where the last may stand.

    >>> apart([10.0, 12.0, 50.0], 20.0, 0.0, 100.0)
    [10.0, 30.0, 50.0]
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    before = top - room
    for index in order:
        moved[index] = max(moved[index], before + room)
        before = moved[index]
    after = bottom + room
    for index in reversed(order):
        moved[index] = min(moved[index], after - room)
        after = moved[index]
    return moved


def _described(result: Evaluation, say: Say) -> str:
    told = [result.summary]
    for part in result.companies:
        verdict = say.text(VERDICTS[part.verdict])
        told.append(f"{say_company(part.company, say)}: {_rates(part, say)}, {verdict}")
    if result.benefit_cost is not None:
        told += [
            f"B/C {name}: {ratio:.2f}"
            for name, ratio in result.benefit_cost.by_stakeholder.items()
            if ratio is not None
        ]
    return say("。", ". ").join(told)
