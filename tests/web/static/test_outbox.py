"""Posts that must not be lost: kept, said to be unsaved, sent again with the same key, never overtaken."""

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.web.static.pages import Stage, page, until

REPLIES = """
<div id="notice" role="status"></div>
<main id="main" tabindex="-1"><h1>Call</h1><p class="saving" role="status" data-saving-state></p>
<div id="play"><p id="state">start</p>
{% call forms.form("/moves", key="key-of-the-page", version=0, durable="single", target="#state") %}
<button name="move" value="say ask" data-key="1">Ask</button><button name="move" value="say offer" data-key="2">Offer</button>
{% endcall %}
{% call forms.form("/moves", key="key-of-marks", version=0, durable="queue", target="#state") %}
<button name="move" value="mark 1 sigh">Sigh</button><button name="move" value="mark 1 repeated">Repeated</button>
{% endcall %}
</div>{{ parts.shortcuts() }}<label>Notes <textarea></textarea></label></main>
"""
NOT_SAVED = "Not saved yet: the server"


@pytest.fixture
def call(stage: Stage, tab: Page) -> Page:
    """A page with replies and marks."""
    stage.pages["/call"] = page(REPLIES)
    tab.goto(f"{stage.address}/call")
    return tab


def test_reply_is_posted_once_and_its_answer_shown(stage: Stage, call: Page) -> None:
    """The page would not go on, or the browser and the script would both post."""
    call.get_by_role("button", name="Ask").click()
    expect(call.locator("#state")).to_have_text("say ask 1")
    assert stage.posts == [{"move": "say ask", "key": "key-of-the-page", "version": "0", "token": "token"}]
    expect(call.locator("#state")).to_be_focused()
    expect(call.locator("[data-saving-state]")).to_have_text("Saved.")


def test_double_click_is_one_reply(stage: Stage, call: Page) -> None:
    """A play would get two replies, or be refused one."""
    stage.lag = 1.0  # or the answer is there before the second click, which then is another reply
    call.get_by_role("button", name="Ask").dblclick()
    expect(call.locator("#state")).to_have_text("say ask 1")
    call.wait_for_timeout(200)
    assert [post["move"] for post in stage.posts] == ["say ask"]


def test_each_wish_has_its_own_key_and_the_newest_version(stage: Stage, call: Page) -> None:
    """The second reply of a page would be taken for the first one again, or for an outdated one."""
    call.get_by_role("button", name="Ask").click()
    expect(call.locator("#state")).to_have_text("say ask 1")
    call.get_by_role("button", name="Offer").click()
    expect(call.locator("#state")).to_have_text("say offer 2")
    first, second = stage.posts
    assert (first["version"], second["version"]) == ("0", "1")
    assert second["key"] != first["key"]
    assert len(second["key"]) == 32


@pytest.mark.parametrize("answer", [503, 500, 429, "lost"])
def test_failing_server_is_told_and_asked_again_with_the_same_key(
    stage: Stage, call: Page, answer: int | str
) -> None:
    """A reply would be lost, doubled, or lost from sight."""
    stage.answers = [answer]
    call.get_by_role("button", name="Ask").click()
    expect(call.get_by_role("alert")).to_contain_text(NOT_SAVED)
    expect(call.locator("#state")).to_have_text("start")
    expect(call.locator("#state")).to_have_text("say ask 1")
    expect(call.get_by_text("The connection is back. Your last step is saved.")).to_be_visible()
    assert stage.posts[0] == stage.posts[1]
    assert stage.moves == ["say ask"]


def test_nothing_overtakes_an_unsaved_reply(stage: Stage, call: Page) -> None:
    """Another reply could reach the server before the one that the customer has to hear first."""
    stage.answers = [503]
    stage.headers = {"Retry-After": "60"}
    call.get_by_role("button", name="Ask").click()
    expect(call.get_by_role("alert")).to_contain_text(NOT_SAVED)
    call.get_by_role("button", name="Offer").click(force=True)
    call.keyboard.press("2")
    expect(call.locator("#announcements")).to_have_text("One moment: your last step is not saved yet.")
    stage.headers = {}
    call.get_by_role("button", name="Send again now").click()
    expect(call.locator("#state")).to_have_text("say ask 1")
    assert stage.moves == ["say ask"]


def test_lost_network_is_told_and_the_reply_sent_when_it_is_back(
    stage: Stage, call: Page, context: BrowserContext
) -> None:
    """A trainee in a train would have to guess what was saved."""
    context.set_offline(True)
    call.get_by_role("button", name="Ask").click()
    expect(call.get_by_role("alert")).to_contain_text("the server cannot be reached")
    assert stage.posts == []
    context.set_offline(False)
    expect(call.locator("#state")).to_have_text("say ask 1")
    assert stage.moves == ["say ask"]


def test_reload_keeps_what_was_not_saved(stage: Stage, call: Page) -> None:
    """A reload would throw the reply away, or send it under another key."""
    stage.answers = [503]
    stage.headers = {"Retry-After": "60"}
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    call.on("dialog", accept)
    call.get_by_role("button", name="Ask").click()
    expect(call.get_by_role("alert")).to_contain_text(NOT_SAVED)
    stage.headers = {}
    call.reload()
    expect(call.get_by_role("alert")).to_have_count(0)
    until(call, lambda: len(stage.posts) == 2)
    expect(call.locator("body[data-saving]")).to_have_count(0)
    assert asked == ["beforeunload"]
    assert stage.posts[0] == stage.posts[1]
    assert stage.moves == ["say ask"]


def test_marks_wait_for_their_turn(stage: Stage, call: Page) -> None:
    """Two quick marks would be refused as outdated, or one of them lost; the same twice would undo itself."""
    stage.answers = [503]
    call.get_by_role("button", name="Sigh").click()
    # both clicks before the first is answered, however slow the machine
    call.get_by_role("button", name="Repeated").evaluate("(button) => { button.click(); button.click(); }")
    expect(call.locator("#state")).to_have_text("mark 1 repeated 2")
    assert stage.moves == ["mark 1 sigh", "mark 1 repeated"]
    assert [post["version"] for post in stage.posts] == ["0", "0", "1"]


def test_play_that_went_on_elsewhere_is_shown(stage: Stage, call: Page) -> None:
    """Somebody with two windows would answer a customer who has long said something else."""
    stage.answers = [409]
    call.get_by_role("button", name="Ask").click()
    expect(call.locator("#state")).to_have_text("409")
    call.wait_for_timeout(300)
    assert len(stage.posts) == 1


def test_refusal_is_shown_where_it_asks_to_be(stage: Stage, call: Page) -> None:
    """A refused reply would vanish without a word, or be sent again and again."""
    stage.answers = [422]
    stage.headers = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
    call.get_by_role("button", name="Ask").click()
    expect(call.locator("#notice")).to_have_text("422")
    call.wait_for_timeout(300)
    assert len(stage.posts) == 1
    expect(call.get_by_role("button", name="Offer")).to_be_enabled()


def test_signed_out_keeps_the_reply(stage: Stage, call: Page) -> None:
    """A session that ended during a call would cost the last reply."""
    stage.answers = [401]
    call.get_by_role("button", name="Ask").click()
    expect(call.get_by_role("alert")).to_contain_text("you are signed out")
    expect(call.get_by_role("link", name="Sign in")).to_have_attribute("href", "/sign-in?next=%2Fcall")
    call.get_by_role("button", name="Send again now").click()
    expect(call.locator("#state")).to_have_text("say ask 1")
    assert stage.posts[0] == stage.posts[1]


def test_old_token_is_renewed_once(stage: Stage, call: Page) -> None:
    """After signing in again in another window, every reply would be refused; or the page would reload for ever."""
    stage.answers = [403]
    call.get_by_role("button", name="Ask").click()
    until(call, lambda: stage.moves == ["say ask"])
    expect(call.locator("body[data-saving]")).to_have_count(0)
    stage.answers = [403, 403]
    call.get_by_role("button", name="Offer").click()
    expect(call.locator("#state")).to_have_text("403")
    assert stage.moves == ["say ask"]
    assert len(stage.posts) == 4


def test_redirect_is_followed(stage: Stage, call: Page) -> None:
    """The end of a call would stay on the page of the call."""
    stage.pages["/debrief"] = page("<main><h1>Debrief</h1></main>")
    stage.headers = {"HX-Redirect": "/debrief"}
    call.get_by_role("button", name="Ask").click()
    expect(call.get_by_role("heading")).to_have_text("Debrief")


def test_number_keys_reply_unless_somebody_is_typing(stage: Stage, call: Page) -> None:
    """Replies could not be given by keyboard alone, or a number in the notes would be one."""
    call.get_by_role("textbox").press("2")
    assert stage.posts == []
    call.get_by_role("textbox").blur()
    call.keyboard.press("2")
    expect(call.locator("#state")).to_have_text("say offer 1")


def test_number_keys_can_be_turned_off(stage: Stage, call: Page) -> None:
    """Somebody who dictates would reply by accident (WCAG 2.1.4)."""
    call.get_by_label("Number and letter keys act at once").uncheck()
    call.get_by_role("heading").click()
    call.keyboard.press("1")
    call.reload()
    expect(call.get_by_label("Number and letter keys act at once")).not_to_be_checked()
    call.keyboard.press("1")
    call.wait_for_timeout(200)
    assert stage.posts == []
