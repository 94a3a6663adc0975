"""Passwords: which are taken, how they are kept, and that nothing can be learnt from a wrong one."""

import time
from statistics import median

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from simulator.database import tables
from simulator.database.database import Database
from simulator.people.person import Person, Role
from simulator.people.storage import passwords as module
from simulator.people.storage.passwords import Passwords, UnfitPassword, checked_password, put_password
from simulator.people.storage.people import NoSuchPerson, People
from simulator.people.storage.sessions import Sessions, secret_hash
from tests.database.desk import NOW, audited, somebody

GOOD = "seven red bicycles"
LI = Person(1, "li.wei", "李薇 Li Wei", Role.TRAINEE)


def kept_hash(database: Database, person: int) -> str:
    """Return what the database holds instead of a password."""
    column = tables.people.c
    with database.read() as connection:
        return str(connection.scalar(select(column.password).where(column.id == person)))


def test_set_password_lets_in(database: Database) -> None:
    """Nobody could sign in, or anybody."""
    person = somebody(database)
    passwords = Passwords(database)
    passwords.set(person.id, GOOD, person.id, NOW)
    assert passwords.verified("LI", GOOD) == person
    assert passwords.verified("li", GOOD + " ") is None
    assert passwords.verified("li", "") is None
    assert passwords.verified("nobody", GOOD) is None
    assert passwords.verified("\0", GOOD) is None
    assert passwords.verified("li", "\ud800") is None
    assert passwords.verified("li", "x" * 10_000_000) is None
    assert kept_hash(database, person.id).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert audited(database)[0].action == "password-set"


def test_full_width_password_is_the_same(database: Database) -> None:
    """Who sets a password with the input method on could not sign in with it off."""
    person = somebody(database)
    Passwords(database).set(person.id, "ｓｅｖｅｎ　ｒｅｄ　７７７７", None, NOW)
    assert Passwords(database).verified("li", "seven red 7777") == person


def test_account_that_is_not_active_is_not_let_in(database: Database) -> None:
    """Who has left the company could sign in."""
    somebody(database, "boss", Role.ADMIN)
    person = somebody(database)
    Passwords(database).set(person.id, GOOD, None, NOW)
    People(database).set_active(person.id, False, None, NOW)
    assert Passwords(database).verified("li", GOOD) is None


def test_invited_account_has_no_password(database: Database) -> None:
    """A new account could be taken by whoever is first."""
    People(database).add("new", "New", Role.TRAINEE, by=None, now=NOW)
    assert Passwords(database).verified("new", "") is None
    assert Passwords(database).verified("new", "nobody has this one") is None


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "九个字的密码太短",
        "x" * 201,
        "1234567890",
        "0987654321",
        "qwertyuiop",
        "PASSWORD123",
        "woaini1314520",
        "aaaaaaaaaaaaa",
        "abababababab",
        "abcdefghijkl",
        "li.wei",
        "li.wei2026",
        "LI.WEI_123456",
        "李薇 Li Wei",
        "iew.il12345678",
    ],
)
def test_password_that_others_would_try_first_is_refused(password: str) -> None:
    """The account would be open to whoever knows its name."""
    with pytest.raises(UnfitPassword):
        checked_password(password, LI)


@pytest.mark.parametrize(
    "password", [GOOD, "我家门口有两棵枣树呢", "x" * 150 + "yz" * 25, "li.wei likes tea", "5820391847"]
)
def test_password_that_is_long_enough_is_taken(password: str) -> None:
    """People would be driven to write their passwords down."""
    assert checked_password(password, LI) == password


def test_new_password_ends_the_other_sessions(database: Database) -> None:
    """Whoever had stolen a session would keep it."""
    person, other = somebody(database), somebody(database, "other")
    sessions = Sessions(database)
    own, stolen, foreign = (sessions.begin(one.id, NOW).token for one in (person, person, other))
    for token in (own, stolen, foreign):
        assert sessions.find(token, NOW) is not None
    Passwords(database).set(person.id, GOOD, person.id, NOW, keep=secret_hash(own))
    assert [sessions.find(token, NOW) is not None for token in (own, stolen, foreign)] == [True, False, True]


def test_password_of_nobody_is_refused(database: Database) -> None:
    """An old page would end in an error."""
    with pytest.raises(NoSuchPerson):
        Passwords(database).set(999, GOOD, None, NOW)


def test_hash_of_an_older_version_is_made_anew(database: Database) -> None:
    """Passwords would for ever be kept as was good enough years ago."""
    person = somebody(database)
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(GOOD)
    database.write(lambda connection: put_password(connection, person.id, old))
    assert Passwords(database).verified("li", GOOD) == person
    assert kept_hash(database, person.id).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Passwords(database).verified("li", GOOD) == person


def test_damaged_hash_lets_nobody_in(database: Database) -> None:
    """A damaged row would end in an error page, or in an open door."""
    person = somebody(database)

    def keep(kept: str) -> None:
        database.write(lambda connection: put_password(connection, person.id, kept))

    for damaged in ("", "$argon2id$", "plain text", "$argon2id$v=19$m=1,t=1,p=1$YQ$YQ"):
        keep(damaged)
        assert Passwords(database).verified("li", "plain text") is None


def test_unknown_name_takes_as_long(database: Database) -> None:
    """The time would tell which names there are."""
    module._nobodys.cache_clear()  # the tests of the web make it with hashes that cost nothing
    person = somebody(database)
    passwords = Passwords(database)
    passwords.set(person.id, GOOD, None, NOW)

    def taken(name: str) -> float:
        start = time.process_time()
        assert passwords.verified(name, "wrong password") is None
        return time.process_time() - start

    known, unknown = [], []
    for _ in range(9):
        known.append(taken("li"))
        unknown.append(taken("nobody"))
    assert 0.6 < median(known) / median(unknown) < 1.6


def test_common_passwords_are_long_enough_to_matter() -> None:
    """The list would hold what is refused as too short anyway."""
    words = module._COMMON.split()
    assert [word for word in words if len(word) < module.LEAST or word != word.casefold()] == []
    assert len(words) == len(set(words))
