"""critical-missing: what is a grave fault by its kind and its harm counts as one."""

import pytest

from simulator.call.check.rules.critical_missing import GRAVE_CLOSE, GRAVE_PROMISE

from .planted import line_of, told

RULE = "critical-missing"
LOOK = ("Something happens., kind: promise,", "Something happens., kind: promise, effect: {risk: +%d},")


def test_hanging_up_unwarned() -> None:
    """A call in which somebody was hung up on could be won."""
    assert told(RULE, ("kind: warn, to: warned", "kind: refuse, to: warned")) == [
        (
            line_of("hang-up:"),
            "“hang-up” ends the call without a warning and brings 60 of risk, but is no critical error. Name one,"
            " or let a warning come first.",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("why: He was warned., kind: close,", "why: He was warned., kind: close, critical: unwarned,"),
        ("effect: {risk: +60}", f"effect: {{risk: +{GRAVE_CLOSE - 1}}}"),
    ],
)
def test_closes_that_are_in_order(old: str, new: str) -> None:
    """A close that is named as an error, or does little harm, would be told of."""
    planted = [("kind: warn, to: warned", "kind: refuse, to: warned"), (old, new)]
    assert told(RULE, *planted) == []


def test_a_warning_comes_first() -> None:
    """Ending a call after a fair warning would be called an error."""
    assert told(RULE) == []
    here = ("kind: warn, to: warned", "kind: warn, learn: was-warned, to: told-which")
    hang_up = (
        "kind: close, to: left",
        "kind: close, when: was-warned, to: cut-off",
    )
    facts = ("critical:\n", "facts: {was-warned: the customer has been warned}\ncritical:\n")
    assert told(RULE, here, hang_up, facts) == []


def test_false_promise() -> None:
    """A promise that cannot be kept could be outweighed by kind words."""
    assert told(RULE, (LOOK[0], LOOK[1] % GRAVE_PROMISE)) == [
        (
            line_of("      look:"),
            f"The promise “look” brings {GRAVE_PROMISE} of risk, as only a false one does, but is no critical error."
            " Name one, or let it do less harm.",
        )
    ]
    assert told(RULE, (LOOK[0], LOOK[1] % (GRAVE_PROMISE - 1))) == []


@pytest.mark.parametrize("beyond", ["cost: 70,", "authority: 2,"])
def test_beyond_authority(beyond: str) -> None:
    """A promise above the agent's level or budget would be refused, and never made and regretted."""
    assert told(RULE, ("cost: 50,", beyond)) == [
        (
            line_of("voucher:"),
            "“voucher” is more than the agent may promise, and is only refused. With a critical error named"
            " “beyond-authority” it can be said, and is one.",
        )
    ]
    named = ("critical:\n", "critical:\n  beyond-authority: Not yours to give.\n")
    assert told(RULE, ("cost: 50,", beyond), named) == []
