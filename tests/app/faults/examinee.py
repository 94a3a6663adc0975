"""Examinees without a browser: they sit a paper by posting what its pages post, over plain HTTP.

Each goes on with what the server has acknowledged, and sends again whatever it has not.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import Exam, Examinee
from simulator.exam.sitting.answering import answer_of, shown_answer
from simulator.exam.sitting.presenting import PresentedPaper, PresentedQuestion, presented
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.people.person import Person
from simulator.people.storage.sessions import Sessions
from simulator.web.services import Services, now

from .player import WAIT, Answer, Line, Lost

Fields = list[tuple[str, str]]
Chosen = Callable[[Question], Any]
"""The answer to a question, as it is stored."""


@dataclass
class Sent:
    """An answer, or the handing in (without a place), under its key."""

    key: str
    place: int | None
    stored: Any
    path: str
    fields: Fields


@dataclass
class Candidate:
    """Somebody with a paper: what was acknowledged, and what is on its way."""

    exam: int
    person: int
    line: Line
    questions: tuple[Question, ...]
    """By place."""
    paper: PresentedPaper
    script: bool = True
    """Whether the script of the page posts, or a browser without script."""
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    acknowledged: list[Sent] = field(default_factory=list)
    """What the server has said is safe."""
    pending: Sent | None = None
    """What was sent and has not been acknowledged."""
    waiting: bool = False
    """Whether a request is on its way."""
    repeated: int = 0
    """How many requests had to be sent again."""
    begun: bool = False

    @classmethod
    def of(
        cls, services: Services, exam: Exam, person: Person, port: int, script: bool = True
    ) -> "Candidate":
        """Somebody whom an exam was set for, signed in, at a desk that is served at a port."""
        examinee: Examinee = services[Exams].examinee(exam.id, person.id)
        bank = services[Banks].bank(exam.bank)
        questions = tuple(bank.questions[item.question] for item in exam.forms[examinee.form].items)
        line = Line(port, services[Sessions].begin(person.id, now()))
        paper = presented(questions, examinee, "en")
        return cls(exam.id, person.id, line, questions, paper, script, random.Random(person.id))

    @property
    def answers(self) -> dict[int, Any]:
        """The answers that were acknowledged last, by place; blanks are not there."""
        last = {sent.place: sent.stored for sent in self.acknowledged if sent.place is not None}
        return {place: stored for place, stored in last.items() if stored is not None}

    async def begin(self) -> None:
        """Begin, and insist until that has worked."""
        answer = await self._insisted(f"/sittings/{self.exam}/begin", [("key", "begin")], script=False)
        assert answer.status == 303, answer.text
        self.begun = True

    async def sit(self, chosen: Chosen, leave: int = 0) -> None:
        """Answer all questions but so many, in the order of the paper; blank where there is no answer."""
        for shown in self.paper.questions[: len(self.questions) - leave]:
            stored = chosen(self.questions[shown.place])
            if stored is not None:
                await self.answer(shown, fields_of(shown, stored))

    async def answer(self, shown: PresentedQuestion, fields: Fields) -> None:
        """Give an answer, and insist until it is acknowledged."""
        form: dict[str, list[str]] = defaultdict(list)
        for name, value in fields:
            form[name].append(value)
        stored = answer_of(self.questions[shown.place], shown, form)
        await self._make(shown.place, stored, f"answers/{shown.place}", fields)

    async def answer_something(self) -> None:
        """Answer any question with anything, or take an answer back."""
        shown = self.chance.choice(self.paper.questions)
        await self.answer(shown, anything(shown, self.chance))

    async def hand_in(self) -> None:
        """Hand the paper in, and insist until that is acknowledged."""
        await self._make(None, None, "hand-in", [])

    async def _make(self, place: int | None, stored: Any, path: str, fields: Fields) -> None:
        key = f"{self.person}-{len(self.acknowledged)}"
        self.pending = Sent(key, place, stored, f"/sittings/{self.exam}/{path}", [("key", key), *fields])
        script = self.script and place is not None
        answer = await self._insisted(self.pending.path, self.pending.fields, script)
        assert answer.status == (200 if script else 303), answer.text
        self.acknowledged.append(self.pending)
        self.pending = None

    async def _insisted(self, path: str, fields: Fields, script: bool) -> Answer:
        while True:
            self.waiting = True
            try:
                return await self.line.post(path, fields, script)
            except Lost:
                self.repeated += 1
            finally:
                self.waiting = False
            await asyncio.sleep(WAIT)


def fields_of(shown: PresentedQuestion, stored: Any) -> Fields:
    """The fields of the form that give this answer."""
    tokens = shown_answer(shown, stored)
    if shown.kind in ("matching", "triage"):
        return [(f"item-{item}", place) for item, place in tokens.items()]
    if shown.kind == "ordering":
        return [(f"rank-{token}", str(rank)) for rank, token in enumerate(tokens, start=1)]
    return [("answer", token) for token in ([tokens] if isinstance(tokens, str) else tokens)]


def anything(shown: PresentedQuestion, chance: random.Random) -> Fields:
    """The fields of some answer, mostly wrong; at times of none."""
    if chance.random() < 0.1:
        return []
    tokens = [token for token, _ in shown.options]
    if shown.kind in ("matching", "triage"):
        return [(f"item-{token}", chance.choice(tokens)) for token, _ in shown.items]
    if shown.kind == "ordering":
        order = chance.sample(tokens, len(tokens))
        return [(f"rank-{token}", str(rank)) for rank, token in enumerate(order, start=1)]
    if shown.kind == "multiple":
        return [("answer", token) for token in chance.sample(tokens, chance.randint(1, len(tokens)))]
    if tokens:
        return [("answer", chance.choice(tokens))]
    return [("answer", str(chance.randint(0, 999)))]
