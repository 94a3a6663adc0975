"""Attempts in a list: whose, which case, how far, the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from simulator.call.case.case import Case
from simulator.call.report.wording import STAGES, VERDICTS
from simulator.people.person import Person
from simulator.practice.standing import Played
from simulator.text.message import Message


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt in a list. `name` is None where it is not finished: then it cannot be looked at yet."""

    name: str | None
    person: str
    title: str
    language: str | None
    """Of the title."""
    stage: Message | None
    """The one stage that was played."""
    at: Message | None
    """The stage that an unfinished one is in, where that is known."""
    verdict: Message | None
    score: int | None
    won: bool
    critical: int
    started: datetime


def attempt_rows(
    attempts: Iterable[Played], people: Sequence[Person], cases: Sequence[Case]
) -> tuple[AttemptRow, ...]:
    """The rows of these attempts, in their order."""
    shown = {one.id: one.shown for one in people}
    known = {case.id: case for case in cases}
    return tuple(_row(one, shown, known.get(one.case)) for one in attempts)


def _row(one: Played, shown: Mapping[int, str], case: Case | None) -> AttemptRow:
    result = one.result
    return AttemptRow(
        name=one.name if one.finished else None,
        person="" if one.person is None else shown.get(one.person, ""),
        title=case.title if case else one.case,
        language=case.language if case else None,
        stage=STAGES[one.stage] if one.stage else None,
        at=STAGES[one.at] if one.at else None,
        verdict=VERDICTS[result.verdict] if result and result.verdict else None,
        score=result.score if result else None,
        won=one.won,
        critical=len(result.critical) if result else 0,
        started=one.started,
    )
