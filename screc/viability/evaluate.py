"""Evaluate a case: reckon it, judge it, and tell what every figure was made from."""

from __future__ import annotations

from collections.abc import Iterator

from screc.errors import printable
from screc.model.evaluation import (
    BenefitCost,
    Changed,
    Counted,
    Evaluation,
    Forms,
    Overall,
)
from screc.model.knowledge import Knowledge
from screc.model.recommendation import Edition
from screc.model.text import Say
from screc.model.viability import ViabilityCase
from screc.viability.company_result import company_result
from screc.viability.origins import counted_origins, fitting_of, used_inputs
from screc.viability.reckon import Reckoning, reckon
from screc.viability.stakeholders import discounted, matrix, transfers
from screc.viability.study import Change, Study
from screc.viability.terms import SUMMARIES
from screc.viability.verdict import is_private, judge_all


def evaluate(study: Study, base: Knowledge, say: Say) -> Evaluation:
    """Evaluate a case.

    Args:
        study: the case and its values.
        base: the knowledge, for hurdles and names.
        say: the language of names and reasons.
    """
    case = study.case
    reckoned = reckon(case, study.values)
    is_open = bool(study.not_found_out)
    results = {
        form: {
            account.company: company_result(account, reckoned, base.hurdles, say, is_open=is_open)
            for account in accounts
        }
        for form, accounts in reckoned.forms.items()
    }
    one = results.get("integrated")
    forms = Forms(next(iter(one.values())) if one else None, results.get("split"))
    overall = judge_all(
        forms.integrated.verdict if forms.integrated else None,
        {name: part.verdict for name, part in forms.split.items()} if forms.split else None,
    )
    inputs = used_inputs(study, base, say)
    return Evaluation(
        case=case.id or "",
        name=say.text(case.name) if case.name else case.id or "",
        knowledge=Edition(base.sources.version, base.digest),
        building_years=case.building_years,
        actors={actor.id: say.text(actor.name) for actor in base.actors},
        verdict=overall,
        summary=summary(overall, forms, say),
        notice=_notice(study, say) + counted_origins(inputs, say),
        changed=tuple(_changed(change, say) for change in study.changes),
        forms=forms,
        benefit_cost=_benefit_cost(reckoned, base, say) if case.groups else None,
        transfers=matrix(list(transfers(reckoned.plan, reckoned.forms[case.forms[-1]], case))),
        stated=(*_stated(case, base, say), *_lives(case, say)),
        inputs=inputs,
        fitting=fitting_of(study, study.calibration, base, say) if study.calibration else None,
        goals=None,
        sensitivity=None,
        risk=None,
    )


def _stated(case: ViabilityCase, base: Knowledge, say: Say) -> Iterator[str]:
    for part in case.stated:
        yield f"{say.text(part.text)} {base.sources.cite(part.citation, say.language)}"


def _lives(case: ViabilityCase, say: Say) -> Iterator[str]:
    """Tell over how many years each investment is written off, and why."""
    for part in case.investments:
        if part.life_basis is not None:
            name, why = printable(say.text(part.name)), printable(say.text(part.life_basis))
            life = say(f"耐用年数{part.life_years}年", f"written off in {part.life_years} years")
            yield f"{name}: {life}{say('。', '. ')}{why}"


def _notice(study: Study, say: Say) -> str:
    notice = say(
        "FS調査の前の一次スクリーニングであり、事業計画ではない。",
        "A first screen before the feasibility study, and no business plan. ",
    )
    if not study.not_found_out:
        return notice
    names = say("、", ", ").join(say.text(part.name) for part in study.not_found_out)
    return notice + say(
        f"率は既定値だけで決まり、地区や規模では変わらない。まず調べて --set で入れる: {names}。",
        "The rates follow from defaults alone, whatever the area or its size. Find out first, and "
        f"give with --set: {names}. ",
    )


def _changed(change: Change, say: Say) -> Changed:
    part = change.input
    plausible = part.is_plausible(change.after)
    return Changed(part.id, printable(say.text(part.name)), change.before, change.after, plausible)


def summary(overall: Overall, forms: Forms, say: Say) -> str:
    """Say in a line how the whole could be run."""
    split = (forms.split or {}).items()
    private = [name for name, part in split if is_private(part.verdict)]
    public = [name for name, part in split if not is_private(part.verdict)]
    join = say("・", " and ")
    return say.text(SUMMARIES[overall]).format(private=join.join(private), public=join.join(public))


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
        {part.name: _ratio(part.present_benefit, part.present_cost) for part in reckoned.shares},
        {part.name: part.present_cost for part in reckoned.shares},
        {part.name: part.present_benefit for part in reckoned.shares},
        tuple(
            Counted(code, say.text(name) if (name := names.get(code)) else code, gained)
            for code, gained in counted.items()
        ),
    )


def _ratio(benefit: float, cost: float) -> float | None:
    return benefit / cost if cost > 0 else None
