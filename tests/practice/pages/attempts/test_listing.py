"""The list of one's own attempts: complete, in order, page by page, and the way on from each."""

import re
from collections.abc import Callable

from sqlalchemy import update

from simulator.database import tables
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.practice.pages.attempts.listing import PER_PAGE
from simulator.practice.storage.comments import Comments
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .keeping import LISTENED, LOST, WON, keep
from .test_debrief import parsed

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]


def names(page: str) -> list[str]:
    """The attempts of a page, in its order."""
    return re.findall(r'<th scope="row" role="rowheader"><a href="/attempts/([\w-]+)"', page)


def test_each_leads_on(client: Browsers, services: Services, person: Named) -> None:
    """An unfinished attempt could not be gone on with, or a finished one not be looked at."""
    lin = person("lin")
    won = keep(services, lin, WON, "worried", number=1)
    begun = keep(services, lin, LOST[:2], number=2)
    heard = keep(services, lin, LISTENED, "worried", "replay", number=3)
    keep(services, lin, preview=True, number=4)
    keep(services, person("bo"), number=5)
    services[Comments].add(won.id, 1, person("wei").id, "well done", now())
    html = client("lin").get("/attempts").text
    assert parsed(html).faults == []
    assert names(html) == [heard.record.id, begun.record.id, won.record.id]
    rows = [
        " ".join(re.sub("<[^>]+>", " ", row).split()) for row in re.findall("<tr.*?</tr>", html, re.DOTALL)
    ]
    assert ["not finished" in row for row in rows[1:]] == [False, True, False]
    assert "Win-win 1 comment" in rows[3]
    assert "one stage: Listening to the recorded call" in rows[1]
    assert f'href="/plays/{begun.record.id}"' in html
    assert f'href="/plays/{won.record.id}"' not in html


def test_page_by_page(client: Browsers, services: Services, person: Named) -> None:
    """An attempt would be on two pages, or on none."""
    lin = person("lin")
    made = [keep(services, lin, ["feel-it"], number=n).record.id for n in range(PER_PAGE + 3)]
    browser = client("lin")
    pages = [names(browser.get(f"/attempts?page={number}").text) for number in (1, 2)]
    assert [len(page) for page in pages] == [PER_PAGE, 3]
    assert pages[0] + pages[1] == made[::-1]
    for strange in ("0", "-1", "99", "²", "x", "9" * 400, ""):
        assert names(browser.get("/attempts", params={"page": strange}).text) in pages


def test_by_case(client: Browsers, services: Services, person: Named) -> None:
    """Whoever looks for one case would have to read through all."""
    lin = person("lin")
    ours = keep(services, lin).record.id
    bundle = services[Library].entry("ac-remote").bundle
    other = keep(services, lin, ["hear"], "doubter", None, bundle=bundle, number=1).record.id
    browser = client("lin")
    assert names(browser.get("/attempts").text) == [other, ours]
    assert names(browser.get("/attempts?case=ac-remote").text) == [other]
    assert names(browser.get("/attempts?case=late-parcel").text) == [ours]
    none = browser.get("/attempts", params={"case": "<script>"}).text
    assert "No attempts at this case" in none
    assert "<script>" not in none.replace("<script src", "")


def test_none_yet(client: Browsers) -> None:
    """Somebody new would see an empty table."""
    page = client("lin").get("/attempts").text
    assert "No attempts yet" in page
    assert "<table" not in page


def test_a_lost_case_hides_no_attempts(client: Browsers, services: Services, person: Named) -> None:
    """One bundle that cannot be read would make the whole list fail."""
    kept = keep(services, person("lin"))
    broken = update(tables.attempts).where(tables.attempts.c.id == kept.id).values(bundle=None)
    services.database.write(lambda connection: connection.execute(broken))
    page = client("lin").get("/attempts")
    assert page.status_code == 200
    assert names(page.text) == [kept.record.id]
