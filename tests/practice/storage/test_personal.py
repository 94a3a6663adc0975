"""An account's attempts at a desk, as the terminal sees them."""

from collections.abc import Callable
from typing import Any

import pytest

from simulator import Attempt, Verdict
from simulator.database.database import Database
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.files import CannotSave
from simulator.practice.storage.personal import PersonalStore
from simulator.practice.store import AttemptLedger, AttemptNameTaken, NoSuchAttempt, Record, Result
from simulator.text.receipt import Outdated
from tests.database.desk import somebody

WON = Result("worried", Verdict.WIN_WIN, 82, ())
Stores = Callable[[int], PersonalStore]


def record(name: str, *moves: str, **more: Any) -> Record:
    """Return an attempt to keep."""
    started = "2026-11-21T10:00:00.000+00:00"
    attempt = Attempt("parcel", "d" * 64, "worried", started=started, moves=moves, times=(None,) * len(moves))
    return Record(name, attempt, **more)


@pytest.fixture
def ledger(database: Database) -> AttemptLedger:
    """Return a ledger of each kind, at a desk with two people."""
    assert [somebody(database, name).id for name in ("ann", "bo")] == [1, 2]
    return Attempts(database)


@pytest.fixture
def stores(ledger: AttemptLedger) -> Stores:
    """Give everybody their own store in one ledger."""
    return lambda whose: PersonalStore(ledger, whose)


def test_terminal_keeps_every_step(ledger: AttemptLedger, stores: Stores) -> None:
    """A play in the terminal would be lost to the desk."""
    store = stores(1)
    steps = [
        ("hear",),
        ("hear", "next"),
        ("hear",),
        ("hear", "mark 1 key", "next"),
        ("hear", "mark 1 key", "next"),
    ]
    for moves in steps:
        store.save(record("t-1", *moves, language="zh"))
        assert store.find("t-1") == record("t-1", *moves, language="zh")
    done = record("t-1", *steps[-1], "close", result=WON, language="zh")
    store.save(done)
    assert stores(1).records() == [done]
    assert [entry.move for entry in ledger.entries_after(ledger.find("t-1").id, 0)] == [
        "hear", "next", None, "mark 1 key", "next", "close",
    ]  # fmt: skip


def test_terminal_goes_on_where_another_left(stores: Stores) -> None:
    """“winwin play --resume” would store the whole play again."""
    stores(1).save(record("t-1", "hear"))
    store = stores(1)
    store.save(record("t-1", "hear", "next"))
    assert store.records("parcel") == [record("t-1", "hear", "next")]
    assert store.records("remote") == []


def test_terminal_notices_that_the_play_went_on_elsewhere(stores: Stores) -> None:
    """The terminal would undo what was done in the browser."""
    terminal, browser = stores(1), stores(1)
    terminal.save(record("t-1", "hear"))
    browser.save(record("t-1", "hear", "next"))
    with pytest.raises(Outdated):
        terminal.save(record("t-1", "hear", "mark 1 key"))
    assert browser.find("t-1") == record("t-1", "hear", "next")


def test_store_of_a_person_is_their_own(stores: Stores) -> None:
    """Whoever sits at a terminal could read what others said."""
    stores(2).save(record("t-1", "hear"))
    with pytest.raises(NoSuchAttempt):
        stores(1).find("t-1")
    with pytest.raises(AttemptNameTaken):
        stores(1).save(record("t-1", "hear", "next"))
    assert (stores(1).records(), stores(1).damaged()) == ([], ())


def test_database_that_cannot_be_written_leaves_the_terminal_playing(database: Database) -> None:
    """A full disk would end the play, not just the saving."""
    store = PersonalStore(Attempts(database), somebody(database).id)
    store.save(record("t-1"))
    database.close()
    with pytest.raises(CannotSave):
        store.save(record("t-1", "hear"))
