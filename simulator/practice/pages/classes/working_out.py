"""What was found out about the attempts of a class: some of what is missing is worked out with each page."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulator.practice.pages.attempts.judges import StillWorking
from simulator.practice.pages.attempts.reviewing import findings_of, judges_of
from simulator.practice.standing import Played
from simulator.practice.storage.attempts import Attempts
from simulator.source.problems import CaseError
from simulator.text.refusal import Refusal
from simulator.web.visit import Visit

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
    desk, judges = visit.desk, judges_of(visit)
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
            kept = desk[Attempts].find(one.name)
            if kept.record.attempt.digest in unsolved:
                waiting += 1
                continue
            try:
                found[one.name] = replace(one, findings=findings_of(desk, judges, kept, PATIENCE))
            except StillWorking:
                unsolved.add(kept.record.attempt.digest)
                waiting += 1
        except (Refusal, CaseError):
            lost += 1
    return WorkedOut(tuple(found.get(one.name, one) for one in attempts), waiting, lost)
