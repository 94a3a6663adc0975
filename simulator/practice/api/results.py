"""Results of a class as rows: what its export holds, for programs."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import Field

from simulator.library.judges import Judges, StillWorking
from simulator.people.person import Person
from simulator.practice.findings import NO_SCORES, Findings
from simulator.practice.pages.attempts.reviewing import findings_of
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import Summary
from simulator.source.problems import CaseError
from simulator.text.refusal import Refusal
from simulator.web.api.caller import ApiCaller, Watching
from simulator.web.api.failures import documented
from simulator.web.api.schemas import Limit, Moment, Shown, VerdictName, WantedCase, WantedId

from .attempts import After, page_of
from .outcomes import ScoresState
from .watching import watched_people

router = APIRouter(tags=["results"])

LONGEST = 2.0
"""Seconds that one request spends on reviews; one takes some hundredths once its case is solved."""
PATIENCE = 0.3
"""Seconds that it waits for a case to be solved, which goes on behind it."""


class ResultRow(Shown):
    """A finished attempt, with what its review found."""

    attempt: str
    person: int
    shown: str = Field(description="Empty for a deleted account: its results stay, its name does not.")
    team: int | None = Field(description="The team that the person is in now.")
    case: str
    started: datetime
    finished: datetime
    persona: str
    verdict: VerdictName | None
    score: int | None = Field(description="The win-win score, 0 to 100.")
    critical: list[str]
    review: Literal["done", "working", "none"] = Field(
        description="`working`: ask for this page again in a moment, what follows is null until then; "
        "`none`: there is no call, or it cannot be graded any more."
    )
    scores: ScoresState
    accuracy: float | None = Field(description="Of the replies, 0 to 100.")
    faults: int | None = Field(description="Replies that were inaccuracies, mistakes or blunders.")
    undos: int | None


class Results(Shown):
    """A page of results, the attempt begun last first."""

    results: list[ResultRow]
    next: str | None = Field(description="For `after`, to read on; null on the last page.")


@router.get("/v1/results", responses=documented(404), operation_id="listResults")
def list_results(
    caller: Watching,
    team: WantedId = None,
    case: WantedCase = None,
    since: Moment | None = None,
    until: Moment | None = None,
    after: After = None,
    limit: Limit = 100,
) -> Results:
    """The finished attempts of the people whom the caller watches, or of one `team`.

    `since` is the first moment of beginning that counts, `until` the first that does not.
    """
    services = caller.services
    people = {person.id: person for person in watched_people(caller, team, stand_ins=True)}
    rows, following = page_of(
        services,
        lambda before, most: services[Attempts].summaries(
            people=people, case=case, since=since, until=before, finished=True, limit=most
        ),
        until,
        after,
        limit,
    )
    found, working = _reviewed(caller, rows)
    return Results(
        results=[
            _row(one, people[one.person], found.get(one.id), one.id in working)
            for one in rows
            if one.person in people
        ],
        next=following,
    )


def _reviewed(caller: ApiCaller, rows: Sequence[Summary]) -> tuple[dict[int, Findings], set[int]]:
    """What was found out about attempts, some of it now; and those where that goes on in the background."""
    services = caller.services
    read = {
        key: Findings.from_json(data)
        for key, data in services[Attempts].findings([one.id for one in rows]).items()
    }
    found = {key: one for key, one in read.items() if one is not None}
    working: set[int] = set()
    unsolved: set[str] = set()
    until = time.monotonic() + LONGEST
    for one in rows:
        if one.id in found:
            continue
        if one.digest in unsolved or time.monotonic() > until:
            working.add(one.id)
            continue
        try:
            found[one.id] = findings_of(
                services, caller.services[Judges], services[Attempts].find(one.name), PATIENCE
            )
        except StillWorking:
            unsolved.add(one.digest)
            working.add(one.id)
        except (Refusal, CaseError):
            pass  # its case is not at this desk, or does not take its moves any more
    return found, working


def _row(one: Summary, person: Person, found: Findings | None, working: bool) -> ResultRow:
    assert one.result is not None  # only finished ones were asked for
    assert one.finished is not None
    scores = found.scores if found else NO_SCORES
    return ResultRow(
        attempt=one.name,
        person=person.id,
        shown=person.shown,
        team=person.team,
        case=one.case,
        started=one.started,
        finished=one.finished,
        persona=one.result.persona,
        verdict=one.result.verdict.value if one.result.verdict else None,
        score=one.result.score,
        critical=list(one.result.critical),
        review="working" if working else "done" if found and found.reviewed else "none",
        scores=ScoresState(
            replay=scores.replay, analysis=scores.analysis, rehearsal=scores.rehearsal, total=scores.total
        ),
        accuracy=found.accuracy if found else None,
        faults=found.faults if found and found.reviewed else None,
        undos=found.undos if found else None,
    )
