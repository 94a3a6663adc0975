"""One's own attempts: what came of each; to go on with, look at, compare, or try again from a reply on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.call.case.case import Stage
from simulator.call.play.outcome import Verdict
from simulator.call.report.wording import STAGES, VERDICTS
from simulator.people.person import Permission
from simulator.practice.pages.plays.beginning import begin
from simulator.practice.pages.plays.live import LONGEST_KEY, NoKey
from simulator.practice.storage.attempts import Attempts, comments_by_attempt
from simulator.practice.store import Summary
from simulator.text.message import Message
from simulator.web.access import Unreadable, page
from simulator.web.services import Services
from simulator.web.visit import Visit

from .commenting import number_in
from .seeing import bundle_of, finished_attempt, play_of, title_of

PER_PAGE = 20
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class OwnAttemptRow:
    """An attempt in the list. `stage` is the one stage that was played, None for the whole case.

    `verdict` and `score` are there when a call was made to its end.
    """

    name: str
    title: str
    language: str | None
    started: datetime
    finished: bool
    stage: Message | None
    verdict: Message | None
    won: bool
    score: int | None
    comments: int


@dataclass(frozen=True, slots=True)
class AttemptList:
    """A page of the list. `cases` are pairs of id and title of all that were played; `case` is the filter."""

    rows: tuple[OwnAttemptRow, ...]
    cases: tuple[tuple[str, str], ...]
    case: str
    page: int
    pages: int
    some: bool
    """Whether there is any attempt at all, whatever the filter."""
    comparable: bool
    """Whether there are two to be compared on this page."""


def show(visit: Visit) -> Response:
    """The list, the attempt begun last first."""
    services, wanted = visit.services, visit.query("case")
    everything = services[Attempts].summaries(person=visit.person.id)
    # of each case the version played last, which comes first
    bundles = {entry.case: entry.bundle for entry in reversed(everything)}
    known = {case: title_of(services, case, bundle, visit.language) for case, bundle in bundles.items()}
    found = [entry for entry in everything if not wanted or entry.case == wanted]
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(_page(visit.query("page")), pages)
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = _rows(services, shown, known)
    return visit.page(
        "attempts/list.html.j2",
        list=AttemptList(
            rows=rows,
            cases=tuple(sorted((case, title) for case, (title, _) in known.items())),
            case=wanted,
            page=number,
            pages=pages,
            some=bool(everything),
            comparable=sum(row.verdict is not None for row in rows) > 1,
        ),
    )


def _rows(
    services: Services, shown: Sequence[Summary], known: Mapping[str, tuple[str, str | None]]
) -> tuple[OwnAttemptRow, ...]:
    comments = comments_by_attempt(services.database, [entry.id for entry in shown])
    return tuple(
        OwnAttemptRow(
            name=entry.name,
            title=known[entry.case][0],
            language=known[entry.case][1],
            started=entry.started,
            finished=entry.finished is not None,
            stage=None if entry.stage is None else STAGES[Stage(entry.stage)],
            verdict=VERDICTS[entry.result.verdict] if entry.result and entry.result.verdict else None,
            won=bool(entry.result and entry.result.verdict is Verdict.WIN_WIN),
            score=entry.result.score if entry.result else None,
            comments=comments.get(entry.id, 0),
        )
        for entry in shown
    )


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 1


def again(visit: Visit) -> Response:
    """Begin a trial with the call as it stood before a reply, and go there. Raises NotFound, Unreadable.

    Who was on the line is known by now, so what comes of it says nothing about the trainee.
    """
    seen = finished_attempt(visit)
    play = play_of(visit.services, seen.kept, visit.language)
    reply, key = number_in(visit.field("reply")), visit.field("key")
    said = play.moves[play.before_call :]
    if play.progress.rehearsal is None or not 1 <= reply <= len(said):
        raise Unreadable
    if not 0 < len(key) <= LONGEST_KEY:
        raise NoKey
    name = begin(
        visit.services,
        visit.person,
        seen.kept.record.attempt.case,
        bundle_of(visit.services, seen.kept),
        stage=Stage.REHEARSAL,
        persona=play.persona,
        moves=said[: reply - 1],
        preview=True,
        language=visit.language,
        key=key,
    )
    return visit.to("play", name=name)


ROUTES = [
    page("/attempts", show, Permission.PRACTISE, name="attempts"),
    page("/attempts/{name}/again", again, Permission.PRACTISE, name="attempt-again", methods=("POST",)),
]
