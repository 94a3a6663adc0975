"""The review in words: how accurate the replies were, the win-win chance drawn, and what was better."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.call.case.case import Case, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict
from simulator.call.review.review import Decision, Fault, Review, TurningPoint, TurnKind
from simulator.call.solver.judging import Grade
from simulator.text.language import Translator
from simulator.text.message import Message

from .conversation import BOTTOM, LEFT, MOST_TICKS, TOP
from .wording import VERDICTS

RIGHT = 338  # the names of these marks stand below the picture
PRESSED = 14.0  # half of what a finger needs, in the picture's units

GRADES = {
    Grade.BEST: Message("best"),
    Grade.GOOD: Message("good"),
    Grade.INACCURACY: Message("inaccuracy"),
    Grade.MISTAKE: Message("mistake"),
    Grade.BLUNDER: Message("blunder"),
}

_TURNS = {
    TurnKind.SLIPPED: Message(
        "With reply {number} the call began to slip: the chance fell from {before} % to {after} %, less than"
        " half of what it was at the opening."
    ),
    TurnKind.WON_BACK: Message(
        "With reply {number} you won it back: the chance rose from {before} % to {after} %, and was again as"
        " good as at the opening."
    ),
    TurnKind.LOST: Message(
        "Reply {number} lost the win-win: before it the chance was {before} %, after it there was none."
    ),
    TurnKind.LOST_UNSEEN: Message(
        "Reply {number} lost the win-win with this customer; but that is hindsight: by all that you had"
        " heard, it was still open (chance {after} %)."
    ),
}


@dataclass(frozen=True, slots=True)
class GradedReplyReport:
    """A reply with its grade (`grade` is its id), the points it lost, and the chance after it in percent.

    `x` and `y` are its place in the picture.
    """

    number: int
    say: str
    grade: str
    name: str
    lost: str
    chance: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """A reply that would have been, and what the customer would have said to it."""

    say: str
    answer: str
    cue: str | None


@dataclass(frozen=True, slots=True)
class BetterReply:
    """A reply that lost something, with its feedback, and what would have been better, with its own.

    `line` begins with the better reply; `ending`, `verdict` and `score` are what it comes to, if to anything.
    `gave_away` says that the last chance of a win-win was lost with it.
    """

    number: int
    grade: str
    name: str
    lost: str
    gave_away: bool
    customer: str
    said: str
    why: str
    better: str
    better_why: str
    line: tuple[Alternative, ...]
    ending: str | None
    verdict: str | None
    score: int | None


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """The review of a call, ready to be shown."""

    accuracy: int | None
    counts: tuple[tuple[str, str, int], ...]
    """Grades from the best to the worst: id, name, how many replies."""
    opening: int
    """The chance of a win-win at the opening, in percent."""
    turns: tuple[str, ...]
    """Sentences: when the win-win was lost or won back."""
    replies: tuple[GradedReplyReport, ...]
    start: tuple[float, float]
    """The place of the opening in the picture."""
    reach: float
    """How far around its place a reply can be pressed there."""
    ticks: tuple[tuple[int, float], ...]
    faults: tuple[BetterReply, ...]


def review_part(review: Review, t: Translator) -> ReviewPart:
    """The review of a call in words."""
    count = len(review.decisions)
    xs = [round(LEFT + n * (RIGHT - LEFT) / max(1, count), 1) for n in range(count + 1)]
    ys = [round(BOTTOM - chance / 100 * (BOTTOM - TOP), 1) for chance in review.chances]
    every = next(step for step in (1, 2, 5, 10, 20, 50, 10**5) if count <= step * MOST_TICKS * 2)
    return ReviewPart(
        accuracy=None if review.accuracy is None else round(review.accuracy),
        counts=tuple((grade.value, t(GRADES[grade]), review.count(grade)) for grade in Grade),
        opening=percent(review.chances[0]),
        turns=tuple(turns(review, t)),
        replies=tuple(
            GradedReplyReport(
                decision.number,
                decision.move.say,
                decision.grade.value,
                t(GRADES[decision.grade]),
                points(decision.regret),
                percent(decision.chance_after),
                xs[decision.number],
                ys[decision.number],
            )
            for decision in review.decisions
        ),
        start=(xs[0], ys[0]),
        reach=min(PRESSED, round((RIGHT - LEFT) / max(1, count) / 2, 1)),
        ticks=tuple((n, xs[n]) for n in range(0, count + 1, every)),
        faults=tuple(_better(review.case, fault, t) for fault in review.faults),
    )


def turns(review: Review, t: Translator) -> Iterator[str]:
    """When the win-win was lost or won back, a sentence each."""
    won = review.outcome is not None and review.outcome.verdict is Verdict.WIN_WIN
    for moment in review.moments:
        yield _turn(moment, t)
        if moment.turn is not TurnKind.WON_BACK and not moment.decision.regret:
            yield t("Nothing you could have said there was better: it was bad luck.")
    if not review.chances[0]:
        yield t("No win-win could be reached in this call.")
    elif won and not review.moments:
        yield t("The win-win was never in danger.")
    elif review.outcome is None and review.chances[-1]:
        yield t(
            "The call was left while a win-win was still open (chance {chance} %).",
            chance=percent(review.chances[-1]),
        )


def percent(chance: float) -> int:
    """A chance as a whole number, which is 0 or 100 only where it is so exactly."""
    return round(chance) if chance in (0, 100) else min(99, max(1, round(chance)))


def points(regret: float) -> str:
    """Points lost, as they are shown: whole ones, and never 0 where there was a loss."""
    return f"−{max(1, round(regret))}" if regret else "0"


def answer_at(case: Case, position: Position) -> tuple[str, str | None]:
    """The customer's words at a position, and the cue; where an ending has none, its title."""
    ending = case.endings.get(position.scene)
    if ending is not None:
        return call.last_words(case, position) or ending.title, None
    now = call.moment(case, position)
    return now.customer, now.cue


def _turn(moment: TurningPoint, t: Translator) -> str:
    decision = moment.decision
    return t(
        _TURNS[moment.turn],
        number=decision.number,
        before=percent(decision.chance_before),
        after=percent(decision.chance_after),
    )


def _better(case: Case, fault: Fault, t: Translator) -> BetterReply:
    decision: Decision = fault.decision
    end = fault.outcome
    return BetterReply(
        number=decision.number,
        grade=decision.grade.value,
        name=t(GRADES[decision.grade]),
        lost=points(decision.regret),
        gave_away=decision.open_before and not decision.open_after,
        customer=answer_at(case, decision.before)[0],
        said=decision.move.say,
        why=decision.move.why.at(decision.before),
        better=fault.better.say,
        better_why=fault.better.why.at(decision.before),
        line=tuple(_exchanges(case, fault)),
        ending=None if end is None else end.ending.title,
        verdict=None if end is None else t(VERDICTS[end.verdict]),
        score=None if end is None else end.score,
    )


def _exchanges(case: Case, fault: Fault) -> Iterator[Alternative]:
    for said in call.spoken(case, fault.decision.before, fault.line):
        yield Alternative(said.move.say, *answer_at(case, said.after))
