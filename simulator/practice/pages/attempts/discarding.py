"""Discarding an attempt of one's own that was left unfinished; what is finished stays in the figures."""

from starlette.responses import Response

from simulator.people.person import Permission
from simulator.practice.storage.attempts import Attempts
from simulator.web.access import NotFound, page
from simulator.web.visit import Visit

from .seeing import SeenAttempt, seen_attempt, title_of


def ask(visit: Visit) -> Response:
    """Ask before it is gone. Raises NotFound."""
    seen = _unfinished(visit)
    kept = seen.kept
    title, language = title_of(visit.services, kept.record.attempt.case, kept.bundle, visit.language)
    return visit.page("attempts/discard.html.j2", kept=kept, name=seen.name, title=title, lang=language)


def discard(visit: Visit) -> Response:
    """Discard it. Raises NotFound, and NoSuchAttempt when it was finished meanwhile."""
    visit.services[Attempts].discard(_unfinished(visit).name)
    return visit.to("attempts", "attempt-discarded")


def _unfinished(visit: Visit) -> SeenAttempt:
    seen = seen_attempt(visit)
    # the call of an exam belongs to its sitting, whatever may be told of it
    if not seen.own or seen.finished or seen.kept.sitting is not None:
        raise NotFound
    return seen


ROUTES = [
    page("/attempts/{name}/discard", ask, Permission.PRACTISE, name="attempt-discard"),
    page(
        "/attempts/{name}/discard",
        discard,
        Permission.PRACTISE,
        name="attempt-discard-post",
        methods=("POST",),
    ),
]
