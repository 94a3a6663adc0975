"""Writing comments on somebody's attempt, and taking one's own back."""

from starlette.responses import Response

from simulator.people.person import Permission
from simulator.practice.storage.comments import Comments
from simulator.text.typed_text import UnusableText
from simulator.web.access import NotFound, Unreadable, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .commented import may_comment, move_of_reply
from .debrief_page import attempt_page
from .seeing import finished_attempt, play_of

MOST_DIGITS = 4


def add(visit: Visit) -> Response:
    """Keep a comment on a reply; one that cannot be kept is shown again. Raises NotFound, Unreadable."""
    seen = finished_attempt(visit)
    if not may_comment(visit, seen):
        raise NotFound
    reply = number_in(visit.field("reply"))
    move = move_of_reply(play_of(visit.services, seen.kept, visit.language), reply)
    if move is None:
        raise Unreadable
    text = visit.field("text")
    try:
        visit.services[Comments].add(seen.kept.id, move, visit.person.id, text, now())
    except UnusableText as refusal:
        return attempt_page(visit, seen, 422, text, (reply, refusal.message))
    return visit.to("attempt", "comment", f"comments-{reply}", name=seen.name)


def remove(visit: Visit) -> Response:
    """Delete a comment of one's own. Raises NotFound, NoSuchComment."""
    seen = finished_attempt(visit)
    wanted = visit.path("comment")
    if all(comment.id != wanted for comment in visit.services[Comments].of(seen.kept.id)):
        raise NotFound
    visit.services[Comments].delete(wanted, visit.person.id, now())
    return visit.to("attempt", "deleted", name=seen.name)


def number_in(text: str) -> int:
    """A number as a form has it. Raises Unreadable."""
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise Unreadable
    return int(text)


ROUTES = [
    page("/attempts/{name}/comments", add, Permission.WATCH, name="attempt-comment", methods=("POST",)),
    page(
        "/attempts/{name}/comments/{comment:int}/delete",
        remove,
        Permission.WATCH,
        name="attempt-uncomment",
        methods=("POST",),
    ),
]
