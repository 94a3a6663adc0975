"""Plays under way, kept in memory between two moves of theirs; the database stays the truth.

A play is loaded when somebody looks at it, and goes on in memory. Whatever goes wrong with a move, the play
is forgotten here and read anew: so memory can never be ahead of what is safe on the disk, nor stay behind
what another server process has added.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool

from simulator.call.case.case import Case, Stage
from simulator.call.play.illegal import IllegalMove
from simulator.call.play.play import Play, Progress
from simulator.database.waiting import settled
from simulator.library.library import Library
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import KeptAttempt, MoveEntry, NoSuchAttempt, result_of
from simulator.source.problems import CaseError
from simulator.text.message import Message
from simulator.text.receipt import KeyReused, Outdated
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound
from simulator.web.holding import Held, Holding
from simulator.web.services import now
from simulator.web.sitting_gate import SittingGate
from simulator.web.visit import Visit

from .watched import ExamCall, ExamCalls

MOST_LIVE = 2_000
"""Plays kept in memory; each is a few kilobytes."""
LONGEST_KEY = 64
PAUSE = timedelta(minutes=5)
"""After a longer pause the trainee has left; only this much of a pause counts as time played."""


class NoKey(Refusal):
    """A move without the key that makes it safe to send again."""

    def __init__(self) -> None:
        super().__init__(Message("This form is incomplete. Reload the page and choose again."))


class CaseNotKept(Refusal):
    """An attempt at a case that the desk does not have: it was made at a terminal."""

    def __init__(self, case: str) -> None:
        super().__init__(
            Message(
                "The case “{case}” of this attempt is not kept at this desk, so it cannot go on.", case=case
            )
        )


class CaseUnreadable(Refusal):
    """Files of a case that this version of the program cannot play."""

    def __init__(self, case: str) -> None:
        super().__init__(
            Message(
                "The case “{case}” cannot be played: its files have errors. Please tell a trainer.", case=case
            )
        )


def playable_case(library: Library, case_id: str, bundle: str, language: str) -> Case:
    """The case in a bundle, in a language or else its own. Raises CaseUnreadable."""
    try:
        return library.case(bundle, language)
    except CaseError as error:
        raise CaseUnreadable(case_id) from error


@dataclass(frozen=True, slots=True)
class MoveMade:
    """A move that is safe. `version` is the number of entries with it; `move` is None for one taken back.

    `before` is how the play stood, and `stage` where; both are None for a move that came again after it had
    been forgotten here.
    """

    key: str
    version: int
    move: str | None
    stage: Stage | None
    before: Progress | None
    repeated: bool = False


class LiveAttempt(Held):
    """One attempt in memory."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.kept: KeptAttempt | None = None
        self.exam: ExamCall | None = None
        """The exam that it is a call of, as it stood when it was last held; None for any other play."""
        self._zero = now()
        self._latest = 0.0
        self.forget()

    def forget(self) -> None:
        """Have it read anew at the next look."""
        self._play: Play | None = None
        self.asked = ""
        """The language that the play was asked for in; the case may not have it."""
        self.version = 0
        self.last: MoveMade | None = None

    @property
    def loaded(self) -> bool:
        """Whether it is in memory."""
        return self._play is not None

    @property
    def worth_keeping(self) -> bool:
        """Whether it could be loaded."""
        return self.loaded

    @property
    def play(self) -> Play:
        """The play as it stands."""
        assert self._play is not None, "the attempt has been loaded"
        return self._play

    @property
    def attempt(self) -> KeptAttempt:
        """The attempt as it was when it was read: its moves may be older than the play's."""
        assert self.kept is not None, "the attempt has been loaded"
        return self.kept

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that this play goes through."""
        only = self.play.stage_played
        return self.play.case.stages if only is None else (only,)

    @property
    def may_undo(self) -> bool:
        """Whether there is a reply of this call to take back."""
        return (
            self.attempt.sitting is None
            and not self.play.over
            and self.play.progress.rehearsal is not None
            and len(self.play.moves) > self.play.before_call
        )

    def take(self, kept: KeptAttempt, play: Play, language: str) -> None:
        """Put a play that was read into memory."""
        self.forget()
        self.kept, self._play, self.asked = kept, play, language
        self.version = kept.version
        self._latest = max((at for at in play.times if at is not None), default=0.0)
        # when the attempt would have begun, had there been no pauses
        self._zero = kept.updated - timedelta(seconds=self._latest)

    def seconds(self, moment: datetime) -> float:
        """Seconds since the start at a moment, without the pauses before it; a look ends a pause."""
        gap = moment - self._zero - timedelta(seconds=self._latest)
        if gap > PAUSE:
            self._zero += gap - PAUSE
        self._latest = round(max(self._latest, (moment - self._zero).total_seconds()), 1)
        return self._latest

    def picked_up(self, moment: datetime) -> None:
        """Have the call's clock begin now, where nothing has been done yet: until then it rang."""
        if not self.play.moves:
            self._zero, self._latest = moment, 0.0

    def call_began(self, moment: datetime) -> datetime:
        """When the call would have begun without pauses; the same at each look that ends no pause."""
        self.seconds(moment)
        moves = self.play.before_call
        before = self.play.times[moves - 1] if moves else 0.0
        return min(moment, self._zero + timedelta(seconds=before or 0.0))

    def call_seconds(self, moment: datetime) -> float:
        """Seconds since the call began."""
        return (moment - self.call_began(moment)).total_seconds()

    def do(self, move: str | None, at: float | None) -> None:
        """Make a move in memory, or take the last reply back. Raises what Play.push does."""
        play = self.play
        if move is None:
            if play.progress.rehearsal is None or play.over:
                raise IllegalMove(Message("Only the replies of a call that goes on can be taken back."))
            if not self.may_undo:
                raise IllegalMove(Message("There is nothing to take back in this call yet."))
            play.pop()
        else:
            play.push(move, at)
        self._latest = max(self._latest, at or 0.0)


class LiveAttempts(Holding[str, LiveAttempt]):
    """The plays of a server process."""

    def __init__(
        self,
        attempts: Attempts,
        library: Library,
        most: int = MOST_LIVE,
        calls: ExamCalls | None = None,
        gate: SittingGate | None = None,
    ) -> None:
        super().__init__(most)
        self._attempts = attempts
        self._library = library
        self._calls = calls
        self._gate = gate or SittingGate()

    @asynccontextmanager
    async def held(
        self, name: str, person: int, language: str, fresh: bool = False
    ) -> AsyncIterator[LiveAttempt]:
        """Somebody's own play, in a language, for as long as nobody else may touch it.

        With `fresh` it is as another process may just have left it; without, a move finds that out by itself.
        Raises NotFound; and NotWhileSitting where they sit an exam that it is no call of.
        """
        live = self._taken(name, lambda: LiveAttempt(name))
        try:
            async with live.lock:
                if not live.loaded:
                    await self._load(live, language)
                if live.attempt.person != person:
                    raise NotFound
                if live.asked != language:
                    await self._load(live, language)
                elif fresh:
                    await self.catch_up(live)
                if live.attempt.sitting is None:
                    await self._gate.check(person)
                    yield live
                else:
                    async with self._watched(live) as live.exam:
                        if live.exam.told:
                            await self._gate.check(person)
                        yield live
        finally:
            self._left(name, live)

    async def make(
        self,
        live: LiveAttempt,
        version: int,
        key: str,
        move: str | None,
        check: Callable[[Play], None] | None = None,
    ) -> MoveMade:
        """Make a move in a held play, or take the last reply back (None); it is safe when this returns.

        `version` is the number of entries that whoever moves has seen. The same move under the same key is
        made once and gives the same again. `check` may refuse it for reasons of its own. Raises Outdated,
        KeyReused, and whatever the rules refuse; the play is then as before, or has to be read anew: see
        `present`.
        """
        if not 0 < len(key) <= LONGEST_KEY:
            raise NoKey
        last = live.last
        if last is not None and last.key == key:
            if (last.version - 1, last.move) != (version, move):
                raise KeyReused
            return replace(last, repeated=True)
        if version != live.version:
            await self.catch_up(live)
        if version != live.version:
            return await self._made_before(live, version, key, move)
        if live.exam is not None:
            live.exam.check(move)
        if check is not None:
            check(live.play)
        stage, before, moment = live.play.stage, live.play.progress, now()
        at = live.seconds(moment)
        live.do(move, at)
        try:
            adding = self._attempts.append(
                live.attempt.id, version, MoveEntry(move, at, key), result_of(live.play), now=moment
            )
            receipt = await settled(adding)
        except BaseException:
            live.forget()  # it may be saved or not: the database knows
            raise
        live.version = receipt.number
        live.last = MoveMade(key, receipt.number, move, stage, before, receipt.repeated)
        return live.last

    async def present(self, live: LiveAttempt, language: str) -> None:
        """Make sure that a held play is in memory as it stands now, after something went wrong."""
        if not live.loaded:
            await self._load(live, language)

    async def catch_up(self, live: LiveAttempt) -> None:
        """Add what another process has added to a held play since it was last looked at."""
        entries = await run_in_threadpool(self._attempts.entries_after, live.attempt.id, live.version)
        try:
            for entry in entries:
                live.do(entry.move, entry.at)
                live.version += 1
        except Refusal:
            live.forget()
            await self._load(live, live.asked)
            return
        if entries:
            live.last = None

    def _watched(self, live: LiveAttempt) -> AbstractAsyncContextManager[ExamCall]:
        """How the exam stands that a held play is a call of. Raises NotFound where nobody knows of exams."""
        if self._calls is None:
            raise NotFound
        return self._calls.watched(live.attempt, live.asked)

    async def _made_before(self, live: LiveAttempt, version: int, key: str, move: str | None) -> MoveMade:
        """The receipt of an earlier move, for a request that comes again; any other request is outdated."""
        entries = await run_in_threadpool(self._attempts.entries_after, live.attempt.id, version)
        if not entries or entries[0].key != key:
            raise Outdated
        if entries[0].move != move:
            raise KeyReused
        return MoveMade(key, version + 1, move, None, None, repeated=True)

    async def _load(self, live: LiveAttempt, language: str) -> None:
        try:
            kept, play = await run_in_threadpool(self._read, live.name, language)
        except NoSuchAttempt as error:
            raise NotFound from error
        live.take(kept, play, language)

    def _read(self, name: str, language: str) -> tuple[KeptAttempt, Play]:
        kept = self._attempts.find(name)
        if kept.bundle is None:
            raise CaseNotKept(kept.record.attempt.case)
        case = playable_case(self._library, kept.record.attempt.case, kept.bundle, language)
        return kept, Play.restore(case, kept.record.attempt)


def live_plays(visit: Visit) -> LiveAttempts:
    """The plays of this server process."""
    plays: LiveAttempts = visit.request.app.state.plays
    return plays
