"""What the months before tell a new paper: what was asked, what keeps going wrong, what nobody has read."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from simulator.cache import Cache
from simulator.database.settings import Options
from simulator.exam.bank.loading import Bank
from simulator.exam.paper.exam import Exam, ExamState
from simulator.exam.paper.preparing import History
from simulator.exam.results.results import ExamResults, past_month
from simulator.exam.sitting.calls import Call, months_of_calls
from simulator.exam.statistics.linking import CommonScale, MonthOfMarks, common_scale
from simulator.exam.statistics.persistent import PastMonth, Point, persistent_points
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.bulletins import BulletinReads
from simulator.exam.storage.case_questions import unfit_calls
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.imports import Imports
from simulator.exam.storage.results_of import results_of
from simulator.library.library import Library
from simulator.people.person import Role
from simulator.people.storage.people import People
from simulator.practice.findings import Findings
from simulator.practice.standing import won
from simulator.practice.storage.attempts import Attempts
from simulator.source.problems import CaseError
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.services import Services

MOST_MONTHS = 24
"""Released exams that are looked back at."""
MOST_KEPT = 40
CALLS_OF = timedelta(days=100)
"""How far back calls are looked at: the last three months."""
MOST_CALLS = 2_000
"""The latest ones."""
FRESH = timedelta(minutes=5)
NOT_APPROVED = Message("Imported, and not approved by a second person yet.")


class PastExams:
    """The results of released exams, marked once until a key or a pass is decided on anew.

    It may be used from any thread.
    """

    def __init__(self) -> None:
        self._results = Cache[tuple[object, ...], ExamResults](MOST_KEPT)
        self._scales = Cache[tuple[object, ...], CommonScale](MOST_KEPT)
        self._calls = Cache[frozenset[str], tuple[datetime, list[PastMonth]]](MOST_KEPT)

    def results(self, services: Services, exam: Exam, now: datetime) -> ExamResults:
        """What a released exam came to."""
        return self._results.of(_key(services, exam), lambda: results_of(services, exam, now))

    def scale(self, months: Sequence[tuple[tuple[object, ...], ExamResults]]) -> CommonScale:
        """The questions of these exams on one scale."""
        found = [results for _, results in months if results.present and results.questions]
        return self._scales.of(
            tuple(name for name, _ in months),
            lambda: common_scale([MonthOfMarks(one.day, one.questions, one.marks_table()) for one in found]),
        )

    def calls(self, services: Services, name: str, bank: Bank, now: datetime) -> list[PastMonth]:
        """How the desk's latest calls did on the clauses of its policies, as of some minutes ago."""
        own = frozenset(policy.id for policy in bank.policies.values() if policy.desk == name)
        asked, found = self._calls.of(own, lambda: (now, call_months(services, own, now)))
        if now - asked > FRESH:
            self._calls.forget(own)
            _, found = self._calls.of(own, lambda: (now, call_months(services, own, now)))
        return found


def past_exams(services: Services, name: str, before: date | None = None) -> list[Exam]:
    """The released exams of a desk, before a day if one is given, the latest first."""
    found = [exam for exam in services[Exams].all(name) if exam.state is ExamState.RELEASED]
    return [exam for exam in found if before is None or exam.day < before][:MOST_MONTHS]


def past_months(services: Services, past: PastExams, exams: Sequence[Exam], now: datetime) -> list[PastMonth]:
    """What came up in these exams, and how it went."""
    return [past_month(past.results(services, exam, now), services[Banks].bank(exam.bank)) for exam in exams]


def call_months(services: Services, policies: Collection[str], now: datetime) -> list[PastMonth]:
    """How the latest calls did on the clauses of these policies, month by month."""
    since = now - CALLS_OF
    finished = services[Attempts].summaries(since=since, finished=True, limit=MOST_CALLS)
    kept = services[Attempts].findings([one.id for one in finished])
    options = services[Options].current(now)
    calls: list[tuple[date, Call]] = []
    for one in finished:
        if one.bundle is None or one.result is None or one.result.score is None or one.id not in kept:
            continue
        with suppress(Refusal, CaseError):  # a case that cannot be read any more tells nothing
            case, found = services[Library].case(one.bundle, "zh"), Findings.from_json(kept[one.id])
            if found is not None:
                calls.append((options.day(one.updated), (case, found.replies, won(one.result))))
    return [
        PastMonth(month.day, tuple(asked for asked in month.asked if asked.policy in policies))
        for month in months_of_calls(calls)
    ]


def points_of(
    services: Services, past: PastExams, name: str, bank: Bank, now: datetime, until: date | None = None
) -> tuple[Point, ...]:
    """What a desk gets wrong, by topic and clause over the months."""
    months = past_months(services, past, past_exams(services, name), now)
    return persistent_points([*months, *past.calls(services, name, bank, now)], until)


def history_of(
    services: Services,
    past: PastExams,
    name: str,
    bank: Bank,
    day: date,
    now: datetime,
    *,
    thorough: bool = False,
) -> History:
    """What is known when a desk's paper for a day is put together; `thorough`: see `unfit_calls`."""
    exams = past_exams(services, name, day)
    months = [(_key(services, exam), past.results(services, exam, now)) for exam in exams]
    return History(
        exposures=services[Exams].exposures(name),
        parameters=past.scale(months).parameters,
        points=points_of(services, past, name, bank, now, day),
        unread=_unread(services, name, bank, exams),
        last=exams[0].day if exams else None,
        unfit=unfit_calls(
            services, [one for one in bank.questions.values() if one.desk == name], thorough=thorough
        )
        | dict.fromkeys(services[Imports].waiting(), NOT_APPROVED),
    )


def _unread(services: Services, name: str, bank: Bank, exams: Sequence[Exam]) -> dict[str, int]:
    """By bulletin, how many have not read it: of who sat the last exam, or else of all trainees."""
    trainees = {one.id for one in services[People].all(active=True) if one.role is Role.TRAINEE}
    sat = {one.person for one in services[Exams].examinees(exams[0].id)} & trainees if exams else set()
    whose = sat or trainees
    ids = [one.id for one in bank.bulletins() if bank.policies[one.policy].desk == name]
    readers = services[BulletinReads].readers(ids)
    return {one: len(whose - set(readers.get(one, ()))) for one in ids}


def _key(services: Services, exam: Exam) -> tuple[object, ...]:
    rulings = services[Exams].rulings(exam.id)
    decisions = repr(sorted(services[Exams].decisions(exam.id).items()))
    people = tuple(one.person for one in services[Exams].examinees(exam.id))
    return exam.id, exam.released, len(rulings), decisions, people
