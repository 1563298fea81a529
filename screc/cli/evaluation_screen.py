"""How an evaluation of viability looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich.text import Text

from screc.cli.page import Page
from screc.model.evaluation import (
    BenefitCost,
    Chance,
    CompanyResult,
    Evaluation,
    Fitting,
    Goal,
    Residual,
    Risk,
    Swing,
)
from screc.model.text import Say
from screc.model.yen import say_yen
from screc.viability.quantity import say_quantity
from screc.viability.terms import (
    ACCOUNTS,
    COMPANIES,
    ENERGY,
    MEASURES,
    NOTES,
    ORIGINS,
    VERDICTS,
)
from screc.viability.verdict import percent

_FIGURES = 3
_BAR_CELLS = 24
_SPARKS = "▁▂▃▄▅▆▇█"
_SHADES = {
    "private": "green",
    "private-low": "green",
    "public": "cyan",
    "near-public": "yellow",
    "not-viable": "red",
    "no-rate": "red",
}
_YEARLY = (
    "received",
    "paid",
    "depreciation",
    "interest",
    "tax",
    "profit",
    "accumulated",
    "capital",
    "flow",
)
_SWINGS_SHOWN = 8
_MILLION = 1e6


def show_evaluation(result: Evaluation, say: Say, *, inputs: bool, years: bool) -> None:
    """Print an evaluation.

    Args:
        result: what is printed.
        say: the language.
        inputs: whether all inputs are listed.
        years: whether each company's years are.
    """
    _Screen(result, say).show(inputs=inputs, years=years)


class _Screen:
    def __init__(self, result: Evaluation, say: Say) -> None:
        self._result, self._say = result, say
        self._page = Page()
        self._units = {part.id: part.unit for part in result.inputs}

    def show(self, *, inputs: bool, years: bool) -> None:
        result, say, page = self._result, self._say, self._page
        page.title(result.name)
        page.paragraph(result.summary, style="bold")
        page.paragraph(result.notice, style="dim")
        self._companies()
        self._cash()
        if result.benefit_cost is not None:
            self._shares(result.benefit_cost)
        if result.fitting is not None:
            self._fitting(result.fitting)
        if result.goals is not None:
            self._goals(result.goals)
        if result.sensitivity is not None:
            self._sensitivity(result.sensitivity)
        if result.risk is not None:
            self._risk(result.risk)
        if inputs:
            self._inputs()
        if years:
            for part in companies(result):
                self._years(part)
        if not inputs:
            page.title(say("入力", "Inputs"))
            page.paragraph(
                say(
                    f"{len(result.inputs)}件の入力と根拠は --inputs、変えるには --set 入力=数。",
                    f"--inputs lists the {len(result.inputs)} inputs and where they come from; "
                    "--set INPUT=NUMBER changes one.",
                ),
                style="dim",
            )
        page.flush()

    def _quantity(self, name: str, value: float) -> str:
        return say_quantity(value, self._units[name], self._say)

    def _range(self, name: str, low: float, high: float) -> str:
        until = self._say("～", " to ")
        return f"{self._quantity(name, low)}{until}{self._quantity(name, high)}"

    def _called(self, company: str) -> str:
        if company in COMPANIES:
            return self._say.text(COMPANIES[company])
        return f"{company} {self._result.actors.get(company, '')}".strip()

    def _rate(self, rate: float | None, note: str | None) -> str:
        if rate is None:
            return self._say.text(NOTES[note or "no IRR"])
        return f"{percent(rate):5.1f} %"

    def _year(self, year: int | None) -> str:
        if year is None:
            return "－" if self._say.language == "ja" else "-"
        return self._say(f"{year}年目", f"year {year}")

    def _companies(self) -> None:
        say, page = self._say, self._page
        page.title(say("事業者の採算", "The companies"))
        heads = (
            say("事業者", "Company"),
            "IRR",
            "SE-IRR",
            "NPV",
            say("黒字（単年・累積）", "Profit (year, total)"),
            say("判定", "Verdict"),
        )
        page.table(
            heads,
            (
                (
                    self._called(part.company),
                    self._rate(part.irr, part.irr_note),
                    self._rate(part.se_irr, part.se_irr_note),
                    say_yen(part.npv_yen, say, figures=_FIGURES),
                    f"{self._year(part.first_profit_year)}・{self._year(part.accumulated_profit_year)}"
                    if say.language == "ja"
                    else f"{self._year(part.first_profit_year)}, "
                    f"{self._year(part.accumulated_profit_year)}",
                    Text(say.text(VERDICTS[part.verdict]), _SHADES[part.verdict]),
                )
                for part in companies(self._result)
            ),
        )
        for part in companies(self._result):
            page.paragraph(f"{self._called(part.company)}: {part.reason}", first=say("・", "- "))
            if part.energy_cost_yen_per_kwh:
                costs = say("、", ", ").join(
                    f"{say.text(ENERGY[kind])} {cost:.1f}{say('円/kWh', ' yen/kWh')}"
                    for kind, cost in part.energy_cost_yen_per_kwh.items()
                )
                page.paragraph(
                    say(f"供給の原価: {costs}", f"levelised cost: {costs}"), first="  ", style="dim"
                )

    def _cash(self) -> None:
        say, page = self._say, self._page
        page.title(
            say(
                "累積の収支（事業、補助の後、借入の前）",
                "Accumulated cash (after subsidies, before loans)",
            )
        )
        building = self._result.building_years
        page.table(
            (
                say("事業者", "Company"),
                say("整備から終わりまで", "From building to the end"),
                say("最低", "Lowest"),
                say("最後", "At the end"),
                say("プラスに転じる", "Above zero"),
            ),
            (self._cash_row(part, building) for part in companies(self._result)),
        )

    def _cash_row(self, part: CompanyResult, building: int) -> tuple[str | Text, ...]:
        sums = list(accumulate(part.account_yen["flow"]))
        since = next((year for year in range(building, len(sums)) if sums[year] > 0), None)
        return (
            self._called(part.company),
            Text(spark(sums), "cyan"),
            say_yen(min(sums), self._say, figures=_FIGURES),
            say_yen(sums[-1], self._say, figures=_FIGURES),
            self._year(None if since is None else since - building + 1),
        )

    def _shares(self, shared: BenefitCost) -> None:
        say, page = self._say, self._page
        rate = f"{shared.discount_rate * 100:g}"
        page.title(
            say(
                f"主体ごとの費用便益（割引率{rate}%）",
                f"B/C by stakeholder (discounted at {rate} %)",
            )
        )
        ratios = [(name, ratio) for name, ratio in shared.by_stakeholder.items()]
        widest = max([ratio for _, ratio in ratios if ratio is not None], default=1.0)
        rows = [(self._group(name), ratio, name) for name, ratio in ratios]
        page.table(
            (say("主体", "Stakeholder"), "B/C", "", say("費用", "Cost"), say("便益", "Benefit")),
            [
                (
                    label,
                    "  －" if ratio is None else f"{ratio:5.2f}",
                    Text(_bar(ratio, widest), "green" if (ratio or 0) >= 1 else "red"),
                    say_yen(shared.cost_yen[name], say, figures=_FIGURES),
                    say_yen(shared.benefit_yen[name], say, figures=_FIGURES),
                )
                for label, ratio, name in rows
            ]
            + [
                (
                    say("全体", "Total"),
                    "  －" if shared.total is None else f"{shared.total:5.2f}",
                    Text(_bar(shared.total, widest)),
                    say_yen(sum(shared.cost_yen.values()), say, figures=_FIGURES),
                    say_yen(sum(shared.benefit_yen.values()), say, figures=_FIGURES),
                )
            ],
        )
        page.title(say("便益の内訳（現在価値）", "The benefits (present value)"))
        page.table(
            ("", say("便益", "Benefit"), say("受け手", "Received by")),
            (
                (
                    part.code,
                    part.name,
                    say("、", ", ").join(
                        f"{actor} {say_yen(amount, say, figures=_FIGURES)}"
                        for actor, amount in part.to.items()
                    ),
                )
                for part in shared.benefits
            ),
        )

    def _group(self, name: str) -> str:
        actors = name.split("+")
        return name if len(actors) > 1 else f"{name} {self._result.actors.get(name, '')}".strip()

    def _fitting(self, fitting: Fitting) -> None:
        say, page = self._say, self._page
        page.title(say("公表値との照合", "Held against what is published"))
        page.table(
            (say("公表", "Published"), say("試算", "Reached"), "", say("公表された数値", "Figure")),
            (
                (
                    self._published(part),
                    self._reached(part),
                    Text("○" if part.met else "×", "green" if part.met else "red"),
                    part.name + ("" if part.fitted else say("（合わせない）", " (not fitted)")),
                )
                for part in fitting.residuals
            ),
        )
        for part in fitting.residuals:
            if part.because:
                page.paragraph(part.because, first=say("・", "- "))
        for alone in fitting.unreachable:
            called, ratio = say("・", " and ").join(alone.actors), f"{alone.reached:.2f}"
            said = say(f"{called}だけのB/Cは{ratio}。", f"B/C of {called} alone: {ratio}. ")
            page.paragraph(said + alone.because, first=say("・", "- "))
        page.title(
            say(
                "逆算した値（範囲の端までの何割を動いたか）",
                "Fitted values (how far towards the end of the range)",
            )
        )
        page.table(
            (say("初めの値", "Prior"), say("逆算した値", "Fitted"), say("動き", "Moved"), ""),
            (
                (
                    self._quantity(part.id, part.prior),
                    self._quantity(part.id, part.value),
                    f"{part.moved:+5.0%}",
                    part.name,
                )
                for part in fitting.inputs
            ),
        )

    def _published(self, part: Residual) -> str:
        return self._value(part.id, part.published, part.published_high)

    def _reached(self, part: Residual) -> str:
        if part.reached is None:
            return "－"
        return self._value(part.id, part.reached, part.reached_high, exact=True)

    def _value(self, name: str, low: float, high: float | None, *, exact: bool = False) -> str:
        if "irr" in name:
            return f"{low * 100:.2f} %" if exact else f"{low * 100:.1f} %"
        if "profit" in name:
            return self._year(round(low))
        until = self._say("～", " to ")
        return f"{low:.2f}" + (f"{until}{high:.2f}" if high is not None else "")

    def _goals(self, goals: Sequence[Goal]) -> None:
        say, page = self._say, self._page
        page.title(
            say(
                "水準に届く条件（ほかの入力はそのまま）",
                "What reaches the hurdles (the rest unchanged)",
            )
        )
        if not goals:
            page.paragraph(
                say("どの事業者も水準に届いている。", "All companies reach the hurdles.")
            )
            return
        page.table(
            (
                say("事業者", "Company"),
                say("目標", "Goal"),
                say("今", "Now"),
                say("必要", "Needed"),
                say("入力", "Input"),
            ),
            (
                (
                    self._called(goal.company),
                    f"{say.text(MEASURES[goal.measure])} {goal.hurdle * 100:g} %",
                    self._quantity(goal.input, goal.now),
                    say("届かない", "out of reach")
                    if goal.value is None
                    else self._quantity(goal.input, goal.value),
                    goal.name
                    + (
                        say("（想定の範囲の外）", " (beyond its range)")
                        if goal.value is not None and not goal.plausible
                        else ""
                    ),
                )
                for goal in goals
            ),
        )

    def _sensitivity(self, swings: Sequence[Swing]) -> None:
        say, page = self._say, self._page
        for company in dict.fromkeys(swing.company for swing in swings):
            own = [swing for swing in swings if swing.company == company][:_SWINGS_SHOWN]
            ends = [
                end for swing in own for end in (swing.at_low, swing.at_high) if end is not None
            ]
            low, high = min(ends, default=0.0), max(ends, default=0.0)
            page.title(
                say(
                    f"IRRの感度: {self._called(company)}",
                    f"What moves the IRR: {self._called(company)}",
                )
            )
            page.table(
                (
                    say("下限で", "At low"),
                    say("上限で", "At high"),
                    "",
                    say("入力（範囲）", "Input (range)"),
                ),
                (
                    (
                        self._rate(swing.at_low, "no IRR"),
                        self._rate(swing.at_high, "no IRR"),
                        Text(_span(swing, low, high), "cyan"),
                        f"{swing.name} ({self._range(swing.input, swing.low, swing.high)})",
                    )
                    for swing in own
                ),
            )

    def _risk(self, risk: Risk) -> None:
        say, page = self._say, self._page
        page.title(
            say(
                f"水準を超える確率（{risk.runs:,}回の試行、種{risk.seed}）",
                f"Chance of reaching the hurdles ({risk.runs:,} draws, seed {risk.seed})",
            )
        )
        page.table(
            (
                say("事業者", "Company"),
                say("目標", "Goal"),
                say("確率", "Chance"),
                say("5%点・中央・95%点", "5 %, median, 95 %"),
            ),
            (
                (
                    self._called(part.company),
                    f"{say.text(MEASURES[part.measure])} {part.hurdle * 100:g} %",
                    f"{part.probability:6.1%}",
                    self._quantiles(part),
                )
                for part in risk.chances
            ),
        )
        page.paragraph(
            say(
                "範囲のある入力を、互いに独立に、値を頂点とする三角分布（または一様分布）から引いた。",
                "Inputs with a range are drawn independently, from triangles that peak at the "
                "value (or evenly).",
            ),
            style="dim",
        )

    def _quantiles(self, chance: Chance) -> str:
        said = [self._rate(rate, "no IRR").strip() for rate in chance.quantiles]
        return self._say("・", ", ").join(said)

    def _inputs(self) -> None:
        say, page = self._say, self._page
        page.title(say("入力", "Inputs"))
        page.table(
            (
                "id",
                say("値", "Value"),
                say("範囲", "Range"),
                say("根拠", "Basis"),
                say("名前と理由", "Name and reason"),
            ),
            (
                (
                    part.id,
                    self._quantity(part.id, part.value),
                    ""
                    if part.low is None or part.high is None
                    else self._range(part.id, part.low, part.high),
                    say.text(ORIGINS[part.origin]),
                    f"{part.name}{say('。', '. ')}{part.source}",
                )
                for part in self._result.inputs
            ),
        )

    def _years(self, part: CompanyResult) -> None:
        say, page = self._say, self._page
        unit = say("百万円", "million yen")
        page.title(f"{self._called(part.company)} ({unit})")
        building = self._result.building_years
        names = [name for name in _YEARLY if name in part.account_yen]
        count = len(part.account_yen["flow"])
        page.table(
            (say("年", "Year"), *(say.text(ACCOUNTS[name]) for name in names)),
            (
                (
                    f"{year - building + (year >= building):3d}",
                    *(_million(part.account_yen[name][year]) for name in names),
                )
                for year in range(count)
            ),
        )


def companies(result: Evaluation) -> Iterator[CompanyResult]:
    """Go through the companies, those of the whole before those of its parts."""
    if result.forms.integrated is not None:
        yield result.forms.integrated
    yield from (result.forms.split or {}).values()


def spark(amounts: Sequence[float]) -> str:
    """Draw amounts as a line of blocks, from the least to the greatest.

    >>> spark([-1.0, 0.0, 1.0])
    '▁▅█'
    """
    low, high = min(amounts), max(amounts)
    room = (high - low) or 1.0
    return "".join(_SPARKS[round((amount - low) / room * (len(_SPARKS) - 1))] for amount in amounts)


def _bar(ratio: float | None, widest: float) -> str:
    cells = round(max(ratio or 0.0, 0.0) / widest * _BAR_CELLS) if widest > 0 else 0
    return "█" * cells


def _span(swing: Swing, low: float, high: float) -> str:
    """Draw from where to where a rate swings, within all swings of the table."""
    if swing.at_low is None or swing.at_high is None or high <= low:
        return ""
    ends = sorted((swing.at_low, swing.at_high))
    start, stop = (round((end - low) / (high - low) * _BAR_CELLS) for end in ends)
    return " " * start + "━" * max(stop - start, 1) + " " * (_BAR_CELLS - stop)


def _million(amount: float) -> str:
    return f"{amount / _MILLION:9,.0f}"
