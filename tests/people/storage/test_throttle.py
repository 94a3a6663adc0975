"""Throttling: who guesses passwords has to wait; who mistypes one hardly."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from simulator.database import tables
from simulator.database.database import Database
from simulator.people.storage.throttle import (
    FREE_FROM_ADDRESS,
    FREE_ON_ACCOUNT,
    FREE_TRIES,
    LONGEST_WAIT,
    WINDOW,
    Throttle,
    TooManyTries,
)
from tests.database.desk import NOW


def waiting(
    throttle: Throttle,
    name: str,
    address: str,
    after: timedelta = timedelta(),
    device: str | None = None,
) -> int:
    """Return how many seconds one has to wait; 0 for a try that was admitted."""
    try:
        throttle.admit(name, address, NOW + after, device)
    except TooManyTries as refusal:
        return refusal.seconds
    return 0


def test_some_tries_are_free(database: Database) -> None:
    """Everybody who mistypes a password would have to wait."""
    throttle = Throttle(database)
    assert [waiting(throttle, "li", "10.0.0.1") for _ in range(FREE_TRIES)] == [0] * 5
    assert waiting(throttle, "LI ", "10.0.0.1") == 15
    assert waiting(throttle, "wang", "10.0.0.1") == 0


def test_guessing_from_elsewhere_keeps_nobody_waiting(database: Database) -> None:
    """A joker could keep a colleague out of the exam."""
    throttle = Throttle(database)
    assert [waiting(throttle, "li", "10.6.6.6") for _ in range(FREE_TRIES + 1)] == [0] * 5 + [15]
    assert waiting(throttle, "li", "10.0.0.1") == 0


def test_wait_doubles_up_to_two_minutes(database: Database) -> None:
    """An account could be tried thousands of times a day, or be locked by a joker for ever."""
    throttle = Throttle(database)
    moment, tries, waits = timedelta(), 0, []
    while moment < timedelta(days=1):
        wait = waiting(throttle, "li", "10.0.0.1", moment)
        if wait:
            waits.append(wait)
        else:
            tries += 1
        moment += timedelta(seconds=wait)
    assert waits[:6] == [15, 30, 60, 120, 120, 120]
    assert max(waits) == LONGEST_WAIT.total_seconds()
    assert tries < 800


def test_guessing_from_many_addresses_is_slowed_down(database: Database) -> None:
    """Somebody with a thousand addresses could try five passwords from each."""
    throttle = Throttle(database)
    for number in range(FREE_ON_ACCOUNT):
        assert waiting(throttle, "li", f"10.0.{number}.1") == 0
    assert waiting(throttle, "li", "10.1.1.1") == 15
    assert waiting(throttle, "wang", "10.1.1.1") == 0


def test_known_browser_is_let_through_and_has_tries_of_its_own(database: Database) -> None:
    """The owner would wait for a guesser, or a browser that was left open could be guessed at without end."""
    throttle = Throttle(database)
    for number in range(FREE_ON_ACCOUNT):
        throttle.admit("li", f"10.0.{number}.1", NOW)
    for _ in range(FREE_TRIES):
        assert waiting(throttle, "li", "10.0.0.1", device="d") == 0
    assert waiting(throttle, "li", "10.0.0.1", device="d") == 15
    assert waiting(throttle, "li", "10.0.0.1", device="another") == 0


def test_waiting_is_not_prolonged_by_trying(database: Database) -> None:
    """Somebody could keep another out by trying without pause."""
    throttle = Throttle(database)
    for _ in range(FREE_TRIES):
        throttle.admit("li", "10.0.0.1", NOW)
    for seconds in range(15):
        assert waiting(throttle, "li", "10.0.0.1", timedelta(seconds=seconds)) == 15 - seconds
    assert waiting(throttle, "li", "10.0.0.1", timedelta(seconds=15)) == 0


@pytest.mark.parametrize(
    ("guesser", "same", "other"),
    [
        ("10.0.0.1", ["10.0.0.1", "::ffff:10.0.0.1"], "10.0.0.2"),
        ("2001:db8::{}", ["2001:db8::ffff:1%eth0"], "2001:db8:0:1::1"),
    ],
)
def test_address_with_many_failures_locks_nobody_out(
    database: Database, guesser: str, same: list[str], other: str
) -> None:
    """Fifty wrong passwords would lock a contact centre out on the exam's morning."""
    throttle = Throttle(database)
    for number in range(FREE_FROM_ADDRESS):
        assert waiting(throttle, f"name-{number}", guesser.format(number)) == 0
    for number, address in enumerate(same):
        # who types it right the first time gets in at once; who guesses has fewer tries
        assert waiting(throttle, f"honest-{number}", address) == 0
        assert waiting(throttle, f"honest-{number}", address) == 15
        assert waiting(throttle, f"honest-{number}", address, device=f"d{number}") == 0
    assert [waiting(throttle, "honest", other) for _ in range(2)] == [0, 0]
    assert waiting(throttle, "honest", "no address") == 0


def test_success_clears_the_account(database: Database) -> None:
    """Who mistypes now and then would at last have to wait."""
    throttle = Throttle(database)
    for _ in range(FREE_TRIES - 1):
        throttle.admit("li", "10.0.0.1", NOW)
    throttle.succeeded(throttle.admit("li", "10.0.0.1", NOW))
    assert waiting(throttle, "li", "10.0.0.1") == 0
    with database.read() as connection:
        # the failures of the address and of the account stay, the success is none
        count = connection.scalar(select(func.count()).select_from(tables.failures))
    assert count == 2 * (FREE_TRIES - 1) + 3


def test_tries_are_forgotten(database: Database) -> None:
    """The table would grow for ever."""
    throttle = Throttle(database)
    for number in range(20):
        throttle.admit(f"name-{number}", "10.0.0.1", NOW)
    throttle.admit("li", "10.0.0.2", NOW + WINDOW)
    with database.read() as connection:
        kept = connection.execute(select(tables.failures.c.whom)).all()
    assert len(kept) == 3


def test_typed_name_is_not_kept(database: Database) -> None:
    """A password typed into the wrong field would stand in the database."""
    Throttle(database).admit("my secret password", "10.0.0.1", NOW)
    Throttle(database).admit("\ud800\0" * 1000, "\ud800", NOW)
    with database.read() as connection:
        kept = str(connection.execute(select(tables.failures)).all())
    assert "secret" not in kept


def test_many_tries_at_once_are_many(database_url: str) -> None:
    """A program that tries a hundred passwords at once would count as one try."""
    with Database.open(database_url) as one, Database.open(database_url) as other:
        outcomes: list[int] = []

        def attempt(database: Database) -> None:
            outcomes.extend(waiting(Throttle(database), "li", "10.0.0.1") for _ in range(5))

        threads = [threading.Thread(target=attempt, args=((one, other)[number % 2],)) for number in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(outcomes) == 50
        # what two processes see at the same moment may let through one batch more
        assert FREE_TRIES <= outcomes.count(0) <= 3 * FREE_TRIES


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "Wait 1 seconds"), (119, "119 seconds"), (119.5, "120 seconds")]
)
def test_refusal_says_how_long(seconds: float, words: str) -> None:
    """People would try again and again."""
    assert words in str(TooManyTries(timedelta(seconds=seconds)))
