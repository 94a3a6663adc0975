"""Which replies are said never to be right: only those that another one replaces wherever they can be said."""

from pathlib import Path

from simulator.call.case.loading import examine
from simulator.call.check.lint import Selection, lint

ABOVE = """
id: late
language: en
title: Late
agent: {authority: 1, budget: 50}
critical:
  beyond-authority: {text: Promised what others decide., cap: 20}
personas:
  a: {name: A, who: w, expects: the parcel, gives-away: g}
  b: {name: B, who: w, expects: money, gives-away: g}
rehearsal:
  opening:
    customer: It has not come.
    moves:
      look: {say: I look for it., why: w, effect: {solved: {b: +30, otherwise: +80}, understood: +70, trust: +30}, to: end}
      pay: {say: Fifty., why: w, cost: 20, effect: {solved: {a: +30, otherwise: +80}, understood: +70, trust: +30}, to: end}
      pay-more: {say: Eighty., why: w, cost: 80, authority: 2, to: end}
      shrug: {say: Well., why: w, trap: true, to: end}
endings:
  end: {title: The end, why: w}
"""

CLOSED = """
id: late
language: en
title: Late
gauges: {clock: {starts: 0}}
personas:
  a: {name: A, who: w, expects: the parcel, gives-away: g}
  b: {name: B, who: w, expects: money, gives-away: g}
rehearsal:
  opening:
    customer: It has not come.
    moves:
      fast: {say: I look for it., why: w, to: then, effect: {trust: {a: +30, otherwise: 0}}}
      slow: {say: Tell me., why: w, effect: {clock: +5, trust: {b: +30, otherwise: 0}}, to: then}
  then:
    customer: What now?
    moves:
      turn-round: {say: He turns round., why: w, when: clock < 5, effect: {solved: +90, understood: +70, trust: +30}, to: end}
      fetch: {say: Fetch it., why: w, effect: {solved: +50, understood: +70, trust: +30}, to: end}
endings:
  end: {title: The end, why: w}
"""


def dominated(text: str, folder: Path) -> list[str]:
    """What the rule says of a case, in words."""
    file = folder / "late" / "case.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    problems, files = examine(file)
    assert files is not None, problems
    return [str(p.message) for p in lint(problems, files, Selection(frozenset({"dominated-move"})))]


def test_what_is_there_to_be_wrong_is_left_out(tmp_path: Path) -> None:
    """An author would be told to make a promise beyond authority, or a trap, right for somebody."""
    assert dominated(ABOVE, tmp_path) == []


def test_a_reply_that_cannot_be_said_there_replaces_nothing(tmp_path: Path) -> None:
    """The only good reply that is left would be called never right, because of one that is closed by then."""
    assert not any("“fetch”" in message for message in dominated(CLOSED, tmp_path))
