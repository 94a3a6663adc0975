"""How plays begin: once for each form, at what is published, with whoever's turn it is."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from simulator.call.play.illegal import IllegalMove
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.practice.pages.plays import beginning
from simulator.practice.pages.plays.beginning import begin
from simulator.practice.pages.plays.live import CaseUnreadable
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import AttemptNameTaken
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .calling import CASE, Calling

Client = Callable[[str], Browser]


def post(browser: Browser, case: str = CASE, **fields: str) -> tuple[int, str]:
    """Begin a play; the status and where it leads."""
    answer = browser.post_form(f"/cases/{case}/play", fields, follow_redirects=False)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.fixture
def bundle(services: Services) -> str:
    """The published files of the case."""
    published = services[Library].entry(CASE).bundle
    assert published
    return published


def test_the_same_form_twice_begins_one_attempt(client: Client, services: Services) -> None:
    """A double click would leave an attempt behind that nobody will ever finish."""
    browser = client("lin")
    assert post(browser, key="a") == post(browser, key="a")
    assert post(browser, key="a") != post(browser, key="b")
    assert len(services[Attempts].summaries(case=CASE)) == 2


def test_the_same_form_twice_at_the_same_time_begins_one_attempt(
    services: Services, person: Callable[[str], Person], bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slower of two threads would tell the trainee that a name is taken."""
    lin = person("lin")
    name = begin(services, lin, CASE, bundle, preview=False, key="a")
    real = beginning._own
    looks: list[object] = []

    def first_look_misses(*given: Any) -> object:
        looks.append(given)
        return None if len(looks) == 1 else real(*given)

    monkeypatch.setattr(beginning, "_own", first_look_misses)
    assert begin(services, lin, CASE, bundle, preview=False, key="a") == name
    assert len(services[Attempts].summaries(case=CASE)) == 1


def test_a_name_that_is_another_s_is_refused(
    services: Services, person: Callable[[str], Person], bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clash of names would lead into somebody else's attempt."""
    monkeypatch.setattr(beginning, "_name", lambda *_: "same")
    begin(services, person("lin"), CASE, bundle, preview=False, key="a")
    with pytest.raises(AttemptNameTaken):
        begin(services, person("bo"), CASE, bundle, preview=False, key="a")


def test_two_people_with_the_same_key_have_their_own_attempts(client: Client) -> None:
    """One of the two would end up in the other's play."""
    assert post(client("lin"), key="a") != post(client("bo"), key="a")


@pytest.mark.parametrize(
    ("case", "fields", "status"),
    [
        ("no-such-case", {"key": "a"}, 404),
        ("..%2f..%2fetc", {"key": "a"}, 404),
        (CASE, {}, 422),
        (CASE, {"key": "k" * 65}, 422),
        (CASE, {"key": "a", "stage": "exam"}, 422),
    ],
)
def test_what_cannot_begin_is_refused(
    client: Client, services: Services, case: str, fields: dict[str, str], status: int
) -> None:
    """A crafted form would be a fault, or leave a play that cannot be opened."""
    assert post(client("lin"), case, **fields)[0] == status
    assert services[Attempts].summaries() == []


def test_a_withdrawn_case_cannot_be_begun_but_ended(client: Client, services: Services) -> None:
    """A trainee would begin a case that the trainer took away, or lose the play begun before."""
    call = Calling(client("lin"))
    services[Library].withdraw(CASE, None, now())
    assert post(call.browser, key="b")[0] == 404
    assert call.say(2).status_code == 200


def test_who_calls_changes_from_attempt_to_attempt(client: Client, services: Services) -> None:
    """A trainee would meet the same customer each time, and learn one by heart."""
    browser = client("lin")
    for number in range(6):
        post(browser, key=str(number), stage="rehearsal")
    met = [entry.persona for entry in reversed(services[Attempts].summaries(case=CASE))]
    assert all(one != next_one for one, next_one in pairwise(met))
    assert sorted(met.count(persona) for persona in set(met)) == [2, 2, 2]


def test_what_begins_is_kept_whole(client: Client, services: Services, bundle: str) -> None:
    """Too little would be kept to replay an attempt years later."""
    address = post(client("lin"), key="a", stage="rehearsal")[1]
    kept = services[Attempts].find(address.partition("?")[0].rsplit("/", 1)[1])
    attempt = kept.record.attempt
    assert (kept.bundle, kept.preview, kept.version) == (bundle, False, 0)
    assert attempt.case == CASE
    assert attempt.digest == services[Library].case(bundle, "en").digest
    assert attempt.seed is not None
    assert attempt.stage is not None
    assert attempt.stage.value == "rehearsal"


def test_a_preview_counts_nowhere_and_may_begin_in_the_middle(
    services: Services, person: Callable[[str], Person], bundle: str, client: Client
) -> None:
    """A trainer who tries a scene out would change the figures of a class."""
    case = services[Library].case(bundle, "en")
    move = next(iter(case.opening.moves))
    name = begin(services, person("wei"), CASE, bundle, stage="rehearsal", persona="proud", moves=[move])
    kept = services[Attempts].find(name)
    assert (kept.preview, kept.version, kept.record.attempt.persona) == (True, 1, "proud")
    assert services[Attempts].summaries(case=CASE) == []
    page = client("wei").get(f"/plays/{name}").text
    assert "This is a trial. It does not count." in page


def test_a_preview_of_what_there_is_not_is_refused(
    services: Services, person: Callable[[str], Person], bundle: str
) -> None:
    """A play would be kept that cannot be opened."""
    for wrong in ({"persona": "nobody"}, {"stage": "rehearsal", "moves": ["no-such-move"]}):
        with pytest.raises(IllegalMove):
            begin(services, person("wei"), CASE, bundle, **wrong)
    assert services[Attempts].summaries(previews=True) == []


def test_a_draft_with_errors_cannot_be_tried_out(services: Services, person: Callable[[str], Person]) -> None:
    """Trying out a half-written case would be a fault of the server."""
    broken = services[Library].keep({"case.yaml": b"id: broken\nlanguage: en\n"}, now())
    with pytest.raises(CaseUnreadable):
        begin(services, person("wei"), "broken", broken)
