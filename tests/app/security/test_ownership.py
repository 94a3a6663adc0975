"""Whose things they are: what one person may look at or change, another of the same role may not."""

from collections.abc import Callable, Iterator

import pytest
from starlette.routing import Route

from simulator.app.app import routes
from simulator.library.bundles import read_folder
from simulator.library.library import Library
from simulator.people.person import Person, Role
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import People
from simulator.people.storage.tokens import Tokens
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.comments import Comments
from simulator.web.services import Services, now
from tests.app.conftest import PASSWORD, Browser
from tests.conftest import SMALL_CASE
from tests.practice.pages.plays.calling import Calling

Client = Callable[[str], Browser]
Someone = Callable[[str], Person]


@pytest.fixture
def attempts(client: Client) -> dict[str, str]:
    """The names of two attempts of Lin's: one that is finished, and one that goes on."""
    found = {}
    for state in ("finished", "under way"):
        call = Calling(client("lin"), key=state)
        call.say(1)
        while state == "finished":
            page = call.browser.get(call.address, follow_redirects=False)
            if page.status_code == 303:
                break
            call.say(1, page.text)
        found[state] = call.name
    return found


@pytest.fixture
def ann(services: Services, client: Client) -> Browser:
    """The lead of another team than Lin's."""
    ann = services[People].add("ann", "Ann Other", Role.LEAD, by=None, now=now())
    services[Passwords].set(ann.id, PASSWORD, None, now())
    services[People].add_team("Others", ann.id, by=None, now=now())
    return client("ann")


def with_a_name() -> Iterator[tuple[str, Route]]:
    """Every route about one attempt."""
    for route in routes():
        if isinstance(route, Route) and "{name}" in route.path:
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, route


def address(route: Route, name: str) -> str:
    """An address of a route, about the attempt of this name."""
    others = {
        word: 1 if word in ("comment", "reply", "number") else "best" for word in route.param_convertors
    }
    return str(route.url_path_for(route.name, **(others | {"name": name})))


@pytest.mark.parametrize("state", ["finished", "under way"])
def test_nobody_but_the_owner_and_the_teams_lead_reaches_an_attempt(
    client: Client, ann: Browser, attempts: dict[str, str], services: Services, state: str
) -> None:
    """Colleagues would read each other's calls, or even say something in them."""
    name = attempts[state]
    before = services[Attempts].find(name)
    for browser in (client("bo"), ann):
        headers = {"X-CSRF-Token": browser.csrf()}
        wrong = []
        for method, route in with_a_name():
            path = address(route, name)
            answer = browser.request(method, path, headers=headers, follow_redirects=False)
            refused = browser.request(
                method, address(route, "nobody"), headers=headers, follow_redirects=False
            )
            # as if it were not there: an answer of its own would say that it is
            if (answer.status_code, answer.text.replace(name, "nobody")) != (
                refused.status_code,
                refused.text,
            ):
                wrong.append((method, path, answer.status_code))
            if answer.status_code not in (403, 404):
                wrong.append((method, path, answer.status_code))
        assert wrong == []
    assert services[Attempts].find(name) == before


def test_an_attempt_under_way_tells_those_who_watch_nothing(
    client: Client, attempts: dict[str, str], services: Services
) -> None:
    """A trainer beside a trainee would be shown the customer's answers, and could say something in the call."""
    name = attempts["under way"]
    before = services[Attempts].find(name)
    case = services[Library].case(before.bundle or "", "en")
    for watcher in ("wei", "hua", "root"):
        browser = client(watcher)
        headers = {"X-CSRF-Token": browser.csrf()}
        for method, route in with_a_name():
            answer = browser.request(method, address(route, name), headers=headers, follow_redirects=False)
            assert answer.status_code in (200, 403, 404, 422), route.path
            assert answer.status_code != 200 or route.name == "attempt", route.path
            for persona in case.personas:
                assert persona.name not in answer.text, route.path
    assert services[Attempts].find(name) == before


def test_the_lead_of_the_team_and_trainers_see_a_finished_attempt(
    client: Client, attempts: dict[str, str]
) -> None:
    """The tests above would pass as well if nobody could look at anything."""
    for watcher in ("lin", "wei", "hua", "root"):
        assert client(watcher).get(f"/attempts/{attempts['finished']}").status_code == 200


def test_nobody_deletes_the_comments_of_others(
    client: Client, attempts: dict[str, str], services: Services
) -> None:
    """A lead would take back what a trainer has said."""
    path = f"/attempts/{attempts['finished']}/comments"
    client("wei").post_form(path, {"reply": "1", "text": "Well heard."})
    (comment,) = services[Comments].of(services[Attempts].find(attempts["finished"]).id)
    for name in ("lin", "bo", "hua", "root"):
        answer = client(name).post_form(f"{path}/{comment.id}/delete", follow_redirects=False)
        assert answer.status_code in (403, 404), name
    assert [
        kept.text for kept in services[Comments].of(services[Attempts].find(attempts["finished"]).id)
    ] == ["Well heard."]


def test_nobody_revokes_the_tokens_of_others(client: Client, services: Services, person: Someone) -> None:
    """Anybody could cut off the programs that act for somebody else."""
    token, _ = services[Tokens].new(person("lin").id, "HR", None, now())
    for name in ("bo", "wei", "root"):
        answer = client(name).post_form(f"/account/tokens/{token.id}/revoke", follow_redirects=False)
        assert answer.status_code == 404, name
    assert len(list(services[Tokens].all(person("lin").id))) == 1


def test_a_lead_looks_into_the_own_team_only(client: Client, ann: Browser, services: Services) -> None:
    """Leads would see how the people of their colleagues do."""
    (airline,) = (team for team in services[People].teams() if team.name == "Airline")
    (others,) = (team for team in services[People].teams() if team.name == "Others")
    hua = client("hua")
    for browser, own, foreign in ((hua, airline, others), (ann, others, airline)):
        for route in routes():
            if not isinstance(route, Route) or "GET" not in (route.methods or ()):
                continue
            if set(route.param_convertors) != {"team"} or not route.path.startswith(("/classes", "/targets")):
                continue
            answers = [
                browser.get(route.path.replace("{team}", str(team.id)).replace("{team:int}", str(team.id)))
                for team in (own, foreign)
            ]
            assert [answer.status_code for answer in answers] == [200, 404], route.path
        assert browser.get("/classes/none").status_code == 404
        shown = browser.get("/classes").text
        assert (own.name in shown, foreign.name in shown) == (True, False)


def test_a_draft_is_for_those_who_write_cases(client: Client, services: Services) -> None:
    """Trainees would see, or even play, a case that is still being written."""
    services[Library].save_draft("late-parcel", read_folder(SMALL_CASE), 0, None, now())
    for name in ("lin", "hua"):
        browser = client(name)
        for path in ("", "/edit/case.yaml", "/problems", "/graph", "/download", "/try", "/figures", "/worth"):
            assert browser.get(f"/cases/late-parcel{path}").status_code in (403, 404), path
        begun = browser.post_form("/cases/late-parcel/play", {"key": "k"}, follow_redirects=False)
        assert begun.status_code == 404
        assert "Delivered, but not here" not in browser.get("/").text
    begun = client("wei").post_form("/cases/late-parcel/play", {"key": "k"}, follow_redirects=False)
    assert begun.status_code == 404


def test_what_a_trainer_tries_out_is_nobody_elses(client: Client, services: Services) -> None:
    """A trial of a draft holds the words of a case that nobody is to see yet."""
    wei = client("wei")
    case = services[Library].case(services[Library].entry("ac-remote").bundle or "", "en")
    fields = {"persona": case.personas[0].id, "scene": case.opening.id, "key": "k"}
    begun = wei.post_form("/cases/ac-remote/try", fields, follow_redirects=False)
    assert begun.status_code == 303
    address = begun.headers["location"]
    assert wei.get(address).status_code == 200
    for name in ("lin", "hua", "root"):
        assert client(name).get(address).status_code == 404, name
        assert client(name).get(address.replace("plays", "attempts")).status_code == 404, name


def test_ones_own_data_tells_nothing_of_an_attempt_under_way(
    client: Client, attempts: dict[str, str], services: Services
) -> None:
    """A file that everybody may download would say who is on the line, and what an author calls each reply."""
    kept = {one["name"]: one for one in client("lin").get("/account/data").json()["attempts"]}
    finished, under_way = (kept[attempts[state]] for state in ("finished", "under way"))
    record = services[Attempts].find(attempts["finished"]).record
    assert finished["persona"] == record.attempt.persona
    assert tuple(entry["move"] for entry in finished["entries"]) == record.attempt.moves
    assert (under_way["persona"], under_way["seed"]) == (None, None)
    assert all("move" not in entry for entry in under_way["entries"])
    assert services[Attempts].find(attempts["under way"]).record.attempt.persona not in str(under_way)
