"""Standard setting (Angoff): own estimates first, then the others', and a cut with its spread."""

from collections.abc import Callable

from simulator.exam.storage.exams import Exams
from simulator.exam.storage.results_of import results_of
from simulator.people.person import Person
from simulator.web.services import now
from tests.app.conftest import Browser

from .conftest import Room


def sheet(room: Room, share: int, *, but: int = 0) -> dict[str, str]:
    """A judge's sheet with the same share everywhere; `but` questions are left out."""
    names = [question.id for question in room.questions]
    return {f"share-{name}": str(share) for name in names[: len(names) - but]}


def test_the_cut_follows_from_whole_sheets(
    client: Callable[[str], Browser], room: Room, person: Callable[[str], Person]
) -> None:
    """A judge would lean on the others, or the pass mark on half a sheet."""
    wei, root, address = client("wei"), client("root"), f"{room.address}/judges"
    page = wei.post_form(address, sheet(room, 60, but=1)).text
    assert "questions that nobody has judged yet: 1" in page
    assert "All judges" not in page
    page = wei.post_form(address, sheet(room, 60)).text
    assert "<strong>60%</strong>" in page
    page = root.get(address).text  # who has not judged sees that there is a cut, and not which
    assert "shown when your sheet is complete" in page
    assert "60%" not in page.partition("Your estimates")[2]
    page = root.post_form(address, sheet(room, 80)).text
    assert "<strong>70%</strong> ± 10%" in page
    assert room.services[Exams].estimates(room.exam.id)[person("root").id][room.questions[0].id] == 0.8
    # it decides once it is told to
    room.sit(room.lin, 6)
    assert results_of(room.services, room.exam, now()).cuts == (0.5,)
    wei.post_form(f"{address}/use", {"judged": "yes"})
    results = results_of(room.services, room.services[Exams].find(room.exam.id), now())
    assert (results.cuts, results.judged) == ((0.7,), True)
    assert results.present[0].passed is False


def test_estimates_that_cannot_be(client: Callable[[str], Browser], room: Room) -> None:
    """A slip would shift the pass mark of everybody."""
    wei, address = client("wei"), f"{room.address}/judges"
    field = f"share-{room.questions[0].id}"
    for typed in ("101", "-1", "half", "²"):
        answer = wei.post_form(address, sheet(room, 50) | {field: typed})
        assert answer.status_code == 422, typed
        assert f'aria-describedby="{field}-error"' in answer.text
        assert room.services[Exams].estimates(room.exam.id) == {}
