"""The questions of many months on one scale: what is linked is comparable, what is not is left out."""

from datetime import date

import numpy

from simulator.exam.statistics.marks import Marks
from simulator.exam.statistics.scale import MonthOfMarks, common_scale

DIFFICULTIES = numpy.linspace(-1.5, 1.5, 12)


def month(number: int, questions: range, ability: float, people: int = 300) -> MonthOfMarks:
    """A month in which people of a mean ability answered questions of known difficulties."""
    lot = numpy.random.default_rng(number)
    able = lot.normal(ability, 1, people)
    chance = 1 / (1 + numpy.exp(-1.2 * (able[:, None] - DIFFICULTIES[list(questions)])))
    names = tuple(f"q{question}" for question in questions)
    return MonthOfMarks(
        date(2026, number, 1), names, Marks.of((lot.random(chance.shape) < chance).astype(float))
    )


def test_months_come_onto_the_scale_of_the_first() -> None:
    """An abler month's people would make its questions look easier than they are."""
    found = common_scale([month(2, range(4, 12), 0.8), month(1, range(8), 0.0)])
    assert found.unlinked == (date(2026, 2, 1),)  # four questions in common do not carry a scale
    linked = common_scale([month(2, range(3, 12), 0.8), month(1, range(9), 0.0)])
    assert linked.unlinked == ()
    known = numpy.array([linked.parameters[f"q{question}"].difficulty for question in range(12)])
    assert numpy.abs(known - DIFFICULTIES).max() < 0.5


def test_little_data_say_nothing() -> None:
    """A question would be called hard because two people had it wrong."""
    found = common_scale([month(1, range(8), 0.0, people=10)])
    assert (found.parameters, found.since) == ({}, None)
    assert common_scale([]).parameters == {}
