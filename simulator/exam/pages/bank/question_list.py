"""The questions of the bank: filtered, and a page of them at a time."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.bank.wording import KINDS
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.visit import Visit

from .overview import put_aside, retired_on
from .working import today, working

A_PAGE = 50
STATES = {
    "in-use": Message("in use"),
    "aside": Message("on hold"),
    "retired": Message("retired"),
}
FILTERS = ("desk", "topic", "kind", "policy", "state", "q")
MOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class BankQuestionRow:
    """A question in the list."""

    question: Question
    topic: str
    """What it is called."""
    stem: str
    kind: Message
    state: str
    since: date | None


@dataclass(frozen=True, slots=True)
class QuestionChoices:
    """What can be filtered by: pairs of a value and what is read, the first for all."""

    desks: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    policies: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """What the page shows."""

    rows: tuple[BankQuestionRow, ...]
    found: int
    page: int
    pages: int
    chosen: dict[str, str]
    choices: QuestionChoices
    query: str
    """The filter as it stands in an address, before a page's number."""


def show(visit: Visit) -> Response:
    """A page of the questions that a filter leaves."""
    work, day = working(visit), today(visit)
    bank = work.bank
    chosen = {name: visit.query(name).strip()[:MOST_LETTERS] for name in FILTERS}
    aside = put_aside(bank, day)

    def state(question: Question) -> str:
        if retired_on(question, day):
            return "retired"
        return "aside" if question.id in aside else "in-use"

    found = [one for one in bank.questions.values() if fits(one, chosen, state(one))]
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(_number(visit.query("page")), pages)
    return visit.page(
        "bank/questions.html.j2",
        work=work,
        d=QuestionsPage(
            rows=tuple(
                BankQuestionRow(
                    one,
                    bank.name_of(one.topic, visit.language),
                    one.stem.said_in(visit.language),
                    KINDS[one.kind],
                    state(one),
                    aside[one.id][1] if one.id in aside else None,
                )
                for one in found[(number - 1) * A_PAGE : number * A_PAGE]
            ),
            found=len(found),
            page=number,
            pages=pages,
            chosen=chosen,
            choices=_choices(visit, bank),
            query=urlencode({name: value for name, value in chosen.items() if value}),
        ),
        states=STATES,
    )


def fits(question: Question, chosen: dict[str, str], state: str) -> bool:
    """Whether a filter leaves a question; the text is looked for in its stem and its name."""
    words = chosen["q"].casefold()
    return (
        chosen["desk"] in ("", question.desk)
        and chosen["topic"] in ("", question.topic)
        and chosen["kind"] in ("", question.kind)
        and chosen["policy"] in ("", question.policy)
        and chosen["state"] in ("", state)
        and (not words or any(words in text.casefold() for text in (*question.stem, question.id)))
    )


def _number(sent: str) -> int:
    return max(1, int(sent)) if sent.isascii() and sent.isdecimal() and len(sent) < 6 else 1


def _choices(visit: Visit, bank: Bank) -> QuestionChoices:
    def of(names: set[str], every: Message) -> tuple[tuple[str, str], ...]:
        return ("", visit.t(every)), *((name, bank.name_of(name, visit.language)) for name in sorted(names))

    questions = bank.questions.values()
    titles = {policy.id: policy.title.said_in(visit.language) for policy in bank.policies.values()}
    return QuestionChoices(
        desks=of({question.desk for question in questions}, Message("all desks")),
        topics=of({question.topic for question in questions}, Message("all topics")),
        kinds=(
            ("", visit.t(Message("all kinds"))),
            *((kind, visit.t(words)) for kind, words in KINDS.items()),
        ),
        policies=(("", visit.t(Message("all policies"))), *sorted(titles.items(), key=lambda one: one[1])),
        states=(
            ("", visit.t(Message("whatever its state"))),
            *((name, visit.t(words)) for name, words in STATES.items()),
        ),
    )


ROUTES = [page("/bank/questions", show, Permission.AUTHOR, name="bank-questions")]
