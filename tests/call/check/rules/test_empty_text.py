"""empty-text: texts that only fill a place."""

import pytest

from .planted import line_of, told

RULE = "empty-text"


@pytest.mark.parametrize(
    "filler", ["...", "……", "--", "xxx", "text here", "Lorem ipsum dolor sit amet", "占位"]
)
def test_fillers_are_found(filler: str) -> None:
    """A trainee would get three dots as the reason why a reply was wrong."""
    assert told(RULE, ("why: He was warned.", f"why: '{filler}'")) == [
        (line_of("He was warned"), f"“{filler}” only fills the place of a text. Write it.")
    ]


@pytest.mark.parametrize("words", ["OK", "嗯", "42", "A text here and there", "Text", "文字"])
def test_short_texts_say_something(words: str) -> None:
    """An author would have to pad a good short sentence."""
    assert told(RULE, ("why: He was warned.", f"why: '{words}'")) == []


def test_customers_can_be_silent() -> None:
    """The customer who says “……” in this case, or is heard to, could not be written."""
    assert told(RULE, ("cue: fast", "cue: '…'")) == []
