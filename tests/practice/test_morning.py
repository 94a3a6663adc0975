"""The lead's morning: whom to see to first and why, who has won whom, where calls are lost."""

from collections.abc import Sequence
from datetime import date, timedelta

from simulator.people.person import Person
from simulator.practice.morning import (
    ClosingExam,
    Concern,
    FirstPerson,
    TeamMember,
    desk_losses,
    first_people,
    who_won_whom,
)
from simulator.practice.practice import Assigned, tasks
from simulator.practice.standing import Played
from simulator.text.proportion import Proportion

from .classroom import BEGINNING, BOUGHT_OFF, CASE, HUNG_UP, LI, WANG, WON, ZHAO, attempt

TODAY = BEGINNING.date() + timedelta(days=9)
EXAM = ClosingExam(7, "November", 0)


def member(
    person: Person, calls: Sequence[Played] = (), last: date | None = TODAY, **more: object
) -> TeamMember:
    """Somebody of the team."""
    return TeamMember(person, tuple(calls), last=last, **more)  # type: ignore[arg-type]


def first(*members: TeamMember, exam: ClosingExam | None = None) -> list[tuple[str, Concern]]:
    """Who is named, and why."""
    found = first_people(members, {CASE.id: CASE}, exam, TODAY)
    return [(one.member.person.name, one.concern) for one in found]


def lost(person: Person, count: int = 2) -> list[Played]:
    """So many lost calls."""
    return [attempt(HUNG_UP, person, day) for day in range(count)]


def won(person: Person, count: int = 3) -> list[Played]:
    """So many won calls."""
    return [attempt(WON, person, day) for day in range(count)]


def test_the_most_pressing_comes_first() -> None:
    """A lead would see to somebody who can wait, while another misses the exam."""
    overdue = tasks([Assigned(3, CASE.id, BEGINNING, due=TODAY - timedelta(days=2))], [], TODAY)
    people = (
        member(LI, lost(LI)),
        member(WANG, tasks=tuple(overdue)),
        member(ZHAO, exam=7),
    )
    assert first(*people, exam=EXAM) == [
        ("zhao", Concern.EXAM),
        ("wang", Concern.OVERDUE),
        ("li", Concern.LOST),
    ]
    later = ClosingExam(7, "November", 9)
    assert first(*people, exam=later) == [("wang", Concern.OVERDUE), ("li", Concern.LOST)]


def test_reasons_are_what_happened() -> None:
    """A lead would be told something that is not so, or be led to another call."""
    (found,) = first_people([member(LI, lost(LI, 3))], {CASE.id: CASE}, None, TODAY)
    assert str(found.flag) == "3 of the last 3 calls not won"
    assert (found.attempt, found.case) == ("a2-li-worried", CASE.id)
    findings = found.member.calls[-1].findings
    assert findings is not None
    assert findings.lost_at is not None
    assert CASE.scenes[findings.lost_at.scene].customer.otherwise[:40] in str(found.reason)
    assert found.member.scores == tuple(one.result.score for one in lost(LI, 3) if one.result)


def test_nobody_is_named_without_a_reason() -> None:
    """Three people would be picked out because three are wanted."""
    assert first(member(LI, won(LI, 1)), member(WANG, lost(WANG, 1))) == []


def test_absence_and_beginning() -> None:
    """Somebody who stays away would not be missed until the month is over."""
    away = member(LI, won(LI, 1), TODAY - timedelta(days=8))
    assert first(away, member(WANG, last=None)) == [("li", Concern.AWAY), ("wang", Concern.NEW)]
    assert first(member(LI, won(LI, 1), TODAY - timedelta(days=6))) == []


def test_one_who_can_help_stands_beside_those_who_lose() -> None:
    """Who could show how it is done would not be asked."""
    people = [member(LI, lost(LI)), member(ZHAO, won(ZHAO))]
    found: tuple[FirstPerson, ...] = first_people(people, {CASE.id: CASE}, None, TODAY)
    assert [(one.member.person, one.concern) for one in found] == [
        (LI, Concern.LOST),
        (ZHAO, Concern.CAN_HELP),
    ]
    assert str(found[1].flag) == "won the last 3 calls"
    assert str(found[1].reason) == f"Won “{CASE.title}”, where Li loses: can show how."
    assert found[1].attempt == "a2-zhao-worried"


def test_who_has_won_whom() -> None:
    """A customer would seem won by somebody else, or a figure lead to another call."""
    other = CASE.personas[-1].id
    attempts = [*won(LI, 1), attempt(HUNG_UP, LI, 1, persona=other), attempt(["feel-it"], WANG, 0)]
    li, wang = who_won_whom(CASE, [LI, WANG], attempts, [CASE])
    by = dict(zip([persona.id for persona in CASE.personas], li.meetings, strict=True))
    assert (by["worried"].won, by["worried"].attempt) == (True, "a0-li-worried")
    assert (by[other].won, by[other].attempt) == (False, f"a1-li-{other}")
    assert {(one.won, one.attempt) for one in wang.meetings} == {(False, None)}
    assert wang.weakest is None


def test_where_the_desk_loses_calls() -> None:
    """The meeting would talk about a line at which nothing is lost."""
    attempts = [*lost(LI), attempt(BOUGHT_OFF, WANG, 3), *won(ZHAO, 1)]
    found = desk_losses([CASE], attempts)
    assert sum(one.lost.hits for one in found) == 3
    at = [one.findings.lost_at for one in attempts if one.findings and one.findings.lost_at]
    top = found[0]
    (scene,) = [name for name, one in CASE.scenes.items() if one.customer.otherwise == top.customer]
    moves = [reply.move for reply in at if reply.scene == scene]
    assert top.lost.hits == len(moves)
    assert top.say == CASE.scenes[scene].moves[max(moves, key=moves.count)].say
    assert desk_losses([CASE], won(LI)) == ()
    assert desk_losses([], attempts) == ()
    assert top.lost == Proportion(len(moves), top.lost.of)
