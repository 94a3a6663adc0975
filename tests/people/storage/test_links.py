"""One-time links: they work once, for whom they were made, and not for long."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from simulator.database import tables
from simulator.database.database import Database
from simulator.people.person import Role
from simulator.people.storage.links import ExpiredLink, InactiveAccount, Links, OneTimeLink, Purpose
from simulator.people.storage.passwords import Passwords, UnfitPassword
from simulator.people.storage.people import NoSuchPerson, People
from simulator.people.storage.sessions import Sessions
from simulator.people.storage.throttle import FREE_TRIES, Throttle, TooManyTries
from tests.database.desk import DAY, HOUR, NOW, audited, somebody

GOOD = "seven red bicycles"


def test_invited_person_sets_a_password(database: Database) -> None:
    """Nobody who is invited could come in."""
    links = Links(database)
    person = People(database).add("li", "Li", Role.TRAINEE, by=None, now=NOW)
    secret = links.new(person.id, Purpose.INVITATION, None, NOW)
    assert links.find(secret, NOW) == OneTimeLink(person, Purpose.INVITATION, NOW + 14 * DAY)
    after = links.use(secret, GOOD, NOW)
    assert (after.id, after.invited) == (person.id, False)
    assert Passwords(database).verified("li", GOOD) == after
    made, used = audited(database, f"person:{person.id}")[1::-1]
    assert (made.action, made.person, made.detail) == ("link-made", None, {"purpose": "invitation"})
    assert (used.action, used.person, used.detail) == ("password-set", person.id, {"with": "invitation"})


def test_link_works_once(database: Database) -> None:
    """Whoever finds an old mail could take the account."""
    links, person = Links(database), somebody(database)
    secret = links.new(person.id, Purpose.RESET, None, NOW)
    links.use(secret, GOOD, NOW)
    with pytest.raises(ExpiredLink):
        links.use(secret, "another good one", NOW)
    with pytest.raises(ExpiredLink):
        links.find(secret, NOW)
    assert Passwords(database).verified("li", GOOD) is not None


def test_link_used_twice_at_once_works_once(database_url: str) -> None:
    """Two people with one link would both believe that the password is theirs."""
    with Database.open(database_url) as one, Database.open(database_url) as other:
        person = somebody(one)
        secret = Links(one).new(person.id, Purpose.RESET, None, NOW)
        outcomes: list[str] = []

        def use(database: Database, password: str) -> None:
            try:
                Links(database).use(secret, password, NOW)
                outcomes.append(password)
            except ExpiredLink:
                outcomes.append("")

        words = [f"{GOOD} {number}" for number in range(4)]
        threads = [
            threading.Thread(target=use, args=((one, other)[number % 2], word))
            for number, word in enumerate(words)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (password,) = [outcome for outcome in outcomes if outcome]
        assert len(outcomes) == 4
        assert Passwords(one).verified("li", password) is not None


@pytest.mark.parametrize(("purpose", "lasts"), [(Purpose.INVITATION, 14 * DAY), (Purpose.RESET, 24 * HOUR)])
def test_link_expires(database: Database, purpose: Purpose, lasts: timedelta) -> None:
    """A mail from last year would open the account."""
    links, person = Links(database), somebody(database)
    secret = links.new(person.id, purpose, None, NOW)
    assert links.find(secret, NOW + lasts - timedelta(seconds=1)).person == person
    with pytest.raises(ExpiredLink):
        links.use(secret, GOOD, NOW + lasts)


def test_newer_link_takes_the_place_of_the_older(database: Database) -> None:
    """A link that was sent to the wrong person could not be called back."""
    links, person, other = Links(database), somebody(database), somebody(database, "other")
    kept = links.new(other.id, Purpose.RESET, None, NOW)
    first = links.new(person.id, Purpose.RESET, None, NOW)
    second = links.new(person.id, Purpose.RESET, None, NOW)
    with pytest.raises(ExpiredLink):
        links.find(first, NOW)
    assert links.find(second, NOW).person == person
    assert links.find(kept, NOW).person == other


def test_bad_password_leaves_the_link(database: Database) -> None:
    """Whoever first chose too short a password would need another link."""
    links, person = Links(database), somebody(database)
    secret = links.new(person.id, Purpose.RESET, None, NOW)
    with pytest.raises(UnfitPassword):
        links.use(secret, "short", NOW)
    links.use(secret, GOOD, NOW)


def test_new_password_ends_sessions_and_waiting(database: Database) -> None:
    """The thief of an account would stay in it, and its owner would have to wait."""
    links, person = Links(database), somebody(database)
    sessions, throttle = Sessions(database), Throttle(database)
    token = sessions.begin(person.id, NOW).token
    assert sessions.find(token, NOW) is not None
    for _ in range(FREE_TRIES):
        throttle.admit("li", "10.0.0.1", NOW)
    with pytest.raises(TooManyTries):
        throttle.admit("li", "10.0.0.1", NOW)
    links.use(links.new(person.id, Purpose.RESET, None, NOW), GOOD, NOW)
    assert sessions.find(token, NOW) is None
    throttle.admit("li", "10.0.0.1", NOW)


def test_no_link_to_where_nobody_may_go(database: Database) -> None:
    """A link would let in who was shut out."""
    somebody(database, "boss", Role.ADMIN)
    links, people, person = Links(database), People(database), somebody(database)
    secret = links.new(person.id, Purpose.RESET, None, NOW)
    people.set_active(person.id, False, None, NOW)
    with pytest.raises(ExpiredLink):
        links.find(secret, NOW)
    with pytest.raises(InactiveAccount):
        links.new(person.id, Purpose.RESET, None, NOW)
    with pytest.raises(NoSuchPerson):
        links.new(999, Purpose.RESET, None, NOW)


def test_secret_is_not_kept(database: Database) -> None:
    """Whoever reads a backup could use the links in it."""
    secret = Links(database).new(somebody(database).id, Purpose.RESET, None, NOW)
    with database.read() as connection:
        kept = str(connection.execute(select(tables.links)).all())
    assert secret not in kept + str(audited(database))
