"""The review of an attempt, and what is kept of it for the statistics of a class."""

from contextlib import suppress

from simulator.call.play.play import Play
from simulator.call.review.review import Review, review
from simulator.call.solver.judging import Judge
from simulator.call.solver.typical import TEMPERATURE
from simulator.database.unavailable import DatabaseUnavailable, Overloaded
from simulator.library.judges import Judges
from simulator.practice.findings import Findings, findings
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.temperatures import ClassTemperatures
from simulator.practice.store import KeptAttempt
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.services import Services, now
from simulator.web.visit import Visit

from .seeing import SeenAttempt, play_of

PATIENCE = 1.0
"""Seconds until a page is shown without the review, which then comes later."""
LONG_PATIENCE = 15.0
"""Seconds for what is nothing without it, like a file."""


class NoCall(Refusal):
    """An attempt that did not come to the call."""

    def __init__(self) -> None:
        super().__init__(
            Message("This attempt did not come to the call, so there is nothing to try again or to compare.")
        )


class NotGraded(Refusal):
    """A case with more positions than are worked out."""

    def __init__(self) -> None:
        super().__init__(
            Message("This case has more positions than could be worked out, so its calls are not graded.")
        )


def judges_of(visit: Visit) -> Judges:
    """The judges of this server process."""
    judges: Judges = visit.request.app.state.judges
    return judges


def class_temperature_of(services: Services, seen: SeenAttempt) -> float:
    """How much those err with whom the owner of an attempt learns, in points; see `typical`."""
    return TEMPERATURE if seen.owner is None else services[ClassTemperatures].of(seen.owner.team, now())


def reviewed(
    judges: Judges, play: Play, patience: float = PATIENCE, temperature: float = TEMPERATURE
) -> tuple[Review, Judge]:
    """The review of a call, with who judged it; the chances are those at this temperature, in points.

    Raises NoCall, NotGraded, StillWorking.
    """
    if play.progress.rehearsal is None:
        raise NoCall
    judge = judges.of(play.case, patience)
    if judge is None:
        raise NotGraded
    judge = judge.tempered(temperature)
    found = review(play, judge)
    assert found is not None  # there is a call
    return found, judge


def findings_of(
    services: Services, judges: Judges, kept: KeptAttempt, patience: float = PATIENCE
) -> Findings:
    """What is kept of a finished attempt, worked out and kept now where it is not there yet.

    Raises StillWorking, and what `play_of` does.
    """
    stored = _stored(services, kept)
    if stored is not None:
        return stored
    play = play_of(services, kept, kept.record.language or "zh")
    try:
        found, _ = reviewed(judges, play, patience)
    except (NoCall, NotGraded):
        return keep_findings(services, kept, play, None)
    return keep_findings(services, kept, play, found)


def see_findings_kept(services: Services, kept: KeptAttempt, play: Play, found: Review | None) -> None:
    """Keep what a debrief has worked out anyway, unless it is there already. A trial counts nowhere.

    A database that can only be read just now does not keep anybody from their debrief.
    """
    if not kept.preview and _stored(services, kept) is None:
        with suppress(DatabaseUnavailable, Overloaded):
            keep_findings(services, kept, play, found)


def keep_findings(services: Services, kept: KeptAttempt, play: Play, found: Review | None) -> Findings:
    """Store the result of an attempt, and return it."""
    # each move that was taken back is two entries, of which none stands any more
    undone = (kept.version - len(kept.record.attempt.moves)) // 2
    made = findings(play, found, undone)
    services[Attempts].keep_findings(kept.id, made.to_json())
    return made


def _stored(services: Services, kept: KeptAttempt) -> Findings | None:
    data = services[Attempts].findings([kept.id]).get(kept.id)
    return None if data is None else Findings.from_json(data)
