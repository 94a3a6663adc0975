"""The exams of a desk: planned, set, released. Changes are guarded in their transaction and written down."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import is_id
from simulator.exam.paper.exam import (
    MOST_EXTRA,
    MOST_MINUTES,
    Exam,
    Examinee,
    ExamState,
    PaperForm,
    PassMark,
    Window,
)
from simulator.exam.sitting.sitting import Sitting
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.text.typed_text import UnusableText, short_text

from .exam_rows import NoSuchExam, exam_in, exam_of, examinee_of, forms_data
from .rulings import Rulings
from .sittings import Sittings, sittings_in

MOST_TITLE = 200  # characters
MOST_EXAMINEES = 10_000

_exams, _sittings = tables.exams.c, tables.sittings.c


class UnfitExam(Refusal):
    """Something that an exam cannot have: a window that ends before it begins, a paper without questions."""


class ExamIsSet(Refusal):
    """What is asked for is possible only as long as the papers are not set."""

    def __init__(self) -> None:
        super().__init__(Message("This exam has been set; withdraw it first."))


class ExamNotSet(Refusal):
    """What is asked for needs papers."""

    def __init__(self) -> None:
        super().__init__(Message("This exam has not been set."))


class ExamReleased(Refusal):
    """The results are told; the exam stays as it is."""

    def __init__(self) -> None:
        super().__init__(Message("The results of this exam have been released; it stays as it is."))


class HasBegun(Refusal):
    """Somebody sits, or has sat, the papers as they are."""

    def __init__(self) -> None:
        super().__init__(Message("Somebody has begun this exam; its papers and examinees stay as they are."))


class NotOverYet(Refusal):
    """Somebody could still use what the results tell."""


class ExamChanges(TypedDict, total=False):
    """What can be changed about an exam: everything in a draft; later title, window and pass mark."""

    title: str
    desk: str
    day: date
    bank: str
    plan: Mapping[str, Any]
    window: Window
    minutes: int
    pass_mark: PassMark


_ALWAYS = {"title", "opens", "closes", "pass_share", "judged"}


class Exams(Rulings):
    """The exams in a database, with what was decided about their questions. `by` is who does it."""

    def add(
        self,
        title: str,
        desk: str,
        day: date,
        bank: str,
        plan: Mapping[str, Any],
        window: Window,
        minutes: int,
        pass_mark: PassMark,
        by: int | None,
        now: datetime,
    ) -> Exam:
        """A new exam, as a draft. `bank` is the hash of a bank's version. Raises UnfitExam, UnusableText."""
        values = _values(
            {
                "title": title,
                "desk": desk,
                "day": day,
                "bank": bank,
                "plan": plan,
                "window": window,
                "minutes": minutes,
                "pass_mark": pass_mark,
            }
        )

        def work(connection: Connection) -> Exam:
            _check_bank(connection, bank)
            row = values | {"forms": [], "state": ExamState.DRAFT.value, "by": by, "made": now}
            number = connection.execute(insert(tables.exams).values(**row).returning(_exams.id)).scalar_one()
            detail = {"title": values["title"], "day": day.isoformat()}
            record(connection, now, by, Action.EXAM_ADDED, f"exam:{number}", detail)
            return exam_in(connection, number)

        return self.database.write(work)

    def change(self, exam_id: int, *, by: int | None, now: datetime, **what: Unpack[ExamChanges]) -> Exam:
        """Change what is given. Raises NoSuchExam, UnfitExam, UnusableText, ExamIsSet, ExamReleased."""
        values = _values(what)

        def work(connection: Connection) -> Exam:
            before = exam_in(connection, exam_id)
            if before.state is ExamState.RELEASED:
                raise ExamReleased
            old = _row(before)
            new = {name: value for name, value in values.items() if value != old[name]}
            if not new:
                return before
            if before.state is ExamState.SET and new.keys() - _ALWAYS:
                raise ExamIsSet
            if "bank" in new:
                _check_bank(connection, new["bank"])
            connection.execute(update(tables.exams).where(_exams.id == exam_id).values(**new))
            detail: dict[str, Any] = {name: [_shown(old[name]), _shown(new[name])] for name in new}
            if "plan" in new:
                detail["plan"] = True  # that it was; what it was would fill pages
            record(connection, now, by, Action.EXAM_CHANGED, f"exam:{exam_id}", detail)
            return exam_in(connection, exam_id)

        return self.database.write(work)

    def set(
        self,
        exam_id: int,
        forms: Sequence[PaperForm],
        examinees: Sequence[Examinee],
        by: int | None,
        now: datetime,
    ) -> Exam:
        """Fix papers and examinees; again as often as need be until somebody has begun.

        Extra time that was given stays. Raises NoSuchExam, UnfitExam, HasBegun, ExamReleased.
        """
        _check_papers(forms, examinees)

        def work(connection: Connection) -> Exam:
            before = exam_in(connection, exam_id)
            extra = {row.person: row.extra for row in connection.execute(_examinees(exam_id))}
            _take_back(connection, before)
            rows = [
                {
                    "exam": exam_id,
                    "person": one.person,
                    "form": one.form,
                    "extra": one.extra or extra.get(one.person, 0),
                    "seed": one.seed,
                    "entries": 0,
                }
                for one in examinees
            ]
            connection.execute(insert(tables.sittings), rows)
            values = {"state": ExamState.SET.value, "forms": forms_data(forms)}
            connection.execute(update(tables.exams).where(_exams.id == exam_id).values(**values))
            detail = {"forms": len(forms), "questions": len(forms[0].items), "examinees": len(examinees)}
            record(connection, now, by, Action.EXAM_SET, f"exam:{exam_id}", detail)
            return exam_in(connection, exam_id)

        try:
            return self.database.write(work)
        except IntegrityError as error:
            raise UnfitExam(
                Message("Somebody's account has been deleted meanwhile; choose again.")
            ) from error

    def back_to_draft(self, exam_id: int, by: int | None, now: datetime) -> Exam:
        """Take papers and examinees back. Raises NoSuchExam, ExamNotSet, HasBegun, ExamReleased."""

        def work(connection: Connection) -> Exam:
            before = exam_in(connection, exam_id)
            if before.state is ExamState.DRAFT:
                raise ExamNotSet
            _take_back(connection, before)
            values = {"state": ExamState.DRAFT.value, "forms": []}
            connection.execute(update(tables.exams).where(_exams.id == exam_id).values(**values))
            record(connection, now, by, Action.EXAM_UNSET, f"exam:{exam_id}")
            return exam_in(connection, exam_id)

        return self.database.write(work)

    def release(self, exam_id: int, by: int | None, now: datetime, close: bool = False) -> Exam:
        """Let the results be told; from here on no sitting takes another entry.

        With `close` an open window ends now: nobody can begin any more. Raises NoSuchExam, ExamNotSet,
        ExamReleased, and NotOverYet while anybody sits or could still begin.
        """

        def work(connection: Connection) -> Exam:
            before = exam_in(connection, exam_id)
            if before.state is ExamState.DRAFT:
                raise ExamNotSet
            if before.state is ExamState.RELEASED:
                raise ExamReleased
            closing = close and before.window.holds(now)
            _check_over(connection, before, now, closing)
            values: dict[str, Any] = {"state": ExamState.RELEASED.value, "released": now}
            if closing:
                closes = values["closes"] = _to_the_millisecond(now)
                detail = {"closes": [_shown(before.window.closes), _shown(closes)]}
                record(connection, now, by, Action.EXAM_CHANGED, f"exam:{exam_id}", detail)
            connection.execute(update(tables.exams).where(_exams.id == exam_id).values(**values))
            record(connection, now, by, Action.EXAM_RELEASED, f"exam:{exam_id}")
            return exam_in(connection, exam_id)

        return self.database.write(work)

    def delete(self, exam_id: int, by: int | None, now: datetime) -> None:
        """Delete a draft. Raises NoSuchExam, ExamIsSet, ExamReleased."""

        def work(connection: Connection) -> None:
            before = exam_in(connection, exam_id)
            if before.state is not ExamState.DRAFT:
                raise ExamIsSet if before.state is ExamState.SET else ExamReleased
            connection.execute(delete(tables.exams).where(_exams.id == exam_id))
            detail = {"title": before.title}
            record(connection, now, by, Action.EXAM_DELETED, f"exam:{exam_id}", detail)

        self.database.write(work)

    def find(self, exam_id: int) -> Exam:
        """The exam of this id. Raises NoSuchExam."""
        with self.database.read() as connection:
            row = connection.execute(select(tables.exams).where(_exams.id == _id(exam_id))).one_or_none()
        if row is None:
            raise NoSuchExam
        return exam_of(row)

    def all(self, desk: str | None = None) -> list[Exam]:
        """All exams, or those of a desk; the newest first."""
        query = select(tables.exams).order_by(_exams.day.desc(), _exams.id.desc())
        if desk is not None:
            query = query.where(_exams.desk == desk)
        with self.database.read() as connection:
            return [exam_of(row) for row in connection.execute(query)]

    def titles(self) -> dict[int, str]:
        """What each exam is called."""
        with self.database.read() as connection:
            return {row.id: row.title for row in connection.execute(select(_exams.id, _exams.title))}

    def examinees(self, exam_id: int) -> list[Examinee]:
        """Who is to sit an exam; somebody whose account was deleted has a number below 0."""
        with self.database.read() as connection:
            return [examinee_of(row) for row in connection.execute(_examinees(exam_id))]

    def examinee(self, exam_id: int, person_id: int) -> Examinee:
        """One of an exam's examinees. Raises NoSuchExam where it is not this person's."""
        query = _examinees(_id(exam_id)).where(_sittings.person == _id(person_id))
        with self.database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NoSuchExam
        return examinee_of(row)

    def for_person(self, person_id: int) -> list[tuple[Exam, Examinee]]:
        """The exams that somebody is to sit or has sat, the newest first."""
        own = select(tables.sittings).where(_sittings.person == person_id)
        query = select(tables.exams).order_by(_exams.day.desc(), _exams.id.desc())
        with self.database.read() as connection:
            examinees = {row.exam: examinee_of(row) for row in connection.execute(own)}
            rows = connection.execute(query.where(_exams.id.in_(list(examinees)))).all()
        return [(exam_of(row), examinees[row.id]) for row in rows]

    def add_extra(
        self, exam_id: int, person_id: int, minutes: int, reason: str, by: int | None, now: datetime
    ) -> None:
        """Give somebody more time, before the sitting or in it: see `Sittings.add_extra`."""
        Sittings(self.database).add_extra(exam_id, person_id, minutes, reason, by, now)

    def exposures(self, desk: str, before: datetime | None = None) -> dict[str, int]:
        """On how many forms each question has stood, in a desk's exams that opened before a moment."""
        query = select(_exams.forms).where(_exams.desk == desk, _exams.state != ExamState.DRAFT.value)
        if before is not None:
            query = query.where(_exams.opens < before)
        counts: dict[str, int] = {}
        with self.database.read() as connection:
            for forms in connection.scalars(query):
                for form in forms:
                    for item in form:
                        counts[item["question"]] = counts.get(item["question"], 0) + 1
        return counts


def _examinees(exam_id: int) -> Any:
    return select(tables.sittings).where(_sittings.exam == exam_id).order_by(_sittings.id)


def _take_back(connection: Connection, exam: Exam) -> None:
    """Let nobody be an examinee any more. Raises HasBegun, ExamReleased."""
    if exam.state is ExamState.RELEASED:
        raise ExamReleased
    if connection.scalar(select(exists().where(_sittings.exam == exam.id, _sittings.begun.is_not(None)))):
        raise HasBegun
    connection.execute(delete(tables.sittings).where(_sittings.exam == exam.id))


def _check_over(connection: Connection, exam: Exam, now: datetime, closing: bool) -> None:
    rows = connection.execute(_examinees(exam.id).with_for_update()).all()
    begun = sittings_in(connection, exam.id)
    sitting = sum(
        not Sitting.of(exam, one, begun[one.person][1]).over(now)
        for one in map(examinee_of, rows)
        if one.person in begun
    )
    if sitting:
        raise NotOverYet(
            Message("Still sitting this exam: {count}. Wait until they are done.", count=sitting)
        )
    waiting = sum(row.begun is None for row in rows)
    if waiting and now < exam.window.closes and not closing:
        raise NotOverYet(
            Message("Who can still begin this exam: {count}. Wait, or close the window.", count=waiting)
        )


def _check_papers(forms: Sequence[PaperForm], examinees: Sequence[Examinee]) -> None:
    if not forms or not all(form.items for form in forms):
        raise UnfitExam(Message("A paper needs questions."))
    for form in forms:
        questions = [item.question for item in form.items]
        if len(set(questions)) < len(questions) or not all(1 <= item.marks <= 100 for item in form.items):
            raise UnfitExam(Message("A question stands on a form once, with 1 to 100 marks."))
    people = {one.person for one in examinees}
    if not people:
        raise UnfitExam(Message("Choose who is to sit this exam."))
    if len(people) < len(examinees) or len(people) > MOST_EXAMINEES:
        raise UnfitExam(Message("Everybody sits an exam once, and {most} at most.", most=MOST_EXAMINEES))
    if not all(0 <= one.form < len(forms) and 0 <= one.extra <= MOST_EXTRA for one in examinees):
        raise UnfitExam(Message("Somebody has a form that is not there, or too much extra time."))


def _check_bank(connection: Connection, bank: str) -> None:
    if not connection.scalar(select(exists().where(tables.bank_versions.c.bundle == bank))):
        raise UnfitExam(Message("There is no such version of the policies and questions."))


def _values(what: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be kept of an exam's parts. Raises UnfitExam, UnusableText."""
    values = dict(what)
    if "title" in values:
        values["title"] = short_text(values["title"], MOST_TITLE, empty=False)
        if "\n" in values["title"]:
            raise UnusableText(Message("A title has one line."))
    if "desk" in values:
        values["desk"] = short_text(values["desk"], 100, empty=False)
    if "plan" in values:
        values["plan"] = dict(values["plan"])
    if "minutes" in values and not 1 <= values["minutes"] <= MOST_MINUTES:
        raise UnfitExam(Message("An exam takes 1 to {most} minutes.", most=MOST_MINUTES))
    if "window" in values:
        window = values.pop("window")
        if not window.opens < window.closes:
            raise UnfitExam(Message("The window has to close after it opens."))
        values |= {"opens": _to_the_millisecond(window.opens), "closes": _to_the_millisecond(window.closes)}
    if "pass_mark" in values:
        mark = values.pop("pass_mark")
        if not 0 < mark.share <= 1:
            raise UnfitExam(Message("The pass mark is more than 0 and at most 100 %."))
        values |= {"pass_share": mark.share, "judged": mark.judged}
    return values


def _row(exam: Exam) -> dict[str, Any]:
    own = {name: getattr(exam, name) for name in ("title", "desk", "day", "bank", "plan", "minutes")}
    window, mark = exam.window, exam.pass_mark
    more = {"opens": window.opens, "closes": window.closes}
    return own | more | {"pass_share": mark.share, "judged": mark.judged}


def _shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _to_the_millisecond(moment: datetime) -> datetime:
    return tables.moment_of(tables.milliseconds(moment))


def _id(number: int) -> int:
    """A number as far as a column of ids can be compared with it; others are nobody's."""
    return number if is_id(number) else 0
