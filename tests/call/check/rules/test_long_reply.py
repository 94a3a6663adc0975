"""long-reply: words that nobody would listen to on the telephone."""

from simulator.call.check.rules.long_reply import MOST_SECONDS
from simulator.call.check.wording import HAN_A_SECOND, WORDS_A_SECOND

from .planted import chinese, line_of, told

RULE = "long-reply"
MESSAGE = (
    f"This takes {MOST_SECONDS + 1} seconds to say; on the telephone nobody listens longer than {MOST_SECONDS}."
    " Cut it, or make two turns of it."
)
WORDS = int(MOST_SECONDS * WORDS_A_SECOND)
HAN = int(MOST_SECONDS * HAN_A_SECOND)


def test_a_reply_may_fill_the_time() -> None:
    """A reply that just fits would be called too long, or one with a word more would not."""
    said = "say: Which door was it for?"
    assert told(RULE, (said, f"say: {'word ' * WORDS}")) == []
    assert told(RULE, (said, f"say: {'word ' * (WORDS + 1)}")) == [(line_of(said), MESSAGE)]


def test_customers_talk_on_the_telephone_too() -> None:
    """A customer could hold a speech, in whatever condition."""
    said = "otherwise: The side door."
    assert told(RULE, (said, f"otherwise: {'word ' * (WORDS + 1)}")) == [(line_of(said), MESSAGE)]


def test_translations_are_timed_in_their_language() -> None:
    """A translation would be timed by the words of another language."""
    fits, too_long = "字" * HAN, "字" * (HAN + 1)
    assert told(RULE, translation=chinese(customer=fits)) == []
    assert told(RULE, translation=chinese(customer=too_long)) == [(6, MESSAGE)]


def test_what_is_read_may_be_long() -> None:
    """Feedback, which nobody has to say, would be timed."""
    assert told(RULE, ("why: He was warned.", f"why: {'word ' * 200}")) == []
