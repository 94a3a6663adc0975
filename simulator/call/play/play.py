"""A play: one trainee's way through a case, move by move.

`push` is the only way to change one. It serves every stage and every front end, and replaying the moves
gives the same position, bit for bit.
"""

from collections.abc import Iterator
from typing import NamedTuple

from simulator.call.case.case import Case, Position, Stage
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from . import analysis, rehearsal, replay
from .analysis import AnalysisProgress
from .attempt import Attempt
from .illegal import IllegalMove, PlayIsOver
from .machine import DEBRIEF, HEAR, NEXT, SAY, CaseMachine, first_state, machine_of, state_of
from .outcome import Outcome, outcome
from .rehearsal import Spoken
from .replay import ReplayProgress

CHECKPOINT = 200
"""Moves from one kept progress to the next: what `pop` replays at most."""

_REPLAY_RULES = {HEAR: replay.hear, "mark": replay.mark, "unmark": replay.unmark}
_ANALYSIS_RULES = {"answer": analysis.answer, "suppose": analysis.suppose, "hint": analysis.hint}


class DoesNotFit(Refusal):
    """An attempt that its case, changed since, does not take any more from some move on."""

    def __init__(self, attempt: Attempt, index: int, reason: Message) -> None:
        move = attempt.moves[index] if index < len(attempt.moves) else ""
        super().__init__(
            Message(
                "The case has changed; from move {number} (“{move}”) on this attempt does not fit: {reason}",
                number=index + 1,
                move=move,
                reason=reason,
            )
        )
        self.attempt = attempt
        self.index = index


class Progress(NamedTuple):
    """How far a play has come in each stage; `rehearsal` is None until it begins."""

    replay: ReplayProgress = ReplayProgress()
    analysis: AnalysisProgress = AnalysisProgress()
    rehearsal: Position | None = None


class Play:
    """A case being played by one trainee, against one persona.

    >>> from simulator import Play, load_case
    >>> from simulator.resources import scenarios
    >>> play = Play.start(load_case(scenarios() / "ticket-rebooking", "en"), stage="rehearsal")
    >>> play.outcome() is None
    True
    """

    __slots__ = (
        "_checkpoints",
        "_machine",
        "_place",
        "before_call",
        "case",
        "changed",
        "moves",
        "progress",
        "seed",
        "stage_played",
        "state",
        "times",
    )

    def __init__(self, case: Case, place: int, stage: Stage | None, seed: int | None) -> None:
        self.case = case
        self.seed = seed
        self.stage_played = stage
        self.changed = False
        self._place = place
        self._machine: CaseMachine = machine_of(case)
        self.moves: list[str] = []
        self.times: list[float | None] = []
        self.before_call = 0
        """How many moves came before the call; as many as there are while it has not begun."""
        first = stage or case.stages[0]
        self.state = first_state(case, first)
        self.progress = Progress(
            rehearsal=rehearsal.opening(case, place) if first is Stage.REHEARSAL else None
        )
        self._checkpoints: list[tuple[str, Progress]] = [(self.state, self.progress)]

    @classmethod
    def start(
        cls, case: Case, persona: str | None = None, stage: Stage | str | None = None, seed: int | None = None
    ) -> "Play":
        """A new play of the whole case, or of one stage, with the persona named or else the case's first.

        `seed` is kept as the record of how the persona was drawn. Raises IllegalMove for a persona or a
        stage that the case does not have.
        """
        names = [candidate.id for candidate in case.personas]
        if persona is not None and persona not in names:
            raise IllegalMove(
                Message(
                    "This case has no persona “{name}”; it has: {names}.",
                    name=persona,
                    names=", ".join(names),
                )
            )
        stages = [candidate.value for candidate in case.stages]
        name = stage.value if isinstance(stage, Stage) else stage
        if name is not None and name not in stages:
            raise IllegalMove(
                Message(
                    "This case has no stage “{name}”; it has: {names}.", name=name, names=", ".join(stages)
                )
            )
        place = 0 if persona is None else names.index(persona)
        return cls(case, place, None if name is None else Stage(name), seed)

    @classmethod
    def restore(cls, case: Case, attempt: Attempt) -> "Play":
        """The play that an attempt was saved from. `changed` says whether the case is another one now.

        Raises DoesNotFit where a changed case no longer takes the moves; the attempt itself stays whole.
        """
        play = None
        try:
            play = cls.start(case, attempt.persona, attempt.stage, attempt.seed)
            for move, at in zip(attempt.moves, attempt.times, strict=True):
                play.push(move, at)
        except Refusal as refusal:
            raise DoesNotFit(attempt, len(play.moves) if play else 0, refusal.message) from refusal
        play.changed = attempt.digest != case.digest
        return play

    def attempt(self, started: str | None = None) -> Attempt:
        """The play as an attempt to be saved. `started` is when it began, in ISO 8601."""
        return Attempt(
            case=self.case.id,
            digest=self.case.digest,
            persona=self.persona,
            stage=self.stage_played,
            seed=self.seed,
            started=started,
            moves=tuple(self.moves),
            times=tuple(self.times),
        )

    @property
    def persona(self) -> str:
        """The id of who is on the line. The trainee is not told."""
        return self.case.personas[self._place].id

    @property
    def over(self) -> bool:
        """Whether the play has come to the debrief."""
        return self.state == DEBRIEF

    @property
    def stage(self) -> Stage | None:
        """The stage that the play is in; None in the debrief."""
        return None if self.over else Stage(self.state.partition(".")[0])

    def outcome(self) -> Outcome | None:
        """What the rehearsed call achieved; None while it has not ended or was not played."""
        return None if self.progress.rehearsal is None else outcome(self.case, self.progress.rehearsal)

    def legal_moves(self) -> list[str]:
        """The moves open now; see `replay` and `analysis` for answers that combine several things."""
        if self.over:
            return []
        if self.progress.rehearsal is not None:
            return [move.id for move in rehearsal.legal_replies(self.case, self.progress.rehearsal)]
        if self.stage is Stage.REPLAY:
            return replay.legal_moves(self.case, self.progress.replay)
        return analysis.legal_moves(self.case, self.progress.analysis)

    def push(self, move: str, at: float | None = None) -> None:
        """Make a move. `at` is when, in seconds since the start, where the caller keeps time.

        Raises PlayIsOver, IllegalMove, BeyondAuthority or OverBudget; the play is then as before.
        """
        verb, destination, progress = self._ruled(move)
        if not self._machine.step(verb, self, destination):
            raise IllegalMove(Message("“{move}” does not lead anywhere from here.", move=move))
        self.progress = progress
        self.moves.append(move)
        self.times.append(at)
        made = len(self.moves)
        if verb != SAY:
            self.before_call = made
        if not made % CHECKPOINT:
            self._checkpoints.append((self.state, progress))

    def pop(self) -> str:
        """Take the last move back, and return it. Raises IllegalMove when there is none.

        The moves since the last checkpoint are replayed, so it costs no more in a longer play.
        """
        if not self.moves:
            raise IllegalMove(Message("There is nothing to take back."))
        kept = (len(self.moves) - 1) // CHECKPOINT
        start = kept * CHECKPOINT
        *again, last = zip(self.moves[start:], self.times[start:], strict=True)
        del self.moves[start:], self.times[start:], self._checkpoints[kept + 1 :]
        self.state, self.progress = self._checkpoints[kept]
        self.before_call = min(self.before_call, start)
        for move, at in again:
            self.push(move, at)
        return last[0]

    def spoken(self) -> Iterator[Spoken]:
        """The replies of the call, the first first."""
        opening = rehearsal.opening(self.case, self._place)
        return rehearsal.spoken(self.case, opening, self.moves[self.before_call :])

    def _ruled(self, move: str) -> tuple[str, str, Progress]:
        """What the rules make of a move: the verb, the state it leads to, and the progress then."""
        if self.state == DEBRIEF:
            raise PlayIsOver
        before = self.progress
        if before.rehearsal is not None:
            position = rehearsal.reply(
                self.case, before.rehearsal, rehearsal.find_reply(self.case, before.rehearsal, move)
            )
            return (
                SAY,
                self._machine.places[position.scene],
                Progress(before.replay, before.analysis, position),
            )
        verb, *words = move.split() or [""]
        if verb == NEXT and not words:
            return self._next(before)
        if self.stage is Stage.REPLAY and verb in _REPLAY_RULES:
            heard = _REPLAY_RULES[verb](self.case, before.replay, words)
            return verb, state_of(Stage.REPLAY, heard.heard), before._replace(replay=heard)
        if self.stage is Stage.ANALYSIS and verb in _ANALYSIS_RULES:
            asked = _ANALYSIS_RULES[verb](self.case, before.analysis, words)
            return verb, self.state, before._replace(analysis=asked)
        raise IllegalMove(
            Message(
                "There is no move “{move}” here; there are: {verbs}.",
                move=move,
                verbs=", ".join(self._machine.verbs(self.state)),
            )
        )

    def _next(self, before: Progress) -> tuple[str, str, Progress]:
        if self.stage is Stage.REPLAY:
            if before.replay.heard < len(self.case.lines):
                raise IllegalMove(Message("Hear the call to its end first: “hear”, or “hear all”."))
            return self._leave(Stage.REPLAY, before)
        if not analysis.answered(self.case, before.analysis):
            raise IllegalMove(Message("Answer first, or take a hint."))
        steps = list(analysis.analysis_of(self.case).steps)
        step = before.analysis.step + 1
        if step == len(steps):
            return self._leave(Stage.ANALYSIS, before)
        progress = before._replace(analysis=before.analysis._replace(step=step))
        return NEXT, state_of(Stage.ANALYSIS, steps[step]), progress

    def _leave(self, stage: Stage, before: Progress) -> tuple[str, str, Progress]:
        if self.stage_played is not None:
            return NEXT, DEBRIEF, before
        following = self.case.stages[self.case.stages.index(stage) + 1]
        if following is Stage.REHEARSAL:
            before = before._replace(rehearsal=rehearsal.opening(self.case, self._place))
        return NEXT, first_state(self.case, following), before
