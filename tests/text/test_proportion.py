"""Shares with what they are shares of."""

import pytest

from simulator.text.proportion import FEW, Proportion


@pytest.mark.parametrize(
    ("hits", "of", "few", "percent", "words"),
    [
        (0, 0, True, 0, "0 of 0, too few to judge"),
        (4, FEW - 1, True, 100, "4 of 4, too few to judge"),
        (2, FEW, False, 40, "2 of 5 (40 %)"),
        (20, 30, False, 67, "20 of 30 (67 %)"),
    ],
)
def test_share_says_of_how_many(hits: int, of: int, few: bool, percent: int, words: str) -> None:
    """A trainer would draw conclusions from two calls, or the page would divide by none."""
    share = Proportion(hits, of)
    assert (share.few, share.percent, str(share.words)) == (few, percent, words)
