"""A text in the two languages that screc speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Japanese and in English.

    >>> Text("地区", "area").in_language("en")
    'area'
    """

    ja: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the words in one language."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True)
class Say:
    """Chooses between the two wordings of what a screen or a paper says.

    >>> Say("en")("地区", "area")
    'area'
    """

    language: Language

    def __call__(self, ja: str, en: str) -> str:
        """Return the wording in the chosen language."""
        return ja if self.language == "ja" else en

    def text(self, text: Text) -> str:
        """Return a text of the knowledge in the chosen language."""
        return text.in_language(self.language)
