"""Where two calls part, and hints for a reply that is to be found again."""

import pytest

from simulator import Case
from simulator.call.review.comparing import Hint, compare, first_words, hints
from tests.call.report.reviewed import reviewed

FIRST = ["feel-it", "when-expected", "read-status", "send-courier"]
SECOND = ["feel-it", "when-expected", "send-courier"]


def test_calls_part_at_the_first_difference(small_case: Case) -> None:
    """The parting of two calls would be shown one reply too early or too late."""
    both = compare(reviewed(small_case, FIRST), reviewed(small_case, SECOND))
    assert (both.shared, both.parts_at, both.same_persona) == (2, 3, True)
    pairs = [(a and a.move.id, b and b.move.id) for a, b in both.apart]
    assert pairs == [("read-status", "send-courier"), ("send-courier", None)]


def test_calls_that_are_the_same_do_not_part(small_case: Case) -> None:
    """Two calls that are alike would be said to part."""
    both = compare(reviewed(small_case, SECOND), reviewed(small_case, SECOND))
    assert (both.shared, both.parts_at, both.apart) == (3, None, ())


def test_a_call_that_was_left_parts_where_it_was_left(small_case: Case) -> None:
    """A call that goes on would be taken for the same as one that was broken off."""
    both = compare(reviewed(small_case, SECOND[:1]), reviewed(small_case, SECOND))
    assert (both.shared, both.parts_at) == (1, 2)
    assert [a is None for a, _ in both.apart] == [True, True]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Which door was it meant to come to?", "Which door"),
        ("The courier is two streets away. He comes back to the side door within the hour.", "The courier is two"),
        ("I'm sorry, that \"no\" doesn't sound to me as if it's all right. What is it?", "I'm sorry, that \"no"),
        ("Yes.", "Yes"),
        ("我按这个号码把机器调出来，请您先别挂，十来秒。", "我按这个号码"),
        ("好的，您说。", "好的"),
        ("嗯", "嗯"),
    ],
)  # fmt: skip
def test_first_words_give_a_third_away_at_most(text: str, begins: str) -> None:
    """A hint would tell the whole reply, or end in the middle of nothing."""
    assert first_words(text) == begins


def test_hints_go_from_slight_to_plain(small_case: Case) -> None:
    """The first hint would already tell the words."""
    (fault, *_) = reviewed(small_case, ["offer-voucher", "close-it"]).faults
    assert fault.better is not None
    assert list(hints(fault.better)) == [
        Hint(kinds=fault.better.reply.kinds),
        Hint(begins=first_words(fault.better.reply.say)),
    ]
