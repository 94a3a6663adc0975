"""The pages about classes: whose they are, and whether their figures are those of what was played."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from simulator.database import tables
from simulator.library.judges import Judges
from simulator.library.library import Library
from simulator.people.storage.people import People
from simulator.practice.pages.classes import attempt_rows
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.practice.classroom import HEARD, HUNG_UP, QUESTIONS, RIGHT, WON, WRONG

from .conftest import School
from .planted import CASE, add_trainee, other_version, plant, plant_at, rows


def class_of(browser: Browser, team: object, query: str = "") -> str:
    """The page of a class, which must be there."""
    answer = browser.get(f"/classes/{team}{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_lead_sees_only_the_own_teams(client: Callable[[str], Browser], played: School) -> None:
    """A lead would look into what other teams do."""
    hua = client("hua")
    assert [row[0] for row in rows(hua.get("/classes").text, "classes-caption")] == ["Airline"]
    airline, parcels = played.airline.id, played.parcels.id
    assert hua.get(f"/classes/{airline}").status_code == 200
    for address in (
        f"/classes/{parcels}",
        "/classes/none",
        "/classes/999",
        "/classes/99999999999999999999",
        f"/classes/{'9' * 60}",
        "/classes/²",
        f"/classes/{parcels}/members/{played.mo.id}",
        f"/classes/{airline}/members/{played.mo.id}",
        f"/classes/{parcels}/export/class.xlsx",
        f"/classes/{airline}/export/class.pdf",
        f"/classes/{airline}?case=nothing",
    ):
        assert hua.get(address).status_code == 404, address


@pytest.mark.parametrize("name", ["wei", "root"])
def test_trainers_and_administrators_see_all_teams(
    name: str, client: Callable[[str], Browser], played: School
) -> None:
    """A trainer would miss the people without a team."""
    browser = client(name)
    found = rows(browser.get("/classes").text, "classes-caption")
    # trainees, those who practised, calls of the last 30 days, won
    assert [row[:5] for row in found] == [
        ["Airline", "2", "2", "3", "0 of 3, too few to judge"],
        ["Parcels", "1", "1", "1", "1 of 1, too few to judge"],
        ["People without a team", "1", "0", "0", "–"],
    ]
    assert "Bo Chen" in class_of(browser, "none")
    assert browser.get(f"/classes/{played.parcels.id}/members/{played.mo.id}").status_code == 200


def test_who_is_where(client: Callable[[str], Browser], services: Services, played: School) -> None:
    """A trainer could not see who has won and who is in the middle of what."""
    plant(services, played.an, HEARD, stage=None)
    zoe = add_trainee(services, "zoe", played.airline.id)
    wei = client("wei")
    page = class_of(wei, played.airline.id)
    place = 1 + [entry.id for entry in services[Library].all()].index(CASE)
    found = rows(page, "where-caption")
    assert {row[0]: row[place] for row in found} == {
        "An": "finished, not won yet",
        "Lin Xiaoyu": "won, not mastered yet",
        "Zoe": "not begun yet",
    }
    assert [row[-2] for row in found] == ["0 of 3"] * 3
    at_case = rows(class_of(wei, played.airline.id, f"?case={CASE}"), "where-caption")
    assert [row[:4] for row in at_case] == [
        ["An", "finished, not won yet now: finding the expectation", "2", "0"],
        ["Lin Xiaoyu", "won, not mastered yet", "2", "1"],
        ["Zoe", "not begun yet", "0", "0"],
    ]
    assert wei.get(f"/classes/{played.airline.id}/members/{zoe.id}").status_code == 200


def test_figures_are_those_of_what_was_played(
    client: Callable[[str], Browser], services: Services, played: School
) -> None:
    """A trainer would work on the wrong scene, or warn of a reply that nobody says."""
    page = class_of(client("wei"), played.airline.id, f"?case={CASE}")
    assert "still being worked out" not in page
    # four calls: one won, two hung up on, one bought off; three came to “told-which” with a win-win possible
    scenes = rows(page, "scenes-caption")
    assert scenes[0] == [
        "The side door. My mother cannot do stairs. told-which",
        "2 of 3, too few to judge",
        "0",
    ]
    assert scenes[1][0].endswith(" bought-off")
    assert [row[1:] for row in scenes[1:]] == [["1 of 1, too few to judge", "0"]]
    wrong = rows(page, "wrong-caption")
    assert wrong[0][:3] == ["Goodbye then. told-which · hang-up", "2 of 3, too few to judge", "2"]
    attempts = services[Attempts].summaries(people=[played.lin.id, played.an.id])
    scores = [str(one.result.score) for one in attempts if one.result]
    assert [row[-1] for row in rows(page, "attempts-caption")] == scores
    # nothing was worked out that is not kept: the next page reads it
    assert len(services[Attempts].findings([one.id for one in attempts])) == len(scores) == 4


def test_the_period_leaves_standings_alone(client: Callable[[str], Browser], played: School) -> None:
    """Somebody who won last month would be shown as if they never had."""
    page = class_of(client("wei"), played.airline.id, f"?case={CASE}&period=30")
    assert [row[1] for row in rows(page, "where-caption")] == [
        "finished, not won yet",
        "won, not mastered yet",
    ]
    assert len(rows(page, "attempts-caption")) == 3
    assert rows(page, "scenes-caption")[0][1] == "2 of 2, too few to judge"


def test_details_and_hypotheses_are_of_first_attempts(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """What the first debrief told would count as if it had been heard, or guessed."""
    whole = [*HEARD, *RIGHT, *QUESTIONS, *RIGHT, *WON]
    again = [*HEARD, *WRONG, *QUESTIONS, *WRONG, *WON]
    first = _whole(services, school, whole, timedelta(days=50))
    _whole(services, school, again, timedelta(days=1))
    wei = client("wei")
    page = class_of(wei, school.airline.id, f"?case={CASE}")
    assert rows(page, "calibration-first") == [["61–80 %", "1", "1 of 1, too few to judge"]]
    kinds = {row[0]: row[1:] for row in rows(page, "kinds-caption")}
    assert kinds["repeated"] == ["1 of 2, too few to judge", "0"]
    lately = class_of(wei, school.airline.id, f"?case={CASE}&period=30")
    assert "kinds-caption" not in lately
    assert first in page
    member = wei.get(f"/classes/{school.airline.id}/members/{school.lin.id}").text
    assert rows(member, "calibration-caption") == [["61–80 %", "1", "1 of 1, too few to judge"]]


def _whole(services: Services, school: School, moves: list[str], ago: timedelta) -> str:
    """An attempt at the whole case; of its moves as many as there are until the debrief."""
    bundle = services[Library].entry(CASE).bundle or ""
    return plant_at(services, school.lin, moves, now() - ago, "worried", None, bundle)


def test_what_is_not_worked_out_yet_is_said(
    client: Callable[[str], Browser], played: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures without half of the calls would look like all of them."""
    wei, gate = client("wei"), threading.Event()
    judges: Judges = wei.app.state.judges
    monkeypatch.setattr(attempt_rows, "PATIENCE", 0.01)
    judges._worker.submit(gate.wait)  # somebody else's large case is being solved
    try:
        page = class_of(wei, played.airline.id, f"?case={CASE}")
        assert "4 attempts are still being worked out" in page
        assert "There are no graded calls yet." in page
    finally:
        gate.set()
    monkeypatch.setattr(attempt_rows, "PATIENCE", 20.0)
    assert "still being worked out" not in class_of(wei, played.airline.id, f"?case={CASE}")


def test_attempts_that_nothing_fits_any_more_are_counted_as_such(
    client: Callable[[str], Browser], services: Services, played: School, tmp_path: Path
) -> None:
    """One attempt whose case is lost would take the page of its class away."""
    found = services[Attempts].find(plant(services, played.lin, HUNG_UP))
    _lose_bundle(services, found.id)
    other_version(services, tmp_path, "hang-up:", "put-down:")
    page = class_of(client("wei"), played.airline.id, f"?case={CASE}")
    assert "Of 1 attempts only the result is known" in page
    assert "4 of the attempts played another version of the case" in page


def _lose_bundle(services: Services, attempt: int) -> None:
    statement = update(tables.attempts).where(tables.attempts.c.id == attempt).values(bundle=None)
    services.database.write(lambda connection: connection.execute(statement).rowcount)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_are_in_the_language_chosen(
    client: Callable[[str], Browser], services: Services, school: School, language: str
) -> None:
    """A trainer would read the case, or the page, in the other language."""
    plant(services, school.lin, [], case="ticket-rebooking", persona=_first_persona(services))
    wei = client("wei")
    wei.post_form("/language", {"language": language, "next": "/classes"})
    page = class_of(wei, school.airline.id, "?case=ticket-rebooking")
    shown = services[Library].case(services[Library].entry("ticket-rebooking").bundle or "", language)
    assert f"<title>Airline · {shown.title}" in page
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}"' in page


def _first_persona(services: Services) -> str:
    return (
        services[Library].case(services[Library].entry("ticket-rebooking").bundle or "", "en").personas[0].id
    )


def test_a_withdrawn_case_stays_in_its_classes(
    client: Callable[[str], Browser], services: Services, played: School
) -> None:
    """What was practised would be gone with the case."""
    services[Library].withdraw(CASE, None, now())
    wei = client("wei")
    assert f"?case={CASE}" in class_of(wei, played.airline.id)
    assert len(rows(class_of(wei, played.airline.id, f"?case={CASE}"), "where-caption")) == 2
    assert f"?case={CASE}" not in class_of(wei, "none")


def test_names_are_shown_as_they_are(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """Somebody could put a script into their trainer's page by their name."""
    nasty = "<script>alert(1)</script>{{ 7*7 }}"
    one = add_trainee(services, "eve", school.airline.id, nasty)
    plant(services, one, WON)
    wei = client("wei")
    for address in (
        f"/classes/{school.airline.id}",
        f"/classes/{school.airline.id}?case={CASE}",
        f"/classes/{school.airline.id}/members/{one.id}",
        "/assignments/new",
    ):
        page = wei.get(address).text
        assert "<script>alert" not in page, address
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page, address


def test_empty_classes_say_what_to_do(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """Somebody would stand before a blank page."""
    nobody = services[People].add_team("Nobody yet", by=None, now=now())
    wei = client("wei")
    assert "Nobody practises here yet" in class_of(wei, nobody.id)
    page = class_of(wei, school.airline.id, f"?case={CASE}")
    assert "There are no graded calls yet." in page
    assert "Nobody has practised this in the time chosen." in page
    services[People].change_team(school.airline.id, "Airline", None, None, now())
    assert "You do not lead a team yet" in client("hua").get("/classes").text


def test_long_lists_of_attempts_come_in_pages(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """The page of somebody who practises every day would never end, or leave the first months out."""
    for days in range(52):
        plant(services, school.lin, [], ago=timedelta(days=days))
    wei = client("wei")
    address = f"/classes/{school.airline.id}/members/{school.lin.id}"
    assert len(rows(wei.get(address).text, "attempts-caption")) == 50
    assert len(rows(wei.get(f"{address}?page=2").text, "attempts-caption")) == 2
    assert len(rows(wei.get(f"{address}?page=99").text, "attempts-caption")) == 2
    assert "And 32 more" in class_of(wei, school.airline.id)
