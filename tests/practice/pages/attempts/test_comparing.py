"""Two calls side by side: the right two, and nothing of calls that are not for the visitor."""

from collections.abc import Callable

import pytest

from simulator.library.library import Library
from simulator.people.person import Person
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .keeping import LOST, WHOLE, WON, keep
from .test_debrief import parsed

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_with_the_best_call(client: Browsers, services: Services, person: Named, language: str) -> None:
    """A trainee would not see where the best call leaves theirs."""
    kept = keep(services, person("lin"))
    services[Attempts].give_up(kept.id, now())
    name = kept.record.id
    browser = client("lin")
    browser.post_form("/language", {"language": language, "next": "/"}, follow_redirects=False)
    answer = browser.get(f"/attempts/{name}/compare/best")
    assert answer.status_code == 200
    page = parsed(answer.text)
    assert page.faults == []
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert page.values("style") == []
    if language == "en":
        assert "Best call" in page.texts


def test_two_of_ones_own(client: Browsers, services: Services, person: Named) -> None:
    """The two that were ticked would not be the two that are shown."""
    first = keep(services, person("lin"), LOST, "worried", number=1)
    names = [
        first.record.id,
        keep(services, person("lin"), WHOLE, "worried", None, number=2).record.id,
    ]
    keep(services, person("lin"), WON, "worried", number=3)
    browser = client("lin")
    answer = browser.get(
        "/attempts/compare", params=[("with", name) for name in names], follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/attempts/{names[0]}/compare/{names[1]}",
    )
    page = browser.get(answer.headers["location"])
    assert "The calls diverge at reply 3; up to there they are the same." in page.text
    # what else there is to compare with: the third attempt, and for whoever gave up the best call
    others = f'<li><a href="/attempts/{names[0]}/compare/'
    assert page.text.count(others) == 1
    services[Attempts].give_up(first.id, now())
    assert browser.get(answer.headers["location"]).text.count(others) == 2


@pytest.mark.parametrize("ticked", [0, 1, 3])
def test_two_and_no_more(client: Browsers, services: Services, person: Named, ticked: int) -> None:
    """Whoever ticks one or three would get a page that fails."""
    names = [keep(services, person("lin"), number=n).record.id for n in range(ticked)]
    answer = client("lin").get("/attempts/compare", params=[("with", name) for name in names])
    assert (answer.status_code, "Tick two attempts" in answer.text) == (422, True)


def test_only_of_one_case(client: Browsers, services: Services, person: Named) -> None:
    """Calls would be compared that have no reply in common."""
    from simulator import Play
    from simulator.call.case.case import Stage
    from simulator.practice.store import Record, result_of

    name = keep(services, person("lin")).record.id
    bundle = services[Library].entry("ac-remote").bundle or ""
    play = Play.start(services[Library].case(bundle, "en"), None, Stage.REPLAY)
    for move in ("hear all", "next"):
        play.push(move)
    record = Record("other", play.attempt(), result_of(play), language="en")
    services[Attempts].begin(record, person("lin").id, bundle)
    answer = client("lin").get(f"/attempts/{name}/compare/other")
    assert (answer.status_code, "attempts at two cases" in answer.text) == (422, True)


def test_watchers_see_whose_call_it_is(client: Browsers, services: Services, person: Named) -> None:
    """A trainer who compares two trainees could not tell them apart; a lead would see another team's."""
    first = keep(services, person("lin")).record.id
    second = keep(services, person("bo"), WON, "worried", number=1).record.id
    page = client("wei").get(f"/attempts/{first}/compare/{second}")
    assert page.status_code == 200
    assert "Lin Xiaoyu" in page.text
    assert "Bo Chen" in page.text
    assert client("hua").get(f"/attempts/{first}/compare/{second}").status_code == 404
