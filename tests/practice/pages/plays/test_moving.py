"""The route of every move: once, in order, and never shown before it is safe."""

import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from httpx2 import Response

from simulator.database.unavailable import DatabaseUnavailable
from simulator.library.library import Library
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import MoveEntry
from simulator.text.message import Message
from simulator.web.services import Services
from tests.app.conftest import Browser

from .calling import Calling, key, replies, said, version

Client = Callable[[str], Browser]


def kept(services: Services, call: Calling) -> list[str | None]:
    """The moves of a call as the database has them, with None for each that was taken back."""
    attempt = services[Attempts].find(call.name)
    return [entry.move for entry in services[Attempts].entries_after(attempt.id, 0)]


@pytest.fixture
def call(client: Client) -> Calling:
    """A call that has just begun."""
    return Calling(client("lin"))


def test_a_reply_brings_the_customer_s_answer_and_is_kept(call: Calling, services: Services) -> None:
    """A reply would bring no answer, or not be kept."""
    page = call.page()
    answer = call.say(2, page)
    assert answer.status_code == 200
    assert answer.headers["Play-Version"] == "1"
    assert 'hx-swap-oob="beforeend:#log"' in answer.text
    assert replies(page)[1][1] in said(call.page())
    assert len(kept(services, call)) == 1


def test_the_fragment_is_what_the_page_then_shows(call: Calling) -> None:
    """Going on and loading the page anew would show two different calls."""
    for _ in range(3):
        fragment = call.say(2).text
        page = call.page()
        assert replies(fragment) == replies(page)
        assert version(fragment) == version(page)
        turn = re.search(r'<li class="turn".*?</li>', fragment, re.DOTALL)
        assert turn
        assert turn[0] in page


def test_without_script_a_reply_leads_back_to_the_page(call: Calling) -> None:
    """A reply would lead nowhere in a browser without scripts."""
    answer = call.say(1, headers={})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{call.address}#answer-title"
    assert 'id="answer-title"' in call.page()
    assert len(said(call.page())) == 3


def test_without_script_the_page_stays_where_one_was(client: Client) -> None:
    """Without scripts every line and answer would throw the reader back to the top."""
    call = Calling(client("lin"), stage="")
    for move, there in (
        ("hear", "#line-1"),
        ("mark 1 heated", "#line-1"),
        ("hear", "#line-2"),
        ("unmark 1 heated", "#line-1"),
        ("hear all", "#line-3"),
        ("next", "/results/replay"),
        ("hint", "#question"),
        ("next", "#question"),
    ):
        page = call.page()
        fields = {"move": move, "version": version(page), "key": f"{version(page)} {move}"}
        if move == "next" and there.startswith("#"):
            fields = {"verb": "suppose", "expectation": "1", "confidence": "50"} | fields
            fields.pop("move")
        answer = call.browser.post_form(f"{call.address}/moves", fields, follow_redirects=False)
        assert (answer.status_code, answer.headers.get("Location")) == (303, f"{call.address}{there}")
        assert there.startswith("/") or f'id="{there[1:]}"' in call.page()


def test_the_same_request_twice_makes_one_move(call: Calling, services: Services) -> None:
    """A double click, or a retry after a lost answer, would say a reply twice."""
    page = call.page()
    first, second = call.say(2, page), call.say(2, page)
    assert (second.status_code, second.headers["Play-Version"]) == (200, "1")
    # the second may be drawn a second later; when the call began stays the same
    lasting = [re.sub(r'name="key" value="[^"]*|\d+:\d\d</time>', "", one.text) for one in (first, second)]
    assert lasting[0] == lasting[1]
    assert "data-clock-from" in first.text
    assert len(kept(services, call)) == 1


def test_the_same_request_after_a_restart_makes_one_move(call: Calling, services: Services) -> None:
    """A move sent again after the server was killed before its answer would be made twice."""
    page = call.page()
    call.say(2, page)
    forget(call)
    again = call.say(2, page)
    assert (again.status_code, again.headers["Play-Version"]) == (200, "1")
    assert again.headers["HX-Retarget"] == "#stage"
    assert len(kept(services, call)) == 1
    assert len(said(again.text)) == 3


def test_another_move_under_the_same_key_is_refused(call: Calling, services: Services) -> None:
    """One key would stand for two different moves."""
    page = call.page()
    call.say(2, page)
    for restarted in (False, True):
        if restarted:
            forget(call)
        other = call.say(1, page)
        assert other.status_code == 409
        assert len(said(other.text)) == 3
    assert len(kept(services, call)) == 1


def test_an_earlier_key_under_a_later_version_is_refused(call: Calling, services: Services) -> None:
    """A stale form with a renewed version would make its move at another place."""
    page = call.page()
    call.say(2, page)
    call.say(2)
    forget(call)
    assert call.say(1, key=key(page)).status_code == 409
    assert len(kept(services, call)) == 2


def test_a_second_tab_is_told_and_shown_where_the_play_is(call: Calling, services: Services) -> None:
    """Two tabs would fork a play, or one of them would answer a question that it does not show."""
    stale = call.page()
    call.say(2)
    call.say(2)
    answer = call.say(1, stale)
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#stage"
    assert answer.headers["Play-Version"] == "2"
    assert "gone on in another window" in answer.text
    assert said(answer.text) == said(call.page())
    assert len(kept(services, call)) == 2


def test_a_second_tab_is_told_without_script_too(call: Calling) -> None:
    """A second tab without scripts would show a bare error page instead of the call."""
    stale = call.page()
    call.say(2)
    answer = call.say(1, stale, headers={})
    assert answer.status_code == 409
    assert "gone on in another window" in answer.text
    assert len(said(answer.text)) == 3


def test_another_process_s_moves_are_caught_up_with(call: Calling, services: Services) -> None:
    """Two workers at one database could not continue each other's plays."""
    page = call.page()
    attempt = services[Attempts].find(call.name)
    case = services[Library].case(attempt.bundle or "", "en")
    move = next(iter(case.opening.moves))
    services[Attempts].append(attempt.id, 0, MoveEntry(move, 1.0, "elsewhere"), now=attempt.started).result()
    assert call.say(2, page).status_code == 409  # the page has not seen it
    assert call.say(1).status_code == 200
    assert len(kept(services, call)) == 2


def test_a_retry_at_another_process_gives_the_receipt(call: Calling, services: Services) -> None:
    """A move whose worker died after writing it would be lost to sight, or made twice."""
    page = call.page()
    attempt = services[Attempts].find(call.name)
    case = services[Library].case(attempt.bundle or "", "en")
    move = list(case.opening.moves)[1]
    services[Attempts].append(attempt.id, 0, MoveEntry(move, 1.0, key(page)), now=attempt.started).result()
    answer = call.say(2, page)
    assert (answer.status_code, answer.headers["Play-Version"]) == (200, "1")
    assert len(kept(services, call)) == 1


def test_what_is_not_safe_is_not_shown(
    call: Calling, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a full disk a call would go on that nobody can ever see again."""
    page = call.page()
    with monkeypatch.context() as broken:
        broken.setattr(Attempts, "append", _failing)
        answer = call.say(2, page)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "HX-Retarget" in answer.headers
        assert said(call.page()) == said(page)
    assert kept(services, call) == []
    assert call.say(2, page).headers["Play-Version"] == "1"  # the very same request, sent again
    assert len(kept(services, call)) == 1


def test_a_reply_can_be_taken_back(call: Calling, services: Services) -> None:
    """A trainee could not take a reply back and try another one."""
    before = call.page()
    call.say(2)
    answer = call.undo()
    assert answer.status_code == 200
    assert 'hx-swap-oob="delete:#turn-1"' in answer.text
    after = call.page()
    assert said(after) == said(before)
    assert replies(after) == replies(before)
    assert version(after) == "2"
    assert kept(services, call)[1:] == [None]


def test_taking_back_twice_by_one_request_takes_one_back(call: Calling, services: Services) -> None:
    """A double click on undo would take back two replies."""
    call.say(2)
    call.say(2)
    page = call.page()
    call.undo(page)
    call.undo(page)
    assert len(kept(services, call)) == 3


def test_nothing_is_taken_back_before_the_call(call: Calling, services: Services) -> None:
    """The replay and the analysis could be undone from the call."""
    answer = call.undo()
    assert answer.status_code == 422
    assert "nothing to take back" in answer.text
    assert kept(services, call) == []


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"reply": "0" * 12}, 422),
        ({"reply": "", "move": "name-first"}, 422),
        ({"reply": "", "move": "answer x"}, 422),
        ({"reply": "", "move": "suppose x 50"}, 422),
        ({"reply": "", "move": "hear"}, 422),
        ({"version": "-1"}, 422),
        ({"version": "one"}, 422),
        ({"version": "9" * 40}, 422),
        ({"version": "7"}, 409),
        ({"key": ""}, 422),
        ({"key": "k" * 65}, 422),
    ],
)
def test_a_strange_form_is_refused(
    call: Calling, services: Services, fields: dict[str, str], status: int
) -> None:
    """A crafted form would be a fault, or make the rules name what they hide."""
    answer = call.say(1, **fields)
    assert answer.status_code == status
    case = services[Library].case(services[Attempts].find(call.name).bundle or "", "en")
    for name in case.opening.moves:
        assert name not in answer.text
    assert kept(services, call) == []


def test_a_reply_of_another_moment_is_refused(call: Calling) -> None:
    """A token kept from an earlier moment would say a reply that is not open now."""
    token = replies(call.page())[0][0]
    call.say(2)
    assert token not in dict(replies(call.page()))
    assert call.say(1, reply=token).status_code == 422


def test_a_refusal_without_script_shows_the_call_and_why(call: Calling) -> None:
    """A refusal would end a call without scripts at a bare error page."""
    answer = call.say(1, reply="0" * 12, headers={})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert replies(answer.text) == replies(call.page())


def test_nobody_moves_in_another_s_play(call: Calling, client: Client, services: Services) -> None:
    """The address alone would be enough to spoil somebody's attempt."""
    page = call.page()
    for name in ("bo", "wei", "hua", "root"):
        call.browser = client(name)
        assert call.say(1, page).status_code == 404
        assert call.undo(page).status_code == 404
        assert call.browser.get(call.address).status_code == 404
    assert kept(services, call) == []


def test_a_play_that_does_not_exist_is_not_found(client: Client) -> None:
    """Wrong addresses would be faults, or fill the memory."""
    browser = client("lin")
    assert browser.get("/plays/none").status_code == 404
    form = {"reply": "0" * 12, "version": "0", "key": "k"}
    assert browser.post_form("/plays/none/moves", form).status_code == 404
    assert len(browser.app.state.plays) == 0


def test_a_call_comes_to_its_end(call: Calling, services: Services) -> None:
    """The last reply would lose its result, or the page its way to the debrief."""
    to_the_end(call)
    attempt = services[Attempts].find(call.name)
    assert attempt.finished is not None
    assert attempt.record.result is not None
    assert attempt.record.result.verdict is not None
    answer = call.browser.get(call.address, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/attempts/{call.name}")


def test_the_last_fragment_leads_to_the_debrief(call: Calling) -> None:
    """The end of a call would be a page without a way on."""
    last = to_the_end(call).text
    assert f'href="/attempts/{call.name}"' in last
    assert 'name="reply"' not in last


def test_without_script_the_end_is_shown_before_the_debrief(call: Calling) -> None:
    """Without scripts the customer's last words would never be seen."""
    there = to_the_end(call, headers={}).headers["Location"]
    assert there == f"{call.address}?end#answer-title"
    answer = call.browser.get(f"{call.address}?end")
    # what is over is saved, and there is no call to take any more
    assert "Save and leave" not in answer.text
    assert "Rehearsal: take the call" not in answer.text
    assert f'href="/attempts/{call.name}"' in answer.text
    assert 'name="reply"' not in answer.text


def test_a_call_that_is_over_takes_no_more(call: Calling, services: Services) -> None:
    """A finished attempt could be improved afterwards."""
    page = call.page()
    to_the_end(call)
    count = len(kept(services, call))
    for answer in (
        call.say(1, page, version=str(count), key="late"),
        call.undo(page, version=str(count), key="later"),
    ):
        assert answer.status_code == 422
    assert len(kept(services, call)) == count


def test_the_next_stage_is_another_page(client: Client) -> None:
    """The analysis would be put into a page without its scripts and title."""
    call = Calling(client("lin"), stage="")
    for move in ("hear all", "next"):
        page = call.page()
        answer = call.browser.post_form(
            f"{call.address}/moves",
            {"move": move, "version": version(page), "key": key(page)},
            headers={"HX-Request": "true"},
        )
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"{call.address}/results/replay")
    assert "Analysis" in call.page()


def test_a_stage_played_alone_ends_in_the_debrief(client: Client, services: Services) -> None:
    """An attempt at the replay alone would never be finished."""
    call = Calling(client("lin"), stage="replay")
    for move in ("hear all", "next"):
        page = call.page()
        fields = {"move": move, "version": version(page), "key": key(page)}
        call.browser.post_form(f"{call.address}/moves", fields, headers={"HX-Request": "true"})
    assert services[Attempts].find(call.name).finished is not None
    answer = call.browser.get(call.address, follow_redirects=False)
    assert answer.headers["Location"] == f"/attempts/{call.name}"


def test_a_fragment_does_not_grow_with_the_call(client: Client, services: Services) -> None:
    """The hundredth move would cost more than the first."""
    call = Calling(client("lin"))
    sizes = []
    for _ in range(6):
        sizes.append(len(call.say(2).text))
        call.undo()
    assert max(sizes) - min(sizes) < 20  # the digits of the version


def to_the_end(call: Calling, **how: Any) -> Response:
    """Say the first reply until the call is over; the last answer."""
    last = None
    for _ in range(60):
        answer = call.browser.get(call.address, follow_redirects=False)
        if answer.status_code == 303:
            assert last is not None
            return last
        last = call.say(1, answer.text, **how)
    raise AssertionError("the call does not end")


def forget(call: Calling) -> None:
    """Let the server forget what it has in memory, as if it were started anew."""
    call.browser.app.state.plays.forget()


def _failing(*_: object, **__: object) -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_exception(DatabaseUnavailable(Message("The disk is full.")))
    return future
