"""todo-note: what the author left to do."""

import pytest

from .planted import CASE, chinese, told

RULE = "todo-note"


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("title: TODO a better title", "TODO a better title"),
        ("title: Delivered # FIXME: and then?", "FIXME: and then?"),
        ("title: Delivered # 待补：再想想", "待补：再想想"),
        ("title: 【待定】另起一个名字", "【待定】另起一个名字"),
        ("title: Delivered XXX", "XXX"),
    ],
)
def test_notes_are_listed(note: str, shown: str) -> None:
    """A note of the author would go into training unseen."""
    assert told(RULE, ("title: Delivered, but not here", note)) == [
        (3, f"Something is still to be done here: {shown}")
    ]


def test_a_note_in_braces_ends_where_its_text_ends() -> None:
    """The listing would show half of the file's line as the note."""
    assert told(RULE, ("why: He was warned.,", "why: TODO say why,")) == [
        (CASE[: CASE.index("hang-up:")].count("\n") + 1, "Something is still to be done here: TODO say why")
    ]


@pytest.mark.parametrize(
    "words", ["What is there to do?", "您的待办事项还没处理", "Order AXXX7", "待定的事再说"]
)
def test_ordinary_words_are_no_notes(words: str) -> None:
    """An author would be told to mend what a customer really says."""
    assert told(RULE, ("title: Delivered, but not here", f"title: {words}")) == []


def test_translations_are_looked_through() -> None:
    """A translator's note would be read out to trainees."""
    assert told(RULE, translation=chinese(title="TODO 再想想")) == [
        (6, "Something is still to be done here: TODO 再想想")
    ]


def test_nothing_to_do() -> None:
    """A finished case would be told of notes."""
    assert told(RULE) == []
