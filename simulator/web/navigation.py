"""The main navigation: what somebody's role has pages for."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.people.person import Permission, Person
from simulator.text.language import Translator
from simulator.text.message import Message


@dataclass(frozen=True, slots=True)
class NavigationItem:
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


def navigation(
    person: Person, shown: str, t: Translator, url: Callable[[str], str]
) -> tuple[NavigationItem, ...]:
    """The links for somebody to whom the page at the address `shown` is shown."""
    items = []
    for name, route, permission in _ITEMS:
        if person.may(permission):
            address = url(route)
            here = shown == address or (address != "/" and shown.startswith(address + "/"))
            items.append(NavigationItem(t(name), address, here))
    return tuple(items)
