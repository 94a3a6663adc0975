"""Data against a definition: what each thing that does not fit is told as, and how much work that is."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Literal

import pytest
from pydantic import Field

from simulator.source import problems
from simulator.source.part import NOTHING, Id, OneOrMore, Part, Text
from simulator.source.problems import Problem
from simulator.source.reading import MOST_ALIKE, read_bytes
from simulator.source.validating import validate


class Small(Part):
    """A file of each kind of value."""

    text: Text = "x"
    truth: bool = False
    number: Annotated[int, Field(ge=0)] = 0
    word: Literal["one", "two"] = "one"
    texts: list[Text] = Field(default=[])
    names: OneOrMore[Id] = Field(default=NOTHING)
    parts: dict[Id, Text] = Field(default={})


def told(text: str) -> list[Problem]:
    """What is wrong with a file."""
    source = read_bytes(text.encode(), "small.yaml")
    validate(source, Small)
    return source.problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("truth: [yes]", "1:8: This must be true or false. [wrong-type]"),
        ("truth: {a: 1}", "1:8: This must be true or false. [wrong-type]"),
        ("truth: yes", "1:8: Write true instead of “yes”. [wrong-type]"),
        ("truth:", "1:7: There is nothing here; write a value or take the key out. [wrong-type]"),
        ("text: [a]", "1:7: This must be a single text. [wrong-type]"),
        ("number: [1]", "1:9: This must be a whole number. [wrong-type]"),
        ("word: [one]", "1:7: This must be one of: one, two. [wrong-type]"),
        ("word: three", "1:7: “three” is none of: one, two. [unknown-word]"),
        ("texts: {a: b}", "1:8: This must be a list: lines that begin with “- ”, or items in square brackets. [wrong-type]"),
        ("names: {a: b}", "1:8: This must be a single text. [wrong-type]"),
        ("names: [[a]]", "1:9: This must be a single text. [wrong-type]"),
        ("parts: [a]", "1:8: This must be a mapping: lines of the form “key: value”, indented. [wrong-type]"),
        ("parts: {a: {b: c}}", "1:12: This must be a single text. [wrong-type]"),
        ("(list): 1", "1:1: “(list)” has no meaning here. [unknown-key]"),
        ("'[key]': 1", "1:1: “[key]” has no meaning here. [unknown-key]"),
        ("<<: {text: a}", "1:1: “<<” has no meaning here. [unknown-key]"),
        ("[a]", "1:1: This must be a mapping: lines of the form “key: value”, indented. [wrong-type]"),
    ],
)  # fmt: skip
def test_what_does_not_fit(text: str, expected: str) -> None:
    """A value of another shape would end in a traceback, or be told wrongly or at another place."""
    assert [str(problem) for problem in told(text)] == [f"small.yaml:{expected}"]


def test_value_is_quoted_shortened() -> None:
    """A message would be as long as the file, and go over many lines."""
    (problem,) = told(f'word: "three\\n{"x" * 5000}"')
    assert str(problem.message) == f"“three {'x' * 53}…” is none of: one, two."


def test_misspelt_words_are_compared_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """50,000 unknown keys would keep a processor busy for ten seconds."""
    compared: list[str] = []

    def counted(word: str, known: Iterable[str], n: int, cutoff: float) -> list[str]:
        compared.append(word)
        return get_close_matches(word, known, n, cutoff)

    monkeypatch.setattr(problems, "get_close_matches", counted)
    found = told("".join(f"key-{number}: 1\n" for number in range(50_000)))
    assert (len(compared), len(found)) == (MOST_ALIKE, MOST_ALIKE + 1)
    assert found[-1].message.values == {"count": 50_000 - MOST_ALIKE}
