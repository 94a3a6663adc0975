"""approval-ladder: an approval leads on, and up, to somebody who decides."""

import pytest

from .planted import line_of, told

RULE = "approval-ladder"
BACK = ("authority: 1, to: found}", "authority: 1, to: told-which}")


def test_circle() -> None:
    """Two desks could pass a customer to and fro."""
    assert told(RULE, BACK) == [
        (
            line_of("ask-above:"),
            "“ask-above” asks for an approval that goes in circles: told-which → leader → told-which. Let one of"
            " these steps lead to a decision.",
        )
    ]


def test_standstill() -> None:
    """The same approval could be asked for without end."""
    assert told(RULE, ("authority: 1, to: leader}", "authority: 1}")) == [
        (
            line_of("ask-above:"),
            "“ask-above” asks for approval and stays where it is, and can be said again and again. Let it lead on,"
            " or say “once: true”.",
        )
    ]


@pytest.mark.parametrize(
    "end",
    [
        "once: true, to: told-which}",
        "when: heat <= 40, to: told-which}",
        "to: {heat > 40: told-which, otherwise: found}}",
    ],
)
def test_a_circle_that_ends(end: str) -> None:
    """An author who has taken care of the circle would be told of it all the same."""
    assert told(RULE, (BACK[0], f"authority: 1, {end}")) == []


def test_a_way_back_that_is_no_approval() -> None:
    """Coming back with an answer would be taken for another approval."""
    assert told(RULE, ("why: Left alone., kind: close, to: left", "why: Back with it., to: told-which")) == []


def test_downwards() -> None:
    """A ladder could ask for less the higher it goes."""
    upper = ("He cannot say., kind: escalate, authority: 1", "He cannot say., kind: escalate, authority: 3")
    assert told(RULE, upper) == [
        (
            line_of("courier-desk:"),
            "“courier-desk” requires authority level 1; “ask-above”, which led there, required level 3 already. Let"
            " the levels rise from step to step.",
        )
    ]
