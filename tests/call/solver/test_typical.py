"""The typical trainee against a walk over every whole call, each weighted by how likely it is."""

from functools import cache
from math import exp
from random import Random
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Case, load_case
from simulator.call.case.case import Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict, outcome
from simulator.call.solver.grading import MISTAKE
from simulator.call.solver.judging import Judge, costs
from simulator.call.solver.shoes import Belief, Shoes
from simulator.call.solver.solving import solve_all
from simulator.call.solver.typical import (
    ENOUGH_PEOPLE,
    ENOUGH_REPLIES,
    TEMPERATURE,
    SaidReply,
    TypicalTrainee,
    temperature_of,
)
from simulator.resources import scenarios
from tools.temperature import openings

from .small_cases import small_cases
from .test_shoes import Group, heard, sayable
from .test_solving import sound_replies

generated = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
temperatures = st.sampled_from([1.0, 3.0, 8.0, 40.0])


class WholeCalls:
    """Every call of a case, reply by reply, known by words alone."""

    def __init__(self, case: Case, temperature: float) -> None:
        self.case, self.temperature = case, temperature
        self.value = cache(self._value)
        self.chance = cache(self._chance)
        self.winnable = cache(self._winnable)

    def answers(self, group: Group, rank: int) -> list[Group]:
        """The groups that what is heard after a reply makes of those who may be on the line."""
        told: dict[object, list[tuple[int, Position]]] = {}
        for place, position in group:
            after = call.reply(self.case, position, sayable(self.case, position)[rank])
            told.setdefault(heard(self.case, after), []).append((place, after))
        return [tuple(answer) for answer in told.values()]

    def weight(self, group: Group) -> int:
        return sum(self.case.personas[place].weight for place, _ in group)

    def worth(self, group: Group) -> list[tuple[float, bool]]:
        """What each reply is worth before it is answered, and whether it is a trap for anybody."""
        replies = [sayable(self.case, position) for _, position in group]
        return [
            (
                sum(self.weight(a) * self.value(a) for a in self.answers(group, rank)) / self.weight(group),
                any(moves[rank].trap for moves in replies),
            )
            for rank in range(len(replies[0]))
        ]

    def _value(self, group: Group) -> float:
        ended = [outcome(self.case, position) for _, position in group]
        if all(ended):
            scores = (
                self.case.personas[p].weight * o.score for (p, _), o in zip(group, ended, strict=True) if o
            )
            return sum(scores) / self.weight(group)
        worth = self.worth(group)
        return max([w for w, trap in worth if not trap] or [w for w, _ in worth], default=0.0)

    def _winnable(self, position: Position) -> bool:
        achieved = outcome(self.case, position)
        if achieved is not None:
            return achieved.verdict is Verdict.WIN_WIN
        return any(
            self.winnable(call.reply(self.case, position, move))
            for move in sound_replies(self.case, position)
        )

    def costs(self, group: Group) -> list[float]:
        """What each reply costs, in the order of their words."""
        worth, best = self.worth(group), self.value(group)
        only_traps = all(trap for _, trap in worth)
        return [
            max(best - value, MISTAKE) if trap and not only_traps else best - value for value, trap in worth
        ]

    def _chance(self, group: Group, persona: int) -> float:
        """The chance of a win-win when this persona of the group is the one on the line."""
        here = next(position for place, position in group if place == persona)
        if not self.winnable(here) or outcome(self.case, here):
            return float(self.winnable(here))
        odds, chances = [], []
        for rank, cost in enumerate(self.costs(group)):
            odds.append(exp(-cost / self.temperature))
            (following,) = (a for a in self.answers(group, rank) if any(place == persona for place, _ in a))
            chances.append(self.chance(following, persona))
        return sum(odd * one for odd, one in zip(odds, chances, strict=True)) / sum(odds)


def group_of(shoes: Shoes, belief: Belief) -> Group:
    """Who may be on the line at a belief, and where."""
    return tuple(
        (place, shoes.solutions[place].reached.position(number))
        for place, number in enumerate(belief)
        if number is not None
    )


@generated
@given(case=small_cases(), temperature=temperatures)
def test_chance_equals_brute_force(case: Case, temperature: float) -> None:
    """The curve would show another chance than what a trainee, who errs and is told nothing, really has."""
    shoes = Shoes(case, list(solve_all(case)))
    trainee, calls = TypicalTrainee(shoes, temperature), WholeCalls(case, temperature)
    for persona in range(len(case.personas)):
        belief = shoes.at_start(persona)
        for turn in range(4):
            group = group_of(shoes, belief)
            expected = {place: calls.chance(group, place) for place, _ in group}
            for place, chance in expected.items():
                assert trainee.chance(belief, place) == pytest.approx(chance, abs=1e-5)
            mean = sum(case.personas[place].weight * chance for place, chance in expected.items())
            assert trainee.chance(belief) == pytest.approx(mean / calls.weight(group), abs=1e-5)
            here = next(position for place, position in group if place == persona)
            choices = [] if outcome(case, here) else sorted(shoes.choices(belief, persona))
            if not choices:
                break
            belief = shoes.after(belief, choices[turn % len(choices)], persona)


@generated
@given(case=small_cases())
def test_costs_are_those_of_the_curve(case: Case) -> None:
    """The temperature of a class would be read off other losses than those that it is used with."""
    judge, calls = Judge(Shoes(case, list(solve_all(case)))), WholeCalls(case, TEMPERATURE)
    for persona in range(len(case.personas)):
        belief = judge.shoes.at_start(persona)
        group = group_of(judge.shoes, belief)
        here = next(position for place, position in group if place == persona)
        if outcome(case, here):
            continue
        judged = judge.judgements(belief, persona)
        found = dict(zip(judged, costs(judged), strict=True))
        in_order = [found[move.id] for move in sayable(case, here)]
        assert in_order == pytest.approx(calls.costs(group), abs=1e-5)


@generated
@given(case=small_cases())
def test_a_chance_that_is_none_shows_as_none(case: Case) -> None:
    """A call that cannot be won any more would be shown as one that can."""
    shoes = Shoes(case, list(solve_all(case)))
    trainee = TypicalTrainee(shoes)
    for place, solution in enumerate(shoes.solutions):
        for number in range(len(solution.ended)):
            alone = tuple(number if one == place else None for one in range(len(shoes.solutions)))
            chance = trainee.chance(alone)
            assert 0 <= chance <= 1 + 1e-9
            assert chance == 0 or solution.winnable[number]


def test_calls_start_as_open_as_can_be() -> None:
    """The curve would begin on the floor, or at the ceiling, and show nothing of what a reply does."""
    loaded = [load_case(file.parent) for file in sorted(scenarios().glob("*/case.yaml"))]
    cases = [Shoes(case, list(solve_all(case))) for case in loaded]
    from_even = {
        temperature: abs(median(openings(cases, temperature).values()) - 0.5)
        for temperature in (TEMPERATURE - 1, TEMPERATURE, TEMPERATURE + 1)
    }
    assert min(from_even, key=from_even.__getitem__) == TEMPERATURE
    assert from_even[TEMPERATURE] < 0.1


def said_at(temperature: float, count: int, people: int = 20) -> list[SaidReply]:
    """Replies as people of this temperature say them, in places of two to six replies."""
    random = Random(7)
    replies = []
    for number in range(count):
        costs = (0.0, *(random.choice((0.0, 2.0, 6.0, 10.0, 25.0)) for _ in range(random.randint(1, 5))))
        odds = [exp(-cost / temperature) for cost in costs]
        (said,) = random.choices(range(len(costs)), odds)
        replies.append(SaidReply(number % people, costs, said))
    return replies


@pytest.mark.parametrize("temperature", [1.5, 3.0, 8.0, 20.0])
def test_temperature_is_found_again(temperature: float) -> None:
    """A class that errs much would be shown the chances of one that errs little."""
    assert temperature_of(said_at(temperature, 5000)) == pytest.approx(temperature, rel=0.1)


def test_few_replies_tell_no_temperature() -> None:
    """A class's curve would follow the slips of a few people."""
    assert temperature_of(said_at(20.0, 400)) > 10
    assert temperature_of(said_at(20.0, ENOUGH_REPLIES - 1)) == TEMPERATURE
    assert temperature_of(said_at(20.0, 400, ENOUGH_PEOPLE - 1)) == TEMPERATURE
    alike = [SaidReply(person, (0.0, 0.0), 1) for person in range(400)]
    assert temperature_of(alike) == TEMPERATURE
