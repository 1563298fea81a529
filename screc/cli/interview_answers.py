"""What somebody types in an interview: an answer, or a key."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal

from screc.errors import InputError, Problem, nearest, shown
from screc.model.attribute import NO_WORDS, ONLY_WORDS, UNKNOWN_WORDS, YES_WORDS, Attribute

Key = Literal["unknown", "back", "why", "finish", "quit", "help"]

KEYS: dict[Key, tuple[str, ...]] = {
    "unknown": ("", "?", *UNKNOWN_WORDS, "わからない", "分からない", "d", "don't know"),
    "back": ("b", "back", "戻る", "もどる"),
    "why": ("w", "why", "なぜ", "理由"),
    "finish": ("f", "finish", "終わる", "おわる", "結果"),
    "quit": ("q", "quit", "中止", "やめる"),
    "help": ("h", "help", "へるぷ", "使い方"),
}
_WORDS: dict[str, Key] = {word: key for key, words in KEYS.items() for word in words}
_YES = ("1", "y", *YES_WORDS)
_NO = ("2", "n", *NO_WORDS)
_NONE = ("0", "none", "なし", "どれもない")
_NUMBERS = re.compile(r"[0-9]+(?:[\s,]+[0-9]+)*")
_ONLY = re.compile(rf"(.*?)\s*({'|'.join(ONLY_WORDS)})")
_HIRAGANA = {ord("ァ") + place: ord("ぁ") + place for place in range(ord("ヶ") - ord("ァ") + 1)}


def key_of(line: str) -> Key | None:
    """Tell which key was typed; None where it is an answer.

    >>> key_of(" ？"), key_of("ﾓﾄﾞﾙ"), key_of("はい")
    ('unknown', 'back', None)
    """
    return _WORDS.get(_spoken(line))


def written_answer(attribute: Attribute, line: str) -> Any:
    """Make of a line what an area's file would say.

    Raises:
        InputError: it is neither yes nor no, or none of the options.

    >>> from screc.model.citation import Citation
    >>> from screc.model.text import Text
    >>> from screc.model.attribute import WordList
    >>> text, words = Text("駅前", "at a station"), WordList((), ())
    >>> asked = Attribute("station", "flag", "place", "nobody", text, text, text, words,
    ...                   Citation.parse("h25 5.2 概要 L475"))
    >>> written_answer(asked, "１"), written_answer(asked, "ﾊｲ"), written_answer(asked, "No")
    (True, True, False)
    """
    text = unicodedata.normalize("NFKC", line).strip()
    if attribute.type == "flag":
        return _flag(attribute, text)
    if attribute.type == "number":
        return _without_unit(attribute, text)
    if attribute.type == "choice":
        return _option(attribute, text)
    return _options(attribute, text)


def _flag(attribute: Attribute, text: str) -> bool:
    word = _spoken(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise _refusal(
        attribute, text, "はい（1）か いいえ（2）で答えてください。", "answer yes (1) or no (2)"
    )


def _spoken(text: str) -> str:
    """Write a word as it is pronounced: full width, small letters, hiragana."""
    return unicodedata.normalize("NFKC", text).strip().lower().translate(_HIRAGANA)


def _without_unit(attribute: Attribute, text: str) -> str:
    unit = attribute.unit
    for name in (unit.symbol, unit.ja, unit.en) if unit else ():
        if text.lower().endswith(unicodedata.normalize("NFKC", name).lower()):
            return text[: -len(unicodedata.normalize("NFKC", name))].strip()
    return text


def _options(attribute: Attribute, text: str) -> list[str]:
    """Read several options; `only` says that there are no others, `none` that there is none."""
    if _spoken(text) in _NONE and _spoken(text) not in {part.id for part in attribute.options}:
        return [ONLY_WORDS[0]]
    only = _ONLY.fullmatch(text)
    said = only.group(1) if only else text
    parts = said.replace(",", " ").split() if _NUMBERS.fullmatch(said) else re.split("[,、]", said)
    options = [_option(attribute, part.strip()) for part in parts if part.strip()]
    return [*options, ONLY_WORDS[0]] if only else options


def _option(attribute: Attribute, text: str) -> str:
    """Name the option that has a number, or that people call so."""
    most = len(attribute.options)
    if text.isdecimal() and len(text) <= len(str(most)) and 0 < int(text) <= most:
        return attribute.options[int(text) - 1].id
    named: dict[str, str] = {}
    for option in attribute.options:
        words = (option.id, option.name.ja, option.name.en, *option.words.ja, *option.words.en)
        named |= {unicodedata.normalize("NFKC", word).lower(): option.id for word in words}
    if text.lower() in named:
        return named[text.lower()]
    probably = nearest(text.lower(), named)
    raise _refusal(
        attribute,
        text,
        (f"「{probably}」のことですか。" if probably else "")
        + f"番号（1～{most}）か選択肢の名前で答えてください。",
        (f'did you mean "{probably}"? ' if probably else "")
        + f"answer with a number (1 to {most}) or the name of an option",
    )


def _refusal(attribute: Attribute, text: str, ja: str, en: str) -> InputError:
    found = shown(text)
    return InputError(
        [
            Problem(
                f"「{found}」は使えません。{ja}", f'cannot use "{found}"; {en}', where=attribute.id
            )
        ]
    )
