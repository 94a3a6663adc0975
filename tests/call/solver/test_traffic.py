"""Traffic against whole calls and single positions."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings

from simulator import Case
from simulator.call.play.outcome import Verdict, outcome
from simulator.call.solver.habits import at_random
from simulator.call.solver.solving import Solution, solve_all
from simulator.call.solver.traffic import traffic_of

from .small_cases import small_cases

generated = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def share(solution: Solution) -> float:
    """How much a persona counts."""
    personas = solution.case.personas
    return personas[solution.persona].weight / sum(persona.weight for persona in personas)


@generated
@given(case=small_cases())
def test_traffic_equals_its_definition(case: Case) -> None:
    """The map would show trainers other ways, and other mistakes, than there are."""
    solutions = list(solve_all(case))
    traffic = traffic_of(solutions)
    passes: dict[str, float] = defaultdict(float)
    verdicts: dict[tuple[str, Verdict], float] = defaultdict(float)
    said: dict[tuple[str, str, str], list[tuple[float, int]]] = defaultdict(list)
    for solution in solutions:
        times = at_random(solution).passes * share(solution)
        for number in range(len(times)):
            position = solution.reached.position(number)
            passes[position.scene] += times[number]
            achieved = outcome(case, position)
            if achieved is not None:
                verdicts[position.scene, achieved.verdict] += times[number]
            options = solution.options(number)
            best = max(0, int(solution.best[number]))
            lost = {m: max(0, best - max(0, int(solution.best[to]))) for m, to in options.items()}
            for move, target in options.items():
                if any(lost.values()) and times[number]:
                    step = position.scene, move, solution.reached.position(target).scene
                    said[step].append((times[number] / len(options), lost[move]))
    assert traffic.passes == pytest.approx({name: passes[name] for name in traffic.passes})
    assert {(e, v): c for e, by in traffic.verdicts.items() for v, c in by.items() if c} == pytest.approx(
        {key: chance for key, chance in verdicts.items() if chance}
    )
    assert set(traffic.losses) == set(said)
    for step, loss in traffic.losses.items():
        weights, losses = zip(*said[step], strict=True)
        mean = sum(weight * points for weight, points in said[step]) / sum(weights)
        assert (loss.mean, loss.least, loss.most) == pytest.approx((mean, min(losses), max(losses)))


def test_traffic_with_one_persona(small_case: Case) -> None:
    """The map for one customer would be that of all."""
    solutions = list(solve_all(small_case))
    alone = traffic_of(solutions[1:])
    assert alone.passes == pytest.approx(at_random(solutions[1]).places())
    assert alone.passes["opening"] != pytest.approx(traffic_of(solutions).passes["opening"])
