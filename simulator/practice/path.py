"""The path through a case: its stages, the people behind its calls, and what mastering it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from simulator.call.case.case import Case, Persona, Stage

from .standing import WINS_NEEDED, Played, begun, mastery, most_telling


class StationState(Enum):
    """How far a station is: a stage was finished or a customer won, a customer was met, or neither yet."""

    DONE = "done"
    MET = "met"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class StageStation:
    """The replay or the analysis; `now` where it is what comes next."""

    stage: Stage
    state: StationState
    now: bool = False


@dataclass(frozen=True, slots=True)
class PersonStation:
    """A customer. Who has not been met is a silhouette: no name, no call.

    `attempt` is the best call with somebody who was won, the last one with somebody who was not; `score` its
    win-win score, 0-100.
    """

    persona: Persona
    state: StationState
    attempt: str | None = None
    score: int | None = None

    @property
    def met(self) -> bool:
        """Whether a call with this customer came to its end."""
        return self.state is not StationState.AHEAD


@dataclass(frozen=True, slots=True)
class CasePath:
    """One person's way through a case."""

    case: Case
    stages: tuple[StageStation, ...]
    people: tuple[PersonStation, ...]
    """Those won first, then those met, then those to come."""
    run: int
    """How many different customers were won in a row."""
    needed: int
    """How many it takes."""

    @property
    def met(self) -> int:
        """How many customers have been met."""
        return sum(one.met for one in self.people)

    @property
    def won(self) -> int:
        """How many of them were won, once at least."""
        return sum(one.state is StationState.DONE for one in self.people)

    @property
    def mastered(self) -> bool:
        """Whether it is mastered."""
        return self.run >= self.needed

    @property
    def calling(self) -> bool:
        """Whether the next thing is a call: the stages before it are done."""
        return not any(one.now for one in self.stages)


def case_path(case: Case, attempts: Sequence[Played], needed: int = WINS_NEEDED) -> CasePath:
    """The way of one person through a case, by all their attempts, of this and of other cases."""
    own = sorted((one for one in attempts if one.case == case.id), key=begun)
    calls = [one for one in own if one.called]
    mastered = mastery(case, [one.result for one in calls if one.result is not None], needed)
    order = list(StationState)
    people = sorted(
        (
            _person(persona, [call for call in calls if call.persona == persona.id])
            for persona in case.personas
        ),
        key=lambda one: order.index(one.state),
    )
    return CasePath(case, tuple(_stages(case, own)), tuple(people), len(mastered.run), mastered.needed)


def _stages(case: Case, own: Sequence[Played]) -> list[StageStation]:
    stations: list[StageStation] = []
    ahead = False
    for stage in case.stages:
        if stage is not Stage.REHEARSAL:
            done = any(one.finished and one.stage in (None, stage) for one in own)
            state = StationState.DONE if done else StationState.AHEAD
            stations.append(StageStation(stage, state, now=not done and not ahead))
            ahead = ahead or not done
    return stations


def _person(persona: Persona, calls: Sequence[Played]) -> PersonStation:
    shown = most_telling(calls)
    if shown is None:
        return PersonStation(persona, StationState.AHEAD)
    state = StationState.DONE if shown.won else StationState.MET
    return PersonStation(persona, state, shown.name, shown.score)
