"""The marks and colours of a terminal for verdicts and standings, the same on every screen."""

from __future__ import annotations

from screc.model.attribute import Decider
from screc.model.recommendation import Standing, Verdict
from screc.model.text import Text

VERDICT_MARKS: dict[Verdict, tuple[str, str]] = {
    "holds": ("○", "green"),
    "refuted": ("✕", "red"),
    "open": ("？", "yellow"),
}
STANDING_STYLES: dict[Standing, str] = {
    "recommended": "green",
    "conditional": "yellow",
    "undetermined": "dim",
    "excluded": "red",
}
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
