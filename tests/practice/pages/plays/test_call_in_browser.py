"""The page of a call in a real browser: what is in view, what is sent, and the pause before the customer answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from simulator.library.library import Library
from simulator.people.storage.sessions import Sessions
from simulator.practice.pages.plays.beginning import begin
from simulator.web.services import now
from simulator.web.settings import Settings
from tests.app.journeys.serving import Site, served

SIZES = {"laptop": (1366, 768, 6), "telephone": (390, 844, 6), "small telephone": (360, 640, 4)}
"""Width, height, and how many replies have to be in view."""
WORDS = {
    "en": "I have read all three notes of today and I stay on the line until the ticket is issued, so",
    "zh": "今天的三条备注我都看过了，链接现在就发给您，您慢慢付，我不挂，看到出票咱们再说再见，好不好？",
}
HEARD = {
    "en": "I would like to believe that. But the three before you said the very same, and then hung up.",
    "zh": "你这话我愿意信，可前三位也都是这么跟我说的，话说完就挂了，到现在一个字的回音都没有。",
}
LONGEST = {"en": 90, "zh": 45}
"""Characters that a reply may have and still be in view."""
HOUR = 3_600_000
FIRST_VISIT, MOVE = 120 * 1024, 12 * 1024
"""The most bytes over the wire."""
OUT_OF_VIEW = """() => {
    const within = (inner, outer) => inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1
        && inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
    const box = (part) => part.getBoundingClientRect();
    const page = { top: 0, left: 0, bottom: innerHeight, right: innerWidth };
    const pane = box(document.querySelector("#say"));
    const found = [...document.querySelectorAll("button.reply")]
        .filter((reply) => !within(box(reply), page) || !within(box(reply), pane)
            || !within(box(reply.querySelector(".words")), box(reply)))
        .map((reply) => reply.innerText);
    const last = document.querySelector("#log > :last-child .said.customer");
    if (!within(box(last), box(document.querySelector(".call")))) found.push(last.innerText);
    const root = document.documentElement;
    if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) found.push("the page scrolls");
    return found;
}"""


def case(language: str, replies: int) -> bytes:
    """A case with so many replies of the greatest length in every scene."""
    say, heard = WORDS[language], HEARD[language]
    assert len(say) >= LONGEST[language]
    moves = "".join(
        f'      r{number}: {{say: "{number}{say[: LONGEST[language] - 1]}", kind: explain, to: more, why: w}}\n'
        for number in range(1, replies + 1)
    )
    scene = f'    customer: "{heard}"\n    cue: "…"\n    mood: shaky\n    screen: T4418\n    moves:\n{moves}'
    return f"""\
id: long
language: {language}
title: Long
agent: {{authority: 1, budget: 50}}
personas:
  a: {{name: A, who: w, expects: a, gives-away: g}}
rehearsal:
  opening:
{scene}  more:
{"to: end".join(scene.rsplit("to: more", 1))}endings:
  end: {{title: E, why: w}}
""".encode()


class Desk:
    """A served desk where anybody may take the long call."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        self.site, self.chromium = site, chromium
        self.opened: list[BrowserContext] = []

    def call(self, language: str, replies: int, size: tuple[int, int], motion: str = "reduce") -> Page:
        """The page of a call that has just begun."""
        person, services = self.site.newcomer(language), self.site.services
        bundle = services[Library].keep({"case.yaml": case(language, replies)}, now())
        name = begin(services, person, "long", bundle, stage="rehearsal", preview=False, language=language)
        context = self.chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce" if motion == "reduce" else "no-preference",
        )
        self.opened.append(context)
        token = services[Sessions].begin(person.id, now()).token
        context.add_cookies([{"name": "session", "value": token, "url": self.site.address}])
        page = context.new_page()
        page.goto(f"{self.site.address}/plays/{name}", wait_until="networkidle")
        return page


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Desk]:
    """One desk for all these tests."""
    folder = tmp_path_factory.mktemp("calls")
    with served(Settings(f"sqlite:///{Path(folder) / 'desk.sqlite'}", folder / "cache")) as site:
        desk = Desk(site, chromium)
        yield desk
        for context in desk.opened:
            context.close()


def answered(page: Page, turns: int) -> None:
    """Wait until so many turns are in the log."""
    expect(page.locator("#log > li")).to_have_count(turns)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_line_and_replies_are_in_view(desk: Desk, language: str, size: str) -> None:
    """Somebody would answer without having seen all that can be said, or what the customer has just said."""
    width, height, replies = SIZES[size]
    page = desk.call(language, replies, (width, height))
    assert page.evaluate(OUT_OF_VIEW) == []
    page.wait_for_timeout(600)
    page.locator("button.reply").last.click()
    answered(page, 2)
    assert page.locator("button.reply").count() == replies
    assert page.evaluate(OUT_OF_VIEW) == []


def test_more_replies_scroll_in_their_pane_and_are_counted(desk: Desk) -> None:
    """A reply below the edge would not be known of, or the customer's line pushed out of view."""
    page = desk.call("zh", 12, (390, 844))
    pane, root = page.locator("#say"), page.locator("html")
    assert pane.evaluate("(pane) => pane.scrollHeight > pane.clientHeight + 20")
    assert root.evaluate("(root) => root.scrollHeight <= innerHeight")
    expect(page.locator("#answer .count")).to_have_text("12条回应")
    last = page.locator("button.reply").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)
    expect(page.locator("#log .said.customer")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [(683, 384), (195, 422), (320, 256)])
def test_enlarged_page_flows(desk: Desk, size: tuple[int, int]) -> None:
    """At 200 % or 400 % a reply would be cut off, or lie where nobody can scroll to."""
    page = desk.call("en", 6, size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for reply in page.locator("button.reply").all():
        reply.scroll_into_view_if_needed()
        expect(reply.locator(".words")).to_be_in_viewport(ratio=0.9)


def test_call_page_is_light(desk: Desk) -> None:
    """On a slow line the page would come late, and each reply after it."""
    page = desk.call("en", 6, (1366, 768))
    sent: list[Request] = []
    page.on("requestfinished", lambda request: sent.append(request))
    session = page.context.new_cdp_session(page)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.reload(wait_until="networkidle")
    assert 0 < weight(sent) <= FIRST_VISIT
    sent.clear()
    page.wait_for_timeout(600)
    page.locator("button.reply").first.click()
    answered(page, 2)
    page.wait_for_load_state("networkidle")
    assert [request.method for request in sent] == ["POST"]
    assert 0 < weight(sent) <= MOVE


def weight(sent: list[Request]) -> int:
    """Bytes of the answers, as they were sent."""
    return sum(
        sizes["responseBodySize"] + sizes["responseHeadersSize"]
        for sizes in (request.sizes() for request in sent)
    )


def test_customer_takes_a_moment_unless_the_space_bar_is_pressed(desk: Desk) -> None:
    """The answer would stand there before one has read one's own words, or somebody had to wait for it."""
    page = desk.call("en", 4, (1366, 768), motion="any")
    page.clock.install(time=0)
    page.reload(wait_until="networkidle")
    page.clock.pause_at(HOUR)  # from now on time goes on only where the test says so
    places = [reply.bounding_box() for reply in page.locator("button.reply").all()]
    page.keyboard.press("2")
    expect(page.locator("#pending .said.agent")).to_have_text("2" + WORDS["en"][:89])
    expect(page.locator("#pending .dots")).to_be_visible()
    assert [reply.bounding_box() for reply in page.locator("button.reply").all()] == places
    expect(page.locator("[data-saving-state]")).to_have_text("Saved.")
    assert page.locator("#log > li").count() == 1
    page.keyboard.press("Space")
    answered(page, 2)
    expect(page.locator("#pending *")).to_have_count(0)
    page.clock.run_for(600)
    page.keyboard.press("1")
    expect(page.locator("#pending .dots")).to_be_visible()
    page.clock.run_for(1700)
    assert page.locator("#log > li").count() == 2
    page.clock.run_for(200)
    answered(page, 3)


def test_nothing_waits_with_reduced_motion(desk: Desk) -> None:
    """Who wants no motion would be shown dots, and made to wait."""
    page = desk.call("en", 4, (1366, 768))
    page.wait_for_timeout(600)
    page.keyboard.press("1")
    answered(page, 2)
    assert page.locator("#pending *").count() == 0


def test_hanging_up_asks(desk: Desk) -> None:
    """A slip on the red key would end the call, or nobody could say how to leave it."""
    page = desk.call("en", 4, (390, 844))
    page.get_by_role("link", name="Hang up").click()
    asked = page.get_by_role("dialog", name="Hang up?")
    expect(asked).to_be_visible()
    asked.get_by_role("link", name="Go on with the call").click()
    expect(asked).to_be_hidden()
    expect(page.locator("button.reply").first).to_be_visible()
    page.get_by_role("link", name="Hang up").click()
    asked.get_by_role("link", name="Discard this call").click()
    expect(page.get_by_role("heading", name="Discard this attempt?")).to_be_visible()
