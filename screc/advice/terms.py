"""The words for standings, aspects and effects, the same on screens and papers."""

from __future__ import annotations

from screc.model.recommendation import Standing
from screc.model.rule import Aspect, Effect
from screc.model.text import Text

STANDINGS: dict[Standing, Text] = {
    "recommended": Text("推奨", "recommended"),
    "conditional": Text("条件付き", "conditional"),
    "undetermined": Text("未定", "undetermined"),
    "excluded": Text("除外", "excluded"),
}
ASPECTS: dict[Aspect, Text] = {
    "trigger": Text("契機", "trigger"),
    "purpose": Text("目的", "purpose"),
    "circumstance": Text("条件", "circumstance"),
}
EFFECTS: dict[Effect, Text] = {
    "requires": Text("必須", "required"),
    "supports": Text("加点", "supports"),
    "cautions": Text("注意", "caution"),
}
PRESUMED = Text("仮定", "assumed")
