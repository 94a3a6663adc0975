"""The replay in the browser: the recorded call as far as it was heard, and what was marked in it.

What has not been heard yet is not in the page: the lines come one by one, as answers to `hear`.
"""

from dataclasses import dataclass

from simulator.call.case.case import Case, Detail
from simulator.call.play.replay import Mark, ReplayProgress
from simulator.call.report.recording import clock
from simulator.call.report.voice import mood_name
from simulator.call.report.wording import DETAIL_MEANINGS, DETAILS, SPEAKERS
from simulator.text.language import Translator


@dataclass(frozen=True, slots=True)
class DetailChoice:
    """A kind of detail that can be marked; `letter` is the key for it."""

    detail: str
    letter: str
    name: str
    means: str


@dataclass(frozen=True, slots=True)
class Toggle:
    """A kind of detail at a line, and whether the trainee has marked it there."""

    detail: str
    letter: str
    name: str
    marked: bool


@dataclass(frozen=True, slots=True)
class PlayedLine:
    """A line that was heard. It lasts from `seconds` into the call `until` the next one; either may be None.

    `at` is its beginning in minutes and seconds, `role` customer, agent or system,
    `audio` the file with this line alone, if there is one.
    """

    number: int
    role: str
    speaker: str
    words: str
    cue: str | None
    mood: str | None
    mood_name: str
    seconds: int | None
    until: int | None
    at: str | None
    audio: str | None
    toggles: tuple[Toggle, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """The kinds of detail that the trainee has marked in it."""
        return tuple(toggle.detail for toggle in self.marked)

    @property
    def marked(self) -> tuple[Toggle, ...]:
        """What the trainee has marked here."""
        return tuple(toggle for toggle in self.toggles if toggle.marked)


@dataclass(frozen=True, slots=True)
class ReplayScreen:
    """The replay as its page shows it, of a call with `count` lines; `over` when all of them were heard.

    `recording` is the file with the whole call, if there is one.
    """

    lines: tuple[PlayedLine, ...]
    count: int
    over: bool
    recording: str | None
    kinds: tuple[DetailChoice, ...]


@dataclass(frozen=True, slots=True)
class ReplayChange:
    """What a move has changed on that page: lines heard with it, and the line whose marks are others now."""

    lines: tuple[PlayedLine, ...]
    remarked: PlayedLine | None
    over: bool


def replay_part(case: Case, progress: ReplayProgress, t: Translator) -> ReplayScreen:
    """The replay as far as it was heard."""
    return ReplayScreen(
        lines=played_lines(case, 0, progress.heard, progress.marks, t),
        count=len(case.lines),
        over=progress.heard == len(case.lines),
        recording=case.audio,
        kinds=tuple(
            DetailChoice(detail.value, _letter(detail), t(DETAILS[detail]), t(DETAIL_MEANINGS[detail]))
            for detail in Detail
        ),
    )


def replay_change(case: Case, before: ReplayProgress, after: ReplayProgress, t: Translator) -> ReplayChange:
    """What is new after a move; it does not grow with what was heard before."""
    numbers = {number for number, _ in before.marks ^ after.marks}
    remarked = [_played(case, number, after.marks, t) for number in numbers]
    return ReplayChange(
        lines=played_lines(case, before.heard, after.heard, after.marks, t),
        remarked=remarked[0] if remarked else None,
        over=after.heard == len(case.lines),
    )


def played_lines(
    case: Case, after: int, last: int, marks: frozenset[Mark], t: Translator
) -> tuple[PlayedLine, ...]:
    """The lines behind number `after`, up to number `last`."""
    return tuple(_played(case, number, marks, t) for number in range(after + 1, last + 1))


def _played(case: Case, number: int, marks: frozenset[Mark], t: Translator) -> PlayedLine:
    line = case.lines[number - 1]
    following = case.lines[number : number + 1]
    return PlayedLine(
        line.number,
        line.speaker,
        t(SPEAKERS[line.speaker]),
        line.words,
        line.cue,
        line.mood,
        mood_name(line.mood, t),
        line.at,
        following[0].at if following else None,
        None if line.at is None else clock(line.at),
        line.audio,
        tuple(
            Toggle(detail.value, _letter(detail), t(DETAILS[detail]), (line.number, detail) in marks)
            for detail in Detail
        ),
    )


def _letter(detail: Detail) -> str:
    return detail.value[0]
