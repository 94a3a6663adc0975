"""A case as a question of an exam: the call is taken once, and goes on as a play under the exam's clock.

Who is on the line follows from the examinee's seed and the place on the form, so it is the same on every
device. The attempt is kept with its sitting: it is in no list, and nothing of what it came to is told before
the results are (see `attempts.seeing`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from simulator.call.case.case import Stage
from simulator.call.play.draw import SEEDS, next_persona
from simulator.exam.sitting.presenting import PresentedQuestion
from simulator.exam.sitting.sitting import Act, CallTaken, SittingEntry, SittingRefused, check
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import NoSuchSitting, Sittings
from simulator.library.library import Library
from simulator.library.unpacking import NoSuchCase
from simulator.people.person import Permission, Person
from simulator.practice.pages.plays.beginning import begin
from simulator.practice.pages.plays.live import playable_case
from simulator.practice.pages.plays.watched import ExamCall, ExamCalls
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import KeptAttempt, NoSuchAttempt
from simulator.text.language import Language
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound, page
from simulator.web.services import Services, now
from simulator.web.visit import Visit

from .live import LiveSitting, LiveSittings
from .page import drawn, exam_id, is_released, live_sittings
from .parts import AskedCall, sitting_part

MOST_KNOWN = 10_000
"""Calls of which is remembered that they are over."""


class CallMissing(Refusal):
    """A question about a case that nobody can play just now."""

    def __init__(self) -> None:
        super().__init__(
            Message("This call cannot be taken: its case is not published. Please tell an invigilator.")
        )


class SittingCalls(ExamCalls):
    """The calls of the sittings of a server process. Its coroutines belong to the event loop."""

    def __init__(self, services: Services, sittings: LiveSittings) -> None:
        self._desk = services
        self._sittings = sittings
        self._exams: dict[int, int] = {}
        """By sitting: that never changes."""
        self._ended: set[str] = set()

    def part(self, visit: Visit, live: LiveSitting, shown: PresentedQuestion) -> AskedCall:
        """How the call of a question stands, as far as `look` has seen it."""
        name = live.state.cases.get(shown.place)
        if name is None:
            closed = live.state.handbook is not None and not shown.lookup
            address = visit.url("sitting-call", exam=live.exam_id, place=shown.place)
            return AskedCall(begin=None if closed else address)
        return AskedCall(go_on=None if name in self._ended else visit.url("play", name=name))

    async def look(self, live: LiveSitting) -> None:
        """See which calls of a held sitting have come to their end since."""
        unknown = [name for name in live.state.cases.values() if name not in self._ended]
        if unknown:
            if len(self._ended) > MOST_KNOWN:
                self._ended.clear()
            self._ended.update(await run_in_threadpool(self._ended_of, unknown))

    @asynccontextmanager
    async def watched(self, attempt: KeptAttempt, language: str) -> AsyncIterator[ExamCall]:
        """How the sitting of a call stands; nothing happens in it before this is left. Raises NotFound."""
        assert attempt.sitting is not None, "it is a call of an exam"
        assert attempt.person is not None, "somebody plays it"
        exam = await self._exam_of(attempt.sitting)
        async with self._sittings.held(exam, attempt.person, fresh=True) as live:
            name = attempt.record.id
            place = next((place for place, one in live.state.cases.items() if one == name), None)
            if live.id != attempt.sitting or place is None:
                raise NotFound  # the sitting was over before this call could be noted in it
            moment, refusal = now(), _refusal(live, place)
            spoken: Language = "zh" if language == "zh" else "en"
            yield ExamCall(
                exam=exam,
                title=live.paper.exam.title,
                question=live.shown(spoken).at(place).number,
                sitting=sitting_part(live.state, moment),
                told=refusal is not None and await run_in_threadpool(self._is_told, exam),
                refusal=refusal,
            )

    async def _exam_of(self, sitting: int) -> int:
        known = self._exams.get(sitting)
        if known is None:
            try:
                known = await run_in_threadpool(self._desk[Sittings].exam_of, sitting)
            except NoSuchSitting as error:
                raise NotFound from error
            if len(self._exams) > MOST_KNOWN:
                self._exams.clear()
            self._exams[sitting] = known
        return known

    def told(self, sitting: int) -> bool:
        """Whether the results of the exam that a sitting belongs to are told."""
        return self._is_told(self._desk[Sittings].exam_of(sitting))

    def _is_told(self, exam: int) -> bool:
        return is_released(self._desk[Exams].find(exam))

    def _ended_of(self, names: list[str]) -> list[str]:
        return [name for name in names if self._has_ended(name)]

    def _has_ended(self, name: str) -> bool:
        try:
            return self._desk[Attempts].find(name).finished is not None
        except NoSuchAttempt:
            return True  # nothing is left that could go on


async def begin_call(visit: Visit) -> Response:
    """Take the call of a question, or go on with it where it was taken already."""
    sittings, place = live_sittings(visit), visit.path("place")
    async with sittings.held(exam_id(visit), visit.person.id, fresh=True) as live:
        if not live.begun or place >= len(live.questions) or live.questions[place].kind != "case":
            raise NotFound
        name = live.state.cases.get(place)
        if name is not None:
            return visit.to("play", name=name)
        try:
            _check(live, Act.CASE, place)  # before there is an attempt
            name = await run_in_threadpool(_begun, visit.services, visit.person, live, place, visit.language)
            try:
                await sittings.enter(live, Act.CASE, {"place": place, "attempt": name}, visit.field("key"))
            except CallTaken:
                name = live.state.cases[place]  # by another process, a moment ago
        except Refusal as refusal:
            if visit.htmx or not live.loaded:
                raise
            number = live.shown(visit.language).at(place).number
            return drawn(visit, live, 422, refusal.message, number)
    return visit.to("play", name=name)


def call_seed(seed: int, place: int) -> int:
    """What decides who is on the line of the call at a place, from the examinee's seed."""
    digest = blake2b(f"{seed}/call/{place}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % SEEDS


def _begun(services: Services, person: Person, live: LiveSitting, place: int, language: Language) -> str:
    """Begin the attempt of a call; the same one, however often. Raises CallMissing, CaseUnreadable."""
    case_id = live.questions[place].case
    assert case_id is not None, "a question of this kind has a case"
    try:
        bundle = services[Library].entry(case_id).bundle
    except NoSuchCase as error:
        raise CallMissing from error
    if bundle is None:
        raise CallMissing
    case = playable_case(services[Library], case_id, bundle, language)
    seed = call_seed(live.examinee.seed, place)
    return begin(
        services,
        person,
        case_id,
        bundle,
        stage=Stage.REHEARSAL,
        persona=next_persona(case, (), seed),
        preview=False,
        language=language,
        # nobody knows the seed, so nobody can take this name before
        key=f"sitting/{live.id}/{place}/{seed}",
        seed=seed,
        sitting=live.id,
    )


def _refusal(live: LiveSitting, place: int) -> Refusal | None:
    """Why nothing can be said in a call just now: for the reasons for which no answer could be given."""
    try:
        _check(live, Act.ANSWER, place)
    except SittingRefused as refusal:
        return refusal
    return None


def _check(live: LiveSitting, act: Act, place: int) -> None:
    entry = SittingEntry(act, now(), {"place": place})
    check(live.state, entry, live.paper.with_handbook[live.examinee.form])


ROUTES = [
    page(
        "/sittings/{exam:int}/calls/{place:int}",
        begin_call,
        Permission.PRACTISE,
        name="sitting-call",
        methods=("POST",),
        while_sitting=True,
    )
]
