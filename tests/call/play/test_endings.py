"""How a call ended decides what it can be worth: types of endings, and the errors that are endings."""

import pytest

from simulator import Play, load_case, parse_case
from simulator.call.case.case import LOST, EndingType
from simulator.call.play.outcome import Outcome, Verdict
from simulator.call.report.verdict import verdict
from simulator.call.solver.solving import solve_all
from simulator.resources import scenarios
from simulator.text.language import translator

CASE = """
id: one-goodbye
language: en
title: One goodbye
personas: {{a: {{name: A, who: w, expects: x, gives-away: g}}}}
critical: {{cut-off: no warning}}
outcome:
  bar: {bar}
  customer: {{business: "95", personal: "90"}}
  company: {{business: "100", personal: "85"}}
rehearsal:
  opening:
    customer: Hello?
    moves: {{bye: {{say: Goodbye., why: w, to: end}}}}
endings:
  end: {{title: The end, why: w, {ending}}}
"""


def ended(ending: str, bar: int = 70) -> Outcome:
    """What a call with cells of 95, 90, 100 and 85 comes to that ends like this."""
    play = Play.start(parse_case(CASE.format(ending=ending, bar=bar)), "a", "rehearsal")
    play.push("bye")
    outcome = play.outcome()
    assert outcome is not None
    return outcome


@pytest.mark.parametrize(
    ("kind", "cells", "score", "verdict"),
    [
        ("settled", (95, 90, 100, 85), 92, Verdict.WIN_WIN),
        ("open", (85, 90, 100, 85), 89, Verdict.WIN_WIN),
        ("escalated", (95, 90, 90, 85), 89, Verdict.WIN_WIN),
        ("complaint", (57, 45, 60, 42), 50, Verdict.LOSE_LOSE),
        ("hung-up", (38, 27, 50, 34), 36, Verdict.LOSE_LOSE),
        ("ended-by-agent", (38, 27, 60, 34), 38, Verdict.LOSE_LOSE),
    ],
)
def test_type_scales_the_cells(
    kind: str, cells: tuple[int, int, int, int], score: int, verdict: Verdict
) -> None:
    """A call that the customer broke off would be won because the gauges looked good."""
    found = ended(f"type: {kind}")
    assert (found.cells.cells(), found.score, found.verdict) == (cells, score, verdict)


@pytest.mark.parametrize("bar", [1, 20, 50, 90])
@pytest.mark.parametrize("kind", sorted(kind.value for kind in LOST))
def test_nobody_wins_a_broken_off_call(kind: str, bar: int) -> None:
    """A case that puts its bar low would let callers win who hung up."""
    found = ended(f"type: {kind}", bar)
    assert found.missing == (0, 1, 2, 3)


def test_a_case_may_say_why_an_ending_is_another_matter() -> None:
    """The one call that should be ended after a due warning could never be right."""
    reason = "allows: {percent: 100, because: He was warned once.}"
    assert ended(f"type: ended-by-agent, {reason}").verdict is Verdict.WIN_WIN


def test_an_ending_can_be_a_critical_error() -> None:
    """An agent who cuts the caller off would be told of a poor ending, and of no error."""
    found = ended("type: ended-by-agent, critical: cut-off")
    assert (found.critical, found.cells.cells()) == (("cut-off",), (11, 8, 18, 10))


def test_endings_without_a_type() -> None:
    """Cases written before there were types would not load, or let a hung-up caller win."""
    case = parse_case(CASE.format(ending="customer: Bye.", bar=70))
    assert case.endings["end"].type is EndingType.SETTLED
    case = parse_case(CASE.format(ending="when: patience <= 0", bar=70))
    assert case.endings["end"].type is EndingType.HUNG_UP


def test_almost_is_one_value_short() -> None:
    """A caller who thanks and means it would be called a loser, at 66 of 70."""
    almost = ended("type: open", bar=86)
    assert (almost.missing, almost.almost, almost.verdict) == ((0, 3), False, Verdict.LOSE_LOSE)
    almost = ended("type: settled", bar=86)
    assert (almost.missing, almost.almost, almost.verdict) == ((3,), True, Verdict.CUSTOMER)
    assert not ended("type: settled, critical: cut-off", bar=20).almost


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        (
            "en",
            "Almost a win-win",
            "One of the four values is missing for a win-win: Relationship and composure are kept, 85 of 86.",
        ),
        ("zh", "只差一点就双赢", "四格里只差一格：关系和沉着守住了，85 分，86 分及格。"),
    ],
)
def test_almost_says_what_is_missing(language: str, words: str, means: str) -> None:
    """A trainee who came one point short would only read that the company lost."""
    case = parse_case(CASE.format(ending="type: settled", bar=86))
    play = Play.start(case, "a", "rehearsal")
    play.push("bye")
    position, outcome = play.progress.rehearsal, play.outcome()
    assert position is not None
    assert outcome is not None
    report = verdict(case, position, outcome, translator(language))
    assert (report.words, report.means, report.verdict) == (words, means, "customer")


@pytest.mark.parametrize("name", ["ticket-rebooking", "ac-remote"])
def test_no_bundled_call_is_won_by_a_busy_tone(name: str) -> None:
    """A trainee whose customer hung up would read that both sides have won."""
    case = load_case(scenarios() / name)
    lost = [ending.id for ending in case.endings.values() if ending.type in LOST]
    assert lost
    for solution in solve_all(case):
        places = solution.reached.packing.scenes(solution.reached.words)
        names = {solution.reached.packing.names[place] for place in set(places[solution.wins].tolist())}
        assert names.isdisjoint(lost)
