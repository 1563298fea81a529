"""What screens, figures and workbooks call the accounts, verdicts and measures."""

from __future__ import annotations

from screc.model.text import Text

VERDICTS = {
    "private": Text("民間で可能", "can be private"),
    "private-low": Text("民間の境目", "border of private"),
    "public": Text("公共で余地", "room as public"),
    "near-public": Text("公共の境目", "border of public"),
    "not-viable": Text("成り立たない", "not viable"),
    "open": Text("判定しない", "not judged yet"),
    "no-rate": Text("判定できない", "not judged"),
}
SUMMARIES = {
    "open": Text("まだ判定しない", "Not judged yet"),
    "private": Text("民間事業として成り立ちうる", "It can stand as a private business"),
    "private-low": Text("民間事業としては境目である", "A border case as a private business"),
    "split": Text(
        "分離すれば成り立つ余地がある（{private}は民間、{public}は公共）",
        "There is room for it split: {private} as a private business, {public} as a public one",
    ),
    "public": Text(
        "民間事業には届かないが、公共の事業として成り立つ余地がある",
        "Too little for a private business, but there is room for it as a public one",
    ),
    "near-public": Text(
        "公共の事業としても水準をわずかに下回る", "Just below what is asked even of a public one"
    ),
    "no-rate": Text("率が定まらず、判定できない", "There is no rate to judge by"),
    "not-viable": Text(
        "この入力では、民間としても公共としても成り立たない",
        "With these inputs it stands neither as a private nor as a public business",
    ),
}
"""How the whole could be run; `split` names the companies."""
REASONS = {
    "private": Text(
        "{irr}が民間の要求水準（{private}）を満たす。民間事業として成り立ちうる。",
        "{irr} meets what is asked of a private business ({private}): it can stand as one.",
    ),
    "private-low": Text(
        "{irr}が民間の要求水準（{private}）の範囲にある。民間事業としては境目である。",
        "{irr} is in the range asked of a private business ({private}): a border case.",
    ),
    "public": Text(
        "{irr}は民間の要求水準（{private}）に届かないが、{se_irr}は公共の要求水準（{public}）を満たす。"
        "公共の事業として成り立つ余地がある。",
        "{irr} misses what is asked of a private business ({private}), but {se_irr} meets what is "
        "asked of a public one ({public}): there is room for it as public.",
    ),
    "near-public": Text(
        "{irr}は民間の要求水準（{private}）に届かず、{se_irr}は公共の要求水準（{public}）をわずかに"
        "下回る。{near}",
        "{irr} misses what is asked of a private business ({private}), and {se_irr} is just below "
        "what is asked of a public one ({public}). {near}",
    ),
    "not-viable": Text(
        "{irr}は民間の要求水準（{private}）に、{se_irr}は公共の要求水準（{public}）に届かない。",
        "{irr} misses what is asked of a private business ({private}), and {se_irr} what is asked "
        "of a public one ({public}).",
    ),
    "open": Text("{irr}、{se_irr}（既定値による）。", "{irr}, {se_irr}, from defaults."),
    "no-rate": Text("{irr}、{se_irr}のため、判定できない。", "{irr}, {se_irr}: not judged."),
}
"""Why a company is judged so, with its rates and what is asked."""
MEASURES = {"irr": Text("IRR", "IRR"), "se_irr": Text("SE-IRR", "SE-IRR")}
COMPANIES = {"integrated": Text("一体型", "integrated")}
NOTES = {
    "no IRR": Text("なし", "none"),
    "no unique IRR": Text("一つに定まらない", "not unique"),
}
ORIGINS = {
    "cited": Text("出典", "of the source"),
    "elsewhere": Text("別の資料", "elsewhere"),
    "assumed": Text("想定（既定値）", "assumed (default)"),
    "given": Text("利用者", "your own"),
    "fitted": Text("逆算", "fitted"),
}
ENERGY = {"power": Text("電力", "power"), "heat": Text("熱", "heat")}
ACCOUNTS = {
    "received": Text("収入", "Income"),
    "paid": Text("支出", "Running costs"),
    "depreciation": Text("減価償却費", "Depreciation"),
    "property-tax": Text("固定資産税", "Property tax"),
    "interest": Text("支払利息", "Interest"),
    "before-tax": Text("税引前損益", "Profit before tax"),
    "loss": Text("繰越欠損金", "Loss carried forward"),
    "tax": Text("法人税", "Tax"),
    "profit": Text("税引後損益", "Profit after tax"),
    "accumulated": Text("累積損益", "Accumulated profit"),
    "capital": Text("設備投資（補助などを除く）", "Investment, less subsidies"),
    "sale": Text("残存施設の売却", "Sale of what is left"),
    "flow": Text("事業の収支", "Project cash flow"),
    "benefit": Text("コベネフィット（NEB）", "Co-benefits (NEB)"),
    "social": Text("収支とコベネフィット", "Cash flow and co-benefits"),
    "equity": Text("出資者の収支", "Equity cash flow"),
    "cost": Text("設備費", "Cost of building"),
    "grant": Text("補助", "Subsidy"),
    "renewal": Text("更新", "Renewal"),
    "book": Text("簿価（年度末）", "Book value, end of year"),
    "assessed": Text("課税の基になる額（年度末）", "Assessed for property tax, end of year"),
    "drawn": Text("借入", "Drawn"),
    "repaid": Text("返済", "Repaid"),
    "balance": Text("借入残高（年度末）", "Balance, end of year"),
}
SHORT_ACCOUNTS = {
    "received": Text("収入", "In"),
    "paid": Text("支出", "Out"),
    "depreciation": Text("償却", "Depr."),
    "property-tax": Text("固資税", "P.tax"),
    "interest": Text("利息", "Int."),
    "tax": Text("法人税", "Tax"),
    "profit": Text("損益", "Profit"),
    "accumulated": Text("累積損益", "Sum"),
    "capital": Text("投資", "Invest"),
    "sale": Text("売却", "Sale"),
    "flow": Text("収支", "Cash"),
}
"""The accounts of a table of years, in few letters."""
