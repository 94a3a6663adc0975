"""Review cards: missed questions come back until they sit, at growing distances, on working days.

When a card comes back is worked out by FSRS (https://github.com/open-spaced-repetition/py-fsrs), from how
long the memory of it lasts: it is due when the chance to still know it has fallen to RETENTION. A right
answer makes the distance longer, a wrong one starts anew. Whole days only: what is missed is asked again on
the next working day, not in ten minutes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any

from fsrs import Card as Memory
from fsrs import Rating, Scheduler

from simulator.exam.bank.keys import Change, on_hold, resolved, touched
from simulator.exam.bank.keys import changes as policy_changes
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.results.results import ExamineeResult
from simulator.policy.policy import Policy
from simulator.text.message import Message


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody's card. `id` is None until it is kept."""

    id: int | None
    person: int
    question: str
    """What was missed."""
    asked: str
    """What is asked: a sibling of the question, or the question itself."""
    policy: str
    version: str
    """Of the policy, when the card was made."""
    state: Mapping[str, Any]
    """What the scheduler knows of the card, as data for JSON."""
    due: date
    retired: datetime | None = None
    reason: Message | None = None
    """Why it was retired."""
    made: datetime | None = None
    exam: int | None = None
    """Where it was missed."""


RETENTION = 0.9
"""A card is due when the chance that it is still known has fallen to this."""
LONGEST = 180
"""Days after which a card is due at the latest."""
MOST_A_DAY = 10
"""Cards that fall due for one person on one day."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days on which somebody can be asked: Monday to Friday, but for days off, and with days worked."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    """Weekends on which work is done all the same, as those that make up for a long holiday."""

    def holds(self, day: date) -> bool:
        """Whether it is a working day."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def from_day(self, day: date) -> Iterator[date]:
        """The working days from a day on."""
        while True:
            if self.holds(day):
                yield day
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Superseded:
    """A card that rests on what does not count any more, and why."""

    card: Card
    reason: Message


@dataclass(slots=True)
class Diary:
    """How many cards of one person fall due on each day; a day that is full sends a card on to the next."""

    working: WorkingDays = field(default_factory=WorkingDays)
    most: int = MOST_A_DAY
    due: Counter[date] = field(default_factory=Counter)

    @classmethod
    def of(cls, cards: Iterable[Card], working: WorkingDays | None = None, most: int = MOST_A_DAY) -> "Diary":
        """The diary that somebody's cards make; retired ones take no room."""
        return cls(
            working or WorkingDays(), most, Counter(card.due for card in cards if card.retired is None)
        )

    def put(self, day: date, instead_of: date | None = None) -> date:
        """The first working day from a day on that has room, which is then taken; another may get free."""
        if instead_of is not None:
            self.due[instead_of] -= 1
        found = next(free for free in self.working.from_day(day) if self.due[free] < self.most)
        self.due[found] += 1
        return found


def new_cards(
    result: ExamineeResult,
    bank: Bank,
    day: date,
    now: datetime,
    *,
    exam: int,
    diary: Diary | None = None,
    held: Iterable[Card] = (),
) -> tuple[Card, ...]:
    """Cards for what somebody missed in an exam, costliest first; they are due from the day after `day` on.

    A question is missed when its answer did not get all of its marks. Void questions and calls make no cards,
    nor does what has no key on that day. Where one of the cards `held` asks it already, that one comes back,
    changed, in its place. The days of `diary` (else of `held`) are filled up.
    """
    held = [card for card in held if card.retired is None]
    diary = diary or Diary.of(held)
    asking = {name: card for card in held for name in (card.question, card.asked)}
    seen = {item.question for item in result.items} | asking.keys()
    tomorrow, done, found = day + timedelta(days=1), set[str](), []
    for question, version in _missed(result, bank, day):
        if question.id in done:
            continue
        if question.id in asking:
            card = asking[question.id]
            again, _ = answer_card(card.state, False, now)
            found.append(replace(card, state=again, due=diary.put(tomorrow, card.due), exam=exam))
            done |= {card.question, card.asked}
            continue
        shown = _sibling(question, bank, day, seen, result.person) or question
        done |= {question.id, shown.id}
        found.append(
            Card(
                id=None,
                person=result.person,
                question=question.id,
                asked=shown.id,
                policy=question.policy,
                version=version,
                state=missed(now),
                due=diary.put(tomorrow),
                made=now,
                exam=exam,
            )
        )
    return tuple(found)


def missed(now: datetime) -> dict[str, Any]:
    """What the scheduler knows of a card that was just made: the question was missed."""
    memory, _ = _scheduler().review_card(Memory(card_id=0, due=_utc(now)), Rating.Again, _utc(now))
    return dict(memory.to_dict())


def answer_card(
    state: Mapping[str, Any], right: bool, now: datetime, diary: Diary | None = None
) -> tuple[dict[str, Any], date]:
    """What is known of a card after an answer, and the working day on which it is due next.

    The day is that of `now`'s time zone. Raises nothing for an answer before the card was due: the shorter
    the distance, the less a right answer adds.
    """
    memory = Memory.from_dict(dict(state))  # type: ignore[arg-type]
    memory, _ = _scheduler().review_card(memory, Rating.Good if right else Rating.Again, _utc(now))
    wanted = memory.due.astimezone(now.tzinfo).date()
    tomorrow = now.date() + timedelta(days=1)
    return dict(memory.to_dict()), (diary or Diary()).put(max(wanted, tomorrow))


def superseded(
    cards: Iterable[Card], bank: Bank, day: date, changed: Sequence[Change] | None = None
) -> tuple[Superseded, ...]:
    """The cards to retire as of a day, with why.

    Those whose question (the missed one, or the one asked) is gone, retired or without a key, or was touched
    by a change of its policy after the version that the card was made under.
    """
    changed = policy_changes(bank.policies, date.min, day) if changed is None else changed
    bearing = {
        (change.policy, change.version): frozenset(touched(bank.questions.values(), change))
        for change in changed
    }
    found = []
    for card in cards:
        reason = _outdated(card, bank, day, bearing) if card.retired is None else None
        if reason is not None:
            found.append(Superseded(card, reason))
    return tuple(found)


def _outdated(
    card: Card, bank: Bank, day: date, bearing: Mapping[tuple[str, str], frozenset[str]]
) -> Message | None:
    for name in (card.question, card.asked):
        question = bank.questions.get(name)
        if question is None:
            return Message("The question is not in the bank any more.")
        if question.retired is not None and question.retired <= day:
            return Message("The question was retired on {day}.", day=str(question.retired))
        held = on_hold(question, bank.policies, day)
        if held is not None:
            return held
    policy = bank.policies[card.policy]
    for version in _since(policy, card.version, day):
        if {card.question, card.asked} & bearing.get((policy.id, version), frozenset()):
            return Message(
                "The policy “{policy}” has changed since; this is not how it is any more.",
                policy=" / ".join(filter(None, policy.title)),
            )
    return None


def _since(policy: Policy, version: str, day: date) -> list[str]:
    """The versions that came after one, up to the one that counts on a day; all, if that one is gone."""
    made_under = policy.version(version)
    after = date.min if made_under is None else made_under.effective
    return [found.id for found in policy.versions if after < found.effective <= day]


def _missed(result: ExamineeResult, bank: Bank, day: date) -> list[tuple[Question, str]]:
    """The missed questions that can be asked again, with the valid version, costliest first."""
    found = []
    for item in result.items:
        question = bank.questions[item.question]
        if item.void or item.credit >= 1 or question.kind == "case":
            continue
        key = _usable(question, bank, day)
        if key is not None:
            found.append((question, key))
    return sorted(found, key=lambda pair: (-pair[0].cost.yuan, pair[0].id))


def _usable(question: Question, bank: Bank, day: date) -> str | None:
    """The version under which a question can be asked on a day; None if it cannot."""
    if question.retired is not None and question.retired <= day:
        return None
    key = resolved(question, bank.policies, day)
    if isinstance(key, Message) or on_hold(question, bank.policies, day) is not None:
        return None
    return key.version


def _sibling(question: Question, bank: Bank, day: date, asked: set[str], person: int) -> Question | None:
    """A question that asks the same in another way; one that this person has not seen, if there is one.

    A sibling of another policy will not do: the card retires with the policy of what was missed.
    """
    siblings = [bank.questions[name] for name in question.siblings if name in bank.questions]
    usable = [
        sibling
        for sibling in siblings
        if sibling.kind != "case" and sibling.policy == question.policy and _usable(sibling, bank, day)
    ]
    lots = {
        sibling.id: blake2b(f"{person}/{question.id}/{sibling.id}".encode(), digest_size=8).digest()
        for sibling in usable
    }
    return min(usable, key=lambda sibling: (sibling.id in asked, lots[sibling.id]), default=None)


def _utc(now: datetime) -> datetime:
    return now.astimezone(UTC)


@cache
def _scheduler() -> Scheduler:
    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST,
        enable_fuzzing=False,  # chance would make two looks at one card differ
    )
