"""The rules of the replay: hearing the recorded call line by line, and marking details in it."""

from typing import NamedTuple

from simulator.call.case.case import Case, Detail
from simulator.source.problems import did_you_mean
from simulator.text.message import Message

from .illegal import IllegalMove

Mark = tuple[int, Detail]
"""A detail noticed: the number of a line, and what there is to notice in it."""


class Hearing(NamedTuple):
    """How far a trainee has heard the recording, and what they have marked."""

    heard: int = 0
    marks: frozenset[Mark] = frozenset()


def hear(case: Case, hearing: Hearing, words: list[str]) -> Hearing:
    """After `hear` (one line more) or `hear all`."""
    if words not in ([], ["all"]):
        raise IllegalMove(Message("Write “hear” for the next line, or “hear all” for the rest."))
    if hearing.heard == len(case.lines):
        raise IllegalMove(Message("The recording is over; “next” goes on."))
    return hearing._replace(heard=len(case.lines) if words else hearing.heard + 1)


def mark(case: Case, hearing: Hearing, words: list[str]) -> Hearing:
    """After `mark LINE DETAIL`."""
    found = _mark(hearing, words, "mark")
    if found in hearing.marks:
        raise IllegalMove(Message("That is marked already; “unmark” takes it back."))
    return hearing._replace(marks=hearing.marks | {found})


def unmark(case: Case, hearing: Hearing, words: list[str]) -> Hearing:
    """After `unmark LINE DETAIL`."""
    found = _mark(hearing, words, "unmark")
    if found not in hearing.marks:
        raise IllegalMove(Message("That is not marked."))
    return hearing._replace(marks=hearing.marks - {found})


def legal_moves(case: Case, hearing: Hearing) -> list[str]:
    """All moves open in the replay."""
    last = hearing.heard == len(case.lines)
    moves = ["next"] if last else ["hear", "hear all"]
    for number in range(1, hearing.heard + 1):
        for detail in Detail:
            verb = "unmark" if (number, detail) in hearing.marks else "mark"
            moves.append(f"{verb} {number} {detail.value}")
    return moves


def _mark(hearing: Hearing, words: list[str], verb: str) -> Mark:
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
    if not 1 <= number <= hearing.heard:
        raise IllegalMove(Message("You have heard lines 1 to {heard} so far.", heard=hearing.heard))
    return number, Detail(words[1])
