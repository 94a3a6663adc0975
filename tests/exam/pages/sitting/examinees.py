"""Exams at a desk in tests, and what an examinee posts."""

import html
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from httpx2 import Response

from simulator.exam.paper.exam import Exam, Examinee, PaperForm, PaperItem, PassMark, Window
from simulator.exam.sitting.answering import shown_answer
from simulator.exam.sitting.presenting import PresentedPaper, PresentedQuestion, presented
from simulator.exam.sitting.sitting import Act, Sitting, SittingEntry, Terms, folded_sitting
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import KeptSitting, NoSuchSitting, Sittings
from simulator.text.receipt import Outdated
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .bank import FILES, PLACES, RIGHT

DAY = date(2026, 11, 20)
HTMX = {"HX-Request": "true"}
HOUR = timedelta(hours=1)
_CLOCKED = ("live", "interventions", "page", "answering", "calls", "listing", "results", "gate")


def bank_of(services: Services) -> str:
    """The hash of the bank with a question of each kind, which is published once."""
    current = services[Banks].current()
    if current is None or "questions/private-questions.yaml" not in services[Banks].files(current.bundle):
        current = services[Banks].publish(FILES, "", None, now())
    return current.bundle


def set_exam(
    services: Services,
    *people: int,
    questions: Sequence[str] = PLACES,
    minutes: int = 60,
    opens: timedelta = -HOUR,
    closes: timedelta = 8 * HOUR,
    extra: int = 0,
    share: float = 0.6,
) -> Exam:
    """An exam that is set for people, open from an hour ago to eight hours from now."""
    moment = now()
    window = Window(moment + opens, moment + closes)
    exam = services[Exams].add(
        "November", "appliance", DAY, bank_of(services), {}, window, minutes, PassMark(share), None, moment
    )
    form = PaperForm(tuple(PaperItem(f"private-{name}") for name in questions))
    examinees = [
        Examinee(exam.id, person, 0, extra, seed=1000 + number) for number, person in enumerate(people)
    ]
    return services[Exams].set(exam.id, [form], examinees, None, moment)


def release(services: Services, exam: Exam) -> None:
    """Tell the results, when everybody's time is long up."""
    services[Exams].release(exam.id, None, exam.window.closes + 24 * HOUR)


@contextmanager
def later(by: timedelta) -> Iterator[None]:
    """Let the examinee's pages think that so much time has passed."""

    def shifted() -> datetime:
        return now() + by

    patches = [patch(f"simulator.exam.pages.sitting.{name}.now", shifted) for name in _CLOCKED]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


class Sitter:
    """Somebody who sits an exam, by forms alone or as the script does."""

    def __init__(self, browser: Browser, services: Services, exam: Exam, person: int) -> None:
        self.browser, self.services, self.exam, self.person = browser, services, exam, person
        self.address = f"/sittings/{exam.id}"
        self.csrf = browser.csrf()
        self.sent: list[Response] = []
        """Every answer of the server."""

    def get(self, path: str = "", **more: Any) -> Response:
        """Ask for a page of the sitting."""
        return self._kept(self.browser.get(self.address + path, follow_redirects=False, **more))

    def post(
        self, path: str, data: dict[str, Any] | None = None, key: str | None = None, script: bool = True
    ) -> Response:
        """Post to the sitting, as the script does or as a form."""
        fields = {"csrf": self.csrf, "key": key or secrets.token_hex(8)} | (data or {})
        headers = HTMX if script else {}
        answer = self.browser.post(self.address + path, data=fields, headers=headers, follow_redirects=False)
        return self._kept(answer)

    def begin(self) -> "Sitter":
        """Begin, which must work."""
        answer = self.post("/begin", script=False)
        assert (answer.status_code, answer.headers["Location"]) == (303, self.address)
        return self

    def end(self) -> None:
        """Have the sitting over, so that it is in nobody's way."""
        with suppress(NoSuchSitting, Outdated):
            entry = SittingEntry(Act.HAND_IN, now())
            self.services[Sittings].append(self.kept.id, self.kept.version, entry, entry.at).result()

    @property
    def examinee(self) -> Examinee:
        """What the store knows of the examinee."""
        return self.services[Exams].examinee(self.exam.id, self.person)

    @property
    def kept(self) -> KeptSitting:
        """What the store knows of the sitting."""
        return self.services[Sittings].find(self.exam.id, self.person)

    @property
    def entries(self) -> list[SittingEntry]:
        """All that has happened."""
        return self.services[Sittings].entries_after(self.kept.id, 0)

    @property
    def sitting(self) -> Sitting:
        """How it stands in the store."""
        return folded_sitting(Terms.of(self.exam, self.examinee), self.entries)

    def paper(self, language: str = "en") -> PresentedPaper:
        """The paper as this examinee sees it."""
        bank = self.services[Banks].bank(self.exam.bank)
        questions = [bank.questions[item.question] for item in self.exam.forms[0].items]
        return presented(questions, self.examinee, language)  # type: ignore[arg-type]

    def shown(self, name: str) -> PresentedQuestion:
        """A question as this examinee sees it."""
        places = [item.question for item in self.exam.forms[0].items]
        return self.paper().at(places.index(f"private-{name}"))

    def fields(self, name: str, stored: Any = None) -> dict[str, Any]:
        """What a form says to give a question an answer: the right one, unless another is given."""
        shown = self.shown(name)
        tokens = shown_answer(shown, RIGHT[name] if stored is None else stored)
        if shown.kind in ("matching", "triage"):
            return {f"item-{item}": place for item, place in tokens.items()}
        if shown.kind == "ordering":
            return {f"rank-{token}": str(rank) for rank, token in enumerate(tokens, start=1)}
        return {"answer": tokens}

    def answer(self, name: str, stored: Any = None, **more: Any) -> Response:
        """Answer a question: rightly, unless another answer is given."""
        return self.post(f"/answers/{self.shown(name).place}", self.fields(name, stored), **more)

    def _kept(self, answer: Response) -> Response:
        self.sent.append(answer)
        return answer


def text_of(answer: Response) -> str:
    """What an answer says, as a reader finds it."""
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text))


def paused(services: Services, exam: Exam, person: int) -> None:
    """Have an invigilator stop somebody's clock."""
    services[Sittings].pause(exam.id, person, "fire alarm", None, now())


def resumed(services: Services, exam: Exam, person: int) -> None:
    """Have an invigilator let it go on."""
    services[Sittings].resume(exam.id, person, None, now())


def moved(exam: Exam, by: timedelta) -> Window:
    """The window of an exam, later."""
    return replace(exam.window, opens=exam.window.opens + by, closes=exam.window.closes + by)
