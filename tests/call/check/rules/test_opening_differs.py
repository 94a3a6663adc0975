"""opening-differs: the first words must not tell who it is."""

from .planted import line_of, told

RULE = "opening-differs"
BOTH = "“daughter” and “traveller” apart"


def test_first_words() -> None:
    """The first sentence could give the persona away."""
    words = "customer: It says delivered. It is not here."
    assert told(RULE, (words, "customer: {traveller: Quick., otherwise: It is not here.}")) == [
        (line_of(words), f"The first words tell {BOTH}, before anybody has listened. Let all open alike.")
    ]


def test_first_cue() -> None:
    """The first tone of voice could give the persona away."""
    assert told(RULE, ("cue: fast", "cue: {daughter: low, otherwise: fast}")) == [
        (
            line_of("cue: fast"),
            f"The tone of the first words tells {BOTH}, before anybody has asked. Let all open alike.",
        )
    ]


def test_first_screen() -> None:
    """The first screen could give the persona away."""
    assert told(RULE, ("cue: fast", "screen: {daughter: Mother, otherwise: Order}")) == [
        (line_of("cue: fast"), f"The first screen tells {BOTH}. Let all open alike.")
    ]


def test_differences_that_nobody_hears() -> None:
    """A condition that comes out the same for all of them, or words later on, would be taken for a difference."""
    assert told(RULE, ("cue: fast", "cue: {heat > 90: loud, otherwise: fast}")) == []
    assert told(RULE, ("cue: fast", "cue: {traveller: fast, otherwise: fast}")) == []
