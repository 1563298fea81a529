"""What an interview looks like in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from screc.advice.interview import Interview, Supposition, Why
from screc.advice.rank import Place
from screc.advice.reach import FIRST_PLACES
from screc.advice.terms import STANDINGS
from screc.cli.page import Page, unbroken
from screc.errors import ScrecError
from screc.model.attribute import Attribute
from screc.model.rulebase import Facts, Rulebase
from screc.model.text import Say

_SCHEMES_NAMED = 4


class InterviewScreen:
    """Prints questions, reasons, and what is known so far."""

    def __init__(self, rulebase: Rulebase, say: Say) -> None:
        """Keep the names of the schemes."""
        self._say = say
        self._names = [say.text(scheme.name) for scheme in rulebase.schemes]

    def question(self, interview: Interview, question: Attribute) -> None:
        """Print a question with its help, and how to answer it."""
        say, page = self._say, Page()
        progress = interview.progress
        page.add()
        page.add(
            (say(f"問{progress.asked + 1}", f"Question {progress.asked + 1}"), "bold cyan"),
            (
                say(
                    f"  残りは今のところ多くて{progress.can_matter}問。f でいつでも結果を見られる",
                    f"  (at most {progress.can_matter} left as things stand; f: the result now)",
                ),
                "dim",
            ),
        )
        page.paragraph(say.text(question.question), style="bold")
        page.paragraph(say.text(question.help), style="dim")
        for number, words in enumerate(self._choices(question), 1):
            page.paragraph(words, first=f"{number:>2}  ")
        page.paragraph(self._how(question), style="cyan")
        page.flush()

    def keys(self) -> None:
        """Print what can be typed at every question."""
        say, page = self._say, Page()
        page.title(say("答え方", "How to answer"))
        for key, words in (
            ("Enter, ?", say("わからない", "don't know")),
            ("b", say("前の問いに戻る", "back to the question before")),
            ("w", say("なぜ聞くのか", "why this question")),
            ("f", say("ここで終えて結果を見る", "finish now, with the result")),
            ("q", say("中止する（答えは残す）", "stop here; the answers are kept")),
            ("h", say("この説明", "this page")),
        ):
            page.paragraph(words, first=f"{key:<10}")
        page.flush()

    def first_places(self, interview: Interview) -> None:
        """Print on a line or two what comes first now."""
        say, page = self._say, Page()
        places = interview.first_places
        named = [
            f"{number}\N{NO-BREAK SPACE}{self._named(place)}"
            for number, place in enumerate(places, 1)
        ]
        words = say("、", ", ").join(named) or say("まだない", "nothing yet")
        page.paragraph(words, first=say("→ 今の上位: ", "-> first now: "), style="green")
        page.flush()

    def why(self, why: Why) -> None:
        """Print which schemes a question decides between, and what each answer would do."""
        say, page = self._say, Page()
        names = [self._names[index] for index in why.waiting]
        listed = say("、", ", ").join(names[:_SCHEMES_NAMED])
        others = len(names) - _SCHEMES_NAMED
        if others > 0:
            listed += say(f" ほか{others}", f" and {others} more")
        page.title(say("なぜ聞くのか", "Why this question"))
        if names:
            page.paragraph(
                say(f"{listed} の順位や可否に関わる。", f"It bears on the place of: {listed}.")
            )
        effects = self._effects(why)
        if effects.keys() == {self._unchanged()}:
            page.paragraph(
                say(
                    "どの答えでも、それだけでは変わらない。ほかの答えと合わせて変わることがある。",
                    "No answer changes anything by itself, but together with others it can.",
                )
            )
            effects = {}
        for effect, labels in sorted(
            effects.items(), key=lambda item: item[0] == self._unchanged()
        ):
            said = say("、", ", ").join(labels)
            if effect == self._unchanged() and len(labels) > 1:
                said = say("ほかの答え", "any other answer")
            page.paragraph(f"{said}{say('：', ': ')}{effect}", first=say("・", "- "))
        page.flush()

    def refused(self, error: ScrecError) -> None:
        """Print why an answer cannot be taken."""
        say, page = self._say, Page()
        for problem in error.problems:
            words = problem.in_language(say.language).removeprefix(f"{problem.where}: ")
            page.paragraph(words, first="！ " if say.language == "ja" else "! ", style="red")
        page.flush()

    def note(self, *lines: str) -> None:
        """Print lines that stand apart."""
        page = Page()
        page.add()
        for line in lines:
            page.paragraph(line)
        page.flush()

    def ending(self, interview: Interview) -> str:
        """Say why no question is left."""
        say = self._say
        if interview.ending == "consult":
            return say(
                "個別相談になるので、ここで終わる。", "This leads to consultation, so it ends here."
            )
        if interview.ending == "conflict":
            return say(
                "初めの事実が互いに食い違う。先に直す。",
                "The facts to begin with contradict each other; settle them first.",
            )
        if interview.ending == "nothing-left":
            return say("聞くことはもうない。", "There is nothing left to ask.")
        passed = any(said.value is None for said in interview.answers)
        left_ja = "「わからない」とした問いのほかに、" if passed else "残りの問いに、"
        left_en = "Apart from what you do not know, no" if passed else "No remaining"
        if not interview.first_places:
            return say(
                f"{left_ja}合うスキームを出すものはないので、ここで終わる。",
                f"{left_en} answer can bring a scheme in, so this ends here.",
            )
        return say(
            f"{left_ja}候補の上位三つを変えるものはないので、ここで終わる。",
            f"{left_en} answer can change the first three candidates, so this ends here.",
        )

    def _choices(self, question: Attribute) -> list[str]:
        if question.type == "flag":
            return [self._say("はい", "yes"), self._say("いいえ", "no")]
        return [self._say.text(option.name) for option in question.options]

    def _how(self, question: Attribute) -> str:
        say = self._say
        keys = "  ".join(
            map(
                unbroken,
                (
                    say("Enter わからない", "Enter don't know"),
                    say("b 戻る", "b back"),
                    say("w なぜ", "w why"),
                    say("f 結果", "f finish"),
                    say("q 中止", "q quit"),
                    say("h 説明", "h help"),
                ),
            )
        )
        if question.type == "number" and question.unit:
            unit = say(question.unit.ja, question.unit.en)
            low, high = f"{question.minimum:,.15g}", f"{question.maximum:,.15g}"
            return say(f"{low}～{high} {unit}  {keys}", f"{low} to {high} {unit}  {keys}")
        if question.type == "choices":
            return say(
                f"番号をいくつでも（1,3 のみ とすれば他はない。0 はどれもない）  {keys}",
                f"any numbers (1,3 only: no other; 0: none of them)  {keys}",
            )
        return keys

    def _named(self, place: Place) -> str:
        """Name a scheme with its standing."""
        name, standing = self._names[place.index], self._standing(place)
        return self._say(f"{name}（{standing}）", f"{name} ({standing})")

    def _standing(self, place: Place) -> str:
        return self._say.text(STANDINGS[place.standing])

    def _effects(self, why: Why) -> dict[str, list[str]]:
        """Name the answers by what they would do; neighbouring numbers together."""
        effects: dict[str, list[str]] = {}
        for effect, group in groupby(why.suppositions, lambda part: self._effect(why, part)):
            answers = [supposed.answer for supposed in group]
            labels = [self._label(why.attribute, answer) for answer in answers]
            if why.attribute.type == "number" and len(labels) > 1:
                between = self._say("～", " to ")
                labels = [f"{labels[0]}{between}{answers[-1][why.attribute.id]:,.15g}"]
            effects.setdefault(effect, []).extend(labels)
        return effects

    def _label(self, question: Attribute, answer: Facts) -> str:
        """Name an answer: yes or no, the option that is so, a number for example."""
        if question.options:
            keys = zip(question.keys(), question.options, strict=True)
            (option,) = (option for key, option in keys if answer.get(key))
            return self._say.text(option.name)
        value = answer[question.id]
        if question.type == "flag":
            return self._say("はい", "yes") if value else self._say("いいえ", "no")
        return self._say(f"例えば{value:,.15g}", f"say {value:,.15g}")

    def _unchanged(self) -> str:
        return self._say("変わらない", "nothing changes")

    def _effect(self, why: Why, supposed: Supposition) -> str:
        say, then, now = self._say, supposed.presented, why.now
        if supposed.opens_gate:
            return say("個別相談になる", "individual consultation")
        if _shown(then) == _shown(now):
            return self._unchanged()
        if not then:
            return say("上位に残るものがなくなる", "nothing is left to present")
        name = self._names[then[0].index]
        if not now or then[0].index != now[0].index:
            return say(f"{self._named(then[0])}が一位になる", f"{self._named(then[0])} comes first")
        if then[0].standing != now[0].standing:
            standing = self._standing(then[0])
            return say(f"一位の「{name}」が{standing}になる", f"{name}, first, becomes {standing}")
        after = [self._names[place.index] for place in then[1:FIRST_PLACES]]
        listed = say("、", ", ").join(after) or say("なし", "none")
        return say(
            f"一位は「{name}」のまま。次は {listed}", f"{name} stays first; after it: {listed}"
        )


def _shown(places: Sequence[Place]) -> list[tuple[int, str]]:
    return [(place.index, place.standing) for place in places]
