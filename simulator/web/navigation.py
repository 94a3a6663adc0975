"""The main navigation: what somebody's role has pages for, the most used first."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.people.person import Permission, Person, Role
from simulator.text.language import Translator
from simulator.text.message import Message

ON_A_PHONE, IN_A_ROW = 5, 8
"""The most links that stand side by side at the foot of a phone, and in the row at the top."""


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A link; `here` when the page shown belongs to it, `icon` its picture (icons.html.j2)."""

    name: str
    address: str
    icon: str
    here: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The links, of which the last few stand in a menu where there is no room for all."""

    items: tuple[NavigationItem, ...]

    @property
    def on_a_phone(self) -> int:
        """How many links a phone shows; the word “More” takes the place of the last one."""
        return _beside(len(self.items), ON_A_PHONE)

    @property
    def in_a_row(self) -> int:
        """How many links the row at the top shows."""
        return _beside(len(self.items), IN_A_ROW)


def _beside(count: int, most: int) -> int:
    return count if count <= most else most - 1


_ITEMS = {
    "home": (Message("Practise"), "phone", Permission.PRACTISE),
    "practice": (Message("Practise"), "phone", Permission.PRACTISE),
    "attempts": (Message("My attempts"), "bars", Permission.PRACTISE),
    "exams": (Message("My exams"), "exam", Permission.PRACTISE),
    "cases": (Message("Cases"), "grid", Permission.AUTHOR),
    "bank": (Message("Bank"), "cards", Permission.AUTHOR),
    "classes": (Message("Classes"), "people", Permission.WATCH),
    "assignments": (Message("Assignments"), "send", Permission.WATCH),
    "targets": (Message("Targets"), "target", Permission.LEAD),
    "papers": (Message("Exams"), "check-list", Permission.EXAMINE),
    "people": (Message("People"), "person", Permission.ADMINISTER),
    "settings": (Message("Settings"), "sliders", Permission.ADMINISTER),
    "audit": (Message("Audit log"), "book", Permission.ADMINISTER),
}
_FIRST = {
    Role.TRAINEE: ("home", "attempts", "exams"),
    Role.TRAINER: ("home", "cases", "bank", "classes", "papers", "assignments"),
    Role.LEAD: ("home", "classes", "assignments", "targets", "papers", "practice"),
    Role.ADMIN: ("home", "people", "classes", "cases", "bank", "papers", "settings"),
}
"""What each role uses most; the rest follows in the order above."""
_MORNING = (Message("Today"), "clock")
"""The home page of a lead: it is the team's morning, and what they practise stands apart."""


def navigation(person: Person, shown: str, t: Translator, url: Callable[[str], str]) -> Navigation:
    """The links for somebody to whom the page at the address `shown` is shown."""
    items = []
    for route in dict.fromkeys((*_FIRST[person.role], *_ITEMS)):
        name, icon, permission = _ITEMS[route]
        leads = person.role is Role.LEAD
        if route == "home" and leads:
            name, icon = _MORNING
        if person.may(permission) and (leads or route != "practice"):
            address = url(route)
            here = shown == address or (address != "/" and shown.startswith(address + "/"))
            items.append(NavigationItem(t(name), address, icon, here))
    return Navigation(tuple(items))
