"""An exam at a desk, for the tests of what is kept of exams."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from simulator.database import tables
from simulator.database.database import Database
from simulator.exam.paper.exam import Exam, Examinee, PaperForm, PaperItem, PassMark, Window
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.text.message import Message
from tests.database.desk import HOUR, NOW, somebody
from tests.exam.check.rules.small_bank import POLICY, QUESTION

FILES = {"policies/damage.yaml": POLICY.encode(), "questions/damage.yaml": QUESTION.encode()}
WINDOW = Window(NOW, NOW + 8 * HOUR)
WHY = Message("Changed on {day}: {what}", day="2026-11-01", what=Message("the fee"))
FORMS = (
    PaperForm((PaperItem("first-words", 2, (WHY,)), PaperItem("fee", 1), PaperItem("call", 3))),
    PaperForm((PaperItem("fee", 1, (Message("Goes wrong often"),)), PaperItem("days", 1))),
)
MINUTE = timedelta(minutes=1)


def edited(text: str) -> dict[str, bytes]:
    """Return the files of a bank in which a question says something else."""
    changed = QUESTION.replace("What comes first?", text)
    assert changed != QUESTION
    return FILES | {"questions/damage.yaml": changed.encode()}


def planned(database: Database, **other: Any) -> Exam:
    """Plan an exam; the bank is published first if there is none."""
    banks = Banks(database)
    version = banks.current() or banks.publish(FILES, "", None, NOW)
    known: dict[str, Any] = {
        "title": "November",
        "desk": "appliance",
        "day": date(2026, 11, 22),
        "bank": version.bundle,
        "plan": {"length": 3, "topics": {"damage": [1, None]}},
        "window": WINDOW,
        "minutes": 30,
        "pass_mark": PassMark(),
    }
    return Exams(database).add(**(known | other), by=None, now=NOW)


def sat_by(database: Database, *names: str, **other: Any) -> tuple[Exam, list[int]]:
    """Set an exam for people of these names, on the forms in turn; gives it with the people's ids."""
    exam = planned(database, **other)
    people = [somebody(database, name).id for name in names]
    examinees = [Examinee(exam.id, one, number % 2, seed=number) for number, one in enumerate(people)]
    return Exams(database).set(exam.id, FORMS, examinees, None, NOW), people


def rows_in(database: Database, table: str) -> int:
    """Return how many rows a table has."""
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0
