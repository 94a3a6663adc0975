"""From the bank and an author's plan to papers: what may be asked on the day, what is new, and who gets what.

The papers follow from the bank, the plan and what is known of the months before; the seed decides what these
leave open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import blake2b

from simulator.exam.bank.document import QuestionKind
from simulator.exam.bank.keys import Change, changes, quarantined, touched
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.statistics.persistent import Point, about
from simulator.exam.statistics.response_theory import ItemParameters
from simulator.policy.policy import Policy
from simulator.text.message import Message

from .assembling import assembled
from .bank_question import BASE, NEW, PERSISTENT, BankQuestion
from .blueprint import Blueprint, InformationQuota, Quota
from .exam import Examinee, PaperForm, PaperItem
from .plan import BlueprintPlan, DifficultyPart, QuotaPart

MIDDLE = 3
"""The authors' difficulty that corresponds to the mean ability; each step is a standard deviation."""
NEW_FOR = timedelta(days=31)
"""How long a change is new where neither the plan nor an exam before says since when."""
UNREAD_FOR = timedelta(days=180)
"""How long an unread bulletin makes questions new."""
MINUTES: Mapping[QuestionKind, float] = {
    "true-false": 0.5, "single": 1, "short-text": 1, "multiple": 1.5, "number": 1.5,
    "ordering": 2, "matching": 2, "triage": 2, "case": 8,
}  # fmt: skip
"""What a question takes, by its kind, as an estimate."""
LOOK_UP_MINUTES = 1
"""What looking it up takes in addition."""
USUAL_LENGTH = 20
_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class History:
    """What is known from the months before."""

    exposures: Mapping[str, int] = field(default_factory=dict)
    """On how many papers each question has been."""
    parameters: Mapping[str, ItemParameters] = field(default_factory=dict)
    """Questions on the scale of abilities, as far as there are data: see `scale.common_scale`."""
    points: Sequence[Point] = ()
    """All points; those that are persistent count."""
    unread: Mapping[str, int] = field(default_factory=dict)
    """By bulletin, how many of those who are to sit have not read it."""
    last: date | None = None
    """The day of the exam before."""
    unfit: Mapping[str, Message] = field(default_factory=dict)
    """Questions that cannot be asked for reasons outside of the bank, with why: calls, so far."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question of the desk that cannot be asked on the day, and why."""

    question: str
    reason: Message


@dataclass(frozen=True, slots=True)
class PaperMaterial:
    """What papers are put together from."""

    blueprint: Blueprint
    questions: tuple[BankQuestion, ...]
    reasons: Mapping[str, tuple[Message, ...]]
    """Why a question counts as new or persistent."""
    left_out: tuple[LeftOut, ...]
    marks: Mapping[str, int]
    """What each question carries."""

    def count(self, *, tag: str | None = None, topic: str | None = None, kind: str | None = None) -> int:
        """How many questions could be asked that are of a tag, topic and kind."""
        return sum(
            (tag is None or tag in question.tags)
            and (topic is None or question.topic == topic)
            and (kind is None or question.kind == kind)
            for question in self.questions
        )


def paper_material(
    bank: Bank, plan: BlueprintPlan, day: date, history: History | None = None, *, desk: str
) -> PaperMaterial:
    """The blueprint and the questions of a desk for an exam on a day."""
    history = history or History()
    of_desk = [question for question in bank.questions.values() if question.desk == desk]
    left_out = tuple(_left_out(of_desk, bank.policies, day, _unwanted(plan) | dict(history.unfit)))
    unusable = {left.question for left in left_out}
    usable = [question for question in of_desk if question.id not in unusable]
    new = _new(usable, bank.policies, _since(plan, day, history), day, history)
    persistent = _persistent(usable, bank, plan, history)
    reasons = {
        question.id: (*new.get(question.id, ()), *persistent.get(question.id, ())) for question in usable
    }
    for name, reason in plan.pin.items():
        reasons[name] = (Message("Pinned by hand: {reason}", reason=reason), *reasons.get(name, ()))
    return PaperMaterial(
        blueprint=_blueprint(plan, bank),
        questions=tuple(
            _bank_question(question, history, _tags(question.id, new, persistent)) for question in usable
        ),
        reasons={name: found for name, found in reasons.items() if found},
        left_out=left_out,
        marks={question.id: plan.marks.get(question.kind, 1) for question in usable},
    )


def set_papers(material: PaperMaterial) -> tuple[PaperForm, ...]:
    """The parallel forms, each question with what it carries and why it is there.

    The questions of a form stand in the order of their ids. Raises BlueprintRefused, NoPaper, SearchTooLong.
    """
    return tuple(
        PaperForm(
            tuple(
                PaperItem(
                    placed.question.id,
                    material.marks[placed.question.id],
                    (*material.reasons.get(placed.question.id, ()), *placed.words),
                )
                for placed in form.questions
            )
        )
        for form in assembled(material.blueprint, material.questions)
    )


def dealt(people: Iterable[int], forms: int, seed: int, *, exam: int) -> list[Examinee]:
    """Who gets which form: in turn, after the people were shuffled.

    Each form gets as many people as the others, or one fewer. Each person has a seed of their own.
    """
    order = sorted(set(people), key=lambda person: _lot(seed, f"form/{person}"))
    return [
        Examinee(exam, person, place % forms, seed=_lot(seed, f"order/{exam}/{person}") % _SEEDS)
        for place, person in enumerate(order)
    ]


def suggested(
    bank: Bank, day: date, history: History | None = None, *, desk: str, take_up: Iterable[str] = ()
) -> BlueprintPlan:
    """A plan that the bank can meet: a third new and a third persistent, as far as there are such questions.

    Calls are left to those who ask for them, since they take long.
    """
    plan = BlueprintPlan().model_copy(update={"take_up": sorted(take_up)})
    material = paper_material(bank, plan, day, history, desk=desk)
    apart = _most_apart(question for question in material.questions if question.kind != "case")
    length = max(1, min(USUAL_LENGTH, len(apart)))
    third = length // 3
    new = min(third, sum(NEW in question.tags for question in apart))
    persistent = min(third, sum(PERSISTENT in question.tags for question in apart))
    return plan.model_copy(
        update={
            "questions": length,
            "kinds": {"case": QuotaPart(most=0)},
            "new": QuotaPart(least=new or None),
            "persistent": QuotaPart(least=persistent or None),
        }
    )


def _most_apart(questions: Iterable[BankQuestion]) -> list[BankQuestion]:
    """Questions of which none gives another away: many, though perhaps not as many as there could be."""
    chosen: list[BankQuestion] = []
    for question in questions:
        if all(other.id not in question.enemies and question.id not in other.enemies for other in chosen):
            chosen.append(question)
    return chosen


def _unwanted(plan: BlueprintPlan) -> dict[str, Message]:
    """The questions that the plan leaves out, with why."""
    known = Message("Asked in the exam that this one makes up for; others may tell of it.")
    by_hand = {
        name: Message("Left out by hand: {reason}", reason=reason) for name, reason in plan.leave_out.items()
    }
    return dict.fromkeys(plan.asked_there, known) | by_hand


def _left_out(
    questions: Sequence[Question], policies: Mapping[str, Policy], day: date, unfit: Mapping[str, Message]
) -> Iterator[LeftOut]:
    for question in questions:
        if question.retired is not None and question.retired <= day:
            yield LeftOut(question.id, Message("Retired from {day} on.", day=str(question.retired)))
        elif question.id in unfit:
            yield LeftOut(question.id, unfit[question.id])
    for found in quarantined(
        [question for question in questions if question.retired is None or question.retired > day],
        policies,
        day,
    ):
        yield LeftOut(found.question, found.reason)


def _since(plan: BlueprintPlan, day: date, history: History) -> date:
    """The first day on which a change is new."""
    if plan.since is not None:
        return plan.since
    return history.last + timedelta(days=1) if history.last is not None else day - NEW_FOR


def _new(
    questions: Sequence[Question], policies: Mapping[str, Policy], since: date, day: date, history: History
) -> dict[str, tuple[Message, ...]]:
    """The questions on what has changed since, or what a bulletin said that some have not read, with why."""
    found: dict[str, tuple[Message, ...]] = {}
    for change in changes(policies, date.min, day):
        policy = policies[change.policy]
        words = [*_changed(change, policy, since), *_unread(change, policy, day, history)]
        for name in touched(questions, change) if words else ():
            found[name] = (*found.get(name, ()), *words)
    return found


def _changed(change: Change, policy: Policy, since: date) -> Iterator[Message]:
    if change.effective >= since:
        yield Message("New: the policy “{policy}” changed on {day}.",
                      policy=policy.title, day=str(change.effective))  # fmt: skip


def _unread(change: Change, policy: Policy, day: date, history: History) -> Iterator[Message]:
    counting = policy.as_of(day)
    if counting is None or counting.id != change.version:
        return  # what it announced does not count any more
    for bulletin in policy.bulletins:
        unread = history.unread.get(bulletin.id, 0)
        if bulletin.version == change.version and unread and day - UNREAD_FOR <= bulletin.posted <= day:
            yield Message("New: {count} have not read the bulletin of {day} on “{policy}”.",
                          count=unread, day=str(bulletin.posted), policy=policy.title)  # fmt: skip


def _persistent(
    questions: Sequence[Question], bank: Bank, plan: BlueprintPlan, history: History
) -> dict[str, tuple[Message, ...]]:
    """The questions on points that are persistent, or that the plan takes up, with why."""
    points = {point.name: _kept_wrong(point, bank) for point in history.points if point.persistent}
    for name in plan.take_up:
        points.setdefault(
            name, Message("Recurring: the blueprint carries “{point}” forward.", point=_called(name, bank))
        )
    found: dict[str, tuple[Message, ...]] = {}
    for question in questions:
        reasons = tuple(words for name, words in points.items() if about(name, question))
        if reasons:
            found[question.id] = reasons
    return found


def _called(point: str, bank: Bank) -> object:
    """A point in words: the topic, or the policy with the clause."""
    policy, slash, clause = point.partition("/")
    if not slash:
        return bank.names.get(point, point)
    title = bank.policies[policy].title if policy in bank.policies else policy
    return Message("{policy} · {clause}", policy=title, clause=clause)


def _kept_wrong(point: Point, bank: Bank) -> Message:
    bad = [month for month in point.months if month.bad]
    return Message("Recurring: “{point}” went wrong in {months}.", point=_called(point.name, bank),
                   months=", ".join(f"{month.month:%Y-%m} ({month.wrong:.0%})" for month in bad))  # fmt: skip


def _tags(name: str, new: Mapping[str, object], persistent: Mapping[str, object]) -> frozenset[str]:
    tags = {tag for tag, found in ((NEW, new), (PERSISTENT, persistent)) if name in found}
    return frozenset(tags or {BASE})


def _bank_question(question: Question, history: History, tags: frozenset[str]) -> BankQuestion:
    known = history.parameters.get(question.id)
    seen = BankQuestion(
        question.id,
        question.topic,
        question.kind,
        difficulty=_ability(question.difficulty),
        enemies=question.enemies | question.siblings,
        exposure=history.exposures.get(question.id, 0),
        tags=tags,
        minutes=MINUTES[question.kind] + (LOOK_UP_MINUTES if question.look_up else 0),
    )
    if known is None or known.few:
        return seen
    return replace(seen, difficulty=known.difficulty, discrimination=known.discrimination)


def _blueprint(plan: BlueprintPlan, bank: Bank) -> Blueprint:
    tags = {NEW: plan.new, PERSISTENT: plan.persistent, BASE: plan.base}
    return Blueprint(
        length=plan.questions,
        minutes=plan.minutes,
        topics={name: _quota(part) for name, part in plan.topics.items()},
        kinds={name: _quota(part) for name, part in plan.kinds.items()},
        tags={name: _quota(part) for name, part in tags.items() if part != QuotaPart()},
        difficulty=_difficulty(plan.difficulty),
        information=tuple(
            InformationQuota(part.ability, Quota(part.least, part.most)) for part in plan.information
        ),
        exposure=plan.exposure,
        forms=plan.forms,
        uses=min(plan.uses, plan.forms),
        seed=plan.seed,
        pins=plan.pin,
        names=bank.names,
    )


def _quota(part: QuotaPart) -> Quota:
    return Quota(part.least, part.most)


def _difficulty(part: DifficultyPart) -> Quota | None:
    if part.least is None and part.most is None:
        return None
    return Quota(
        None if part.least is None else _ability(part.least),
        None if part.most is None else _ability(part.most),
    )


def _ability(difficulty: float) -> float:
    """The ability at which one in two is right, from a difficulty on the authors' scale."""
    return float(difficulty - MIDDLE)


def _lot(seed: int, what: str) -> int:
    return int.from_bytes(blake2b(f"{seed}/{what}".encode(), digest_size=8).digest(), "big")
