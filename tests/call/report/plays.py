"""Plays to report on: one through the whole small case, one that loses it, and some that were left early."""

from collections.abc import Sequence

import yaml

from simulator import Case, Play, load_case, parse_case
from simulator.call.case.case import Stage
from simulator.call.case.schema import translatable_texts
from simulator.call.report.debrief import Debrief, debrief
from simulator.source.reading import read_file
from tests.conftest import SMALL_CASE

STARTED = "2026-11-21T09:30:00+08:00"
CHINESE_CASE = SMALL_CASE.parent / "no-cold-air"

LISTENED = [
    "hear", "mark 1 key", "unmark 1 key", "hear all", "mark 2 repeated", "mark 2 key", "mark 5 repeated",
    "mark 4 heated", "mark 6 avoided", "next",
]  # fmt: skip
ANALYSED = [
    "suppose worried 60", "next", "hint", "answer status", "answer mother", "next", "answer twice mother", "next",
    "answer who name", "next", "answer check hear act", "next", "suppose worried 95", "next",
]  # fmt: skip
WON = ["feel-it", "when-expected", "send-courier"]
LOST = ["feel-it", "when-expected", "read-status", "read-status", "hang-up"]


def played(
    case: Case, moves: Sequence[str], persona: str | None = "worried", stage: str | None = None
) -> Play:
    """A play of these moves."""
    play = Play.start(case, persona, stage=None if stage is None else Stage(stage))
    for move in moves:
        play.push(move)
    return play


def whole(language: str) -> Debrief:
    """The debrief of the small case, played from the recording to the win-win."""
    return debrief(played(load_case(SMALL_CASE), LISTENED + ANALYSED + WON), language, STARTED)


def lost(language: str) -> Debrief:
    """The debrief of a call alone that ends in a critical error."""
    return debrief(played(load_case(SMALL_CASE), LOST, "hurried", "rehearsal"), language, STARTED)


def left(language: str) -> Debrief:
    """The debrief of a play that was left in the middle of the analysis."""
    return debrief(played(load_case(SMALL_CASE), LISTENED + ANALYSED[:5]), language)


def chinese(language: str) -> Debrief:
    """The debrief of a case that was written in Chinese."""
    return debrief(played(load_case(CHINESE_CASE), ["tonight"], "tired"), language, STARTED)


PAGES = {"whole": whole, "lost": lost, "left": left, "chinese": chinese}


def hostile_case(text: str) -> Case:
    """The small case with every text that people read replaced by this one."""
    data = read_file(SMALL_CASE / "case.yaml").data
    for location, _ in list(translatable_texts(data)):
        *way, last = location
        part = data
        for step in way:
            part = part[step]
        part[last] = text
    return parse_case(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
