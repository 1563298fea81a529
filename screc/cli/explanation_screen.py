"""How an explanation looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from screc.advice.headline import headline
from screc.advice.terms import ASPECTS, EFFECTS, PRESUMED, STANDINGS
from screc.cli.page import Page, unbroken
from screc.cli.proof_lines import ProofLines
from screc.cli.terms import STANDING_STYLES, VERDICT_MARKS
from screc.cli.user_files import in_a_command
from screc.cli.whatif_screen import show_what_if
from screc.model.explanation import (
    ExplainedScheme,
    Explanation,
    ProvedCondition,
    ProvedRule,
)
from screc.model.text import Say

_GAP = "  "
_BESIDE = " " * 3


def show_explanation(answer: Explanation, asked: str, say: Say, *, in_full: bool) -> None:
    """Print an explanation: situations, each scheme with its rules, and what would change it.

    Args:
        answer: what was found.
        asked: what the area was asked for as.
        say: the language.
        in_full: draw the proof of every rule as a tree, rather than name what decided it.
    """
    _Screen(asked, say, in_full=in_full).show(answer)


class _Screen:
    def __init__(self, asked: str, say: Say, *, in_full: bool) -> None:
        self._command = f"screc explain {in_a_command(asked)}"
        self._say = say
        self._in_full = in_full
        self._page = Page()
        self._lines = ProofLines(say)

    def show(self, answer: Explanation) -> None:
        say, page = self._say, self._page
        first = (answer.first.name, answer.first.standing) if answer.first else None
        said = headline(answer.outcome, first, say, is_gated=bool(_holding(answer.gates)))
        page.add((answer.area.name, "bold"), say("　", ": "), (said, "bold green"))
        # The proof of one scheme has those that it uses where it uses them.
        told = () if self._in_full else answer.situations
        derived = [part for part in told if part.verdict != "open"]
        self._conditions(say("食い違う事実", "Facts that clash"), _holding(answer.constraints))
        self._conditions(
            say("個別相談とする理由", "Why individual consultation"), _holding(answer.gates)
        )
        self._conditions(say("事実から導いた状況", "Situations derived from the facts"), derived)
        cues = [part for part in answer.schemes if self._in_full or _has_cue(part)]
        for scheme in cues:
            self._scheme(scheme)
        without = [part.name for part in answer.schemes if part not in cues]
        if without:
            page.title(say("手がかりのないもの", "Without any cue"))
            page.paragraph(say("、", ", ").join(without))
        if answer.what_if:
            show_what_if(answer.what_if, page, say)
        else:
            self._next_step(answer)
        page.flush()

    def _next_step(self, answer: Explanation) -> None:
        say, page = self._say, self._page
        page.add()
        scheme = answer.schemes[0].scheme if self._in_full else "SCHEME"
        one = f"{self._command} {scheme}"
        if not self._in_full:
            words = say(f"一つの証明を木で: {one}", f"The proof of one, as a tree: {one}")
            page.paragraph(words, style="dim")
        words = say(f"何が変われば: {one} --what-if", f"What would change it: {one} --what-if")
        page.paragraph(words, style="dim")

    def _conditions(self, title: str, conditions: Sequence[ProvedCondition]) -> None:
        if conditions:
            self._page.title(title)
        for part in conditions:
            self._proved(part, "", part.said)

    def _scheme(self, scheme: ExplainedScheme) -> None:
        say, page = self._say, self._page
        standing, style = STANDINGS[scheme.standing], STANDING_STYLES[scheme.standing]
        page.add()
        page.add(
            ("" if scheme.rank is None else f"{scheme.rank}  ", "bold"),
            (scheme.name, "bold"),
            _GAP,
            (say.text(standing), style),
            _GAP,
            say(
                f"{scheme.fit.held}～{scheme.fit.possible}点　重み{scheme.weight:.1f}",
                f"{scheme.fit.held}-{scheme.fit.possible} points, weight {scheme.weight:.1f}",
            ),
        )
        told = [part for part in scheme.findings if self._in_full or _tells(part, scheme)]
        cells = max((cell_len(self._label(part)) for part in told), default=0)
        for part in told:
            label = self._label(part)
            self._proved(part, label + " " * (cells - cell_len(label)), self._because(part))
        if scheme.missing and scheme.standing != "excluded":
            self._missing(scheme)

    def _missing(self, scheme: ExplainedScheme) -> None:
        say = self._say
        named = say("、", ", ").join(
            say(f"{fact.name}（{len(fact.rules)}）", f"{fact.name} ({len(fact.rules)})")
            for fact in scheme.missing
        )
        said = say(
            f"まだ分からないこと（かかわる規則の数）: {named}",
            f"Not known yet (rules that it bears on): {named}",
        )
        self._page.paragraph(said, first="？ ", style="dim")

    def _proved(self, part: ProvedCondition | ProvedRule, label: str, said: str) -> None:
        say, page = self._say, self._page
        mark, style = VERDICT_MARKS[part.verdict]
        tests = say("、", ", ").join(dict.fromkeys(self._lines.deciding(part.proof)))
        where = unbroken(part.citation)
        below = [where if self._in_full else f"{tests} ・ {where}"]
        if part.reading:
            below.append(say(f"読み方: {part.reading}", f"our reading: {part.reading}"))
        page.items([(mark, style, label, (said, *below))])
        for branch, node, words in self._lines.tree(part.proof) if self._in_full else ():
            step, _ = VERDICT_MARKS[node.verdict]
            start = f"{_BESIDE}{branch}{step} "
            page.paragraph(words, first=start, style="" if node.decisive else "dim")

    def _because(self, finding: ProvedRule) -> str:
        if finding.verdict == "refuted" and finding.effect != "requires":
            return self._say(f"「{finding.because}」に当たらない", f'not so: "{finding.because}"')
        return finding.because

    def _label(self, finding: ProvedRule) -> str:
        text = self._say.text
        if finding.presumed:
            return text(PRESUMED)
        if finding.aspect:
            return f"{text(ASPECTS[finding.aspect])} {finding.points}"
        return text(EFFECTS[finding.effect])


def _holding(conditions: Iterable[ProvedCondition]) -> list[ProvedCondition]:
    return [part for part in conditions if part.verdict == "holds"]


def _has_cue(scheme: ExplainedScheme) -> bool:
    return scheme.standing == "excluded" or scheme.fit.held > 0


def _tells(finding: ProvedRule, scheme: ExplainedScheme) -> bool:
    """Tell whether a finding is worth a line where not all are drawn."""
    if scheme.standing == "excluded":
        return finding.excludes
    if finding.effect == "supports":
        return finding.verdict != "open"
    return finding.verdict == "holds" and not finding.presumed
