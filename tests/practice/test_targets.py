"""The month's target: how it is split, how people get on with it, and who helps whom."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.people.person import Person, Role
from simulator.practice.targets import (
    BASE,
    RECENT,
    FinishedCall,
    Split,
    TeamTarget,
    ability,
    days_over,
    due,
    split,
    team_target,
)
from simulator.text.proportion import Proportion

from .classroom import LI, WANG, ZHAO

NOVEMBER = date(2026, 11, 1)
unhurried = settings(deadline=None)  # other processes may want the machine
scores = st.integers(0, 100)
abilities = st.dictionaries(st.integers(1, 99), st.integers(BASE, 2 * BASE), max_size=12)
totals = st.integers(0, 500)


def amounts(parts: Split) -> dict[int, int]:
    """The shares by person."""
    return {share.person: share.amount for share in parts.shares}


@pytest.mark.parametrize(
    ("total", "weights", "fixed", "expected", "left"),
    [
        (0, {1: 1000, 2: 1000}, {}, {1: 0, 2: 0}, 0),
        (10, {}, {}, {}, 10),
        (30, {1: 1000, 2: 2000}, {}, {1: 10, 2: 20}, 0),
        (10, {1: 1000, 2: 1000, 3: 1000}, {}, {1: 4, 2: 3, 3: 3}, 0),
        (10, {3: 1000, 2: 1000, 1: 1001}, {}, {1: 4, 2: 3, 3: 3}, 0),
        (3, {1: 2000, 2: 1000, 3: 1000}, {}, {1: 1, 2: 1, 3: 1}, 0),
        (2, {1: 1000, 2: 2000, 3: 1500}, {}, {1: 0, 2: 1, 3: 1}, 0),
        (2, {1: 9000, 2: 100}, {}, {1: 1, 2: 1}, 0),
        (24, {1: 1100, 2: 1600, 3: 1300}, {}, {1: 6, 2: 10, 3: 8}, 0),
        (30, {1: 1000, 2: 2000, 3: 1000}, {2: 4}, {1: 13, 2: 4, 3: 13}, 0),
        (30, {1: 1000, 2: 2000}, {1: 0}, {1: 0, 2: 30}, 0),
        (30, {1: 1000, 2: 2000}, {1: 10, 2: 10}, {1: 10, 2: 10}, 10),
        (30, {1: 1000, 2: 2000}, {1: 40}, {1: 40, 2: 0}, -10),
        (30, {1: 1000, 2: 1000}, {9: 20}, {1: 15, 2: 15}, 0),
    ],
)
def test_split(
    total: int, weights: dict[int, int], fixed: dict[int, int], expected: dict[int, int], left: int
) -> None:
    """A team lead would see shares that do not add up, or that ignore what was set by hand."""
    parts = split(total, weights, fixed)
    assert (amounts(parts), parts.left) == (expected, left)
    assert {share.person for share in parts.shares if share.fixed} == set(fixed) & set(weights)


@unhurried
@given(totals, abilities, st.data())
def test_shares_add_up_to_the_total(total: int, weights: dict[int, int], data: st.DataObject) -> None:
    """Calls would be asked of nobody, or of more people than the target says."""
    fixed = data.draw(st.dictionaries(st.sampled_from(sorted(weights)), totals) if weights else st.just({}))
    parts = split(total, weights, fixed)
    assert sum(amounts(parts).values()) + parts.left == total
    if len(fixed) < len(weights) and sum(fixed.values()) <= total:
        assert parts.left == 0
    assert {person: amounts(parts)[person] for person in fixed} == fixed
    assert [share.person for share in parts.shares] == list(weights)


@unhurried
@given(totals, abilities)
def test_abler_people_never_get_less(total: int, weights: dict[int, int]) -> None:
    """Somebody's share would fall because they got better."""
    shares = amounts(split(total, weights))
    for one in weights:
        for other in weights:
            if weights[one] >= weights[other]:
                assert shares[one] >= shares[other] - (weights[one] == weights[other])


@unhurried
@given(totals, abilities)
def test_nobody_is_left_out_where_there_is_enough(total: int, weights: dict[int, int]) -> None:
    """A newcomer would have nothing to practise for."""
    shares = amounts(split(total, weights))
    if weights and total >= len(weights):
        assert min(shares.values()) >= 1
    assert all(amount >= 0 for amount in shares.values())


@unhurried
@given(totals, abilities)
def test_shares_are_proportional_to_ability(total: int, weights: dict[int, int]) -> None:
    """The split would favour somebody by more than what rounding takes."""
    shares = amounts(split(total, weights))
    whole = sum(weights.values())
    if total >= 2 * len(weights):  # with less, somebody may be raised to 1
        assert all(abs(shares[person] - total * weight / whole) < 1 for person, weight in weights.items())


@unhurried
@given(totals, abilities)
def test_split_does_not_depend_on_the_order_of_people(total: int, weights: dict[int, int]) -> None:
    """Shares would change with how a list happens to be sorted."""
    turned = dict(reversed(weights.items()))
    assert amounts(split(total, turned)) == amounts(split(total, weights))


@unhurried
@given(st.lists(scores), scores)
def test_newcomers_count_least(played: list[int], score: int) -> None:
    """Somebody new would be asked for as much as an old hand."""
    assert ability([]) == BASE <= ability(played) <= 2 * BASE
    if len(played) < RECENT:
        assert ability([*played, score]) == ability(played) + score
    else:
        assert ability([*played, score]) == ability(played) + score - played[-RECENT]


@pytest.mark.parametrize(
    ("today", "over"),
    [
        (date(2026, 10, 31), 0),
        (date(2026, 11, 1), 0),
        (date(2026, 11, 2), 1),
        (date(2026, 11, 30), 29),
        (date(2026, 12, 1), 30),
        (date(2027, 3, 1), 30),
    ],
)
def test_days_over(today: date, over: int) -> None:
    """Somebody would be behind on the first morning, or a month never be over."""
    assert days_over(date(2026, 11, 17), today) == Proportion(over, 30)


def test_due_rounds_down() -> None:
    """Half a call would be missing from everybody, all the time."""
    assert [due(10, Proportion(day, 30)) for day in (0, 2, 3, 15, 29, 30)] == [0, 0, 1, 5, 9, 10]


def calls(person: Person, month: int, *played: tuple[str, int], first: int = 1) -> list[FinishedCall]:
    """Calls of a person on the days of a month from `first` on; a score of 70 or more is a win."""
    return [
        FinishedCall(person.id, case, date(2026, month, first) + timedelta(days=n), score, score >= 70)
        for n, (case, score) in enumerate(played)
    ]


def on(
    day: int, made: list[FinishedCall], total: int = 30, fixed: Mapping[int, int] | None = None
) -> TeamTarget:
    """The target of the team in November, seen on a day."""
    return team_target(NOVEMBER, total, fixed or {}, [LI, WANG, ZHAO], made, date(2026, 11, day))


OLD_HAND = calls(LI, 10, *[("a", 80)] * 20)


def test_shares_come_from_the_calls_before_the_month() -> None:
    """Whoever practises would be asked for more and more while the month goes on."""
    before = on(1, [*OLD_HAND, *calls(WANG, 10, ("a", 50), ("a", 60))])
    assert [(m.person, m.ability, m.experience, m.share) for m in before.members] == [
        (LI, 90.0, 10, 14),
        (WANG, 55.5, 2, 8),
        (ZHAO, 50.0, 0, 8),
    ]
    later = on(20, [*OLD_HAND, *calls(WANG, 10, ("a", 50), ("a", 60)), *calls(ZHAO, 11, *[("a", 100)] * 9)])
    assert [m.share for m in later.members] == [m.share for m in before.members]
    assert [str(m.why) for m in before.members] == [
        "ability 90, by the last 10 calls before this month",
        "ability 55.5, by the last 2 calls before this month",
        "no call before this month",
    ]
    assert [m.done for m in later.members] == [0, 0, 9]


def test_pace() -> None:
    """A team lead would not see who falls behind, or would blame somebody who is not."""
    found = on(
        16,
        [
            *calls(LI, 11, *[("a", 80)] * 5),
            *calls(WANG, 11, *[("a", 80)] * 4),
            *calls(ZHAO, 11, *[("a", 80)] * 10),
        ],
    )
    assert [
        (m.share, m.due, m.done, m.behind, m.on_pace, m.percent, str(m.words)) for m in found.members
    ] == [
        (10, 5, 5, 0, True, 50, "on pace"),
        (10, 5, 4, 1, False, 40, "one call behind"),
        (10, 5, 10, 0, True, 100, "done"),
    ]
    assert (found.days, found.due, found.done, found.on_pace) == (Proportion(15, 30), 15, 19, True)
    assert str(on(30, []).members[0].words) == "9 calls behind"
    assert not on(30, []).on_pace


def test_everybody_counts_from_the_day_they_joined() -> None:
    """Somebody's share would fall from 9 to 6 because a colleague joined in the last days of the month."""
    late = replace(ZHAO, joined=date(2026, 11, 21))
    found = team_target(NOVEMBER, 18, {}, [LI, WANG, late], [], date(2026, 11, 25))
    assert [(m.share, m.since, m.days, m.due) for m in found.members] == [
        (8, None, Proportion(24, 30), 6),
        (8, None, Proportion(24, 30), 6),
        (2, date(2026, 11, 21), Proportion(4, 10), 0),
    ]
    assert (found.joined, found.due) == (1, 13)
    before = team_target(date(2026, 10, 1), 18, {}, [LI, WANG, late], [], date(2026, 11, 25))
    assert [(m.person, m.share) for m in before.members] == [(LI, 9), (WANG, 9)]


def test_who_left_counts_to_that_day() -> None:
    """What a leaver made would be lost to the team, or the others would be asked for all of it at once."""
    gone = replace(WANG, active=False, left=date(2026, 11, 15))
    made = [*calls(WANG, 11, *[("a", 10)] * 6), *calls(LI, 11, *[("a", 80)] * 20)]
    found = team_target(NOVEMBER, 30, {}, [LI, gone], made, date(2026, 11, 28))
    assert [(m.share, m.until, m.done, m.due, str(m.words)) for m in found.members] == [
        (20, None, 20, 18, "done"),
        (10, date(2026, 11, 15), 6, 10, "has left"),
    ]
    assert (found.done, found.help) == (26, ())
    after = team_target(date(2026, 12, 1), 30, {}, [LI, gone], made, date(2026, 12, 2))
    assert [m.person for m in after.members] == [LI]


@unhurried
@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(30, 200), st.integers(1, 30))
def test_newcomer_takes_no_more_than_their_days(joined: list[int], total: int, day: int) -> None:
    """The later somebody joins, the more the others would still lose by it."""
    team = [replace(LI, id=n, joined=date(2026, 11, at)) for n, at in enumerate(joined, 1)]
    new = replace(LI, id=99, joined=date(2026, 11, day))
    later = replace(new, joined=date(2026, 11, min(30, day + 5)))
    one, other = (
        team_target(NOVEMBER, total, {}, [*team, who], [], date(2026, 11, 30)).members[-1].share
        for who in (new, later)
    )
    assert one >= other


def test_shares_set_by_hand_are_named() -> None:
    """A team lead would not see that what they set does not come to the target."""
    one = on(1, calls(LI, 10, ("a", 80)))
    assert (str(one.members[0].why), one.left_words) == ("ability 54, by one call before this month", None)
    over = on(1, [], fixed={LI.id: 20, WANG.id: 15})
    assert [str(m.why) for m in over.members] == ["set by hand", "set by hand", "no call before this month"]
    assert str(over.left_words) == "The shares set by hand are 5 more than the target."
    under = on(1, [], fixed={LI.id: 1, WANG.id: 2, ZHAO.id: 3})
    assert str(under.left_words) == "All shares are set by hand, and 24 of the target's calls are nobody's."


def test_only_the_last_calls_tell_who_needs_help() -> None:
    """Somebody who has learnt would be held to how they began."""
    member = on(28, calls(LI, 11, *[("a", 10)] * 9, *[("a", 80)] * 8)).members[0]
    assert member.recent == Proportion(8, 10)


def test_share_of_nothing() -> None:
    """Somebody on leave would be divided by, or be told to have done it."""
    member = on(30, [], fixed={LI.id: 0}).members[0]
    assert (member.share, member.fixed, member.percent, str(member.words)) == (
        0,
        True,
        100,
        "nothing this month",
    )


def test_calls_of_other_months_and_people_do_not_count() -> None:
    """Last month's practice, or another team's, would fill this month's bar."""
    stranger = Person(9, "x", "X", Role.TRAINEE, 2)
    made = [
        *calls(LI, 10, ("a", 80), first=31),
        *calls(LI, 11, ("a", 80)),
        *calls(LI, 11, ("a", 80), first=25),
        *calls(stranger, 11, ("a", 80)),
    ]
    assert [m.done for m in on(20, made).members] == [1, 0, 0]
    assert [m.done for m in on(30, made).members] == [2, 0, 0]
    next_month = team_target(date(2026, 12, 24), 30, {}, [LI], made, date(2026, 12, 24))
    assert (next_month.month, next_month.members[0].done, next_month.members[0].experience) == (
        date(2026, 12, 1),
        0,
        3,
    )


def test_who_needs_help_and_who_can_give_it() -> None:
    """A team lead would not learn who is stuck, or would send somebody who is stuck there too."""
    made = [
        *calls(LI, 11, *[("a", 80)] * 6, ("b", 90)),
        *calls(WANG, 11, ("a", 80), ("a", 30), ("b", 20), ("b", 60), ("c", 10)),
        *calls(ZHAO, 11, ("b", 80), ("a", 20), ("a", 75)),
    ]
    found = on(16, made)
    assert [(one.person, [str(reason) for reason in one.reasons], one.cases) for one in found.help] == [
        (ZHAO, ["3 of 5 calls that were due by now have been made."], ()),
        (WANG, ["1 of the last 5 calls were won."], ("a", "b", "c")),
    ]
    assert found.help[0].helpers == ()
    assert [(one.person, one.cases, str(one.reason)) for one in found.help[1].helpers] == [
        (LI, ("a", "b"), "Won the last time at 2 cases where Wang did not."),
        (ZHAO, ("a", "b"), "Won the last time at 2 cases where Wang did not."),
    ]


def test_who_needs_no_help_is_asked_first() -> None:
    """Somebody far behind would be sent to help while another has time."""
    made = [
        *calls(LI, 11, *[("c", 80)] * 5, ("a", 80)),
        *calls(WANG, 11, *[("c", 80)] * 5, ("a", 20), ("b", 20)),
        *calls(ZHAO, 11, ("a", 80), ("b", 80)),
    ]
    wang = next(one for one in on(28, made, fixed={LI.id: 6}).help if one.person == WANG)
    assert [(one.person, one.cases) for one in wang.helpers] == [(LI, ("a",)), (ZHAO, ("a", "b"))]


def test_past_month_is_shown_as_it_ended() -> None:
    """Calls of December would fill November's bars, and change who needed help."""
    made = [*calls(LI, 11, *[("a", 80)] * 5), *calls(LI, 12, *[("a", 10)] * 20)]
    seen = team_target(NOVEMBER, 30, {}, [LI], made, date(2026, 12, 24)).members[0]
    assert (seen.done, seen.recent, seen.due) == (5, Proportion(5, 5), 30)


def test_two_who_need_help_can_help_each_other() -> None:
    """Old and new members would not be brought together."""
    found = on(16, [*calls(LI, 11, ("a", 80), ("b", 20)), *calls(WANG, 11, ("b", 80), ("a", 20))])
    assert {
        one.person.shown: [(helper.person.shown, str(helper.reason)) for helper in one.helpers]
        for one in found.help
    } == {
        "Zhao": [],
        "Li": [("Wang", "Won the last time at a case where Li did not.")],
        "Wang": [("Li", "Won the last time at a case where Wang did not.")],
    }
    assert found.help[0].person == ZHAO


@pytest.mark.parametrize(
    ("played", "needs"),
    [
        ([], False),
        ([("a", 80)] * 4, False),
        ([("a", 10)] * 4, False),
        ([("a", 10)] * 5, True),
        ([("a", 10)] * 4 + [("a", 80)] * 2, False),
        ([("a", 10)] * 5 + [("a", 80)] * 2, True),
        ([("a", 10)] * 3 + [("a", 80)] * 2, False),
    ],
)
def test_few_calls_say_nothing(played: list[tuple[str, int]], needs: bool) -> None:
    """Somebody would be called weak after four calls, or behind on the second day."""
    found = on(2, calls(LI, 10, *played))
    assert [one.person for one in found.help] == ([LI] if needs else [])


def test_nobody_is_behind_by_one_call_of_many() -> None:
    """Everybody would need help all the time."""
    made = [
        *calls(LI, 11, *[("a", 80)] * 4),
        *calls(WANG, 11, *[("a", 80)] * 3),
        *calls(ZHAO, 11, *[("a", 80)] * 5),
    ]
    assert [one.person for one in on(16, made).help] == [WANG]


def test_team_of_nobody() -> None:
    """The page of a new team would break."""
    found = team_target(NOVEMBER, 30, {}, [], [], date(2026, 11, 16))
    assert (found.members, found.help, found.left, found.done, found.due) == ((), (), 30, 0, 15)
