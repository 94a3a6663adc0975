"""The survey of a solution against the solution itself, position by position."""

from hypothesis import HealthCheck, given, settings

from simulator import Case, Play
from simulator.call.check.survey import Survey
from simulator.call.solver.solving import solve
from tests.call.solver.small_cases import small_cases

generated = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@generated
@given(case=small_cases())
def test_by_scene_and_by_move(case: Case) -> None:
    """A position or a move between two would be missing from its scene, or stand in another."""
    for persona in range(len(case.personas)):
        solution = solve(case, persona)
        survey = Survey(solution)
        numbers = range(len(solution.best))
        names = [solution.reached.position(number).scene for number in numbers]
        for name in (*case.scenes, *case.endings):
            here = survey.at(name).tolist()
            assert here == [number for number in numbers if names[number] == name]
            assert survey.within[here].tolist() == list(range(len(here)))
        for scene in case.scenes.values():
            values = survey.values(scene)
            for row, move in enumerate(scene.moves.values()):
                replies = survey.replies(scene, move)
                found = dict(zip(replies.source.tolist(), replies.target.tolist(), strict=True))
                options = {number: solution.options(number) for number in survey.at(scene.id).tolist()}
                assert found == {n: ways[move.id] for n, ways in options.items() if move.id in ways}
                assert values[row].tolist() == [
                    int(solution.best[ways[move.id]]) if move.id in ways else -2 for ways in options.values()
                ]
        assert len(survey.all_replies().source) == solution.reached.moves


@generated
@given(case=small_cases())
def test_ways(case: Case) -> None:
    """The moves that lead to a position would lead elsewhere, or be more than are needed."""
    for place, persona in enumerate(case.personas):
        solution = solve(case, place)
        survey = Survey(solution)
        lengths = []
        for number in range(len(solution.best)):
            way = survey.way_to(number)
            play = Play.start(case, persona.id, "rehearsal")
            for move in way:
                play.push(move)
            assert play.progress.rehearsal is not None
            assert solution.number(play.progress.rehearsal) == number
            lengths.append(len(way))
        assert lengths == sorted(lengths)
