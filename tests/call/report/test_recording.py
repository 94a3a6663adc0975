"""The recorded call in the report: what was found, missed and mistaken, each in its line."""

from simulator import Case
from simulator.call.report.debrief import debrief
from simulator.call.report.recording import Noticed, Recording, clock

from .plays import LISTENED, played


def recording_of(case: Case, moves: list[str]) -> Recording:
    """The recording's part of a debrief."""
    recording = debrief(played(case, moves), "en").recording
    assert recording is not None
    return recording


def test_details_stand_in_their_lines(small_case: Case) -> None:
    """The trainee would look for a detail in the wrong line."""
    recording = recording_of(small_case, LISTENED)
    assert {line.number: line.noticed for line in recording.lines if line.noticed} == {
        2: (
            Noticed("repeated", "found", 'She says "not here" again and again.'),
            Noticed("key sentence", "found", "The one sentence that matters."),
        ),
        4: (Noticed("escalated", "found", "A page against a door."),),
        5: (
            Noticed("repeated", "found", "The mother, for the second time."),
            Noticed("avoided", "missed", "She does not say what is in it."),
        ),
        6: (Noticed("de-escalated", "missed", "A question at last."), Noticed("avoided", "mistaken", None)),
        7: (Noticed("exaggerated", "missed", "One parcel, on the record."),),
    }


def test_rates(small_case: Case) -> None:
    """The table would say other rates than those that are scored."""
    tallies = {tally.detail: tally for tally in recording_of(small_case, LISTENED).tallies}
    assert {name: (tally.precision, tally.recall, tally.f1) for name, tally in tallies.items()} == {
        "repeated": (100, 100, 100),
        "heated": (100, 100, 100),
        "softened": (None, 0, 0),
        "avoided": (0, 0, 0),
        "exaggerated": (None, 0, 0),
        "key": (100, 100, 100),
    }


def test_lines_not_heard_are_not_missed(small_case: Case) -> None:
    """Somebody who left early would be told what they never heard."""
    recording = recording_of(small_case, ["hear", "hear", "hear"])
    assert (len(recording.lines), recording.complete) == (3, False)
    assert [(tally.detail, tally.missed) for tally in recording.tallies] == [("repeated", 1), ("key", 1)]


def test_clock() -> None:
    """Times would be read wrongly."""
    assert [clock(0), clock(9), clock(75), clock(3600)] == ["0:00", "0:09", "1:15", "60:00"]
