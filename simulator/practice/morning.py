"""A team lead's morning: three people first, who has won whom, and where calls are lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from simulator.call.case.case import Case
from simulator.people.person import Person
from simulator.text.message import Message, plural
from simulator.text.proportion import Proportion

from .classes import scene_losses
from .practice import Task
from .standing import Played, begun, most_telling
from .strengths import kinds_of_replies

FIRST = 3
"""So many people are named: more would be the list of the class."""
SOON = 3
"""Days before an exam closes from which whoever has not begun it is named."""
AWAY = 7
"""Days without practice after which somebody is named."""
RECENT = 5
"""The last calls by which somebody is judged."""
LOST = 2
"""So many of them not won, the last one among them, are worth a word."""
ROW = 3
"""So many won in a row, and somebody may help others."""
LOSSES = 3
SHORT = 60
"""Characters of a customer's line that stand within a sentence."""


class Concern(IntEnum):
    """Why somebody is named, the most pressing first."""

    EXAM = 1
    OVERDUE = 2
    LOST = 3
    AWAY = 4
    NEW = 5
    CAN_HELP = 6


@dataclass(frozen=True, slots=True)
class TeamMember:
    """What is known of a member of the team this morning.

    `calls` are those that came to their end, the first one first; `tasks` the assignments.
    """

    person: Person
    calls: tuple[Played, ...] = ()
    tasks: tuple[Task, ...] = ()
    last: date | None = None
    """The day on which something was practised last."""
    exam: int | None = None
    """The exam that closes soon and was not begun."""

    @property
    def scores(self) -> tuple[int, ...]:
        """The win-win scores of the last calls, 0-100."""
        return tuple(one.score for one in self.calls[-RECENT:])


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Somebody to see to first: why, and what the one thing to do is about."""

    member: TeamMember
    concern: Concern
    flag: Message
    reason: Message
    attempt: str | None = None
    """The call to listen to."""
    case: str | None = None
    """The case to assign."""
    assignment: int | None = None


@dataclass(frozen=True, slots=True)
class ClosingExam:
    """The exam that closes next: which, and in how many days."""

    id: int
    title: str
    days: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """Whether somebody has met a customer: the best won call, or the last one that was not won."""

    attempt: str | None = None
    won: bool = False


@dataclass(frozen=True, slots=True)
class MeetingsRow:
    """Whom somebody has won, in the order of the case's personas; `weakest` is a kind of reply."""

    person: Person
    meetings: tuple[Meeting, ...]
    weakest: str | None


@dataclass(frozen=True, slots=True)
class DeskLoss:
    """A scene at which the desk loses calls.

    `customer` is what the customer says there, in the case's language; `say` the reply with which most of
    the calls were lost, and `attempt` the last of these calls.
    """

    case: Case
    customer: str
    lost: Proportion
    say: str
    kinds: tuple[str, ...]
    attempt: str


def first_people(
    members: Sequence[TeamMember], cases: Mapping[str, Case], exam: ClosingExam | None, today: date
) -> tuple[FirstPerson, ...]:
    """Whom to see to first: the most pressing, and among them one who can help, if there is one."""
    found = [one for member in members if (one := _concern(member, cases, exam, today)) is not None]
    found.sort(key=lambda one: (one.concern, _waiting(one, today), one.member.person.id))
    named = {one.member.person.id for one in found}
    helper = _helper([one for one in members if one.person.id not in named], found, cases)
    if helper is None:
        return tuple(found[:FIRST])
    return (*found[: FIRST - 1], helper)


def _waiting(one: FirstPerson, today: date) -> int:
    """What those of one concern are sorted by: the longest overdue or away first, then the most lost."""
    if one.concern is Concern.OVERDUE:
        return min(task.days or 0 for task in one.member.tasks if task.overdue)
    if one.concern is Concern.LOST:
        return -sum(not call.won for call in one.member.calls[-RECENT:])
    return (one.member.last - today).days if one.member.last else 0


def _concern(
    member: TeamMember, cases: Mapping[str, Case], exam: ClosingExam | None, today: date
) -> FirstPerson | None:
    if exam is not None and member.exam == exam.id and exam.days <= SOON:
        flag = (
            plural("exam closes tomorrow", "exam closes in {count} days", count=exam.days)
            if exam.days
            else Message("exam closes today")
        )
        return FirstPerson(
            member, Concern.EXAM, flag, Message("Has not begun “{title}” yet.", title=exam.title)
        )
    overdue = [task for task in member.tasks if task.overdue and task.assigned.case in cases]
    if overdue:
        task = overdue[0]
        reason = Message("“{case}” is assigned and not done.", case=cases[task.assigned.case].title)
        return FirstPerson(
            member,
            Concern.OVERDUE,
            task.words,
            reason,
            case=task.assigned.case,
            assignment=task.assigned.assignment,
        )
    return _lost(member, cases) or _absent(member, today)


def _lost(member: TeamMember, cases: Mapping[str, Case]) -> FirstPerson | None:
    recent = member.calls[-RECENT:]
    lost = [one for one in recent if not one.won]
    if len(lost) < LOST or recent[-1].won or recent[-1].case not in cases:
        return None
    last = recent[-1]
    flag = Message("{lost} of the last {calls} calls not won", lost=len(lost), calls=len(recent))
    case = cases[last.case]
    at = last.findings.lost_at if last.findings else None
    scene = case.scenes.get(at.scene) if at else None
    reason = (
        Message(
            "The last one, “{case}”, was lost at “{line}”",
            case=case.title,
            line=_short(scene.customer.otherwise),
        )
        if scene
        else Message("The last one was “{case}”.", case=case.title)
    )
    return FirstPerson(member, Concern.LOST, flag, reason, last.name, last.case)


def _absent(member: TeamMember, today: date) -> FirstPerson | None:
    if member.last is None:
        reason = Message("Has not practised yet. One assigned case is a beginning.")
        return FirstPerson(member, Concern.NEW, Message("not begun yet"), reason)
    days = (today - member.last).days
    if days < AWAY:
        return None
    flag = Message("{days} days without practice", days=days)
    if not member.calls or member.calls[-1].result is None:
        return FirstPerson(member, Concern.AWAY, flag, Message("Began, and has not taken a call yet."))
    last = member.calls[-1]
    words = Message("The last call was won.") if last.won else Message("The last call was not won.")
    return FirstPerson(member, Concern.AWAY, flag, words, last.name)


def _helper(
    members: Sequence[TeamMember], found: Sequence[FirstPerson], cases: Mapping[str, Case]
) -> FirstPerson | None:
    """Who won the last calls in a row; best of all where somebody named before loses."""
    able = [one for one in members if _row(one) >= ROW]
    able.sort(key=lambda one: (-_row(one), one.person.id))
    for member in able:
        for other in found[: FIRST - 1]:
            if other.concern is Concern.LOST:
                won = [call for call in member.calls if call.won and call.case == other.case]
                if won and other.case:
                    reason = Message(
                        "Won “{case}”, where {name} loses: can show how.",
                        case=cases[other.case].title,
                        name=other.member.person.shown,
                    )
                    return FirstPerson(member, Concern.CAN_HELP, _flag(member), reason, won[-1].name)
    if not able:
        return None
    best = able[0]
    reason = Message("Can take somebody new along.")
    return FirstPerson(best, Concern.CAN_HELP, _flag(best), reason, best.calls[-1].name)


def _row(member: TeamMember) -> int:
    count = 0
    while count < len(member.calls) and member.calls[-1 - count].won:
        count += 1
    return count


def _flag(member: TeamMember) -> Message:
    return Message("won the last {count} calls", count=_row(member))


def who_won_whom(
    case: Case, people: Sequence[Person], attempts: Iterable[Played], cases: Iterable[Case]
) -> tuple[MeetingsRow, ...]:
    """Which customers of a case each of these people has met and won, and what they say worst in any case."""
    attempts, cases = sorted(attempts, key=begun), list(cases)
    rows = []
    for person in people:
        own = [one for one in attempts if one.person == person.id]
        calls = [one for one in own if one.called and one.case == case.id]
        kinds = kinds_of_replies(cases, own)
        rows.append(
            MeetingsRow(
                person,
                tuple(
                    _meeting([one for one in calls if one.persona == persona.id]) for persona in case.personas
                ),
                kinds[0].kind if kinds and kinds[0].weak else None,
            )
        )
    return tuple(rows)


def _meeting(calls: Sequence[Played]) -> Meeting:
    shown = most_telling(calls)
    return Meeting(shown.name, shown.won) if shown else Meeting()


@dataclass(slots=True)
class _At:
    """The calls that were lost at a scene: their names, the last one last, and the replies that lost them."""

    names: list[str] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)


def desk_losses(
    cases: Iterable[Case], attempts: Iterable[Played], most: int = LOSSES
) -> tuple[DeskLoss, ...]:
    """The scenes at which most calls were lost, by their reviews."""
    attempts = sorted(attempts, key=begun)
    found = []
    for case in cases:
        reviewed = [
            (one.name, one.findings)
            for one in attempts
            if one.case == case.id and one.called and one.findings and one.findings.reviewed
        ]
        at: dict[str, _At] = {}
        for name, one in reviewed:
            if (reply := one.lost_at) is not None and reply.scene in case.scenes:
                place = at.setdefault(reply.scene, _At())
                place.names.append(name)
                place.moves.append(reply.move)
        for loss in scene_losses(case, [one for _, one in reviewed]):
            place = at[loss.scene]
            commonest = max(dict.fromkeys(place.moves), key=place.moves.count)
            move = case.scenes[loss.scene].moves.get(commonest)
            found.append(
                DeskLoss(
                    case,
                    loss.customer,
                    loss.lost,
                    move.say if move else "",
                    move.kinds if move else (),
                    place.names[-1],
                )
            )
    found.sort(key=lambda one: (-one.lost.hits, -one.lost.share, one.case.id, one.customer))
    return tuple(found[:most])


def _short(words: str) -> str:
    """A line short enough to stand within a sentence."""
    return words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + "…"
