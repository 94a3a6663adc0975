"""The pages of bulletins: all of them, and one with what it changed."""

from starlette.responses import Response

from simulator.database.settings import Options
from simulator.exam.pages.sitting.listing import check_not_sitting
from simulator.exam.storage.bulletins import BulletinReads
from simulator.people.person import Permission
from simulator.policy.policy import Bulletin, Policy, Version
from simulator.web.access import NotFound, page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .reading import changes_of, current_bank, own_bulletin, own_bulletins


def show_bulletins(visit: Visit) -> Response:
    """List what was posted, with what the visitor has not read yet."""
    check_not_sitting(visit)
    today = visit.desk[Options].current(now()).day(now())
    found = own_bulletins(visit.desk, visit.person.id, today, visit.language)
    return visit.page("bulletins/list.html.j2", bulletins=found, unread=sum(one.unread for one in found))


def show_bulletin(visit: Visit) -> Response:
    """One bulletin, with the old beside the new."""
    check_not_sitting(visit)
    policy, bulletin, version = _bulletin(visit)
    today = visit.desk[Options].current(now()).day(now())
    read = visit.desk[BulletinReads].reads(visit.person.id).get(bulletin.id)
    return visit.page(
        "bulletins/bulletin.html.j2",
        bulletin=own_bulletin(policy, bulletin, read, today, visit.language),
        changes=changes_of(policy, version, visit.language),
    )


def read_bulletin(visit: Visit) -> Response:
    """Note that the visitor has read a bulletin."""
    _, bulletin, _ = _bulletin(visit)
    visit.desk[BulletinReads].read(visit.person.id, bulletin.id, now())
    return visit.to("bulletins", "bulletin-read")


def _bulletin(visit: Visit) -> tuple[Policy, Bulletin, Version]:
    """The bulletin in the address. Raises NotFound, also before it is posted."""
    bank, wanted = current_bank(visit.desk), visit.path("bulletin")
    today = visit.desk[Options].current(now()).day(now())
    for bulletin in bank.bulletins() if bank else ():
        if bulletin.id == wanted and bulletin.posted <= today and bank is not None:
            policy = bank.policies[bulletin.policy]
            version = policy.version(bulletin.version)
            if version is not None:
                return policy, bulletin, version
    raise NotFound


ROUTES = [
    page("/bulletins", show_bulletins, Permission.PRACTISE, name="bulletins"),
    page("/bulletins/{bulletin}", show_bulletin, Permission.PRACTISE, name="bulletin"),
    page(
        "/bulletins/{bulletin}/read", read_bulletin, Permission.PRACTISE, name="read-bulletin",
        methods=("POST",),
    ),
]  # fmt: skip
