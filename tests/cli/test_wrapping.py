"""Where lines break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cli.wrapping import line_spans, padded, width_of, wrapped

TEXTS = st.text(st.sampled_from("ab 中文，。“”（）、x1—…!?.\n"), max_size=120)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 4, ["one", "two"]),
        ("incomprehensible", 5, ["incom", "prehe", "nsibl", "e"]),
        ("一二三四五", 4, ["一二", "三四", "五"]),
        ("一二三，四", 6, ["一二", "三，四"]),
        ("他说：“好。”", 8, ["他说：", "“好。”"]),
        ("订单T4418，罗", 8, ["订单", "T4418，", "罗"]),
        ("a\n\nb", 5, ["a", "", "b"]),
        ("改期PNR void了", 9, ["改期PNR", "void了"]),
    ],
)
def test_lines_break_where_a_reader_expects(text: str, width: int, lines: list[str]) -> None:
    """A line would begin with a comma, or break a word in two."""
    assert wrapped(text, width) == lines


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_too_wide(text: str, width: int) -> None:
    """The terminal would break the line again, wherever it likes."""
    assert [line for line in wrapped(text, width) if width_of(line) > width] == []


@given(TEXTS, st.integers(2, 40))
def test_only_spaces_and_line_breaks_get_lost(text: str, width: int) -> None:
    """Words would be missing, or be said twice."""
    left = "".join(wrapped(text, width)).replace(" ", "")
    assert left == text.replace(" ", "").replace("\n", "")


@given(TEXTS, st.integers(2, 40))
def test_lines_are_parts_of_the_text_in_order(text: str, width: int) -> None:
    """Colours would be put on other words than those they are meant for."""
    offsets = [offset for span in line_spans(text, width) for offset in span]
    assert offsets == sorted(offsets)


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("中文", 4), ("e\u0301", 1), ("…“”", 3), ("，", 2)])
def test_width_is_that_of_the_terminal(text: str, width: int) -> None:
    """Columns with Chinese in them would not line up."""
    assert width_of(text) == width
    assert padded(text, 8) == text + " " * (8 - width)
