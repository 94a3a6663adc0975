"""A backup of a desk of 22 November 2026, restored into this version: whoever was there goes on.

`older/desk-2026-11-22.sql` is the dump of what `winwin db backup` of that day's version wrote: three trainees,
others whose names that version took and this one would not, a case whose effects name personas, four attempts
(one under way), a released exam with a void question, and an exam of which one sitting goes on.
"""

import html
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from simulator.administration.leaving import delete_person
from simulator.app import opening
from simulator.app.app import create_app
from simulator.call.play.outcome import Verdict
from simulator.database import tables
from simulator.database.audit import Audit
from simulator.database.backup import restore
from simulator.exam.sitting.sitting import Act, SittingEntry
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.results_of import results_of
from simulator.exam.storage.sittings import Sittings
from simulator.people.storage.people import People
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services
from simulator.web.settings import Settings
from tools import postgresql

from .conftest import Browser

DUMP = Path(__file__).parent / "older" / "desk-2026-11-22.sql"
THEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
RESULTS = {"lin": (2.0, True, False), "bo": (1.0, False, False), "mei": (0.0, False, True)}
"""Marks of the released exam, whether passed, and whether absent, as the older version told them."""


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the older version wrote."""
    file = tmp_path_factory.mktemp("older") / "desk.sqlite"
    connection = sqlite3.connect(file)
    connection.executescript(DUMP.read_text(encoding="utf-8"))
    connection.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of each kind in which there is nothing."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/desk.sqlite"
    server: postgresql.Server = request.getfixturevalue("postgres")
    request.addfinalizer(lambda: server.drop("older"))  # noqa: PT021 - dropped after the desk has closed it
    return server.create("older")


@pytest.fixture
def browser(url: str, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser at the restored desk; what is bundled with this version has nothing to do with it."""
    restore(url, backup, lambda done, total: None)
    monkeypatch.setattr(opening, "scenarios", lambda: tmp_path)
    monkeypatch.setattr(Sittings, "note_ends", lambda *_: None)  # the time of its sittings was up long ago
    with Browser(create_app(Settings(url, tmp_path / "cache"))) as browser:
        yield browser


@pytest.fixture
def services(browser: Browser) -> Services:
    """What is kept by the restored desk."""
    opened: Services = browser.app.state.services
    return opened


def results(services: Services) -> dict[str, tuple[float, bool, bool]]:
    """What the released exam came to, by sign-in name."""
    found = results_of(services, services[Exams].find(1), THEN)
    named = {one.id: one.name for one in services[People].all()}
    return {named.get(one.person, "gone"): (one.marks, one.passed, one.absent) for one in found.examinees}


def reached(browser: Browser) -> dict[str, int]:
    """Pages that links lead to from the home page, with the answers' status; one of each month or language."""
    found: dict[str, int] = {}
    shapes = set()
    todo = ["/"]
    while todo:
        address = todo.pop()
        answer = browser.get(address)
        found[address] = answer.status_code
        if "html" not in answer.headers["Content-Type"]:
            continue
        for link in re.findall(r'href="(/[^"#]+)', answer.text):
            shape = re.sub(r"\d{4}-\d\d|\?.*|/static/.*", "", html.unescape(link))
            if shape and shape not in shapes:
                shapes.add(shape)
                todo.append(html.unescape(link))
    return found


@pytest.mark.parametrize(
    ("name", "language"), [("lin", "en"), ("bo", "zh"), ("hua", "en"), ("wei", "zh"), ("root", "en")]
)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_everybody_signs_in_and_reaches_every_page(browser: Browser, name: str, language: str) -> None:
    """A page would fail on what the older version had kept, or nobody could sign in any more."""
    browser.headers["Accept-Language"] = language
    found = reached(browser.sign_in(name))
    assert {address: status for address, status in found.items() if status not in (200, 403)} == {}
    assert sum(status == 200 for status in found.values()) >= 8


def test_results_are_those_of_the_older_version(browser: Browser, services: Services) -> None:
    """A released mark would change by an update, or with a colleague who leaves."""
    assert results(services) == RESULTS
    page = Browser(browser.app).sign_in("bo").get("/results/1")
    assert page.status_code == 200
    assert "You have 1 of 3 marks" in page.text
    delete_person(services[People], services[People].named("lin").id, None, THEN)  # type: ignore[union-attr]
    assert results(services) == {"gone" if name == "lin" else name: told for name, told in RESULTS.items()}
    assert Audit(services.database).verify() is None


def test_names_that_could_be_confused_are_told_apart(services: Services) -> None:
    """What is new about names would hold only for those that are typed from now on."""
    shown = {one.name: one.shown for one in services[People].all()}
    assert shown == {
        "lin": "林晓雨 Lin Xiaoyu (lin)",
        "twin": "林晓雨 Lin Xіaoyu (twin)",
        "bo": "薄晨 Bo Chen",
        "mei": "梅芳 Mei Fang",
        "blank": "blank",
        "blanker": "blanker",
        "hua": "华静 Hua Jing",
        "wei": "魏敏 Wei Min",
        "root": "管理员 Root",
    }


def test_attempts_stand_as_they_were(browser: Browser, services: Services) -> None:
    """Calls would have other verdicts, or their cases could not be opened in another language."""
    kept = {name: services[Attempts].find(name).record.result for name in ("lin-won", "bo-lost", "mei-lost")}
    told = {name: (one.verdict, one.score, one.critical) for name, one in kept.items() if one}
    assert told == {
        "lin-won": (Verdict.WIN_WIN, 91, ()),
        "bo-lost": (Verdict.LOSE_LOSE, 0, ()),
        "mei-lost": (Verdict.LOSE_LOSE, 0, ("unwarned-hangup",)),
    }
    for language, words in (("en", "That must have been a bad morning."), ("zh", "今天早上一定很着急吧。")):
        trainer = Browser(browser.app)
        trainer.headers["Accept-Language"] = language
        assert words in trainer.sign_in("wei").get("/attempts/lin-won").text


def test_call_under_way_goes_on_to_its_debrief(browser: Browser, services: Services) -> None:
    """Somebody who was in the middle of a call would have to begin anew."""
    sittings = services[Sittings]
    kept = sittings.find(2, services[People].named("lin").id)  # type: ignore[union-attr]
    assert kept.version == 3
    entry = SittingEntry(Act.HAND_IN, THEN, {}, "hand in")
    assert sittings.append(kept.id, kept.version, entry, THEN).result().number == 4
    lin = Browser(browser.app).sign_in("lin")
    page = lin.get("/plays/lin-going-on").text
    for _ in range(30):
        form = re.search(r'<form[^>]*action="(/plays/lin-going-on/moves)".*?</form>', page, re.S)
        if form is None:
            break
        fields = dict(re.findall(r'name="(csrf|key|version)" value="([^"]*)"', form[0]))
        reply = re.findall(r'name="reply" value="([^"]*)"', form[0])[0]
        page = lin.post(form[1], data=fields | {"reply": reply}).text
    assert services[Attempts].find("lin-going-on").record.result is not None
    assert lin.get("/attempts/lin-going-on").status_code == 200


def test_new_columns_are_filled(services: Services) -> None:
    """What is asked of every row would be missing in those that the update brought along."""
    with services.database.read() as connection:
        people = connection.execute(select(tables.people.c.look, tables.people.c.stand_in)).all()
        gave_up = connection.scalars(select(tables.attempts.c.gave_up)).all()
        waiting = connection.scalar(select(func.count()).select_from(tables.imports))
    assert all(look and stand_in is False for look, stand_in in people)
    assert (len(people), gave_up, waiting) == (9, [None] * 4, 0)
