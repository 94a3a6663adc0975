"""The month's practice target of a team: split over its members by ability, and how they get on with it.

A target is a number of calls, taken to their end in a month. Abler members take a larger share, newcomers a
smaller one, and who is in the team for a part of the month a share for that part; the team lead can fix
anybody's share by hand, and the rest is split over the others.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from operator import attrgetter

from simulator.people.person import Person
from simulator.text.message import Message, plural
from simulator.text.proportion import Proportion

RECENT = 10
"""Calls that the ability is read off: the last before the month, so that shares do not move within it."""
BASE = 1000
"""What everybody counts, and the most that recent calls add: RECENT scores of 100. Shown in twentieths."""
LATE = Fraction(1, 4)
"""Somebody is behind who lacks this share of the calls that were due by now, or more."""
LEAST_DUE = 2  # fewer calls due than this say nothing yet
SELDOM = Fraction(1, 3)
"""Somebody needs help who won less than this share of the last calls."""
HELPERS = 3  # named at most for each who needs help


@dataclass(frozen=True, slots=True)
class FinishedCall:
    """A call that was taken to its end: by whom, at which case, on which day, its score (0-100), if won."""

    person: int
    case: str
    on: date
    score: int
    won: bool


@dataclass(frozen=True, slots=True)
class Share:
    """Somebody's part of the target, in calls. `fixed` was set by the team lead."""

    person: int
    amount: int
    fixed: bool


@dataclass(frozen=True, slots=True)
class Split:
    """A target split over a team."""

    shares: tuple[Share, ...]
    left: int
    """The target less all shares: above 0 where everybody's share is fixed and calls are left over, below 0
    where the fixed shares alone are more than the target. Otherwise 0."""


@dataclass(frozen=True, slots=True)
class MemberTarget:
    """How somebody gets on with their share of the month.

    `since` is the day from which they count, where they joined within the month; `until` the last day, where
    they were locked or deleted within it. `days` are those on which they count: how many are over, of all.
    """

    person: Person
    share: int
    fixed: bool
    since: date | None
    until: date | None
    days: Proportion
    ability: float
    """What the share was worked out from: 50 for somebody without a call, 100 for ten perfect ones."""
    experience: int
    """How many calls that rests on, at most RECENT."""
    done: int
    due: int
    """How many should be done by now, if calls are spread evenly over the days of the month."""
    recent: Proportion
    """How many of the last calls were won."""

    @property
    def behind(self) -> int:
        """How many calls are lacking of those due by now."""
        return max(0, self.due - self.done)

    @property
    def on_pace(self) -> bool:
        """Whether nothing is lacking of what is due by now."""
        return not self.behind

    @property
    def percent(self) -> int:
        """How much of the share is done, in percent, at most 100."""
        return 100 if self.done >= self.share else 100 * self.done // self.share

    @property
    def why(self) -> Message:
        """Where the share comes from."""
        if self.fixed:
            return Message("set by hand")
        if not self.experience:
            return Message("no call before this month")
        ability = f"{self.ability:g}"
        return plural(
            "ability {ability}, by one call before this month",
            "ability {ability}, by the last {count} calls before this month",
            ability=ability,
            count=self.experience,
        )

    @property
    def words(self) -> Message:
        """How it stands."""
        if not self.share:
            return Message("nothing this month")
        if self.done >= self.share:
            return Message("done")
        if self.until is not None:
            return Message("has left")
        if self.on_pace:
            return Message("on pace")
        return plural("one call behind", "{count} calls behind", count=self.behind)


@dataclass(frozen=True, slots=True)
class PracticeHelper:
    """Somebody who could help, and the cases that they won the last time, unlike the one who needs help."""

    person: Person
    cases: tuple[str, ...]
    reason: Message


@dataclass(frozen=True, slots=True)
class PracticeHelp:
    """Somebody who needs help, why, at which cases the last call was not won, and who could help there."""

    person: Person
    reasons: tuple[Message, ...]
    cases: tuple[str, ...]
    helpers: tuple[PracticeHelper, ...]


@dataclass(frozen=True, slots=True)
class TeamTarget:
    """A team's target for a month, and how it gets on."""

    month: date
    total: int
    left: int
    """See `Split.left`."""
    days: Proportion
    """Days of the month that are over, of how many."""
    members: tuple[MemberTarget, ...]
    help: tuple[PracticeHelp, ...]

    @property
    def left_words(self) -> Message | None:
        """What is wrong with the shares that were set by hand, if anything."""
        if self.left > 0 and self.members:
            return Message(
                "All shares are set by hand, and {count} of the target's calls are nobody's.", count=self.left
            )
        if self.left < 0:
            return Message("The shares set by hand are {count} more than the target.", count=-self.left)
        return None

    @property
    def done(self) -> int:
        """How many calls have been made, those beyond somebody's share included."""
        return sum(member.done for member in self.members)

    @property
    def due(self) -> int:
        """How many should have been made by now."""
        parts = [(max(0, self.left), self.days), *((one.share, one.days) for one in self.members)]
        return int(sum(Fraction(share * days.hits, days.of) for share, days in parts))

    @property
    def joined(self) -> int:
        """How many have joined within the month, so that the shares of the others became smaller."""
        return sum(one.since is not None for one in self.members)

    @property
    def on_pace(self) -> bool:
        """Whether the team has made as many as are due."""
        return self.done >= self.due


def ability(scores: Sequence[int]) -> int:
    """What somebody counts when a target is split, by the scores of all their calls in order: 1000 to 2000.

    Everybody counts 1000. Each of the last ten calls adds its score, so that both experience and skill count:
    somebody new counts half as much as somebody whose last ten calls were perfect.
    """
    return BASE + sum(scores[-RECENT:])


def split(total: int, abilities: Mapping[int, int], fixed: Mapping[int, int] | None = None) -> Split:
    """Split a target over people by their abilities, in whole calls; `fixed` shares stay as they are.

    The shares add up to the total exactly (see `Split.left` for when they cannot). Fractions go to the
    largest remainders (Hamilton), then to the abler, then to whoever was at the desk first. Nobody's share is
    below 1 as long as there is enough for everybody.
    """
    set_by_hand = {person: amount for person, amount in (fixed or {}).items() if person in abilities}
    free = {person: weight for person, weight in abilities.items() if person not in set_by_hand}
    rest = total - sum(set_by_hand.values())
    amounts = set_by_hand | _apportioned(max(0, rest), free)
    return Split(
        tuple(Share(person, amounts[person], person in set_by_hand) for person in abilities),
        total - sum(amounts.values()),
    )


def _apportioned(total: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Whole numbers in proportion to weights that add up to a total; at least 1 each if there is enough."""
    some: dict[int, int] = {}
    people = dict(weights)
    if total >= len(weights):
        # shares below 1 become 1; that leaves less for the others, so look again
        while low := [person for person in people if people[person] * total < sum(people.values())]:
            some |= dict.fromkeys(low, 1)
            total -= len(low)
            people = {person: weight for person, weight in people.items() if person not in some}
    if not people:
        return some
    whole = sum(people.values())
    amounts = {person: total * weight // whole for person, weight in people.items()}
    by_remainder = sorted(people, key=lambda one: (-(total * people[one] % whole), -people[one], one))
    for person in by_remainder[: total - sum(amounts.values())]:
        amounts[person] += 1
    return some | amounts


def days_over(month: date, today: date) -> Proportion:
    """How many days of a month are over, today not included."""
    first = month.replace(day=1)
    length = monthrange(month.year, month.month)[1]
    return Proportion(min(length, max(0, (today - first).days)), length)


def days_in(person: Person, month: date) -> tuple[date, date] | None:
    """The first and the last day of a month on which somebody is in the team; None if on none."""
    first = month.replace(day=1)
    last = first.replace(day=monthrange(month.year, month.month)[1])
    begin = max(first, person.joined or first)
    end = min(last, person.left or last)
    return (begin, end) if begin <= end else None


def due(share: int, days: Proportion) -> int:
    """How many calls of a share should be done after so many days, in whole calls."""
    return share * days.hits // days.of


def team_target(
    month: date,
    total: int,
    fixed: Mapping[int, int],
    people: Sequence[Person],
    calls: Iterable[FinishedCall],
    today: date,
) -> TeamTarget:
    """How a team gets on with its target for the month that a date lies in.

    `people` are all who are in the team or were until they left; those count who were there in the month,
    each for the days on which they were. `calls` are all their calls, in the order in which they were made.
    What is asked of people is worked out from those before the month; who needs help, from all up to its end.
    """
    first = month.replace(day=1)
    days = days_over(month, today)
    beyond = first + timedelta(days=days.of)
    spans = {person.id: span for person in people if (span := days_in(person, month)) is not None}
    by_person: dict[int, list[FinishedCall]] = {person: [] for person in spans}
    for call in sorted(calls, key=attrgetter("on")):
        if call.person in by_person and call.on <= today and call.on < beyond:
            by_person[call.person].append(call)
    before = {person: [call.score for call in own if call.on < first] for person, own in by_person.items()}
    abilities = {person: ability(scores) for person, scores in before.items()}
    counted = {person: _counted(*span, today) for person, span in spans.items()}
    weights = {person: abilities[person] * counted[person].of for person in spans}
    parts = split(total, weights, fixed)
    last = beyond - timedelta(days=1)
    members = tuple(
        MemberTarget(
            person=person,
            share=share.amount,
            fixed=share.fixed,
            since=None if spans[person.id][0] == first else spans[person.id][0],
            until=None if person.left is None or person.left > last else spans[person.id][1],
            days=counted[person.id],
            ability=abilities[person.id] * 50 / BASE,
            experience=min(RECENT, len(before[person.id])),
            done=sum(call.on >= first for call in by_person[person.id]),
            due=due(share.amount, counted[person.id]),
            recent=_recent(by_person[person.id]),
        )
        for person, share in zip((one for one in people if one.id in spans), parts.shares, strict=True)
    )
    return TeamTarget(first, total, parts.left, days, members, tuple(_help(members, by_person)))


def _counted(begin: date, end: date, today: date) -> Proportion:
    """How many of the days on which somebody counts are over, today not included."""
    count = (end - begin).days + 1
    return Proportion(min(count, max(0, (today - begin).days)), count)


def _recent(calls: Sequence[FinishedCall]) -> Proportion:
    last = calls[-RECENT:]
    return Proportion(sum(call.won for call in last), len(last))


def _help(members: Sequence[MemberTarget], calls: Mapping[int, Sequence[FinishedCall]]) -> list[PracticeHelp]:
    """Who needs help, those furthest behind first, and who could give it."""
    here = [member for member in members if member.until is None]
    needed = [(member, reasons) for member in here if (reasons := tuple(_reasons(member)))]
    needed.sort(key=lambda entry: (-entry[0].behind, entry[0].recent.share, entry[0].person.id))
    busy = {member.person.id for member, _ in needed}
    last = {person: {call.case: call.won for call in own} for person, own in calls.items()}
    return [
        PracticeHelp(
            member.person,
            reasons,
            lost := tuple(sorted(case for case, won in last[member.person.id].items() if not won)),
            _helpers(member, lost, here, last, busy),
        )
        for member, reasons in needed
    ]


def _reasons(member: MemberTarget) -> Iterable[Message]:
    if member.due >= LEAST_DUE and member.behind >= LATE * member.due:
        yield Message(
            "{done} of {due} calls that were due by now have been made.", done=member.done, due=member.due
        )
    recent = member.recent
    if not recent.few and recent.hits < SELDOM * recent.of:
        yield Message("{won} of the last {calls} calls were won.", won=recent.hits, calls=recent.of)


def _helpers(
    needs: MemberTarget,
    lost: Sequence[str],
    members: Sequence[MemberTarget],
    last: Mapping[int, Mapping[str, bool]],
    busy: set[int],
) -> tuple[PracticeHelper, ...]:
    """Those who won the last time where somebody else did not; first those who need no help themselves."""
    could = []
    for member in members:
        won = tuple(case for case in lost if last[member.person.id].get(case))
        if won and member is not needs:
            could.append((member, won))
    could.sort(key=lambda one: (one[0].person.id in busy, -len(one[1]), -one[0].recent.share))
    return tuple(
        PracticeHelper(
            member.person,
            won,
            plural(
                "Won the last time at a case where {name} did not.",
                "Won the last time at {count} cases where {name} did not.",
                count=len(won),
                name=needs.person.shown,
            ),
        )
        for member, won in could[:HELPERS]
    )
