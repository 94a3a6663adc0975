"""What people decide about an exam: judges' estimates, rulings on questions, who has passed near the mark."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database, insert_new, put_row
from simulator.exam.paper.exam import Exam, ExamState, Ruling
from simulator.exam.results.rulings import MOST_REASON
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.text.typed_text import short_text

from .exam_rows import exam_in, whose
from .sittings import sitting_in

_rulings, _judges, _estimates = tables.rulings.c, tables.judges.c, tables.estimates.c
_decisions, _sittings = tables.decisions.c, tables.sittings.c


class UnfitRuling(Refusal):
    """A ruling or an estimate that cannot be: on a question that was not asked, or at the wrong time."""


@dataclass(frozen=True, slots=True)
class PassDecision:
    """Whether somebody near the pass mark has passed, as a human decided."""

    person: int
    passed: bool
    reason: str
    by: int | None
    at: datetime


class Rulings:
    """What was decided about the exams in a database. `by` is the id of who decides."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def rule(
        self,
        exam_id: int,
        question: str,
        *,
        void: bool,
        answer: Any,
        reason: str,
        by: int | None,
        now: datetime,
    ) -> Ruling:
        """Declare a question void, or right otherwise; neither of the two takes back what was ruled before.

        Raises NoSuchExam, UnfitRuling, UnusableText.
        """
        reason = short_text(reason, MOST_REASON, empty=False)
        answer = None if void else answer
        row = {"exam": exam_id, "question": question, "void": void, "answer": answer, "reason": reason}

        def work(connection: Connection) -> None:
            _check_asked(exam_in(connection, exam_id), question)
            connection.execute(insert(tables.rulings).values(**row, by=by, at=now))
            action = Action.RULING_WITHDRAWN if answer is None else Action.QUESTION_REKEYED
            action = Action.QUESTION_VOIDED if void else action
            detail = {"question": question, "answer": answer, "reason": reason}
            record(connection, now, by, action, f"exam:{exam_id}", detail)

        self.database.write(work)
        return Ruling(exam_id, question, void, answer, reason, by, now)

    def rulings(self, exam_id: int) -> list[Ruling]:
        """All rulings on an exam's questions, the first first; the last one on a question counts."""
        query = select(tables.rulings).where(_rulings.exam == exam_id).order_by(_rulings.id)
        with self.database.read() as connection:
            return [
                Ruling(row.exam, row.question, row.void, row.answer, row.reason, row.by, row.at)
                for row in connection.execute(query)
            ]

    def estimate(
        self, exam_id: int, judge: int, question: str, share: float, by: int | None, now: datetime
    ) -> None:
        """Keep what share, 0-1, of those who just pass a judge expects to answer rightly.

        Raises NoSuchExam, and UnfitRuling once the results are told.
        """
        if not 0 <= share <= 1:
            raise UnfitRuling(Message("Choose a share from 0 to 100 %."))

        def work(connection: Connection) -> None:
            exam = exam_in(connection, exam_id)
            _check_asked(exam, question)
            if exam.state is ExamState.RELEASED:
                raise UnfitRuling(Message("The results have been released; the pass mark stays as it is."))
            insert_new(connection, tables.judges, {"exam": exam_id, "person": judge})
            own = select(_judges.id).where(_judges.exam == exam_id, _judges.person == judge)
            row = {"judge": connection.scalar(own), "question": question, "share": share, "at": now}
            put_row(connection, tables.estimates, ["judge", "question"], row)
            detail = {"question": question, "share": share, "person": judge}
            record(connection, now, by, Action.ESTIMATE_SET, f"exam:{exam_id}", detail)

        self.database.write(work)

    def estimates(self, exam_id: int) -> dict[int, dict[str, float]]:
        """What each judge has estimated; one whose account was deleted has a number below 0."""
        query = (
            select(_judges.id, _judges.person, _estimates.question, _estimates.share)
            .join_from(tables.estimates, tables.judges)
            .where(_judges.exam == exam_id)
            .order_by(_judges.id, _estimates.question)
        )
        found: dict[int, dict[str, float]] = {}
        with self.database.read() as connection:
            for row in connection.execute(query):
                found.setdefault(whose(row), {})[row.question] = row.share
        return found

    def decide(
        self, exam_id: int, person_id: int, passed: bool, reason: str, by: int | None, now: datetime
    ) -> PassDecision:
        """Keep whether somebody near the pass mark has passed.

        Raises NoSuchExam, UnusableText, UnfitRuling before the papers are set and once the results are told.
        """
        reason = short_text(reason, MOST_REASON, empty=False)

        def work(connection: Connection) -> None:
            row = sitting_in(connection, exam_id, person_id)
            if ExamState(row.state) is not ExamState.SET:
                raise UnfitRuling(Message("This is decided between the exam and the release of its results."))
            values = {"sitting": row.id, "passed": passed, "reason": reason, "by": by, "at": now}
            connection.execute(insert(tables.decisions).values(**values))
            detail = {"exam": exam_id, "passed": passed, "reason": reason}
            record(connection, now, by, Action.EXAM_DECIDED, f"person:{person_id}", detail)

        self.database.write(work)
        return PassDecision(person_id, passed, reason, by, now)

    def decisions(self, exam_id: int) -> dict[int, PassDecision]:
        """What was decided last about each; somebody whose account was deleted has a number below 0."""
        query = (
            select(
                _sittings.id,
                _sittings.person,
                _decisions.passed,
                _decisions.reason,
                _decisions.by,
                _decisions.at,
            )
            .join_from(tables.decisions, tables.sittings)
            .where(_sittings.exam == exam_id)
            .order_by(_decisions.id)
        )
        with self.database.read() as connection:
            return {
                whose(row): PassDecision(whose(row), row.passed, row.reason, row.by, row.at)
                for row in connection.execute(query)
            }


def _check_asked(exam: Exam, question: str) -> None:
    if not any(item.question == question for form in exam.forms for item in form.items):
        raise UnfitRuling(Message("“{question}” is not on the paper of this exam.", question=question[:100]))
