"""The rules of the replay: hearing the recorded call line by line, and marking details in it."""

from typing import NamedTuple

from simulator.call.case.case import Case, Detail
from simulator.source.problems import did_you_mean
from simulator.text.message import Message

from .illegal import IllegalMove

Mark = tuple[int, Detail]
"""A detail noticed: the number of a line, and what there is to notice in it."""


class ReplayProgress(NamedTuple):
    """How far a trainee has heard the recording, and what they have marked."""

    heard: int = 0
    marks: frozenset[Mark] = frozenset()


def hear(case: Case, progress: ReplayProgress, words: list[str]) -> ReplayProgress:
    """After `hear` (one line more) or `hear all`."""
    if words not in ([], ["all"]):
        raise IllegalMove(Message("Write “hear” for the next line, or “hear all” for the rest."))
    if progress.heard == len(case.lines):
        raise IllegalMove(Message("The recording is over; “next” goes on."))
    return progress._replace(heard=len(case.lines) if words else progress.heard + 1)


def mark(case: Case, progress: ReplayProgress, words: list[str]) -> ReplayProgress:
    """After `mark LINE DETAIL`."""
    found = _mark(progress, words, "mark")
    if found in progress.marks:
        raise IllegalMove(Message("That is marked already; “unmark” takes it back."))
    return progress._replace(marks=progress.marks | {found})


def unmark(case: Case, progress: ReplayProgress, words: list[str]) -> ReplayProgress:
    """After `unmark LINE DETAIL`."""
    found = _mark(progress, words, "unmark")
    if found not in progress.marks:
        raise IllegalMove(Message("That is not marked."))
    return progress._replace(marks=progress.marks - {found})


def legal_moves(case: Case, progress: ReplayProgress) -> list[str]:
    """All moves open in the replay."""
    last = progress.heard == len(case.lines)
    moves = ["next"] if last else ["hear", "hear all"]
    for number in range(1, progress.heard + 1):
        for detail in Detail:
            verb = "unmark" if (number, detail) in progress.marks else "mark"
            moves.append(f"{verb} {number} {detail.value}")
    return moves


def _mark(progress: ReplayProgress, words: list[str], verb: str) -> Mark:
    kinds = [detail.value for detail in Detail]
    if len(words) != 2 or not (words[0].isascii() and words[0].isdecimal()):
        raise IllegalMove(
            Message("Write a line's number and a detail, as in “{verb} 3 repeated”.", verb=verb)
        )
    if words[1] not in kinds:
        hint = did_you_mean(words[1], kinds)
        raise IllegalMove(
            Message("“{word}” is none of: {kinds}.{hint}", word=words[1], kinds=", ".join(kinds), hint=hint)
        )
    number = int(words[0]) if len(words[0]) < 6 else 0
    if not 1 <= number <= progress.heard:
        raise IllegalMove(Message("You have heard lines 1 to {heard} so far.", heard=progress.heard))
    return number, Detail(words[1])
