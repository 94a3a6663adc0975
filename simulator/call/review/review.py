"""The review of a call: each reply graded, the win-win chance over the call, what would have been better.

Everything is measured in the trainee's shoes (see `shoes` and `judging`), but for what is called hindsight:
that is measured with the persona known who really was on the line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from simulator.call.case.case import Case, Move, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Outcome, Verdict, outcome
from simulator.call.play.play import Play
from simulator.call.solver.judging import FAULTS, Grade, Judge, Judgement, accuracy
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
    """The chance of a win-win, 0-100: see `chance`."""
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
        return len(self.best) < len(self.judgements)


@dataclass(frozen=True, slots=True)
class Fault:
    """A reply that lost something, and what would have been better, played out with the real persona."""

    decision: Decision
    better: Move
    answered: Position
    """Where the better reply would have led: the customer's words there are the answer to it."""
    line: tuple[str, ...]
    """The better reply, and replies without loss from there to the end."""
    outcome: Outcome | None
    """What that line comes to; None where a call with this persona need not end at all."""


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

    @property
    def regret(self) -> float:
        """All that was lost, in points."""
        return sum(decision.regret for decision in self.decisions)

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
    start = judge.shoes.at_start(persona)
    return Review(
        case=play.case,
        persona=persona,
        decisions=decisions,
        faults=tuple(fault_of(judge, play.case, d) for d in decisions if d.grade in FAULTS),
        moments=tuple(_moments(decisions)),
        chances=(judge.chance(start), *(decision.chance_after for decision in decisions)),
        values=(judge.value(start), *(decision.value_after for decision in decisions)),
        accuracy=accuracy([decision.judgement.counts for decision in decisions if decision.mattered]),
        outcome=play.outcome(),
    )


def fault_of(judge: Judge, case: Case, decision: Decision) -> Fault:
    """What would have been better than a reply that lost something."""
    line = judge.best_line(decision.belief, decision.before.persona) or [decision.best[0]]
    played_out = list(call.spoken(case, decision.before, line))
    first, last = played_out[0], played_out[-1]
    return Fault(decision, first.move, first.after, tuple(line), outcome(case, last.after))


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
        if decision.winnable_before and not decision.winnable_after:
            yield TurningPoint(TurnKind.LOST_UNSEEN, decision)
        if not slipped and decision.chance_after < SLIPPED * opening:
            slipped = True
            yield TurningPoint(TurnKind.SLIPPED, decision)
        elif slipped and decision.chance_after >= opening:
            slipped = False
            yield TurningPoint(TurnKind.WON_BACK, decision)
