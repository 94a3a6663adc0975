"""The route of every move, in every stage: checked, made, safe on the disk, and only then shown.

It is the one that runs all the time, so it hops to no thread while a play is in memory, and what it draws
does not grow with the play.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import HTMLResponse, Response

from simulator.call.case.case import Stage
from simulator.call.play.machine import HEAR
from simulator.call.play.play import Play
from simulator.people.person import Permission
from simulator.text.language import Translator
from simulator.text.message import Message
from simulator.text.receipt import KeyReused, Outdated
from simulator.text.refusal import Refusal
from simulator.web.access import page
from simulator.web.errors import status_of
from simulator.web.visit import Visit

from .composing import StrangeForm, move_of
from .drawing import PARTS, STAGE_NAMES, changed_part, drawn, part_values, stage_of, whole_part
from .live import LiveAttempt, MoveMade, live_plays
from .rehearsal import check_open, reply_of
from .ringing import ringing_page, rings
from .watched import ExamCall

ENDED = "end"
"""In the address: show how the call ended, before the debrief. For browsers without script."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the part: `steps` are the stages, each with done, here or nothing.

    `problem` is why a move was not made, for a browser that shows the whole page anew.
    """

    title: str
    stage: str
    steps: tuple[tuple[str, str], ...]
    template: str
    over: bool
    """Whether the call has ended: all of it is saved, and the debrief comes next."""
    preview: bool
    problem: Message | None
    exam: ExamCall | None
    """The exam that it is a call of."""


async def show_play(visit: Visit) -> Response:
    """The play as it stands; one that is over goes to its debrief. Raises NotFound.

    The call of an exam goes to the paper while nothing can be said in it, and until the results are told.
    """
    plays = live_plays(visit)
    async with plays.held(visit.path("name"), visit.person.id, visit.language, fresh=True) as live:
        if live.exam is not None and live.exam.refusal is None:
            return play_page(visit, live)
        if live.exam is not None and not (live.exam.told and live.play.over):
            return visit.to("result" if live.exam.told else "sitting", exam=live.exam.exam)
        ended = visit.request.url.query == ENDED and live.play.progress.rehearsal is not None
        if live.play.over and not ended:
            return visit.to("attempt", name=live.name)
        if rings(visit, live):
            return await ringing_page(visit, live)
        return play_page(visit, live)


def play_page(visit: Visit, live: LiveAttempt, status: int = 200, problem: Message | None = None) -> Response:
    """The whole page of a held play."""
    values = whole_part(visit, live) | {"frame": frame_of(visit.t, live, problem)}
    template = "plays/call.html.j2" if stage_of(live) is Stage.REHEARSAL else "plays/play.html.j2"
    return visit.page(template, status, **part_values(visit, live, values))


async def hang_up(visit: Visit) -> Response:
    """Ask how to leave the call; where there is none, the play as it stands. Raises NotFound."""
    async with live_plays(visit).held(visit.path("name"), visit.person.id, visit.language) as live:
        if live.exam is not None or live.play.over or not _called(live.play):
            return visit.to("play", name=live.name)
        return visit.page("plays/hang_up.html.j2", **part_values(visit, live, {}))


def frame_of(t: Translator, live: LiveAttempt, problem: Message | None = None) -> Frame:
    """What stands around the part of the present stage."""
    here = stage_of(live)
    stages = live.stages
    states = ["done" if stages.index(stage) < stages.index(here) else "" for stage in stages]
    states[stages.index(here)] = "done" if live.play.over else "here"
    steps = [(t(STAGE_NAMES[stage]), state) for stage, state in zip(stages, states, strict=True)]
    return Frame(
        title=live.play.case.title,
        stage=t(STAGE_NAMES[here]),
        steps=(*steps, (t("Debrief"), "here" if live.play.over else "")),
        template=PARTS[here],
        over=live.play.over,
        preview=live.attempt.preview,
        problem=problem,
        exam=live.exam,
    )


PART = "#stage"
"""Where the part of the present stage is in the page."""
CALL, QUESTION = "answer-title", "question"
"""Where in it the trainee goes on; the first of them is shown with what the customer has just said."""
VERSION = "Play-Version"
"""The header that tells the page how many entries the play has now."""
_PLAIN = ("hear", "mark", "unmark", "hint", "next")
"""The verbs that a form may write out. To a wrong id the rules answer with all the right ones."""
_OFFERED = {
    "hear": (Stage.REPLAY,),
    "mark": (Stage.REPLAY,),
    "unmark": (Stage.REPLAY,),
    "answer": (Stage.ANALYSIS,),
    "suppose": (Stage.ANALYSIS,),
    "hint": (Stage.ANALYSIS,),
    "next": (Stage.REPLAY, Stage.ANALYSIS),
}
"""Where a form makes a move with each verb."""
_MOST_DIGITS = 9

_WHY: dict[type[Refusal], Message] = {
    Outdated: Message(
        "This play has gone on in another window; your last step was not made. This is how it stands now."
    ),
    KeyReused: Message(
        "This form was used before, for another step; this one was not made. This is how the play stands now."
    ),
}

Check = Callable[[Play], None]


async def make_move(visit: Visit) -> Response:
    """Make the move of a form."""
    return await _made(visit, undo=False)


async def take_back(visit: Visit) -> Response:
    """Take the last reply of the call back."""
    return await _made(visit, undo=True)


async def _made(visit: Visit, undo: bool) -> Response:
    plays = live_plays(visit)
    async with plays.held(visit.path("name"), visit.person.id, visit.language) as live:
        try:
            move, check = (None, None) if undo else _wanted(visit, live)
            made = await plays.make(live, _version(visit), visit.field("key"), move, check)
        except (Outdated, KeyReused) as refusal:
            await plays.present(live, visit.language)
            return _as_it_stands(visit, live, 409, _WHY.get(type(refusal), refusal.message))
        except Refusal as refusal:
            if visit.htmx or status_of(refusal) != 422:
                raise
            await plays.present(live, visit.language)
            return play_page(visit, live, 422, refusal.message)
        return _answer(visit, live, made)


def _wanted(visit: Visit, live: LiveAttempt) -> tuple[str, Check | None]:
    """The move that a form means, and what has to be looked at before it is made."""
    if token := visit.field("reply"):
        scene, move = reply_of(live.play.case, token)
        return move, lambda play: check_open(play, scene, move)
    move = move_of(visit.form, live.play.case)
    verb = move.split(" ")[0]
    if not visit.field("verb") and verb not in _PLAIN:
        raise StrangeForm
    question = visit.field("question")
    return move, lambda play: _check_offered(play, verb, question)


def _check_offered(play: Play, verb: str, question: str) -> None:
    """Raise StrangeForm for what the page does not offer: the refusal of the rules would quote ids."""
    if _called(play) or play.stage not in _OFFERED.get(verb, ()):
        raise StrangeForm
    if verb == "answer" and question != str(play.progress.analysis.step + 1):
        raise StrangeForm


def _version(visit: Visit) -> int:
    text = visit.field("version")
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise StrangeForm
    return int(text)


def _answer(visit: Visit, live: LiveAttempt, made: MoveMade) -> Response:
    play = live.play
    left = _left(live, made)
    if left is not None:
        answer = visit.to("play-results", name=live.name, stage=left.value)
        answer.headers[VERSION] = str(live.version)
        return answer
    if not visit.htmx:
        ended = f"?{ENDED}" if play.over and _called(play) else ""
        place = _place(play, made)
        there = f"#{place}" if place else ""
        return visit.to_address(visit.url("play", name=live.name) + ended + there)
    headers = {VERSION: str(live.version)}
    if made.stage is not None and made.stage is not (Stage.REHEARSAL if _called(play) else play.stage):
        # another stage has other scripts and another title
        answer = visit.to("play", name=live.name)
        answer.headers.update(headers)
        return answer
    html = changed_part(visit, live, made)
    if html is None:
        return _as_it_stands(visit, live, 200, None)
    return HTMLResponse(html, headers=headers)


def _left(live: LiveAttempt, made: MoveMade) -> Stage | None:
    """The stage that was left with a move and whose results are shown before the next one."""
    if live.exam is not None or live.play.over or made.stage in (None, Stage.REHEARSAL, live.play.stage):
        return None
    return made.stage


def _place(play: Play, made: MoveMade) -> str:
    """Where in the whole page a move has changed something; nothing where all of it is another."""
    if _called(play):
        return CALL if made.stage in (Stage.REHEARSAL, None) else ""
    if made.stage is not play.stage:
        return ""
    if made.stage is Stage.ANALYSIS:
        return QUESTION
    verb, _, rest = (made.move or "").partition(" ")
    if verb == HEAR:
        # of many lines that are new at once, the first
        return f"line-{made.before.replay.heard + 1}" if made.before else ""
    return f"line-{rest.partition(' ')[0]}"


def _called(play: Play) -> bool:
    """Whether the call has begun; one that has ended is still on the page."""
    return play.progress.rehearsal is not None


def _as_it_stands(visit: Visit, live: LiveAttempt, status: int, said: Message | None) -> Response:
    """The part of the present stage anew, whatever the page has shown."""
    if not visit.htmx:
        return play_page(visit, live, status, said)
    html = drawn(visit, live, PARTS[stage_of(live)], whole_part(visit, live))
    headers = {VERSION: str(live.version), "HX-Retarget": PART, "HX-Reswap": "outerHTML"}
    if said is not None:
        html += drawn(visit, live, "plays/moved_on.html.j2", {"said": visit.t(said)})
    return HTMLResponse(html, status, headers)


ROUTES = [
    page(
        "/plays/{name}/moves",
        make_move,
        Permission.PRACTISE,
        name="play-move",
        methods=("POST",),
        while_sitting=True,
    ),
    page(
        "/plays/{name}/undo",
        take_back,
        Permission.PRACTISE,
        name="play-undo",
        methods=("POST",),
        while_sitting=True,
    ),
    page("/plays/{name}/hang-up", hang_up, Permission.PRACTISE, name="play-hang-up"),
    page("/plays/{name}", show_play, Permission.PRACTISE, name="play", while_sitting=True),
]
