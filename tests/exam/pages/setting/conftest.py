"""An exam at a desk that is open now, sat with answers of which it is known what they earn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from simulator.database.settings import Options
from simulator.exam.bank.keys import Key, key_as_of, resolved
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import Exam, Examinee, PaperForm, PaperItem, PassMark, Window
from simulator.exam.paper.plan import BlueprintPlan
from simulator.exam.sitting.sitting import Act, SittingEntry
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.web.services import Services, now

DESK = "airline"


@dataclass(frozen=True)
class Room:
    """An exam of one form, and whoever is to sit it: lin of Hua's team, bo without one."""

    services: Services
    exam: Exam
    bank: Bank
    lin: Person
    bo: Person

    @property
    def address(self) -> str:
        """Of its sheet."""
        return f"/papers/{self.exam.id}"

    @property
    def questions(self) -> list[Question]:
        """The questions of the form, by place."""
        return [self.bank.questions[item.question] for item in self.exam.forms[0].items]

    def begin(self, person: Person) -> None:
        """Begin somebody's sitting."""
        self.services[Sittings].begin(self.exam.id, person.id, None, now())

    def add(self, person: Person, act: Act, at: datetime | None = None, **data: Any) -> None:
        """Add an entry to somebody's sitting."""
        moment = at or now()
        kept = self.services[Sittings].find(self.exam.id, person.id)
        self.services[Sittings].append(
            kept.id, kept.version, SittingEntry(act, moment, data), moment
        ).result()

    def sit(self, person: Person, right: int) -> None:
        """Answer the first so many questions rightly, leave the others blank, and hand in."""
        self.begin(person)
        for place, question in enumerate(self.questions[:right]):
            self.add(person, Act.ANSWER, place=place, answer=right_answer(self.bank, question, self.exam.day))
        self.add(person, Act.HAND_IN)

    def close(self) -> None:
        """End the exam's window."""
        window = Window(self.exam.window.opens, now() - timedelta(seconds=1))
        self.services[Exams].change(self.exam.id, window=window, by=None, now=now())


def right_answer(bank: Bank, question: Question, day: date) -> Any:
    """An answer that gets all marks, as a sitting stores it."""
    answer: Any = key_as_of(question, bank.policies, day).answer
    if question.kind == "number":
        return str(answer)
    if question.kind == "short-text":
        return answer[0]
    return list(answer) if isinstance(answer, tuple) else answer


def bank_of(services: Services) -> tuple[str, Bank]:
    """The newest bank, with its hash."""
    version = services[Banks].current()
    assert version is not None
    return version.bundle, services[Banks].bank(version.bundle)


def usable(bank: Bank, day: date, *, leave_out: Sequence[str] = ()) -> list[Question]:
    """The questions of the desk that have a key on a day, without calls."""
    return [
        question
        for question in bank.questions.values()
        if question.desk == DESK
        and question.kind != "case"
        and question.id not in leave_out
        and isinstance(resolved(question, bank.policies, day), Key)
    ]


def open_exam(
    services: Services, people: Sequence[Person], questions: Sequence[Question], by: Person | None = None,
    day: date | None = None, title: str = "November",
) -> Exam:  # fmt: skip
    """An exam with these questions, set for these people and open for an hour."""
    (bundle, _), moment, by_id = bank_of(services), now(), None if by is None else by.id
    form = PaperForm(tuple(PaperItem(question.id) for question in questions))
    window = Window(moment - timedelta(minutes=30), moment + timedelta(minutes=30))
    plan = BlueprintPlan(questions=len(questions)).as_mapping()
    exam = services[Exams].add(
        title, DESK, day or today(services), bundle, plan, window, 20, PassMark(0.5), by_id, moment
    )
    examinees = [Examinee(exam.id, person.id, 0, seed=person.id) for person in people]
    return services[Exams].set(exam.id, [form], examinees, by_id, moment)


def today(services: Services) -> date:
    """The day that it is at the desk."""
    return services[Options].current(now()).day(now())


def add_people(services: Services, count: int) -> list[Person]:
    """Trainees without a team."""
    return [
        services[People].add(f"t{number}", f"T{number}", Role.TRAINEE, None, "en", by=None, now=now())
        for number in range(count)
    ]


@pytest.fixture
def room(services: Services, person: Callable[[str], Person]) -> Room:
    """An open exam of ten questions for lin and bo; half of the marks pass."""
    _, bank = bank_of(services)
    lin, bo = person("lin"), person("bo")
    exam = open_exam(services, [lin, bo], usable(bank, today(services))[:10])
    return Room(services, exam, bank, lin, bo)
