"""Difficulties and abilities come out as they were put in, with honest errors."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.sittings import sitting
from simulator.exam.statistics.marks import Marks, MarksRefused
from simulator.exam.statistics.response_theory import (
    ENOUGH_FOR_TWO,
    FEWEST_NODES,
    Model,
    _Answers,
    abilities,
    chances,
    fitted,
    information,
    model_for,
    nodes_for,
)

unhurried = settings(deadline=None, max_examples=40)


def rmse(found: object, truth: object) -> float:
    """The root of the mean squared difference."""
    return float(numpy.sqrt(numpy.mean((numpy.asarray(found) - numpy.asarray(truth)) ** 2)))


def test_two_parameters_come_back_with_honest_errors() -> None:
    """Blueprints would be filled by difficulties that are not those of the questions."""
    made = sitting(3000, 60)
    found = fitted(Marks.of(made.right))
    assert (found.model, found.converged) == (Model.TWO_PARAMETER, True)
    difficulty = numpy.array([item.difficulty for item in found.items]) - made.difficulties
    slope = numpy.array([item.discrimination for item in found.items]) - made.discriminations
    assert rmse(difficulty, 0) < 0.08
    assert rmse(slope, 0) < 0.08
    # measured in their own errors, errors have the spread 1
    assert 0.8 < (difficulty / [item.difficulty_error for item in found.items]).std() < 1.25
    assert 0.8 < (slope / [item.discrimination_error for item in found.items]).std() < 1.25
    off = (found.abilities.means - made.abilities) / found.abilities.errors
    assert 0.95 < off.std() < 1.05


def test_long_papers_need_more_nodes() -> None:
    """With too few nodes an able examinee falls between two of them, and difficulties are off by 0.2."""
    assert nodes_for(20) == FEWEST_NODES
    sharp = 1 / (1 + 0.3 * 400) ** 0.5
    assert 10 / (nodes_for(400) - 1) < 1.2 * sharp
    made = sitting(3000, 200, seed=2)
    assert rmse([item.difficulty for item in fitted(Marks.of(made.right)).items], made.difficulties) < 0.08


def test_rasch_has_one_slope_and_the_right_order() -> None:
    """With few examinees, discriminations would be made of noise."""
    made = sitting(200, 30, seed=3)
    found = fitted(Marks.of(made.right))
    assert (found.model, found.converged) == (Model.RASCH, True)
    assert len({item.discrimination for item in found.items}) == 1
    # under this model all who got as many right are equally able
    by_total: dict[float, set[float]] = {}
    for total, able in zip(made.right.sum(axis=1), found.abilities.means, strict=True):
        by_total.setdefault(total, set()).add(round(float(able), 6))
    assert {len(values) for values in by_total.values()} == {1}
    means = [by_total[total].pop() for total in sorted(by_total)]
    assert means == sorted(means)
    assert model_for(ENOUGH_FOR_TWO - 1) is Model.RASCH
    assert model_for(ENOUGH_FOR_TWO) is Model.TWO_PARAMETER


@pytest.mark.parametrize("model", list(Model))
def test_estimates_are_where_the_likelihood_is_greatest(model: Model) -> None:
    """The estimation would stop somewhere on the way."""
    made = sitting(120, 6, seed=5)
    table = made.right.copy()
    table[::3, 2] = numpy.nan
    marks = Marks.of(table)
    items = fitted(marks, model).items
    slopes = numpy.array([item.discrimination for item in items])
    intercepts = -slopes * numpy.array([item.difficulty for item in items])
    best = plain_posterior(marks, slopes, intercepts)
    for place in range(6):
        for step in (-0.05, 0.05):
            nudged = intercepts.copy()
            nudged[place] += step
            assert plain_posterior(marks, slopes, nudged) < best
            steeper = slopes.copy()
            steeper[slice(None) if model is Model.RASCH else place] += step
            assert plain_posterior(marks, steeper, intercepts, common=model is Model.RASCH) < best


def plain_posterior(
    marks: Marks, slopes: numpy.ndarray, intercepts: numpy.ndarray, common: bool | None = None
) -> float:
    """The logarithm of the marginal likelihood, answer by answer, and of the priors."""
    nodes = numpy.linspace(-5, 5, 201)
    weights = numpy.exp(-(nodes**2) / 2)
    weights /= weights.sum()
    right = 1 / (1 + numpy.exp(-(slopes[:, None] * nodes + intercepts[:, None])))
    whole = 0.0
    for row in marks.scores:
        likely = weights.copy()
        for place, mark in enumerate(row):
            if mark == mark:
                likely = likely * right[place] ** mark * (1 - right[place]) ** (1 - mark)
        whole += float(numpy.log(likely.sum()))
    priors = -(intercepts**2).sum() / (2 * 3.0**2)
    of_slopes = numpy.log(slopes[:1] if len(set(slopes)) == 1 else slopes)
    return whole + float(priors - (of_slopes**2).sum() / (2 * 0.5**2))


@unhurried
@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 0.5, 1.0, float("nan")]), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    )
)
def test_abilities_are_the_mean_of_what_is_likely(rows: list[list[float]]) -> None:
    """Somebody's ability would not follow from the own answers."""
    items = fitted(Marks.of(sitting(50, 3).right)).items
    found = abilities(Marks.of(rows), items)
    nodes = _Answers(Marks.of(rows)).nodes
    for row, mean, error in zip(rows, found.means, found.errors, strict=True):
        likely = numpy.exp(-(nodes**2) / 2)
        for item, mark in zip(items, row, strict=True):
            if mark == mark:
                right = chances(item.difficulty, item.discrimination, nodes)[0]
                likely = likely * right**mark * (1 - right) ** (1 - mark)
        likely /= likely.sum()
        assert mean == pytest.approx((likely * nodes).sum(), abs=1e-9)
        assert error == pytest.approx(((likely * nodes**2).sum() - mean**2) ** 0.5, abs=1e-6)


def test_order_of_examinees_does_not_matter() -> None:
    """Abilities would go to the wrong people: those asked the same are put together on the way."""
    made = sitting(90, 12)
    table = made.right.copy()
    table[::2, :3] = numpy.nan
    mixed = numpy.random.default_rng(1).permutation(90)
    before, after = fitted(Marks.of(table)), fitted(Marks.of(table[mixed]))
    assert after.abilities.means == pytest.approx(before.abilities.means[mixed], abs=1e-6)
    assert [item.difficulty for item in after.items] == pytest.approx(
        [item.difficulty for item in before.items], abs=1e-6
    )


def test_questions_that_all_have_right_stay_finite() -> None:
    """One easy question would break the whole month."""
    table = sitting(40, 8).right
    table[:, 0], table[:, 1] = 1, 0
    items = fitted(Marks.of(table)).items
    assert items[0].difficulty < min(item.difficulty for item in items[2:])
    assert items[1].difficulty > max(item.difficulty for item in items[2:])
    assert items[0].difficulty_error > max(item.difficulty_error for item in items[2:])


def test_question_against_the_rest_is_named() -> None:
    """A wrong key would give a difficulty that looks like any other."""
    made = sitting(800, 20)
    table = made.right.copy()
    table[:, 4] = 1 - table[:, 4]
    found = fitted(Marks.of(table))
    assert [place for place, item in enumerate(found.items) if item.held] == [4]


def test_information() -> None:
    """Papers would be assembled for the wrong abilities."""
    assert information([0.0], [1.0], [0.0])[0, 0] == 0.25
    told = information([0.0, 1.0], [1.0, 2.0], numpy.linspace(-3, 3, 61))
    assert told.shape == (2, 61)
    assert [round(float(x), 6) for x in numpy.linspace(-3, 3, 61)[told.argmax(axis=1)]] == [0, 1]


def test_nothing_to_estimate_is_refused() -> None:
    """A month without a paper would end in a traceback."""
    with pytest.raises(MarksRefused):
        fitted(Marks(numpy.zeros((0, 3)), numpy.ones(3)))
    items = fitted(Marks.of([[1.0, 0.0]])).items
    with pytest.raises(MarksRefused):
        abilities(Marks.of([[1.0]]), items)
    assert len(abilities(Marks(numpy.zeros((0, 2)), numpy.ones(2)), items).means) == 0
