"""idle-gauge: a gauge that nothing changes, or that nothing looks at."""

import pytest

from .rehearsed import line_of, told

RULE = "idle-gauge"
COST = "        effect: {trust: -10}\n"
OWN = ("personas:\n", "gauges:\n  belief: {starts: 50}\npersonas:\n")
CHANGED = (COST, "        effect: {trust: -10, belief: -20}\n")
UNREAD = (
    "Nothing ever looks at “belief”: no condition and no part of the outcome. Let one do so, or take it out."
)


def test_nothing_changes_it() -> None:
    """A gauge of the case's own that stays as it is would not be found."""
    sentence = "Nothing ever changes “belief”. Let an effect do so, or take it out."
    assert told(RULE, OWN) == [(line_of("belief:", OWN), sentence)]


def test_nothing_looks_at_it() -> None:
    """A gauge that is changed in vain would not be found."""
    assert told(RULE, OWN, CHANGED) == [(line_of("belief:", OWN), UNREAD)]


def test_a_usual_one_that_nothing_looks_at() -> None:
    """A usual gauge that is changed in vain would not be found, or not where it is changed."""
    change = (COST, "        effect: {trust: -10, patience: -5}\n")
    assert told(RULE, change) == [
        (line_of("effect: {trust: -10, pat", change), UNREAD.replace("belief", "patience"))
    ]


@pytest.mark.parametrize(
    "look",
    [
        (COST, "        when: belief > 20\n        effect: {trust: -10, belief: -20}\n"),
        ("customer: It is. And now?", "customer: {belief > 20: Yes., otherwise: No.}"),
        ("why: He has a taxi; she has a mother.", "why: {belief > 20: Yes., otherwise: No.}"),
        ("worried: settled, otherwise: hangs-up", "worried and belief > 20: settled, otherwise: hangs-up"),
        ("  hangs-up: {title", "  gone: {title: G, why: W., when: belief <= 0}\n  hangs-up: {title"),
        (
            "    why: Somebody heard who was calling.",
            "    customer: {belief > 20: Yes., otherwise: No.}\n    why: W.",
        ),
        ("rehearsal:\n", "outcome: {company: {business: 100 - risk - belief / 10}}\nrehearsal:\n"),
    ],
)
def test_wherever_it_is_looked_at(look: tuple[str, str]) -> None:
    """A gauge that something looks at would be named, because the rule does not look there."""
    assert told(RULE, OWN, *([] if look[0] == COST else [CHANGED]), look) == []


def test_a_start_that_says_who_it_is() -> None:
    """A gauge that never changes but starts differently for the personas would be named."""
    own = (OWN[0], "gauges:\n  belief: {starts: 50}\npersonas:\n")
    persona = ("  worried: {name", "  worried: {starts: {belief: 10}, name")
    look = ("customer: It is. And now?", "customer: {belief > 20: Yes., otherwise: No.}")
    assert told(RULE, own, persona, look) == []
    assert told(RULE, own, persona) == [(line_of("  belief:", own), UNREAD)]


def test_a_usual_one_stated_for_its_start() -> None:
    """Another start of a usual gauge that only the outcome looks at would be named."""
    assert told(RULE, ("personas:\n", "gauges: {composure: {starts: 90}}\npersonas:\n")) == []


def test_the_cost_of_a_move_with_a_budget() -> None:
    """The cost would be named where the outcome does not look at it, though the budget does."""
    outcome = ("rehearsal:\n", "outcome: {company: {business: 100 - risk}}\nrehearsal:\n")
    agent = ("personas:\n", "agent: {budget: 50}\npersonas:\n")
    assert told(RULE, outcome, agent, (COST, COST + "        cost: 20\n")) == []
