"""Accounts, as an administrator keeps them: listed, added, changed, locked, deleted."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from simulator.database.audit import Action, Audit
from simulator.people.person import Person, Role
from simulator.people.storage.links import Links, Purpose
from simulator.people.storage.people import People
from simulator.people.storage.tokens import Tokens
from simulator.web.services import Services, now
from tests.app.conftest import PASSWORD, Browser

HOSTILE = "<script>alert(1)</script>{{7*7}}"
FORM = {"name": "li.wei", "shown": "李薇", "role": "trainee", "team": "", "language": "zh"}


@pytest.fixture
def admin(client: Callable[[str], Browser]) -> Browser:
    """A browser of the administrator."""
    return client("root")


def listed(browser: Browser, query: str = "") -> list[str]:
    """Return the names shown in the list of people, in its order."""
    page = browser.get(f"/people{query}").text
    return [unescape(name) for name in re.findall(r'<a href="/people/\d+">([^<]*)</a></th>', page)]


def error(page: str, name: str) -> str:
    """Return what stands beside a field, which must name it."""
    found = re.search(rf'id="{name}-error">([^<]*)<', page)
    assert found, f"nothing is said at {name}"
    assert re.search(rf'id="{name}"[^>]*aria-describedby="[^"]*{name}-error"', page)
    return unescape(found[1])


def link_in(page: str) -> str:
    """Return the path of the one-time link that a page shows."""
    (address,) = re.findall(r'id="address"[^>]*value="http://testserver([^"]+)"', page)
    return str(address)


def form_of(person: Person, **other: str) -> dict[str, str]:
    """Fill the form of somebody's account in."""
    team = "" if person.team is None else str(person.team)
    return {
        "name": person.name,
        "shown": person.shown,
        "role": person.role.value,
        "team": team,
        "language": person.language or "",
    } | other


def test_list_is_searched_and_filtered(
    admin: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """Somebody would not be found among five hundred, or found who does not fit."""
    services[People].add("new", "New One", Role.TRAINEE, by=None, now=now())
    services[People].set_active(person("bo").id, False, None, now())
    team = person("lin").team
    everybody = ["Bo Chen", "Hua Jing", "Lin Xiaoyu", "New One", "Root", "Wei Min"]
    assert listed(admin) == everybody
    assert listed(admin, "?q=LIN") == ["Lin Xiaoyu"]
    assert listed(admin, "?q=xiaoyu") == ["Lin Xiaoyu"]
    assert listed(admin, "?role=trainee") == ["Bo Chen", "Lin Xiaoyu", "New One"]
    assert listed(admin, f"?team={team}") == ["Hua Jing", "Lin Xiaoyu"]
    assert listed(admin, "?team=none&role=trainee") == ["Bo Chen", "New One"]
    assert listed(admin, "?state=inactive") == ["Bo Chen"]
    assert listed(admin, "?state=invited") == ["New One"]
    assert listed(admin, "?state=active") == ["Hua Jing", "Lin Xiaoyu", "Root", "Wei Min"]
    assert listed(admin, "?role=nothing&team=%00&page=-1") == []
    assert "Nobody found" in admin.get("/people?q=nobody").text


def test_long_list_has_pages_that_keep_the_filters(admin: Browser, services: Services) -> None:
    """Those after the first fifty could not be reached, or the search would be forgotten on the way."""
    for number in range(60):
        services[People].add(f"agent{number:02}", f"Agent {number:02}", Role.TRAINEE, by=None, now=now())
    assert len(listed(admin, "?q=agent")) == 50
    assert listed(admin, "?q=agent&page=2") == [f"Agent {number}" for number in range(50, 60)]
    assert 'href="/people?q=agent&amp;page=2"' in admin.get("/people?q=agent").text
    assert listed(admin, "?q=agent&page=99") == listed(admin, "?q=agent&page=2")
    for page in ("0", "x", "²", "9" * 5000):
        assert listed(admin, f"?q=agent&page={page}") == listed(admin, "?q=agent")


def test_added_person_gets_in_by_the_invitation_once(
    admin: Browser, anonymous: Browser, person: Callable[[str], Person]
) -> None:
    """New people could not get in, or anybody could who finds the link later."""
    answer = admin.post_form("/people/new", FORM | {"team": str(person("lin").team)})
    assert answer.status_code == 200
    assert "An invitation for 李薇" in answer.text
    added = person("li.wei")
    assert (added.shown, added.role, added.team, added.language, added.invited) == (
        "李薇",
        Role.TRAINEE,
        person("lin").team,
        "zh",
        True,
    )
    address = link_in(answer.text)
    for secret in (
        admin.get(f"/people/{added.id}").text,
        admin.get("/audit").text,
        admin.get("/people").text,
    ):
        assert address.rpartition("/")[2] not in secret
    anonymous.post_form(address, {"password": PASSWORD, "again": PASSWORD})
    assert anonymous.get(address).status_code == 410
    anonymous.sign_in("li.wei")


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": " Ｌｉｎ "}, "name", "The name “lin” is taken."),
        ({"name": ""}, "name", "A name is missing."),
        ({"name": "x" * 101}, "name", "100"),
        ({"shown": "a\u202eb"}, "shown", "invisible"),
        ({"role": "king"}, "role", "Choose one"),
        ({"team": "99"}, "team", "Choose one"),
        ({"team": "²"}, "team", "Choose one"),
        ({"language": "fr"}, "language", "Choose one"),
    ],
)
def test_unfit_form_is_shown_again(
    admin: Browser, services: Services, change: dict[str, str], field: str, said: str
) -> None:
    """Everything would have to be typed again, without knowing what was wrong."""
    before = services[People].all()
    answer = admin.post_form("/people/new", FORM | change)
    assert answer.status_code == 422
    assert said in error(answer.text, field)
    if field != "shown":
        assert 'value="李薇"' in answer.text
    assert services[People].all() == before


def test_change(admin: Browser, person: Callable[[str], Person]) -> None:
    """Somebody who changes team or role would keep the old one."""
    lin = person("lin")
    form = form_of(lin, name="lin.xiaoyu", shown=HOSTILE, role="trainer", team="", language="")
    page = admin.post_form(f"/people/{lin.id}", form).text
    after = person("lin.xiaoyu")
    assert after.id == lin.id
    assert (after.shown, after.role, after.team, after.language) == (HOSTILE, Role.TRAINER, None, None)
    assert "Saved." in page
    for path in (f"/people/{lin.id}", "/people", "/audit", f"/people/{lin.id}/delete", "/people/teams"):
        page = admin.get(path).text
        assert "<script>alert" not in page, path
        assert "{{7*7}}" in page or path == "/people/teams", path


def test_changed_role_counts_at_once(
    admin: Browser, client: Callable[[str], Browser], person: Callable[[str], Person]
) -> None:
    """A trainer who became a trainee could still read everybody's attempts until the next day."""
    browser, wei = client("wei"), person("wei")
    assert browser.get("/cases").status_code == 200
    admin.post_form(f"/people/{wei.id}", form_of(wei, role="trainee"))
    assert browser.get("/cases").status_code == 403


def test_taken_name_is_told_at_the_form(admin: Browser, person: Callable[[str], Person]) -> None:
    """Two people would have one account, or the page fail."""
    lin = person("lin")
    answer = admin.post_form(f"/people/{lin.id}", form_of(lin, name="WEI"))
    assert (answer.status_code, error(answer.text, "name")) == (422, "The name “wei” is taken.")
    assert person("lin") == lin


def test_last_administrator_stays(admin: Browser, person: Callable[[str], Person]) -> None:
    """Nobody could look after the desk any more."""
    root = person("root")
    answer = admin.post_form(f"/people/{root.id}", form_of(root, role="trainee"))
    assert answer.status_code == 422
    assert "last administrator" in error(answer.text, "role")
    answer = admin.post_form(f"/people/{root.id}/active", {"active": "no"})
    assert answer.status_code == 422
    assert "last administrator" in answer.text
    answer = admin.post_form(f"/people/{root.id}/delete", {"typed": "root"})
    assert answer.status_code == 422
    assert "last administrator" in error(answer.text, "typed")
    assert person("root") == root


def test_locking_and_letting_in(
    admin: Browser, client: Callable[[str], Browser], person: Callable[[str], Person]
) -> None:
    """Somebody who has left could go on, or somebody who is back not come in."""
    lin, browser = person("lin"), client("lin")
    page = admin.post_form(f"/people/{lin.id}/active", {"active": "no"}).text
    assert "locked" in page
    assert browser.get("/account", follow_redirects=False).status_code == 303
    answer = admin.post_form(f"/people/{lin.id}/link")
    assert answer.status_code == 422
    assert "is locked" in answer.text
    admin.post_form(f"/people/{lin.id}/active", {"active": "yes"})
    client("lin")
    assert admin.post_form(f"/people/{lin.id}/active", {"active": "maybe"}).status_code == 400
    assert person("lin").active


def test_link_for_a_new_password(
    admin: Browser, anonymous: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """Whoever forgot the password would be out for good."""
    lin = person("lin")
    page = admin.post_form(f"/people/{lin.id}/link").text
    assert "A new password for Lin Xiaoyu" in page
    address = link_in(page)
    assert services[Links].find(address.rpartition("/")[2], now()).purpose is Purpose.RESET
    anonymous.post_form(address, {"password": "a quiet river 7", "again": "a quiet river 7"})
    anonymous.sign_in("lin", "a quiet river 7")


def test_deleting_asks_for_the_name(
    admin: Browser, person: Callable[[str], Person], services: Services
) -> None:
    """One wrong click would delete an account for good."""
    lin = person("lin")
    for typed in ("", "lim", "Lin Xiaoyu", "l\u200bin"):
        answer = admin.post_form(f"/people/{lin.id}/delete", {"typed": typed})
        assert answer.status_code == 422
        assert "“lin”" in error(answer.text, "typed")
    answer = admin.post_form(f"/people/{lin.id}/delete", {"typed": " LIN "}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people")
    assert services[People].named("lin") is None
    for path in (f"/people/{lin.id}", f"/people/{lin.id}/delete"):
        assert admin.get(path).status_code == 404


def test_deleting_oneself_signs_out(
    admin: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """The page after it would fail, or show the desk to nobody."""
    services[People].change(person("wei").id, None, now(), role=Role.ADMIN)
    page = admin.get(f"/people/{person('root').id}/delete").text
    assert "This is your own account" in page
    answer = admin.post_form(f"/people/{person('root').id}/delete", {"typed": "root"})
    assert answer.url.path == "/sign-in"


@pytest.mark.parametrize(
    "path", ["/people/0", "/people/99", f"/people/{'9' * 30}", f"/people/{'9' * 300}/delete"]
)
def test_nobody(admin: Browser, path: str) -> None:
    """A number that is nobody's would make the page fail."""
    assert admin.get(path).status_code == 404
    assert admin.post_form(path).status_code == 404


PAGES = (
    *("/people", "/people/new", "/people/1", "/people/1/delete", "/people/teams", "/people/teams/1"),
    *("/people/teams/1/delete", "/people/import", "/people/import/template", "/people/invitations"),
)


@pytest.mark.parametrize("name", ["lin", "hua", "wei"])
def test_only_for_administrators(client: Callable[[str], Browser], name: str) -> None:
    """A trainee could become an administrator."""
    browser = client(name)
    assert {path: browser.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 403)
    posts = ("/people/new", "/people/1", "/people/1/link", "/people/1/active", "/people/import/add")
    answers = {path: browser.post_form(path, FORM | {"role": "admin"}).status_code for path in posts}
    assert answers == dict.fromkeys(posts, 403)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_answers(admin: Browser, language: str) -> None:
    """An administrator would come to a page that fails, or that the desk's own policy cuts up."""
    admin.post_form("/language", {"language": language, "next": "/people"})
    for path in PAGES:
        answer = admin.get(path)
        assert answer.status_code == 200, path
        if "template" not in path:
            assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", answer.text) == [], path


def test_an_administrator_sees_and_revokes_tokens(
    client: Callable[[str], Browser], admin: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A program of somebody who is ill could not be stopped without locking the account."""
    lin, bo = person("lin"), person("bo")
    token, secret = services[Tokens].new(lin.id, "<b>spy</b>", lin.id, now())
    page = admin.get(f"/people/{lin.id}").text
    assert "&lt;b&gt;spy&lt;/b&gt;" in page
    assert secret not in page
    assert client("hua").post_form(f"/people/{lin.id}/tokens/{token.id}/revoke").status_code == 403
    assert admin.post_form(f"/people/{bo.id}/tokens/{token.id}/revoke").status_code == 404
    assert services[Tokens].find(secret, now()) is not None
    page = admin.post_form(f"/people/{lin.id}/tokens/{token.id}/revoke").text
    assert "There are none." in page
    assert services[Tokens].find(secret, now()) is None
    (entry,) = services[Audit].entries(action=Action.TOKEN_REVOKED)
    assert (entry.person, entry.subject) == (person("root").id, f"person:{lin.id}")
