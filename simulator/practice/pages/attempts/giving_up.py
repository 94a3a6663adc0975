"""What would have been better, kept from the trainee until they try again or give up; and giving up."""

from starlette.responses import Response

from simulator.people.person import Permission
from simulator.practice.better_replies import better_replies_shown
from simulator.practice.storage.attempts import Attempts
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound, page
from simulator.web.services import Services, now
from simulator.web.visit import Visit

from .seeing import SeenAttempt, finished_attempt


class TryAgainFirst(Refusal):
    """The best call, asked for by somebody who is to try again first."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "The best call is shown once you have taken this call again,"
                " or have asked in the debrief what would have been better."
            )
        )


def better_shown(services: Services, seen: SeenAttempt) -> bool:
    """Whether the visitor may see what would have been better in a finished attempt."""
    kept = seen.kept
    if not seen.own or kept.preview:
        return True
    assert kept.finished is not None
    since = services[Attempts].summaries(
        person=kept.person,
        case=kept.record.attempt.case,
        since=kept.finished,
        finished=True,
        previews=True,  # a trial of the call from a reply on is trying again, too
    )
    calls = [one.started for one in since if one.id != kept.id and one.result and one.result.verdict]
    return better_replies_shown(kept.finished, calls, kept.gave_up is not None)


def give_up(visit: Visit) -> Response:
    """Show the trainee what would have been better. Raises NotFound."""
    seen = finished_attempt(visit)
    if not seen.own:
        raise NotFound
    visit.services[Attempts].give_up(seen.kept.id, now())
    return visit.to("attempt", _fragment="review", name=seen.name)


ROUTES = [
    page("/attempts/{name}/give-up", give_up, Permission.PRACTISE, name="attempt-give-up", methods=("POST",)),
]
