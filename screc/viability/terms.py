"""What screens, figures and workbooks call the accounts, verdicts and measures."""

from __future__ import annotations

from screc.model.text import Text

VERDICTS = {
    "private": Text("民間で可能", "can be private"),
    "private-low": Text("民間の境目", "border of private"),
    "public": Text("公共で余地", "room as public"),
    "near-public": Text("公共の境目", "border of public"),
    "not-viable": Text("成り立たない", "not viable"),
    "no-rate": Text("判定できない", "not judged"),
}
MEASURES = {"irr": Text("IRR", "IRR"), "se_irr": Text("SE-IRR", "SE-IRR")}
COMPANIES = {"integrated": Text("一体型", "integrated")}
NOTES = {
    "no IRR": Text("なし", "none"),
    "no unique IRR": Text("一つに定まらない", "not unique"),
}
ORIGINS = {
    "cited": Text("出典", "source"),
    "elsewhere": Text("別の資料", "elsewhere"),
    "assumed": Text("想定（既定値）", "default, assumed"),
    "given": Text("利用者", "yours"),
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
