"""Names that look alike have one short form, and others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.text.look_alikes import MOST_LOOK, NOTHING_SEEN, look, mixed_word


@pytest.mark.parametrize(
    "alike",
    [
        "Lin Xiaoyu",
        "lin xiaoyu",
        "LinXiaoyu",
        "LІN ХІАОYU",
        "1in xia0yu",
        "Iin Xiaoyu",
        "Lín Xiǎoyǔ",
        "Ｌｉｎ·Xiaoyu",
        "𝐋𝐢𝐧 Xiaoyu",
    ],
)
def test_look_alikes_have_one_form(alike: str) -> None:
    """Two colleagues could be taken for each other in a list."""
    assert look(alike) == look("Lin Xiaoyu")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("СОР", "COP"),
        ("Ann", "Anη"),
        ("Barnes", "Bames"),
        ("Ηατ", "Hat"),
        ("李薇", "李 薇"),
        ("⼆组", "二组"),
    ],
)
def test_shapes_of_other_alphabets_are_known(one: str, other: str) -> None:
    """A name that is wholly Cyrillic or Greek would pass for a Latin one."""
    assert look(one) == look(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ann", "Anna"), ("李薇", "李微"), ("Bo", "Mo"), ("…", "—"), ("T1", "T2")]
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    """Everybody would be shown with the sign-in name."""
    assert look(one) != look(other)


@pytest.mark.parametrize("name", ["\u2800", "\u2800\u3164", "\u200b", "\u115f \u1160", " "])
def test_names_of_which_nothing_is_seen_have_one_form(name: str) -> None:
    """Two people of an older desk would have nothing in every list, and could not be told apart."""
    assert look(name) == NOTHING_SEEN


def test_what_is_not_seen_does_not_tell_names_apart() -> None:
    """A colleague of an older desk could have another's name with a blank letter in it."""
    assert look("Lin\u3164 Xiao\u200byu") == look("Lin Xiaoyu")


@given(st.text(min_size=1, max_size=100))
def test_form_is_short_and_never_empty(name: str) -> None:
    """A name could not be kept, or would look like that of every deleted account."""
    assert 0 < len(look(name)) <= MOST_LOOK


def test_word_of_two_alphabets_is_found() -> None:
    """A name of two languages would be refused, or a word of two alphabets taken."""
    assert mixed_word("Жанна Kim 林") is None
    assert mixed_word("Жанна Kіm") == "Kіm"
