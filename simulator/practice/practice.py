"""What somebody should practise next, with the reason, and how far they have come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from simulator.call.case.case import Case, Stage
from simulator.text.message import Message, plural

from .standing import WINS_NEEDED, Played, Standing, Status, begun, by_case, standing

MOST = 5
"""How many suggestions are made: more would be a list of the cases."""
FORGOTTEN = 14
"""Days after which an unfinished attempt is not suggested any more."""
CALLS_ENOUGH = 3
"""How many calls do for an assignment when none of them is won: nobody is to be stuck with a case."""
WHAT_DOES = Message(
    "An assignment is done with one call that both sides win, or with {count} calls taken to their end,"
    " since it was given.",
    count=CALLS_ENOUGH,
)
"""What completes an assignment, for everybody whom it concerns."""


class SuggestionTarget(Enum):
    """Where a suggestion leads."""

    PLAY = "play"
    """To a new attempt at the case."""
    RESUME = "resume"
    """To an unfinished attempt."""
    RETRY = "retry"
    """To the review of an attempt, whose replies can be tried again."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A case that somebody is to practise. `assignment` is its number; `note` is from who assigned it."""

    assignment: int
    case: str
    at: datetime
    due: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An assigned case, and how far it is.

    `days` are those left until it is due: 0 is today, below 0 is overdue; None without a date. `calls` are
    those taken to their end since it was assigned, `won` whether one of them is a win that counts.
    """

    assigned: Assigned
    days: int | None
    calls: int = 0
    won: bool = False

    @property
    def done(self) -> bool:
        """Whether that is enough: see WHAT_DOES."""
        return self.won or self.calls >= CALLS_ENOUGH

    @property
    def overdue(self) -> bool:
        """Whether it should have been done by now."""
        return not self.done and self.days is not None and self.days < 0

    @property
    def words(self) -> Message:
        """How it stands: done, or when it is due."""
        if self.won:
            return Message("done: won")
        return Message("done: {calls} calls, none won", calls=self.calls) if self.done else _due(self.days)

    @property
    def tried(self) -> Message | None:
        """How often it was tried, of how often is enough; None before the first call and when it is done."""
        if self.done or not self.calls:
            return None
        return Message("{calls} of {enough} calls, none won yet", calls=self.calls, enough=CALLS_ENOUGH)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to practise next, and why.

    `attempt` is the one to go on with or to look at again. `stage` is the one to begin with: the call, for
    those who know the recording; None for the whole case.
    """

    case: str
    title: str
    link: SuggestionTarget
    reason: Message
    attempt: str | None = None
    stage: Stage | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class CaseProgress:
    """How far somebody is with one of the cases."""

    case: str
    title: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class PracticeProgress:
    """How far somebody has come with all the cases that are open to them."""

    cases: tuple[CaseProgress, ...]
    calls: int
    """Calls that came to an end."""
    wins: int

    def count(self, status: Status) -> int:
        """How many cases have come exactly so far."""
        return sum(entry.standing.status is status for entry in self.cases)

    @property
    def mastered(self) -> int:
        """How many cases are mastered."""
        return self.count(Status.MASTERED)

    @property
    def last(self) -> datetime | None:
        """When something was last done; None where nothing was."""
        return max((e.standing.last for e in self.cases if e.standing.last is not None), default=None)


def progress(
    cases: Sequence[Case], attempts: Sequence[Played], needed: int = WINS_NEEDED
) -> PracticeProgress:
    """How far one person has come, by all their attempts."""
    own = by_case(attempts)
    entries = tuple(CaseProgress(case.id, case.title, standing(case, own[case.id], needed)) for case in cases)
    return PracticeProgress(
        entries,
        sum(entry.standing.calls for entry in entries),
        sum(entry.standing.wins for entry in entries),
    )


def tasks(assigned: Sequence[Assigned], attempts: Sequence[Played], today: date) -> list[Task]:
    """One person's assignments: what is still to be done first, the soonest due before all others."""
    return sorted(
        (_task(one, attempts, today) for one in assigned),
        key=lambda task: (
            task.done,
            task.assigned.due or date.max,
            task.assigned.at,
            task.assigned.assignment,
        ),
    )


def suggestions(
    cases: Sequence[Case],
    attempts: Sequence[Played],
    assigned: Sequence[Assigned],
    today: date,
    needed: int = WINS_NEEDED,
    most: int = MOST,
) -> list[Suggestion]:
    """What one person should practise next, the most pressing first, each case once.

    First what is assigned, by when it is due; then what was left unfinished lately, the latest first; then
    calls that could have gone better, the latest first; then cases that are not mastered, the longest
    untouched first and new ones by their difficulty; then mastered cases in which somebody has not been met.
    """
    own = by_case(attempts)
    known = {case.id: _Known(case, standing(case, own[case.id], needed), own[case.id]) for case in cases}
    found: dict[str, Suggestion] = {}
    for suggestion in (
        *_assigned(known, tasks(assigned, attempts, today), today),
        *_unfinished(known.values(), today),
        *_retries(known.values()),
        *_not_mastered(known.values()),
        *_not_met(known.values()),
    ):
        found.setdefault(suggestion.case, suggestion)
    return list(found.values())[:most]


class _Known(NamedTuple):
    """A case, how far somebody is with it, and their attempts in the order in which they were begun."""

    case: Case
    state: Standing
    own: Sequence[Played]

    def suggested(self, link: SuggestionTarget, reason: Message, attempt: Played | None = None) -> Suggestion:
        name = None if attempt is None else attempt.name
        knows = link is SuggestionTarget.PLAY and self.state.calls and Stage.REHEARSAL in self.case.stages
        stage = Stage.REHEARSAL if knows else None
        return Suggestion(self.case.id, self.case.title, link, reason, name, stage)

    def left(self, today: date) -> Played | None:
        """The unfinished attempt to go on with; none that was given up for a newer one, or long ago."""
        last = self.state.open
        if last is None or (today - last.updated.date()).days > FORGOTTEN:
            return None
        given_up = any(played.finished and played.updated > last.updated for played in self.own)
        return None if given_up else last


def _assigned(known: Mapping[str, _Known], to_do: Sequence[Task], today: date) -> Iterator[Suggestion]:
    for task in to_do:
        entry = known.get(task.assigned.case)
        if task.done or entry is None:
            continue
        left = entry.left(today)
        link = SuggestionTarget.PLAY if left is None else SuggestionTarget.RESUME
        reason = Message("Assigned to you: {due}.", due=task.words)
        yield replace(entry.suggested(link, reason, left), due=task.assigned.due)


def _unfinished(known: Iterable[_Known], today: date) -> Iterator[Suggestion]:
    left = [(played, entry) for entry in known if (played := entry.left(today)) is not None]
    for played, entry in sorted(left, key=lambda pair: (pair[0].updated, pair[0].name), reverse=True):
        yield entry.suggested(
            SuggestionTarget.RESUME, Message("You have begun this and not finished it."), played
        )


def _retries(known: Iterable[_Known]) -> Iterator[Suggestion]:
    """The last call at each case, where it was not won and had replies that lost something."""
    last = [(calls[-1], entry) for entry in known if (calls := [p for p in entry.own if p.called])]
    for played, entry in sorted(last, key=lambda pair: begun(pair[0]), reverse=True):
        faults = played.findings.mendable if played.findings else 0
        if faults and not played.won:
            reason = plural(
                "One reply of your last call was suboptimal: find a better one.",
                "{count} replies of your last call were suboptimal: find better ones.",
                count=faults,
            )
            yield entry.suggested(SuggestionTarget.RETRY, reason, played)


def _not_mastered(known: Iterable[_Known]) -> Iterator[Suggestion]:
    waiting = [entry for entry in known if entry.state.status is not Status.MASTERED]
    touched = [(entry.state.last, entry) for entry in waiting if entry.state.last is not None]
    touched.sort(key=lambda pair: (pair[0], pair[1].case.id))
    new = [entry for entry in waiting if entry.state.last is None]
    new.sort(key=lambda entry: (entry.case.difficulty, entry.case.id))
    for entry in (*(entry for _, entry in touched), *new):
        yield entry.suggested(SuggestionTarget.PLAY, _why_not_mastered(entry.state))


def _why_not_mastered(state: Standing) -> Message:
    if state.last is None:
        return Message("You have not practised this case yet.")
    if state.mastery.run:
        return Message(
            "Won with {won} of {needed} different customers in a row: go on.",
            won=len(state.mastery.run),
            needed=state.mastery.needed,
        )
    if state.wins:
        return Message("You have won this before, but not the last time.")
    if state.calls:
        return Message("You have not won this case yet.")
    return Message("You have not taken this call yet.")


def _not_met(known: Iterable[_Known]) -> Iterator[Suggestion]:
    """Mastered cases in which a customer waits with whom no call was made; the longest untouched first."""
    mastered = [
        (entry.state.last, entry)
        for entry in known
        if entry.state.status is Status.MASTERED and entry.state.last is not None
    ]
    for _, entry in sorted(mastered, key=lambda pair: (pair[0], pair[1].case.id)):
        met = {played.persona for played in entry.own if played.called}
        waiting = sum(persona.id not in met for persona in entry.case.personas)
        if waiting:
            reason = plural(
                "Mastered; one kind of customer is still waiting whom you have not met.",
                "Mastered; {count} kinds of customer are still waiting whom you have not met.",
                count=waiting,
            )
            yield entry.suggested(SuggestionTarget.PLAY, reason)


def _task(one: Assigned, attempts: Sequence[Played], today: date) -> Task:
    calls = [p for p in attempts if p.case == one.case and p.called and p.updated >= one.at]
    days = None if one.due is None else (one.due - today).days
    return Task(one, days, len(calls), any(call.won for call in calls))


def _due(days: int | None) -> Message:
    """How long there is until something is due."""
    if days is None:
        return Message("without a date")
    if days < 0:
        return plural("overdue by one day", "overdue by {count} days", count=-days)
    if days > 1:
        return Message("due in {days} days", days=days)
    return Message("due tomorrow") if days else Message("due today")
