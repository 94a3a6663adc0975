"""The papers of exams that are being sat, read once for all examinees and looked at again now and then."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import Exam, Examinee, ExamState
from simulator.exam.sitting.presenting import with_handbook
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.web.access import NotFound
from simulator.web.desk import Desk

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


def read_paper(desk: Desk, exam_id: int) -> Paper:
    """The paper of an exam. Raises NoSuchExam; and NotFound while its papers may still change."""
    exam = desk[Exams].find(exam_id)
    if exam.state is ExamState.DRAFT:
        raise NotFound
    return Paper.of(exam, desk[Banks].bank(exam.bank))


class Papers:
    """The papers of a server process. Its methods belong to the event loop that it is used from."""

    def __init__(self, desk: Desk, fresh: float = FRESH) -> None:
        self._desk = desk
        self._fresh = fresh
        self._papers: OrderedDict[int, tuple[float, Paper]] = OrderedDict()
        self._locks: dict[int, asyncio.Lock] = {}

    async def find(self, exam_id: int, fresh: bool = False) -> Paper:
        """The paper of an exam; with `fresh` as it is at this moment. Raises NoSuchExam, NotFound."""
        known = self._known(exam_id)
        if known is not None and not fresh:
            return known
        asked = time.monotonic()
        async with self._locks.setdefault(exam_id, asyncio.Lock()):
            read, _ = self._papers.get(exam_id, (0.0, None))
            known = self._known(exam_id)
            # if another thread read it while this one waited, it need not be read again
            if known is not None and (not fresh or read >= asked):
                return known
            began = time.monotonic()
            try:
                paper = await run_in_threadpool(read_paper, self._desk, exam_id)
            except BaseException:
                self._papers.pop(exam_id, None)
                self._locks.pop(exam_id, None)
                raise
            before = self._papers.get(exam_id)
            if before is not None and before[1].exam == paper.exam:
                paper = before[1]  # the same one, so that what was made from it still counts
            self._papers[exam_id] = (began, paper)
            self._papers.move_to_end(exam_id)
            while len(self._papers) > MOST_PAPERS:
                gone, _ = self._papers.popitem(last=False)
                self._locks.pop(gone, None)
            return paper

    def _known(self, exam_id: int) -> Paper | None:
        read, paper = self._papers.get(exam_id, (0.0, None))
        return paper if paper is not None and time.monotonic() - read < self._fresh else None
