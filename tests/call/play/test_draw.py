"""Who calls next."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from simulator import Attempt, Case, Stage, load_case
from simulator.call.play.draw import SEEDS, next_persona
from simulator.practice.store import Record, met_before
from tests.conftest import SMALL_CASE

BASE = load_case(SMALL_CASE)


def case_with(*weights: int) -> Case:
    """Return the small case with personas of these weights, named a, b, c …"""
    one = BASE.personas[0]
    return replace(
        BASE,
        personas=tuple(
            replace(one, id=chr(97 + place), weight=weight) for place, weight in enumerate(weights)
        ),
    )


def drawn(case: Case, count: int, seed: int = 1) -> list[str]:
    """Return the personas of this many calls, one after the other."""
    met: list[str] = []
    for number in range(count):
        met.append(next_persona(case, met, seed + number))
    return met


@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=5), st.lists(st.integers(0, 4)), st.integers(0, SEEDS)
)
def test_same_history_and_seed_give_the_same_persona(
    weights: list[int], history: list[int], seed: int
) -> None:
    """A recorded seed would not explain who called."""
    case = case_with(*weights)
    met = [case.personas[place % len(weights)].id for place in history]
    again = case_with(*weights)
    assert next_persona(case, met, seed) == next_persona(again, list(met), seed)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=5), st.integers(0, SEEDS))
def test_nobody_calls_twice_running_while_others_wait(weights: list[int], seed: int) -> None:
    """A trainee would know who is on the line."""
    met = drawn(case_with(*weights), 20, seed)
    assert all(one != other for one, other in pairwise(met))


@given(st.integers(2, 5), st.integers(0, SEEDS))
def test_everybody_calls_before_anybody_calls_again(count: int, seed: int) -> None:
    """Somebody could wait for ever."""
    assert sorted(drawn(case_with(*[1] * count), count, seed)) == [chr(97 + n) for n in range(count)]


def test_double_weight_calls_twice_as_often() -> None:
    """An author's weight would mean nothing."""
    met = Counter(drawn(case_with(2, 1, 1), 400))
    assert [round(met[name], -1) for name in "abc"] == [200, 100, 100]


def test_first_call_is_drawn_by_weight() -> None:
    """The first caller would be anybody's as likely as the one with weight 9."""
    case = case_with(1, 9)
    first = Counter(next_persona(case, [], seed) for seed in range(1000))
    assert 850 <= first["b"] <= 950


def test_only_persona_calls_again() -> None:
    """A case with one customer could be played only once."""
    assert drawn(case_with(1), 3) == ["a", "a", "a"]


def test_persona_is_met_in_calls_only() -> None:
    """Listening to the recording alone would use up a caller."""
    stages = {"a": None, "b": Stage.REPLAY, "c": Stage.REHEARSAL}
    records = [Record(name, Attempt("x", "", name, stage)) for name, stage in stages.items()]
    assert met_before(records) == ["a", "c"]
