"""In which language the command line speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from screc.model.text import LANGUAGES, Language


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
