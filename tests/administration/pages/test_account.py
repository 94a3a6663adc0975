"""The own account: what one can change about it, and that it stays one's own."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from simulator.people.person import Person
from simulator.people.storage.tokens import Tokens
from simulator.web.services import Services, now
from tests.app.conftest import PASSWORD, Browser

NEW = "a quiet river 7"
HOSTILE = "<script>alert(1)</script>{{7*7}}"


def error(page: str, name: str) -> str:
    """Return what stands beside a field, which must name it."""
    found = re.search(rf'id="{name}-error">([^<]*)<', page)
    assert found, f"nothing is said at {name}"
    assert re.search(rf'id="{name}"[^>]*aria-describedby="[^"]*{name}-error"', page)
    return found[1]


def change_password(browser: Browser, old: str, new: str = NEW, again: str | None = None) -> tuple[int, str]:
    """Post the form of the password; return the status and the page or where it leads."""
    form = {"old": old, "password": new, "again": new if again is None else again}
    answer = browser.post_form("/account/password", form, follow_redirects=False)
    return answer.status_code, answer.headers.get("location") or answer.text


def test_shown_name(client: Callable[[str], Browser], person: Callable[[str], Person]) -> None:
    """A name that was misspelt by the personnel office could not be mended, or run a script."""
    browser = client("lin")
    page = browser.post_form("/account/name", {"shown": f" {HOSTILE} "}).text
    assert person("lin").shown == HOSTILE
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page
    answer = browser.post_form("/account/name", {"shown": "\u202eevil"})
    assert answer.status_code == 422
    assert "invisible" in error(answer.text, "shown")
    assert person("lin").shown == HOSTILE


def test_password(client: Callable[[str], Browser], anonymous: Browser) -> None:
    """The password could not be changed, or those who have the old one would stay in."""
    browser, elsewhere = client("lin"), client("lin")
    assert change_password(browser, PASSWORD) == (303, "/account")
    assert "counts from now on" in browser.get("/account").text
    assert elsewhere.get("/account", follow_redirects=False).status_code == 303
    wrong = anonymous.post_form("/sign-in", {"name": "lin", "password": PASSWORD})
    assert wrong.status_code == 422
    anonymous.sign_in("lin", NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "said"),
    [
        ("wrong horse 9", NEW, NEW, "old", "not your present password"),
        ("", NEW, NEW, "old", "not your present password"),
        (PASSWORD, NEW, NEW + "x", "again", "not the same"),
        (PASSWORD, "short", "short", "password", "10 characters"),
        (PASSWORD, "lin1234567", "lin1234567", "password", "name"),
    ],
)
def test_password_that_is_not_changed(
    client: Callable[[str], Browser],
    anonymous: Browser,
    old: str,
    new: str,
    again: str,
    field: str,
    said: str,
) -> None:
    """Whoever finds an open browser could lock its owner out."""
    browser = client("lin")
    status, page = change_password(browser, old, new, again)
    assert status == 422
    assert said in error(page, field)
    assert f'href="#{field}"' in page, "the mistake is not named at the top of the page"
    assert NEW not in page
    anonymous.sign_in("lin", PASSWORD)


def test_passwords_are_not_tried_at_an_open_browser(client: Callable[[str], Browser]) -> None:
    """The page would be a way around the wait of the sign-in page."""
    browser = client("lin")
    for _ in range(5):
        assert "not your present" in error(change_password(browser, "wrong horse 9")[1], "old")
    status, page = change_password(browser, PASSWORD)
    assert status == 422
    assert "Too many failed tries" in error(page, "old")


def test_token_is_shown_once_and_revoked(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """A program could not be let in, or not be thrown out."""
    browser = client("lin")
    page = browser.post_form("/account/tokens", {"name": HOSTILE, "lasts": "30"}).text
    (secret,) = re.findall(r'id="secret"[^>]*value="(winwin_[^"]+)"', page)
    assert "<script>alert" not in page
    moment = now()
    assert services[Tokens].find(secret, moment) == person("lin")
    assert services[Tokens].find(secret, moment + timedelta(days=31)) is None
    listed = browser.get("/account").text
    assert secret not in listed
    assert "&lt;script&gt;" in listed
    (token,) = services[Tokens].all(person("lin").id)
    browser.post_form(f"/account/tokens/{token.id}/revoke")
    assert services[Tokens].all(person("lin").id) == []
    assert services[Tokens].find(secret, moment) is None


def test_token_without_end_or_name(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """A token would last for a time that nobody chose, or nobody would know what it is for."""
    browser = client("lin")
    browser.post_form("/account/tokens", {"name": "HR", "lasts": ""})
    assert [token.expires for token in services[Tokens].all(person("lin").id)] == [None]
    answer = browser.post_form("/account/tokens", {"name": " ", "lasts": "30"})
    assert (answer.status_code, error(answer.text, "token-name")) == (422, "A name is missing.")
    answer = browser.post_form("/account/tokens", {"name": "HR", "lasts": "36500"})
    assert (answer.status_code, error(answer.text, "lasts")) == (422, "Choose one of those that are offered.")
    assert len(services[Tokens].all(person("lin").id)) == 1


def test_others_tokens_are_not_revoked(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """A trainee could cut the HR system off."""
    token, _ = services[Tokens].new(person("root").id, "HR", None, now())
    assert client("lin").post_form(f"/account/tokens/{token.id}/revoke").status_code == 404
    assert [one.id for one in services[Tokens].all(person("root").id)] == [token.id]


def test_signing_out_everywhere_else(client: Callable[[str], Browser]) -> None:
    """A browser that was left open elsewhere could not be closed from here."""
    browser, elsewhere, other = client("lin"), client("lin"), client("wei")
    browser.post_form("/account/sessions")
    answers = [one.get("/account", follow_redirects=False).status_code for one in (browser, elsewhere, other)]
    assert answers == [200, 303, 200]


def test_own_data_without_secrets_and_without_others(
    client: Callable[[str], Browser], services: Services
) -> None:
    """Somebody could not see what is kept about them, or would get what is kept about others."""
    browser = client("lin")
    browser.post_form("/account/tokens", {"name": "HR", "lasts": ""})
    answer = browser.get("/account/data")
    assert answer.headers["content-type"] == "application/json"
    assert re.fullmatch(r'attachment; filename="winwin-[\d-]+\.json"', answer.headers["content-disposition"])
    data = json.loads(answer.content)
    assert (data["account"]["name"], data["account"]["team"]) == ("lin", "Airline")
    assert [token["name"] for token in data["tokens"]] == ["HR"]
    assert "password" not in data["account"]
    for secret in ("argon2", "winwin_", "Wei Min", "Bo Chen", browser.csrf()):
        assert secret not in answer.text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["lin", "hua", "wei", "root"])
def test_page_answers_for_every_role(client: Callable[[str], Browser], name: str, language: str) -> None:
    """Somebody could not see the own account."""
    browser = client(name)
    browser.post_form("/language", {"language": language, "next": "/account"})
    answer = browser.get("/account")
    assert answer.status_code == 200
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", answer.text) == []
