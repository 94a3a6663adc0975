"""Learning from one's mistakes: back to before each, until a reply is found that loses nothing.

Nothing of it is stored. What was tried, how many hints were taken and which mistakes were put right before
stands in the address, so that the back button takes a step back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from simulator.call.case.case import Case, Move
from simulator.call.play import rehearsal as call
from simulator.call.report.moment import SaidAndAnswered, exchanges
from simulator.call.report.review import answer_at, not_it, nothing_to_mend
from simulator.call.report.voice import Voice, voice_of
from simulator.call.report.wording import KINDS
from simulator.call.review.comparing import Hint, hints, summary
from simulator.call.review.review import Fault
from simulator.library.judges import StillWorking
from simulator.people.person import Permission
from simulator.practice.pages.plays.composing import StrangeForm
from simulator.practice.pages.plays.rehearsal import OpenReply, open_replies, reply_of
from simulator.render.rendering import language_attribute
from simulator.text.language import Translator
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound, Unreadable, page
from simulator.web.visit import Visit

from .reviewing import PATIENCE, judges_of, reviewed
from .seeing import finished_attempt, play_of

MOST_TRIED = 30
TRIED, HINTS, SHOWN = "tried", "hints", "show"
"""Parts of the address: replies by token, how many hints, and whether the answer was asked for."""
FOUND, ALONE = "found", "alone"
"""Parts of it that go from mistake to mistake: numbers put right, and those at once and without a hint."""
PutRight = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Retried:
    """A reply that was tried. `verdict` says what it is worth, `why` is the author's feedback on it."""

    token: str
    say: str
    verdict: Message
    why: str
    grade: str | None
    right: bool


@dataclass(frozen=True, slots=True)
class FoundReply:
    """A reply that loses nothing, and what would have been said to it."""

    say: str
    why: str
    answer: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class RetryPage:
    """A mistake to be put right. `found` is there once it is; `shown` when somebody asked for it.

    `hint_address` is None when there are no more hints; `following` is the address of the next mistake.
    `before_this` is what every step takes along in its address, `tally` what was found up to now.
    """

    name: str
    title: str
    place: int
    count: int
    number: int
    said: str
    now: call.CallMoment
    voice: Voice
    before: tuple[tuple[SaidAndAnswered, Voice], ...]
    replies: tuple[OpenReply, ...]
    tried: tuple[Retried, ...]
    hints: tuple[Message, ...]
    hint_address: str | None
    show_address: str
    found: FoundReply | None
    shown: bool
    following: str | None
    before_this: PutRight
    tally: Message | None


def first(visit: Visit) -> Response:
    """Go to the first mistake of a call; say so where there is none. Raises NotFound, NoCall, NotGraded."""
    seen = finished_attempt(visit)
    play = play_of(visit.services, seen.kept, visit.language)
    try:
        found, _ = reviewed(judges_of(visit), play, PATIENCE)
    except StillWorking:
        return _working(visit)
    if found.mendable:
        return visit.to("attempt-retry", name=seen.name, number=found.mendable[0].decision.number)
    return visit.page("attempts/no_faults.html.j2", name=seen.name, why=nothing_to_mend(found))


def show(visit: Visit) -> Response:
    """The mistake with the number of its reply. Raises NotFound, NoCall, NotGraded, Unreadable."""
    seen = finished_attempt(visit)
    play = play_of(visit.services, seen.kept, visit.language)
    try:
        found, _ = reviewed(judges_of(visit), play, PATIENCE)
    except StillWorking:
        return _working(visit)
    numbers = [fault.decision.number for fault in found.mendable]
    number = visit.path("number")
    if number not in numbers:
        raise NotFound
    place = numbers.index(number)
    fault, t, case = found.mendable[place], visit.t, play.case
    better = fault.better
    assert better is not None  # it is mendable
    tokens = visit.request.query_params.getlist(TRIED)[:MOST_TRIED]
    tried = [_move(case, fault, token) for token in dict.fromkeys(tokens)]
    shown = visit.query(SHOWN) == "yes"
    right = next((move for move in tried if _loses_nothing(fault, move)), better.reply if shown else None)
    all_hints = list(hints(better))
    taken = min(_count(visit.query(HINTS)), len(all_hints))
    position = fault.decision.before
    open_here = open_replies(case, position, t)
    token_of = {reply_of(case, reply.token)[1]: reply.token for reply in open_here}
    before_this = _put_right(visit, numbers)
    after_this = before_this
    by_oneself = any(_loses_nothing(fault, move) for move in tried)
    if by_oneself:
        at_once = len(tried) == 1 and not taken
        after_this = _with(before_this, number, at_once)
    following = numbers[place + 1] if place + 1 < len(numbers) else None
    next_address = None
    if following is not None:
        next_address = visit.url("attempt-retry", name=seen.name, number=following) + _query(after_this)
    return visit.page(
        "attempts/retry.html.j2",
        r=RetryPage(
            name=seen.name,
            title=case.title,
            place=place + 1,
            count=len(numbers),
            number=number,
            said=fault.decision.move.say,
            now=call.moment(case, position),
            voice=voice_of(call.moment(case, position), t),
            before=tuple((said, voice_of(said.moment, t)) for said in exchanges(play)[: number - 1]),
            replies=open_here,
            tried=tuple(_retried(case, fault, move, token_of[move.id]) for move in tried),
            hints=tuple(_hint(hint, t) for hint in all_hints[:taken]),
            hint_address=_address(before_this, tokens, taken + 1) if taken < len(all_hints) else None,
            show_address=_address(before_this, tokens, taken, shown=True),
            found=_found(case, fault, right, t) if right else None,
            shown=shown and not by_oneself,
            following=next_address,
            before_this=before_this,
            tally=_tally(after_this, len(numbers), over=right is not None and following is None),
        ),
        case_lang=language_attribute(visit.language)(case.language),
    )


def _working(visit: Visit) -> Response:
    return visit.page("attempts/working.html.j2", address=visit.request.url.path)


def _move(case: Case, fault: Fault, token: str) -> Move:
    """The reply that a token means, which must be open there. Raises Unreadable."""
    try:
        scene, name = reply_of(case, token)
    except StrangeForm as error:
        raise Unreadable from error
    position = fault.decision.before
    for move in call.replies(case, position):
        if (position.scene, move.id) == (scene, name):
            return move
    raise Unreadable


def _loses_nothing(fault: Fault, move: Move) -> bool:
    judged = fault.decision.judgements.get(move.id)
    return judged is not None and judged.recommendable


def _retried(case: Case, fault: Fault, move: Move, token: str) -> Retried:
    position = fault.decision.before
    judged = fault.decision.judgements.get(move.id)
    why = move.why.at(position)
    if judged is None:
        try:
            call.find_reply(case, position, move.id)
        except Refusal as refusal:
            return Retried(token, move.say, refusal.message, "", None, False)
    assert judged is not None  # whatever can be said is judged
    if judged.recommendable:
        verdict = Message("Nothing would have been better.")
    elif move.id == fault.decision.move.id:
        verdict = Message("That is what you said then. Try another.")
    else:
        verdict = not_it(judged)
    return Retried(token, move.say, verdict, why, judged.grade.value, judged.recommendable)


def _found(case: Case, fault: Fault, move: Move, t: Translator) -> FoundReply:
    position = fault.decision.before
    answer = answer_at(case, call.reply(case, position, move), t)
    return FoundReply(move.say, move.why.at(position), *answer)


def _hint(hint: Hint, t: Translator) -> Message:
    if hint.kinds:
        kinds = t(", ").join(t(KINDS[kind]) for kind in hint.kinds)
        return Message("Look for a reply that does this: {kinds}.", kinds=kinds)
    return Message("It begins: “{words}…”", words=hint.begins)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0


def _put_right(visit: Visit, numbers: Sequence[int]) -> PutRight:
    """What the address says of the mistakes put right before; of what is made up, only what could be so."""
    asked = visit.request.query_params
    found = {number for number in numbers if str(number) in asked.getlist(FOUND)}
    alone = {number for number in found if str(number) in asked.getlist(ALONE)}
    return (*((FOUND, number) for number in sorted(found)), *((ALONE, number) for number in sorted(alone)))


def _with(before: PutRight, number: int, alone: bool) -> PutRight:
    """The same with a mistake put right just now; one that was put right before stays as it was."""
    if (FOUND, number) in before:
        return before
    return (*before, (FOUND, number), *([(ALONE, number)] if alone else []))


def _tally(put_right: PutRight, count: int, over: bool) -> Message | None:
    """What was found up to now; at the end also when it is nothing."""
    found, alone = (sum(part == name for part, _ in put_right) for name in (FOUND, ALONE))
    return summary(found, alone, count) if found or over else None


def _query(put_right: PutRight) -> str:
    return f"?{urlencode(put_right)}" if put_right else ""


def _address(before: PutRight, tokens: list[str], taken: int, shown: bool = False) -> str:
    query = [*before, *((TRIED, token) for token in tokens), (HINTS, taken)]
    query += [(SHOWN, "yes")] if shown else []
    return f"?{urlencode(query)}#answer"


ROUTES = [
    page("/attempts/{name}/retry", first, Permission.PRACTISE, name="attempt-retries"),
    page("/attempts/{name}/retry/{number:int}", show, Permission.PRACTISE, name="attempt-retry"),
]
