"""Comments as the one who is commented on finds them."""

from datetime import timedelta

from simulator.administration.leaving import delete_person
from simulator.database.database import Database
from simulator.people.person import Role
from simulator.people.storage.people import People
from simulator.practice.storage.comments import Comments
from simulator.practice.storage.received import Received, received_comments
from tests.database.desk import NOW, attempt_of, somebody


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
