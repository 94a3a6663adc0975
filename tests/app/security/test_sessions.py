"""Signing in and out over the real routes: cookies, fixation, throttling, what an end of a session ends."""

from collections.abc import Callable, Iterator
from http.cookies import Morsel, SimpleCookie
from pathlib import Path

import pytest

from simulator.app.app import create_app
from simulator.people.person import Person
from simulator.people.storage.throttle import FREE_ON_ACCOUNT, FREE_TRIES
from simulator.web.settings import desk_settings
from tests.app.conftest import PASSWORD, PEOPLE, Browser, add_people


@pytest.fixture
def behind_tls(tmp_path: Path) -> Iterator[Browser]:
    """A browser at a desk that is reached by https only."""
    environ = {
        "WINWIN_DATABASE_URL": f"sqlite:///{tmp_path / 'tls.sqlite'}",
        "WINWIN_CACHE": str(tmp_path),
        "WINWIN_HTTPS": "1",
    }
    with Browser(create_app(desk_settings(environ)), base_url="https://desk.example") as browser:
        add_people(browser.app.state.services)
        yield browser


def cookies_set(headers: list[str]) -> dict[str, "Morsel[str]"]:
    """The cookies that an answer sets."""
    jar: SimpleCookie = SimpleCookie()
    for header in headers:
        jar.load(header)
    return dict(jar)


def test_secrets_go_over_https_only_where_the_desk_says_so(behind_tls: Browser) -> None:
    """A cookie sent once without encryption is read by whoever shares the network."""
    shown = cookies_set(behind_tls.get("/sign-in").headers.get_list("set-cookie"))["form"]
    fields = {"name": "lin", "password": PASSWORD}
    answer = behind_tls.post_form("/sign-in", fields, follow_redirects=False)
    session = cookies_set(answer.headers.get_list("set-cookie"))["session"]
    for cookie in (shown, session):
        flags = (
            cookie["secure"],
            cookie["httponly"],
            cookie["samesite"].lower(),
            cookie["path"],
            cookie["domain"],
        )
        assert flags == (True, True, "lax", "/", "")


def test_no_cookie_can_be_read_by_scripts(anonymous: Browser) -> None:
    """A script that got into a page against all odds would take the session with it."""
    headers = anonymous.get("/sign-in").headers.get_list("set-cookie")
    fields = {"name": "lin", "password": PASSWORD}
    for url, data in (
        ("/sign-in", fields),
        ("/language", {"language": "en"}),
        ("/account/name", {"shown": "Lin"}),
    ):
        headers += anonymous.post_form(url, data, follow_redirects=False).headers.get_list("set-cookie")
    assert {header.partition("=")[0] for header in headers} == {
        "form",
        "session",
        "devices",
        "language",
        "note",
    }
    assert [header for header in headers if "httponly" not in header.lower()] == []
    assert [header for header in headers if "samesite=lax" not in header.lower()] == []


def test_a_session_planted_before_signing_in_stays_worthless(anonymous: Browser) -> None:
    """Whoever gives somebody else a cookie would be signed in as them a moment later."""
    attacker = Browser(anonymous.app)
    attacker.get("/sign-in")
    victim = Browser(anonymous.app, cookies={"session": "planted", "form": attacker.cookies["form"]})
    victim.sign_in("lin")
    assert victim.get("/account", follow_redirects=False).status_code == 200
    attacker.cookies.set("session", "planted")
    assert attacker.get("/account", follow_redirects=False).status_code == 303
    # and the token of the form that was known before is worth nothing in the new session
    forged = {"csrf": attacker.cookies["form"], "shown": "Somebody else"}
    assert victim.post("/account/name", data=forged).status_code == 403


def test_signing_in_again_ends_the_session_before(client: Callable[[str], Browser]) -> None:
    """A copied cookie would stay good for a week although its owner has signed in anew."""
    browser = client("lin")
    copied = Browser(browser.app, cookies={"session": browser.cookies["session"]})
    assert copied.get("/account", follow_redirects=False).status_code == 200
    browser.sign_in("lin")
    assert copied.get("/account", follow_redirects=False).status_code == 303


def test_signing_out_really_ends_the_session(client: Callable[[str], Browser]) -> None:
    """At a shared computer the next person would go on as the one before, with the back button or a copy."""
    browser = client("lin")
    copied = Browser(browser.app, cookies={"session": browser.cookies["session"]})
    token = browser.csrf()
    answer = browser.post_form("/sign-out", follow_redirects=False)
    assert answer.status_code == 303
    assert "session" not in browser.cookies
    for other in (browser, copied):
        assert other.get("/attempts", follow_redirects=False).headers["location"].startswith("/sign-in")
        again = other.post("/account/name", data={"csrf": token, "shown": "Ghost"}, follow_redirects=False)
        assert again.status_code == 401
    assert answer.headers["cache-control"] == "no-store"


def test_a_new_password_ends_all_other_sessions(client: Callable[[str], Browser]) -> None:
    """Whoever has stolen a session would keep it although the password was changed because of that."""
    thief, browser = client("lin"), client("lin")
    fields = {"old": PASSWORD, "password": "another horse 10", "again": "another horse 10"}
    assert browser.post_form("/account/password", fields, follow_redirects=False).status_code == 303
    assert thief.get("/account", follow_redirects=False).status_code == 303
    assert browser.get("/account", follow_redirects=False).status_code == 200


def test_whoever_is_locked_out_is_out_at_once(
    client: Callable[[str], Browser], person: Callable[[str], Person]
) -> None:
    """Somebody who was dismissed would go on until the end of the session."""
    browser, root = client("lin"), client("root")
    number = person("lin").id
    root.post_form(f"/people/{number}/active", {"active": "no"})
    assert browser.get("/account", follow_redirects=False).status_code == 303
    answer = browser.post_form("/sign-in", {"name": "lin", "password": PASSWORD}, follow_redirects=False)
    assert answer.status_code == 422


def test_a_role_that_was_taken_away_is_gone_at_once(
    client: Callable[[str], Browser], person: Callable[[str], Person]
) -> None:
    """Somebody who is an administrator no more would act as one until the end of the session."""
    trainer, root = client("wei"), client("root")
    assert trainer.get("/cases").status_code == 200
    fields = {"name": "wei", "shown": "Wei Min", "role": "trainee", "team": "", "language": "en"}
    root.post_form(f"/people/{person('wei').id}", fields)
    assert trainer.get("/cases").status_code == 403


def test_guessing_passwords_is_slowed_down(anonymous: Browser) -> None:
    """A program could try all the passwords of a list in an hour."""
    wrong = {"name": "lin", "password": "wrong"}
    answers = [anonymous.post_form("/sign-in", wrong) for _ in range(FREE_TRIES + 2)]
    assert [answer.status_code for answer in answers] == [422] * FREE_TRIES + [429] * 2
    assert int(answers[-1].headers["retry-after"]) > 0
    # not even the right password is looked at, in whatever way the name is written
    for name in ("lin", "ＬＩＮ", " Lin "):
        right = anonymous.post_form("/sign-in", {"name": name, "password": PASSWORD}, follow_redirects=False)
        assert right.status_code == 429
    assert Browser(anonymous.app).sign_in("bo").get("/account").status_code == 200


def test_an_address_that_is_only_claimed_does_not_count(anonymous: Browser) -> None:
    """With a header of their own, a program would be somebody else for every try."""
    for number in range(FREE_ON_ACCOUNT + 1):
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"}
        answer = anonymous.post_form("/sign-in", {"name": "lin", "password": "wrong"}, headers=headers)
    assert answer.status_code == 429


def test_nobody_learns_who_has_an_account(anonymous: Browser) -> None:
    """The list of all names would be half of what is needed to get in."""
    told = []
    for name in (*PEOPLE, "nobody", "", "x" * 500):
        answer = anonymous.post_form("/sign-in", {"name": name, "password": "wrong"})
        shown = answer.text.replace(anonymous.csrf(), "").partition("<main")[2]
        told.append((answer.status_code, shown.replace(f'value="{name}"', 'value=""')))
    assert len(set(told)) == 1


def test_a_link_to_sign_in_leads_to_no_other_site(anonymous: Browser) -> None:
    """A link to our own page would end on one that asks for the password once more."""
    for wanted in (
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
    ):
        fields = {"name": "lin", "password": PASSWORD, "next": wanted}
        answer = Browser(anonymous.app).post_form("/sign-in", fields, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/"), wanted
        signed_in = Browser(anonymous.app).sign_in("lin")
        answer = signed_in.get("/sign-in", params={"next": wanted}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/"), wanted
