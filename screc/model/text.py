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
