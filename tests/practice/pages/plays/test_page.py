"""The page of a play, in every stage and language."""

import re
from collections.abc import Callable

import pytest

from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services
from tests.app.conftest import Browser

from .calling import Calling, key, replies, said, version

Client = Callable[[str], Browser]


def test_the_page_says_where_one_is(client: Client) -> None:
    """A trainee would not know what comes next and how much is left."""
    call = Calling(client("lin"), stage="")
    page = call.page()
    steps = re.search(r'<nav class="steps".*?</nav>', page, re.DOTALL)
    assert steps
    assert re.findall(r"<li[^>]*>([^<]+)<", steps[0]) == ["Replay", "Analysis", "Rehearsal", "Debrief"]
    assert re.findall(r'<li aria-current="step">([^<]+)<', steps[0]) == ["Replay"]
    assert "<title>Replay · " in page
    post(call, "hear all")
    post(call, "next")
    page = call.page()
    assert "<title>Analysis · " in page
    assert '<li class="done">Replay' in page


def test_the_page_continues_after_a_restart(client: Client) -> None:
    """Updating the server would end every call under way."""
    call = Calling(client("lin"))
    call.say(2)
    call.say(1)
    before = call.page()
    call.browser.app.state.plays.forget()
    after = call.page()
    assert said(after) == said(before)
    assert replies(after) == replies(before)
    assert version(after) == "2"
    assert call.say(1).status_code == 200


def test_the_language_can_be_switched_in_the_middle_of_a_call(client: Client) -> None:
    """Switching the language would start the call anew, or change nothing."""
    call = Calling(client("lin"))
    call.say(2)
    english = call.page()
    call.browser.post_form("/language", {"language": "zh", "next": call.address})
    chinese = call.page()
    assert 'lang="zh-Hans' in chinese[:200]
    assert len(said(chinese)) == len(said(english)) == 3
    assert all(re.search("[一-鿿]", words) for words in said(chinese))
    assert not re.search("[一-鿿]", "".join(said(english)))
    # the English page's buttons still mean the same replies
    assert [token for token, _ in replies(chinese)] == [token for token, _ in replies(english)]
    assert call.say(1, english).status_code == 200
    assert version(call.page()) == "2"


def test_every_key_is_another(client: Client) -> None:
    """Two pages would send different moves under one key."""
    call = Calling(client("lin"))
    assert key(call.page()) != key(call.page())


def test_the_end_cannot_be_asked_for_before_it_is_there(client: Client) -> None:
    """Whoever knows the address of the end could skip the call."""
    call = Calling(client("lin"))
    page = call.browser.get(f"{call.address}?end").text
    assert len(replies(page)) == len(replies(call.page())) > 1


def test_a_play_takes_signing_in(anonymous: Browser, client: Client) -> None:
    """The address alone would be enough to see somebody's call."""
    call = Calling(client("lin"))
    answer = anonymous.get(call.address, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=")
    form = {"reply": "x", "version": "0", "key": "k"}
    assert anonymous.post_form(f"{call.address}/moves", form).status_code == 401


def test_a_page_without_the_token_moves_nothing(client: Client, services: Services) -> None:
    """Another site could play for a trainee."""
    call = Calling(client("lin"))
    page = call.page()
    fields = {"reply": replies(page)[0][0], "version": "0", "key": key(page)}
    assert call.browser.post(f"{call.address}/moves", data=fields).status_code == 403
    assert services[Attempts].find(call.name).version == 0


@pytest.mark.parametrize("stage", ["replay", "analysis", "rehearsal"])
def test_a_page_has_no_inline_script_or_style(client: Client, stage: str) -> None:
    """The desk's own security policy would switch the page's scripts or styles off."""
    page = Calling(client("lin"), stage=stage).page()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)


def post(call: Calling, move: str) -> None:
    """Make a move of the replay."""
    page = call.page()
    fields = {"move": move, "version": version(page), "key": key(page)}
    answer = call.browser.post_form(f"{call.address}/moves", fields, follow_redirects=False)
    assert answer.status_code == 303
