"""In which language the command line speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from screc.model.text import LANGUAGES, Language, Text


@dataclass(frozen=True)
class Say:
    """Chooses between the two wordings of what the screen says.

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


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Find the language before anything is parsed, so that help and errors speak it too.

    `--lang` decides, then the variable SCREC_LANG, then Japanese.

    >>> language_of(["recommend", "inagi", "--lang", "en"], {})
    'en'
    """
    chosen = environment.get("SCREC_LANG", "").lower()[:2]
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--lang":
            chosen = following
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
    return next((language for language in LANGUAGES if language == chosen), "ja")
