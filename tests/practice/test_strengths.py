"""How each kind of reply goes, and the three qualities, only where something stands behind them."""

from dataclasses import replace
from datetime import timedelta

from simulator.practice.practice import Assigned, tasks
from simulator.practice.strengths import (
    LATEST,
    kinds_of_replies,
    knowledge,
    responsibility,
    steadiness,
)
from simulator.text.proportion import Proportion

from .classroom import BEGINNING, BOUGHT_OFF, CASE, HUNG_UP, WON, attempt


def test_kinds_of_replies_are_counted_by_grade() -> None:
    """A trainee would be told to work on what they do well."""
    attempts = [attempt(WON, day=0), attempt(HUNG_UP, day=1)]
    expected: dict[str, list[bool]] = {}
    for one in attempts:
        assert one.findings is not None
        for reply in one.findings.replies:
            for kind in CASE.scenes[reply.scene].moves[reply.move].kinds:
                if reply.winnable:
                    expected.setdefault(kind, []).append(not reply.fault)
    found = {one.kind: one for one in kinds_of_replies([CASE], attempts)}
    assert {kind: one.good for kind, one in found.items()} == {
        kind: Proportion(sum(rights), len(rights)) for kind, rights in expected.items()
    }
    faulty = [one for one in found.values() if one.good.hits < one.good.of]
    assert faulty
    assert {one.attempt for one in faulty} == {attempts[1].name}
    assert not any(one.weak for one in found.values())  # too few to say so


def test_weak_is_what_goes_wrong_often_enough() -> None:
    """One slip would count as a weakness, or ten not."""
    kinds = kinds_of_replies([CASE], [attempt(HUNG_UP, day=day) for day in range(6)])
    assert kinds[0].weak
    assert kinds[0].attempt == "a5-li-worried"
    assert [one.good.share for one in kinds if not one.good.few] == sorted(
        one.good.share for one in kinds if not one.good.few
    )


def test_ungraded_calls_and_unknown_cases_say_nothing() -> None:
    """Replies would count as good because nobody has looked at them."""
    assert kinds_of_replies([CASE], [attempt(WON, graded=False)]) == ()
    assert kinds_of_replies([], [attempt(WON)]) == ()


def test_only_the_last_calls_count() -> None:
    """What somebody has learnt since would not show."""
    attempts = [attempt(HUNG_UP, day=0), *(attempt(WON, day=day) for day in range(1, LATEST + 1))]
    assert all(one.good.hits == one.good.of for one in kinds_of_replies([CASE], attempts))


def test_composure_is_the_lowest_of_the_call() -> None:
    """Somebody who lost their temper once would look steady because it came back."""
    (place,) = [n for n, gauge in enumerate(CASE.gauges) if gauge.id == "composure"]
    one = attempt(WON)
    assert one.findings is not None
    assert one.findings.composure is not None
    assert one.findings.composure <= CASE.gauges[place].starts
    low, high = (
        replace(one, name=str(value), findings=replace(one.findings, composure=value)) for value in (40, 71)
    )
    quality = steadiness([low, high])
    assert quality.percent == 56
    assert str(quality.words) == "the lowest point of your composure, on average of 2 calls"


def test_a_quality_without_data_says_what_fills_it() -> None:
    """A newcomer would read a nought, or a figure out of thin air."""
    for quality in (knowledge(None), steadiness([]), responsibility([], Proportion(0, 0))):
        assert quality.percent is None
        assert "fills this" in str(quality.words)


def test_responsibility_counts_what_was_due() -> None:
    """An assignment that is not due yet would count against somebody."""
    day = BEGINNING.date()
    assigned = [
        Assigned(1, CASE.id, BEGINNING - timedelta(days=1)),
        Assigned(2, "other", BEGINNING, due=day),
        Assigned(3, "third", BEGINNING, due=day + timedelta(days=9)),
    ]
    given = tasks(assigned, [attempt(WON), attempt(BOUGHT_OFF, day=1)], day + timedelta(days=2))
    quality = responsibility(given, Proportion(1, 2))
    assert quality.percent == 50
    assert str(quality.words) == "2 of 4 assignments and exams followed through"


def test_knowledge_is_the_share_of_the_last_exam() -> None:
    """The figure would be another than on the result."""
    assert knowledge(0.845).percent == 84
