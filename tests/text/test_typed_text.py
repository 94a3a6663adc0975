"""Names and texts that people type: one form for what looks alike, and nothing that cannot be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.text.typed_text import MOST_NAME, UnusableText, account_name, short_text, shown_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Li.Wei", "li.wei"),
        ("  ＬＩ　ＷＥＩ ", "li wei"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("李薇", "李薇"),
        ("１００２３", "10023"),
        ("cafe\u0301", "caf\u00e9"),
        ("ﬁne", "fine"),
    ],
)
def test_account_names_have_one_form(typed: str, kept: str) -> None:
    """Somebody could not sign in because of the input method, or two accounts would look alike."""
    assert account_name(typed) == kept


@given(st.text(max_size=30))
def test_kept_name_is_found_again(typed: str) -> None:
    """A name could be kept in a form that typing it does not lead to."""
    try:
        name = account_name(typed)
    except UnusableText:
        return
    assert account_name(name) == name
    assert account_name(name.upper()) == account_name(name.upper().lower())
    assert 0 < len(name) <= MOST_NAME


@given(st.text(max_size=300))
def test_what_is_kept_can_be_stored_and_shown(typed: str) -> None:
    """A half character or a zero byte would break the database, and a hidden one deceive the reader."""
    for fit in (account_name, shown_name, lambda text: short_text(text, 200)):
        try:
            kept = fit(typed)
        except UnusableText:
            continue
        kept.encode()
        assert "\0" not in kept
        assert fit(kept) == kept


@pytest.mark.parametrize(
    "typed", ["", "  ", "\t\n", "a\0b", "a\x1b[31mb", "\ud800", "a\u202eb", "\u2066a", "a\x7f", "x" * 101]
)
def test_unusable_names_are_refused(typed: str) -> None:
    """A name could be invisible, turn the page around, or break the database."""
    for fit in (account_name, shown_name):
        with pytest.raises(UnusableText):
            fit(typed)


def test_invisible_letters_are_refused_in_account_names() -> None:
    """Two accounts could look exactly alike."""
    with pytest.raises(UnusableText, match="invisible"):
        account_name("li\u200bwei")
    assert shown_name("👩\u200d💻 Li") == "👩\u200d💻 Li"


@pytest.mark.parametrize(
    "typed",
    [
        "\u2800",
        "\u115f",
        "\u3164\u3164",
        "a\u200bb",
        "a\u00adb",
        "\ufeffa",
        "a\u034f",
        "李\ufe00",
        "a\U000e0041",
        "…",
        "a\u200d",
    ],
)
def test_names_that_cannot_be_seen_are_refused(typed: str) -> None:
    """A trainee could be called nothing at all, or what a colleague is called with something invisible in it."""
    for fit in (account_name, shown_name):
        with pytest.raises(UnusableText):
            fit(typed)


@pytest.mark.parametrize("typed", ["l\u0456n", "Lin Xi\u0430oyu", "\u039fwen"])
def test_words_of_two_alphabets_are_refused(typed: str) -> None:
    """A colleague's name could be taken with one Cyrillic or Greek letter in it, which nobody sees."""
    for fit in (account_name, shown_name):
        with pytest.raises(UnusableText, match="mixes letters"):
            fit(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ｌｉ　Ｗｅｉ", "Li Wei"),
        ("林晓雨 Lin", "林晓雨 Lin"),
        ("一组（早班）", "一组（早班）"),
        ("\u2f06组", "二组"),
        ("Жанна Ким", "Жанна Ким"),
        ("Ünsal O’Neil", "Ünsal O’Neil"),
        ("\U00031350", "\U00031350"),
        ("★", "★"),
    ],
)
def test_display_names_of_real_people_are_taken(typed: str, kept: str) -> None:
    """Somebody could not be called what they are called."""
    assert shown_name(typed) == kept


def test_short_text_keeps_lines() -> None:
    """A comment would lose its paragraphs, or double them."""
    assert short_text(" a\r\nb\rc\n\n\td ", 100) == "a\nb\nc\n\n\td"
    assert short_text("", 5) == ""
    with pytest.raises(UnusableText, match="Please write"):
        short_text(" ", 5, empty=False)
    with pytest.raises(UnusableText, match="has 6 characters; it may have 5"):
        short_text("abcdef", 5)
