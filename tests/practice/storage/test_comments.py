"""Comments: they stand beside the move they are about, only their writer deletes them, and they are found."""

from datetime import timedelta

import pytest

from simulator.administration.leaving import delete_person
from simulator.database.database import Database
from simulator.people.person import Role
from simulator.people.storage.people import People
from simulator.practice.storage.comments import (
    MOST_TEXT,
    Comment,
    Comments,
    NoSuchComment,
    NoSuchMove,
    Received,
    received_comments,
)
from simulator.practice.store import NoSuchAttempt
from simulator.text.typed_text import UnusableText
from tests.database.desk import HOUR, NOW, attempt_of, audited, somebody

HOSTILE = "<script>alert(1)</script>\n{{7*7}} {name} %s\t'; DROP TABLE comments; --"


def test_comments_stand_beside_their_moves(database: Database) -> None:
    """A trainee would read praise beside the wrong reply."""
    comments, trainer = Comments(database), somebody(database)
    attempt, other = attempt_of(database, trainer.id), attempt_of(database, None, "a-2")
    third = comments.add(attempt, 3, trainer.id, " Why?\r\nReally? ", NOW)
    first = comments.add(attempt, 1, trainer.id, HOSTILE, NOW + HOUR)
    comments.add(other, 1, trainer.id, "elsewhere", NOW)
    assert third == Comment(third.id, attempt, 3, trainer.id, NOW, "Why?\nReally?")
    assert comments.of(attempt) == [first, third]
    assert first.text == HOSTILE


def test_bad_comments_are_refused(database: Database) -> None:
    """The page of an attempt could be broken for good."""
    comments, trainer = Comments(database), somebody(database)
    attempt = attempt_of(database, None, entries=3)
    for number in (999, 0, 2**31, 2**80):
        with pytest.raises(NoSuchAttempt):
            comments.add(number, 1, trainer.id, "text", NOW)
    for move in (0, -1, 4, 2**80):
        with pytest.raises(NoSuchMove):
            comments.add(attempt, move, trainer.id, "text", NOW)
    for text in ("", " \n ", "x" * (MOST_TEXT + 1), "a\0b", "\ud800", "\x1b[31m"):
        with pytest.raises(UnusableText):
            comments.add(attempt, 1, trainer.id, text, NOW)
    assert comments.of(attempt) == []
    assert comments.add(attempt, 3, trainer.id, "x" * MOST_TEXT, NOW) in comments.of(attempt)


def test_only_ones_own_comment_is_deleted(database: Database) -> None:
    """A trainee could delete what the trainer has written."""
    comments, trainer, trainee = Comments(database), somebody(database, "trainer"), somebody(database)
    attempt = attempt_of(database, trainee.id)
    comment = comments.add(attempt, 1, trainer.id, "text", NOW)
    with pytest.raises(NoSuchComment):
        comments.delete(comment.id, trainee.id, NOW)
    assert comments.of(attempt) == [comment]
    comments.delete(comment.id, trainer.id, NOW)
    assert comments.of(attempt) == []
    entry = audited(database)[0]
    assert (entry.action, entry.subject, entry.person) == (
        "comment-deleted",
        f"attempt:{attempt}",
        trainer.id,
    )
    for number in (comment.id, 2**80):
        with pytest.raises(NoSuchComment):
            comments.delete(number, trainer.id, NOW)


def test_others_comments_on_the_own_attempts(database: Database) -> None:
    """A trainee would miss what a trainer wrote, or read what was written to somebody else."""
    li, bo = somebody(database), somebody(database, "bo")
    wei = somebody(database, "wei", Role.TRAINER)
    first, second = attempt_of(database, li.id, "first"), attempt_of(database, li.id, "second")
    other = attempt_of(database, bo.id, "other")
    comments = Comments(database)
    comments.add(first, 2, wei.id, "Well asked.", NOW)
    comments.add(second, 1, wei.id, "<b>Too</b> fast.", NOW + timedelta(minutes=1))
    comments.add(first, 1, li.id, "my own", NOW + timedelta(minutes=2))
    comments.add(other, 1, wei.id, "to somebody else", NOW + timedelta(minutes=3))
    latest = Received("second", "late-parcel", 1, "Wei", NOW + timedelta(minutes=1), "<b>Too</b> fast.")
    before = Received("first", "late-parcel", 2, "Wei", NOW, "Well asked.")
    assert received_comments(database, li.id) == [latest, before]
    assert received_comments(database, li.id, limit=1) == [latest]


def test_comments_outlive_who_wrote_them(database: Database) -> None:
    """What a trainer wrote would be gone, or the page fail, once the trainer has left."""
    li, wei = somebody(database), somebody(database, "wei", Role.TRAINER)
    Comments(database).add(attempt_of(database, li.id), 1, wei.id, "Good.", NOW)
    delete_person(People(database), wei.id, None, NOW)
    (found,) = received_comments(database, li.id)
    assert (found.by, found.text) == (None, "Good.")
