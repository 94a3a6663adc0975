"""Authored texts come out of Markdown as they went in, and fit into pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from simulator.text.escaping import columns, markdown_text, shortened, visible_text
from tests.render.pages import Page

SIGNS = st.text(st.sampled_from("\\`*_[]()<>&|~$@#{}!+-=:.1a \n\t\"'/w汉"), max_size=30)


def shown(markdown: str) -> Page:
    """A piece of Markdown as a reader sees it."""
    return Page(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))


@given(text=st.text(max_size=60) | SIGNS)
def test_text_comes_out_as_it_went_in(text: str) -> None:
    """An author's sentence would be read as a heading, a list, a link, a tag or a rule."""
    page = shown(markdown_text(text))
    words = " ".join(visible_text(text).split())
    assert ("".join(page.texts), {tag.name for tag in page.tags}) == (words, {"p"} if words else set())


@given(text=SIGNS)
def test_text_stays_in_its_cell(text: str) -> None:
    """An author's sentence would tear a table apart."""
    page = shown(f"| head | end |\n| --- | --- |\n| {markdown_text(text)} | end |\n")
    assert (len(page.named("tr")), len(page.named("td"))) == (2, 2)
    assert page.texts[2:] == [*filter(None, [" ".join(visible_text(text).split())]), "end"]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Delivered 10:42, +5, #7.", "Delivered 10:42, +5, \\#7."),
        ("- not a list", "\\- not a list"),
        ("1. not a list", "1\\. not a list"),
        ("---", "\\---"),
        ("see https://example.org", "see https\\://example.org"),
        (":smile: @somebody", "\\:smile: \\@somebody"),
        ("two\nlines", "two lines"),
    ],
)
def test_only_what_must_be_is_escaped(text: str, markdown: str) -> None:
    """Plain sentences would be hard to read in the file itself."""
    assert markdown_text(text) == markdown


def test_invisible_characters_are_taken_out() -> None:
    """A text could turn what stands around it, or ring the terminal's bell."""
    assert visible_text("a\x00\x07\x1b[31m\u202eb\u2066\tc\nd\ufeff") == "a[31mb\tc\nd"


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
