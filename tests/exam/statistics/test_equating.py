"""Which share of another form asks for the same ability."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.statistics.equating import WeighedItem, expected_share, same_demand

items = st.lists(
    st.builds(WeighedItem, st.floats(-2, 2), st.floats(0.5, 2), st.integers(1, 5)), min_size=3, max_size=20
)


def test_share_of_one_question_is_its_chance() -> None:
    """The pass mark would be worked out from something else than the questions."""
    assert expected_share([WeighedItem(0.5, 1, 3)], 0.5) == pytest.approx(0.5)


@given(items, st.floats(0.2, 0.8))
def test_form_asks_for_as_much_as_itself(form: list[WeighedItem], share: float) -> None:
    """A make-up exam that is just as hard would be given another pass mark."""
    assert same_demand(form, share, form) == pytest.approx(share, abs=1e-6)


@given(items, st.floats(0.2, 0.8), st.floats(0.1, 2))
def test_harder_form_asks_for_a_smaller_share(form: list[WeighedItem], share: float, harder: float) -> None:
    """Whoever sits the harder exam would need more marks for the same ability."""
    other = [WeighedItem(one.difficulty + harder, one.discrimination, one.marks) for one in form]
    found = same_demand(form, share, other)
    assert found is not None
    assert found < share


def test_share_that_no_ability_stands_for_is_not_guessed() -> None:
    """A pass mark of 100 % would be carried over as if it meant something."""
    form = [WeighedItem(0.0, 1.0, 1)] * 3
    assert same_demand(form, 1.0, form) is None
    assert same_demand([], 0.5, form) is None
