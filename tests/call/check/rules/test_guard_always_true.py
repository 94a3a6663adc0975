"""guard-always-true: a condition that always holds where calls look at it."""

from .rehearsed import line_of, told

RULE = "guard-always-true"
WORDS = "    customer: It is. And now?\n"
COST = "        effect: {trust: -10}\n"


def test_of_a_move() -> None:
    """A condition that keeps nobody from saying a reply would not be found."""
    change = (COST, "        when: trust >= 30\n" + COST)
    sentence = "“trust >= 30” holds in every call that comes here. Take it out, or ask for more."
    assert told(RULE, change) == [(line_of("when: trust", change), sentence)]


def test_of_words() -> None:
    """Words below a condition that always holds would not be found, though nobody hears them."""
    change = (WORDS, "    customer: {trust >= 30: Yes., worried: And?, otherwise: Now?}\n")
    sentence = (
        "“trust >= 30” holds in every call that comes here, so what stands below it never comes up. Let"
        " “otherwise” say this, or ask for more."
    )
    assert told(RULE, change) == [(line_of("trust >= 30", change), sentence)]


def test_whoever_is_left() -> None:
    """The last persona of all, for whom “otherwise” would do, would not be found."""
    change = (WORDS, "    customer:\n      worried: Yes.\n      hurried: And?\n      otherwise: Now?\n")
    assert [line for line, _ in told(RULE, change)] == [line_of("      hurried: And?", change)]


def test_it_fails_for_one_persona() -> None:
    """A condition that tells personas apart would be taken for one that decides nothing."""
    assert told(RULE, (COST, "        when: hurried\n" + COST)) == []
