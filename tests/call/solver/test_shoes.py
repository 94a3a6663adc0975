"""The trainee's shoes against a plain recursion over what was heard, move by move."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings

from simulator import Case
from simulator.call.case.case import Move, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import outcome
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve_all

from .small_cases import small_cases, timed_cases

generated = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
Group = tuple[tuple[int, Position], ...]


def heard(case: Case, position: Position) -> object:
    """What a trainee hears and sees: words, and nothing that only the file knows."""
    scene = case.scenes.get(position.scene)
    if scene is None:
        ending = case.endings[position.scene]
        return "over", ending.title, ending.customer and ending.customer.at(position)
    legal = call.legal_replies(case, position)
    shown = sorted((move.say, move in legal) for move in call.replies(case, position))
    texts = [text and text.at(position) for text in (scene.customer, scene.cue, scene.mood, scene.screen)]
    minutes = [position.gauges[-1] // 60] if case.gauges[-1].id == "clock" else []
    return "going on", scene.speaker, scene.on_hold, *texts, *minutes, *shown


def sayable(case: Case, position: Position) -> list[Move]:
    """What can be said, by its words."""
    return sorted(call.legal_replies(case, position), key=lambda move: move.say)


def brute_force(case: Case, group: Group) -> float:
    """The best expected score over every way to react to everything that may be heard."""

    @cache
    def value(group: Group) -> float:
        weight = sum(case.personas[place].weight for place, _ in group)
        ended = [outcome(case, position) for _, position in group]
        if all(ended):
            return (
                sum(case.personas[p].weight * o.score for (p, _), o in zip(group, ended, strict=True) if o)
                / weight
            )
        replies = [sayable(case, position) for _, position in group]
        ranks = range(len(replies[0]))
        sound = [rank for rank in ranks if not any(moves[rank].trap for moves in replies)]
        return max((worth(group, rank) for rank in sound or ranks), default=0.0)

    def worth(group: Group, rank: int) -> float:
        total = sum(case.personas[place].weight for place, _ in group)
        answers: dict[object, list[tuple[int, Position]]] = {}
        for place, position in group:
            after = call.reply(case, position, sayable(case, position)[rank])
            answers.setdefault(heard(case, after), []).append((place, after))
        return sum(
            sum(case.personas[place].weight for place, _ in answer) / total * value(tuple(answer))
            for answer in answers.values()
        )

    return value(group)


@generated
@given(case=small_cases() | timed_cases())
def test_shoes_equal_brute_force(case: Case) -> None:
    """A trainee would be blamed for what could not have been known, or not for what could."""
    solutions = list(solve_all(case))
    shoes = Shoes(case, solutions)
    for persona in range(len(case.personas)):
        belief = shoes.at_start(persona)
        group = tuple(
            (place, call.opening(case, place)) for place, number in enumerate(belief) if number is not None
        )
        for _ in range(4):
            assert [solutions[place].number(position) for place, position in group] == [
                number for number in belief if number is not None
            ]
            assert shoes.value(belief) == pytest.approx(brute_force(case, group))
            here = next(position for place, position in group if place == persona)
            choices = {} if outcome(case, here) else shoes.choices(belief, persona)
            assert set(choices) == {m.id for m in call.legal_replies(case, here)}
            if not choices:
                break
            sound = [choice for choice in choices.values() if not choice.trap] or list(choices.values())
            assert max(choice.value for choice in sound) == pytest.approx(shoes.value(belief))
            move = sorted(choices)[len(group) % len(choices)]
            said = {place: shoes.same(belief, move, persona, place) for place, _ in group}
            belief = shoes.after(belief, move, persona)
            group = tuple(
                (place, call.reply(case, position, case.scenes[position.scene].moves[said[place]]))
                for place, position in group
                if belief[place] is not None
            )
            assert belief[persona] is not None


@generated
@given(case=small_cases())
def test_knowing_never_hurts(case: Case) -> None:
    """Somebody who knows who is on the line would do worse than somebody who does not."""
    solutions = list(solve_all(case))
    shoes = Shoes(case, solutions)
    for persona in range(len(case.personas)):
        belief = shoes.at_start(persona)
        alive = [place for place, number in enumerate(belief) if number is not None]
        weights = [case.personas[place].weight for place in alive]
        told = sum(w * max(0, int(solutions[p].best[0])) for p, w in zip(alive, weights, strict=True)) / sum(
            weights
        )
        assert shoes.value(belief) <= told + 1e-9
