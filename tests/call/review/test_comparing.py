"""Where two calls part."""

from simulator import Case
from simulator.call.review.comparing import compare
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
