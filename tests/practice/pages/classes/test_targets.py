"""Targets: who sets them, how they are split and adjusted, and what is said of how it goes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from simulator.database import tables
from simulator.database.audit import Action, Audit
from simulator.database.settings import Options
from simulator.people.person import Person
from simulator.people.storage.people import People
from simulator.practice.storage.played import finished_calls, members_of, played_by
from simulator.practice.storage.targets import MOST, Targets
from simulator.web.month import beside, in_words, month_of
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.practice.classroom import HUNG_UP, WON

from .conftest import School
from .planted import add_trainee, plant, rows


def month(services: Services) -> str:
    """This month at the desk."""
    return f"{services[Options].current(now()).day(now()):%Y-%m}"


def shares(page: str) -> dict[str, str]:
    """The share of each member that a page shows."""
    return {row[0]: row[1] for row in rows(page, "shares-caption")}


def test_a_target_is_split_and_its_shares_adjusted(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """The shares would not add up to the target, or forget what the lead has fixed."""
    hua, address = client("hua"), f"/targets/{school.airline.id}/{month(services)}"
    page = hua.post_form(address, {"total": "10"}).text
    assert "The target is set" in page
    assert shares(page) == {"An": "5", "Lin Xiaoyu": "5"}
    an, lin = f"share-{school.an.id}", f"share-{school.lin.id}"
    page = hua.post_form(f"{address}/shares", {an: "2", lin: ""}).text
    assert shares(page) == {"An": "2", "Lin Xiaoyu": "8"}
    assert rows(page, "shares-caption")[0][3] == "set by hand"
    assert f'name="{an}" type="number" min="0" max="{MOST}" step="1" inputmode="numeric" value="2"' in page
    page = hua.post_form(f"{address}/shares", {an: "2", lin: "3"}).text
    assert "5 of the target&#39;s calls are nobody&#39;s" in page
    page = hua.post_form(f"{address}/shares", {an: "", lin: ""}).text
    assert shares(page) == {"An": "5", "Lin Xiaoyu": "5"}
    # only what changed is written, and by whom
    log = services[Audit].entries(action=Action.SHARE_SET)
    assert [entry.detail["amount"] for entry in reversed(log)] == [2, 3, None, None]
    assert "No target is set for this month" in hua.post_form(address, {"total": "0"}).text


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "ten", "²", "1" * 50, str(MOST + 1)])
def test_what_is_no_number_is_said_beside_its_field(
    client: Callable[[str], Browser], services: Services, school: School, typed: str
) -> None:
    """A slip would set a target that nobody meant."""
    hua, address = client("hua"), f"/targets/{school.airline.id}/{month(services)}"
    answer = hua.post_form(address, {"total": typed})
    assert answer.status_code == 422
    assert 'aria-describedby="total-hint total-error"' in answer.text
    assert f'value="{typed}"' in answer.text
    assert services[Targets].of(school.airline.id, month(services)).total is None
    if typed:
        hua.post_form(address, {"total": "10"})
        field = f"share-{school.an.id}"
        answer = hua.post_form(f"{address}/shares", {field: typed, f"share-{school.lin.id}": "4"})
        assert answer.status_code == 422
        assert f'aria-describedby="{field}-error"' in answer.text
        assert services[Targets].of(school.airline.id, month(services)).shares == {}


def test_only_the_own_team_and_real_months(client: Callable[[str], Browser], school: School) -> None:
    """A lead could burden another team, or a made-up month fill the database."""
    hua, root = client("hua"), client("root")
    for address in (
        f"/targets/{school.parcels.id}",
        f"/targets/{school.parcels.id}/2026-11",
        f"/targets/{school.airline.id}/2026-13",
        f"/targets/{school.airline.id}/1999-01",
        f"/targets/{school.airline.id}/2026-1",
        f"/targets/{school.airline.id}/november",
        "/targets/none/2026-11",
    ):
        assert hua.get(address).status_code == 404, address
        assert hua.post_form(address, {"total": "5"}).status_code in (404, 405), address
        assert hua.post_form(f"{address}/shares", {}).status_code == 404, address
    assert root.get(f"/targets/{school.parcels.id}/2026-11").status_code == 200
    assert client("wei").get(f"/targets/{school.airline.id}/2026-11").status_code == 403


def test_the_list_of_targets(client: Callable[[str], Browser], services: Services, school: School) -> None:
    """A lead of one team would click twice; an administrator would not see who is behind."""
    answer = client("hua").get("/targets")
    assert answer.url.path == f"/targets/{school.airline.id}/{month(services)}"
    services[Targets].set_total(school.airline.id, month(services), 4, None, now())
    plant(services, school.lin, WON)
    page = client("root").get("/targets").text
    assert "1 of 4" in page
    assert "No target is set for this month." in page
    services[People].change_team(school.airline.id, "Airline", None, None, now())
    assert "You do not lead a team yet" in client("hua").get("/targets").text


def test_who_needs_help_and_who_could_give_it(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """A lead would not see who loses, or send the wrong one to help."""
    services[Targets].set_total(school.airline.id, month(services), 12, None, now())
    for minutes in range(6):
        plant(services, school.an, HUNG_UP, ago=timedelta(seconds=30 * minutes + 30))
    plant(services, school.lin, WON, ago=timedelta(seconds=20))
    page = client("hua").get(f"/targets/{school.airline.id}/{month(services)}").text
    _, _, told = page.partition('id="help-title"')
    assert "0 of the last 6 calls were won." in told
    assert "Won the last time at a case where An did not." in told
    assert "<strong>Lin Xiaoyu</strong>" in told


def test_the_page_says_why_shares_became_smaller(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """A lead would see shares fall without a word when people join, and more asked of the abler."""
    today = services[Options].current(now()).day(now())
    past = beside(today, -1)

    def joined(person: Person, on: date | None) -> None:
        row = update(tables.people).where(tables.people.c.id == person.id).values(joined=on)
        services.database.write(lambda connection: connection.execute(row))

    joined(school.lin, None)
    joined(school.an, None)
    services[Targets].set_total(school.airline.id, f"{past:%Y-%m}", 18, None, now())
    address = f"/targets/{school.airline.id}/{past:%Y-%m}"
    page = client("hua").get(address).text
    assert shares(page) == {"An": "9", "Lin Xiaoyu": "9"}
    assert "joined since" not in page
    new = add_trainee(services, "new", school.airline.id)
    joined(new, today)
    assert shares(client("hua").get(address).text) == {"An": "9", "Lin Xiaoyu": "9"}
    joined(new, past.replace(day=21))
    page = client("hua").get(address).text
    assert shares(page)["New"] in ("2", "3")
    assert "who has more experience and better results is asked for more" in page
    assert "One trainee has joined since the month began, and counts from that day." in page
    assert "counts from" in page
    services[People].set_active(new.id, False, None, now())
    left = update(tables.people).values(left=past.replace(day=25)).where(tables.people.c.id == new.id)
    services.database.write(lambda connection: connection.execute(left))
    assert "left on" in client("hua").get(address).text


def test_a_member_who_came_meanwhile_keeps_the_share(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """Setting shares on an older page would wipe out those that it did not show."""
    key = month(services)
    services[Targets].set_total(school.airline.id, key, 10, None, now())
    services[Targets].set_share(school.airline.id, key, school.lin.id, 7, None, now())
    client("hua").post_form(f"/targets/{school.airline.id}/{key}/shares", {f"share-{school.an.id}": "1"})
    assert services[Targets].of(school.airline.id, key).shares == {school.an.id: 1, school.lin.id: 7}


def test_calls_count_in_the_order_in_which_they_ended(services: Services, school: School) -> None:
    """A call begun early and ended late would be taken for the earlier one: who won last decides."""
    plant(services, school.lin, WON, ago=timedelta(days=2))
    plant(services, school.lin, HUNG_UP, ago=timedelta(days=5))
    members = [one.id for one in members_of(services, school.airline.id)]
    attempts = played_by(services, members, with_findings=False)
    calls = finished_calls(attempts, services[Options].current(now()))
    assert [call.won for call in calls] == [False, True]


def test_months() -> None:
    """The buttons would lead to a month that is not beside this one."""
    assert beside(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert beside(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert month_of("2026-02") == date(2026, 2, 1)
    assert in_words(date(2026, 11, 1), "en") == "November 2026"
    assert in_words(date(2026, 11, 1), "zh") == "2026年11月"
