"""Two calls of the same case side by side: two attempts, or one and the best call with the same customer."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime
from starlette.responses import Response

from simulator.call.case.case import Case
from simulator.call.play.play import Play
from simulator.call.report.comparison import comparison_part
from simulator.call.review.comparing import best_call, compare
from simulator.call.review.review import Review, review
from simulator.call.solver.judging import Judge
from simulator.database.settings import Options
from simulator.library.judges import StillWorking
from simulator.people.person import Permission
from simulator.practice.storage.attempts import Attempts
from simulator.render.rendering import language_attribute
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import page
from simulator.web.rendering import LOCALES
from simulator.web.services import now
from simulator.web.visit import Visit

from .giving_up import TryAgainFirst, better_shown
from .reviewing import PATIENCE, NoCall, class_temperature_of, judges_of, reviewed
from .seeing import SeenAttempt, finished_attempt, play_of

BEST = "best"
"""In place of a second attempt's name."""
MOST_CHOICES = 50


class ChooseTwo(Refusal):
    """Another number of attempts than two was ticked."""

    def __init__(self) -> None:
        super().__init__(Message("Tick two attempts at the same case, then compare them."))


class OtherCase(Refusal):
    """Attempts at two cases."""

    def __init__(self) -> None:
        super().__init__(Message("These are attempts at two cases; only calls of one can be compared."))


@dataclass(frozen=True, slots=True)
class AttemptChoice:
    """An attempt that can be compared with: its address and what it is called."""

    address: str
    shown: str


def chosen(visit: Visit) -> Response:
    """From the list, where two were ticked, to their comparison. Raises ChooseTwo, NotFound."""
    names = list(dict.fromkeys(visit.request.query_params.getlist("with")))
    if len(names) != 2:
        raise ChooseTwo
    for name in names:
        finished_attempt(visit, name)
    return visit.to("attempt-compare", name=names[0], other=names[1])


def show(visit: Visit) -> Response:
    """The comparison. Raises NotFound, OtherCase, NoCall, NotGraded, TryAgainFirst."""
    seen = finished_attempt(visit)
    if visit.path("other") == BEST and not better_shown(visit.services, seen):
        raise TryAgainFirst
    other = None if visit.path("other") == BEST else finished_attempt(visit, visit.path("other"))
    if other is not None and other.kept.record.attempt.case != seen.kept.record.attempt.case:
        raise OtherCase
    play = play_of(visit.services, seen.kept, visit.language)
    try:
        left, judge = reviewed(judges_of(visit), play, PATIENCE, class_temperature_of(visit.services, seen))
    except StillWorking:
        return visit.page("attempts/working.html.j2", address=visit.request.url.path)
    right, changed = _other(other, play.case, judge) if other else (best_call(left, judge), False)
    names = _name(visit, seen), _name(visit, other) if other else visit.t("Best call")
    if names[0] == names[1]:
        names = f"{names[0]} (A)", f"{names[1]} (B)"
    return visit.page(
        "attempts/compare.html.j2",
        d=comparison_part(compare(left, right), names, visit.language),
        name=seen.name,
        changed=play.changed or changed,
        choices=_choices(visit, seen, other),
        case_lang=language_attribute(visit.language)(play.case.language),
    )


def _other(seen: SeenAttempt, case: Case, judge: Judge) -> tuple[Review, bool]:
    """The review of the second call, as a call of the first one's version of the case."""
    play = Play.restore(case, seen.kept.record.attempt)
    found = review(play, judge)
    if found is None:
        raise NoCall
    return found, play.changed


def _choices(visit: Visit, seen: SeenAttempt, other: SeenAttempt | None) -> tuple[AttemptChoice, ...]:
    """What else the first attempt can be compared with: the same person's other calls of the case."""
    case = seen.kept.record.attempt.case
    kept = visit.services[Attempts].summaries(
        person=seen.kept.person, case=case, finished=True, limit=MOST_CHOICES
    )
    own = kept if seen.kept.person is not None else []
    names = {seen.name, other.name if other else None}
    found = [
        AttemptChoice(
            visit.url("attempt-compare", name=seen.name, other=entry.name), _when(visit, entry.started)
        )
        for entry in own
        if entry.name not in names and entry.result and entry.result.verdict
    ]
    if other is not None and better_shown(visit.services, seen):
        best = visit.url("attempt-compare", name=seen.name, other=BEST)
        found.insert(0, AttemptChoice(best, visit.t("Best call")))
    return tuple(found)


def _when(visit: Visit, started: datetime) -> str:
    zone = visit.services[Options].current(now()).zone
    shown = format_datetime(started, "short", tzinfo=zone, locale=LOCALES[visit.language])
    return visit.t("Attempt of {date}", date=shown)


def _name(visit: Visit, seen: SeenAttempt) -> str:
    when = _when(visit, seen.kept.started)
    if seen.own or seen.owner is None:
        return when
    return visit.t("{what}: {text}", what=seen.owner.shown, text=when)


ROUTES = [
    page("/attempts/compare", chosen, Permission.PRACTISE, name="attempts-compare"),
    page("/attempts/{name}/compare/{other}", show, Permission.PRACTISE, name="attempt-compare"),
]
