"""hypothesis-without-evidence: there is something to suppose upon, and somebody asks for it."""

from .planted import CASE, line_of, told

RULE = "hypothesis-without-evidence"
POINT = CASE.splitlines(keepends=True)[line_of("    show-me:") - 1]


def test_nothing_heard_yet() -> None:
    """A trainee would have to guess from a greeting."""
    assert told(RULE, ("hypothesis, upto: mother", "hypothesis, upto: hello")) == [
        (
            line_of("    guess:"),
            "“guess” asks for a hypothesis, but no line up to 1 is marked with anything to base it on. Mark what"
            " is telling there, or ask later.",
        )
    ]


def test_nobody_asks_where() -> None:
    """A trainee could keep a first idea without ever being asked what shows it."""
    last = CASE.splitlines(keepends=True)[line_of("    last-guess:") - 1]
    message = (
        "Nobody has been asked before “last-guess” which lines show what the customer wants. Put a question of the"
        " kind “point” before it."
    )
    assert told(RULE, (POINT, "")) == [(line_of("    last-guess:") - 1, message)]
    assert told(RULE, (POINT, ""), (last, last + POINT)) == [(line_of("    last-guess:") - 1, message)]


def test_something_heard_and_asked() -> None:
    """A complete analysis would be called incomplete."""
    assert told(RULE) == []
