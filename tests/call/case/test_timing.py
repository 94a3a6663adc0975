"""The clock: shown as the time of day, read in whole minutes, counted only where something depends on it."""

from pathlib import Path

import pytest

from simulator import Case, CaseError, Play, load_case, parse_case
from simulator.call.case.document import Document
from simulator.call.check.pacing import paced
from simulator.call.play import rehearsal as call
from simulator.call.report.conversation import conversation, levels
from simulator.call.solver.solving import solve
from simulator.source.reading import read_bytes
from simulator.source.validating import validate
from simulator.text.language import translator

CASE = """\
id: timed
language: en
title: A call against the clock
clock: {starts: 14:05, until: 14:20}
record: {leaves: 14:12}
outcome:
  company: {business: "100 - max(clock - 14:10, 0) * 5"}
personas:
  a: {name: A, who: w, expects: x, gives-away: g}
rehearsal:
  one:
    customer: {clock >= leaves: My taxi has gone., otherwise: My taxi waits.}
    moves:
      wait: {say: "One moment, please.", why: w, takes: 2 min}
      short: {say: Yes., why: w, takes: 40秒}
      end: {say: Goodbye., why: w, takes: 20 s, effect: {trust: {clock < leaves: +10, otherwise: -10}}, to: good}
endings:
  good: {title: G, why: w}
  late: {title: L, why: w, when: clock >= 14:16}
"""
QUIET = (
    CASE.replace("{clock >= leaves: My taxi has gone., otherwise: My taxi waits.}", "Hm.")
    .replace("100 - max(clock - 14:10, 0) * 5", "100 - risk")
    .replace("{clock < leaves: +10, otherwise: -10}", "5")
    .replace(", when: clock >= 14:16", "")
)


def call_of(case: Case, *moves: str) -> Play:
    """A call in which these replies were given."""
    play = Play.start(case, stage="rehearsal")
    for move in moves:
        play.push(move)
    return play


def shown(play: Play) -> list[str | None]:
    """The time of day at each moment of a call."""
    return [turn.time for turn in conversation(play, tuple(play.spoken()), translator("en")).turns]


@pytest.mark.parametrize("text", [CASE, QUIET])
def test_each_reply_takes_its_time(text: str) -> None:
    """A trainee would not see that a hold of two minutes is two minutes."""
    play = call_of(parse_case(text), "short", "short", "wait", "short")
    assert shown(play) == ["14:05", "14:05", "14:06", "14:08", "14:09"]
    play.pop()
    assert shown(play) == ["14:05", "14:05", "14:06", "14:08"]
    assert shown(Play.restore(play.case, play.attempt())) == shown(play)


def test_conditions_effects_cells_and_endings_read_it() -> None:
    """The hour at which the taxi leaves would be a text that nothing follows from."""
    case = parse_case(CASE)
    trust = 1
    found = []
    for waits in (3, 4, 5):
        play = call_of(case, *["wait"] * waits)
        position = play.progress.rehearsal
        assert position is not None
        words = call.moment(case, position).customer
        ended = call.reply(case, position, case.opening.moves["end"])
        found.append((words, ended.gauges[trust], case.cells.company_business(ended)))
    assert found == [("My taxi waits.", 50, 95), ("My taxi has gone.", 30, 85), ("My taxi has gone.", 30, 75)]
    assert call_of(case, *["wait"] * 6).progress.rehearsal == call_of(case, *["wait"] * 6).progress.rehearsal
    over = call_of(case, *["wait"] * 6)
    assert over.over
    assert over.progress.rehearsal is not None
    assert over.progress.rehearsal.scene == "late"


def test_the_clock_stops_at_its_end() -> None:
    """A loop of one reply would have a position for each minute of a night."""
    case = parse_case(CASE.replace(", when: clock >= 14:16", ""))
    assert shown(call_of(case, *["wait"] * 9))[-2:] == ["14:20", "14:20"]


def test_counted_only_where_something_depends_on_it() -> None:
    """A clock that is only looked at would multiply the positions of a case."""
    counts = [solve(parse_case(text), 0).reached.words.shape[1] for text in (CASE, QUIET)]
    twice = QUIET.replace("      end:", "      yes: {say: Yes., why: w, takes: 1 min}\n      end:")
    assert counts[0] > 20
    assert counts[1] == 2
    assert not parse_case(QUIET).timed
    assert parse_case(twice).timed  # the same words take another time: the clock tells which they were


def test_no_level_of_the_customer() -> None:
    """Seconds since midnight would stand beside heat and trust."""
    case = parse_case(CASE)
    opening = call.opening(case, 0)
    assert "clock" not in [shift.gauge for shift in levels(case, opening, opening, translator("en"))]


@pytest.mark.parametrize(
    ("old", "new", "where", "told"),
    [
        ("2 min", "2 hours", "2 hours", "Write how long it takes in steps of ten seconds"),
        ("20 s,", "25 s,", "25 s", "Write how long it takes in steps of ten seconds"),
        ("until: 14:20", "until: 14:05", "clock: {", "“until” must be later than “starts”, on the same day."),
        ("until: 14:20", "until: 24:20", "24:20", "There is no such day or time of day: “24:20”."),
        ("clock: {starts: 14:05, until: 14:20}\n", "", "2 min", "This case has no clock"),
        ("personas:", "facts: {clock: the time}\npersonas:", "clock: the", "“clock” names two things"),
        ("personas:", "gauges: {clock: {starts: 5}}\npersonas:", "clock: {starts: 5", "“clock” is the time of day in this case"),
        ("trust: {clock", "clock: 5, trust: {clock", "clock: 5", "There is no gauge “clock”."),
        ("trust: {clock < leaves: +10, otherwise: -10}", "trust: clock", "clock}", "An amount can be worked out from"),
    ],
)  # fmt: skip
def test_what_is_no_time_is_told(old: str, new: str, where: str, told: str) -> None:
    """A slip in a time would make a reply take none, or a case without a clock be half timed."""
    text = CASE.replace(old, new)
    with pytest.raises(CaseError) as raised:
        parse_case(text)
    places = [one.place for one in raised.value.problems if told in str(one.message)]
    assert where in {text.splitlines()[place.line - 1][place.column - 1 :][: len(where)] for place in places}


def test_a_translation_changes_no_time(tmp_path: Path) -> None:
    """A call would take longer in the language whose words are longer, or be counted otherwise."""
    folder = tmp_path / "timed"
    folder.mkdir()
    (folder / "case.yaml").write_text(QUIET, encoding="utf-8")
    texts = (
        "translates: timed\nlanguage: zh\ntexts:\n  rehearsal.one.moves.short.say: {en: Yes., zh: 您稍等。}\n"
    )
    held = "  rehearsal.one.moves.wait.say: {en: “One moment, please.”, zh: 您稍等。}\n".replace(
        "“", '"'
    ).replace("”", '"')
    (folder / "case.zh.yaml").write_text(texts + held, encoding="utf-8")
    case = load_case(folder, "zh")
    assert [move.say for move in case.opening.moves.values()][:2] == ["您稍等。", "您稍等。"]
    assert not case.timed
    assert shown(call_of(case, "short", "wait")) == ["14:05", "14:05", "14:07"]


def test_pace_writes_what_is_missing_and_nothing_else() -> None:
    """An author would have to time every reply by hand, or lose a comment to the command."""
    text = """\
id: timed
language: en
title: T
clock: {starts: 14:05, until: 14:20}
personas:
  a: {name: A, who: w, expects: x, gives-away: g}
replies:
  look:
    say: Let me look.   # a comment
    shows: "Order 7"
    why: w
rehearsal:
  one:
    customer: Hm.
    moves:
      hold: {say: "One moment, please.", kind: hold, why: w}
      known: {say: "One moment, please.", why: w, takes: 10 s}
      long:
        say: >
          I have looked at your order and at the courier's record, and I can see that
          nobody has asked at the front desk yet, so I will do that now.
        why: w
        to: good
endings:
  good: {title: G, why: w}
"""
    source = read_bytes(text.encode(), "case.yaml")
    document = validate(source, Document)
    assert document is not None
    written, count = paced(source, document)
    assert count == 3
    added = {
        "    say: Let me look.": "    takes: 40 s\n    say: Let me look.",
        "{say: \"One moment, please.\", kind": "{takes: 70 s, say: \"One moment, please.\", kind",
        "        say: >": "        takes: 20 s\n        say: >",
    }  # fmt: skip
    expected = text
    for old, new in added.items():
        expected = expected.replace(old, new)
    assert written == expected
    assert parse_case(written).opening.moves.keys() == {"hold", "known", "long", "look"}
