"""What is kept of an attempt, and what training asks of the place where it is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from simulator.call.case.case import Stage
from simulator.call.play.attempt import Attempt, UnreadableAttempt
from simulator.call.play.outcome import Verdict
from simulator.call.play.play import Play
from simulator.text.message import Message
from simulator.text.receipt import Receipt
from simulator.text.refusal import Hindrance, Refusal

if TYPE_CHECKING:
    from concurrent.futures import Future


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a finished attempt. Without a rehearsal there is no verdict and no win-win score."""

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

    kind = Hindrance.ABSENT


class AttemptNameTaken(Refusal):
    """Another attempt has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(Message("There is another attempt “{name}”.", name=name))


def no_such_attempt(name: object) -> NoSuchAttempt:
    """The refusal of an attempt that is not there."""
    return NoSuchAttempt(Message("There is no attempt “{name}”.", name=name))


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """One line of an attempt's ledger: a move, or None for taking the last one back.

    `at` is in seconds since the start; `key` names the request, so that it can be sent again safely.
    """

    move: str | None
    at: float | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """An attempt in a ledger. `id` is the ledger's own; `version` the number of its entries."""

    id: int
    record: Record
    person: int | None
    bundle: str | None
    """The hash of the case's files as they were; None where only their digest is known."""
    version: int
    preview: bool
    """Somebody only tried the case: it counts nowhere."""
    started: datetime
    updated: datetime
    finished: datetime | None
    sitting: int | None = None
    """The sitting in which it was made; it counts there and nowhere else."""
    gave_up: datetime | None = None
    """When its trainee asked what would have been better, without trying again first."""


@dataclass(frozen=True, slots=True)
class Summary:
    """An attempt in a list, without its moves."""

    id: int
    name: str
    case: str
    digest: str
    persona: str
    stage: str | None
    person: int | None
    bundle: str | None
    version: int
    preview: bool
    started: datetime
    updated: datetime
    finished: datetime | None
    result: Result | None
    sitting: int | None = None
    """The sitting in which it was made."""

    @classmethod
    def of(cls, kept: KeptAttempt) -> "Summary":
        """What a list says about an attempt that was read whole."""
        record, attempt = kept.record, kept.record.attempt
        return cls(
            id=kept.id,
            name=record.id,
            case=attempt.case,
            digest=attempt.digest,
            persona=attempt.persona,
            stage=attempt.stage and attempt.stage.value,
            person=kept.person,
            bundle=kept.bundle,
            version=kept.version,
            preview=kept.preview,
            started=kept.started,
            updated=kept.updated,
            finished=kept.finished,
            result=record.result,
            sitting=kept.sitting,
        )


class Store(Protocol):
    """A place that keeps attempts."""

    def save(self, record: Record) -> None:
        """Keep an attempt, in place of what was kept under its id. When this returns, it is safe."""

    def find(self, name: str) -> Record:
        """The attempt of this id. Raises NoSuchAttempt."""

    def records(self, case: str | None = None) -> Sequence[Record]:
        """The attempts at a case, or at all cases, in the order in which they were begun."""


class AttemptLedger(Protocol):
    """A place that keeps attempts move by move: nothing is ever changed, only added.

    What comes back as a Future is safe when that is done; its refusals are raised by it. Moments are aware.
    """

    def begin(
        self,
        record: Record,
        person: int | None,
        bundle: str | None = None,
        *,
        preview: bool = False,
        sitting: int | None = None,
    ) -> KeptAttempt:
        """Keep a new attempt, with the moves it has. Raises NameTaken."""

    def find(self, name: str) -> KeptAttempt:
        """The attempt of this name, with all its moves. Raises NoSuchAttempt."""

    def entries_after(self, attempt: int, number: int) -> Sequence[MoveEntry]:
        """The entries behind one of them (0: all), for a play that has to catch up."""

    def append(
        self, attempt: int, after: int, entry: MoveEntry, result: Result | None = None, *, now: datetime
    ) -> "Future[Receipt]":
        """Add the entry `after` + 1, and say what the attempt has come to with it: None is unfinished.

        The same entry under the same key gives the same receipt again. Refusals: Outdated where another
        entry has that number, KeyReused, NoSuchAttempt.
        """

    def kept(self, person: int, case: str | None = None, *, sittings: bool = False) -> Sequence[KeptAttempt]:
        """Somebody's attempts with all their moves, the one begun first first; trials are left out.

        Those made in exams come only with `sittings`.
        """

    def summaries(
        self,
        *,
        person: int | None = None,
        people: Collection[int] | None = None,
        case: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        finished: bool | None = None,
        previews: bool = False,
        sittings: bool = False,
        limit: int | None = None,
    ) -> Sequence[Summary]:
        """The attempts that fit all that is given, the one begun last first; `until` is not included.

        Those made in exams come only with `sittings`.
        """

    def give_up(self, attempt: int, now: datetime) -> None:
        """Keep that the trainee asked what would have been better; the first time counts."""

    def delete(self, name: str) -> None:
        """Forget an attempt with all that belongs to it. Raises NoSuchAttempt."""

    def anonymise(self, person: int) -> int:
        """Keep somebody's attempts without a trace of whose they were; says how many."""

    def findings(self, attempts: Sequence[int]) -> Mapping[int, Any]:
        """What was found out about these attempts, of those where something was kept."""

    def keep_findings(self, attempt: int, data: Any) -> None:
        """Keep what was found out about a finished attempt, as data for JSON."""


def folded(entries: Iterable[MoveEntry]) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """The moves that stand after these entries, and their times. Raises UnreadableAttempt."""
    moves: list[str] = []
    times: list[float | None] = []
    for entry in entries:
        if entry.move is not None:
            moves.append(entry.move)
            times.append(entry.at)
        elif moves:
            moves.pop()
            times.pop()
        else:
            raise UnreadableAttempt(Message("This attempt is damaged: it takes back what was never done."))
    return tuple(moves), tuple(times)


def unfolded(had: Attempt, has: Attempt) -> list[MoveEntry]:
    """The entries that lead from one state of an attempt to another."""
    before, after = timed_moves(had), timed_moves(has)
    common = 0
    while common < min(len(before), len(after)) and before[common] == after[common]:
        common += 1
    back = [MoveEntry(None)] * (len(before) - common)
    return back + [MoveEntry(move, at) for move, at in after[common:]]


def timed_moves(attempt: Attempt) -> list[tuple[str, float | None]]:
    """The moves with their times, also of an attempt that has no times."""
    return list(zip(attempt.moves, attempt.times or (None,) * len(attempt.moves), strict=True))


def began(attempt: Attempt) -> datetime | None:
    """When an attempt was begun, in UTC and to the millisecond; None where nobody knows."""
    try:
        moment = datetime.fromisoformat(attempt.started or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def last_moved(attempt: Attempt, now: datetime) -> datetime:
    """When the last move of an attempt was made, by what it says itself; `now` where it does not say."""
    start = began(attempt)
    seconds = max((at for at in attempt.times if at is not None), default=None)
    if start is None or seconds is None:
        return now
    try:
        return min(now, start + timedelta(milliseconds=round(seconds * 1000)))
    except (OverflowError, ValueError):
        return now


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


def met_before(records: Sequence[Record]) -> list[str]:
    """The personas that attempts have called up, in order; given up ones too, or one could pick."""
    return [record.attempt.persona for record in records if record.attempt.stage in (None, Stage.REHEARSAL)]
