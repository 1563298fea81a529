"""What an evaluation tells when asked: goals, sensitivity, chance, inputs, years, fitting."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from screc.cli.page import Page
from screc.model.evaluation import (
    Chance,
    CompanyResult,
    Evaluation,
    Goal,
    Residual,
    Risk,
    Swing,
    UsedInput,
)
from screc.model.text import Say
from screc.viability.quantity import say_company, say_quantity, say_rate
from screc.viability.terms import MEASURES, ORIGINS, SHORT_ACCOUNTS

_FIGURES = 3
_SPAN_CELLS = 24
_SWINGS_SHOWN = 8
_MILLION = 1e6


class Details:
    """Writes on a page what was asked for beside the answer."""

    def __init__(self, page: Page, result: Evaluation, say: Say) -> None:
        """Begin.

        Args:
            page: that is written on.
            result: what is told of.
            say: the language.
        """
        self._page, self._result, self._say = page, result, say
        self._inputs = {part.id: part for part in result.inputs}

    def show(self, *, inputs: bool, years: bool) -> bool:
        """Write what was asked for, and tell whether anything was."""
        result = self._result
        if result.goals is not None:
            self._goals(result.goals)
        if result.sensitivity is not None:
            self._sensitivity(result.sensitivity)
        if result.risk is not None:
            self._risk(result.risk)
        if years:
            for part in result.companies:
                self._years(part)
        if inputs:
            self._all_inputs()
        computed = (result.goals, result.sensitivity, result.risk)
        return inputs or years or any(part is not None for part in computed)

    def fitting(self) -> None:
        """Write how a district was fitted."""
        fitting, say, page = self._result.fitting, self._say, self._page
        if fitting is None:
            return
        before = say("（変更の前）", " (before the change)") if self._result.changed else ""
        page.title(say(f"公表値との照合{before}", f"Held against what is published{before}"))
        page.table(
            (
                say("公表", "Published"),
                say("試算", "Reached"),
                "",
                say("許容", "Within"),
                say("公表された数値", "Figure"),
            ),
            (
                (
                    self._published(part),
                    self._reached(part),
                    Text("○" if part.met else "×", "green" if part.met else "red"),
                    self._within(part),
                    part.name + ("" if part.fitted else say("（合わせない）", " (not fitted)")),
                )
                for part in fitting.residuals
            ),
        )
        for part in fitting.residuals:
            if part.because:
                page.paragraph(part.because, first=say("・", "- "))
        for alone in fitting.unreachable:
            if alone.reached >= alone.published:
                continue
            called, ratio = say("・", " and ").join(alone.actors), f"{alone.reached:.2f}"
            said = say(f"{called}だけのB/Cは{ratio}。", f"B/C of {called} alone: {ratio}. ")
            page.paragraph(said + alone.because, first=say("・", "- "))
        if not fitting.inputs:
            return
        page.title(
            say(
                f"逆算した値{before}（動き: 想定の範囲の端までの何割か）",
                f"Fitted values{before} (moved: how far towards the end of the range)",
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

    def _called(self, company: str) -> str:
        return say_company(company, self._say)

    def _rate(self, rate: float | None) -> str:
        return f"{say_rate(rate, None, self._say):>7}"

    def _quantity(self, name: str, value: float) -> str:
        return say_quantity(value, self._inputs[name].unit, self._say, figures=_FIGURES)

    def _range(self, name: str, low: float, high: float) -> str:
        until = self._say("～", " to ")
        return f"{self._quantity(name, low)}{until}{self._quantity(name, high)}"

    def _published(self, part: Residual) -> str:
        return self._value(part, part.published, part.published_high)

    def _reached(self, part: Residual) -> str:
        if part.reached is None:
            return self._say("なし", "none")
        return self._value(part, part.reached, part.reached_high, digits=2)

    def _value(self, part: Residual, low: float, high: float | None, *, digits: int = 1) -> str:
        match part.result:
            case "irr" | "se_irr":
                return f"{low * 100:.{digits}f} %"
            case "first_profit_year" | "accumulated_profit_year":
                return self._say(f"{round(low)}年目", f"year {round(low)}")
            case "benefit_cost" | "benefit_cost_range":
                until = self._say("～", " to ")
                return f"{low:.2f}" + (f"{until}{high:.2f}" if high is not None else "")

    def _within(self, part: Residual) -> str:
        match part.result:
            case "irr" | "se_irr":
                points = part.tolerance * 100
                return self._say(f"±{points:g}ポイント", f"±{points:g} points")
            case "first_profit_year" | "accumulated_profit_year":
                return self._say("同じ年", "the same")
            case "benefit_cost" | "benefit_cost_range":
                return f"±{part.tolerance:g}"

    def _goal(self, measure: str, hurdle: float) -> str:
        return f"{self._say.text(MEASURES[measure])} {hurdle * 100:g} %"

    def _goals(self, goals: Sequence[Goal]) -> None:
        say, page = self._say, self._page
        page.title(
            say("水準に届く条件（ほかの入力は今のまま）", "What reaches the hurdles, one by one")
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
                say("B/Cの最小", "Least B/C"),
                say("入力", "Input"),
            ),
            (
                (
                    self._called(goal.company),
                    self._goal(goal.measure, goal.hurdle),
                    self._quantity(goal.input, goal.now),
                    say("届かない", "out of reach")
                    if goal.value is None
                    else self._quantity(goal.input, goal.value),
                    ""
                    if goal.least_ratio is None
                    else Text(
                        f"{goal.least_ratio:.2f} ({goal.least_of})",
                        "red" if goal.least_ratio < 1 else "",
                    ),
                    goal.name + self._beyond(goal),
                )
                for goal in goals
            ),
        )
        page.paragraph(
            say(
                "民間の水準は範囲の下限。B/Cの最小は、そのときに最も小さくなる主体のもの。料金を上げると、"
                "需要家の便益が減る。",
                "The private hurdle is the lower end of its range. The least B/C is that of the "
                "stakeholder who then has the least: higher charges lower the customers' benefit.",
            ),
            style="dim",
        )

    def _beyond(self, goal: Goal) -> str:
        if goal.value is None or goal.plausible:
            return ""
        return self._say("（想定の範囲の外）", " (beyond its range)")

    def _sensitivity(self, swings: Sequence[Swing]) -> None:
        say, page = self._say, self._page
        for company in dict.fromkeys(swing.company for swing in swings):
            own = [swing for swing in swings if swing.company == company][:_SWINGS_SHOWN]
            ends = [
                end for swing in own for end in (swing.at_low, swing.at_high) if end is not None
            ]
            low, high = min(ends, default=0.0), max(ends, default=0.0)
            called = self._called(company)
            page.title(say(f"IRRの感度: {called}", f"What moves the IRR: {called}"))
            page.table(
                (
                    say("下限で", "At low"),
                    say("上限で", "At high"),
                    "",
                    say("入力（範囲）", "Input (range)"),
                ),
                (
                    (
                        self._rate(swing.at_low),
                        self._rate(swing.at_high),
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
                    self._goal(part.measure, part.hurdle),
                    f"{part.probability:6.1%}",
                    self._quantiles(part),
                )
                for part in risk.chances
            ),
        )
        page.paragraph(
            say(
                "範囲のある入力を、互いに独立に、値を頂点とする三角分布（または一様分布）から引いた。"
                "範囲が値の片側に寄る入力（接続率など）があると、中央は上の試算からずれる。",
                "Inputs with a range are drawn independently, from triangles that peak at the "
                "value (or evenly). Where a range lies on one side of the value, such as the "
                "connection rate's, the median differs from the rates above.",
            ),
            style="dim",
        )

    def _quantiles(self, chance: Chance) -> str:
        said = [self._rate(rate).strip() for rate in chance.quantiles]
        return self._say("・", ", ").join(said)

    def _all_inputs(self) -> None:
        say, page = self._say, self._page
        page.title(say("入力（範囲は想定）", "Inputs (ranges are assumed)"))
        for words in self._result.stated:
            page.paragraph(words, first=say("・", "- "))
        for part in self._result.inputs:
            page.add("  ", (part.id, "bold"), f"  {part.name}")
            page.paragraph(
                f"{self._stated(part)} 〔{say.text(ORIGINS[part.origin])}〕 {part.source}",
                first="  ",
                style="dim",
            )

    def _stated(self, part: UsedInput) -> str:
        value = say_quantity(part.value, part.unit, self._say)
        if part.low is None or part.high is None:
            return value
        return self._say(
            f"{value}（{self._range(part.id, part.low, part.high)}）",
            f"{value} ({self._range(part.id, part.low, part.high)})",
        )

    def _years(self, part: CompanyResult) -> None:
        say, page = self._say, self._page
        unit = say("百万円", "million yen")
        page.title(f"{self._called(part.company)} ({unit})")
        building = self._result.building_years
        rows = {
            say.text(name): [f"{amount / _MILLION:,.0f}" for amount in part.account_yen[account]]
            for account, name in SHORT_ACCOUNTS.items()
        }
        years = [
            say(f"整備{year + 1}", f"b{year + 1}") if year < building else f"{year - building + 1}"
            for year in range(len(part.account_yen["flow"]))
        ]
        columns = {say("年", "Year"): years, **rows}
        page.numbers(columns)
        page.paragraph(
            say(
                "損益 = 収入－支出－償却－固資税－利息－法人税。"
                "収支 = 収入－支出－固資税－法人税－投資＋売却。",
                "Profit = in - out - depreciation - property tax - interest - tax. "
                "Cash = in - out - property tax - tax - investment + sale.",
            ),
            style="dim",
        )


def _span(swing: Swing, low: float, high: float) -> str:
    """Draw from where to where a rate swings; an end without a rate is the least of all."""
    if high <= low:
        return ""
    ends = sorted(low if end is None else end for end in (swing.at_low, swing.at_high))
    start, stop = (round((end - low) / (high - low) * _SPAN_CELLS) for end in ends)
    return " " * start + "━" * max(stop - start, 1) + " " * (_SPAN_CELLS - stop)
