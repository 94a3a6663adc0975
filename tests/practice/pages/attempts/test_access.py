"""Who may look at whose attempt, and that nothing is told of one that goes on."""

from collections.abc import Callable

import pytest

from simulator.administration.leaving import delete_person
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.people.storage.people import People
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.comments import Comments
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .keeping import LISTENED, LOST, keep

PARTS = ("", "/review", "/report.html", "/report.md", "/retry", "/retry/4", "/compare/best")
Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]


@pytest.mark.parametrize(
    ("owner", "seen_by"),
    [("lin", {"lin", "hua", "wei", "root"}), ("bo", {"bo", "wei", "root"}), ("wei", {"wei", "root"})],
)
def test_own_and_watched(
    client: Browsers, services: Services, person: Named, owner: str, seen_by: set[str]
) -> None:
    """Somebody could read a colleague's debrief, or a lead that of another team."""
    name = keep(services, person(owner)).record.id
    found = {
        who: {client(who).get(f"/attempts/{name}{part}").status_code for part in ("", "/report.md", "/retry")}
        for who in ("lin", "bo", "hua", "wei", "root")
    }
    assert found == {who: {200} if who in seen_by else {404} for who in found}


def test_no_part_for_strangers(client: Browsers, services: Services, person: Named) -> None:
    """A part of the debrief would be open to whoever knows its address."""
    name = keep(services, person("lin")).record.id
    stranger = client("bo")
    assert {stranger.get(f"/attempts/{name}{part}").status_code for part in PARTS} == {404}
    own = keep(services, person("bo"), number=1).record.id
    for path in (f"/attempts/{own}/compare/{name}", f"/attempts/compare?with={own}&with={name}"):
        assert stranger.get(path).status_code == 404
    again = stranger.post_form(f"/attempts/{name}/again", {"reply": "1", "key": "k"})
    assert again.status_code == 404
    assert stranger.post_form(f"/attempts/{name}/comments", {"reply": "1", "text": "x"}).status_code == 403


def test_the_same_answer_as_for_none(client: Browsers, services: Services, person: Named) -> None:
    """Whoever guesses names would learn which attempts there are."""
    name = keep(services, person("lin")).record.id
    stranger = client("bo")
    there, nowhere = (
        stranger.get(f"/attempts/{one}").text.replace(one, "") for one in (name, "no-such-attempt")
    )
    assert there == nowhere


def test_unfinished_own_goes_on(client: Browsers, services: Services, person: Named) -> None:
    """The debrief would tell in the middle of a call who is on the line."""
    name = keep(services, person("lin"), LOST[:2]).record.id
    browser = client("lin")
    answer = browser.get(f"/attempts/{name}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/plays/{name}")
    assert {browser.get(f"/attempts/{name}{part}").status_code for part in PARTS[1:]} == {404}


@pytest.mark.parametrize("moves", [LOST[:2], LISTENED])
def test_unfinished_of_others_tells_nothing(
    client: Browsers, services: Services, person: Named, moves: list[str]
) -> None:
    """A lead would be told who is on the line, and could tell it on."""
    stage = "rehearsal" if moves == LOST[:2] else None
    kept = keep(services, person("lin"), moves, "hurried", stage)
    case = services[Library].case(kept.bundle or "", "en")
    browser = client("hua")
    page = browser.get(f"/attempts/{kept.record.id}")
    assert (page.status_code, "Not finished yet" in page.text) == (200, True)
    for persona in case.personas:
        assert persona.name not in page.text
        assert persona.id not in page.text
    assert case.title not in page.text
    assert {browser.get(f"/attempts/{kept.record.id}{part}").status_code for part in PARTS[1:]} == {404}
    posted = browser.post_form(f"/attempts/{kept.record.id}/comments", {"reply": "1", "text": "x"})
    assert posted.status_code == 404
    assert services[Comments].of(kept.id) == []


def test_trials_are_private(client: Browsers, services: Services, person: Named) -> None:
    """What an author only tried would be shown to others, or not to themselves."""
    name = keep(services, person("wei"), preview=True).record.id
    assert client("wei").get(f"/attempts/{name}").status_code == 200
    assert client("root").get(f"/attempts/{name}").status_code == 404


def test_after_an_account_was_deleted(client: Browsers, services: Services, person: Named) -> None:
    """The page of an attempt that is nobody's any more would fail, or be closed to who leads the class."""
    kept = keep(services, person("lin"))
    delete_person(services[People], person("lin").id, None, now())
    (left,) = services[Attempts].summaries()
    assert left.name != kept.record.id
    for watcher in ("wei", "hua"):
        page = client(watcher).get(f"/attempts/{left.name}")
        assert page.status_code == 200
        assert "Lin Xiaoyu" not in page.text
    assert client("bo").get(f"/attempts/{left.name}").status_code == 404
