"""Reading YAML that may be hostile."""

from __future__ import annotations

import json
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screc.errors import InputError, Problem
from screc.knowledge.encoding import decode_text
from screc.knowledge.find import MAX_BYTES
from screc.knowledge.yaml_reader import MAX_DEPTH, read_yaml


def problems_of(content: bytes) -> tuple[Problem, ...]:
    """Read a file's content, and return what is wrong with it."""
    with suppress(InputError):
        read_yaml(decode_text(content, "x.yaml"), "x.yaml")
        return ()
    with pytest.raises(InputError) as caught:
        read_yaml(decode_text(content, "x.yaml"), "x.yaml")
    return caught.value.problems


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**12), 10**12), TEXTS),
    lambda parts: st.one_of(st.lists(parts), st.dictionaries(TEXTS, parts)),
    max_leaves=20,
)


def escaped(match: re.Match[str]) -> str:
    """Write a character as JSON may."""
    return f"\\u{ord(match.group()):04x}"


@given(VALUES)
def test_json_is_read_as_it_was_written(value: object) -> None:
    """JSON is YAML: what another program writes is read as it was meant."""
    text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    # Escaped, as JSON may: what YAML does not allow, or takes for a line break.
    text = re.sub(r"[\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]", escaped, text)
    assert read_yaml(text, "x.json").value == value


@given(st.binary(max_size=300))
def test_any_bytes_give_a_value_or_a_clear_error(content: bytes) -> None:
    """Whatever a file holds, it is read or refused with a message in both languages."""
    assert all(problem.ja and problem.en for problem in problems_of(content))


@given(st.text(alphabet="{}[]:,-&*!|>'\"#%@` \n\tab1?~.", max_size=60))
def test_any_text_gives_a_value_or_a_clear_error(text: str) -> None:
    """Marks of YAML in any order are read or refused."""
    assert all(problem.line for problem in problems_of(text.encode()))


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (BOMB, 1, "anchors and aliases are not allowed"),
        ("x: 1\ny: *x\n", 2, "anchors and aliases are not allowed"),
        ("a: 1\nb: 2\na: 3\n", 3, 'key "a" stands twice (first on line 1)'),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tags are not allowed"),
        ("a: 1\n---\nb: 2\n", 2, "more than one document"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), 1, "nested too deeply"),
        ("[" * 100_000, 1, "nested too deeply"),
        ("a: [1\nb: 2\n", 2, "not YAML"),
        ("1: a\n", 1, "a key is written as text"),
        ("a: " + "9" * 400, 1, "the number is too long"),
        ("a: \x00", 1, "not YAML"),
    ],
)
def test_what_is_refused_says_where_and_why(text: str, line: int, said: str) -> None:
    """Each refusal names the line."""
    with pytest.raises(InputError) as caught:
        read_yaml(text, "x.yaml")
    (problem,) = caught.value.problems
    assert problem.line == line
    assert said in problem.en


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("yes", "yes"),
        ("on", "on"),
        ("5.10", 5.1),
        ('"5.10"', "5.10"),
        ("0o17", "0o17"),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        ("2016-04-01", "2016-04-01"),
        (".inf", ".inf"),
        ("12:30", "12:30"),
        ("010", "010"),
    ],
)
def test_scalars_are_those_of_yaml_12(written: str, value: object) -> None:
    """No surprises: yes, dates, octal and sexagesimal numbers are text."""
    assert read_yaml(f"a: {written}\n", "x.yaml").value == {"a": value}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_the_encodings_of_windows_are_read(encoding: str) -> None:
    """Notepad and Excel write any of these."""
    assert decode_text("名: 稲城市・①".encode(encoding), "x.yaml") == "名: 稲城市・①"


def test_a_file_that_is_too_large_is_refused() -> None:
    """Nothing is decoded of it."""
    with pytest.raises(InputError, match="too large"):
        decode_text(b" " * (MAX_BYTES + 1), "x.yaml")
