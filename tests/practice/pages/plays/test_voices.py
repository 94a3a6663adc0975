"""The call page says who speaks and in what mood, and shows nothing of the caller's look."""

import re
from collections.abc import Callable

from simulator.library.library import Library
from simulator.people.person import Person
from simulator.practice.pages.plays.beginning import begin
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.call.case.test_speaking import CASE

from .test_rehearsal import AtDesk

ONE_CALLER = CASE.replace(
    "  a: {name: A, who: w, expects: a, gives-away: g}",
    "  a: {name: A, who: w, expects: a, gives-away: g, look: bob}",
).replace("  b: {name: B, who: w, expects: b, gives-away: g, look: curly}\n", "")


def heard(shown: str) -> list[str]:
    """Who spoke and how, as the page has it."""
    found = re.findall(r'<div class="said customer">\s*<p class="label">(.*?)</p>', shown, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", label).split()) for label in found]


def test_call_page_says_who_speaks(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """A trainee would take the driver for the customer, or hear no mood; a head would tell who is calling."""
    bundle = services[Library].keep({"case.yaml": ONE_CALLER.encode()}, now())
    name = begin(services, person("wei"), "inside", bundle, stage="rehearsal", language="en")
    at_desk = AtDesk(client("wei"), f"/plays/{name}")
    assert heard(at_desk.page()) == ["Customer · hurried"]
    answer = at_desk.say("One moment.")
    driver = "The driver · customer on hold · engine running"
    assert (heard(answer), ">Customer on hold<" in answer) == ([driver], True)
    page = at_desk.page()
    assert heard(page) == ["Customer · hurried", driver]
    assert (">Customer on hold<" in page, 'class="face"' in page) == (True, False)
