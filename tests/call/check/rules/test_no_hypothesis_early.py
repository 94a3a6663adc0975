"""no-hypothesis-early: the hypothesis is asked for while it can still be wrong."""

from .planted import CASE, line_of, told

RULE = "no-hypothesis-early"
GUESS = CASE.splitlines(keepends=True)[line_of("    guess:") - 1]
LAST = CASE.splitlines(keepends=True)[line_of("    last-guess:") - 1]


def test_never_asked() -> None:
    """An analysis could pass over what it is about."""
    assert told(RULE, (GUESS, ""), (LAST, "")) == [
        (
            line_of("  steps:"),
            "No question asks what the customer may really want. Begin with one of the kind “hypothesis”.",
        )
    ]


def test_asked_at_the_end() -> None:
    """A hypothesis could be asked for when everything has been told."""
    assert told(RULE, (GUESS, "")) == [
        (
            line_of("    last-guess:") - 1,
            "What the customer may really want is only asked as question 4 of 4. Ask early, while the answer can"
            " still be wrong, and let it be revised.",
        )
    ]


def test_asked_second() -> None:
    """One question to warm up would be forbidden."""
    warm_up = (
        GUESS.replace("guess:", "warm-up:")
        .replace("hypothesis", "point")
        .replace("hints", "evidence: {mother: H.}, hints")
    )
    assert told(RULE, (GUESS, warm_up + GUESS)) == []


def test_without_analysis() -> None:
    """A case that has no analysis would be asked for one."""
    assert told(RULE, (CASE[CASE.index("analysis:") : CASE.index("rehearsal:")], "")) == []
