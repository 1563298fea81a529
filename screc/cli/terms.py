"""The words and marks for verdicts, standings and aspects, the same on every screen."""

from __future__ import annotations

from screc.model.attribute import Decider
from screc.model.recommendation import Standing, Verdict
from screc.model.rule import Aspect, Effect
from screc.model.text import Text

VERDICT_MARKS: dict[Verdict, tuple[str, str]] = {
    "holds": ("○", "green"),
    "refuted": ("✕", "red"),
    "open": ("？", "yellow"),
}
STANDINGS: dict[Standing, tuple[Text, str]] = {
    "recommended": (Text("推奨", "recommended"), "green"),
    "conditional": (Text("条件付き", "conditional"), "yellow"),
    "undetermined": (Text("未定", "undetermined"), "dim"),
    "excluded": (Text("除外", "excluded"), "red"),
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
DECIDERS: dict[Decider, tuple[Text, Text]] = {
    "municipality": (
        Text("自治体", "own"),
        Text("自治体で決められる", "the municipality can decide"),
    ),
    "partners": (
        Text("相手", "shared"),
        Text("相手との合意が要る", "others have to agree"),
    ),
    "nobody": (
        Text("所与", "given"),
        Text("自治体では決められない", "not for the municipality to decide"),
    ),
}
