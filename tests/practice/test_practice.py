"""What to practise next, and how far somebody has come."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from simulator import Stage, Verdict
from simulator.practice.practice import Assigned, SuggestionTarget, Task, progress, suggestions, tasks
from simulator.practice.standing import Played, Status
from simulator.practice.store import Result

from .classroom import BEGINNING, BOUGHT_OFF, CASE, HUNG_UP, WON, WON_HURRIED, attempt, elsewhere, renamed

TODAY = date(2026, 11, 22)
LOST, WIN, WIN_HURRIED = (
    Result("worried", Verdict.CUSTOMER, 40),
    Result("worried", Verdict.WIN_WIN, 80),
    Result("hurried", Verdict.WIN_WIN, 75),
)


def assigned(case: str, due: int | None = None, day: int = 10, number: int = 1) -> Assigned:
    """An assignment made on a day, due so many days from today."""
    return Assigned(
        number, case, BEGINNING + timedelta(days=day), None if due is None else TODAY + timedelta(days=due)
    )


def suggested(
    cases: list[str], attempts: list[Played], *to_do: Assigned
) -> list[tuple[str, SuggestionTarget, str]]:
    """What is suggested, as case, link and reason."""
    found = suggestions([renamed(case) for case in cases], attempts, to_do, TODAY)
    return [(one.case, one.link, str(one.reason)) for one in found]


@pytest.mark.parametrize(
    ("due", "words", "overdue"),
    [
        (None, "without a date", False),
        (-5, "overdue by 5 days", True),
        (-1, "overdue by one day", True),
        (0, "due today", False),
        (1, "due tomorrow", False),
        (2, "due in 2 days", False),
    ],
)
def test_when_a_task_is_due(due: int | None, words: str, overdue: bool) -> None:
    """A trainee would be told another day, or be late on the day itself."""
    (task,) = tasks([assigned("a", due)], [], TODAY)
    assert (str(task.words), task.overdue, task.done) == (words, overdue, False)


@pytest.mark.parametrize(
    ("played", "done"),
    [
        (elsewhere("a", 11, WIN), True),
        (elsewhere("a", 11, LOST), False),
        (elsewhere("a", 11, Result("worried", Verdict.WIN_WIN, 80, ("promise",))), False),
        (elsewhere("a", 9, LOST), False),
        (elsewhere("a", 11, Result("worried")), False),
        (elsewhere("a", 11), False),
        (elsewhere("b", 11, WIN), False),
        (replace(elsewhere("a", 9, WIN), updated=BEGINNING + timedelta(days=11)), True),
    ],
)
def test_task_is_done_by_a_call_won_since(played: Played, done: bool) -> None:
    """An old call would do for a new assignment, or listening for calling, or losing for winning."""
    (task,) = tasks([assigned("a", -3)], [played], TODAY)
    assert (task.done, task.overdue) == (done, not done)
    assert (str(task.words) == "done: won") == done


def test_three_calls_do_when_none_is_won() -> None:
    """A trainee would be stuck with an assignment for ever, or be done with it after one careless call."""
    calls = [elsewhere("a", day, LOST) for day in (9, 11, 12, 13)]
    (task,) = tasks([assigned("a")], calls[:3], TODAY)
    assert (task.done, str(task.tried)) == (False, "2 of 3 calls, none won yet")
    (task,) = tasks([assigned("a")], calls, TODAY)
    assert (task.done, str(task.words), task.tried) == (True, "done: 3 calls, none won", None)


def test_tasks_are_sorted_by_what_is_due() -> None:
    """What is due next month would stand above what is due today."""
    done = assigned("done", -9, number=1)
    later, soon, some_day = (
        assigned("later", 9, number=2),
        assigned("soon", 0, number=3),
        assigned("some", number=4),
    )
    assert tasks([some_day, done, later, soon], [elsewhere("done", 11, WIN)], TODAY) == [
        Task(soon, 0),
        Task(later, 9),
        Task(some_day, None),
        Task(done, -9, 1, True),
    ]


def test_order_of_suggestions() -> None:
    """What presses would stand below what can wait."""
    lost = replace(attempt(BOUGHT_OFF, day=3), case="lost")
    attempts = [
        elsewhere("touched", 2, LOST),
        elsewhere("begun", 10),
        lost,
        elsewhere("done", 5, WIN),
        elsewhere("done", 6, WIN_HURRIED),
    ]
    cases = ["done", "new", "touched", "lost", "begun", "due", "due-first"]
    to_do = (assigned("due", 3, number=1), assigned("due-first", 1, number=2))
    assert suggested(cases, attempts, *to_do) == [
        ("due-first", SuggestionTarget.PLAY, "Assigned to you: due tomorrow."),
        ("due", SuggestionTarget.PLAY, "Assigned to you: due in 3 days."),
        ("begun", SuggestionTarget.RESUME, "You have begun this and not finished it."),
        ("lost", SuggestionTarget.RETRY, "2 replies of your last call were suboptimal: find better ones."),
        ("touched", SuggestionTarget.PLAY, "You have not won this case yet."),
    ]
    everything = suggestions([renamed(case) for case in cases], attempts, to_do, TODAY, most=99)
    assert [one.case for one in everything] == [
        *(one for one, _, _ in suggested(cases, attempts, *to_do)),
        "new",
    ]
    assert [(one.attempt, one.due) for one in everything] == [
        (None, date(2026, 11, 23)),
        (None, date(2026, 11, 25)),
        ("begun-10", None),
        (lost.name, None),
        (None, None),
        (None, None),
    ]


def test_an_attempt_that_was_given_up_is_not_suggested() -> None:
    """An attempt left behind for another, or weeks ago, would stay the first thing to do for ever."""
    for left in ([elsewhere("a", 10), elsewhere("a", 11, WIN)], [elsewhere("a", 4)]):
        assert [link for _, link, _ in suggested(["a"], left)] == [SuggestionTarget.PLAY]
        assert [link for _, link, _ in suggested(["a"], left, assigned("a", 1, day=12))] == [
            SuggestionTarget.PLAY
        ]
    assert [link for _, link, _ in suggested(["a"], [elsewhere("a", 11, WIN), elsewhere("a", 12)])] == [
        SuggestionTarget.RESUME
    ]


def test_who_has_called_before_is_sent_to_the_call() -> None:
    """Somebody who knows the recording would have to hear it again before every call."""
    found = suggestions([renamed("a"), renamed("new")], [elsewhere("a", 11, LOST)], [assigned("a")], TODAY)
    assert [(one.case, one.stage) for one in found] == [("a", Stage.REHEARSAL), ("new", None)]


def test_assigned_case_that_was_begun_goes_on() -> None:
    """A trainee would begin anew and lose what was done, or see the case twice."""
    assert suggested(["a"], [elsewhere("a", 11)], assigned("a", -2)) == [
        ("a", SuggestionTarget.RESUME, "Assigned to you: overdue by 2 days.")
    ]


def test_withdrawn_case_is_not_suggested() -> None:
    """A trainee would be sent to a case that is not there."""
    assert suggested(["a"], [elsewhere("gone", 1)], assigned("gone", 1)) == [
        ("a", SuggestionTarget.PLAY, "You have not practised this case yet.")
    ]


def test_won_call_is_not_to_be_tried_again() -> None:
    """Somebody who won would be sent back to small losses, or to a call that they have bettered since."""
    lost = attempt(BOUGHT_OFF, day=1)
    won = replace(attempt(WON, day=2), findings=lost.findings)
    assert won.findings is not None
    assert won.findings.faults == 2
    assert suggested(["a"], [replace(lost, case="a"), replace(won, case="a")]) == [
        ("a", SuggestionTarget.PLAY, "Won with 1 of 2 different customers in a row: go on.")
    ]


def test_one_fault_is_called_one() -> None:
    """The page would say “1 replies”."""
    played = replace(attempt(["feel-it", "when-expected", "hang-up"]), case="a")
    assert suggested(["a"], [played]) == [
        ("a", SuggestionTarget.RETRY, "One reply of your last call was suboptimal: find a better one.")
    ]


def test_cases_that_are_not_mastered() -> None:
    """The same case would come up again and again, or a hard one before an easy one."""
    cases = [
        renamed("hard", 5),
        renamed("easy", 1),
        renamed("recent"),
        renamed("long-ago"),
        renamed("slipped"),
        renamed("heard"),
    ]
    attempts = [
        elsewhere("recent", 9, LOST),
        elsewhere("long-ago", 1, WIN),
        elsewhere("slipped", 2, WIN),
        elsewhere("slipped", 3, LOST),
        elsewhere("heard", 4, Result("worried")),
    ]
    found = suggestions(cases, attempts, (), TODAY, most=9)
    assert [(one.case, str(one.reason)) for one in found] == [
        ("long-ago", "Won with 1 of 2 different customers in a row: go on."),
        ("slipped", "You have won this before, but not the last time."),
        ("heard", "You have not taken this call yet."),
        ("recent", "You have not won this case yet."),
        ("easy", "You have not practised this case yet."),
        ("hard", "You have not practised this case yet."),
    ]


def test_mastered_case_comes_back_for_those_not_met() -> None:
    """With everything mastered nothing would be left, although customers wait."""
    one = CASE.personas[0]
    wide = replace(renamed("wide"), personas=tuple(replace(one, id=f"p{n}", name="") for n in range(5)))
    wins = [
        replace(elsewhere("wide", n, Result(f"p{n}", Verdict.WIN_WIN, 80)), persona=f"p{n}") for n in range(3)
    ]
    (found,) = suggestions([wide], wins, (), TODAY)
    assert str(found.reason) == "Mastered; 2 kinds of customer are still waiting whom you have not met."
    met = replace(elsewhere("wide", 4, Result("p3", Verdict.WIN_WIN, 80)), persona="p3")
    (found,) = suggestions([wide], [*wins, met], (), TODAY)
    assert str(found.reason) == "Mastered; one kind of customer is still waiting whom you have not met."
    assert suggestions([wide], [*wins, met, replace(met, name="z", persona="p4")], (), TODAY) == []


def test_progress() -> None:
    """Somebody's progress would count calls as wins, or other people's cases."""
    attempts = [
        attempt(WON, day=1),
        attempt(WON_HURRIED, day=2, persona="hurried"),
        attempt(HUNG_UP, day=3),
        elsewhere("b", 4),
        elsewhere("gone", 5, LOST),
    ]
    found = progress([CASE, renamed("b"), renamed("c")], attempts)
    assert [(one.case, one.standing.status) for one in found.cases] == [
        (CASE.id, Status.WON),
        ("b", Status.BEGUN),
        ("c", Status.NOT_BEGUN),
    ]
    assert (found.calls, found.wins, found.mastered, found.count(Status.BEGUN)) == (3, 2, 0, 1)
    assert found.last == attempts[3].updated
    assert progress([CASE], attempts[:2]).mastered == 1
    assert (progress([CASE], []).last, progress([], []).cases) == (None, ())
