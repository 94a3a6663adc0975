"""Signing in and out, one-time links, and the language: what lets people in, and nobody else."""

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from simulator.app.app import create_app
from simulator.database.settings import Options
from simulator.people.person import Person
from simulator.people.storage.links import Links, Purpose
from simulator.people.storage.people import People
from simulator.web.services import Services, now
from simulator.web.settings import Settings
from tests.app.conftest import PASSWORD, Browser, add_people

NEW = "a quiet river 7"
HOSTILE = "\"><script>alert('1')</script>{{7*7}}"


def cookie(browser: Browser, name: str = "session") -> str | None:
    """Return the last value that the browser was given."""
    values = [cookie.value for cookie in browser.cookies.jar if cookie.name == name]
    return values[-1] if values else None


def sign_in(browser: Browser, name: str, password: str, **more: str) -> tuple[int, str]:
    """Try to sign in; return the status and where it leads, or the page."""
    answer = browser.post_form(
        "/sign-in", {"name": name, "password": password} | more, follow_redirects=False
    )
    return answer.status_code, answer.headers.get("location") or answer.text


def link_for(services: Services, person: Person, purpose: Purpose = Purpose.RESET) -> str:
    """Make a one-time link and return its address."""
    return f"/link/{services[Links].new(person.id, purpose, None, now())}"


def test_sign_in_and_out(anonymous: Browser) -> None:
    """Nobody could get in, or out."""
    assert sign_in(anonymous, " LIN ", PASSWORD) == (303, "/")
    token = cookie(anonymous)
    assert "Lin Xiaoyu" in anonymous.get("/account").text
    answer = anonymous.post_form("/sign-out", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "You are signed out." in anonymous.get("/sign-in").text
    anonymous.cookies.set("session", token or "")
    assert anonymous.get("/account", follow_redirects=False).status_code == 303, "the old cookie still works"


def test_wrong_name_and_wrong_password_are_told_alike(anonymous: Browser) -> None:
    """Whoever tries names could learn who has an account here."""
    status, known = sign_in(anonymous, "lin", "wrong horse 9")
    other, unknown = sign_in(anonymous, "nobody", "wrong horse 9")
    assert (status, other) == (422, 422)
    assert "The name or the password is not right." in known
    sameness = [re.sub(r'name="csrf"[^>]*>|value="(lin|nobody)"', "", page) for page in (known, unknown)]
    assert sameness[0] == sameness[1]
    assert "wrong horse 9" not in known


def test_what_was_typed_is_shown_as_text(anonymous: Browser) -> None:
    """A link with a name in it could run a script on the page where passwords are typed."""
    status, page = sign_in(anonymous, HOSTILE, "x" * 10, next=HOSTILE)
    assert status == 422
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    (name,) = re.findall(r'id="name"[^>]*value="([^"]*)"', page)
    assert html.unescape(name) == HOSTILE
    assert "<script>alert" not in anonymous.get("/sign-in", params={"next": HOSTILE}).text


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("/attempts?case=x", "/attempts?case=x"),
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_signing_in_leads_to_this_desk_only(anonymous: Browser, wanted: str, where: str) -> None:
    """A link to our sign-in page could end on one that asks for the password again."""
    assert sign_in(anonymous, "lin", PASSWORD, next=wanted) == (303, where)
    answer = anonymous.get("/sign-in", params={"next": wanted}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, where)
    answer = anonymous.post_form("/language", {"language": "en", "next": wanted}, follow_redirects=False)
    assert answer.headers["location"] == where


def test_forms_from_before_signing_in_do_not_count_afterwards(anonymous: Browser) -> None:
    """A token that somebody planted before could be used for forms in the name of whoever signs in."""
    anonymous.cookies.set("form", "planted")
    before = anonymous.csrf()
    anonymous.sign_in("lin")
    after = anonymous.csrf()
    assert before != after
    for token in (before, "planted"):
        answer = anonymous.post("/account/name", data={"csrf": token, "shown": "x"}, follow_redirects=False)
        assert answer.status_code == 403


def test_a_session_of_somebody_else_ends_when_another_signs_in(anonymous: Browser) -> None:
    """On a shared machine the one before would stay signed in."""
    anonymous.sign_in("lin")
    first = cookie(anonymous)
    anonymous.sign_in("wei")
    assert cookie(anonymous) != first
    anonymous.cookies.clear()
    anonymous.cookies.set("session", first or "")
    assert anonymous.get("/account", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("secure", [False, True])
def test_scripts_and_other_sites_do_not_get_the_cookie(settings: Settings, secure: bool) -> None:
    """A script, another site, or somebody on the line could take the session over."""
    base = "https://testserver" if secure else "http://testserver"
    with Browser(create_app(replace(settings, secure_cookies=secure)), base_url=base) as browser:
        add_people(browser.app.state.services)
        form = {"csrf": browser.csrf(), "name": "lin", "password": PASSWORD}
        answer = browser.post("/sign-in", data=form, follow_redirects=False)
        (given,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("session=")]
        flags = {part.strip().lower() for part in given.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert ("secure" in flags) is secure


def test_trying_passwords_is_slowed_down(anonymous: Browser, client: Callable[[str], Browser]) -> None:
    """A program could try all passwords of an account."""
    for _ in range(5):
        assert sign_in(anonymous, "lin", "wrong horse 9")[0] == 422
    answer = anonymous.post_form("/sign-in", {"name": "lin", "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15
    assert "Too many failed tries" in answer.text
    client("wei")


def test_guessing_at_an_account_does_not_keep_its_owner_out(
    anonymous: Browser, client: Callable[[str], Browser]
) -> None:
    """Anybody in the room could keep a colleague from the exam by typing wrong passwords."""
    owner = client("lin")
    owner.post_form("/sign-out")
    for _ in range(5):
        assert sign_in(anonymous, "lin", "wrong horse 9")[0] == 422
    assert sign_in(anonymous, "lin", PASSWORD)[0] == 429
    anonymous.cookies.set("devices", "1." + "0" * 32 + "." + "0" * 64)
    assert sign_in(anonymous, "lin", PASSWORD)[0] == 429
    assert sign_in(owner, "lin", PASSWORD)[0] == 303


def test_many_wrong_passwords_from_one_address_keep_nobody_else_out(anonymous: Browser) -> None:
    """Fifty slips would lock out a whole contact centre on the exam's morning."""
    for number in range(60):
        assert sign_in(anonymous, f"nobody-{number}", "wrong horse 9")[0] == 422
    for name in ("lin", "wei", "hua"):
        assert sign_in(anonymous, name, PASSWORD)[0] == 303, name
        anonymous.post_form("/sign-out")


def test_signing_in_forgets_what_was_mistyped_before(anonymous: Browser) -> None:
    """Whoever mistypes once a day would be locked out on the sixth."""
    for _ in range(3):
        for _ in range(4):
            assert sign_in(anonymous, "lin", "wrong horse 9")[0] == 422
        assert sign_in(anonymous, "lin", PASSWORD)[0] == 303
        anonymous.post_form("/sign-out")


def test_who_was_locked_out_is_out_at_once(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """Somebody who has left would go on until the session ends by itself, or sign in again."""
    browser = client("lin")
    services[People].set_active(person("lin").id, False, person("root").id, now())
    assert browser.get("/account", follow_redirects=False).status_code == 303
    status, page = sign_in(browser, "lin", PASSWORD)
    assert status == 422
    assert "The name or the password is not right." in page


def test_a_link_works_once(anonymous: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """Whoever finds an old link in a mailbox could take the account over."""
    address = link_for(services, person("lin"))
    assert "“lin”" in anonymous.get(address).text
    assert "“lin”" in anonymous.get(address).text, "looking at a link must not use it up"
    answer = anonymous.post_form(address, {"password": NEW, "again": NEW}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?name=lin")
    for again in (
        anonymous.get(address),
        anonymous.post_form(address, {"password": "x" * 12, "again": "x" * 12}),
    ):
        assert again.status_code == 410
        assert "used already" in again.text
    assert sign_in(anonymous, "lin", PASSWORD)[0] == 422
    assert sign_in(anonymous, "lin", NEW) == (303, "/")


def test_a_new_password_ends_all_sessions(
    client: Callable[[str], Browser], anonymous: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """Whoever stole the old password would stay signed in."""
    browser = client("lin")
    anonymous.post_form(link_for(services, person("lin")), {"password": NEW, "again": NEW})
    assert browser.get("/account", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        (NEW, NEW + "x", "not the same"),
        ("brief", "brief", "10 characters"),
        ("1234567890", "1234567890", "first passwords"),
        ("lin-lin-lin", "lin-lin-lin-", "not the same"),
        ("y" * 201, "y" * 201, "200 characters"),
        ("", "", "10 characters"),
    ],
)
def test_unfit_password_leaves_the_link_as_it_was(
    anonymous: Browser,
    services: Services,
    person: Callable[[str], Person],
    password: str,
    again: str,
    said: str,
) -> None:
    """A slip of the finger would cost the only link, or a weak password be taken."""
    address = link_for(services, person("lin"), Purpose.INVITATION)
    answer = anonymous.post_form(address, {"password": password, "again": again})
    assert answer.status_code == 422
    assert said in re.findall(r'id="problem"[^>]*>([^<]*)', answer.text)[0]
    assert not password or password not in answer.text
    assert sign_in(anonymous, "lin", PASSWORD)[0] == 303
    assert anonymous.get(address).status_code == 200


def test_a_newer_link_takes_the_place_of_the_older(
    anonymous: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A link sent to the wrong person could not be called back."""
    old, new = link_for(services, person("lin")), link_for(services, person("lin"))
    assert [anonymous.get(address).status_code for address in (old, new)] == [410, 200]
    services[People].set_active(person("lin").id, False, None, now())
    assert anonymous.get(new).status_code == 410


@pytest.mark.parametrize("token", ["x", "..%2f..%2f", "%00", "%ED%A0%80", "a" * 3000, "' OR 1=1 --"])
def test_made_up_links_lead_nowhere(anonymous: Browser, token: str) -> None:
    """Whatever stands in the address, nobody gets in and nothing fails."""
    for answer in (
        anonymous.get(f"/link/{token}"),
        anonymous.post_form(f"/link/{token}", {"password": NEW, "again": NEW}),
    ):
        assert answer.status_code in (404, 410, 414)


def test_language_is_kept_for_account_and_browser(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """Everything would be in a foreign language again after the next click, or on the next day."""
    browser = client("lin")
    answer = browser.post_form("/language", {"language": "zh", "next": "/account"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert '<html lang="zh-Hans">' in browser.get("/account").text
    assert person("lin").language == "zh"
    browser.post_form("/sign-out")
    assert '<html lang="zh-Hans">' in browser.get("/sign-in").text
    assert browser.post_form("/language", {"language": "fr"}).status_code == 422
    assert browser.post_form("/language", {"language": "en"}).status_code == 200
    assert person("lin").language == "zh", "whoever is signed out changes nobody's account"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("en-GB", "en"),
        ("fr, EN;q=0.5", "en"),
        ("fr", "zh-Hans"),
        ("", "zh-Hans"),
    ],
)
def test_language_of_visitors(anonymous: Browser, asked: str, shown: str) -> None:
    """Somebody who has never been here would not find the way in."""
    page = anonymous.get("/sign-in", headers={"Accept-Language": asked}).text
    assert f'<html lang="{shown}">' in page


def test_the_desk_says_its_language_where_nobody_else_does(anonymous: Browser, services: Services) -> None:
    """An administrator's setting would change nothing."""
    services[Options].change(None, now(), language="en")
    assert '<html lang="en">' in anonymous.get("/sign-in", headers={"Accept-Language": "fr"}).text
