"""Replies offered in several scenes: written once, said once, and back to where the call was."""

import json

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from simulator import CaseError, parse_case
from simulator.call.case.case import Case, Position
from simulator.call.play import rehearsal as call
from simulator.call.solver.solving import solve
from tests.call.solver.small_cases import small_texts

CASE = """\
id: shared
language: en
title: Shared
record: {order: 7731}
facts: {seen: the order was looked at}
personas:
  only: {name: O, who: w, expects: a, gives-away: g}
replies:
  look-up:
    say: Let me open your order.
    kind: check
    why: Looking takes a breath.
    once: true
    learn: seen
    effect: {patience: -5}
    answer: I am waiting.
    shows: "Order {order}: lost"
  sorry: {say: I am sorry., why: w, effect: {heat: -5}, answer: Thank you.}
  give-up: {say: I pass you on., why: w, to: end, in: [two]}
rehearsal:
  one:
    customer: Where is it?
    screen: nothing open
    effect: {trust: +1}
    moves:
      on: {say: "And then?", why: w, to: two}
      stay: {say: Hm., why: w}
  two:
    customer: So?
    moves:
      done: {say: Here it is., why: w, when: seen, to: end}
      wait: {say: Wait., why: w}
endings:
  end: {title: E, why: w}
"""


def after(case: Case, *moves: str) -> Position:
    """Where a call stands after these replies."""
    position = call.opening(case, 0)
    for spoken in call.spoken(case, position, moves):
        position = spoken.after
    return position


def offered(case: Case, *moves: str) -> list[str]:
    """The replies open after these replies."""
    return [move.id for move in call.replies(case, after(case, *moves))]


def test_offered_where_the_author_says() -> None:
    """A reply would have to be written in every scene, or be missing in one."""
    case = parse_case(CASE)
    assert offered(case) == ["on", "stay", "look-up", "sorry"]
    assert offered(case, "on") == ["wait", "look-up", "sorry", "give-up"]


def test_call_comes_back_with_an_answer() -> None:
    """The customer would say the same twice, or the call would lose its place."""
    case = parse_case(CASE)
    moments = [
        call.moment(case, after(case, *moves))
        for moves in ((), ("look-up",), ("look-up", "stay"), ("sorry",))
    ]
    assert [(moment.customer, moment.screen) for moment in moments] == [
        ("Where is it?", "nothing open"),
        ("I am waiting.", "Order 7731: lost"),
        ("Where is it?", "nothing open"),
        ("Thank you.", "nothing open"),
    ]
    assert offered(case, "look-up") == ["on", "stay", "sorry"]


def test_scene_is_not_felt_again_when_the_call_comes_back() -> None:
    """A wait would cost twice, or once, by whether the customer has a word for it."""
    waiting = CASE.replace("  give-up:", "  wait-a-bit: {say: A moment., why: w}\n  give-up:")
    case = parse_case(waiting)
    trust = next(place for place, gauge in enumerate(case.gauges) if gauge.id == "trust")
    calls: tuple[tuple[str, ...], ...] = (
        (),
        ("look-up",),
        ("sorry",),
        ("wait-a-bit",),
        ("wait-a-bit", "wait-a-bit", "sorry", "wait-a-bit"),
        ("stay",),
        ("wait-a-bit", "stay"),
    )
    assert [after(case, *moves).gauges[trust] for moves in calls] == [41, 41, 41, 41, 41, 42, 42]


def test_answer_is_heard_until_something_else_is() -> None:
    """After a pause the customer would begin from the start, or what a look-up showed would be gone."""
    waiting = CASE.replace("  give-up:", "  wait-a-bit: {say: A moment., why: w}\n  give-up:")
    case = parse_case(waiting)
    calls = (("look-up", "wait-a-bit"), ("look-up", "sorry"), ("look-up", "wait-a-bit", "stay"))
    moments = [call.moment(case, after(case, *moves)) for moves in calls]
    assert [(moment.customer, moment.screen) for moment in moments] == [
        ("I am waiting.", "Order 7731: lost"),
        ("Thank you.", "nothing open"),
        ("Where is it?", "nothing open"),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=small_texts())
def test_only_the_reply_is_felt(text: str) -> None:
    """Somewhere a shared reply that leads back would be felt like an arrival, in play or in the solver."""
    quiet = {"say": "h", "why": "w", "effect": {"heat": 5}}
    replies = {"quiet": quiet, "answered": quiet | {"answer": "a"}}
    case = parse_case(json.dumps(yaml.safe_load(text) | {"replies": replies}))
    for persona in range(len(case.personas)):
        solution = solve(case, persona)
        reached = solution.reached
        for number in range(reached.numbering.count):
            before = reached.position(number)
            for name, target in solution.options(number).items():
                move = case.scenes[before.scene].moves[name]
                after = call.reply(case, before, move)
                assert reached.position(target) == reached.packing.counted(after)
                if name in replies and after.scene not in case.endings:
                    felt = dict(move.changes[persona])
                    levels = zip(before.gauges, case.ranges, strict=True)
                    assert after.gauges == tuple(
                        min(max(value + felt.get(place, 0), least), most)
                        for place, (value, (least, most)) in enumerate(levels)
                    )


def test_said_once_is_said_everywhere() -> None:
    """A question asked in one scene would be asked again in the next."""
    case = parse_case(CASE)
    assert offered(case, "look-up", "on") == ["done", "wait", "sorry", "give-up"]


def test_who_has_not_looked_does_not_know() -> None:
    """A reply that needs the look-up would be open without it."""
    assert "done" not in offered(parse_case(CASE), "on")


def test_everywhere_is_where_the_customer_speaks() -> None:
    """A driver would be told what is meant for the customer, or could never be asked to wait."""
    inside = CASE.replace("rehearsal:\n", "speakers: {driver: The driver}\nrehearsal:\n")
    inside = inside.replace("  two:\n    customer: So?", "  two:\n    speaker: driver\n    says: So?")
    assert offered(parse_case(inside), "on") == [
        move for move in offered(parse_case(CASE), "on") if move not in ("look-up", "sorry")
    ]
    assert "give-up" in offered(parse_case(inside), "on")


def test_solver_sees_the_same() -> None:
    """The solver would play another game than the trainee."""
    solution = solve(parse_case(CASE), 0)
    assert {"one", "one.look-up", "one.sorry", "two", "two.sorry", "end"} <= solution.places().keys()
    line = solution.best_line()
    assert call.ending(solution.case, after(solution.case, *line)) is not None


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ("in: [two]", "in: [tow]", "There is no scene “tow”. Did you mean “two”?", 19),
        (
            "      stay:",
            "      sorry:",
            "The scene “one” has a reply “sorry” of its own; call one of them differently.",
            18,
        ),
        (
            "learn: seen\n    effect",
            "learn: sene\n    effect",
            "There is no fact “sene”. Did you mean “seen”?",
            14,
        ),
        ("Order {order}", "Order {ordre}", "No record says “ordre”. Did you mean “order”?", 17),
    ],
)
def test_faults_stand_where_they_were_written(old: str, new: str, said: str, line: int) -> None:
    """An author would be sent to a scene in which nothing of it is written."""
    assert CASE.count(old) == 1
    with pytest.raises(CaseError) as caught:
        parse_case(CASE.replace(old, new))
    assert {(str(problem.message), problem.place.line) for problem in caught.value.problems} == {(said, line)}
