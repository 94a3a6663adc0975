"""What was noticed in the recorded call: found, missed and mistaken, each in its line."""

from dataclasses import dataclass

from simulator.call.case.case import Case, Detail, RecordedLine
from simulator.call.play.replay import ReplayProgress
from simulator.call.play.scoring import DetailsFound, details
from simulator.text.language import Translator

from .voice import mood_name
from .wording import DETAIL_MEANINGS, DETAILS, SPEAKERS


@dataclass(frozen=True, slots=True)
class Noticed:
    """A detail in a line: `state` is found, missed or mistaken; `why` the author's reason for a real one."""

    detail: str
    state: str
    why: str | None


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A line of the recorded call. `at` is minutes and seconds into it; `role` customer, agent or system."""

    number: int
    role: str
    speaker: str
    words: str
    cue: str | None
    mood_name: str
    at: str | None
    noticed: tuple[Noticed, ...]


@dataclass(frozen=True, slots=True)
class DetailTally:
    """How one kind of detail went. The rates are percent, None where there is nothing to divide by."""

    detail: str
    name: str
    means: str
    found: int
    missed: int
    mistaken: int
    precision: int | None
    recall: int | None
    f1: int


@dataclass(frozen=True, slots=True)
class Recording:
    """The recorded call as far as it was heard (`complete`: to its end), and how each kind of detail went."""

    lines: tuple[HeardLine, ...]
    tallies: tuple[DetailTally, ...]
    complete: bool


def recording(case: Case, progress: ReplayProgress, t: Translator) -> Recording:
    """What was noticed in the recorded call, as far as it was heard."""
    tallied = [_heard(entry, progress.heard) for entry in details(case, progress)]
    tallied = [entry for entry in tallied if entry.found or entry.missed or entry.mistaken]
    return Recording(
        tuple(_line(line, tallied, t) for line in case.lines[: progress.heard]),
        tuple(_tally(entry, t) for entry in tallied),
        progress.heard == len(case.lines),
    )


def clock(seconds: int) -> str:
    """Seconds as minutes and seconds."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def _heard(entry: DetailsFound, last: int) -> DetailsFound:
    """What was there to find in the lines heard: what nobody has heard yet is not missed."""
    return DetailsFound(
        entry.detail, entry.found, tuple(n for n in entry.missed if n <= last), entry.mistaken
    )


def _line(line: RecordedLine, tallied: list[DetailsFound], t: Translator) -> HeardLine:
    noticed = []
    for entry in tallied:
        states = {"found": entry.found, "missed": entry.missed, "mistaken": entry.mistaken}
        for state, numbers in states.items():
            if line.number in numbers:
                why = line.details.get(entry.detail)
                noticed.append(Noticed(t(DETAILS[entry.detail]), state, why))
    return HeardLine(
        line.number,
        line.speaker,
        t(SPEAKERS[line.speaker]),
        line.words,
        line.cue,
        mood_name(line.mood, t),
        None if line.at is None else clock(line.at),
        tuple(noticed),
    )


def _tally(entry: DetailsFound, t: Translator) -> DetailTally:
    found, missed, mistaken = len(entry.found), len(entry.missed), len(entry.mistaken)
    detail: Detail = entry.detail
    return DetailTally(
        detail.value,
        t(DETAILS[detail]),
        t(DETAIL_MEANINGS[detail]),
        found,
        missed,
        mistaken,
        round(100 * entry.precision) if found + mistaken else None,
        round(100 * entry.recall) if found + missed else None,
        round(100 * entry.f1),
    )
