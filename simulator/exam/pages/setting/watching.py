"""Invigilating: who has begun, how far they are, who is away; extra time and pauses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from simulator.exam.paper.exam import MOST_EXTRA, Examinee, form_name
from simulator.exam.sitting.sitting import Absence, Sitting, SittingRefused, Terms, folded_sitting
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.results_of import sittings_of
from simulator.exam.storage.sittings import Sittings, UnfitExtra
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

from .seeing import SeenExam, exam_watched, examinee_seen, in_all, lasted, phase

NO_MINUTES = Message("Write the minutes, from 1 to {most}.")
NO_REASON = Message("Say why; it is kept in the log.")

WAITING, WRITING, PAUSED, LOCKED = "waiting", "writing", "paused", "locked"
AWAY, DONE, ABSENT = "away", "done", "absent"
STATES = {
    WAITING: (Message("not begun yet"), "empty"),
    WRITING: (Message("writing"), "accent"),
    PAUSED: (Message("paused"), "mind"),
    LOCKED: (Message("account locked"), "bad"),
    AWAY: (Message("left the exam window"), "mind"),
    DONE: (Message("handed in"), "good"),
    ABSENT: (Message("absent"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Watched:
    """How one examinee is getting on."""

    examinee: Examinee
    name: str
    team: str
    state: str
    """A key of STATES."""
    answered: int
    most: int
    left: timedelta | None
    """The time that is left; None before the beginning and after the end."""
    extra: int
    began: datetime | None
    finished: datetime | None
    by_clock: bool
    """Whether it ended by the clock and not by hand."""
    absences: tuple[Absence, ...]
    pauses: tuple[Absence, ...]
    paused: bool
    paused_for: str
    """Why the clock stands still; empty while it runs."""
    now: datetime

    @property
    def words(self) -> Message:
        """The state in words."""
        return STATES[self.state][0]

    @property
    def kind(self) -> str:
        """Of the badge."""
        return STATES[self.state][1]

    @property
    def left_words(self) -> str:
        """The time that is left, as 0:05."""
        return "–" if self.left is None else lasted(self.left)

    @property
    def away(self) -> str:
        """How long the page was left in all; empty where it never was."""
        return lasted(in_all([one.lasted(self.now) for one in self.absences])) if self.absences else ""


def show(visit: Visit) -> Response:
    """The page, or the part of it that htmx asks for every few seconds."""
    seen = exam_watched(visit)
    rows = watched(visit, seen)
    words, kind = phase(seen.exam, now())
    values = {
        "seen": seen,
        "rows": rows,
        "tally": {state: sum(row.state == state for row in rows) for state in STATES},
        "phase": words,
        "kind": kind,
        "form_name": form_name,
        "states": STATES,
        "moment": now(),
    }
    return visit.page("exams/watched.html.j2" if visit.htmx else "exams/watch.html.j2", **values)


def show_one(visit: Visit) -> Response:
    """One examinee, with all that happened. Raises NotFound."""
    return _one(visit)


def give_time(visit: Visit) -> Response:
    """Give somebody more time."""
    seen = exam_watched(visit)
    one = examinee_seen(visit, seen)
    text, reason = visit.field("minutes"), visit.field("reason")
    problems: dict[str, Message] = {}
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST_EXTRA):
        problems["minutes"] = Message(NO_MINUTES.text, most=MOST_EXTRA)
    if not reason:
        problems["reason"] = NO_REASON
    if problems:
        return _one(visit, problems)
    try:
        visit.services[Exams].add_extra(seen.exam.id, one.person, int(text), reason, visit.person.id, now())
    except UnfitExtra as refusal:
        return _one(visit, {"minutes": refusal.message})
    except UnusableText as refusal:
        return _one(visit, {"reason": refusal.message})
    return visit.to("paper-watch-one", "extra-given", exam=seen.exam.id, person=one.person)


def pause(visit: Visit) -> Response:
    """Stop somebody's clock. Raises SittingRefused."""
    seen = exam_watched(visit)
    one = examinee_seen(visit, seen)
    reason = visit.field("reason")
    if not reason:
        return _one(visit, {"pause-reason": NO_REASON})
    try:
        visit.services[Sittings].pause(seen.exam.id, one.person, reason, visit.person.id, now())
    except UnusableText as refusal:
        return _one(visit, {"pause-reason": refusal.message})
    return visit.to("paper-watch-one", "paused", exam=seen.exam.id, person=one.person)


def resume(visit: Visit) -> Response:
    """Let somebody's clock go on. Raises SittingRefused."""
    seen = exam_watched(visit)
    one = examinee_seen(visit, seen)
    visit.services[Sittings].resume(seen.exam.id, one.person, visit.person.id, now())
    return visit.to("paper-watch-one", "resumed", exam=seen.exam.id, person=one.person)


def pause_all(visit: Visit) -> Response:
    """Stop the clocks of all who are writing and whom the visitor invigilates."""
    reason = visit.field("reason") or visit.t("Pause for everybody")
    by, moment = visit.person.id, now()
    return _all(
        visit, (WRITING, AWAY), "paused",
        lambda exam, person: visit.services[Sittings].pause(exam, person, reason, by, moment),
    )  # fmt: skip


def resume_all(visit: Visit) -> Response:
    """Let all clocks go on that stand still."""
    by, moment = visit.person.id, now()
    return _all(
        visit, (PAUSED,), "resumed",
        lambda exam, person: visit.services[Sittings].resume(exam, person, by, moment),
    )  # fmt: skip


def watched(visit: Visit, seen: SeenExam) -> tuple[Watched, ...]:
    """How the examinees whom the visitor may see are getting on."""
    sittings = sittings_of(visit.services, seen.exam, seen.examinees)
    moment = now()
    for person, sitting in sittings.items():
        if sitting.ends_unnoted(moment):
            visit.services[Sittings].note_end(seen.exam.id, person, moment)
    return tuple(_watched(seen, one, sittings.get(one.person), moment) for one in seen.examinees)


def _watched(seen: SeenExam, one: Examinee, sitting: Sitting | None, moment: datetime) -> Watched:
    terms = Terms.of(seen.exam, one)
    sitting = sitting or folded_sitting(terms, ())
    finished = sitting.finished(moment)
    return Watched(
        examinee=one,
        name=seen.name(one.person),
        team=seen.team(one.person),
        state=_state(seen, one, sitting, moment),
        answered=len(sitting.answers.keys() | sitting.cases.keys()),
        most=len(seen.exam.forms[one.form].items) if seen.exam.forms else 0,
        left=None if sitting.began is None or finished else sitting.remaining(moment),
        extra=sitting.extra,
        began=sitting.began,
        finished=finished,
        by_clock=finished is not None and sitting.handed_in is None,
        absences=sitting.absences,
        pauses=sitting.pauses,
        paused=sitting.paused,
        paused_for=sitting.paused_for if sitting.paused else "",
        now=min(moment, finished) if finished else moment,
    )


def _state(seen: SeenExam, one: Examinee, sitting: Sitting, moment: datetime) -> str:
    could_begin = moment < seen.exam.window.closes and not seen.released
    if sitting.began is None and not could_begin:
        return ABSENT
    if sitting.over(moment):
        return DONE
    person = seen.people.get(one.person)
    if person is not None and not person.active:
        return LOCKED
    if sitting.began is None:
        return WAITING
    if sitting.paused:
        return PAUSED
    return AWAY if sitting.away else WRITING


def _all(visit: Visit, states: Sequence[str], note: str, act: Callable[[int, int], None]) -> Response:
    seen = exam_watched(visit)
    for row in watched(visit, seen):
        if row.state in states and row.examinee.person in seen.people:
            try:
                act(seen.exam.id, row.examinee.person)
            except SittingRefused:
                continue  # it ended, or somebody else was faster
    return visit.to("paper-watch", note, exam=seen.exam.id)


def _one(visit: Visit, problems: dict[str, Message] | None = None) -> Response:
    seen = exam_watched(visit)
    one = examinee_seen(visit, seen)
    (row,) = (row for row in watched(visit, seen) if row.examinee == one)
    return visit.page(
        "exams/watch_one.html.j2",
        422 if problems else 200,
        seen=seen,
        row=row,
        problems=problems or {},
        typed={name: visit.field(name) for name in ("minutes", "reason")},
        form_name=form_name,
        lasted=lasted,
        most_extra=MOST_EXTRA,
    )


ROUTES = [
    page(
        f"/papers/{{exam:int}}/{path}",
        function,
        Permission.EXAMINE,
        name=name,
        methods=(method,),
        while_sitting=True,
    )
    for method, path, function, name in (
        ("GET", "watch", show, "paper-watch"),
        ("POST", "pause", pause_all, "paper-pause-all"),
        ("POST", "resume", resume_all, "paper-resume-all"),
        ("GET", "watch/{person:int}", show_one, "paper-watch-one"),
        ("POST", "watch/{person:int}/extra", give_time, "paper-extra"),
        ("POST", "watch/{person:int}/pause", pause, "paper-pause"),
        ("POST", "watch/{person:int}/resume", resume, "paper-resume"),
    )
]
