"""How an evaluation of viability looks in a terminal: the answer, then what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from rich.text import Text

from screc.cli.evaluation_details import Details
from screc.cli.page import Page
from screc.model.evaluation import BenefitCost, CompanyResult, EnergyCost, Evaluation
from screc.model.knowledge import Knowledge
from screc.model.session_papers import Term
from screc.model.text import Say
from screc.model.viability_words import Governance
from screc.model.yen import say_yen
from screc.viability.quantity import say_company, say_quantity, say_rate
from screc.viability.terms import ENERGY, VERDICTS

_FIGURES = 3
_BAR_CELLS = 20
_SPARKS = "▁▂▃▄▅▆▇█"
_SHADES = {
    "private": "green",
    "private-low": "green",
    "public": "cyan",
    "near-public": "yellow",
    "not-viable": "red",
    "no-rate": "red",
    "open": "yellow",
}


def show_evaluation(
    result: Evaluation, base: Knowledge, say: Say, *, inputs: bool, years: bool
) -> None:
    """Print an evaluation.

    Args:
        result: what is printed.
        base: the knowledge, for terms to explain and what to watch.
        say: the language.
        inputs: whether all inputs are listed.
        years: whether each company's years are.
    """
    _Screen(result, say).show(base, inputs=inputs, years=years)


class _Screen:
    def __init__(self, result: Evaluation, say: Say) -> None:
        self._result, self._say = result, say
        self._page = Page()
        self._units = {part.id: part.unit for part in result.inputs}

    def show(self, base: Knowledge, *, inputs: bool, years: bool) -> None:
        result, say, page = self._result, self._say, self._page
        page.title(result.name)
        page.paragraph(result.summary, style="bold")
        page.paragraph(result.notice, style="dim")
        self._changes()
        self._companies()
        details = Details(page, result, say)
        asked = details.show(inputs=inputs, years=years)
        if not asked:
            self._cash()
            if result.benefit_cost is not None:
                self._shares(result.benefit_cost)
            details.fitting()
            self._watched(base.governance)
            self._terms(base.glossary)
            page.title(say("次に", "Next"))
            page.paragraph(
                say(
                    "--inputs 入力と根拠、--set 入力=数 で変更、--goal 水準に届く条件、"
                    "--sensitivity 感度、--chance 確率、--years 年ごとの収支、"
                    "-o 試算.xlsx 数式の入った表。",
                    "--inputs: all inputs, --set INPUT=NUMBER: change one, --goal: what reaches "
                    "the hurdles, --sensitivity, --chance, --years, -o model.xlsx: live formulas.",
                ),
                style="dim",
            )
        page.flush()

    def _named(self, actor: str) -> str:
        names = [f"{part} {self._result.actors.get(part, '')}".strip() for part in actor.split("+")]
        return self._say("と", ", ").join(names)

    def _called(self, company: str) -> str:
        return say_company(company, self._say)

    def _rate(self, rate: float | None, note: str | None) -> str:
        return f"{say_rate(rate, note, self._say):>7}"

    def _year(self, year: int | None) -> str:
        if year is None:
            return self._say("なし", "none")
        return self._say(f"{year}年目", f"year {year}")

    def _yen(self, amount: float) -> str:
        return say_yen(amount, self._say, figures=_FIGURES)

    def _changes(self) -> None:
        say = self._say
        for part in self._result.changed:
            before = say_quantity(part.before, self._units[part.id], say, figures=_FIGURES)
            after = say_quantity(part.after, self._units[part.id], say)
            beyond = "" if part.plausible else say("（想定の範囲の外）", " (beyond its range)")
            self._page.paragraph(
                f"{say('変更', 'Changed')}: {part.name} {before} → {after}{beyond}", style="yellow"
            )

    def _companies(self) -> None:
        say, page = self._say, self._page
        page.title(say("事業者の採算", "The companies"))
        page.table(
            (
                say("事業者", "Company"),
                "  IRR",
                "SE-IRR",
                "NPV",
                say("黒字（単年・累積）", "Profit (year, all)"),
                say("判定", "Verdict"),
            ),
            (
                (
                    self._called(part.company),
                    self._rate(part.irr, part.irr_note),
                    self._rate(part.se_irr, part.se_irr_note),
                    self._yen(part.npv_yen),
                    f"{self._year(part.first_profit_year)}・"
                    f"{self._year(part.accumulated_profit_year)}"
                    if say.language == "ja"
                    else f"{self._year(part.first_profit_year)}, "
                    f"{self._year(part.accumulated_profit_year)}",
                    Text(say.text(VERDICTS[part.verdict]), _SHADES[part.verdict]),
                )
                for part in self._result.companies
            ),
        )
        for part in self._result.companies:
            page.paragraph(f"{self._called(part.company)}: {part.reason}", first=say("・", "- "))
        page.paragraph(
            say(
                "IRRは借入前・税引後の収支から（税は利息を引いた利益にかかる）。SE-IRRは、それにその"
                "事業者のNEBを加えた率。出典に式はなく、どちらも当方の読み方。",
                "IRR is of cash before loans and after tax (which is on profit after interest); "
                "SE-IRR adds the company's own NEB. The source has no formula: our reading.",
            ),
            style="dim",
        )

    def _cash(self) -> None:
        say, page = self._say, self._page
        page.title(
            say(
                "累積の収支（補助と税の後、借入の前）",
                "Accumulated cash (after subsidies and tax, before loans)",
            )
        )
        page.table(
            (
                say("事業者", "Company"),
                say("事業期間", "Years"),
                say("最低", "Lowest"),
                say("最後", "At the end"),
                say("回収し終わる年", "Won back for good"),
            ),
            (self._cash_row(part) for part in self._result.companies),
        )
        for part in self._result.companies:
            if part.energy_yen_per_kwh:
                costs = say("、", ", ").join(
                    self._cost(kind, cost) for kind, cost in part.energy_yen_per_kwh.items()
                )
                page.paragraph(
                    say(
                        f"{self._called(part.company)}の供給の原価（全期間をならした額）: {costs}",
                        f"levelised cost of {self._called(part.company)}: {costs}",
                    ),
                    first=say("・", "- "),
                )

    def _cost(self, kind: str, energy: EnergyCost) -> str:
        name = self._say.text(ENERGY[kind])
        return self._say(
            f"{name} {energy.cost:.1f}円/kWh（単価をならすと {energy.price:.1f}円）",
            f"{name} {energy.cost:.1f} yen/kWh (price, levelised: {energy.price:.1f})",
        )

    def _cash_row(self, part: CompanyResult) -> tuple[str | Text, ...]:
        sums = list(accumulate(part.account_yen["flow"]))
        return (
            self._called(part.company),
            Text(spark(sums), "cyan"),
            self._yen(min(sums)),
            self._yen(sums[-1]),
            self._year(part.payback_year),
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
        rows = [(self._named(name), name, ratio) for name, ratio in shared.by_stakeholder.items()]
        widest = max([ratio for _, _, ratio in rows if ratio is not None], default=1.0)
        page.table(
            ("  B/C", "", say("費用", "Cost"), say("便益", "Benefit"), say("主体", "Stakeholder")),
            [
                (
                    _ratio(ratio),
                    _bar(ratio, widest),
                    self._yen(shared.cost_yen[name]),
                    self._yen(shared.benefit_yen[name]),
                    label,
                )
                for label, name, ratio in rows
            ]
            + [
                (
                    _ratio(shared.total),
                    _bar(shared.total, widest),
                    self._yen(sum(shared.cost_yen.values())),
                    self._yen(sum(shared.benefit_yen.values())),
                    say("全体", "All"),
                )
            ],
        )
        page.paragraph(
            say(
                "費用は設備費と開業費（補助は公的セクターの費用）、便益は毎年の受け取りから支払いを引いた"
                "額、コベネフィット、残存価値。税と借入は数えない。",
                "Costs are what is paid for building and opening (subsidies are the public "
                "sector's); benefits are what is received each year less what is paid, "
                "co-benefits, and what is left. Taxes and loans do not count.",
            ),
            style="dim",
        )
        page.title(say("コベネフィットの内訳（現在価値）", "The co-benefits (present value)"))
        page.table(
            ("", say("便益", "Benefit"), say("受け手", "Received by")),
            (
                (
                    part.code,
                    part.name,
                    say("、", ", ").join(
                        f"{actor} {self._yen(amount)}" for actor, amount in part.to.items()
                    ),
                )
                for part in shared.benefits
            ),
        )
        page.paragraph(
            say(
                "EBは、ほかから買わずに済む額。需要家はその分を料金として供給事業者に払う。",
                "EB is what is not bought elsewhere; the customers pay it to the supplier.",
            ),
            style="dim",
        )

    def _watched(self, governance: Governance) -> None:
        say, page = self._say, self._page
        names = {part.id: part.name for part in self._result.inputs}
        page.title(say("見守ること（KPIと変化要因）", "What to watch (KPI, factors of change)"))
        join = say("、", "; ")
        page.paragraph(join.join(say.text(part.name) for part in governance.indicators))
        for factor in governance.factors:
            moved = [names[name] for name in factor.inputs if name in names]
            if moved:
                page.paragraph(
                    f"{say.text(factor.name)}: {join.join(moved)}", first=say("・", "- ")
                )

    def _terms(self, glossary: Sequence[Term]) -> None:
        self._page.title(self._say("用語", "Terms"))
        explained = [part for part in glossary if part.with_viability]
        self._page.items(
            ("", "", self._say.text(part.term), (self._say.text(part.text),)) for part in explained
        )


def spark(amounts: Sequence[float]) -> str:
    """Draw amounts as a line of blocks, from the least to the greatest.

    >>> spark([-1.0, 0.0, 1.0])
    '▁▅█'
    """
    low, high = min(amounts), max(amounts)
    room = (high - low) or 1.0
    return "".join(_SPARKS[round((amount - low) / room * (len(_SPARKS) - 1))] for amount in amounts)


def _ratio(ratio: float | None) -> str:
    return "    －" if ratio is None else f"{ratio:5.2f}"


def _bar(ratio: float | None, widest: float) -> Text:
    cells = round(max(ratio or 0.0, 0.0) / widest * _BAR_CELLS) if widest > 0 else 0
    return Text("█" * cells, "green" if (ratio or 0.0) >= 1 else "red")
