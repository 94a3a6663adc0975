"""Who could help whom: whoever knows what the other missed, of the same team first, and not one for all."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.report.helping import MOST_HELPED, ExamHelp, ExamHelper, helping
from simulator.exam.results.results import ExamineeResult, ItemResult
from tests.exam.paper.questions import question

NAMES = tuple(f"q{number}" for number in range(6))
QUESTIONS = {name: question("single", name) for name in NAMES}


def came_to(person: int, credits: str, *, passed: bool = False, near: bool = False) -> ExamineeResult:
    """Somebody who got for each question all (1), part (h), nothing (0), was not asked (-), or it is void (v)."""
    items = tuple(
        ItemResult(name, place, {"1": 1.0, "h": 0.5}.get(sign, 0.0), 0, 1, None, False, sign == "v", None)
        for place, (name, sign) in enumerate(zip(NAMES, credits, strict=False))
        if sign != "-"
    )
    share = sum(item.credit for item in items) / max(1, len(items))
    return ExamineeResult(
        person, 0, items, 0, 6, share, None, 0.6, passed, near, None, None, None, (), 0, False
    )


def test_the_own_team_comes_first() -> None:
    """Somebody would be sent to another team though a colleague knows it."""
    results = [came_to(1, "0011"), came_to(2, "1011", passed=True), came_to(3, "1111", passed=True)]
    found = helping(results, QUESTIONS, {1: 7, 2: 7, 3: 8})
    assert found == (
        ExamHelp(1, ("q0", "q1"), (ExamHelper(2, True, ("q0",)), ExamHelper(3, False, ("q1",))), ()),
    )


def test_without_a_team_all_are_others() -> None:
    """Two people without a team would be taken for colleagues."""
    found = helping([came_to(1, "0"), came_to(2, "1", passed=True)], QUESTIONS, {1: None, 2: None})
    assert found == (ExamHelp(1, ("q0",), (ExamHelper(2, False, ("q0",)),), ()),)


def test_what_nobody_knows_is_left() -> None:
    """A hole of the whole desk would not be seen."""
    found = helping([came_to(1, "00"), came_to(2, "h1", passed=True)], QUESTIONS, {1: 7, 2: 7})
    assert found == (ExamHelp(1, ("q0", "q1"), (ExamHelper(2, True, ("q1",)),), ("q0",)),)


def test_only_who_needs_it_is_helped() -> None:
    """The list would be as long as the desk; void questions and half marks are no reason for help."""
    results = [came_to(1, "0v", passed=True), came_to(2, "hv"), came_to(3, "01", passed=True, near=True)]
    assert [one.person for one in helping(results, QUESTIONS, {})] == [3]


def test_siblings_count_as_known() -> None:
    """On parallel forms hardly anybody could help anybody."""
    siblings = QUESTIONS | {"q1": question("single", "q1", siblings=frozenset({"q0"}))}
    results = [came_to(1, "0-"), came_to(2, "-1", passed=True)]
    assert helping(results, siblings, {1: 7, 2: 7})[0].helpers == (ExamHelper(2, True, ("q0",)),)
    missed_too = came_to(2, "01", passed=True)
    assert helping([results[0], missed_too], siblings, {1: 7, 2: 7})[0].helpers == ()


@given(
    st.lists(st.tuples(st.text("01hv-", min_size=6, max_size=6), st.sampled_from([7, 8, None])), max_size=12)
)
def test_help_is_sound(people: list[tuple[str, int | None]]) -> None:
    """Somebody would help with what they do not know, help too many, or a missed question get lost."""
    results = [came_to(person, got) for person, (got, _) in enumerate(people)]
    teams = {person: team for person, (_, team) in enumerate(people)}
    found = helping(results, QUESTIONS, teams)
    loads = Counter(helper.person for one in found for helper in one.helpers)
    assert all(load <= MOST_HELPED for load in loads.values())
    for one in found:
        covered = [name for helper in one.helpers for name in helper.questions]
        assert sorted([*covered, *one.left]) == sorted(one.missed)
        assert len({helper.person for helper in one.helpers} | {one.person}) == len(one.helpers) + 1
        for helper in one.helpers:
            assert all(people[helper.person][0][NAMES.index(name)] == "1" for name in helper.questions)
            assert helper.same_team == (
                teams[one.person] is not None and teams[one.person] == teams[helper.person]
            )
