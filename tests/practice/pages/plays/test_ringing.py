"""A call rings before it is picked up, and tells nothing of who calls."""

import html
from collections.abc import Callable

from simulator import load_case
from simulator.practice.storage.attempts import Attempts
from simulator.resources import scenarios
from simulator.web.services import Services
from tests.app.conftest import Browser

from .calling import CASE, Calling, replies

Client = Callable[[str], Browser]


def rung(browser: Browser, stage: str = "rehearsal", key: str = "ring") -> tuple[str, str]:
    """Begin a play by its form; where that leads, and the page there."""
    form = {"stage": stage, "key": key}
    answer = browser.post_form(f"/cases/{CASE}/play", form, follow_redirects=False)
    address = answer.headers["Location"]
    return address, browser.get(address).text


def test_a_call_rings_and_is_picked_up(client: Client) -> None:
    """The customer would be on the line before anybody has accepted the call, or never."""
    browser = client("lin")
    address, page = rung(browser)
    assert "<h1>Incoming call</h1>" in page
    assert replies(page) == []
    picked_up = browser.post_form(f"{address.partition('?')[0]}/pick-up", {}, follow_redirects=False)
    assert picked_up.headers["Location"] == address.partition("?")[0]
    assert len(replies(browser.get(picked_up.headers["Location"]).text)) > 1


def test_ringing_tells_nothing_of_the_caller(client: Client) -> None:
    """Who is on the line, or their words, would be known before the first of them."""
    _, page = rung(client("lin"))
    plain = html.unescape(page)
    case = load_case(scenarios() / CASE, "en")
    for persona in case.personas:
        assert all(text not in plain for text in (persona.name, persona.who, persona.expects, persona.id))
    assert all(words not in plain for words in case.opening.customer.values())
    assert page.count("dim on-stage") == len({persona.kind for persona in case.personas})


def test_only_whom_one_has_met_is_shown(client: Client, services: Services) -> None:
    """Faces of customers whom a trainee has not met would be shown, or those who were met not be known again."""
    call = Calling(client("lin"))
    while replies(page := call.browser.get(call.address, follow_redirects=False).text):
        call.say(1, page)
    assert services[Attempts].find(call.name).finished is not None
    _, page = rung(call.browser)
    kinds = {persona.kind for persona in load_case(scenarios() / CASE, "en").personas}
    assert page.count("dim on-stage") == len(kinds) - 1


def test_a_call_that_goes_on_does_not_ring(client: Client) -> None:
    """Whoever comes back to a call by an old address would have to pick it up in the middle."""
    call = Calling(client("lin"))
    call.say(1)
    assert len(replies(call.browser.get(f"{call.address}?ring").text)) > 1


def test_only_a_call_rings(client: Client) -> None:
    """A recording would ring."""
    address, page = rung(client("lin"), stage="replay")
    assert "?" not in address
    assert "Incoming call" not in page
    assert "Incoming call" not in client("lin").get(f"{address}?ring").text


def test_hanging_up_asks_on_a_page_of_its_own(client: Client) -> None:
    """Without script the red key would do nothing, or discard the call at once."""
    call = Calling(client("lin"))
    assert f'href="{call.address}/hang-up"' in call.page()
    asked = call.browser.get(f"{call.address}/hang-up").text
    assert "<h1>Hang up?</h1>" in asked
    for address in (call.address, "/", f"/attempts/{call.name}/discard"):
        assert f'href="{address}"' in asked
    assert len(replies(call.page())) > 1
