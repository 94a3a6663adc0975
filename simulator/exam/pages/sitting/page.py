"""An exam as its examinee finds it: not open yet, to be begun, under way, or handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from starlette.responses import JSONResponse, Response

from simulator.exam.paper.exam import Exam, ExamState
from simulator.exam.sitting.sitting import Absence
from simulator.people.person import Permission
from simulator.practice.pages.plays.drawing import new_key
from simulator.text.message import Message
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .interventions import Interventions
from .live import LiveSitting, LiveSittings
from .parts import (
    AskedQuestion,
    Calls,
    HandbookEntry,
    SittingStand,
    handbook,
    question_parts,
    sitting_part,
    standing,
)

QUESTION = "question"
"""In the address: the number of the question to show first."""
MOST_ID = 2**31 - 1
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """An exam that has not been begun; `open` tells whether it can be."""

    exam: int
    title: str
    open: bool
    over: bool
    opens: datetime
    closes: datetime
    day: date
    minutes: int
    extra: int
    questions: int
    lookups: int
    key: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """An exam under way."""

    exam: int
    title: str
    sitting: SittingStand
    here: int
    """The number of the question to show first."""
    questions: tuple[AskedQuestion, ...]
    handbook: tuple[HandbookEntry, ...]
    """Empty until it is opened."""
    opened: bool
    lookups: bool
    """Whether there are questions to be looked up."""
    key: str
    problem: Message | None

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(question.answered for question in self.questions)


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What is to be looked at before an exam is handed in, or before the handbook closes its first part."""

    exam: int
    title: str
    sitting: SittingStand
    blank: tuple[AskedQuestion, ...]
    flagged: tuple[AskedQuestion, ...]
    calls: tuple[AskedQuestion, ...]
    """Those that were begun and have not come to their end."""
    questions: int
    key: str


@dataclass(frozen=True, slots=True)
class OverPage:
    """An exam that was handed in."""

    exam: int
    title: str
    finished: datetime
    by_clock: bool
    answered: int
    questions: int
    absences: tuple[Absence, ...]
    released: bool


async def show_sitting(visit: Visit) -> Response:
    """The exam as it stands for this examinee. Raises NoSuchExam, NotFound."""
    calls: Calls = visit.request.app.state.calls
    async with live_sittings(visit).held(exam_id(visit), visit.person.id, fresh=True) as live:
        await calls.look(live)
        return drawn(visit, live)


def drawn(
    visit: Visit,
    live: LiveSitting,
    status: int = 200,
    problem: Message | None = None,
    here: int | None = None,
    ranks: Mapping[str, str] | None = None,
) -> Response:
    """The whole page of a held sitting; `here` is the number of the question to show."""
    moment = now()
    if not live.begun:
        return visit.page("sittings/waiting.html.j2", status, d=_waiting(live, moment), problem=problem)
    if live.state.over(moment):
        return visit.page("sittings/over.html.j2", status, d=over_page(visit, live, moment))
    number = _asked(visit) if here is None else here
    return visit.page("sittings/paper.html.j2", status, d=_paper(visit, live, moment, number, problem, ranks))


async def clock(visit: Visit) -> Response:
    """How the sitting stands, for the page's clock: now, or when it is not any more as the page has it."""
    seen = visit.query("seen")
    if seen.isascii() and seen.isdecimal() and len(seen) <= _MOST_DIGITS:
        interventions: Interventions = visit.request.app.state.interventions
        await interventions.wait(exam_id(visit), visit.person.id, int(seen))
    async with live_sittings(visit).held(exam_id(visit), visit.person.id, fresh=True) as live:
        return JSONResponse(standing(live.state, now()))


async def before_handing_in(visit: Visit) -> Response:
    """Show what is blank, before the paper is handed in."""
    return await _checked(visit, "sittings/hand_in.html.j2")


async def before_handbook(visit: Visit) -> Response:
    """Show what will be closed, before the handbook is opened."""
    return await _checked(visit, "sittings/handbook.html.j2")


async def _checked(visit: Visit, template: str) -> Response:
    async with live_sittings(visit).held(exam_id(visit), visit.person.id, fresh=True) as live:
        moment = now()
        if not live.begun or live.state.over(moment) or live.state.paused:
            return visit.to("sitting", exam=live.exam_id)
        if template == "sittings/handbook.html.j2" and live.state.handbook is not None:
            return visit.to("sitting", exam=live.exam_id)
        calls: Calls = visit.request.app.state.calls
        await calls.look(live)
        questions = question_parts(visit, live)
        if template == "sittings/handbook.html.j2":
            questions = tuple(question for question in questions if not question.shown.lookup)
        d = CheckPage(
            exam=live.exam_id,
            title=live.paper.exam.title,
            sitting=sitting_part(live.state, moment),
            blank=tuple(question for question in questions if not question.answered),
            flagged=tuple(question for question in questions if question.flagged and question.answered),
            calls=tuple(question for question in questions if question.call and question.call.go_on),
            questions=len(questions),
            key=new_key(),
        )
        return visit.page(template, d=d)


def over_page(visit: Visit, live: LiveSitting, moment: datetime) -> OverPage:
    """What is told of a sitting that is over: that it is safe, and nothing of how it went."""
    finished = live.state.finished(moment)
    assert finished is not None, "the sitting is over"
    questions = question_parts(visit, live)
    return OverPage(
        exam=live.exam_id,
        title=live.paper.exam.title,
        finished=finished,
        by_clock=live.state.handed_in is None,
        answered=sum(question.answered for question in questions),
        questions=len(questions),
        absences=tuple(Absence(one.since, one.until or finished) for one in live.state.absences),
        released=is_released(live.paper.exam),
    )


def is_released(exam: Exam) -> bool:
    """Whether the results of an exam are told."""
    return exam.state is ExamState.RELEASED


def live_sittings(visit: Visit) -> LiveSittings:
    """The sittings of this server process."""
    sittings: LiveSittings = visit.request.app.state.sittings
    return sittings


def exam_id(visit: Visit) -> int:
    """The exam in the address. Raises NotFound for a number that none can have."""
    number: int = visit.path("exam")
    if number > MOST_ID:
        raise NotFound
    return number


def _asked(visit: Visit) -> int:
    text = visit.query(QUESTION)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else 1


def _waiting(live: LiveSitting, moment: datetime) -> WaitingPage:
    exam, questions = live.paper.exam, live.questions
    return WaitingPage(
        exam=live.exam_id,
        title=exam.title,
        open=exam.window.holds(moment) and not is_released(exam),
        over=moment >= exam.window.closes or is_released(exam),
        opens=exam.window.opens,
        closes=exam.window.closes,
        day=exam.day,
        minutes=exam.minutes,
        extra=live.examinee.extra,
        questions=len(questions),
        lookups=sum(question.look_up for question in questions),
        key=new_key(),
    )


def _paper(
    visit: Visit,
    live: LiveSitting,
    moment: datetime,
    here: int,
    problem: Message | None,
    ranks: Mapping[str, str] | None,
) -> PaperPage:
    # while the clock stands still nobody reads on: the page of a pause has no questions
    questions = () if live.state.paused else question_parts(visit, live)
    numbers = [question.shown.number for question in questions]
    if here not in numbers:
        here = numbers[0] if numbers else 0
    opened = live.state.handbook is not None
    return PaperPage(
        exam=live.exam_id,
        title=live.paper.exam.title,
        sitting=sitting_part(live.state, moment),
        here=here,
        questions=tuple(
            replace(question, ranks=ranks) if question.shown.number == here else question
            for question in questions
        ),
        handbook=handbook(live, visit.language) if opened and questions else (),
        opened=opened,
        lookups=any(question.shown.lookup for question in questions),
        key=new_key(),
        problem=problem,
    )


ROUTES = [
    page("/sittings/{exam:int}", show_sitting, Permission.PRACTISE, name="sitting", while_sitting=True),
    page("/sittings/{exam:int}/clock", clock, Permission.PRACTISE, name="sitting-clock", while_sitting=True),
    page(
        "/sittings/{exam:int}/hand-in",
        before_handing_in,
        Permission.PRACTISE,
        name="sitting-hand-in",
        while_sitting=True,
    ),
    page(
        "/sittings/{exam:int}/handbook",
        before_handbook,
        Permission.PRACTISE,
        name="sitting-handbook",
        while_sitting=True,
    ),
]
