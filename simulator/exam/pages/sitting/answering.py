"""The posts of a sitting: every answer is checked, made, safe on the disk, and only then acknowledged.

They run all the time, so they hop to no thread while a sitting is in memory, and tell no more than how the
clock stands.
"""

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from simulator.exam.bank.marking import UnusableAnswer
from simulator.exam.sitting.answering import RANK, answer_of, needed
from simulator.exam.sitting.presenting import PresentedQuestion
from simulator.exam.sitting.sitting import Act
from simulator.people.person import Permission
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound, page
from simulator.web.errors import status_of
from simulator.web.services import now
from simulator.web.visit import Visit

from .live import LiveSitting
from .page import QUESTION, drawn, exam_id, live_sittings
from .parts import standing

_OURS = {"csrf", "key", "go", "clear", "on"}
"""The fields of a form that are not the answer."""


async def begin(visit: Visit) -> Response:
    """Begin the exam; the clock runs from here."""
    sittings = live_sittings(visit)
    async with sittings.held(exam_id(visit), visit.person.id) as live:
        await sittings.begin(live, visit.field("key"))
    return visit.to("sitting", exam=exam_id(visit))


async def answer(visit: Visit) -> Response:
    """Save an answer in place of the one before."""
    sittings, key = live_sittings(visit), visit.field("key")
    async with sittings.held(exam_id(visit), visit.person.id) as live:
        shown = _question(visit, live)
        form = {
            name: [str(value) for value in visit.form.getlist(name)] for name in visit.form.keys() - _OURS
        }
        try:
            given = _given(visit, live, shown, form)
            await sittings.enter(live, Act.ANSWER, {"place": shown.place, "answer": given}, key)
        except Refusal as refusal:
            return _refused(visit, live, shown, refusal, form)
        lacks = needed(live.questions[shown.place], given)
        told = {"answered": given is not None and lacks is None, "needed": visit.t(lacks) if lacks else ""}
        return _saved(visit, live, shown, told)


async def flag(visit: Visit) -> Response:
    """Note that a question is to be come back to, or that it is not any more."""
    sittings, on = live_sittings(visit), visit.field("on") == "yes"
    async with sittings.held(exam_id(visit), visit.person.id) as live:
        shown = _question(visit, live)
        try:
            await sittings.enter(live, Act.FLAG, {"place": shown.place, "on": on}, visit.field("key"))
        except Refusal as refusal:
            return _refused(visit, live, shown, refusal, {})
        return _saved(visit, live, shown, {"flagged": on})


async def leave(visit: Visit) -> Response:
    """Note that the page was left or hidden."""
    return await _noted(visit, Act.LEAVE)


async def come_back(visit: Visit) -> Response:
    """Note that the page is looked at again."""
    return await _noted(visit, Act.RETURN)


async def open_handbook(visit: Visit) -> Response:
    """Open the handbook, which closes the questions that are answered without it."""
    sittings = live_sittings(visit)
    async with sittings.held(exam_id(visit), visit.person.id) as live:
        if live.state.handbook is None:
            await sittings.enter(live, Act.HANDBOOK, {}, visit.field("key"))
        _, looked_up = live.shown(visit.language).parts
    here = f"?{QUESTION}={looked_up[0].number}" if looked_up else ""
    return visit.to_address(visit.url("sitting", exam=exam_id(visit)) + here)


async def hand_in(visit: Visit) -> Response:
    """Hand the paper in. Sent again, or after the clock has done it, it says the same."""
    sittings = live_sittings(visit)
    async with sittings.held(exam_id(visit), visit.person.id, fresh=True) as live:
        if not live.state.over(now()):
            await sittings.enter(live, Act.HAND_IN, {}, visit.field("key"))
    return visit.to("sitting", exam=exam_id(visit))


async def _noted(visit: Visit, act: Act) -> Response:
    """Leaving, or coming back; what is so already is not noted again."""
    sittings = live_sittings(visit)
    async with sittings.held(exam_id(visit), visit.person.id) as live:
        if live.begun and live.state.away is not (act is Act.LEAVE) and not live.state.over(now()):
            await sittings.enter(live, act, {}, visit.field("key"))
        if not visit.htmx:
            return Response(status_code=204)
        return JSONResponse(standing(live.state, now()))


def _question(visit: Visit, live: LiveSitting) -> PresentedQuestion:
    """The question at the place in the address. Raises NotFound."""
    place = visit.path("place")
    if not live.begun or place >= len(live.questions):
        raise NotFound
    return live.shown(visit.language).at(place)


def _given(visit: Visit, live: LiveSitting, shown: PresentedQuestion, form: Mapping[str, list[str]]) -> Any:
    """The answer that a form means, in the bank's own ids. Raises UnusableAnswer."""
    if "clear" in visit.form:
        return None
    return answer_of(live.questions[shown.place], shown, form)


def _saved(visit: Visit, live: LiveSitting, shown: PresentedQuestion, what: dict[str, Any]) -> Response:
    if visit.htmx:
        return JSONResponse(standing(live.state, now()) | {"question": shown.number} | what)
    if what.get("needed"):
        return visit.to_address(f"{visit.url('sitting', exam=live.exam_id)}?{QUESTION}={shown.number}")
    numbers = [question.number for question in live.shown(visit.language).questions]
    steps = {"next": 1, "previous": -1}
    wanted = shown.number + steps.get(visit.field("go"), 0)
    here = wanted if wanted in numbers else shown.number
    return visit.to_address(f"{visit.url('sitting', exam=live.exam_id)}?{QUESTION}={here}")


def _refused(
    visit: Visit,
    live: LiveSitting,
    shown: PresentedQuestion,
    refusal: Refusal,
    form: Mapping[str, list[str]],
) -> Response:
    """The page again with what was wrong, for browsers without script; the others have it still."""
    if visit.htmx or status_of(refusal) != 422 or not live.loaded:
        raise refusal
    kept = isinstance(refusal, UnusableAnswer) and shown.kind == "ordering"
    ranks = {name.removeprefix(RANK): values[-1] for name, values in form.items() if name.startswith(RANK)}
    return drawn(visit, live, 422, refusal.message, shown.number, ranks if kept else None)


ROUTES = [
    page(
        f"/sittings/{{exam:int}}/{act}",
        function,
        Permission.PRACTISE,
        name=name,
        methods=("POST",),
        while_sitting=True,
    )
    for act, function, name in (
        ("answers/{place:int}", answer, "sitting-answer"),
        ("flags/{place:int}", flag, "sitting-flag"),
        ("leave", leave, "sitting-leave"),
        ("return", come_back, "sitting-return"),
        ("begin", begin, "sitting-begin"),
        ("handbook", open_handbook, "sitting-open-handbook"),
        ("hand-in", hand_in, "sitting-handed-in"),
    )
]
