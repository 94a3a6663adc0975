"""The review of a call: each reply graded, the win-win chance over the call, what would have been better.

Everything is measured in the trainee's shoes (see `shoes` and `judging`), but for what is called hindsight:
that is measured with the persona known who really was on the line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile

from simulator.call.case.case import Case, Move, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Outcome, Verdict, outcome
from simulator.call.play.play import Play
from simulator.call.solver.grading import FAULTS, Grade, accuracy
from simulator.call.solver.judging import Judge, Judgement
from simulator.call.solver.shoes import Belief

SLIPPED = 0.5
"""A call has slipped away when its chance is less than this share of the chance at the opening."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One reply of the agent: what it was chosen from, and what it did to the prospects of the call."""

    number: int
    """Counts from 1."""
    before: Position
    move: Move
    after: Position
    belief: Belief
    """What the trainee could know when replying."""
    judgements: Mapping[str, Judgement]
    """Everything that could be said, with what it was worth."""
    value_before: float
    """The best expected score, 0-100."""
    value_after: float
    chance_before: float
    """The chance of a win-win, 0-100, for a typical trainee (see `typical`)."""
    chance_after: float
    hindsight_before: int
    """The best score that could be reached with this persona, had the trainee known; 0-100."""
    hindsight_after: int
    winnable_before: bool
    """Whether a win-win could still be reached with this persona."""
    winnable_after: bool
    open_before: bool
    """Whether it could with anybody who might have been on the line."""
    open_after: bool

    @property
    def judgement(self) -> Judgement:
        """What the reply was worth."""
        return self.judgements[self.move.id]

    @property
    def regret(self) -> float:
        """The points that the reply lost."""
        return self.judgement.regret

    @property
    def grade(self) -> Grade:
        """How good the reply was."""
        return self.judgement.grade

    @property
    def luck(self) -> float:
        """The points won or lost by what the answer revealed, or won by a trap: nobody's merit or fault."""
        return self.value_after - self.value_before + self.regret

    @property
    def best(self) -> tuple[str, ...]:
        """The replies that lost nothing and may be recommended."""
        return tuple(move for move, judged in self.judgements.items() if judged.recommendable)

    @property
    def mattered(self) -> bool:
        """Whether there was anything to lose: not every reply was as good as every other."""
        return any(judged.counts for judged in self.judgements.values())

    @property
    def loses_the_call(self) -> bool:
        """Whether a win-win could be reached with this persona before it and not after it."""
        return self.winnable_before and not self.winnable_after


@dataclass(frozen=True, slots=True)
class Better:
    """What may be recommended in place of a reply, played out with the real persona."""

    reply: Move
    """It loses nothing by what had been heard; or, where all such replies lose this call, with hindsight."""
    answered: Position
    """Where it would have led: the customer's words there are the answer to it."""
    line: tuple[str, ...]
    """The reply, and replies without loss from there on, up to the end or to where only traps are left.

    Where such a line does not win with who was on the line, it is a line that does, if there is one. Where no
    win-win can be reached any more, the reply alone.
    """
    outcome: Outcome | None
    """What that line comes to; None where it does not end."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A reply that lost something, and what would have been better.

    `better` is None where nothing can be recommended: once no win-win can be reached any more, but for the
    reply that lost the call; and where only traps are left.
    """

    decision: Decision
    better: Better | None


class TurnKind(Enum):
    """A turn that a call took."""

    SLIPPED = "slipped"
    """The chance fell below half of what it was at the opening."""
    WON_BACK = "won back"
    """It rose again to what it was at the opening."""
    LOST = "lost"
    """No win-win could be reached any more, with any persona."""
    LOST_UNSEEN = "lost unseen"
    """None could be reached with this persona any more; with another who might have been there, it could."""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """The reply at which a call took a turn; several turns have several moments."""

    turn: TurnKind
    decision: Decision


@dataclass(frozen=True, slots=True)
class Review:
    """A call under review. `outcome` is None while it has not ended."""

    case: Case
    persona: int
    decisions: tuple[Decision, ...]
    out_of_reach: Decision | None
    """The reply after which no win-win could be reached with this persona, if there is one.

    It is where the trainee has to go back to, so it is found with hindsight; whether it could be known is
    `open_after` of it. From the next reply on, grades say what limited the damage.
    """
    lost: Decision | None
    """The reply that lost the call: of that one and all after it, the one that cost most of the score that
    could still be reached with this persona. Callers often go on after the first, and give up at this one.
    """
    faults: tuple[Fault, ...]
    """In the order of the call."""
    moments: tuple[TurningPoint, ...]
    chances: tuple[float, ...]
    """The chance of a win-win at the opening and after each reply, 0-100."""
    values: tuple[float, ...]
    """The best expected score at the opening and after each reply, 0-100."""
    accuracy: float | None
    """How accurate the replies were that mattered, 0-100; None where none did."""
    outcome: Outcome | None

    def too_late(self, decision: Decision) -> bool:
        """Whether a win-win was out of reach before this reply."""
        return self.out_of_reach is not None and decision.number > self.out_of_reach.number

    @property
    def regret(self) -> float:
        """All that was lost, in points."""
        return sum(decision.regret for decision in self.decisions)

    @property
    def mendable(self) -> tuple[Fault, ...]:
        """The faults in whose place something may be recommended: those worth another try."""
        return tuple(fault for fault in self.faults if fault.better and not self.too_late(fault.decision))

    def count(self, grade: Grade) -> int:
        """How many replies were of a grade."""
        return sum(decision.grade is grade for decision in self.decisions)


def review(play: Play, judge: Judge) -> Review | None:
    """The review of a play's call, finished or not; None where it has not begun.

    The judge may know the case in another language.
    """
    if play.progress.rehearsal is None:
        return None
    assert play.case.digest == judge.case.digest
    persona = play.case.persona_place(play.persona)
    decisions = tuple(_decisions(play, judge, persona))
    out = _out_of_reach(decisions)
    lost = _most_costly(decisions[out.number - 1 :]) if out else None
    mendable = {one.number for one in decisions if not out or one.number <= out.number or one is lost}
    start = judge.shoes.at_start(persona)
    return Review(
        case=play.case,
        persona=persona,
        decisions=decisions,
        out_of_reach=out,
        lost=lost,
        faults=tuple(
            Fault(one, better_than(judge, play.case, one) if one.number in mendable else None)
            for one in decisions
            if one.grade in FAULTS
        ),
        moments=tuple(_moments(decisions)),
        chances=(judge.chance(start), *(decision.chance_after for decision in decisions)),
        values=(judge.value(start), *(decision.value_after for decision in decisions)),
        accuracy=accuracy([decision.judgement.counts for decision in decisions if decision.mattered]),
        outcome=play.outcome(),
    )


def _out_of_reach(decisions: Sequence[Decision]) -> Decision | None:
    if not decisions or decisions[-1].winnable_after:
        return None
    # a trap may win back what was lost, so the last one counts
    return next((decision for decision in reversed(decisions) if decision.loses_the_call), None)


def _most_costly(decisions: Sequence[Decision]) -> Decision:
    return max(decisions, key=lambda decision: decision.hindsight_before - decision.hindsight_after)


def better_than(judge: Judge, case: Case, decision: Decision) -> Better | None:
    """What may be recommended in place of a reply: of what lost nothing, the likeliest to win in the end.

    As long as a win-win can be reached with the persona on the line, only what keeps it so: where nothing of
    that does, what is best with this persona. Nothing that is a trap.
    """
    persona, belief = decision.before.persona, decision.belief
    solution = judge.shoes.solutions[persona]
    here = belief[persona]
    assert here is not None  # who is there always fits what was heard
    leads = solution.options(here)
    keeping = [move for move in decision.best if solution.winnable[leads[move]]]
    if not decision.winnable_before:
        keeping = [*decision.best]
    elif not keeping:
        decent = (move for move, judged in decision.judgements.items() if not judged.trap)
        keeps = [move for move in decent if solution.winnable[leads[move]]]
        most = max((int(solution.best[leads[move]]) for move in keeps), default=0)
        keeping = [move for move in keeps if int(solution.best[leads[move]]) == most]
    following = {move: judge.shoes.after(belief, move, persona) for move in keeping}
    likeliest = sorted(keeping, key=lambda move: -judge.chance(following[move]))
    found = [_played_out(judge, case, decision, move, following[move]) for move in likeliest]
    return next((better for better in found if better.outcome), found[0] if found else None)


def _played_out(judge: Judge, case: Case, decision: Decision, move: str, following: Belief) -> Better:
    line = [move]
    if decision.winnable_before:
        line += judge.best_line(following, decision.before.persona)
        if not _wins(case, decision.before, line):
            # now that the call is over, it is known who was on the line
            there = following[decision.before.persona]
            assert there is not None
            winning = judge.shoes.solutions[decision.before.persona].winning_line(there)
            line = [move, *winning] if winning else line
    said = list(takewhile(lambda one: not one.move.trap, call.spoken(case, decision.before, line)))
    whole = len(said) == len(line)
    return Better(
        reply=said[0].move,
        answered=said[0].after,
        line=tuple(one.move.id for one in said),
        outcome=outcome(case, said[-1].after) if whole else None,
    )


def _wins(case: Case, before: Position, line: list[str]) -> bool:
    *_, last = call.spoken(case, before, line)
    end = outcome(case, last.after)
    return end is not None and end.verdict is Verdict.WIN_WIN


def _decisions(play: Play, judge: Judge, persona: int) -> Iterator[Decision]:
    solution = judge.shoes.solutions[persona]
    belief = judge.shoes.at_start(persona)
    for number, (before, move, after) in enumerate(play.spoken(), 1):
        following = judge.shoes.after(belief, move.id, persona)
        here, there = belief[persona], following[persona]
        assert here is not None
        assert there is not None  # what is heard always fits who is there
        end = outcome(play.case, after)  # which tells everything
        won = end is not None and end.verdict is Verdict.WIN_WIN
        yield Decision(
            number=number,
            before=before,
            move=move,
            after=after,
            belief=belief,
            judgements=judge.judgements(belief, persona),
            value_before=judge.value(belief),
            value_after=judge.value(following) if end is None else float(end.score),
            chance_before=judge.chance(belief),
            chance_after=judge.chance(following) if end is None else 100.0 * won,
            hindsight_before=max(0, int(solution.best[here])),
            hindsight_after=max(0, int(solution.best[there])),
            winnable_before=bool(solution.winnable[here]),
            winnable_after=bool(solution.winnable[there]),
            open_before=judge.winnable(belief),
            open_after=judge.winnable(following) if end is None else won,
        )
        belief = following


def _moments(decisions: Sequence[Decision]) -> Iterator[TurningPoint]:
    """The turns of a call, in order. None where there never was a chance."""
    opening = decisions[0].chance_before if decisions else 0.0
    slipped = False
    for decision in decisions:
        if not decision.open_before:
            return
        if not decision.open_after:
            yield TurningPoint(TurnKind.LOST, decision)
            continue
        if decision.loses_the_call:
            yield TurningPoint(TurnKind.LOST_UNSEEN, decision)
        if not slipped and decision.chance_after < SLIPPED * opening:
            slipped = True
            yield TurningPoint(TurnKind.SLIPPED, decision)
        elif slipped and decision.chance_after >= opening:
            slipped = False
            yield TurningPoint(TurnKind.WON_BACK, decision)
