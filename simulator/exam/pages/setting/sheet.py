"""The sheet of a paper: each form with each question, why it is there, its key and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from simulator.exam.bank.answer_words import answer_words
from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.bank.wording import KINDS
from simulator.exam.paper.assembling import NoPaper
from simulator.exam.paper.by_hand import RuleOnForm, balance
from simulator.exam.paper.exam import Exam, ExamState, PaperForm, PaperItem, form_name
from simulator.exam.paper.plan import BlueprintPlan
from simulator.exam.paper.preparing import LeftOut, PaperMaterial, paper_material
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.library.library import PublishedVersion
from simulator.people.person import Permission
from simulator.text.bilingual import Pair
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import page
from simulator.web.services import Services, now
from simulator.web.visit import Visit

from .assemblies import Assembly, StillAssembling, assemblies_of
from .history import history_of
from .make_up import MakeUp, make_up_of
from .plan_form import draft_of
from .seeing import SeenExam, exam_seen, phase, whole_exam

PATIENCE = 1.5
"""Seconds until the sheet is shown without the papers, which then come later."""
LONG_PATIENCE = 20.0
"""Seconds that pages wait which can show nothing without the papers."""


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A question of a form; `question` is None where the bank has it no more."""

    number: int
    item: PaperItem
    question: Question | None
    key: Key | None
    key_lines: tuple[str, ...]
    right: frozenset[str]
    """The options that are right, where it has some to choose from."""
    no_key: Message | None


@dataclass(frozen=True, slots=True)
class Stale:
    """A question of a paper that rests on what has changed since."""

    question: str
    stem: Pair
    reason: Message


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A form of the papers, or why there are none."""

    seen: SeenExam
    phase: Message
    kind: str
    """Of the badge."""
    policies: Bank
    version: PublishedVersion | None
    newest: bool
    """Whether the bank is the newest there is."""
    forms: tuple[PaperForm, ...]
    form: int
    items: tuple[SheetItem, ...]
    digest: str
    left_out: tuple[LeftOut, ...]
    stale: tuple[Stale, ...]
    clash: Sequence[Message]
    """The smallest set of rules that cannot be kept together."""
    refusal: Message | None
    """Another reason why there are no papers."""
    plan: BlueprintPlan
    """With what was changed by hand."""
    balance: tuple[RuleOnForm, ...]
    """What the form comes to by the rules; empty once it is set."""
    make_up: MakeUp | None


def show(visit: Visit) -> Response:
    """The sheet; of a draft, with the papers put together now, or the page that waits for them."""
    seen = exam_seen(visit)
    services, exam = visit.services, seen.exam
    forms, digest = exam.forms, ""
    left_out: tuple[LeftOut, ...] = ()
    clash: Sequence[Message] = ()
    refusal: Message | None = None
    made: Assembly | None = None
    if exam.state is ExamState.DRAFT:
        try:
            made = assembly_of(visit, exam)
            forms, digest, left_out = made.forms, made.digest, made.material.left_out
        except StillAssembling:
            return visit.page("exams/assembling.html.j2", seen=seen, address=visit.url("paper", exam=exam.id))
        except NoPaper as problem:
            clash = problem.clash
        except Refusal as problem:
            refusal = problem.message
    bank = services[Banks].bank(exam.bank)
    current = services[Banks].current()
    chosen = _number(visit.query("form"), len(forms))
    words, kind = phase(exam, now())
    plan = draft_of(exam).plan
    d = SheetPage(
        seen=seen,
        phase=words,
        kind=kind,
        policies=bank,
        version=next((one for one in services[Banks].versions() if one.bundle == exam.bank), None),
        newest=current is None or current.bundle == exam.bank,
        forms=forms,
        form=chosen,
        items=tuple(_items(visit, exam, bank, forms[chosen])) if forms else (),
        digest=digest,
        left_out=left_out,
        stale=stale_questions(services, exam, bank) if exam.state is ExamState.SET else (),
        clash=clash,
        refusal=refusal,
        plan=plan,
        balance=balance(made.material, forms, chosen) if made else (),
        make_up=make_up_of(visit, plan, exam, forms),
    )
    return visit.page("exams/sheet.html.j2", d=d, kinds=KINDS, form_name=form_name)


def anew(visit: Visit) -> Response:
    """Put the papers of a draft together once more, from the newest bank and what is known by now."""
    exam = whole_exam(visit).exam
    current = visit.services[Banks].current()
    if exam.state is ExamState.DRAFT and current is not None:
        exam = visit.services[Exams].change(exam.id, bank=current.bundle, by=visit.person.id, now=now())
        assemblies_of(visit).forget(exam)
    return visit.to("paper", exam=exam.id)


def delete(visit: Visit) -> Response:
    """Delete a draft. Raises ExamIsSet, ExamReleased."""
    visit.services[Exams].delete(whole_exam(visit).exam.id, visit.person.id, now())
    return visit.to("papers", "deleted")


def assembly_of(visit: Visit, exam: Exam, patience: float = PATIENCE) -> Assembly:
    """The papers of a draft. Raises StillAssembling, NoPaper and the other refusals of `set_papers`."""
    services, assemblies, moment = visit.services, assemblies_of(visit), now()

    def material() -> PaperMaterial:
        bank = services[Banks].bank(exam.bank)
        plan = draft_of(exam).plan
        calls = "case" not in plan.kinds or plan.kinds["case"].most != 0
        history = history_of(services, assemblies.past, exam.desk, bank, exam.day, moment, thorough=calls)
        return paper_material(bank, plan, exam.day, history, desk=exam.desk)

    return assemblies.of(exam, material, patience)


def stale_questions(services: Services, exam: Exam, bank: Bank) -> tuple[Stale, ...]:
    """The questions of set papers whose answer is not, by the newest bank, what it was when they were set."""
    current = services[Banks].current()
    newest = services[Banks].bank(current.bundle) if current else bank
    found = []
    for name in dict.fromkeys(item.question for form in exam.forms for item in form.items):
        question = bank.questions[name]
        reason = _stale(exam, bank, newest, question)
        if reason is not None:
            found.append(Stale(name, question.stem, reason))
    return tuple(found)


def _stale(exam: Exam, bank: Bank, newest: Bank, question: Question) -> Message | None:
    before = resolved(question, bank.policies, exam.day)
    now_asked = newest.questions.get(question.id)
    if isinstance(before, Message):
        return before
    if now_asked is None:
        return Message("The question is not in the bank any more.")
    if now_asked.retired is not None and now_asked.retired <= exam.day:
        return Message("Retired from {day} on.", day=now_asked.retired)
    after = resolved(now_asked, newest.policies, exam.day)
    if isinstance(after, Message):
        return after
    if after.answer != before.answer:
        return Message("Its key is another one now (version {version} of the policy).", version=after.version)
    if after.version != before.version and _clauses(bank, before, question) != _clauses(
        newest, after, now_asked
    ):
        return Message("The policy has a version {version} now; the paper rests on {before}.",
                       version=after.version, before=before.version)  # fmt: skip
    return None


def _clauses(bank: Bank, key: Key, question: Question) -> list[Pair | None]:
    version = bank.policies[question.policy].version(key.version)
    return [version.clauses.get(clause) if version else None for clause in question.cites]


def _items(visit: Visit, exam: Exam, bank: Bank, form: PaperForm) -> list[SheetItem]:
    items = []
    for number, item in enumerate(form.items, 1):
        question = bank.questions.get(item.question)
        key = None if question is None else resolved(question, bank.policies, exam.day)
        known = key if isinstance(key, Key) else None
        items.append(
            SheetItem(
                number=number,
                item=item,
                question=question,
                key=known,
                key_lines=answer_words(question, known.answer, visit.language) if question and known else (),
                right=right_options(question, known.answer) if question and known else frozenset(),
                no_key=key if isinstance(key, Message) else None,
            )
        )
    return items


def right_options(question: Question, answer: Any) -> frozenset[str]:
    """The options that an answer names as right, where the question has some to choose from."""
    if question.kind not in ("single", "multiple"):
        return frozenset()
    return frozenset([answer] if isinstance(answer, str) else answer)


def _number(text: str, forms: int) -> int:
    """The form that an address asks for; the first where it asks for none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) < forms else 0


ROUTES = [
    page("/papers/{exam:int}", show, Permission.EXAMINE, name="paper"),
    page("/papers/{exam:int}/anew", anew, Permission.EXAMINE, name="paper-anew", methods=("POST",)),
    page("/papers/{exam:int}/delete", delete, Permission.EXAMINE, name="paper-delete", methods=("POST",)),
]
