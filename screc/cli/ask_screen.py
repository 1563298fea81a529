"""What was understood of a text, before what is recommended."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.text import Text as Styled

from screc.advice.wording import Wording
from screc.cli.page import INDENT, Page
from screc.cli.recommendation_screen import show_recommendation
from screc.cli.wrapping import wrapped
from screc.errors import printable
from screc.language.ask import Answer
from screc.model.attribute import option_key
from screc.model.recommendation import ReadFact
from screc.model.rulebase import Rulebase
from screc.model.text import Say

_MOST_QUOTED = 600
"""Of a long text, how many characters are shown with their marks."""


def show_answer(answer: Answer, rulebase: Rulebase, say: Say) -> None:
    """Print the text with the words that were understood marked, the facts, and the answer."""
    _Screen(rulebase, say).show(answer)


class _Screen:
    def __init__(self, rulebase: Rulebase, say: Say) -> None:
        self._rulebase, self._say = rulebase, say
        self._wording = Wording(rulebase, say.language)
        self._page = Page()

    def show(self, answer: Answer) -> None:
        say, page = self._say, self._page
        page.title(say("読み取った文", "The text as it was read"))
        for line in _lines(_marked(answer), page.width - len(INDENT)):
            page.add(INDENT, line)
        if sys.stdout.isatty():
            page.paragraph(
                say(
                    "下線は手がかりにした語、取消線は否定された所や、離れた所。",
                    "Underlined: words that were used. Struck: what is denied, or elsewhere.",
                ),
                style="dim",
            )
        if answer.recommendation.read:
            page.title(say("読み取ったこと", "What was read"))
            self._facts(answer.recommendation.read)
        if answer.recommendation.unread:
            page.title(say("手がかりのなかった文", "Sentences in which nothing was found"))
            for sentence in answer.recommendation.unread:
                page.paragraph(sentence, first=say("・", "- "))
        page.add()
        page.flush()
        show_recommendation(answer.recommendation, self._rulebase, say)

    def _facts(self, facts: Iterable[ReadFact]) -> None:
        """List each fact once, with all the words that said it."""
        say = self._say
        said: dict[tuple[str, str], list[str]] = {}
        for fact in facts:
            for subject, value in self._in_words(fact):
                quoted = self._quoted(fact)
                words = said.setdefault((subject, value), [])
                if quoted not in words:
                    words.append(quoted)
        self._page.table(
            (say("項目", "Attribute"), say("値", "Value"), say("その語", "Words")),
            (
                (subject, value, self._say("、", ", ").join(words))
                for (subject, value), words in said.items()
            ),
        )

    def _quoted(self, fact: ReadFact) -> str:
        if fact.basis == "words":
            return self._say(f"「{fact.words}」", f'"{fact.words}"')
        return self._say("文全体が例文に近い", "by likeness of the whole text to examples")

    def _in_words(self, fact: ReadFact) -> Iterable[tuple[str, str]]:
        """Name what a fact is of and its value; an option of several is a yes or no of its own."""
        attribute = self._wording.attributes[fact.attribute]
        name = self._say.text(attribute.name)
        if isinstance(fact.value, bool | int | float):
            yield name, self._wording.value(attribute, fact.value)
            return
        options = [fact.value] if isinstance(fact.value, str) else fact.value
        for option in options:
            holds = fact.value[option] if isinstance(fact.value, dict) else True
            subject = self._wording.subject(option_key(attribute.id, option))
            yield subject, self._wording.value(attribute, holds)


def _marked(answer: Answer) -> Styled:
    """Mark the words that made facts, and strike what does not count."""
    understood = answer.understood
    text = understood.text
    written = text.original
    styles = [""] * len(written)
    for fact in answer.recommendation.read:
        for start, end in fact.places if fact.basis == "words" else ():
            styles[start:end] = ["bold underline"] * (end - start)
    for span in understood.left_out:
        start, end = text.place(span.start, span.end)
        styles[start:end] = [f"{style} strike".strip() for style in styles[start:end]]
    styled = Styled()
    for letter, style in zip(written[:_MOST_QUOTED], styles, strict=False):
        blank = "\n" if letter == "\n" else " "
        styled.append(blank if letter.isspace() else printable(letter), style)
    if len(written) > _MOST_QUOTED:
        styled.append("…")
    return styled


def _lines(styled: Styled, width: int) -> Iterable[Styled]:
    """Break a marked text into lines of so many cells: where it is broken, and between words."""
    place = 0
    for paragraph in styled.plain.split("\n"):
        for line in wrapped(paragraph, width) if paragraph.strip() else ():
            start = styled.plain.index(line, place)
            place = start + len(line)
            yield styled[start:place]
