"""Trying again from a reply on: a new call with the same customer, which counts nowhere."""

from starlette.responses import Response

from simulator.call.case.case import Stage
from simulator.people.person import Permission
from simulator.practice.pages.plays.beginning import begin
from simulator.practice.pages.plays.live import LONGEST_KEY, NoKey
from simulator.web.access import Unreadable, page
from simulator.web.visit import Visit

from .commenting import number_in
from .seeing import bundle_of, finished_attempt, play_of


def again(visit: Visit) -> Response:
    """Begin a trial with the call as it stood before a reply, and go there. Raises NotFound, Unreadable.

    Who was on the line is known by now, so what comes of it says nothing about the trainee.
    """
    seen = finished_attempt(visit)
    play = play_of(visit.desk, seen.kept, visit.language)
    reply, key = number_in(visit.field("reply")), visit.field("key")
    said = play.moves[play.before_call :]
    if play.progress.call is None or not 1 <= reply <= len(said):
        raise Unreadable
    if not 0 < len(key) <= LONGEST_KEY:
        raise NoKey
    name = begin(
        visit.desk,
        visit.person,
        seen.kept.record.attempt.case,
        bundle_of(visit.desk, seen.kept),
        stage=Stage.REHEARSAL,
        persona=play.persona,
        moves=said[: reply - 1],
        preview=True,
        language=visit.language,
        key=key,
    )
    return visit.to("play", name=name)


ROUTES = [page("/attempts/{name}/again", again, Permission.PRACTISE, name="attempt-again", methods=("POST",))]
