"""What stays of an examinee whose account is deleted: what marks rest on, and nothing that tells who it was.

What was chosen among options tells nothing. What was typed may: somebody can write their name into any field.
So of a typed answer only what it is worth stays, unless somebody else gave the same one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from simulator.database import tables
from simulator.database.database import Database
from simulator.exam.bank.keys import Key, NoKeyOnDay, key_as_of
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import Exam
from simulator.exam.results.rulings import in_force, marked_by, right_answers, ruled
from simulator.exam.sitting.sitting import Act
from simulator.library.bundles import DamagedBundle
from simulator.library.unpacking import NoSuchBundle
from simulator.source.problems import CaseError

from .banks import Banks
from .exams import Exams
from .sittings import Sittings, entry_data

WITHHELD = "…"
"""Takes the place of a typed answer that was wrong: no key accepts it, and it is no blank."""

_TYPED = ("number", "short-text")
_TELLING = (Act.ANSWER.value, Act.CASE.value, Act.PAUSE.value, Act.EXTRA.value)
_sittings, _entries = tables.sittings.c, tables.sitting_entries.c


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question that is answered in writing, as it was asked in an exam."""

    question: Question
    key: Key | None
    """None where it counts for nobody, since there is none on the day."""
    others: frozenset[str]
    """What others typed there."""

    def kept(self, typed: str) -> str:
        """What is kept of an answer: it is worth the same, and tells nothing about who gave it."""
        if typed in self.others or not typed.strip():
            return typed
        if self.key is None or not marked_by(self.question, self.key, typed).right:
            return WITHHELD
        answer = right_answers(self.question, self.key.answer)[0]
        return str(answer[0] if isinstance(answer, tuple) else answer)


TypedQuestions = Mapping[int, Mapping[int, TypedQuestion]]
"""By sitting and place on its form."""


def typed_questions(database: Database, person: int) -> TypedQuestions:
    """The questions that somebody was to answer in writing; none of exams that cannot be marked any more."""
    own = select(_sittings.id, _sittings.exam, _sittings.form).where(_sittings.person == person)
    with database.read() as connection:
        sat = connection.execute(own).all()
    exams, banks = Exams(database), Banks(database)
    found = {}
    for row in sat:
        exam = exams.find(row.exam)
        try:
            bank = banks.bank(exam.bank)
        except (NoSuchBundle, DamagedBundle, CaseError):
            continue
        found[row.id] = _typed(database, exam, row.form, bank, person)
    return found


def make_nameless(
    connection: Connection,
    person: int,
    stand_in: int,
    names: Mapping[str, str],
    typed: TypedQuestions,
    now: datetime,
) -> None:
    """Give somebody's sittings, decisions and estimates to their stand-in, as part of a work.

    `names` are the new names of the attempts by the old ones. Who has not begun an exam that can still be
    begun does not sit it any more: nobody has to wait for them.
    """
    can_begin = select(tables.exams.c.id).where(tables.exams.c.closes > now)
    waiting = (_sittings.person == person, _sittings.begun.is_(None), _sittings.exam.in_(can_begin))
    connection.execute(delete(tables.sittings).where(*waiting))
    own = select(_sittings.id).where(_sittings.person == person)
    query = select(tables.sitting_entries).where(_entries.sitting.in_(own), _entries.act.in_(_TELLING))
    for row in connection.execute(query).all():
        data = json.loads(row.data)
        data.pop("reason", None)
        if "attempt" in data:
            data["attempt"] = names.get(data["attempt"], data["attempt"])
        if isinstance(data.get("answer"), str):
            data["answer"] = _kept(data, typed.get(row.sitting))
        this = (_entries.sitting == row.sitting, _entries.number == row.number)
        connection.execute(update(tables.sitting_entries).where(*this).values(data=entry_data(data)))
    about = tables.decisions.c.sitting.in_(own)
    connection.execute(update(tables.decisions).where(about).values(reason=""))
    for table in (tables.sittings, tables.judges):
        connection.execute(update(table).where(table.c.person == person).values(person=stand_in))


def _kept(data: Mapping[str, Any], asked: Mapping[int, TypedQuestion] | None) -> str:
    answer: str = data["answer"]
    if asked is None:  # nobody can say whether it was typed
        return WITHHELD
    one = asked.get(data["place"])
    return answer if one is None else one.kept(answer)


def _typed(database: Database, exam: Exam, form: int, bank: Bank, person: int) -> dict[int, TypedQuestion]:
    rulings = in_force(Exams(database).rulings(exam.id))
    given = _given_by_others(database, exam, person)
    found = {}
    for place, item in enumerate(exam.forms[form].items):
        question = bank.questions.get(item.question)
        if question is None or question.kind not in _TYPED:
            continue
        try:
            key = ruled(key_as_of(question, bank.policies, exam.day), rulings.get(question.id))
        except NoKeyOnDay:
            key = None
        found[place] = TypedQuestion(question, key, frozenset(given.get(question.id, ())))
    return found


def _given_by_others(database: Database, exam: Exam, person: int) -> dict[str, set[str]]:
    """What everybody else wrote, by question."""
    forms = {one.person: exam.forms[one.form].items for one in Exams(database).examinees(exam.id)}
    given: dict[str, set[str]] = {}
    for other, (_, entries) in Sittings(database).of_exam(exam.id).items():
        for entry in entries:
            answer = entry.data.get("answer") if entry.act is Act.ANSWER else None
            if other != person and isinstance(answer, str):
                given.setdefault(forms[other][entry.data["place"]].question, set()).add(answer)
    return given
