"""Tokens: a program acts in somebody's name until the token is revoked or has expired."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from simulator.database import tables
from simulator.database.database import Database
from simulator.people.person import Person, Role
from simulator.people.storage.links import Links, Purpose
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import NoSuchPerson, People
from simulator.people.storage.tokens import MOST_OF_ONE, PREFIX, NoSuchToken, Token, Tokens, TooManyTokens
from simulator.text.typed_text import UnusableText
from tests.database.desk import DAY, NOW, audited, somebody


def test_token_stands_for_its_person(database: Database) -> None:
    """The HR system could not read anything."""
    tokens, person = Tokens(database), somebody(database, role=Role.ADMIN)
    token, secret = tokens.new(person.id, " HR  system ", person.id, NOW)
    assert token == Token(token.id, person.id, "HR system", NOW, None)
    assert secret.startswith(PREFIX)
    assert tokens.find(secret, NOW) == person
    assert tokens.known(secret, NOW) == person
    assert Tokens(database).known(secret, NOW) is None
    assert tokens.find(PREFIX, NOW) is None
    assert tokens.find("", NOW) is None
    assert tokens.find(secret, NOW + 3650 * DAY) == person
    assert tokens.all(person.id) == [token]


def test_secret_is_not_kept(database: Database) -> None:
    """Whoever reads a backup could use the tokens in it."""
    _, secret = Tokens(database).new(somebody(database).id, "hr", None, NOW)
    with database.read() as connection:
        kept = str(connection.execute(select(tables.tokens)).all())
    assert secret not in kept + str(audited(database))


def test_token_expires(database: Database) -> None:
    """A token for a week would be one for ever."""
    tokens, person = Tokens(database), somebody(database)
    end = NOW + DAY
    _, secret = tokens.new(person.id, "hr", None, NOW, end)
    last = end - timedelta(seconds=1)
    assert tokens.find(secret, last) == person
    assert tokens.find(secret, end) is None
    assert Tokens(database).find(secret, end) is None


def test_revoked_token_is_worthless_at_once(database: Database) -> None:
    """A token that got into a public place could not be called back."""
    tokens, person, other = Tokens(database), somebody(database), somebody(database, "other")
    token, secret = tokens.new(person.id, "hr", None, NOW)
    assert tokens.find(secret, NOW) == person
    with pytest.raises(NoSuchToken):
        tokens.revoke(token.id, other.id, NOW, person=other.id)
    assert tokens.find(secret, NOW) == person
    tokens.revoke(token.id, person.id, NOW, person=person.id)
    assert tokens.find(secret, NOW) is None
    assert tokens.all(person.id) == []
    with pytest.raises(NoSuchToken):
        tokens.revoke(token.id, person.id, NOW)
    actions = [entry.action for entry in audited(database, f"person:{person.id}")]
    assert actions == ["token-revoked", "token-made", "person-added"]


def test_change_of_a_person_counts_at_once(database: Database) -> None:
    """A program would keep the rights that its person has lost."""
    tokens, person = Tokens(database), somebody(database, role=Role.TRAINER)
    _, secret = tokens.new(person.id, "hr", None, NOW)
    assert tokens.find(secret, NOW) == person
    after = People(database).change(person.id, None, NOW, role=Role.TRAINEE)
    assert tokens.find(secret, NOW) == after


def test_bad_tokens_are_refused(database: Database) -> None:
    """The table could be filled, or an old page end in an error."""
    tokens, person = Tokens(database), somebody(database)
    with pytest.raises(NoSuchPerson):
        tokens.new(999, "hr", None, NOW)
    with pytest.raises(UnusableText):
        tokens.new(person.id, " ", None, NOW)
    for number in range(MOST_OF_ONE):
        tokens.new(person.id, str(number), None, NOW)
    with pytest.raises(TooManyTokens):
        tokens.new(person.id, "one more", None, NOW)


def changed_by_owner(database: Database, person: Person) -> None:
    """Set a password as its owner does."""
    Passwords(database).set(person.id, "a quiet river 7", person.id, NOW, keep="this")


def reset_with_a_link(database: Database, person: Person) -> None:
    """Set a password with a one-time link."""
    links = Links(database)
    links.use(links.new(person.id, Purpose.RESET, None, NOW), "a quiet river 7", NOW)


def locked_and_unlocked(database: Database, person: Person) -> None:
    """Lock an account and let its owner in again."""
    People(database).set_active(person.id, False, None, NOW)
    People(database).set_active(person.id, True, None, NOW)


@pytest.mark.parametrize("end", [changed_by_owner, reset_with_a_link, locked_and_unlocked])
def test_tokens_end_with_what_let_their_owner_in(
    database: Database, end: Callable[[Database, Person], None]
) -> None:
    """Whoever got at an account would keep a way in after its owner has thrown them out."""
    tokens = Tokens(database)
    person, other = somebody(database), somebody(database, "other")
    _, secret = tokens.new(person.id, "hr", None, NOW)
    _, others = tokens.new(other.id, "hr", None, NOW)
    assert tokens.find(secret, NOW) == person
    end(database, person)
    assert tokens.find(secret, NOW) is None
    assert tokens.all(person.id) == []
    assert tokens.find(others, NOW) == other
    entries = [one for one in audited(database, f"person:{person.id}") if one.action == "token-revoked"]
    assert [one.detail["name"] for one in entries] == ["hr"]
