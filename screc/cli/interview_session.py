"""One interview with whoever sits at the terminal, or with the lines of a pipe."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import click

from screc.advice.interview import Interview
from screc.cli.interview_answers import Key, key_of, written_answer
from screc.cli.interview_screen import InterviewScreen
from screc.cli.user_files import in_a_command
from screc.errors import InputError, printable
from screc.knowledge.area_text import area_text
from screc.model.rulebase import Area, Rulebase
from screc.model.text import Say, Text

Stop = Literal["end", "finish", "quit", "end-of-input", "interrupted"]
_MOST_BYTES_A_LINE = 2000
_ENCODINGS = ("utf-8-sig", "cp932")
_LONGEST_STEM = 40
_MOST_FILES = 1000


@dataclass
class Session:
    """An interview as it goes on, and what became of it."""

    interview: Interview
    say: Say
    screen: InterviewScreen
    is_terminal: bool
    stop: Stop = "end"
    is_lost: bool = False

    @classmethod
    def begin(cls, rulebase: Rulebase, area: Area, say: Say, name: str | None) -> Session:
        """Begin with an area; one without a name is asked for it in a terminal."""
        session = cls(
            Interview.begin(rulebase, area),
            say,
            InterviewScreen(rulebase, say),
            sys.stdin is not None and sys.stdin.isatty(),
        )
        session.name_area(name)
        return session

    def name_area(self, name: str | None) -> None:
        """Give the area the name that was said, or one for an area without a name."""
        area = self.interview.begun_with
        if name is None and area.name.ja:
            return
        if name is None and self.is_terminal:
            click.echo(
                self.say("地区の名前（Enter で省く）: ", "Name of the area (Enter: none): "),
                nl=False,
            )
            try:
                name = printable(_read_line() or "")
            except KeyboardInterrupt:
                self.stop = "interrupted"
        called = Text(name, name) if name else Text("名前のない地区", "Unnamed area")
        self.interview = replace(self.interview, begun_with=Area(area.id, called, area.facts))

    def talk(self) -> None:
        """Ask until nothing is left to ask, or until whoever answers has enough."""
        if self.stop == "interrupted":
            return
        if self.is_terminal:
            self.screen.keys()
        if self.interview.begun_with.facts:
            self.screen.first_places(self.interview)
        try:
            shown = None
            while (question := self.interview.next_question) is not None:
                if self.interview is not shown:
                    self.screen.question(self.interview, question)
                shown = self.interview
                if not self._take_line():
                    return
        except KeyboardInterrupt:
            click.echo()
            self.stop = "interrupted"

    def save(self, path: Path | None) -> Path | None:
        """Save what is known as an area's file, in a terminal under a name made of the area's.

        What cannot be saved is printed.
        """
        area = self.interview.area
        text = area_text(area)
        if not self._is_told() and self.stop in ("quit", "interrupted"):
            return None
        try:
            if path is not None:
                path.write_text(text, encoding="utf-8")
                return path
            return (
                _write_new(self.say.text(area.name), text)
                if self.is_terminal and self._is_told()
                else None
            )
        except OSError as error:
            reason = error.strerror or str(error)
            self.screen.note(
                self.say(
                    f"保存できませんでした（{reason}）。答えは次のとおり。",
                    f"Could not save ({reason}). The answers are:",
                )
            )
            click.echo(text)
            self.is_lost = True
            return None

    def show_result(self) -> None:
        """Say why the interview ended and, unless it was broken off, show the recommendation."""
        from screc.cli.recommendation_screen import show_recommendation

        if self.stop in ("quit", "interrupted"):
            self.screen.note(self.say("中止した。", "Stopped."))
            return
        if self.interview.ending:
            self.screen.note(self.screen.ending(self.interview))
        click.echo()
        show_recommendation(
            self.interview.result(self.say.language), self.interview.rulebase, self.say
        )

    def part(self, saved: Path | None) -> None:
        """Say where the answers are, and how to go on."""
        if saved is None:
            if self._is_told() and not self.is_terminal:
                self.screen.note(
                    self.say(
                        "答えは残していない（-o FILE で残る）。",
                        "The answers were not kept (-o FILE keeps them).",
                    )
                )
            return
        name = in_a_command(str(saved))
        lines = [self.say(f"答えを {saved} に残した。", f"The answers are kept in {saved}.")]
        if self.interview.ending is None:
            lines.append(
                self.say(
                    f"続き: screc interview {name} -o {name} --overwrite",
                    f"To go on: screc interview {name} -o {name} --overwrite",
                )
            )
        lines.append(
            self.say(f"結果だけ: screc recommend {name}", f"The result: screc recommend {name}")
        )
        self.screen.note(*lines)

    def _is_told(self) -> bool:
        return any(said.value is not None for said in self.interview.answers)

    def _take_line(self) -> bool:
        """Take one line; tell whether to go on."""
        if self.is_terminal:
            click.echo("> ", nl=False)
        line = _read_line()
        if line is None:
            click.echo()
            self.stop = "quit" if self.is_terminal else "end-of-input"
            return False
        key = key_of(line)
        if key in ("finish", "quit"):
            self.stop = "finish" if key == "finish" else "quit"
            return False
        try:
            self._step(key, line)
        except InputError as error:
            self.screen.refused(error)
        return True

    def _step(self, key: Key | None, line: str) -> None:
        interview, question = self.interview, self.interview.next_question
        if key == "help":
            self.screen.keys()
        elif key == "why" and interview.why is not None:
            self.screen.why(interview.why)
        elif key == "back":
            self.interview = interview.back()
            self.screen.first_places(self.interview)
        elif key == "unknown":
            self.interview = interview.dont_know()
        elif question is not None:
            self.interview = interview.answer(written_answer(question, line))
            self.screen.first_places(self.interview)


def _read_line() -> str | None:
    """Read a line of bounded length; None at the end of the input."""
    if sys.stdin is None:
        return None
    sys.stdout.flush()
    read = sys.stdin.buffer.readline
    line = read(_MOST_BYTES_A_LINE)
    if not line:
        return None
    rest = line
    while rest and not rest.endswith(b"\n"):
        rest = read(_MOST_BYTES_A_LINE)
    is_whole = rest is line
    for encoding in _ENCODINGS if is_whole else ():
        try:
            return line.decode(encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            continue
    return line.decode("utf-8", errors="replace").rstrip("\r\n")


def _write_new(name: str, text: str) -> Path:
    """Write a file that was not there before, called like the area."""
    stem = "-".join(re.findall(r"\w+", name))[:_LONGEST_STEM] or "area"
    for number in range(1, _MOST_FILES):
        path = Path(f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml")
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(f"{stem}.yaml")
