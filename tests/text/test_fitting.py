"""Fitting words into pictures."""

import pytest

from simulator.text.fitting import columns, shortened


@pytest.mark.parametrize(
    ("text", "room", "fitted"),
    [
        ("told-which", 10, "told-which"),
        ("told-which", 9, "told-whi…"),
        ("今天下午三点", 12, "今天下午三点"),
        ("今天下午三点", 8, "今天下…"),
        ("two\n words", 20, "two words"),
        ("a word", 3, "a…"),
        ("", 5, ""),
    ],
)
def test_shortened(text: str, room: int, fitted: str) -> None:
    """Words would run out of their card."""
    assert shortened(text, room) == fitted
    assert columns(fitted) <= room
