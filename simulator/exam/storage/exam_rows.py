"""Exams and examinees as the tables have them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from simulator.database import tables
from simulator.database.database import is_id
from simulator.exam.paper.exam import Exam, Examinee, ExamState, PaperForm, PaperItem, PassMark, Window
from simulator.text.message import Message, message_data, message_of
from simulator.text.refusal import Hindrance, Refusal

_exams, _sittings = tables.exams.c, tables.sittings.c


class NoSuchExam(Refusal):
    """There is no exam of this id, or it is not one of this person's."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("There is no such exam; it may have been deleted."))


def exam_in(connection: Connection, exam: int) -> Exam:
    """The exam of this id, which nobody else changes before the end of the transaction. Raises NoSuchExam."""
    row = None
    if is_id(exam):
        query = select(tables.exams).where(_exams.id == exam)
        row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise NoSuchExam
    return exam_of(row)


def exam_of(row: Row[Any]) -> Exam:
    """The exam in a row of `exams`."""
    return Exam(
        id=row.id,
        title=row.title,
        desk=row.desk,
        day=row.day,
        bank=row.bank,
        plan=row.plan,
        window=Window(row.opens, row.closes),
        minutes=row.minutes,
        pass_mark=PassMark(row.pass_share, row.judged),
        forms=forms_of(row.forms),
        state=ExamState(row.state),
        by=row.by,
        made=row.made,
        released=row.released,
    )


def examinee_of(row: Row[Any]) -> Examinee:
    """The examinee in a row of `sittings`; somebody whose account was deleted has a number below 0."""
    return Examinee(row.exam, whose(row), row.form, row.extra, row.seed)


def whose(row: Any) -> int:
    """Whose a row of `sittings` or `judges` is: a person's id, or the substitute for a deleted account."""
    person: int | None = row.person
    return -int(row.id) if person is None else person


def forms_data(forms: Sequence[PaperForm]) -> list[Any]:
    """The forms of a paper, as data for JSON."""
    return [
        [
            {
                "question": item.question,
                "marks": item.marks,
                "reasons": [message_data(reason) for reason in item.reasons],
            }
            for item in form.items
        ]
        for form in forms
    ]


def forms_of(data: Sequence[Any]) -> tuple[PaperForm, ...]:
    """The forms in what `forms_data` gave."""
    return tuple(
        PaperForm(
            tuple(
                PaperItem(item["question"], item["marks"], tuple(map(message_of, item["reasons"])))
                for item in items
            )
        )
        for items in data
    )
