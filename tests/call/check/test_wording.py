"""How a case is worded: what is counted in its texts."""

from collections import Counter

import pytest

from simulator.call.check.wording import figures, is_written_in, length, says_something, seconds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2800元", "2,800 yuan"),
        ("3万元", "30,000 yuan"),
        ("下午3点", "15:00"),
        ("3点半", "3:30 pm"),
        ("8点到10点", "8 to 10"),
        ("８点", "8 o'clock"),
        ("1.5公斤", "1.5 kg"),
        ("2千瓦", "2 kW"),
    ],
)
def test_the_same_figures(one: str, other: str) -> None:
    """A figure that is written in another way would be taken for another figure."""
    assert figures(one) == figures(other)


@pytest.mark.parametrize(
    ("one", "other"), [("50", "60"), ("10:42", "10:24"), ("2 or 2", "2"), ("3点", "3:30")]
)
def test_other_figures(one: str, other: str) -> None:
    """A wrong figure in a translation would be taken for the right one."""
    assert figures(one) != figures(other)


def test_figures_without_digits() -> None:
    """A text without digits would have figures, or a very long number would be too much."""
    assert figures("两千八") == Counter()
    assert figures("1" * 2000).total() == 1


def test_lengths() -> None:
    """A text would be measured by the letters of another language."""
    assert (length("It's 10:42, well.", "en"), length("我说ABC。", "zh")) == (3, 2)
    assert (seconds(""), seconds("字" * 9), seconds("a b c d e"), seconds("字" * 9 + "a b c d e")) == (
        0,
        2,
        2,
        4,
    )


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [("It is not here.", False, True), ("没到", True, False), ("App没反应", True, False), ("7731", True, True),
     ("He says “没到” slowly", True, True)],
)  # fmt: skip
def test_languages(text: str, zh: bool, en: bool) -> None:
    """A text in the other language would pass as a translation, or one with a foreign name would not."""
    assert (is_written_in(text, "zh"), is_written_in(text, "en")) == (zh, en)


def test_says_something() -> None:
    """Dots would pass as a text."""
    assert [says_something(text) for text in ("……", " - ", "嗯", "7")] == [False, False, True, True]
