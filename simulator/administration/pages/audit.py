"""The audit log: who changed what, and when."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from simulator.database.audit import Action, Audit
from simulator.people.person import Permission
from simulator.web.access import page
from simulator.web.visit import Visit

from .audit_entries import ACTIONS, AuditLine, NamesToday, line_of

AT_ONCE = 50
_MOST_DIGITS = 9
"""Of a number in an address; a larger one is no id in any database."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the log is as it was written: the number of the first entry that is not, and the last one."""

    broken: int | None
    last: int
    hash: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some lines of the log. The choices are pairs of value and words."""

    lines: tuple[AuditLine, ...]
    person: str
    action: str
    subject: str
    about: str | None
    """The subject in words, where only one is asked for."""
    people: tuple[tuple[str, str], ...]
    actions: tuple[tuple[str, str], ...]
    older: str | None
    """The address of the lines before these."""
    newest: str | None
    """The address of the first page, unless this is it."""
    check: str
    """The address at which the log is checked."""
    checked: Checked | None
    """The result of the check, where it was asked for."""

    @property
    def filtered(self) -> bool:
        """Whether not everything is asked for."""
        return bool(self.person or self.action or self.subject)


def show(visit: Visit) -> Response:
    """Show the entries that fit the filters, the latest first."""
    services, t = visit.services, visit.t
    names = NamesToday.of(services)
    person, before = _number(visit.query("person")), _number(visit.query("before"))
    action = next((one for one in Action if one.value == visit.query("action")), None)
    subject = visit.query("subject")[:200].replace("\0", "")
    entries = services[Audit].entries(
        before=before, limit=AT_ONCE + 1, person=person, action=action, subject=subject or None
    )
    lines = tuple(line_of(entry, names, visit) for entry in entries[:AT_ONCE])
    asked = {
        "person": "" if person is None else str(person),
        "action": action.value if action else "",
        "subject": subject,
    }
    base = visit.url("audit")
    older = _address(base, asked | {"before": str(lines[-1].id)}) if len(entries) > AT_ONCE else None
    d = AuditPage(
        lines=lines,
        **asked,
        about=(lines[0].about if lines else subject) if subject else None,
        people=(("", t("anybody")), *((str(number), name) for number, name in names.people.items())),
        actions=(("", t("anything")), *((one.value, t(words)) for one, words in ACTIONS.items())),
        older=older,
        newest=None if before is None else _address(base, asked),
        check=_address(base, {"check": "yes"}),
        checked=_checked(services[Audit]) if visit.query("check") else None,
    )
    return visit.page("administration/audit.html.j2", d=d)


def _checked(audit: Audit) -> Checked | None:
    latest, broken = audit.entries(limit=1), audit.verify()
    first = None if broken is None else broken.id
    return Checked(first, latest[0].id, latest[0].hash) if latest else None


def _address(base: str, query: dict[str, str]) -> str:
    given = {name: value for name, value in query.items() if value}
    return base + ("?" + urlencode(given) if given else "")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


ROUTES = [page("/audit", show, Permission.ADMINISTER, name="audit")]
