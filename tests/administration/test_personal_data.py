"""Somebody's own data of exams: all of it, and nothing that tells a key before the results do."""

import re
from datetime import date
from typing import Any

import pytest

from simulator import Verdict
from simulator.administration.personal_data import personal_data
from simulator.database.database import Database
from simulator.exam.cards import Card
from simulator.exam.sitting.sitting import Act, SittingEntry
from simulator.exam.storage.bulletins import BulletinReads
from simulator.exam.storage.cards import Cards
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.storage.people import People
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import Result
from tests.database.desk import DAY, NOW, somebody
from tests.exam.storage.exam_desk import FORMS, MINUTE, sat_by
from tests.practice.storage.test_attempts import record

SCORE = 82
TELLING = ("right-answer", "worst-of-all", "first-words", "insult", str(SCORE))


def told(data: dict[str, Any]) -> list[str]:
    """Which of these stand in the data by themselves: in a digest, a token or a time any two digits may stand."""
    return [word for word in TELLING if re.search(rf"(?<![\w.:+-]){word}(?![\w.:+-])", str(data))]


@pytest.fixture
def sat(database: Database) -> tuple[int, int]:
    """Have somebody sit an exam, with a call in it; gives the exam's and the person's id."""
    exam, (ann, bo) = sat_by(database, "ann", "bo")
    sittings, exams = Sittings(database), Exams(database)
    exams.add_extra(exam.id, ann, 5, "a broken arm", None, NOW)
    sitting = sittings.begin(exam.id, ann, "k0", NOW)
    attempts = Attempts(database)
    result = Result("worried", Verdict.WIN_WIN, SCORE, ("insult",))
    call = attempts.begin(record("call", "worst-of-all", result=result), ann, sitting=sitting)
    attempts.keep_findings(call.id, {"best": "right-answer"})
    entries: list[tuple[Act, dict[str, Any]]] = [
        (Act.ANSWER, {"place": 0, "answer": "right-answer"}),
        (Act.CASE, {"place": 2, "attempt": "call"}),
        (Act.HAND_IN, {}),
    ]
    for number, (act, data) in enumerate(entries, 1):
        sittings.append(sitting, number, SittingEntry(act, NOW, data, f"k{number}"), NOW + MINUTE).result()
    sittings.append(sittings.begin(exam.id, bo, "k0", NOW), 1, SittingEntry(Act.HAND_IN, NOW), NOW).result()
    return exam.id, ann


def test_exam_whose_results_are_not_told_gives_no_key_away(database: Database, sat: tuple[int, int]) -> None:
    """Who has sat an exam could tell the others what is right, by asking for the own data."""
    ann = sat[1]
    data = personal_data(database, People(database).find(ann))
    assert told(data) == []
    (sitting,) = data["sittings"]
    assert (sitting["title"], sitting["extra"], sitting["questions"]) == ("November", 5, None)
    assert [(entry["act"], entry["data"]) for entry in sitting["entries"]] == [
        ("begin", {}),
        ("answer", None),
        ("case", None),
        ("hand-in", {}),
    ]
    assert sitting["entries"][1]["at"] == (NOW + MINUTE).isoformat()
    assert "a broken arm" in str(data["audit"])


def test_exam_whose_results_are_told_is_there_in_full(database: Database, sat: tuple[int, int]) -> None:
    """Somebody who asks what is known about them would get half of it."""
    exam, ann = sat
    Exams(database).release(exam, None, NOW + DAY)
    data = personal_data(database, People(database).find(ann))
    assert told(data) == list(TELLING)
    (sitting,) = data["sittings"]
    assert sitting["questions"] == [item.question for item in FORMS[0].items]
    assert sitting["entries"][1]["data"] == {"place": 0, "answer": "right-answer"}
    (call,) = data["attempts"]
    assert (call["score"], call["findings"]) == (SCORE, {"best": "right-answer"})


def test_cards_bulletins_and_estimates_are_there(database: Database) -> None:
    """What somebody did not know, and read, and judged, would be kept without being told."""
    exam, _ = sat_by(database, "bo")
    ann = somebody(database, "ann")
    cards, due = Cards(database), date(2026, 11, 23)
    (card,) = cards.put_all([Card(None, ann.id, "fee", "fee-b", "refund", "v1", {"step": 0}, due)], NOW)
    cards.answered(int(card.id or 0), ann.id, {"step": 1}, due, False, "secret-key", NOW)
    BulletinReads(database).read(ann.id, "fee-2026", NOW)
    Exams(database).estimate(exam.id, ann.id, "fee", 0.5, ann.id, NOW)
    data = personal_data(database, ann)
    (kept,) = data["cards"]
    assert (kept["question"], kept["due"], kept["state"]) == ("fee", "2026-11-23", {"step": 1})
    assert kept["answers"] == [{"right": False, "at": NOW.isoformat()}]
    assert data["bulletins"] == [{"bulletin": "fee-2026", "at": NOW.isoformat()}]
    assert data["estimates"] == [{"exam": exam.id, "question": "fee", "share": 0.5, "at": NOW.isoformat()}]
    assert "secret-key" not in str(data)
    assert {"hash", "salt", "digest"} & data["audit"][0].keys() == set()
