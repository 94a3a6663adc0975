"""Known browsers: signed for one account, and worthless after its next password."""

from simulator.database.database import Database
from simulator.people.storage.devices import MOST, Devices
from simulator.people.storage.passwords import put_password
from tests.database.desk import somebody


def test_browser_is_known_to_who_signed_in_with_it(database: Database) -> None:
    """The owner would wait for whoever guesses, or the guesser be taken for the owner."""
    devices, li, wang = Devices(database), somebody(database), somebody(database, "wang")
    cookie = devices.remembered(li.id, "")
    assert devices.known(" LI", cookie)
    assert devices.known("wang", cookie) is None
    both = devices.remembered(wang.id, cookie)
    assert devices.known("li", both) == devices.known("li", cookie) != devices.known("wang", both)
    again = devices.remembered(li.id, both)
    assert again.count("~") == 1
    assert devices.known("li", again) not in (None, devices.known("li", both))


def test_made_up_marks_are_not_believed(database: Database) -> None:
    """A guesser could write a new mark for each try, and never wait."""
    devices, li, wang = Devices(database), somebody(database), somebody(database, "wang")
    cookie = devices.remembered(li.id, "")
    person, device, signature = cookie.split(".")
    other = devices.remembered(wang.id, "").split(".")
    for made_up in (
        "",
        "~" * 5000,
        f"{person}.{'0' * 32}.{signature}",
        f"{person}.{device}.{'0' * 64}",
        f"{wang.id}.{device}.{signature}",
        f"{person}.{other[1]}.{other[2]}",
        f"\uff19.{device}.{signature}",
        cookie[:-1],
        f"{'9' * 500}.{device}.{signature}",
    ):
        assert devices.known("li", made_up) is None, made_up
        assert devices.known("nobody", made_up) is None
        assert devices.remembered(li.id, made_up).count("~") <= 1
    assert devices.known("\ud800", cookie) is None


def test_new_password_makes_the_marks_worthless(database: Database) -> None:
    """A stolen laptop would go on being taken for its owner."""
    devices, li = Devices(database), somebody(database)
    cookie = devices.remembered(li.id, "")
    database.write(lambda connection: put_password(connection, li.id, "another"))
    assert devices.known("li", cookie) is None


def test_shared_browser_remembers_the_latest(database: Database) -> None:
    """The cookie of a browser in the exam room would grow until no request gets through."""
    devices, cookie = Devices(database), ""
    names = [f"p{number}" for number in range(MOST + 2)]
    for name in names:
        cookie = devices.remembered(somebody(database, name).id, cookie)
    assert len(cookie) < 1000
    assert [devices.known(name, cookie) is not None for name in names] == [False] * 2 + [True] * MOST
