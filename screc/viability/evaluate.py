"""Evaluate a case: reckon it, judge it, and tell what every figure was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from screc.model.area import Figure
from screc.model.evaluation import (
    BenefitCost,
    CompanyResult,
    Counted,
    Evaluation,
    FittedInput,
    Fitting,
    Forms,
    Origin,
    OutOfReach,
    Overall,
    Residual,
    UsedInput,
)
from screc.model.knowledge import Knowledge
from screc.model.recommendation import Edition
from screc.model.text import Say
from screc.model.viability import Input, Unreachable, ViabilityCase
from screc.viability.amounts import Yearly, total
from screc.viability.calibrate import Calibration, Hit
from screc.viability.company import Account
from screc.viability.rates import (
    Doubt,
    Rate,
    first_year,
    internal_rate,
    payback_year,
    present_value,
)
from screc.viability.reckon import Reckoning, reckon, values_of
from screc.viability.stakeholders import Share, discounted, matrix, transfers
from screc.viability.verdict import judge, judge_all, reason

NOTES: dict[Doubt, str] = {"none": "no IRR", "not-unique": "no unique IRR"}
"""Why there is no rate, in the words of the JSON."""


@dataclass(frozen=True)
class Study:
    """A case, and the values with which it is evaluated.

    Attributes:
        case: what is evaluated.
        values: of its inputs.
        calibration: how they were fitted; None where nothing was.
    """

    case: ViabilityCase
    values: dict[str, float]
    calibration: Calibration | None


def study_of(fitted: ViabilityCase, changed: ViabilityCase, figures: Sequence[Figure]) -> Study:
    """Fit a case to what is published, and then put what the user changed in place.

    Args:
        fitted: the case before the user changed it: what is published holds of that.
        changed: the same with the user's inputs.
        figures: published of the area that it is about.
    """
    from screc.viability.calibrate import calibrate

    if not fitted.targets:
        return Study(changed, values_of(changed), None)
    calibration = calibrate(fitted, figures)
    before = {part.id: part for part in fitted.inputs}
    own = {part.id: part.number for part in changed.inputs if part != before[part.id]}
    return Study(changed, calibration.values | own, calibration)


def evaluate(study: Study, base: Knowledge, say: Say) -> Evaluation:
    """Evaluate a case.

    Args:
        study: the case and its values.
        base: the knowledge, for hurdles and names.
        say: the language of names and reasons.
    """
    case = study.case
    reckoned = reckon(case, study.values)
    results = {
        form: {account.company: _company(account, reckoned, base, say) for account in accounts}
        for form, accounts in reckoned.forms.items()
    }
    one = results.get("integrated")
    forms = Forms(next(iter(one.values())) if one else None, results.get("split"))
    overall = judge_all(
        forms.integrated.verdict if forms.integrated else None,
        {name: part.verdict for name, part in forms.split.items()} if forms.split else None,
    )
    return Evaluation(
        case=case.id or "",
        name=say.text(case.name) if case.name else case.id or "",
        knowledge=Edition(base.sources.version, base.digest),
        building_years=case.building_years,
        actors={actor.id: say.text(actor.name) for actor in base.actors},
        verdict=overall,
        summary=summary(overall, forms, say),
        notice=_notice(study, say),
        forms=forms,
        benefit_cost=_benefit_cost(reckoned, base, say) if case.groups else None,
        transfers=matrix(list(transfers(reckoned.plan, reckoned.forms[case.forms[-1]], case))),
        inputs=tuple(_input(part, study, base, say) for part in case.inputs),
        fitting=_fitting(study, study.calibration, base, say) if study.calibration else None,
        goals=None,
        sensitivity=None,
        risk=None,
    )


def _notice(study: Study, say: Say) -> str:
    inputs = study.case.inputs
    count = sum(part.assumption is not None for part in inputs)
    notice = say(
        "FS調査の前の一次スクリーニングであり、事業計画ではない。",
        "A first screen before the feasibility study, and no business plan.",
    )
    if count == 0:
        return notice
    return notice + say(
        f"入力{len(inputs)}件のうち{count}件は想定（既定値）で、調べた値ではない。",
        f" {count} of the {len(inputs)} inputs are assumed (defaults), and not found out.",
    )


def summary(overall: Overall, forms: Forms, say: Say) -> str:
    """Say in a line how the whole could be run."""
    match overall:
        case "private":
            return say("民間事業として成り立ちうる", "It can stand as a private business")
        case "private-low":
            return say("民間事業としては境目である", "A border case as a private business")
        case "split":
            return _who_does_which(forms, say)
        case "public":
            return say(
                "民間事業には届かないが、公共の事業として成り立つ余地がある",
                "Too little for a private business, but there is room for it as a public one",
            )
        case "near-public":
            return say(
                "公共の事業としても水準をわずかに下回る",
                "Just below what is asked even of a public one",
            )
        case "not-viable":
            return say(
                "この入力では、民間としても公共としても成り立たない",
                "With these inputs it stands neither as a private nor as a public business",
            )


def _who_does_which(forms: Forms, say: Say) -> str:
    split = (forms.split or {}).items()
    private = [name for name, part in split if part.verdict.startswith("private")]
    public = [name for name, part in split if not part.verdict.startswith("private")]
    ja, en = "・".join(private), " and ".join(private)
    ja_public, en_public = "・".join(public), " and ".join(public)
    return say(
        f"分離すれば成り立つ余地がある（{ja}は民間、{ja_public}は公共）",
        f"There is room for it split: {en} as a private business, {en_public} as a public one",
    )


def _company(account: Account, reckoned: Reckoning, base: Knowledge, say: Say) -> CompanyResult:
    case = reckoned.case
    building = case.building_years
    discount = reckoned.values[case.terms.discount]
    irr, social = internal_rate(account.flow), internal_rate(account.social)
    equity = internal_rate(account.equity)
    verdict = judge(irr, social, base.hurdles)
    return CompanyResult(
        company=account.company,
        irr=irr.value,
        irr_note=_note(irr),
        se_irr=social.value,
        se_irr_note=_note(social),
        equity_irr=equity.value,
        equity_irr_note=_note(equity),
        npv_yen=present_value(account.flow, discount),
        social_npv_yen=present_value(account.social, discount),
        investment_yen=total(
            total(part.cost)
            for part in reckoned.plan.built.values()
            if part.investment.by in account.units
        ),
        first_profit_year=first_year(account.profit, building),
        accumulated_profit_year=first_year(account.accumulated, building),
        discounted_payback_year=payback_year(account.flow, discount, building),
        energy_cost_yen_per_kwh=energy_cost(account, reckoned),
        account_yen={
            field.name.replace("_", "-"): tuple(map(float, getattr(account, field.name)))
            for field in fields(account)
            if field.name not in ("company", "units")
        },
        verdict=verdict,
        reason=reason(verdict, irr, social, base.hurdles, say),
    )


def _note(rate: Rate) -> str | None:
    return NOTES[rate.doubt] if rate.doubt else None


def energy_cost(account: Account, reckoned: Reckoning) -> dict[str, float]:
    """Level a company's costs over the energy that it sells, in yen/kWh.

    All costs (building less what others pay of it, running, property tax, tax, less what is left),
    discounted, are shared between power and heat as their sales are, and divided by the energy,
    discounted.

    Args:
        account: the company's.
        reckoned: of which it is.
    """
    case, values = reckoned.case, reckoned.values
    rate = values[case.terms.discount]
    costs = _net(account)
    sales: dict[str, float] = {}
    energy: dict[str, float] = {}
    for flow in case.flows:
        if flow.sells is None or flow.price is None or flow.to not in account.units:
            continue
        sold = reckoned.plan.flows[flow.id]
        price = values[flow.price]
        growth = 1.0 + (values[flow.growth] if flow.growth else 0.0)
        if price == 0:
            continue
        # The amount grows with the price, the energy does not.
        kwh = [
            amount / price / growth ** max(year - case.building_years, 0)
            for year, amount in enumerate(sold)
        ]
        sales[flow.sells] = sales.get(flow.sells, 0.0) + discounted(sold, rate)
        energy[flow.sells] = energy.get(flow.sells, 0.0) + discounted(kwh, rate)
    earned = total(sales.values())
    return {
        kind: discounted(costs, rate) * sales[kind] / earned / energy[kind]
        for kind in sales
        if earned > 0 and energy[kind] > 0
    }


def _net(account: Account) -> Yearly:
    return [
        capital + paid + property_tax + tax - sale
        for capital, paid, property_tax, tax, sale in zip(
            account.capital,
            account.paid,
            account.property_tax,
            account.tax,
            account.sale,
            strict=True,
        )
    ]


def called(share: Share) -> str:
    """Name a group of actors."""
    return "+".join(share.actors)


def _benefit_cost(reckoned: Reckoning, base: Knowledge, say: Say) -> BenefitCost:
    case = reckoned.case
    rate = reckoned.values[case.terms.discount]
    names = {kind.code: kind.name for kind in base.benefits.kinds}
    counted: dict[str, dict[str, float]] = {}
    for benefit in case.benefits:
        gained = counted.setdefault(benefit.kind, {})
        for actor, amounts in reckoned.plan.benefits[benefit.id].items():
            gained[actor] = gained.get(actor, 0.0) + discounted(amounts, rate)
    return BenefitCost(
        rate,
        _ratio(reckoned.present_benefit, reckoned.present_cost),
        {called(part): _ratio(part.present_benefit, part.present_cost) for part in reckoned.shares},
        {called(part): part.present_cost for part in reckoned.shares},
        {called(part): part.present_benefit for part in reckoned.shares},
        tuple(
            Counted(code, say.text(name) if (name := names.get(code)) else code, gained)
            for code, gained in counted.items()
        ),
    )


def _ratio(benefit: float, cost: float) -> float | None:
    return benefit / cost if cost > 0 else None


def _input(part: Input, study: Study, base: Knowledge, say: Say) -> UsedInput:
    fitted = study.calibration is not None and part.fit
    origin, source = _origin(part, base, say)
    return UsedInput(
        part.id,
        say.text(part.name),
        study.values[part.id],
        say.text(part.unit) if part.unit else None,
        part.low,
        part.high,
        "fitted" if fitted else origin,
        source,
    )


def _origin(part: Input, base: Knowledge, say: Say) -> tuple[Origin, str]:
    if part.citation is not None:
        return "cited", base.sources.cite(part.citation, say.language)
    if part.basis is not None:
        return "elsewhere", part.basis.ja if say.language == "ja" else part.basis.en
    if part.assumption is not None:
        return "assumed", say.text(part.assumption)
    return "given", say("利用者の値", "the user's own")


def _fitting(study: Study, calibration: Calibration, base: Knowledge, say: Say) -> Fitting:
    case = study.case
    area = next((area for area in base.areas if area.id == case.area), None)
    published = area.published.figures if area and area.published else ()
    names = {figure.id: say.text(figure.name) for figure in published}
    return Fitting(
        calibration.steps,
        tuple(_residual(hit, names, say) for hit in calibration.hits),
        tuple(
            FittedInput(
                part.input.id, say.text(part.input.name), part.input.number, part.value, part.moved
            )
            for part in calibration.moved
        ),
        tuple(_out_of_reach(part, study, say) for part in case.unreachable),
    )


def _out_of_reach(part: Unreachable, study: Study, say: Say) -> OutOfReach:
    alone = study.case.model_copy(update={"groups": (part.actors,)})
    (share,) = reckon(alone, study.values).shares
    return OutOfReach(part.actors, part.value, share.ratio, say.text(part.because))


def _residual(hit: Hit, names: dict[str, str], say: Say) -> Residual:
    target = hit.aim.target
    return Residual(
        target.id,
        names.get(target.figure or "", target.id),
        hit.aim.value,
        hit.aim.high,
        hit.value,
        hit.high,
        hit.met,
        target.fitted,
        say.text(target.because) if target.because else None,
    )
