"""What is kept of an attempt, and what training asks of the place where it is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from simulator.case.messages import Message
from simulator.engine.attempt import Attempt
from simulator.engine.outcome import Verdict
from simulator.engine.play import Play
from simulator.engine.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a finished attempt. Without a rehearsal there is no verdict and no win-win score."""

    persona: str
    verdict: Verdict | None = None
    score: int | None = None
    critical: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """An attempt as it is kept; `result` is there when it is finished.

    `language` is the one it was played in, `source` where the case lies if it is not a bundled one.
    """

    id: str
    attempt: Attempt
    result: Result | None = None
    language: str | None = None
    source: str | None = None

    @property
    def finished(self) -> bool:
        """Whether the attempt has come to its debrief."""
        return self.result is not None


class NothingToResume(Refusal):
    """There is no unfinished attempt."""


class NoSuchAttempt(Refusal):
    """No attempt of this name is kept."""


class Store(Protocol):
    """A place that keeps attempts."""

    def save(self, record: Record) -> None:
        """Keep an attempt, in place of what was kept under its id. When this returns, it is safe."""

    def find(self, name: str) -> Record:
        """The attempt of this id. Raises NoSuchAttempt."""

    def records(self, case: str | None = None) -> Sequence[Record]:
        """The attempts at a case, or at all cases, in the order in which they were begun."""


def result_of(play: Play) -> Result | None:
    """The result of a play that is over, None before."""
    if not play.over:
        return None
    outcome = play.outcome()
    if outcome is None:
        return Result(play.persona)
    return Result(play.persona, outcome.verdict, outcome.score, outcome.critical)


def results(records: Iterable[Record]) -> list[Result]:
    """The results of those attempts that are finished."""
    return [record.result for record in records if record.result is not None]


def unfinished(store: Store, case: str | None = None) -> Record:
    """The attempt to go on with: the one begun last that is not finished. Raises NothingToResume."""
    for record in reversed(store.records(case)):
        if not record.finished:
            return record
    raise NothingToResume(
        Message("There is no unfinished attempt. “winwin play” begins a new one.")
        if case is None
        else Message(
            "There is no unfinished attempt at “{case}”. “winwin play {case}” begins a new one.",
            case=case,
        )
    )
