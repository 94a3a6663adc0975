"""The bank at a glance: how much there is about what, what is put aside and why, and what is wrong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from simulator.authoring.problem_list import Listed, listed
from simulator.exam.bank.keys import quarantined
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.bank.wording import KINDS
from simulator.exam.storage.bulletins import BulletinReads
from simulator.exam.storage.imports import Imports
from simulator.people.person import Permission, Role
from simulator.people.storage.people import People
from simulator.source.problems import Severity
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.services import Services
from simulator.web.visit import Visit

from .resting import CitingCase, ExamInDoubt, Resting, cases_citing, exams_in_doubt, resting_on, unreleased
from .working import order_of, today, working

MOST_ASIDE = 100
"""Questions put aside that the overview lists; the list of questions has them all."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy in the list. `version` is the one that counts today, `coming` the next."""

    id: str
    title: str
    desk: str
    version: str | None
    since: date | None
    coming: tuple[str, date] | None
    questions: int
    aside: int
    unread: int
    """Bulletins of its last version times trainees who have not read them."""
    cases: int


@dataclass(frozen=True, slots=True)
class Aside:
    """A question without a right answer, from a day on (None for today), and what rests on it."""

    question: Question
    stem: str
    reason: Message
    since: date | None
    exams: int
    cards: int


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What the page shows."""

    day: date
    policies: tuple[PolicyRow, ...]
    questions: int
    retired: int
    topics: tuple[tuple[str, str, int], ...]
    """Desk, topic, questions in use."""
    kinds: tuple[tuple[Message, int], ...]
    aside: tuple[Aside, ...]
    more_aside: int
    waiting: int
    """Imported questions that nobody has approved yet."""
    doubtful: tuple[ExamInDoubt, ...]
    cases: tuple[CitingCase, ...]
    """Those that somebody should look at."""
    errors: int
    warnings: int


def show(visit: Visit) -> Response:
    """The overview."""
    work, day = working(visit), today(visit)
    bank, services = work.bank, visit.services
    in_use = [question for question in bank.questions.values() if not retired_on(question, day)]
    aside = put_aside(bank, day)
    rests, citing = resting_on(services), cases_citing(services, bank, visit.language)
    topics = Counter((question.desk, question.topic) for question in in_use)
    kinds = Counter(question.kind for question in in_use)
    problems = Counter(problem.severity for problem in work.problems)
    return visit.page(
        "bank/overview.html.j2",
        work=work,
        d=OverviewPage(
            day=day,
            policies=_policies(visit, bank, day, aside, citing),
            questions=len(in_use),
            retired=len(bank.questions) - len(in_use),
            topics=tuple(
                (bank.name_of(desk_id, visit.language), bank.name_of(topic, visit.language), count)
                for (desk_id, topic), count in sorted(topics.items())
            ),
            kinds=tuple((KINDS[kind], kinds[kind]) for kind in KINDS if kinds[kind]),
            aside=tuple(
                _aside(bank.questions[name], reason, since, rests, visit.language)
                for name, (reason, since) in list(aside.items())[:MOST_ASIDE]
            ),
            more_aside=max(0, len(aside) - MOST_ASIDE),
            waiting=len(services[Imports].waiting().keys() & bank.questions.keys()),
            cases=tuple(case for cases in citing.values() for case in cases if case.doubtful),
            doubtful=exams_in_doubt(services, work.published, unreleased(services)),
            errors=problems[Severity.ERROR],
            warnings=problems[Severity.WARNING],
        ),
    )


def show_problems(visit: Visit) -> Response:
    """Everything that is wrong with the bank's files."""
    work = working(visit)
    found: Listed = listed(work.problems, work.files, order_of, lambda name: True)
    return visit.page("bank/problems.html.j2", work=work, problems=found)


def put_aside(bank: Bank, day: date) -> dict[str, tuple[Message, date | None]]:
    """The questions without a right answer, with the reason: now (None), or from a day on that is known."""
    found: dict[str, tuple[Message, date | None]] = {}
    coming = {
        version.effective
        for policy in bank.policies.values()
        for version in policy.versions
        if version.effective > day
    }
    for since in (None, *sorted(coming)):
        for one in quarantined(bank.questions.values(), bank.policies, since or day):
            found.setdefault(one.question, (one.reason, since))
    return found


def retired_on(question: Question, day: date) -> bool:
    """Whether a question is not asked any more on a day."""
    return question.retired is not None and question.retired <= day


def trainees(services: Services) -> frozenset[int]:
    """Those who are to read bulletins."""
    return frozenset(one.id for one in services[People].all(active=True) if one.role is Role.TRAINEE)


def _policies(
    visit: Visit,
    bank: Bank,
    day: date,
    aside: Mapping[str, object],
    citing: Mapping[str, tuple[CitingCase, ...]],
) -> tuple[PolicyRow, ...]:
    readers = visit.services[BulletinReads].readers([bulletin.id for bulletin in bank.bulletins()])
    whose = trainees(visit.services)
    asked = Counter(question.policy for question in bank.questions.values())
    stopped = Counter(bank.questions[name].policy for name in aside)
    rows = []
    for policy in bank.policies.values():
        now_counts = policy.as_of(day)
        later = next((version for version in policy.versions if version.effective > day), None)
        newest = [b for b in policy.bulletins if b.version == policy.versions[-1].id]
        rows.append(
            PolicyRow(
                id=policy.id,
                title=policy.title.said_in(visit.language),
                desk=bank.name_of(policy.desk, visit.language),
                version=now_counts.id if now_counts else None,
                since=now_counts.effective if now_counts else None,
                coming=(later.id, later.effective) if later else None,
                questions=asked[policy.id],
                aside=stopped[policy.id],
                unread=sum(len(whose - readers[bulletin.id]) for bulletin in newest),
                cases=len(citing.get(policy.id, ())),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.desk, row.id)))


def _aside(question: Question, reason: Message, since: date | None, rests: Resting, language: str) -> Aside:
    return Aside(
        question,
        question.stem.said_in(language),
        reason,
        since,
        len(rests.exams.get(question.id, ())),
        rests.cards.get(question.id, 0),
    )


ROUTES = [
    page("/bank", show, Permission.AUTHOR, name="bank"),
    page("/bank/problems", show_problems, Permission.AUTHOR, name="bank-problems"),
]
