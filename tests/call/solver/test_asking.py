"""What answers tell, against the values of single beliefs; and accounts, against what the solver says."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from simulator import Case
from simulator.call.solver.asking import LEAST, informative
from simulator.call.solver.shoes import Belief, Shoes
from simulator.call.solver.solving import solve_all

from .small_cases import small_cases

generated = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def beliefs(shoes: Shoes) -> Iterator[Belief]:
    """Every belief that leaves open who is on the line, and that a call can lead to."""
    layer = {shoes.at_start(place) for place in range(len(shoes.solutions))}
    seen: set[Belief] = set()
    while layer:
        layer = {b for b in layer - seen if sum(n is not None for n in b) > 1 and not over(shoes, b)}
        yield from layer
        seen |= layer
        layer = {
            shoes.after(belief, move, place)
            for belief in layer
            for place, number in enumerate(belief)
            if number is not None
            for move in shoes.choices(belief, place)
        }


def over(shoes: Shoes, belief: Belief) -> bool:
    """Whether the call has ended."""
    return any(n is not None and shoes.solutions[place].ended[n] for place, n in enumerate(belief))


def scene_of(shoes: Shoes, belief: Belief) -> str:
    """The scene that a call is in."""
    place, number = next((place, n) for place, n in enumerate(belief) if n is not None)
    return shoes.solutions[place].reached.position(number).scene


@generated
@given(case=small_cases())
def test_informative_moves(case: Case) -> None:
    """A question would be said to tell more, or less, than it does, or not where it tells it."""
    shoes = Shoes(case, list(solve_all(case)))
    most: dict[tuple[str, str], float] = {}
    for belief in beliefs(shoes):
        for move, choice in shoes.choices(belief).items():
            key = scene_of(shoes, belief), move
            most[key] = max(most.get(key, 0.0), choice.information)
    found = informative(shoes)
    assert {(move.scene, move.move): move.information for move in found} == pytest.approx(
        {key: information for key, information in most.items() if information > LEAST}
    )
    assert [move.information for move in found] == sorted((m.information for m in found), reverse=True)
    for one in found:
        places = [case.persona_place(persona) for persona in one.personas]
        belief = shoes.at_start(places[0])
        for said in one.moves:
            belief = shoes.after(belief, said, places[0])
        assert [n for n, number in enumerate(belief) if number is not None] == places
        assert scene_of(shoes, belief) == one.scene
        assert shoes.choices(belief)[one.move].information == pytest.approx(one.information)
