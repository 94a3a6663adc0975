"""guard-never-true: a condition that never holds where calls look at it."""

from .rehearsed import line_of, told

RULE = "guard-never-true"
WORDS = "    customer: It is. And now?\n"
COST = "        effect: {trust: -10}\n"
THANKS = "    why: Somebody heard who was calling.\n"


def words(*conditions: str) -> tuple[str, str]:
    """Words of the last scene that depend on conditions."""
    lines = "".join(f"      {condition}: Words {place}.\n" for place, condition in enumerate(conditions))
    return WORDS, f"    customer:\n{lines}      otherwise: And now?\n"


def behind(condition: str) -> str:
    """What is said of a line of a text."""
    return (
        f"“{condition}” holds in no call that comes here, so what stands behind it never comes up. Ask for"
        " something that can be, or take the line out."
    )


def test_of_a_move() -> None:
    """A reply whose condition never holds would not be found."""
    change = (COST, "        when: heat > 50\n" + COST)
    sentence = (
        "“heat > 50” holds in no call that comes here, so nobody can ever say “turn-round”. Ask for something that"
        " can be, or take the move out."
    )
    assert told(RULE, change) == [(line_of("when: heat", change), sentence)]


def test_of_words() -> None:
    """Words that are never heard would not be found."""
    change = words("heat > 50", "worried")
    assert told(RULE, change) == [(line_of("heat > 50", change), behind("heat > 50"))]


def test_behind_another() -> None:
    """A condition that holds only where one above it does already would be taken for one that decides something."""
    change = words("worried", "worried and heat > 40")
    assert told(RULE, change) == [(line_of("worried and", change), behind("worried and heat > 40"))]


def test_where_a_move_leads() -> None:
    """A condition of `to` would be looked at before the effect of the move is felt, and not after."""
    there = "effect: {trust: -10}\n        to: settled"
    assert (
        told(
            RULE,
            (
                there,
                "effect: {trust: -10}\n        to: {trust == 30 and worried: settled, otherwise: settled}",
            ),
        )
        == []
    )
    change = (there, "effect: {trust: -10}\n        to: {trust >= 40: hangs-up, otherwise: settled}")
    assert told(RULE, change) == [(line_of("trust >= 40", change), behind("trust >= 40"))]


def test_feedback_looks_before_the_effect() -> None:
    """A condition of a move's `why` would be looked at after the move."""
    why = "        why: It helps both, and leaves both asking half of it.\n"
    change = (why, "        why: {trust == 30: After., otherwise: Before.}\n")
    assert told(RULE, change) == [(line_of("trust == 30", change), behind("trust == 30"))]


def test_of_an_ending() -> None:
    """Last words that are never heard would not be found."""
    change = (THANKS, "    customer: {trust < 20: Well., worried: Thank you., otherwise: Good.}\n" + THANKS)
    assert told(RULE, change) == [(line_of("trust < 20", change), behind("trust < 20"))]


def test_where_nobody_comes() -> None:
    """A fault of a scene that is never reached would be told for each of its conditions, too."""
    scene = (
        "endings:\n",
        "  cold:\n    customer: {heat > 90: A., otherwise: B.}\n    moves:\n"
        "      sorry: {say: S., why: W., to: hangs-up}\nendings:\n",
    )
    assert told(RULE, scene) == []
