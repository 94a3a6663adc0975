"""The review in words: where the call was lost, each fault with its feedback, what was better, the figures.

What would have been better is only in it where it may be shown: see `practice.better_replies`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.call.case.case import Case, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict
from simulator.call.review.review import Better, Decision, Fault, Review, TurningPoint, TurnKind
from simulator.call.solver.grading import Grade
from simulator.call.solver.judging import Judgement
from simulator.text.language import Translator
from simulator.text.message import Message

from .answering import mismatch_told
from .chart import NARROW, WIDE, ChanceChart, chance_chart
from .voice import Voice, voice_of
from .wording import VERDICTS

GRADES = {
    Grade.BEST: Message("best"),
    Grade.GOOD: Message("good"),
    Grade.INACCURACY: Message("inaccuracy"),
    Grade.MISTAKE: Message("mistake"),
    Grade.BLUNDER: Message("blunder"),
}
NO_FAULT = Message("No reply lost 5 points or more. There is nothing to put right here.")
DECISIVE = 5.0
"""How much the chance must rise with the reply that is said to have won a call, in points of 100."""
LIMITED, LIMITED_NAME = "limited", Message("limited the damage")
"""What stands for the grade of the best reply, and what it is called, after the call was lost."""

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

_LOST_TO_ALL = Message(
    "After reply {number} no win-win could be reached with anybody who might have been calling"
    " (chance {before} % before it)."
)


@dataclass(frozen=True, slots=True)
class GradedReplyReport:
    """A reply with its grade (`grade` is its id), the points it lost, and the chance in percent after it.

    `before` is the chance before it.
    """

    number: int
    say: str
    grade: str
    name: str
    lost: str
    before: int
    chance: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A reply that would have been, and what would have been said to it."""

    say: str
    answer: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class BetterReply:
    """What would have been better than a reply, with its feedback for this caller.

    `line` begins with it; `ending`, `verdict` and `score` are what that comes to, if to anything.
    """

    say: str
    why: str
    line: tuple[Exchange, ...]
    ending: str | None
    verdict: str | None
    score: int | None


@dataclass(frozen=True, slots=True)
class FaultReport:
    """A reply that lost something, with its feedback, and what was needed where it gave something else.

    `lost_the_call` says that it is the reply that lost the call. `unmendable` is why nothing can be
    recommended in its place. `better` is None then, and where it may not be shown yet.
    """

    number: int
    grade: str
    name: str
    lost: str
    lost_the_call: bool
    customer: str
    voice: Voice
    said: str
    why: str
    mismatch: str | None
    unmendable: str | None
    better: BetterReply | None


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """The review of a call, ready to be shown."""

    accuracy: int | None
    counts: tuple[tuple[str, str, int], ...]
    """Grades from the best to the worst: id, name, how many replies."""
    opening: int
    """The chance of a win-win at the opening, in percent."""
    lost_at: int | None
    """The number of the reply that lost the call."""
    lost: tuple[str, ...]
    """Sentences about that reply; none where no reply did."""
    turns: tuple[str, ...]
    """Sentences with figures: when the win-win was lost or won back."""
    replies: tuple[GradedReplyReport, ...]
    turn: int
    """The number of the reply that decided the call, at which a debrief opens; 0 where nothing was said."""
    decided: str
    """What that reply did, in a word or two; nothing where it decided nothing."""
    charts: tuple[ChanceChart, ...]
    """The same picture for a wide and for a narrow page."""
    moods: tuple[str | None, ...]
    """How the customer was at the opening and after each reply, as far as it is said: ids of moods."""
    faults: tuple[FaultReport, ...]
    answers_kept: bool
    """Whether there is something better to show that may not be shown yet."""

    def fault_at(self, number: int) -> FaultReport | None:
        """The fault that a reply is, if it is one."""
        return next((fault for fault in self.faults if fault.number == number), None)

    def other_fault(self, number: int) -> FaultReport | None:
        """The next fault after a reply, or from the beginning; None where there is no other."""
        others = [fault for fault in self.faults if fault.number != number]
        return next((fault for fault in others if fault.number > number), others[0] if others else None)


def review_part(review: Review, t: Translator, better: bool = True) -> ReviewPart:
    """The review of a call in words, with what would have been `better` or without."""
    turn = turning_point(review)
    decided = _decided(review, turn) if turn else None
    moods = tuple(_moods(review))
    if not any(moods[:-1]):
        moods = (None,) * len(moods)  # only the last face would be there
    faulty = {fault.decision.number for fault in review.faults}
    falls = [decision.number in faulty for decision in review.decisions]
    return ReviewPart(
        accuracy=None if review.accuracy is None else round(review.accuracy),
        counts=tuple(_counts(review, t)),
        opening=percent(review.chances[0]),
        lost_at=review.lost.number if review.lost else None,
        lost=tuple(_lost(review, t)),
        turns=tuple(turns(review, t)),
        replies=tuple(
            GradedReplyReport(
                decision.number,
                decision.move.say,
                *grade_shown(review, decision, t),
                points(decision.regret),
                percent(decision.chance_before),
                percent(decision.chance_after),
            )
            for decision in review.decisions
        ),
        turn=turn.number if turn else 0,
        decided=t(decided) if decided else "",
        charts=tuple(chance_chart(review.chances, falls, any(moods), canvas) for canvas in (WIDE, NARROW)),
        moods=moods,
        faults=tuple(_fault(review, fault, t, better) for fault in review.faults),
        answers_kept=not better and any(fault.better for fault in review.faults),
    )


def turning_point(review: Review) -> Decision | None:
    """The reply that decided a call: that won it, or lost it, or else cost most; None where nothing was said.

    A call is won with the reply that made its chance rise most; where that was little, none decided it.
    """
    if not review.decisions:
        return None
    if _won(review):
        best = max(review.decisions, key=lambda one: (_rise(one), one.number))
        return best if _rise(best) >= DECISIVE else review.decisions[-1]
    return review.lost or max(review.decisions, key=lambda one: (one.regret, one.number))


def _won(review: Review) -> bool:
    return review.outcome is not None and review.outcome.verdict is Verdict.WIN_WIN


def _rise(decision: Decision) -> float:
    return decision.chance_after - decision.chance_before


def _decided(review: Review, turn: Decision) -> Message | None:
    if _won(review):
        return Message("won here") if _rise(turn) >= DECISIVE else None
    return Message("lost here") if turn is review.lost else None


def _moods(review: Review) -> Iterator[str | None]:
    """How the customer was at the opening and after each reply; only who has won is happy."""
    for decision in review.decisions:
        now = call.moment(review.case, decision.before)
        yield None if now.speaker else now.mood
    last = review.decisions[-1].after if review.decisions else None
    if last is None or last.scene in review.case.endings:
        yield "happy" if _won(review) and last is not None else None
    else:
        now = call.moment(review.case, last)
        yield None if now.speaker else now.mood


def grade_shown(review: Review, decision: Decision, t: Translator) -> tuple[str, str]:
    """The id and the name of a reply's grade: after the call was lost, nothing is called the best."""
    if decision.grade is Grade.BEST and review.too_late(decision):
        return LIMITED, t(LIMITED_NAME)
    return decision.grade.value, t(GRADES[decision.grade])


def turns(review: Review, t: Translator) -> Iterator[str]:
    """When the win-win was lost or won back, a sentence each."""
    for moment in review.moments:
        yield _turn(review, moment, t)
        if moment.turn is not TurnKind.WON_BACK and moment.decision.judgement.recommendable:
            yield t("By what had been heard, nothing was better there: it was bad luck.")
    if not review.chances[0]:
        yield t("No win-win could be reached in this call.")
    elif _won(review) and not review.moments:
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


def _counts(review: Review, t: Translator) -> Iterator[tuple[str, str, int]]:
    """How many replies have each grade as it is shown; what limited the damage only where something did."""
    count = Counter(grade_shown(review, decision, t)[0] for decision in review.decisions)
    yield from ((grade.value, t(GRADES[grade]), count[grade.value]) for grade in Grade)
    if count[LIMITED]:
        yield LIMITED, t(LIMITED_NAME), count[LIMITED]


def nothing_to_mend(review: Review) -> Message:
    """What is said where no reply of a call can be put right."""
    if review.faults:
        return Message("Nothing can be recommended in place of a single reply here: take the call again.")
    return NO_FAULT


def not_it(judged: Judgement) -> Message:
    """What is said of a reply that was tried and is not the one to find."""
    if not judged.regret:
        return Message("{grade}: a decent agent should not say this. Try again.", grade=GRADES[judged.grade])
    lost = points(judged.regret).lstrip("−")
    return Message("{grade}: it loses {lost} points. Try again.", grade=GRADES[judged.grade], lost=lost)


def answer_at(case: Case, position: Position, t: Translator) -> tuple[str, Voice]:
    """The words heard at a position, and who says them how; where an ending has none, its title."""
    ending = case.endings.get(position.scene)
    if ending is not None:
        return call.last_words(case, position) or ending.title, Voice()
    now = call.moment(case, position)
    return now.customer, voice_of(now, t)


def _lost(review: Review, t: Translator) -> Iterator[str]:
    lost, out = review.lost, review.out_of_reach
    if lost is None or out is None:
        return
    if lost is out:
        yield t(
            "The call was lost at reply {number}: after it, no win-win could be reached with this caller"
            " any more.",
            number=lost.number,
        )
    else:
        yield t(
            "The call was lost at reply {number}. It had begun to slip at reply {first}: up to there a"
            " win-win could be reached with this caller.",
            number=lost.number,
            first=out.number,
        )
    if out.judgement.recommendable:
        yield t(
            "By what had been heard, nothing was better at reply {number}: it was bad luck.",
            number=out.number,
        )
    elif out.open_after:
        yield t(
            "With another caller, who sounded the same so far, a win-win would still have been open after"
            " reply {number}.",
            number=out.number,
        )


def _turn(review: Review, moment: TurningPoint, t: Translator) -> str:
    decision = moment.decision
    known_before = moment.turn is TurnKind.LOST and review.too_late(decision)
    return t(
        _LOST_TO_ALL if known_before else _TURNS[moment.turn],
        number=decision.number,
        before=percent(decision.chance_before),
        after=percent(decision.chance_after),
    )


def _fault(review: Review, fault: Fault, t: Translator, better: bool) -> FaultReport:
    decision, found = fault.decision, fault.better
    customer, voice = answer_at(review.case, decision.before, t)
    return FaultReport(
        number=decision.number,
        grade=decision.grade.value,
        name=t(GRADES[decision.grade]),
        lost=points(decision.regret),
        lost_the_call=decision is review.lost,
        customer=customer,
        voice=voice,
        said=decision.move.say,
        why=decision.move.why.at(decision.before),
        mismatch=mismatch_told(review.case.personas[review.persona], decision.move, t),
        unmendable=None if found else _unmendable(review, decision, t),
        better=_better(review.case, decision, found, t) if found and better else None,
    )


def _unmendable(review: Review, decision: Decision, t: Translator) -> str:
    """Why nothing can be recommended in place of a reply."""
    if review.out_of_reach is not None and review.too_late(decision):
        return t(
            "After reply {number} a win-win was out of reach, and a reply could only limit the damage.",
            number=review.out_of_reach.number,
        )
    return t("Nothing that could be said here can be recommended with this caller.")


def _better(case: Case, decision: Decision, better: Better, t: Translator) -> BetterReply:
    end = better.outcome
    return BetterReply(
        say=better.reply.say,
        why=better.reply.why.at(decision.before),
        line=tuple(
            Exchange(said.move.say, *answer_at(case, said.after, t))
            for said in call.spoken(case, decision.before, better.line)
        ),
        ending=None if end is None else end.ending.title,
        verdict=None if end is None else t(VERDICTS[end.verdict]),
        score=None if end is None else end.score,
    )
