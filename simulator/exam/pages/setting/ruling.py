"""A question after the exam: how it did, and what changes if it is declared void or gets another key."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from simulator.exam.bank.answer_words import answer_words, place_words
from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.question import Question
from simulator.exam.bank.wording import KINDS
from simulator.exam.paper.exam import Exam, ExamState, Ruling
from simulator.exam.results.results import ExamResults, ItemResult, Remarked, changes
from simulator.exam.results.rulings import ONE_ANSWER, RulingRefused, checked_answer, checked_reason, in_force
from simulator.exam.statistics.item_statistics import ItemStatistics
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import ExamNotSet, Exams
from simulator.exam.storage.results_of import results_of, sittings_of
from simulator.people.person import Permission
from simulator.people.storage.people import People
from simulator.text.language import Language
from simulator.text.message import Message
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .results_page import statistics_of
from .seeing import SeenExam, exam_seen, whole_exam
from .sheet import right_options

FIELD, RANK, ITEM = "key", "rank-", "item-"
UNNUMBERED = Message("Give each a number of its own, from 1 to {count}.")
NO_NUMBER = Message("Write whole numbers, one on each line where several are right.")


def key_typed(question: Question, form: Mapping[str, Sequence[str]]) -> Any:
    """The answer that a form says is right, as it is kept. Raises RulingRefused.

    The fields are `key` (once or several times; for numbers and short texts a line for each that is right),
    `rank-OPTION` with a number from 1, and `item-ITEM` with a place.
    """
    values = [value for value in form.get(FIELD, ()) if value]
    lines = [line.strip() for value in values for line in value.splitlines() if line.strip()]
    match question.kind:
        case "true-false":
            answer: Any = [value == "true" for value in values if value in ("true", "false")]
        case "number":
            if not all(_is_whole(line) for line in lines):
                raise RulingRefused(NO_NUMBER)
            answer = [int(line) for line in lines]
        case "short-text":
            answer = lines
        case "ordering":
            answer = _ranked(question, form)
        case "matching" | "triage":
            answer = {item: (form.get(ITEM + item) or [""])[-1] for item in question.items}
        case _:
            answer = values
    if question.kind in ONE_ANSWER and len(answer) == 1:
        answer = answer[0]
    return checked_answer(question, answer)


def key_fields(question: Question, answer: Any) -> dict[str, list[str]]:
    """The form's fields as they show a key; `key_typed` reads them back."""
    if answer is None:
        return {}
    several = answer if isinstance(answer, (list, tuple)) else [answer]
    match question.kind:
        case "true-false":
            return {FIELD: ["true" if one else "false" for one in several]}
        case "number" | "short-text":
            return {FIELD: ["\n".join(map(str, several))]}
        case "ordering":
            return {RANK + option: [str(rank)] for rank, option in enumerate(several, 1)}
        case "matching" | "triage":
            return {ITEM + item: [place] for item, place in answer.items()}
    return {FIELD: [str(one) for one in several]}


def _ranked(question: Question, form: Mapping[str, Sequence[str]]) -> list[str]:
    ranks = {option.id: (form.get(RANK + option.id) or [""])[-1] for option in question.options}
    wanted = [str(number) for number in range(1, len(ranks) + 1)]
    if sorted(ranks.values()) != sorted(wanted):
        raise RulingRefused(Message(UNNUMBERED.text, count=len(wanted)))
    return sorted(ranks, key=lambda option: int(ranks[option]))


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and len(digits) < 12


VOID, REKEY, WITHDRAW = "void", "rekey", "withdraw"
MOST_ANSWERS = 50


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given: what it says, how often, and what it earned."""

    lines: tuple[str, ...]
    count: int
    credit: float


@dataclass(frozen=True, slots=True)
class RulingPage:
    """A question of an exam with its answers, and a ruling that is being thought of."""

    seen: SeenExam
    question: Question
    topic: str
    """What it is called."""
    key_lines: tuple[str, ...]
    """Of the key that counts now; empty where there is none."""
    right: frozenset[str]
    own_lines: tuple[str, ...]
    """Of the bank's key for the day."""
    statistics: ItemStatistics | None
    given: Sequence[Given]
    rulings: Sequence[Ruling]
    """All so far, the first first."""
    names: Mapping[int, str]
    """Who ruled."""
    ruling: Ruling | None
    """The one that counts."""
    fields: Mapping[str, Sequence[str]]
    act: str
    reason: str
    problems: Mapping[str, Message]
    changed: tuple[Remarked, ...] | None
    """Who would have another result; None where nothing was looked at yet."""
    hidden: int
    """How many of them the visitor may not see."""
    new_lines: tuple[str, ...]

    def field(self, name: str) -> str:
        """What a field shows."""
        return (self.fields.get(name) or [""])[-1]

    def place(self, place: str, language: Language) -> str:
        """A place of a matching or triage in words."""
        return place_words(self.question, place, language)


def show(visit: Visit) -> Response:
    """The question with its answers and the form of a ruling. Raises NotFound, ExamNotSet."""
    return _page(visit, exam_seen(visit))


def rule(visit: Visit) -> Response:
    """Show what a ruling would change; once that is confirmed, make it. Raises NotFound, NotYours."""
    seen = whole_exam(visit)
    question, act = _question(visit, seen), visit.field("act")
    form = {name: [str(one) for one in visit.form.getlist(name)] for name in visit.form}
    problems: dict[str, Message] = {}
    reason, answer = visit.field("reason"), None
    if act not in (VOID, REKEY, WITHDRAW):
        problems["act"] = Message("Choose what is to be done.")
    try:
        reason = checked_reason(reason)
    except RulingRefused as refusal:
        problems["reason"] = refusal.message
    if act == REKEY:
        try:
            answer = key_typed(question, form)
        except RulingRefused as refusal:
            problems["key"] = refusal.message
    if problems:
        return _page(visit, seen, form=form, act=act, reason=reason, problems=problems)
    moment = now()
    ruling = Ruling(seen.exam.id, question.id, act == VOID, answer, reason, visit.person.id, moment)
    if visit.field("confirmed") != "yes":
        return _page(visit, seen, form=form, act=act, reason=reason, wanted=ruling)
    visit.services[Exams].rule(
        seen.exam.id,
        question.id,
        void=act == VOID,
        answer=answer,
        reason=reason,
        by=visit.person.id,
        now=moment,
    )
    return visit.to("paper-question", "ruled", exam=seen.exam.id, question=question.id)


def _question(visit: Visit, seen: SeenExam) -> Question:
    """The question that the address names. Raises NotFound, ExamNotSet."""
    if seen.exam.state is ExamState.DRAFT:
        raise ExamNotSet
    name = visit.path("question")
    if not any(item.question == name for form in seen.exam.forms for item in form.items):
        raise NotFound
    return visit.services[Banks].bank(seen.exam.bank).questions[name]


def _page(
    visit: Visit,
    seen: SeenExam,
    *,
    form: Mapping[str, Sequence[str]] | None = None,
    act: str = "",
    reason: str = "",
    problems: Mapping[str, Message] | None = None,
    wanted: Ruling | None = None,
) -> Response:
    services, exam, moment = visit.services, seen.exam, now()
    question = _question(visit, seen)
    bank, rulings = services[Banks].bank(exam.bank), services[Exams].rulings(exam.id)
    sittings = sittings_of(services, exam, services[Exams].examinees(exam.id))
    results = results_of(services, exam, moment, rulings=rulings, sittings=sittings, bank=bank)
    own = resolved(question, bank.policies, exam.day)
    ruling = in_force(rulings).get(question.id)
    key = _key_now(own, ruling)
    changed: tuple[Remarked, ...] | None = None
    if wanted is not None:
        after = results_of(services, exam, moment, rulings=[*rulings, wanted], sittings=sittings, bank=bank)
        changed = tuple(one for one in changes(results, after) if not one.after.absent)
    seen_people = {one.person for one in seen.examinees}
    people = {one.id: one.shown for one in services[People].all()}
    d = RulingPage(
        seen=seen,
        question=question,
        topic=bank.name_of(question.topic, visit.language),
        key_lines=answer_words(question, key, visit.language),
        right=right_options(question, key) if key is not None else frozenset(),
        own_lines=answer_words(question, own.answer, visit.language) if isinstance(own, Key) else (),
        statistics=statistics_of(results).get(question.id),
        given=_given(visit, exam, question, results),
        rulings=[one for one in rulings if one.question == question.id],
        names=people,
        ruling=ruling if ruling and (ruling.void or ruling.answer is not None) else None,
        fields=key_fields(question, key) if form is None else form,
        act=act,
        reason=reason,
        problems=problems or {},
        changed=None if changed is None else tuple(one for one in changed if one.person in seen_people),
        hidden=0 if changed is None else sum(one.person not in seen_people for one in changed),
        new_lines=answer_words(question, wanted.answer, visit.language) if wanted else (),
    )
    return visit.page("exams/ruling.html.j2", 422 if problems else 200, d=d, kinds=KINDS)


def _key_now(own: Key | Message, ruling: Ruling | None) -> object:
    if ruling is not None and ruling.answer is not None:
        return ruling.answer
    return own.answer if isinstance(own, Key) else None


def _given(visit: Visit, exam: Exam, question: Question, results: ExamResults) -> list[Given]:
    """The answers that were given, the most frequent first; calls are told by what they reached."""
    counts: Counter[tuple[str, ...]] = Counter()
    earned: dict[tuple[str, ...], float] = {}
    for result in results.present:
        for item in result.items:
            if item.question == question.id:
                lines = _lines(visit, question, item)
                counts[lines] += 1
                earned[lines] = item.credit
    return [Given(lines, count, earned[lines]) for lines, count in counts.most_common(MOST_ANSWERS)]


def _lines(visit: Visit, question: Question, item: ItemResult) -> tuple[str, ...]:
    if question.kind != "case":
        return answer_words(question, item.given, visit.language)
    return (f"{item.reached.outcome} / {item.reached.best}",) if item.reached else ()


ROUTES = [
    page("/papers/{exam:int}/questions/{question}", show, Permission.EXAMINE, name="paper-question"),
    page(
        "/papers/{exam:int}/questions/{question}",
        rule,
        Permission.EXAMINE,
        name="paper-rule",
        methods=("POST",),
    ),
]
