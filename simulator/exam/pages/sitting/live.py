"""Sittings under way, kept in memory between two answers of theirs; the database stays the truth.

It is the same as with plays (see `plays.live`): a sitting is read when somebody looks at it, and goes on in
memory. Whatever goes wrong with an entry, it is forgotten here and read anew. An answer names no version: it
replaces the one before, whatever else has happened, so what another process has added is taken up and the
answer tried again. The key of its request makes it count once.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from starlette.concurrency import run_in_threadpool

from simulator.cache import Cache
from simulator.database.waiting import settled
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import Exam, Examinee, ExamState
from simulator.exam.sitting.presenting import PresentedPaper, presented, with_handbook
from simulator.exam.sitting.sitting import (
    Act,
    Sitting,
    SittingEntry,
    SittingRefused,
    Terms,
    check,
    folded_sitting,
)
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import KeptSitting, NoSuchSitting, Sittings
from simulator.practice.pages.plays.live import LONGEST_KEY, NoKey
from simulator.text.language import Language
from simulator.text.receipt import KeyReused, Outdated
from simulator.web.access import NotFound
from simulator.web.holding import Held, Holding
from simulator.web.services import Services, now

from .gate import ExamGate

FRESH = 2.0
"""Seconds for which an exam is taken to be as it was; an answer after the release is refused by the store."""
MOST_PAPERS = 50


@dataclass(frozen=True, slots=True)
class Paper:
    """An exam with the questions of its forms."""

    exam: Exam
    bank: Bank
    forms: tuple[tuple[Question, ...], ...]
    with_handbook: tuple[tuple[bool, ...], ...]
    """By form and place."""

    @classmethod
    def of(cls, exam: Exam, bank: Bank) -> "Paper":
        """The paper of an exam, with the bank that it was set from."""
        forms = tuple(tuple(bank.questions[item.question] for item in form.items) for form in exam.forms)
        return cls(exam, bank, forms, tuple(map(with_handbook, forms)))

    def questions(self, examinee: Examinee) -> tuple[Question, ...]:
        """The questions that somebody is asked, by place."""
        return self.forms[examinee.form]


def read_paper(services: Services, exam_id: int) -> Paper:
    """The paper of an exam. Raises NoSuchExam; and NotFound while its papers may still change."""
    exam = services[Exams].find(exam_id)
    if exam.state is ExamState.DRAFT:
        raise NotFound
    return Paper.of(exam, services[Banks].bank(exam.bank))


class _ReadPaper:
    """A paper, when it was read, and the lock under which it is read."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.at = 0.0
        self.paper: Paper | None = None

    def fresh(self, seconds: float) -> Paper | None:
        """The paper, if it was read in these last seconds."""
        return self.paper if time.monotonic() - self.at < seconds else None


class Papers:
    """The papers of a server process. Its methods belong to the event loop that it is used from."""

    def __init__(self, services: Services, fresh: float = FRESH) -> None:
        self._desk = services
        self._fresh = fresh
        self._papers = Cache[int, _ReadPaper](MOST_PAPERS)

    async def find(self, exam_id: int, fresh: bool = False) -> Paper:
        """The paper of an exam; with `fresh` as it is at this moment. Raises NoSuchExam, NotFound."""
        read = self._papers.of(exam_id, _ReadPaper)
        known = read.fresh(self._fresh)
        if known is not None and not fresh:
            return known
        asked = time.monotonic()
        async with read.lock:
            known = read.fresh(self._fresh)
            # if another thread read it while this one waited, it need not be read again
            if known is not None and (not fresh or read.at >= asked):
                return known
            began = time.monotonic()
            try:
                paper = await run_in_threadpool(read_paper, self._desk, exam_id)
            except BaseException:
                self._papers.forget(exam_id)
                raise
            # the same one where nothing has changed, so that what was made from it still counts
            if read.paper is None or read.paper.exam != paper.exam:
                read.paper = paper
            read.at = began
            return read.paper


MOST_LIVE = 3_000
"""Sittings kept in memory; each is some ten kilobytes."""
TRIES = 5
"""How often an entry is tried when other processes add to the same sitting at the same time."""


class LiveSitting(Held):
    """Somebody's sitting in memory."""

    def __init__(self, exam: int, person: int) -> None:
        super().__init__()
        self.exam_id, self.person_id = exam, person
        self.forget()

    def forget(self) -> None:
        """Have it read anew at the next look."""
        self.id: int | None = None
        """In the store; None where it has not been begun."""
        self._paper: Paper | None = None
        self._examinee: Examinee | None = None
        self._state: Sitting | None = None
        self._keys: dict[str, SittingEntry] = {}
        self._shown: tuple[Language, PresentedPaper] | None = None

    @property
    def loaded(self) -> bool:
        """Whether it is in memory."""
        return self._state is not None

    @property
    def worth_keeping(self) -> bool:
        """Whether it is under way: before that, its terms may still change."""
        return self.begun

    @property
    def begun(self) -> bool:
        """Whether it has been begun."""
        return self.id is not None

    @property
    def paper(self) -> Paper:
        """The exam with its questions."""
        assert self._paper is not None, "the sitting has been loaded"
        return self._paper

    @property
    def examinee(self) -> Examinee:
        """Who sits, on which form."""
        assert self._examinee is not None, "the sitting has been loaded"
        return self._examinee

    @property
    def state(self) -> Sitting:
        """How it stands."""
        assert self._state is not None, "the sitting has been loaded"
        return self._state

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, by place. Nothing of it may leave the server but through `shown`."""
        return self.paper.questions(self.examinee)

    def shown(self, language: Language) -> PresentedPaper:
        """The paper as this examinee sees it."""
        if self._shown is None or self._shown[0] != language:
            form = self.paper.exam.forms[self.examinee.form]
            marks = [item.marks for item in form.items]
            self._shown = language, presented(self.questions, self.examinee, language, marks=marks)
        return self._shown[1]

    def take(
        self, paper: Paper, examinee: Examinee, kept: KeptSitting | None, entries: Sequence[SittingEntry]
    ) -> None:
        """Put a sitting that was read into memory."""
        self.forget()
        self._paper, self._examinee = paper, examinee
        self._state = Sitting(Terms.of(paper.exam, examinee), extra=examinee.extra)
        self.id = kept.id if kept else None
        self.add(entries)

    def look_at(self, paper: Paper) -> None:
        """Go by an exam as it is now: its window may have been put off, its results may have been told."""
        if paper is not self._paper:
            self._paper, self._shown = paper, None
            self._state = replace(self.state, terms=Terms.of(paper.exam, self.examinee))

    def add(self, entries: Sequence[SittingEntry]) -> None:
        """Add entries that are safe."""
        self._state = folded_sitting(self.state.terms, entries, self.state)
        for entry in entries:
            if entry.key is not None:
                self._keys[entry.key] = entry

    def under(self, key: str) -> SittingEntry | None:
        """The entry that was made under a key."""
        return self._keys.get(key)


class LiveSittings(Holding[tuple[int, int], LiveSitting]):
    """The sittings of a server process."""

    def __init__(self, services: Services, most: int = MOST_LIVE, papers: Papers | None = None) -> None:
        super().__init__(most)
        self._desk = services
        self._papers = papers or Papers(services)

    @asynccontextmanager
    async def held(self, exam: int, person: int, fresh: bool = False) -> AsyncIterator[LiveSitting]:
        """Somebody's own sitting, for as long as nobody else may touch it. Raises NoSuchExam, NotFound.

        With `fresh` it is as an invigilator or another process may just have left it; without, an entry finds
        that out by itself.
        """
        name = (exam, person)
        live = self._taken(name, lambda: LiveSitting(exam, person))
        try:
            async with live.lock:
                if not live.begun:
                    await self._load(live)  # before it is begun, form and extra time may still change
                else:
                    live.look_at(await self._papers.find(exam))
                    if fresh:
                        await self.catch_up(live)
                await self._note_end(live)
                yield live
        finally:
            self._left(name, live)

    async def begin(self, live: LiveSitting, key: str) -> None:
        """Begin a held sitting, unless it was begun; it is durable when this returns. Raises NotOpen."""
        _check_key(key)
        if not live.begun:
            await run_in_threadpool(self._desk[Sittings].begin, live.exam_id, live.person_id, key, now())
            self._desk[ExamGate].begun(live.person_id)
            await self._load(live)

    async def enter(self, live: LiveSitting, act: Act, data: Mapping[str, Any], key: str) -> SittingEntry:
        """Add an entry to a held sitting; it is durable when this returns.

        The same entry under the same key is made once and gives the same again. Raises NoKey, KeyReused,
        SittingRefused, or Outdated where others would not let it through.
        """
        _check_key(key)
        caught_up = False
        for _ in range(TRIES):
            earlier = live.under(key)
            if earlier is not None:
                if (earlier.act, earlier.data) != (act, data):
                    raise KeyReused
                return earlier
            entry = SittingEntry(act, now(), data, key)
            try:
                check(live.state, entry, live.paper.with_handbook[live.examinee.form])
            except SittingRefused:
                if caught_up or not live.begun:
                    raise
                await self._look_again(live)  # there may be more time, or the clock may go on again
                caught_up = True
                continue
            assert live.id is not None, "check refuses what comes before the beginning"
            try:
                receipt = await settled(
                    self._desk[Sittings].append(live.id, live.state.version, entry, entry.at)
                )
            except (Outdated, KeyReused):
                await self._look_again(live)
                continue
            except BaseException:
                live.forget()  # it may be saved or not: the database knows
                raise
            if receipt.repeated:
                await self.catch_up(live)
            else:
                live.add([entry])
            return entry
        raise Outdated

    async def catch_up(self, live: LiveSitting) -> None:
        """Add what an invigilator or another process has added to a held sitting that was begun."""
        assert live.id is not None, "the sitting has been begun"
        live.add(await run_in_threadpool(self._desk[Sittings].entries_after, live.id, live.state.version))

    async def _note_end(self, live: LiveSitting) -> None:
        """Note that the time of a held sitting is up, so that a clock set back does not open it again."""
        moment = now()
        if not live.state.ends_unnoted(moment):
            return
        await run_in_threadpool(self._desk[Sittings].note_end, live.exam_id, live.person_id, moment)
        await self.catch_up(live)  # with more time that was given meanwhile

    async def _look_again(self, live: LiveSitting) -> None:
        live.look_at(await self._papers.find(live.exam_id, fresh=True))
        await self.catch_up(live)

    async def _load(self, live: LiveSitting) -> None:
        paper = await self._papers.find(live.exam_id, fresh=True)
        examinee, kept, entries = await run_in_threadpool(self._read, live.exam_id, live.person_id)
        live.take(paper, examinee, kept, entries)

    def _read(self, exam: int, person: int) -> tuple[Examinee, KeptSitting | None, list[SittingEntry]]:
        examinee = self._desk[Exams].examinee(exam, person)
        try:
            kept = self._desk[Sittings].find(exam, person)
        except NoSuchSitting:
            return examinee, None, []
        # begun since: then nothing can change the examinee's terms any more
        return self._desk[Exams].examinee(exam, person), kept, self._desk[Sittings].entries_after(kept.id, 0)


def _check_key(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY:
        raise NoKey
