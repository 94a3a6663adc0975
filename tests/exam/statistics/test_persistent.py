"""Recurring gaps: what goes wrong in two of three months, and what that would have cost."""

from dataclasses import replace
from datetime import date

import pytest

from simulator.call.case.case import Citation
from simulator.call.case.loading import load_case
from simulator.call.solver.grading import Grade
from simulator.exam.sitting.calls import Call, calls_of_month, months_of_calls
from simulator.exam.statistics.persistent import (
    Asked,
    MonthShare,
    PastMonth,
    Point,
    about,
    cost_by_bearer,
    persistent_points,
)
from simulator.practice.findings import ReplyFinding
from simulator.resources import scenarios
from tests.exam.paper.questions import question

SMALL = load_case(next(scenarios().glob("*/case.yaml")).parent)


def month(number: int, asked: int, wrong: float, topic: str = "fees", clause: str = "late") -> PastMonth:
    """A month in which one question came up; each wrong answer costs 10 yuan."""
    found = Asked(topic, "refunds", (clause,), asked, wrong, 10 * wrong, "customer")
    return PastMonth(date(2026, number, 15), (found,))


def named(points: tuple[Point, ...], name: str) -> Point:
    """The point of that name."""
    return next(point for point in points if point.name == name)


@pytest.mark.parametrize(
    ("months", "persistent"),
    [
        ([(10, 4), (10, 4)], True),
        ([(10, 4)], False),
        ([(10, 4), (10, 3.9)], False),
        ([(9, 9), (10, 4)], False),
        ([(10, 10), (10, 0), (10, 4)], True),
        ([(10, 10), (10, 4), (10, 0), (10, 0)], False),
        ([(10, 10), (10, 0), (0, 0), (10, 4)], True),
        ([], False),
    ],
)
def test_rule(months: list[tuple[int, float]], persistent: bool) -> None:
    """Bad luck in one month would be called persistent, or what is persistent be overlooked."""
    past = [month(number, asked, wrong) for number, (asked, wrong) in enumerate(months, start=1)]
    points = persistent_points(past)
    assert [point.persistent for point in points if point.topic] == ([persistent] if months else [])
    assert [point.persistent for point in points if point.clause] == ([persistent] if months else [])


def test_exams_of_one_month_count_together() -> None:
    """Two small exams of a month would each be too small to say anything."""
    halves = [month(1, 5, 2), month(1, 5, 2), month(2, 10, 5)]
    point = named(persistent_points(halves), "fees")
    assert point.months == (
        MonthShare(date(2026, 1, 1), 10, 0.4, 40),
        MonthShare(date(2026, 2, 1), 10, 0.5, 50),
    )
    assert (point.persistent, point.cost) == (True, 90)


def test_order_and_names() -> None:
    """The dearest point would stand at the end, and nobody could take it up by its name."""
    past = [month(n, 10, 5, "fees", "late") for n in (1, 2)] + [month(2, 10, 9, "bags", "size")]
    points = persistent_points(past)
    assert [(point.name, point.persistent, point.cost) for point in points] == [
        ("fees", True, 100), ("refunds/late", True, 100), ("bags", False, 90), ("refunds/size", False, 90),
    ]  # fmt: skip
    assert persistent_points(past, until=date(2026, 1, 31))[0].months[-1].month == date(2026, 1, 1)


def test_cost_is_that_of_the_last_months() -> None:
    """A point would seem dear for what happened years ago."""
    point = named(persistent_points([month(n, 10, n) for n in range(1, 7)]), "fees")
    assert point.cost == 40 + 50 + 60


def test_calls_count_as_answers() -> None:
    """Faults in cases would not come onto the paper."""
    scene, said = next(
        (name, list(found.moves)) for name, found in SMALL.scenes.items() if len(found.moves) > 1
    )
    moves = SMALL.scenes[scene].moves
    late, size = Citation("refunds", "late"), Citation("refunds", "size")
    citing = replace(SMALL.scenes[scene], moves={**moves, said[0]: replace(moves[said[0]], cites=(late,))})
    case = replace(SMALL, cites=(size,), scenes={**SMALL.scenes, scene: citing})
    fault = ReplyFinding(scene, said[1], tuple(said), Grade.MISTAKE, 20.0)
    fine, elsewhere = (
        replace(fault, move=said[0], grade=Grade.BEST),
        ReplyFinding("gone", "x", (), Grade.MISTAKE),
    )
    missed: Call = (case, [fault, elsewhere], False)
    made: Call = (case, [fine], True)
    calls = [missed] * 5 + [made] * 5
    past = [month(1, 10, 4), calls_of_month(date(2026, 2, 3), calls)]
    points = persistent_points(past)
    found = named(points, "refunds/late")
    assert [(share.asked, share.wrong) for share in found.months] == [(10, 0.4), (10, 0.5)]
    assert (found.persistent, named(points, "fees").persistent) == (True, False)
    assert [(share.asked, share.wrong) for share in named(points, "refunds/size").months] == [(10, 0.5)]
    dated = [(date(2026, 3 if number % 2 else 2, 1 + number), call) for number, call in enumerate(calls)]
    assert [(one.day, one.asked[0].asked) for one in months_of_calls(dated)] == [
        (date(2026, 2, 1), 5), (date(2026, 3, 1), 5),
    ]  # fmt: skip


def test_who_bears_the_cost() -> None:
    """What customers pay would be booked to the company."""
    other = PastMonth(date(2026, 1, 1), (Asked("x", "p", ("c",), 3, 1, 70, "company"),))
    assert cost_by_bearer([month(1, 10, 4), other]) == {"customer": 40, "agent": 0, "company": 70}


def test_questions_about_a_point() -> None:
    """The next paper would take up questions on something else."""
    asked = question("single")
    names = ["secret-topic", "policy-x/clause-x", "policy-x/other", "other/clause-x", "policy-x", ""]
    assert [about(name, asked) for name in names] == [True, True, False, False, False, False]
    assert Point("secret-topic", None, None, ()).bears_on(asked)
    assert Point(None, "policy-x", "clause-x", ()).bears_on(asked)
