"""A policy: its versions side by side, its bulletins, and everything that rests on it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from starlette.responses import Response

from simulator.exam.bank.keys import changes, touched
from simulator.exam.bank.loading import Bank
from simulator.exam.cards import Card
from simulator.exam.paper.exam import Exam
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.bulletins import BulletinReads
from simulator.exam.storage.cards import Cards
from simulator.people.person import Permission, Person
from simulator.people.storage.people import People
from simulator.policy.policy import Bulletin, Policy, PolicyVersion
from simulator.policy.wording import fact_value
from simulator.text.message import Message
from simulator.web.access import NotFound, page
from simulator.web.visit import Visit

from .overview import put_aside, retired_on, trainees
from .resting import CitingCase, ExamInDoubt, asked_in, cases_citing, exams_in_doubt, unreleased
from .working import today, working

MOST_NAMES = 100
"""People who have not read a bulletin that are named; the others are counted."""
MOST_QUESTIONS = 100
"""Questions that are listed; the list of questions has them all."""
_WORDS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_LONGEST = 600  # words of a text that are compared one by one


@dataclass(frozen=True, slots=True)
class PolicyCell:
    """What a version says at one point: pieces of text, each with whether it is new. No pieces: nothing."""

    pieces: tuple[tuple[str, bool], ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A clause or a fact over the versions. `questions` cite it or compute with it."""

    id: str
    name: str
    cells: tuple[PolicyCell, ...]
    questions: int


@dataclass(frozen=True, slots=True)
class Announced:
    """A bulletin with who has not read it; `more` of them are not named."""

    bulletin: Bulletin
    text: str
    read: int
    unread: tuple[Person, ...]
    more: int


@dataclass(frozen=True, slots=True)
class CitingQuestionRow:
    """A question that rests on the policy. `aside` says why it is put aside, `since` from which day on."""

    id: str
    stem: str
    clauses: tuple[str, ...]
    retired: bool
    aside: Message | None
    since: date | None
    touched: bool
    """Whether the newest version changed what it rests on."""


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """What the page shows."""

    policy: Policy
    title: str
    counting: str | None
    versions: tuple[PolicyVersion, ...]
    summaries: tuple[str, ...]
    facts: tuple[PolicyLine, ...]
    clauses: tuple[PolicyLine, ...]
    bulletins: tuple[Announced, ...]
    questions: tuple[CitingQuestionRow, ...]
    """Those put aside first, then those that the newest version touches."""
    more: int
    exams: tuple[Exam, ...]
    doubtful: tuple[ExamInDoubt, ...]
    cards: int
    old_cards: int
    """Those that were made under an earlier version."""
    cases: tuple[CitingCase, ...]
    edit: str | None


def show(visit: Visit) -> Response:
    """The page of a policy. Raises NotFound."""
    work, day, services = working(visit), today(visit), visit.services
    bank, language = work.bank, visit.language
    policy = bank.policies.get(visit.path("policy"))
    if policy is None:
        raise NotFound
    counting = policy.as_of(day)
    exams = [
        exam for exam in unreleased(services) if _asks_about(services[Banks].bank(exam.bank), exam, policy.id)
    ]
    questions = _questions(bank, policy, day, language)
    cards = [card for card in services[Cards].all() if card.policy == policy.id]
    return visit.page(
        "bank/policy.html.j2",
        work=work,
        d=PolicyPage(
            policy=policy,
            title=policy.title.said_in(language),
            counting=counting.id if counting else None,
            versions=policy.versions,
            summaries=tuple(version.summary.said_in(language) for version in policy.versions),
            facts=tuple(_facts(visit, policy, bank)),
            clauses=tuple(_clauses(visit, policy, bank)),
            bulletins=_announced(visit, policy),
            questions=tuple(questions[:MOST_QUESTIONS]),
            more=max(0, len(questions) - MOST_QUESTIONS),
            exams=tuple(exams),
            doubtful=exams_in_doubt(services, work.published, exams),
            cards=len(cards),
            old_cards=sum(_is_old(card, counting) for card in cards),
            cases=cases_citing(services, bank, language).get(policy.id, ()),
            edit=work.editor(visit, policy.id),
        ),
    )


def compared(before: str | None, after: str | None) -> PolicyCell:
    """What a text has become: the words that are new in it stand out."""
    if after is None:
        return PolicyCell((), before is not None)
    if before is None or before == after:
        return PolicyCell(((after, False),), before is None)
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _LONGEST:
        return PolicyCell(((after, True),), True)
    pieces = [
        ("".join(new[start:end]), what != "equal")
        for what, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if start < end
    ]
    return PolicyCell(tuple(pieces), True)


def _is_old(card: Card, counting: PolicyVersion | None) -> bool:
    return counting is None or card.version != counting.id


def _asks_about(bank: Bank, exam: Exam, policy: str) -> bool:
    return any(
        question in bank.questions and bank.questions[question].policy == policy
        for question in asked_in(exam)
    )


def _line(name: str, shown: str, texts: Sequence[str | None], questions: int) -> PolicyLine:
    cells = [PolicyCell(((texts[0], False),) if texts[0] is not None else (), False)]
    cells += [compared(before, after) for before, after in pairwise(texts)]
    return PolicyLine(name, shown, tuple(cells), questions)


def _clauses(visit: Visit, policy: Policy, bank: Bank) -> Iterator[PolicyLine]:
    names = dict.fromkeys(name for version in policy.versions for name in version.clauses)
    citing = [question for question in bank.questions.values() if question.policy == policy.id]
    for number, name in enumerate(names, 1):
        texts = [
            version.clauses[name].said_in(visit.language) if name in version.clauses else None
            for version in policy.versions
        ]
        shown = visit.t(Message("Clause {number}", number=number))
        yield _line(name, shown, texts, sum(name in question.cites for question in citing))


def _facts(visit: Visit, policy: Policy, bank: Bank) -> Iterator[PolicyLine]:
    computing = [question for question in bank.questions.values() if question.policy == policy.id]
    for fact in policy.facts.values():
        texts = [
            visit.t(fact_value(fact, version.values[fact.id])) if fact.id in version.values else None
            for version in policy.versions
        ]
        used = sum(
            any(fact.id in computed.names for computed in question.computed.values())
            for question in computing
        )
        yield _line(fact.id, fact.means.said_in(visit.language), texts, used)


def _announced(visit: Visit, policy: Policy) -> tuple[Announced, ...]:
    readers: Mapping[str, set[int]] = visit.services[BulletinReads].readers(
        [one.id for one in policy.bulletins]
    )
    whose = trainees(visit.services)
    people = [person for person in visit.services[People].all(active=True) if person.id in whose]
    found = []
    for bulletin in reversed(policy.bulletins):
        left = [person for person in people if person.id not in readers[bulletin.id]]
        found.append(
            Announced(
                bulletin,
                bulletin.text.said_in(visit.language),
                len(people) - len(left),
                tuple(left[:MOST_NAMES]),
                max(0, len(left) - MOST_NAMES),
            )
        )
    return tuple(found)


def _questions(bank: Bank, policy: Policy, day: date, language: str) -> list[CitingQuestionRow]:
    newest = [
        change
        for change in changes({policy.id: policy}, date.min, date.max)
        if change.version == policy.versions[-1].id and len(policy.versions) > 1
    ]
    moved = {name for change in newest for name in touched(bank.questions.values(), change)}
    aside = put_aside(bank, day)
    rows = [
        CitingQuestionRow(
            id=question.id,
            stem=question.stem.said_in(language),
            clauses=tuple(policy.clause_words(name, language) for name in question.cites),
            retired=retired_on(question, day),
            aside=aside[question.id][0] if question.id in aside else None,
            since=aside[question.id][1] if question.id in aside else None,
            touched=question.id in moved,
        )
        for question in bank.questions.values()
        if question.policy == policy.id
    ]
    return sorted(rows, key=lambda row: (row.aside is None, not row.touched))


ROUTES = [page("/bank/policies/{policy}", show, Permission.AUTHOR, name="bank-policy")]
