"""beyond-stated-authority: all money that is spent is stated."""

import pytest

from .planted import line_of, told

RULE = "beyond-stated-authority"


@pytest.mark.parametrize(
    ("effect", "spent"), [("{cost: +80}", 80), ("{cost: {traveller: +30, otherwise: 0}}", 30)]
)
def test_an_effect_that_spends(effect: str, spent: int) -> None:
    """Money could be spent past the budget, with everybody or with one of them."""
    assert told(RULE, ("cost: 50,", f"cost: 50, effect: {effect},")) == [
        (
            line_of("voucher:"),
            f"“voucher” spends {spent} yuan past the agent's budget, which only counts “cost”. State it there:"
            f" “cost: {50 + spent}”.",
        )
    ]


def test_a_scene_that_spends() -> None:
    """Money could be spent by being somewhere."""
    assert told(RULE, ("    customer: And?\n", "    customer: And?\n    effect: {cost: +10}\n")) == [
        (
            line_of("customer: And?") + 1,
            "Coming to “leader” spends 10 yuan that no reply has stated. Let the replies that lead here state"
            " them as their “cost”.",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cost: 50,", "cost: 50, effect: {cost: -20},"),
        ("critical:\n", "gauges: {cost: {each-reply: 2}}\ncritical:\n"),
        ("effect: {risk: +20}", "effect: {risk: +20, cost: +40}"),
    ],
    ids=["money back", "time on the line", "what an ending costs"],
)
def test_what_is_not_the_agent_to_grant(old: str, new: str) -> None:
    """Costs that nobody decides on in the call would have to be approved."""
    assert told(RULE, (old, new)) == []
