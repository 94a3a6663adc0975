"""The comments on an attempt, each beside the reply that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from simulator.call.play.play import Play
from simulator.people.person import Permission
from simulator.people.storage.people import NoSuchPerson, People
from simulator.practice.storage.comments import MOST_TEXT, Comment, Comments
from simulator.text.message import Message
from simulator.web.visit import Visit

from .seeing import SeenAttempt


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment. `by` is empty for a deleted account; `reply` is a number; 0 is what came before the call."""

    id: int
    reply: int
    by: str
    at: datetime
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Commented:
    """The comments by the number of the reply, and whether the visitor may write some.

    `refused` is the number of the reply and why a comment on it was not kept; `text` is what it said.
    """

    by_reply: Mapping[int, tuple[ShownComment, ...]]
    may_comment: bool
    most: int = MOST_TEXT
    text: str = ""
    refused: tuple[int, Message] | None = None

    @property
    def count(self) -> int:
        """How many comments there are."""
        return sum(map(len, self.by_reply.values()))

    def error_at(self, reply: int) -> Message | None:
        """Why the comment on a reply was not kept, if that was tried just now."""
        return self.refused[1] if self.refused and self.refused[0] == reply else None


def commented(
    visit: Visit, seen: SeenAttempt, play: Play, text: str = "", refused: tuple[int, Message] | None = None
) -> Commented:
    """The comments on an attempt."""
    began = play.before_call
    names: dict[int | None, str] = {None: ""}
    found: dict[int, list[ShownComment]] = {}
    for comment in visit.services[Comments].of(seen.kept.id):
        if comment.by not in names:
            names[comment.by] = _shown_name(visit, comment)
        shown = ShownComment(
            comment.id,
            max(0, comment.move - began),
            names[comment.by],
            comment.at,
            comment.text,
            comment.by == visit.person.id,
        )
        found.setdefault(shown.reply, []).append(shown)
    return Commented(
        {reply: tuple(comments) for reply, comments in sorted(found.items())},
        may_comment=may_comment(visit, seen),
        text=text,
        refused=refused,
    )


def may_comment(visit: Visit, seen: SeenAttempt) -> bool:
    """Whether the visitor watches the owner of an attempt; nobody comments on their own."""
    return not seen.own and visit.person.may(Permission.WATCH)


def move_of_reply(play: Play, reply: int) -> int | None:
    """The place among the moves of the reply with a number; None where there is no such reply.

    0 stands for everything before the call: the last move there.
    """
    began, count = play.before_call, len(play.moves)
    if reply == 0:
        return began or None
    return began + reply if play.progress.rehearsal is not None and began + reply <= count else None


def _shown_name(visit: Visit, comment: Comment) -> str:
    try:
        return visit.services[People].find(comment.by or 0).shown
    except NoSuchPerson:
        return ""
