"""The classes that the visitor may look into, with how much they practised lately."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.people.person import Permission
from simulator.practice.pages.played import played_by
from simulator.text.proportion import Proportion
from simulator.web.access import page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .groups import Group, groups_seen
from .period import since


@dataclass(frozen=True, slots=True)
class Overview:
    """A class in the list; calls are those of the last 30 days."""

    group: Group
    calls: int
    won: Proportion
    practised: int
    """Members who practised in that time."""
    last: datetime | None
    """When somebody practised last, ever."""


def show(visit: Visit) -> Response:
    """The list of classes."""
    begin = since("30", now())
    rows = []
    for group in groups_seen(visit):
        own = played_by(visit.desk, [one.id for one in group.members], with_findings=False)
        lately = [one for one in own if begin is None or one.updated >= begin]
        calls = [one for one in lately if one.called]
        rows.append(
            Overview(
                group=group,
                calls=len(calls),
                won=Proportion(sum(one.won for one in calls), len(calls)),
                practised=len({one.person for one in lately}),
                last=max((one.updated for one in own), default=None),
            )
        )
    return visit.page("classes/list.html.j2", rows=rows)


ROUTES = [page("/classes", show, Permission.WATCH, name="classes")]
