"""A question as its author sees it: both languages, the key by day and version, how it did so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from simulator.exam.bank.answer_words import answer_words, place_words
from simulator.exam.bank.keys import Key, in_version, on_hold, resolved
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.bank.wording import BEARERS, KINDS, amount
from simulator.exam.pages.setting.assemblies import assemblies_of
from simulator.exam.pages.setting.history import past_exams
from simulator.exam.paper.exam import Exam
from simulator.exam.statistics.item_statistics import ItemStatistics
from simulator.people.person import Permission
from simulator.policy.policy import Policy, PolicyVersion
from simulator.text.bilingual import Pair
from simulator.text.message import Message
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .holding import would_hold
from .resting import resting_on
from .working import today, working

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option or an item: its name, its texts, and what the key says of it on the day."""

    id: str
    text: Pair
    why: Pair
    right: bool | None
    """Whether it is right; None where options are not right or wrong."""
    place: tuple[str, ...]
    """For an item, where it belongs, in Chinese and English; empty where there is no key."""


@dataclass(frozen=True, slots=True)
class VersionKey:
    """What a version of the policy makes of the question."""

    version: PolicyVersion
    words: tuple[str, ...]
    """The right answer; empty where there is none."""
    missing: Message | None
    stated_for: str | None
    here: bool
    """Whether this version counts on the day."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A cited clause as it reads on the day; no text where it is not there."""

    id: str
    text: Pair


@dataclass(frozen=True, slots=True)
class SoFar:
    """How the question did in an exam whose results are told."""

    exam: Exam
    statistics: ItemStatistics


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """What the page shows."""

    question: Question
    policy: Policy | None
    day: date
    kind: Message
    unit: str
    bearer: Message
    key: tuple[str, ...]
    missing: Message | None
    held: Message | None
    """Why it is on hold on the day."""
    since: date | None
    """From when on, where that is a day of a version."""
    would_hold: PolicyVersion | None
    """The version for which somebody can say that it still holds."""
    explanation: Pair
    options: tuple[Choice, ...]
    items: tuple[Choice, ...]
    versions: tuple[VersionKey, ...]
    clauses: tuple[Clause, ...]
    so_far: tuple[SoFar, ...]
    exams: tuple[Exam, ...]
    cards: int
    edit: str | None


def show(visit: Visit) -> Response:
    """The page of a question as of a day, `?day=2026-12-01` or today. Raises NotFound."""
    work, services = working(visit), visit.services
    question = work.bank.questions.get(visit.path("question"))
    if question is None:
        raise NotFound
    day = day_sent(visit.query("day")) or today(visit)
    policy = work.bank.policies.get(question.policy)
    found = resolved(question, work.bank.policies, day)
    key = found if isinstance(found, Key) else None
    counting = policy.as_of(day) if policy else None
    rests = resting_on(services)
    return visit.page(
        "bank/question.html.j2",
        work=work,
        d=QuestionPage(
            question=question,
            policy=policy,
            day=day,
            kind=KINDS[question.kind],
            unit=visit.t(amount("…", question.unit)) if question.unit else "",
            bearer=BEARERS[question.cost.borne_by],
            key=answer_words(question, key.answer, visit.language) if key else (),
            missing=found if isinstance(found, Message) else None,
            held=on_hold(question, work.bank.policies, day),
            since=counting.effective if counting else None,
            would_hold=would_hold(work.bank, question, day),
            explanation=key.explanation if key else question.explanation,
            options=tuple(_options(question, key)),
            items=tuple(_items(question, key)),
            versions=tuple(_versions(visit, question, policy, counting)),
            clauses=tuple(
                Clause(name, counting.clauses.get(name, Pair()) if counting else Pair())
                for name in question.cites
            ),
            so_far=tuple(_so_far(visit, question, work.bank)),
            exams=rests.exams.get(question.id, ()),
            cards=rests.cards.get(question.id, 0),
            edit=work.editor(visit, question.id),
        ),
    )


def day_sent(sent: str) -> date | None:
    """The day that an address names, as 2026-12-01."""
    try:
        return date.fromisoformat(sent) if len(sent) == len("2026-12-01") else None
    except ValueError:
        return None


def _options(question: Question, key: Key | None) -> Iterator[Choice]:
    judged = question.kind in ("single", "multiple")
    for option in question.options:
        right = None
        if judged and key is not None:
            answer = key.answer
            right = option.id == answer if isinstance(answer, str) else option.id in answer  # type: ignore[operator]
        why = key.whys[option.id] if key is not None else option.why
        yield Choice(option.id, option.text, why, right, ())


def _items(question: Question, key: Key | None) -> Iterator[Choice]:
    places = key.answer if key is not None and isinstance(key.answer, dict) else {}
    for name, text in question.items.items():
        place = places.get(name)
        words = (
            (place_words(question, place, "zh"), place_words(question, place, "en"))
            if place is not None
            else ()
        )
        yield Choice(name, text, Pair(), None, words)


def _versions(
    visit: Visit, question: Question, policy: Policy | None, counting: PolicyVersion | None
) -> Iterator[VersionKey]:
    for version in policy.versions if policy else ():
        found = in_version(question, policy, version)  # type: ignore[arg-type]
        if isinstance(found, Message):
            yield VersionKey(version, (), found, None, version is counting)
        else:
            words = answer_words(question, found.answer, visit.language)
            yield VersionKey(version, words, None, found.stated_for, version is counting)


def _so_far(visit: Visit, question: Question, bank: Bank) -> Iterator[SoFar]:
    """How it did in released exams, the latest first; left out where it was void or nobody sat."""
    past = assemblies_of(visit).past
    for exam in past_exams(visit.services, question.desk):
        if any(item.question == question.id for form in exam.forms for item in form.items):
            results = past.results(visit.services, exam, now())
            if results.present and question.id in results.questions:
                yield SoFar(exam, results.statistics.items[question.id])


ROUTES = [page("/bank/questions/{question}", show, Permission.AUTHOR, name="bank-question")]
