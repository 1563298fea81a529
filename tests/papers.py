"""Papers that writers are tested with: one as officers get it, one that may break a file."""

from __future__ import annotations

from charts import HOSTILE

from screc.diagram.area_chart import area_cast, area_chart, area_title
from screc.diagram.chart_file import Drawing
from screc.diagram.picture import View
from screc.knowledge.facts import read_area
from screc.knowledge.load import load_knowledge
from screc.model.text import Language
from screc.scoping.paper import (
    Bar,
    Bars,
    Block,
    Callout,
    Cell,
    Column,
    Field,
    Figure,
    Form,
    Heading,
    Items,
    Line,
    Look,
    Paper,
    Paragraph,
    Section,
    Table,
    ToneLook,
)

KNOWLEDGE = load_knowledge()
LOOK = Look(
    ink="#1F2933",
    quiet="#5B6673",
    rule="#D5DBE1",
    accent="#1F4E79",
    accent_ground="#EAF1F8",
    tones={
        "plain": ToneLook("#52606D", "#F6F8FA"),
        "good": ToneLook("#1B6E3C", "#E7F4EA"),
        "ask": ToneLook("#8A5A00", "#FFF4DC"),
        "warn": ToneLook("#A61B1B", "#FBEAEA"),
    },
)


def drawing(language: Language = "ja", *, emergency: bool = False) -> Drawing:
    """Draw the chart of 稲城市's public facilities."""
    record = next(area for area in KNOWLEDGE.areas if area.id == "inagi")
    scheme = next(scheme for scheme in KNOWLEDGE.schemes if scheme.id == "public-facility")
    area = read_area(record, KNOWLEDGE.attributes)
    cast = area_cast(area, record, scheme, KNOWLEDGE)
    view = View(language, emergency=emergency)
    return Drawing(area_chart(record, scheme), KNOWLEDGE, view, cast, area_title(area, scheme))


def paper(sections: tuple[Section, ...], language: Language = "ja", title: str = "稲城市") -> Paper:
    """Make a paper of sections."""
    return Paper(
        title=title,
        subtitle="個別支援 第1回　検討テーマの選定資料",
        imprint="screc 2026.11 ・ 出典の L は原資料の行",
        contents="目次",
        skip="本文へ",
        language=language,
        look=LOOK,
        sections=sections,
    )


def sample(language: Language = "ja") -> Paper:
    """Make a paper that holds every kind of block, as an officer gets it."""
    return paper(
        (
            Section(
                "theme",
                "検討テーマの案",
                (*_decision(), Figure("chart", "平常時の関係", drawing(language))),
            ),
            Section("roles", "基礎自治体の役割", _roles()),
            Section("comparison", "三つの案の比べ方", _comparison()),
            Section("sheet", "テーマシート", (_sheet(),)),
        ),
        language,
    )


def hostile() -> Paper:
    """Make a paper in which every word may break a file, or start a formula."""
    formulas = (
        '=HYPERLINK("http://x","y")',
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "<script>alert(1)</script>",
    )
    words = (*HOSTILE, *formulas, "#set text(red) $x$ \\ #panic()", "{{ 7 * 7 }} {% raw %}")
    rows = tuple((Cell(word, word), Cell(word, number=-1.0)) for word in words)
    lines = tuple(Line(word, word, word, "○", "good") for word in words)
    blocks: tuple[Block, ...] = (
        *(Paragraph(word) for word in words),
        *(Heading(word) for word in words),
        Items(lines),
        *(Callout(word, lines[:1], "warn") for word in words),
        Form(tuple(Field(word, (Line(word),), 1) for word in words)),
        Table(words[0], (Column(words[1]), Column(words[2], "number")), rows),
        Table(words[0], (Column(words[1]), Column(words[2], "status")), rows, states=words[:3]),
        Bars(words[1], words[2], words[3], tuple(Bar(word, word, 30, 60) for word in words)),
        Figure("chart", words[0], drawing()),
    )
    parts = (Section(f"part-{n}", word, blocks[n : n + 1]) for n, word in enumerate(words))
    return paper((*parts, Section("all", words[1], blocks)), title=words[0])


def _decision() -> tuple[Block, ...]:
    return (
        Callout(
            "公共施設開発型を検討テーマの案とする",
            (
                Line(
                    "区（市）有施設が四つ並び、施設の間でエネルギーを効率よく使いたいという要望がある。"
                ),
                Line(
                    "目的のうち「防災拠点にしたいか」がまだ分からない。最初に確かめる。",
                    mark="？",
                    tone="ask",
                ),
            ),
            "good",
        ),
        Bars(
            "適合度（100点のうち）",
            "今ある点",
            "これから得られる点",
            (
                Bar("公共施設開発型", "推奨", 55, 95, "good"),
                Bar("地区（街区）開発型", "条件付き", 40, 100, "ask"),
                Bar("エネルギー供給施設開発に伴う周辺地域開発型", "条件付き", 15, 100, "ask"),
            ),
        ),
        Heading("理由"),
        Items(
            (
                Line(
                    "区（市）有施設が複数ある",
                    "区（市）有施設＝複数",
                    "h25 5.7 目的 L944",
                    "○",
                    "good",
                ),
                Line(
                    "施設の間でエネルギーを効率よく使いたい",
                    "読み方: 表5.1の「オフィス間のエネルギー効率化型」を公共施設の間にも当てた",
                    "h25 5.1 種類 1 L399",
                    "○",
                    "good",
                ),
                Line(
                    "公共施設を防災拠点にしたい",
                    "まだ分からない: 防災拠点の独立した電源",
                    "h25 5.7 目的 L944",
                    "？",
                    "ask",
                ),
                Line(
                    "公共施設に再エネを入れる場合は、ポテンシャル調査などの基礎調査が要る",
                    "",
                    "h25 5.7 備考 1 L971",
                    "！",
                    "warn",
                ),
            )
        ),
    )


def _roles() -> tuple[Block, ...]:
    tasks = (
        (
            "構想段階",
            "事業主体として、庁内の調整、既存の基本計画などとの整合の確認、協議会の設置などを行う。",
            "h25 5.7 構想段階 1 L961-963",
        ),
        (
            "事業段階",
            "事業後の成果について、区民（市民）に情報を提供する。",
            "h25 5.7 事業段階 1 L966",
        ),
        ("事業段階", "事業の効果を PR する。", "h25 5.7 事業段階 2 L967"),
        (
            "事業段階",
            "売電収益をどのような公共サービスに使っているかを公開する。",
            "h25 5.7 事業段階 3 L968",
        ),
    )
    return (
        Paragraph("手引が基礎自治体の役割とする事柄を、段階ごとに並べた。済んだものに印を付ける。"),
        Table(
            "基礎自治体の役割",
            (
                Column("段階", share=1),
                Column("役割", share=5),
                Column("状況", "status", 1),
                Column("担当", "blank", 1.5),
            ),
            tuple(
                (Cell(phase), Cell(task, source), Cell(), Cell()) for phase, task, source in tasks
            ),
            has_row_heads=False,
            states=("未着手", "進行中", "済", "対象外"),
        ),
    )


def _comparison() -> tuple[Block, ...]:
    return (
        Table(
            "三つの案",
            (
                Column("", share=1.2),
                *(
                    Column(name, share=2)
                    for name in ("公共施設開発型", "地区（街区）開発型", "エネルギー供給施設周辺")
                ),
            ),
            (
                (
                    Cell("判定"),
                    Cell("推奨", tone="good"),
                    Cell("条件付き", tone="ask"),
                    Cell("条件付き", tone="ask"),
                ),
                (
                    Cell("目的"),
                    Cell(
                        "区（市）内の複数の公共施設を、防災拠点として使えるようにする。",
                        "h25 5.7 目的 L944",
                    ),
                    Cell(
                        "エネルギーを多く使う地域の省エネを実現するか、先進的なモデル地区をつくる。",
                        "h25 5.3 目的 L566-567",
                    ),
                    Cell(
                        "供給施設のエネルギーを周辺で使う。\n災害時の拠点とする。",
                        "h25 5.8 目的 L1025-1027",
                    ),
                ),
                (
                    Cell("導入規模"),
                    Cell("2,000万～9,000万円", "蓄エネを入れる場合は2億～9億円"),
                    Cell("2億～9億円", "対象住宅50戸程度"),
                    Cell("2億～90億円", "施設間の距離による"),
                ),
                (
                    Cell("適合度"),
                    Cell("55", number=55, level=0.55),
                    Cell("40", number=40, level=0.4),
                    Cell("15", number=15, level=0.15),
                ),
            ),
        ),
        Paragraph("順は、判定、契機と目的の有無、重みで決まる。", is_small=True),
        Items(
            (
                Line("平成24年度の成果を振り返る"),
                Line("検討テーマを決める", source="h25 4.1 第1回 3 L317"),
            ),
            is_numbered=True,
        ),
    )


def _sheet() -> Form:
    return Form(
        (
            Field("検討テーマ", (Line("公共施設開発型スマートコミュニティ事業"),)),
            Field(
                "目的",
                (
                    Line(
                        "公共施設どうしの面的なエネルギー利用を検討したい。",
                        source="h25 2.1 検討したい内容 L194-196",
                    ),
                    Line(
                        "区（市）内の複数の公共施設を、防災拠点として使えるようにする。",
                        source="h25 5.7 目的 L944",
                    ),
                ),
                1,
            ),
            Field("対象地区", (Line("文化センター、市役所、消防署、地域振興プラザ"),), 1),
            Field("昨年度の振り返り", (), 4),
        )
    )
