"""Trying again from a reply on: the call as it stood, and nothing that counts."""

from collections.abc import Callable

import pytest

from simulator.people.person import Person
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services
from tests.app.conftest import Browser

from .keeping import LOST, WHOLE, WON, keep

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]


@pytest.mark.parametrize(("moves", "stage"), [(WHOLE, None), (WON, "rehearsal")])
@pytest.mark.parametrize("reply", [1, 3])
def test_the_call_as_it_stood(
    client: Browsers, services: Services, person: Named, moves: list[str], stage: str | None, reply: int
) -> None:
    """The trainee would come back to another place of the call, or to another customer."""
    kept = keep(services, person("lin"), moves, "worried", stage)
    answer = client("lin").post_form(
        f"/attempts/{kept.record.id}/again", {"reply": reply, "key": "k"}, follow_redirects=False
    )
    assert answer.status_code == 303
    new = services[Attempts].find(answer.headers["location"].removeprefix("/plays/"))
    assert new.record.attempt.moves == tuple(WON[: reply - 1])
    assert (new.record.attempt.persona, new.bundle) == ("worried", kept.bundle)
    assert (new.preview, new.person, new.record.finished) == (True, person("lin").id, False)


def test_it_counts_nowhere(client: Browsers, services: Services, person: Named) -> None:
    """Whoever tries long enough would master the case."""
    kept = keep(services, person("lin"))
    browser = client("lin")
    browser.post_form(f"/attempts/{kept.record.id}/again", {"reply": "1", "key": "k"}, follow_redirects=False)
    assert [one.id for one in services[Attempts].summaries(person=person("lin").id)] == [kept.id]
    assert browser.get("/attempts").text.count('href="/plays/') == 0


def test_double_click(client: Browsers, services: Services, person: Named) -> None:
    """Two trials would be begun."""
    kept = keep(services, person("lin"))
    browser = client("lin")
    places = {
        browser.post_form(
            f"/attempts/{kept.record.id}/again", {"reply": "2", "key": "k"}, follow_redirects=False
        ).headers["location"]
        for _ in range(2)
    }
    assert len(places) == 1
    assert len(services[Attempts].summaries(previews=True)) == 2


def test_a_watcher_tries_for_themselves(client: Browsers, services: Services, person: Named) -> None:
    """A trainer who looks what else could have been said would play in the trainee's name."""
    kept = keep(services, person("lin"))
    answer = client("wei").post_form(
        f"/attempts/{kept.record.id}/again", {"reply": "2", "key": "k"}, follow_redirects=False
    )
    new = services[Attempts].find(answer.headers["location"].removeprefix("/plays/"))
    assert (new.person, new.preview) == (person("wei").id, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"reply": "0", "key": "k"},
        {"reply": str(len(LOST) + 1), "key": "k"},
        {"reply": "-1", "key": "k"},
        {"reply": "", "key": "k"},
        {"reply": "1", "key": ""},
        {"reply": "1", "key": "k" * 65},
    ],
)
def test_made_up_forms(client: Browsers, services: Services, person: Named, fields: dict[str, str]) -> None:
    """A form that no page of ours has would begin something, or be a fault of the server."""
    kept = keep(services, person("lin"))
    answer = client("lin").post_form(f"/attempts/{kept.record.id}/again", fields)
    assert answer.status_code in (400, 422)
    assert len(services[Attempts].summaries(previews=True)) == 1
