"""The month: the group's own figures, points over the months, cost as the questions say."""

from dataclasses import replace
from datetime import date
from math import isclose

import pytest

from simulator.exam.report.members import GroupMember
from simulator.exam.report.month import month_html, month_report
from simulator.exam.report.months import SatExam, restricted
from simulator.exam.statistics.persistent import Asked, PastMonth

from .reports import BANK, DAYS, MEMBERS, few, month, months, scale_of
from .simulated import sat

TEAM = {person: member for person, member in MEMBERS.items() if member.team == "Air"}


def test_figures_are_those_of_the_group() -> None:
    """A team would be told how others did."""
    *earlier, last = months()
    d = month_report(last, earlier, TEAM, "en", group="Air")
    own = [last.results.of(person) for person in TEAM]
    assert (d.came, d.of, d.passed.hits) == (10, 10, sum(one.passed for one in own if one))
    assert d.mean is not None
    assert isclose(d.mean, sum(one.share for one in own if one) / 10)
    assert {row.name for row in d.members} == {member.name for member in TEAM.values()}
    assert {helper.name for row in d.help for helper in row.helpers} <= {one.name for one in TEAM.values()}
    assert d.teams == ()


def test_cost_is_what_the_questions_say() -> None:
    """The cost of ignorance would be made up, or void questions cost something."""
    d = month()
    missing = sum(
        (1 - item.credit) * BANK.questions[item.question].cost.yuan
        for one in months()[-1].results.present
        for item in one.items
        if not item.void
    )
    sums = [
        sum(cost for _, cost in d.bearers),
        sum(cost for _, cost in d.topics),
        sum(one.cost for one in d.members),
    ]
    sums += [sum(team.cost for team in d.teams), d.cost]
    assert all(isclose(one, missing) for one in sums)
    assert all(one.stem.text != "Fee question 5 <i>?" for one in d.questions)


def test_months_in_order_up_to_this_one() -> None:
    """A later month would be told of, or months would stand in any order."""
    first, second, third = months()
    d = month_report(second, [third, first], MEMBERS, "en")
    assert [one.day for one in d.months] == list(DAYS[:2])


def test_abilities_where_months_are_linked() -> None:
    """A harder paper would look like people who know less; the simulated people know less of fees only."""
    d = month()
    assert [one.linked_by for one in d.months] == [15, 15, 14] or all(one.linked_by >= 5 for one in d.months)
    assert d.linked
    assert d.ability is not None
    by_team = month_report(months()[-1], months()[:-1], TEAM, "en", scale=scale_of(months()))
    assert by_team.months[0].ability != d.months[0].ability
    alone = month_report(months()[-1], months()[:-1], MEMBERS, "en")
    assert ({one.ability for one in alone.months}, alone.linked, alone.ability) == ({None}, False, None)


def asked(topic: str, wrong: float, count: int = 20) -> Asked:
    """So many answers about a topic, of which a share was wrong."""
    return Asked(topic, "policy-x", (), count, wrong * count)


def test_new_persistent_and_mended_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong for the first time would be taken for what always does, and what was mended go unseen."""
    shares = {
        date(2026, 9, 20): {"old": 0.6, "mended": 0.6, "fresh": 0.1, "fine": 0.1},
        date(2026, 10, 20): {"old": 0.6, "mended": 0.6, "fresh": 0.1, "fine": 0.1},
        date(2026, 11, 20): {"old": 0.6, "mended": 0.1, "fresh": 0.6, "fine": 0.1, "few": 0.6},
    }
    calls = [
        PastMonth(
            day, tuple(asked(topic, wrong, 5 if topic == "few" else 20) for topic, wrong in found.items())
        )
        for day, found in shares.items()
    ]
    earlier = date(2026, 8, 20)
    calls += [
        PastMonth(earlier, (asked("mended", 0.1),)),
        PastMonth(date(2026, 7, 1), (asked("mended", 0.1),)),
    ]
    # of the last three months in which it came up, mended was bad in two: it stays until there is one more
    nobody = sat([("own-single",)], BANK, 0, day=DAYS[-1])
    d = month_report(nobody, [], {}, "en", calls=calls)
    assert [[one.topic for one in rows] for rows in (d.persistent, d.new, d.mended)] == [
        ["mended", "old"],
        ["fresh"],
        [],
    ]
    later = [PastMonth(date(2026, 12, 20), (asked("mended", 0.1), asked("old", 0.6)))]
    december = sat([("own-single",)], BANK, 0, day=date(2026, 12, 20))
    d = month_report(december, [], {}, "en", calls=[*calls, *later])
    assert [[one.topic for one in rows] for rows in (d.persistent, d.new, d.mended)] == [
        ["old"],
        [],
        ["mended"],
    ]


def test_too_few_to_judge_is_said() -> None:
    """A month of three people would be judged like one of a hundred."""
    members = {person: GroupMember(f"P{person}") for person in (1, 2, 3)}
    text = month_html(month_report(few(), [], members, "en"))
    assert text.count("too few to judge") == 2
    assert "no team" not in text


def test_one_more_restriction_changes_nothing() -> None:
    """Restricting twice would lose people."""
    last = months()[-1]
    once = restricted(last.results, TEAM)
    assert restricted(once, MEMBERS).examinees == once.examinees
    assert SatExam(last.exam, once, BANK).results.pass_share is not None
    assert replace(once) == once
