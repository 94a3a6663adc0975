"""What is kept of a finished attempt for statistics, so that no class view has to solve or replay."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from simulator.call.case.case import Case
from simulator.call.play import rehearsal as call
from simulator.call.play.analysis import StatedBelief as Stated
from simulator.call.play.analysis import analysis_of
from simulator.call.play.outcome import Verdict
from simulator.call.play.play import Play
from simulator.call.play.scoring import DetailsFound, Scores, brier, details, scores
from simulator.call.review.review import Decision, Review
from simulator.call.solver.grading import FAULTS, Grade
from simulator.call.solver.judging import costs

DECIMALS = 3  # of points lost: more would only be rounding
NO_SCORES = Scores(None, None, None, None)


@dataclass(frozen=True, slots=True)
class ReplyFinding:
    """One reply of a call. Without a review `grade` and `loss` (points of 100) are None."""

    scene: str
    move: str
    open: tuple[str, ...] = ()
    """The moves that could be said there."""
    grade: Grade | None = None
    loss: float | None = None
    winnable: bool = False
    """Whether a win-win could still be reached before it, with who was on the line."""
    lost: bool = False
    """Whether it could not any more after it. In a call this is so of one reply at most."""
    unseen: bool = False
    """Whether that could not be known: with somebody else, by all that was heard, it was still open."""
    costs: tuple[float, ...] = ()
    """What each of `open` costs a typical trainee, in points; empty without a review."""

    @property
    def fault(self) -> bool:
        """Whether it was an inaccuracy, a mistake or a blunder."""
        return self.grade in FAULTS


@dataclass(frozen=True, slots=True)
class BeliefFinding:
    """A hypothesis as it was stated: at which step, what, how sure (0-100 percent), and how right it was.

    `brier` runs from 0 (certain and right) to 2 (certain and wrong); `among` is how many expectations there
    were to choose from.
    """

    step: str
    expectation: str
    confidence: int
    right: bool
    among: int
    brier: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What an attempt came to, stage by stage. A part that was not played is empty or None."""

    persona: str = ""
    digest: str = ""
    """Of the case as it was played."""
    scores: Scores = NO_SCORES
    details: tuple[DetailsFound, ...] = ()
    """What was found, missed and mistaken; only of a recording that was heard to its end."""
    beliefs: tuple[BeliefFinding, ...] = ()
    """In the order in which they were stated; the last one is what was supposed in the end."""
    replies: tuple[ReplyFinding, ...] = ()
    reviewed: bool = False
    """Whether the replies were graded."""
    accuracy: float | None = None
    """Of the replies, 0-100."""
    ending: str | None = None
    verdict: Verdict | None = None
    critical: tuple[str, ...] = ()
    undos: int = 0
    """How many moves were taken back."""
    composure: int | None = None
    """The lowest that the agent's composure fell to in the call; None without a call or such a gauge."""

    @property
    def faults(self) -> int:
        """How many replies were inaccuracies, mistakes or blunders."""
        return sum(reply.fault for reply in self.replies)

    @property
    def mendable(self) -> int:
        """How many of them are worth a second try: those before which a win-win could still be reached."""
        return sum(reply.fault and reply.winnable for reply in self.replies)

    @property
    def lost_at(self) -> ReplyFinding | None:
        """The reply with which the win-win was given away, if it was."""
        return next((reply for reply in self.replies if reply.lost), None)

    def to_json(self) -> dict[str, Any]:
        """The findings as data for a JSON file or column."""
        data: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return data

    @classmethod
    def from_json(cls, data: object) -> "Findings | None":
        """The findings in stored data; None where they cannot be read and must be worked out again.

        What an older version did not write yet is taken as not there; what it wrote in addition is ignored.
        """
        try:
            return _ADAPTER.validate_python(data)
        except ValidationError:
            return None


_ADAPTER = TypeAdapter(Findings)


def findings(play: Play, review: Review | None = None, undos: int = 0) -> Findings:
    """What a play came to, finished or not; graded where a review of its call is given."""
    case, outcome = play.case, play.outcome()
    worked_out = scores(play)
    return Findings(
        persona=play.persona,
        digest=case.digest,
        scores=worked_out,
        details=tuple(details(case, play.progress.replay)) if worked_out.replay is not None else (),
        beliefs=tuple(_belief(case, stated) for stated in play.progress.analysis.beliefs),
        replies=tuple(_replies(play, review)),
        reviewed=review is not None,
        accuracy=None if review is None else review.accuracy,
        ending=None if outcome is None else outcome.ending.id,
        verdict=None if outcome is None else outcome.verdict,
        critical=() if outcome is None else outcome.critical,
        undos=undos,
        composure=_lowest_composure(play),
    )


def _lowest_composure(play: Play) -> int | None:
    place = next((place for place, gauge in enumerate(play.case.gauges) if gauge.id == "composure"), None)
    last = play.progress.rehearsal
    if place is None or last is None:
        return None
    return min([last.gauges[place], *(said.before.gauges[place] for said in play.spoken())])


def _belief(case: Case, stated: Stated) -> BeliefFinding:
    analysis = analysis_of(case)
    return BeliefFinding(
        step=list(analysis.steps)[stated.step],
        expectation=stated.expectation,
        confidence=stated.confidence,
        right=stated.expectation == analysis.recorded,
        among=len(analysis.expectations),
        brier=brier(case, stated),
    )


def _replies(play: Play, review: Review | None) -> Iterator[ReplyFinding]:
    if review is not None:
        yield from (_graded(decision) for decision in review.decisions)
        return
    for said in play.spoken():
        legal = tuple(reply.id for reply in call.legal_replies(play.case, said.before))
        yield ReplyFinding(said.before.scene, said.move.id, legal)


def _graded(decision: Decision) -> ReplyFinding:
    lost = decision.winnable_before and not decision.winnable_after
    return ReplyFinding(
        scene=decision.before.scene,
        move=decision.move.id,
        open=tuple(decision.judgements),
        grade=decision.grade,
        loss=round(decision.regret, DECIMALS),
        winnable=decision.winnable_before,
        lost=lost,
        unseen=lost and decision.open_after,
        costs=tuple(round(cost, DECIMALS) for cost in costs(decision.judgements)),
    )
