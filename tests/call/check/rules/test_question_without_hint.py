"""question-without-hint: nobody is left alone with a question."""

import pytest

from .planted import line_of, told

RULE = "question-without-hint"


@pytest.mark.parametrize(
    ("step", "hints"),
    [
        ("guess", ", hints: [Whose is it?]"),
        ("show-me", ", hints: [Who needs it?]"),
        ("whose", "      hints: [Line 2.]\n"),
        ("order", "      hints: [What first?]\n"),
    ],
)
def test_every_kind_of_question_needs_hints(step: str, hints: str) -> None:
    """A trainee who is stuck could only guess."""
    assert told(RULE, (hints, "")) == [
        (
            line_of(f"    {step}:"),
            f"The question “{step}” has no hint. Give it some, from a nudge to nearly telling.",
        )
    ]


def test_questions_with_hints() -> None:
    """A question that has a hint would be asked for one."""
    assert told(RULE) == []
