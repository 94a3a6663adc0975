"""fact-not-said: facts that count as known though nobody says so."""

import pytest

from simulator.call.check.rules.fact_not_said import content

from .rehearsed import told

RULE = "fact-not-said"
FACTS = "facts: {depot-hours: the depot opens at eight}\nrehearsal:\n"
LEARN = ("        effect: {trust: -10}\n", "        effect: {trust: -10}\n        learn: depot-hours\n")
SAY = "say: I am sending the courier back."


def found(*changes: tuple[str, str]) -> int:
    """How often the rule speaks up when the courier's return makes the depot's hours known."""
    return len(told(RULE, LEARN, ("rehearsal:\n", FACTS), *changes))


@pytest.mark.parametrize(
    "said",
    [
        (SAY, "say: I am sending him back; the depot will be opening at eight."),
        ("customer: It is. And now?", "customer: It is. And when is the depot open?"),
        ("  settled:\n", "  settled:\n    customer: And the depots?\n"),
    ],
)
def test_who_says_it(said: tuple[str, str]) -> None:
    """What the agent says, or the customer before or after it, would count as not said."""
    assert (found(), found(said)) == (1, 0)


def test_a_look_at_the_record() -> None:
    """What the screen shows would count as said, or what a look at it shows would not count."""
    leads = (
        "        to: settled\n        why: It helps both",
        "        to: shown\n        why: It helps both",
    )
    shown = "  shown: {customer: So?, screen: Depot opens at eight, moves: {on: {say: S., why: W., to: settled}}}\n"
    into = ("endings:\n", shown + "endings:\n")
    assert (found(leads, into), found(leads, into, (SAY, f"kind: check\n        {SAY}"))) == (1, 0)


def test_words_in_two_languages() -> None:
    """Words would be missed by their endings, or be found in what every call says."""
    assert content("The customer knows: parcels were delivered.", "en") == content("parcel delivering", "en")
    assert content("乘客已经知道座位还在", "zh") == frozenset("座位")
    assert content("订单T4418", "zh") == frozenset({"订", "单", "t4418"})
