"""unreachable-move: a reply that nobody can ever say."""

from .rehearsed import line_of, told

RULE = "unreachable-move"
BEFORE = "      turn-round:\n"


def taxi(needs: str) -> tuple[str, str]:
    """A further reply that needs something."""
    return BEFORE, f"      taxi: {{say: We send it by taxi., {needs}, why: At once., to: settled}}\n{BEFORE}"


def test_beyond_authority() -> None:
    """A reply that is always refused would not be found."""
    sentence = (
        "Nobody can ever say “taxi”: it takes authority level 2, and the agent has 0. Raise the agent's, or"
        " take the move out."
    )
    assert told(RULE, taxi("authority: 2")) == [(line_of("taxi:", taxi("authority: 2")), sentence)]


def test_beyond_the_budget() -> None:
    """A reply that nobody can pay for would not be found."""
    sentence = (
        "Nobody can ever say “taxi”: whenever a call comes here, something that it needs is missing. Ask less of"
        " it, or take it out."
    )
    assert told(RULE, taxi("cost: 30")) == [(line_of("taxi:", taxi("cost: 30")), sentence)]


def test_within_authority_and_budget() -> None:
    """A reply that can be said would be named."""
    assert told(RULE, taxi("authority: 2"), ("personas:\n", "agent: {authority: 2}\npersonas:\n")) == []
    assert told(RULE, taxi("cost: 30"), ("personas:\n", "agent: {budget: 30}\npersonas:\n")) == []


def test_a_breach_that_counts_as_an_error() -> None:
    """A reply that can be said and is an error then would be taken for one that cannot be said."""
    error = ("personas:\n", "critical: {beyond-authority: Not yours to give.}\npersonas:\n")
    assert told(RULE, taxi("authority: 2"), error) == []


def test_said_to_one_persona() -> None:
    """A reply that only one persona gets to hear would be named."""
    assert told(RULE, taxi("when: worried")) == []


def test_left_to_other_rules() -> None:
    """One fault would be told twice: as a condition that never holds, and as a reply that nobody can say."""
    assert told(RULE, taxi("when: heat > 90")) == []
