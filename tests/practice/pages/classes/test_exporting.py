"""A class as a file: what is in it, and that nothing in it is run."""

import csv
import io
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from simulator.practice.pages.classes import attempt_rows
from simulator.practice.pages.classes.exporting import ATTEMPT_COLUMNS, STANDING_COLUMNS
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.practice.classroom import HUNG_UP

from .conftest import School
from .planted import CASE, add_trainee, plant


def table(browser: Browser, team: object, file: str, query: str = "") -> list[dict[str, str]]:
    """The rows of a CSV file by their headings."""
    answer = browser.get(f"/classes/{team}/export/{file}{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_attempts_with_what_came_of_them(
    client: Callable[[str], Browser], services: Services, played: School
) -> None:
    """A training department would count other attempts than the class page."""
    plant(services, played.lin, ["hear"], stage=None)
    wei = client("wei")
    found = table(wei, played.airline.id, "attempts.csv", f"?case={CASE}")
    assert [(row["Sign-in name"], row["State"], row["What came of it"]) for row in found] == [
        ("lin", "Listening to the recorded call", ""),
        ("an", "finished", "Both lost"),
        ("an", "finished", "Both lost"),
        ("lin", "finished", "Both lost"),
        ("lin", "finished", "Win-win"),
    ]
    scores = {one.name: one.result.score for one in services[Attempts].summaries() if one.result}
    assert [row["Win-win score"] for row in found[1:]] == [str(scores[row["Attempt"]]) for row in found[1:]]
    assert [row["Suboptimal replies"] for row in found[2:]] == ["2", "2", "0"]
    assert len(table(wei, played.airline.id, "attempts.csv", f"?case={CASE}&period=7")) == 4


def test_standings_of_everybody_with_every_case(client: Callable[[str], Browser], played: School) -> None:
    """Who has not begun would be missing from the list."""
    found = table(client("hua"), played.airline.id, "standings.csv")
    here = [row for row in found if row["Id of the case"] == CASE]
    assert [(row["Trainee"], row["How far"], row["Calls"], row["Won"]) for row in here] == [
        ("An", "finished, not won yet", "2", "0"),
        ("Lin Xiaoyu", "won, not mastered yet", "2", "1"),
    ]
    assert len(found) == 2 * 3


def test_names_do_not_become_formulas(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """A trainee could make the trainer's computer do something."""
    plant(services, add_trainee(services, "eve", school.airline.id, "=1+1"), HUNG_UP)
    wei = client("wei")
    (row,) = table(wei, school.airline.id, "attempts.csv")
    assert row["Trainee"] == "'=1+1"
    book = load_workbook(io.BytesIO(wei.get(f"/classes/{school.airline.id}/export/class.xlsx").content))
    cell = book.worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_excel_has_both_tables_with_typed_cells(
    client: Callable[[str], Browser], services: Services, played: School
) -> None:
    """Moments and scores could not be sorted, or be of another time zone than the desk's."""
    answer = client("wei").get(f"/classes/{played.airline.id}/export/class.xlsx?case={CASE}")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="winwin-class-')
    attempts, standings = load_workbook(io.BytesIO(answer.content)).worksheets
    assert (attempts.title, standings.title) == ("All attempts", "Standings")
    assert (attempts.freeze_panes, standings.freeze_panes) == ("A2", "A2")
    assert [cell.value for cell in attempts[1]] == [head.text for head, _ in ATTEMPT_COLUMNS]
    assert [cell.value for cell in standings[1]] == [head.text for head, _ in STANDING_COLUMNS]
    assert attempts.max_row == 1 + 4
    latest = services[Attempts].summaries(people=[played.an.id], limit=1)[0]
    begun, score = attempts["G2"].value, attempts["K2"].value
    assert isinstance(begun, datetime)
    # the desk is in Shanghai
    assert abs(begun - (latest.started.replace(tzinfo=None) + timedelta(hours=8))) < timedelta(seconds=1)
    assert latest.result
    assert score == latest.result.score


def test_a_file_is_whole_or_refused(
    client: Callable[[str], Browser], played: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A training department would take empty cells for calls without a mistake."""
    wei, gate = client("wei"), threading.Event()
    address = f"/classes/{played.airline.id}/export/attempts.csv?case={CASE}"
    monkeypatch.setattr(attempt_rows, "PATIENCE", 0.01)
    wei.app.state.judges._worker.submit(gate.wait)  # somebody else's large case is being solved
    try:
        answer = wei.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert wei.get(address.replace("attempts.csv", "standings.csv")).status_code == 200
    finally:
        gate.set()
    monkeypatch.setattr(attempt_rows, "PATIENCE", 20.0)
    assert wei.get(address).status_code == 200
