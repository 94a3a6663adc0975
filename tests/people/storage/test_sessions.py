"""Sessions: a secret lets in who signed in, for as long as it should and not longer."""

import timeit
from datetime import timedelta

import pytest
from sqlalchemy import select

from simulator.database import tables
from simulator.database.database import Database
from simulator.database.recent import SECONDS, Recent, changed
from simulator.database.settings import Options
from simulator.people.person import Role
from simulator.people.storage.people import People
from simulator.people.storage.sessions import EXTENDED_EVERY, LONGEST, Session, Sessions, secret_hash
from tests.database.desk import DAY, HOUR, NOW, somebody


def rows(database: Database) -> list[str]:
    """Return the hashes of the sessions that are kept."""
    with database.read() as connection:
        return list(connection.scalars(select(tables.sessions.c.hash)))


def test_session_is_found(database: Database) -> None:
    """Everybody would have to sign in for every page."""
    person = somebody(database)
    sessions = Sessions(database)
    new = sessions.begin(person.id, NOW)
    session = Session(person, new.csrf, secret_hash(new.token), NOW + 12 * HOUR)
    assert sessions.find(new.token, NOW) == session
    assert sessions.known(new.token, NOW) == session
    assert Sessions(database).known(new.token, NOW) is None
    assert sessions.find(new.token + "x", NOW) is None
    assert sessions.find("", NOW) is None
    assert sessions.find("\ud800\0", NOW) is None


def test_secret_is_not_kept(database: Database) -> None:
    """Whoever reads a backup could take over every session."""
    new = Sessions(database).begin(somebody(database).id, NOW)
    assert rows(database) == [secret_hash(new.token)]
    assert len(new.token) >= 43
    assert new.token != new.csrf


def test_every_session_has_its_own_secrets(database: Database) -> None:
    """One could be fixed beforehand, or guessed from another."""
    sessions, person = Sessions(database), somebody(database)
    made = [sessions.begin(person.id, NOW) for _ in range(5)]
    assert len({secret for new in made for secret in new}) == 10


def test_unused_session_ends(database: Database) -> None:
    """A computer that is left alone would stay signed in."""
    sessions, person = Sessions(database), somebody(database)
    token = sessions.begin(person.id, NOW).token
    assert sessions.find(token, NOW + 12 * HOUR - timedelta(seconds=1)) is not None
    other = sessions.begin(person.id, NOW).token
    assert sessions.find(other, NOW + 12 * HOUR) is None
    sessions.begin(person.id, NOW + 2 * DAY)
    assert len(rows(database)) == 1


def test_used_session_goes_on_for_a_week(database: Database) -> None:
    """Somebody would be thrown out in the middle of a call, or never."""
    sessions, person = Sessions(database), somebody(database)
    token = sessions.begin(person.id, NOW).token
    moment, last = NOW, NOW
    while sessions.find(token, moment) is not None:
        database.write(lambda connection: None)  # what was submitted before is done
        last = moment
        moment += 6 * HOUR
        assert moment < NOW + 8 * DAY
    assert last == NOW + LONGEST - 6 * HOUR
    assert Sessions(database).find(token, moment) is None


def test_end_is_not_written_at_every_request(database: Database) -> None:
    """Every page would cost a write."""
    sessions, person = Sessions(database), somebody(database)
    token = sessions.begin(person.id, NOW).token
    soon, late = NOW + EXTENDED_EVERY, NOW + EXTENDED_EVERY + timedelta(seconds=9)
    found = sessions.find(token, soon)
    assert found is not None
    assert found.expires == NOW + 12 * HOUR
    found = sessions.find(token, late)
    assert found is not None
    assert found.expires == late + 12 * HOUR
    database.write(lambda connection: None)  # what was submitted before is done
    assert Sessions(database).find(token, late + 11 * HOUR) is not None


def test_hours_are_a_setting(database: Database) -> None:
    """An administrator's choice would mean nothing."""
    sessions, person = Sessions(database), somebody(database)
    Options(database).change(None, NOW, session_hours=1)
    token = sessions.begin(person.id, NOW).token
    assert sessions.find(token, NOW + HOUR) is None


def test_ended_session_is_over_at_once(database: Database) -> None:
    """Signing out would not sign out."""
    sessions, person = Sessions(database), somebody(database)
    token, other = (sessions.begin(person.id, NOW).token for _ in range(2))
    assert sessions.find(token, NOW) is not None
    sessions.end(token)
    sessions.end("never begun")
    assert sessions.find(token, NOW) is None
    assert sessions.find(other, NOW) is not None


def test_all_sessions_but_one_can_be_ended(database: Database) -> None:
    """A stolen session could not be got rid of."""
    sessions, person = Sessions(database), somebody(database)
    tokens = [sessions.begin(person.id, NOW).token for _ in range(3)]
    for token in tokens:
        sessions.find(token, NOW)
    assert sessions.end_all(person.id, keep=secret_hash(tokens[1])) == 2
    assert [sessions.find(token, NOW) is not None for token in tokens] == [False, True, False]
    assert sessions.end_all(person.id) == 1


def test_change_of_a_person_counts_at_once(database: Database) -> None:
    """A trainer made a trainee would go on publishing."""
    sessions, person = Sessions(database), somebody(database, role=Role.TRAINER)
    token = sessions.begin(person.id, NOW).token
    assert sessions.find(token, NOW) is not None
    after = People(database).change(person.id, None, NOW, role=Role.TRAINEE)
    found = sessions.find(token, NOW)
    assert found is not None
    assert found.person == after


def test_what_another_process_changed_counts_soon(database_url: str) -> None:
    """A session ended in one server process would live on in another."""
    with Database.open(database_url) as here, Database.open(database_url) as there:
        person = somebody(here)
        sessions = Sessions(here)
        token = sessions.begin(person.id, NOW).token
        assert sessions.find(token, NOW) is not None
        there.write(lambda connection: connection.execute(tables.sessions.delete()).rowcount)
        assert sessions.find(token, NOW + timedelta(seconds=SECONDS)) is None


def test_found_session_costs_next_to_nothing(database: Database) -> None:
    """Every request would ask the database who it is."""
    sessions, person = Sessions(database), somebody(database)
    token = sessions.begin(person.id, NOW).token
    assert sessions.find(token, NOW) is not None
    once = min(timeit.repeat(lambda: sessions.find(token, NOW), number=1000, repeat=20)) / 1000
    assert once < 10e-6  # seconds; 1.5 µs on an idle machine


def test_value_read_before_a_change_is_not_kept() -> None:
    """Who was thrown out between reading and keeping would stay in for some seconds."""
    recent: Recent[str] = Recent()
    mark = recent.mark()
    changed()
    recent.keep("key", "stale", NOW, mark)
    assert recent.find("key", NOW) is None
    recent.keep("key", "fresh", NOW, recent.mark())
    assert recent.find("key", NOW) == "fresh"
    assert recent.find("key", NOW - timedelta(seconds=1)) is None  # a clock that was set back


@pytest.mark.parametrize("later", [timedelta(), timedelta(seconds=9)])
def test_kept_values_are_bounded(later: timedelta) -> None:
    """The memory of a server would grow with everybody who was ever there."""
    recent: Recent[int] = Recent(most=10)
    for number in range(100):
        moment = NOW + number * later
        recent.keep(str(number), number, moment, recent.mark())
        assert recent.find(str(number), moment) == number
    assert len(recent._kept) <= 10
