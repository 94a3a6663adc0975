"""The attempts of a class in a period: whose, at what, how far, and what was found out about them."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from simulator.call.case.case import Case
from simulator.call.report.wording import STAGES, VERDICTS
from simulator.library.judges import StillWorking
from simulator.people.person import Person
from simulator.practice.pages.attempts.reviewing import findings_of, judges_of
from simulator.practice.standing import Played
from simulator.practice.storage.attempts import Attempts
from simulator.source.problems import CaseError
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.visit import Visit


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


PERIODS = {
    "": Message("all the time"),
    "7": Message("the last 7 days"),
    "30": Message("the last 30 days"),
    "90": Message("the last 90 days"),
}
"""By the word in addresses: a number of days."""


def since(period: str, moment: datetime) -> datetime | None:
    """When a period begins that ends now; None for all the time, which is also any that is not known."""
    return moment - timedelta(days=int(period)) if period and period in PERIODS else None


LONGEST = 2.0
"""Seconds that one page spends on it; a review takes some hundredths once its case is solved."""
PATIENCE = 0.3
"""Seconds that it waits for a case to be solved, which goes on behind it."""


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """Attempts with their findings. `waiting` is how many have none yet, `lost` how many never will."""

    attempts: tuple[Played, ...]
    waiting: int = 0
    lost: int = 0


def worked_out(visit: Visit, attempts: Sequence[Played], longest: float = LONGEST) -> WorkedOut:
    """The attempts with the findings that were missing, as far as there is time; the latest ones first.

    What has been worked out is kept, so the next page goes on from there. Nothing can be found out where an
    attempt's case is not at this desk, or no longer takes its moves.
    """
    services, judges = visit.services, judges_of(visit)
    missing = [one for one in attempts if one.finished and one.findings is None]
    missing.sort(key=lambda one: one.updated, reverse=True)
    until = time.monotonic() + longest
    found: dict[str, Played] = {}
    waiting = lost = 0
    unsolved: set[str] = set()
    for one in missing:
        if time.monotonic() > until:
            waiting += 1
            continue
        try:
            kept = services[Attempts].find(one.name)
            if kept.record.attempt.digest in unsolved:
                waiting += 1
                continue
            try:
                found[one.name] = replace(one, findings=findings_of(services, judges, kept, PATIENCE))
            except StillWorking:
                unsolved.add(kept.record.attempt.digest)
                waiting += 1
        except (Refusal, CaseError):
            lost += 1
    return WorkedOut(tuple(found.get(one.name, one) for one in attempts), waiting, lost)
