"""What rests on policies and questions: exams not released, review cards, cases that cite clauses."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from simulator.authoring.draft import CaseDraft as WorkingCase
from simulator.call.case.building import citations
from simulator.call.case.case import Citation
from simulator.call.case.loading import CASE_FILE
from simulator.exam.bank.keys import changes, resolved
from simulator.exam.bank.loading import Bank
from simulator.exam.paper.exam import Exam, ExamState
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.cards import Cards
from simulator.exam.storage.exams import Exams
from simulator.library.bundles import DamagedBundle
from simulator.library.library import Library
from simulator.library.unpacking import NoSuchBundle
from simulator.policy.policy import Policy
from simulator.source.problems import CaseError
from simulator.source.reading import read_bytes
from simulator.text.message import Message
from simulator.web.services import Services

CASES_AT_HAND = 1024


@dataclass(frozen=True, slots=True)
class CitingCase:
    """A case that cites clauses of a policy, by how they begin.

    `lost` are those that do not count any more, or never did; `changed` those that a version made different
    which came into force after the case was last worked on, or will.
    """

    id: str
    title: str
    language: str | None
    policy: str
    clauses: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at the case."""
        return bool(self.lost or self.changed)


@dataclass(frozen=True, slots=True)
class ExamInDoubt:
    """An exam that is not released, with those of its questions whose key is not what its papers say."""

    exam: Exam
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on questions, by question."""

    exams: Mapping[str, tuple[Exam, ...]]
    """Those not released that have it on a paper."""
    cards: Mapping[str, int]
    """Cards that ask it and are not retired."""


def resting_on(services: Services) -> Resting:
    """What rests on the questions of the desk's bank."""
    exams: dict[str, tuple[Exam, ...]] = {}
    for exam in unreleased(services):
        for question in asked_in(exam):
            exams[question] = (*exams.get(question, ()), exam)
    return Resting(exams, Counter(card.asked for card in services[Cards].all()))


def unreleased(services: Services) -> list[Exam]:
    """The exams whose results are not told."""
    return [exam for exam in services[Exams].all() if exam.state is not ExamState.RELEASED]


def asked_in(exam: Exam) -> tuple[str, ...]:
    """The questions on an exam's papers, each once."""
    return tuple(dict.fromkeys(item.question for form in exam.forms for item in form.items))


def exams_in_doubt(services: Services, bank: Bank, exams: Iterable[Exam]) -> tuple[ExamInDoubt, ...]:
    """Those of the exams whose papers would be keyed otherwise by this bank, as of the day of the exam."""
    found = []
    for exam in exams:
        with suppress(CaseError, NoSuchBundle, DamagedBundle):
            own = services[Banks].bank(exam.bank)
            doubtful = tuple(
                question for question in asked_in(exam) if not _same_key(own, bank, exam, question)
            )
            if doubtful:
                found.append(ExamInDoubt(exam, doubtful))
    return tuple(found)


def cases_citing(services: Services, bank: Bank, reader: str) -> dict[str, tuple[CitingCase, ...]]:
    """The cases of the desk by the policies that they cite, with titles for a reader of a language."""
    found: dict[str, tuple[CitingCase, ...]] = {}
    for entry in services[Library].all(include_drafts=True):
        with suppress(NoSuchBundle, DamagedBundle):
            work = WorkingCase(services[Library], entry)
            cited = citations_in(services[Library], work.bundle)
            title, language = work.title(reader)
            worked_on = entry.drafted or (entry.versions[-1].at if entry.versions else None)
            for policy in dict.fromkeys(citation.policy for citation in cited):
                clauses = tuple(citation.clause for citation in cited if citation.policy == policy)
                known = bank.policies.get(policy)
                left = known.versions[-1].clauses if known else {}
                lost = tuple(name for name in clauses if name not in left)
                moved = _moved(known, worked_on.date()) if known and worked_on else frozenset()
                changed = tuple(name for name in clauses if name in moved and name not in lost)
                case = CitingCase(
                    entry.id,
                    title,
                    language,
                    policy,
                    *(
                        tuple(_worded(known, name, reader) for name in names)
                        for names in (clauses, lost, changed)
                    ),
                )
                found[policy] = (*found.get(policy, ()), case)
    return found


@lru_cache(CASES_AT_HAND)
def citations_in(library: Library, bundle: str) -> tuple[Citation, ...]:
    """What the case in a bundle cites, as far as it can be read."""
    data = read_bytes(library.files(bundle).get(CASE_FILE, b""), CASE_FILE).data
    found: list[Citation] = []
    if isinstance(data, dict):
        found += _cited(data.get("cites"))
        scenes = data.get("rehearsal")
        for scene in scenes.values() if isinstance(scenes, dict) else ():
            moves = scene.get("moves") if isinstance(scene, dict) else None
            for move in moves.values() if isinstance(moves, dict) else ():
                found += _cited(move.get("cites") if isinstance(move, dict) else None)
    return tuple(dict.fromkeys(found))


def _worded(policy: Policy | None, clause: str, language: str) -> str:
    return clause if policy is None else policy.clause_words(clause, language)


def _moved(policy: Policy, since: date) -> frozenset[str]:
    """The clauses of a policy that read otherwise from a day after `since` on."""
    later = changes({policy.id: policy}, since, date.max)
    return frozenset(name for change in later for name in change.clauses)


def _cited(value: object) -> tuple[Citation, ...]:
    listed = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return citations([one for one in listed if isinstance(one, str) and one.count("/") == 1])


def _same_key(own: Bank, other: Bank, exam: Exam, question: str) -> bool:
    """Whether a question has one answer by both banks on the day of an exam."""
    if question not in own.questions:
        return True
    if question not in other.questions:
        return False
    retired = other.questions[question].retired
    if retired is not None and retired <= exam.day:
        return False
    was = resolved(own.questions[question], own.policies, exam.day)
    would_be = resolved(other.questions[question], other.policies, exam.day)
    if isinstance(was, Message) or isinstance(would_be, Message):
        return isinstance(was, Message) and isinstance(would_be, Message)
    return was.answer == would_be.answer
