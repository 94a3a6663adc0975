"""Cases of an earlier version: they play as they did, and are rewritten without losing anything."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator import parse_case
from simulator.call.case.document import Document, PersonaPart
from simulator.call.case.migrating import by_gauge, migrated
from simulator.source.reading import read_bytes
from simulator.source.validating import validate

OLD = """\
id: old
language: en
title: Old
personas:
  mild: {name: M, who: w, expects: a, gives-away: g, reacts: {feel: {heat: -5}}}
  sharp: {name: S, who: w, expects: b, gives-away: g, reacts: {feel: {heat: +10}}}
rehearsal:
  one:
    customer: Well?
    moves:
      sorry: {say: Sorry., why: w, kind: feel, effect: {trust: +5, sharp: {heat: +3, trust: 0}}, to: end}
      long:
        say: "Let me see: #7."  # the order
        why: w
        effect:
          trust: +5
          # she has waited
          mild: {patience: -10}

        # what follows
        to: end
endings:
  end: {title: E, why: w}
"""
NEW = """\
      sorry: {say: Sorry., why: w, kind: feel, effect: {trust: {sharp: 0, otherwise: +5}, heat: {sharp: -7, otherwise: 0}}, to: end}
      long:
        say: "Let me see: #7."  # the order
        why: w
        # she has waited
        effect: {trust: +5, patience: {mild: -10, otherwise: 0}}

        # what follows
        to: end
"""


def rewritten(text: str) -> str:
    """The text of a case after `winwin migrate`."""
    source = read_bytes(text.encode(), "case.yaml")
    document = validate(source, Document)
    assert document is not None
    return migrated(source, document)[0]


def test_only_effects_are_rewritten() -> None:
    """An author would lose a comment, or find lines changed that had nothing to do with it."""
    before, after = OLD[: OLD.index("      sorry:")], OLD[OLD.index("endings:") :]
    assert rewritten(OLD) == before + NEW + after
    assert rewritten(rewritten(OLD)) == rewritten(OLD)


def test_plays_as_before() -> None:
    """Calls under way, and their scores, would change with the version."""
    old, new = parse_case(OLD), parse_case(rewritten(OLD))
    moves = [{name: move.changes for name, move in case.opening.moves.items()} for case in (old, new)]
    assert moves[0] == moves[1]
    gauges = {place: gauge.id for place, gauge in enumerate(old.gauges)}
    felt = [{gauges[place]: amount for place, amount in change} for change in moves[0]["sorry"]]
    assert felt == [{"trust": 5, "heat": -5}, {"heat": 3}]


amounts = st.dictionaries(st.sampled_from(["heat", "trust", "patience"]), st.integers(-9, 9))
KINDS = ["feel", "ask"]


@given(
    common=amounts,
    own=st.dictionaries(st.sampled_from(["mild", "sharp"]), amounts),
    reacts=st.fixed_dictionaries(
        {name: st.dictionaries(st.sampled_from(KINDS), amounts) for name in ("mild", "sharp")}
    ),
)
def test_every_amount_stays(
    common: dict[str, int], own: dict[str, dict[str, int]], reacts: dict[str, dict[str, dict[str, int]]]
) -> None:
    """A persona would take a reply otherwise than its author wrote."""
    parts = {
        name: PersonaPart.model_validate(
            {"name": "n", "who": "w", "expects": "e", "gives-away": "g", "reacts": reacts[name]}
        )
        for name in reacts
    }
    effect: dict[str, Any] = common | own
    new = by_gauge(effect, parts, KINDS)
    for persona, reactions in reacts.items():
        for gauge in ("heat", "trust", "patience"):
            reaction = sum(reactions.get(kind, {}).get(gauge, 0) for kind in KINDS)
            # the figure for a persona stood for everything, its reactions included
            before = own.get(persona, {}).get(gauge, common.get(gauge, 0) + reaction)
            value: Any = new.get(gauge, 0)
            if isinstance(value, dict):
                named = (amount for who, amount in value.items() if persona in who.split(" or "))
                value = next(named, value["otherwise"])
            assert value + reaction == before
