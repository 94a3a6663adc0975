"""Hints for a reply that is to be found again."""

import pytest

from simulator import Case
from simulator.call.review.retrying import Hint, first_words, hints
from tests.call.report.reviewed import reviewed


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
    assert list(hints(fault)) == [
        Hint(kinds=fault.better.kinds),
        Hint(begins=first_words(fault.better.say)),
    ]
