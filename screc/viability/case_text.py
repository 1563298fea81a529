"""Write a case as a file that its reader can change and evaluate again."""

from __future__ import annotations

from typing import Any

from screc.knowledge.yaml_writer import write_yaml
from screc.model.text import Say, Text
from screc.model.viability import Input
from screc.viability.quantity import number
from screc.viability.study import Study


def case_text(study: Study, say: Say) -> str:
    """Write a case with the values as they were used, in YAML.

    What was fitted is written as it came out, and is not fitted again.

    Args:
        study: the case and its values.
        say: the language of the note at the top.
    """
    case = study.case
    inputs = tuple(_as_used(part, study) for part in case.inputs)
    whole = case.model_copy(update={"inputs": inputs, "targets": (), "unreachable": ()})
    data: dict[str, Any] = whole.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude_none=True
    )
    note = say(
        "# 試算の入力。値を変えて screc evaluate に渡す。\n"
        "# 変えた入力の citation、basis、assumption は消す（利用者の値として示される）。",
        "# The inputs of an evaluation: change values and pass the file to screc evaluate.\n"
        "# Delete citation, basis or assumption of what you change: then it is told as your own.",
    )
    return f"{note}\n{write_yaml(data)}"


def _as_used(part: Input, study: Study) -> Input:
    """Write an input at its value; of a fitted one, where it began and why it is what it is."""
    used: dict[str, Any] = {"value": study.values[part.id], "of": None, "fit": False}
    if part.id in study.fitted and part.assumption is not None:
        began, why = number(part.number), part.assumption
        used["assumption"] = Text(
            f"公表された結果に合わせて逆算した値。初めの値は{began}（{why.ja}）",
            f"Fitted to the published results; it began at {began} ({why.en})",
        )
    return part.model_copy(update=used)
