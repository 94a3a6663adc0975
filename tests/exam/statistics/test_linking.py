"""Months on one scale: what is linked is comparable, what is not is left out."""

from datetime import date

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.sittings import sitting
from simulator.exam.statistics.linking import FEWEST, MonthOfMarks, NotLinked, ScaleLink, common_scale, linked
from simulator.exam.statistics.marks import Marks
from simulator.exam.statistics.response_theory import Abilities, ItemParameters, fitted

unhurried = settings(deadline=None, max_examples=60)


def questions(count: int, seed: int = 1, error: float = 0.05) -> dict[str, ItemParameters]:
    """Questions with known parameters."""
    draw = numpy.random.default_rng(seed)
    return {
        f"q{number:02d}": ItemParameters(
            float(draw.standard_normal()), float(numpy.exp(draw.normal(0, 0.3))), error, error, 500, False
        )
        for number in range(count)
    }


@unhurried
@given(st.floats(0.5, 2), st.floats(-1.5, 1.5))
def test_a_changed_scale_is_found_exactly(slope: float, shift: float) -> None:
    """Everybody would seem to have learned, or forgotten, from one month to the next."""
    old = questions(12)
    back = ScaleLink(1 / slope, -shift / slope, (), ())
    link = linked(old, {name: back.item(item) for name, item in old.items()})
    assert (link.slope, link.shift) == pytest.approx((slope, shift), abs=1e-6)
    assert (link.common, link.drifted) == (tuple(sorted(old)), ())


def test_months_of_different_people_are_linked() -> None:
    """A weaker month would raise everybody's ability."""
    made = sitting(4000, 70, seed=3)
    able, weak = made.abilities > -0.3, made.abilities <= 0.3  # two months, of different people
    names = [f"q{number}" for number in range(70)]
    before = fitted(Marks.of(made.right[able][:, :45]))
    now = fitted(Marks.of(made.right[weak][:, 25:]))
    link = linked(
        dict(zip(names[:45], before.items, strict=True)), dict(zip(names[25:], now.items, strict=True))
    )
    assert len(link.common) == 20
    moved = link.abilities(now.abilities).means
    # back to the truth's scale, in which the first month's people have this mean and spread
    first = made.abilities[able]
    assert (moved * first.std() + first.mean()).mean() == pytest.approx(made.abilities[weak].mean(), abs=0.1)


def test_question_that_leaked_is_left_out() -> None:
    """One question that everybody has heard of would make the whole month easier."""
    old = questions(12)
    new = {name: item for name, item in old.items() if name != "q00"} | {"other": old["q00"]}
    leaked = new["q05"]
    new["q05"] = ItemParameters(leaked.difficulty - 1.5, *[getattr(leaked, n) for n in leaked.__slots__[1:]])
    link = linked(old, new)
    assert link.drifted == ("q05",)
    assert "q05" not in link.common
    assert (link.slope, link.shift) == pytest.approx((1, 0), abs=1e-6)


def test_what_errors_explain_is_no_drift() -> None:
    """With few examinees nearly every common question would be thrown out."""
    old = questions(12, error=0.4)
    draw = numpy.random.default_rng(2)
    new = {
        name: ItemParameters(
            item.difficulty + float(draw.normal(0, 0.5)), item.discrimination, 0.4, 0.1, 40, False
        )
        for name, item in old.items()
    }
    assert linked(old, new).drifted == ()


def test_too_few_common_questions_are_refused() -> None:
    """Two months would be compared by nothing."""
    with pytest.raises(NotLinked) as refused:
        linked(questions(FEWEST - 1), questions(FEWEST))
    assert (
        str(refused.value) == "The two months share 4 questions that stayed as hard as they were; it takes 5."
    )


def test_errors_and_information_follow_the_scale() -> None:
    """A standard error would be shown in another unit than its ability."""
    link = ScaleLink(2.0, 1.0, (), ())
    item = link.item(ItemParameters(0.5, 1.0, 0.1, 0.2, 40, False))
    assert (item.difficulty, item.discrimination) == (2.0, 0.5)
    assert (item.difficulty_error, item.discrimination_error, item.few) == (0.2, 0.1, False)
    moved = link.abilities(Abilities(numpy.array([0.0]), numpy.array([0.3])))
    assert (moved.means[0], moved.errors[0]) == (1.0, 0.6)


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
