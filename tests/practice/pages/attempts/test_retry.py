"""Mistakes tried again: judged as in the review, with hints, and nothing kept of it."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from simulator import Play
from simulator.call.case.case import Stage
from simulator.call.play import rehearsal as call
from simulator.call.review.comparing import hints
from simulator.call.review.review import Better, Fault, Review, review
from simulator.database import tables
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.call.report.reviewed import judge_of

from .keeping import LISTENED, keep, published
from .test_debrief import parsed

FAULTY = ["feel-it", "offer-voucher", "back-to-door", *["read-status"] * 5]
"""Replies to a worried customer; two of them can be mended."""

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]


@pytest.fixture
def found(services: Services) -> Review:
    """The review of the lost call, worked out beside the desk."""
    case = services[Library].case(published(services), "en")
    play = Play.start(case, "worried", Stage.REHEARSAL)
    for move in FAULTY:
        play.push(move)
    reviewed = review(play, judge_of(case))
    assert reviewed is not None
    assert len(reviewed.mendable) > 1
    return reviewed


@pytest.fixture
def retry(client: Browsers, services: Services, person: Named) -> str:
    """The address of the mistakes of a lost call."""
    return f"/attempts/{keep(services, person('lin'), FAULTY, 'worried').record.id}/retry"


def better(fault: Fault) -> Better:
    """What may be recommended in place of a reply that can be mended."""
    assert fault.better is not None
    return fault.better


def tokens(page: str) -> dict[str, str]:
    """The replies of a page by what they say."""
    return {
        unescape(say): token
        for token, say in re.findall(
            r'name="tried" value="(\w+)".*?<span class="words">(.*?)</span>', page, re.DOTALL
        )
    }


def test_what_came_after_the_loss_is_no_mistake_to_mend(found: Review) -> None:
    """A trainee would look for the right words where none can win any more."""
    assert len(found.mendable) < len(found.faults)
    assert found.out_of_reach is not None
    assert all(fault.decision.number <= found.out_of_reach.number for fault in found.mendable)


def test_every_mistake_has_its_page(client: Browsers, retry: str, found: Review) -> None:
    """A mistake would be left out, or a good reply be called one."""
    browser = client("lin")
    numbers = [fault.decision.number for fault in found.mendable]
    answer = browser.get(retry, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{retry}/{numbers[0]}")
    shown = {n: browser.get(f"{retry}/{n}").status_code for n in (*range(len(FAULTY) + 2), 10**20)}
    assert shown == {n: 200 if n in numbers else 404 for n in shown}
    for place, number in enumerate(numbers):
        page = browser.get(f"{retry}/{number}").text
        assert parsed(page).faults == []
        following = numbers[place + 1 : place + 2]
        assert [n for n in numbers if n > number and f'href="{retry}/{n}"' in page] == following


def press(browser: Browser, address: str, say: str) -> str:
    """The page after pressing a reply, as the form of the page before does it: with all its hidden fields."""
    page = browser.get(address).text
    form = page.partition('<form method="get"')[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', form)
    query = urlencode([*hidden, ("tried", tokens(page)[say])])
    return browser.get(f"{address.partition('?')[0]}?{query}").text


def onward(page: str) -> str:
    """Where a page leads to the next mistake."""
    found = re.search(r'href="([^"]*)">(?:To the next mistake|Leave this one out)<', page)
    assert found
    return unescape(found[1])


def test_what_was_found_adds_up(client: Browsers, retry: str, found: Review) -> None:
    """Whoever goes through all mistakes would not learn how many they could put right by themselves."""
    browser = client("lin")
    first, second = found.mendable
    page = press(browser, f"{retry}/{first.decision.number}", better(first).reply.say)
    assert "Found: 1 of 2, 1 of them at once and without a hint." in page
    address = onward(page)
    assert address.startswith(f"{retry}/{second.decision.number}?")
    assert "Found: 1 of 2, 1 of them at once" in browser.get(address).text
    wrong = press(browser, address, second.decision.move.say)
    assert "Found: 1 of 2, 1 of them" in wrong
    shown = re.findall(r'href="(\?[^"]*)#answer">Show me', wrong)[0]
    page = browser.get(address.partition("?")[0] + unescape(shown)).text
    assert "This would have been better" in page
    assert "Found: 1 of 2, 1 of them at once and without a hint." in page
    hint = unescape(re.findall(r'href="(\?[^"]*)#answer">Give me a hint', browser.get(address).text)[0])
    page = press(browser, address.partition("?")[0] + hint, better(second).reply.say)
    assert "Found: 2 of 2, 1 of them at once and without a hint." in page


def test_nothing_found_is_said_at_the_end(client: Browsers, retry: str, found: Review) -> None:
    """The last page would leave it open, and made-up numbers would count."""
    browser = client("lin")
    number = found.mendable[-1].decision.number
    assert "Found: 0 of 2." in browser.get(f"{retry}/{number}?show=yes").text
    assert "Found:" not in browser.get(f"{retry}/{number}").text
    made_up = browser.get(f"{retry}/{number}?found=999&found=x&alone={number}&show=yes").text
    assert "Found: 0 of 2." in made_up


def test_each_reply_is_judged_as_in_the_review(client: Browsers, retry: str, found: Review) -> None:
    """A reply would be called good that loses points, or the other way round."""
    browser = client("lin")
    for fault in found.mendable:
        decision = fault.decision
        address = f"{retry}/{decision.number}"
        offered = tokens(browser.get(address).text)
        replies = call.replies(found.case, decision.before)
        assert list(offered) == [move.say for move in replies]
        for move in replies:
            page = browser.get(f"{address}?tried={offered[move.say]}").text
            judged = decision.judgements.get(move.id)
            right = judged is not None and judged.recommendable
            assert ("Nothing would have been better." in page) == right
            assert ("What would you rather say?" in page) == (not right)
            assert ('class="right"' in page, 'class="wrong"' in page) == (right, not right)
            assert ("That is what you said then." in page) == (move.id == decision.move.id)


def test_what_was_tried_stays(client: Browsers, retry: str, found: Review) -> None:
    """A trainee would try the same reply twice without knowing it."""
    browser = client("lin")
    fault = found.mendable[0]
    address = f"{retry}/{fault.decision.number}"
    offered = tokens(browser.get(address).text)
    wrong = offered[fault.decision.move.say]
    page = browser.get(f"{address}?tried={wrong}&hints=1").text
    assert f'<input type="hidden" name="tried" value="{wrong}">' in page
    assert '<input type="hidden" name="hints" value="1">' in page
    both = browser.get(f"{address}?tried={wrong}&tried={wrong}&tried={offered[better(fault).reply.say]}").text
    assert (both.count('class="wrong"'), both.count('class="right"')) == (1, 1)


def test_hints_come_one_by_one(client: Browsers, retry: str, found: Review) -> None:
    """The first hint would give the reply away, or there would be hints without end."""
    browser = client("lin")
    fault = found.mendable[0]
    address = f"{retry}/{fault.decision.number}"
    count = len(list(hints(better(fault))))
    for taken in range(count + 2):
        page = unescape(browser.get(f"{address}?hints={taken}").text)
        assert len(re.findall(r"Look for a reply that does this|It begins:", page)) == min(taken, count)
        assert (f"hints={taken + 1}#answer" in page) == (taken < count)
    assert browser.get(f"{address}?hints=-1").status_code == 200
    assert browser.get(f"{address}?hints={'9' * 99}").status_code == 200


def test_the_answer_when_asked_for(client: Browsers, retry: str, found: Review) -> None:
    """Whoever gives up would not learn what was better, or what the customer would have said."""
    fault = found.mendable[0]
    page = unescape(client("lin").get(f"{retry}/{fault.decision.number}?show=yes").text)
    assert "This would have been better" in page
    assert better(fault).reply.say in page
    scene = found.case.scenes.get(better(fault).answered.scene)
    if scene is not None:
        assert scene.customer.at(better(fault).answered) in page


def test_made_up_addresses(client: Browsers, retry: str, found: Review) -> None:
    """A reply from another scene would be judged as if it stood there."""
    browser = client("lin")
    first, second = (fault.decision for fault in found.mendable[:2])
    elsewhere = tokens(browser.get(f"{retry}/{second.number}").text)
    here = tokens(browser.get(f"{retry}/{first.number}").text)
    strange = [token for token in elsewhere.values() if token not in here.values()]
    for token in (*strange, "none", "", "<script>"):
        assert browser.get(f"{retry}/{first.number}", params={"tried": token}).status_code == 400


def test_nothing_is_kept(client: Browsers, services: Services, retry: str, found: Review) -> None:
    """Trying would change the attempt, or count as another."""
    browser = client("lin")
    address = f"{retry}/{found.mendable[0].decision.number}"

    def count() -> list[int]:
        with services.database.read() as connection:
            return [
                connection.scalar(select(func.count()).select_from(table)) or 0
                for table in (tables.attempts, tables.moves, tables.findings, tables.audit)
            ]

    before = count()
    for token in tokens(browser.get(address).text).values():
        browser.get(f"{address}?tried={token}&hints=2")
    assert count() == before


def test_nothing_to_put_right(client: Browsers, services: Services, person: Named) -> None:
    """A call without mistakes, or none at all, would lead to a page that fails."""
    case = services[Library].case(published(services), "en")
    play = Play.start(case, "worried", Stage.REHEARSAL)
    solution = judge_of(case)
    belief = solution.shoes.at_start(0)
    for move in solution.best_line(belief, 0):
        play.push(move)
    best = keep(services, person("lin"), play.moves, "worried").record.id
    heard = keep(services, person("lin"), LISTENED, "worried", "replay", number=1).record.id
    browser = client("lin")
    page = browser.get(f"/attempts/{best}/retry")
    assert (page.status_code, "Nothing to put right" in page.text) == (200, True)
    answer = browser.get(f"/attempts/{heard}/retry")
    assert (answer.status_code, "did not come to the call" in answer.text) == (422, True)
    assert browser.get(f"/attempts/{heard}/compare/{best}").status_code == 422
    assert browser.get(f"/attempts/{best}/compare/{heard}").status_code == 422
