"""The main navigation: what somebody's role has pages for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.people.person import Permission
from simulator.text.message import Message

if TYPE_CHECKING:
    from .visit import Visit


@dataclass(frozen=True, slots=True)
class Item:
    """A link in the navigation; `here` when the page shown belongs to it."""

    name: str
    address: str
    here: bool


_ITEMS = (
    (Message("Practise"), "home", Permission.PRACTISE),
    (Message("My attempts"), "attempts", Permission.PRACTISE),
    (Message("My exams"), "exams", Permission.PRACTISE),
    (Message("Cases"), "cases", Permission.AUTHOR),
    (Message("Bank"), "bank", Permission.AUTHOR),
    (Message("Classes"), "classes", Permission.WATCH),
    (Message("Assignments"), "assignments", Permission.WATCH),
    (Message("Targets"), "targets", Permission.LEAD),
    (Message("Exams"), "papers", Permission.EXAMINE),
    (Message("People"), "people", Permission.ADMINISTER),
    (Message("Settings"), "settings", Permission.ADMINISTER),
    (Message("Audit log"), "audit", Permission.ADMINISTER),
)


def navigation(visit: "Visit") -> tuple[Item, ...]:
    """The links for who is visiting."""
    shown = visit.request.url.path
    items = []
    for name, route, permission in _ITEMS:
        if visit.person.may(permission):
            address = visit.url(route)
            here = shown == address or (address != "/" and shown.startswith(address + "/"))
            items.append(Item(visit.t(name), address, here))
    return tuple(items)
