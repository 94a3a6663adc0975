"""Who sees the keys of an exam while they are to sit one themselves."""

from collections.abc import Callable

from simulator.exam.storage.exams import Exams
from simulator.people.person import Person
from tests.app.conftest import Browser

from .conftest import Room, open_exam


def test_a_lead_who_is_to_sit_sees_no_keys_of_other_papers(
    client: Callable[[str], Browser], person: Callable[[str], Person], room: Room
) -> None:
    """A lead could put a draft together from the same bank, and read next week's keys in it."""
    hua, wei = client("hua"), client("wei")
    pages = [room.address, f"{room.address}/results", f"{room.address}/judges"]
    assert [hua.get(path).status_code for path in pages] == [200] * 3
    own = open_exam(room.services, [person("hua")], room.questions[:3])
    closed = hua.get(room.address)
    assert (closed.status_code, f"You are to sit “{own.title}” yourself." in closed.text) == (403, True)
    assert [hua.get(path).status_code for path in pages] == [403] * 3
    assert hua.get(f"{room.address}/watch").status_code == 200
    assert wei.get(room.address).status_code == 200
    room.services[Exams].release(own.id, None, own.window.closes)
    assert hua.get(room.address).status_code == 200
