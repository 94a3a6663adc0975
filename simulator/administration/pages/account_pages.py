"""One account, for administrators: added, changed, locked out and let in, deleted."""

from dataclasses import dataclass, replace
from datetime import datetime

from starlette.responses import Response

from simulator.administration.leaving import delete_person
from simulator.administration.locking import set_account_active
from simulator.database.audit import Audit, AuditEntry
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Permission, Person
from simulator.people.storage.links import InactiveAccount, Purpose
from simulator.people.storage.people import LastAdministrator, NameTaken, NoSuchTeam, People
from simulator.people.storage.tokens import Token, Tokens
from simulator.practice.storage.attempts import Attempts
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText, account_name
from simulator.web.access import Unreadable, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .account_form import BESIDE, AccountChoices, AccountForm, choices, form_of, posted
from .audit_entries import AuditLine, NamesToday, line_of
from .invitations import link_page
from .listing import STATES, state_of

LATEST = 10  # entries of the audit log on somebody's page


@dataclass(frozen=True, slots=True)
class NewPage:
    """The page that adds somebody."""

    form: AccountForm
    choices: AccountChoices


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Somebody's page. `problem` is about the account as a whole."""

    person: Person
    form: AccountForm
    choices: AccountChoices
    state: str
    words: Message
    attempts: int
    lines: tuple[AuditLine, ...]
    tokens: tuple[Token, ...]
    sits: str
    """The exam that they sit now; empty for none."""
    now: datetime
    problem: Message | None


@dataclass(frozen=True, slots=True)
class DeletePage:
    """The page that asks before an account is deleted."""

    person: Person
    attempts: int
    sat: int
    """Exams that stay as they are, without the name."""
    waiting: int
    """Exams that the person has not begun, and will not be asked to any more."""
    own: bool
    """Whether it is the visitor's own account."""
    sits: str
    """The exam that they sit now; empty for none."""
    problem: Message | None


def show_new(visit: Visit) -> Response:
    """Show the form for a new account, in the team that the address names."""
    return _new_page(visit, AccountForm(team=visit.query("team")))


def add(visit: Visit) -> Response:
    """Add an account, and show its invitation this one time."""
    services, moment, by = visit.services, now(), visit.person.id
    form, values = posted(visit)
    if form.problems:
        return _new_page(visit, form)
    try:
        person = services[People].add(
            values["name"],
            values["shown"],
            values["role"],
            values["team"],
            values["language"],
            by=by,
            now=moment,
        )
    except (NameTaken, NoSuchTeam) as refusal:
        return _new_page(visit, replace(form, problems={BESIDE[type(refusal)]: refusal.message}))
    return link_page(visit, person, Purpose.INVITATION)


def show(visit: Visit) -> Response:
    """Show somebody's account. Raises NoSuchPerson."""
    return _person_page(visit, visit.services[People].find(visit.path("person")))


def change(visit: Visit) -> Response:
    """Change somebody's account. Raises NoSuchPerson."""
    people, person = visit.services[People], visit.path("person")
    before = people.find(person)
    form, values = posted(visit)
    if form.problems:
        return _person_page(visit, before, form)
    try:
        people.change(person, visit.person.id, now(), **values)
    except (NameTaken, NoSuchTeam, LastAdministrator) as refusal:
        return _person_page(visit, before, replace(form, problems={BESIDE[type(refusal)]: refusal.message}))
    if person == visit.person.id and not people.find(person).may(Permission.ADMINISTER):
        return visit.to("home", "saved")
    return visit.to("person", "saved", person=person)


def make_link(visit: Visit) -> Response:
    """Make a one-time link and show it. Raises NoSuchPerson."""
    person = visit.services[People].find(visit.path("person"))
    try:
        return link_page(visit, person, Purpose.INVITATION if person.invited else Purpose.RESET)
    except InactiveAccount as refusal:
        return _person_page(visit, person, problem=refusal.message)


def set_active(visit: Visit) -> Response:
    """Let somebody in again, or out. Raises NoSuchPerson."""
    people, number, wanted = visit.services[People], visit.path("person"), visit.field("active")
    person = people.find(number)
    if wanted not in ("yes", "no"):
        raise Unreadable
    try:
        set_account_active(visit.services, number, wanted == "yes", visit.person.id, now(), visit.t)
    except LastAdministrator as refusal:
        return _person_page(visit, person, problem=refusal.message)
    if number == visit.person.id:
        return visit.to("sign-in", "signed-out")
    return visit.to("person", "activated" if wanted == "yes" else "deactivated", person=number)


def revoke_token(visit: Visit) -> Response:
    """Make one of somebody's tokens worthless. Raises NoSuchToken."""
    person = visit.path("person")
    visit.services[Tokens].revoke(visit.path("token"), visit.person.id, now(), person=person)
    return visit.to("person", "token-revoked", "tokens", person=person)


def ask_delete(visit: Visit) -> Response:
    """Say what becomes of an account that is deleted. Raises NoSuchPerson."""
    return _delete_page(visit, visit.services[People].find(visit.path("person")))


def delete(visit: Visit) -> Response:
    """Delete an account whose name was typed. Raises NoSuchPerson."""
    people = visit.services[People]
    person = people.find(visit.path("person"))
    try:
        typed = account_name(visit.field("typed"))
    except UnusableText:
        typed = ""
    if typed != person.name:
        return _delete_page(
            visit, person, Message("Type “{name}” to show that you mean this account.", name=person.name)
        )
    try:
        delete_person(people, person.id, visit.person.id, now())
    except LastAdministrator as refusal:
        return _delete_page(visit, person, refusal.message)
    return visit.to("people", "person-deleted")


def _new_page(visit: Visit, form: AccountForm) -> Response:
    status = 422 if form.problems else 200
    return visit.page("people/new.html.j2", status, d=NewPage(form, choices(visit)))


def _person_page(
    visit: Visit, person: Person, form: AccountForm | None = None, problem: Message | None = None
) -> Response:
    services = visit.services
    entries: list[AuditEntry] = services[Audit].entries(limit=LATEST, subject=f"person:{person.id}")
    names = NamesToday.of(services)
    d = PersonPage(
        person=person,
        form=form or form_of(person),
        choices=choices(visit),
        state=state_of(person),
        words=STATES[state_of(person)],
        attempts=len(services[Attempts].summaries(person=person.id)),
        lines=tuple(line_of(entry, names, visit) for entry in entries),
        tokens=tuple(services[Tokens].all(person.id)),
        sits=_sits(visit, person),
        now=now(),
        problem=problem,
    )
    return visit.page("people/person.html.j2", 422 if problem or d.form.problems else 200, d=d)


def _delete_page(visit: Visit, person: Person, problem: Message | None = None) -> Response:
    services, moment = visit.services, now()
    attempts = len(services[Attempts].summaries(person=person.id))
    exams = [exam for exam, _ in services[Exams].for_person(person.id)]
    waiting = sum(
        exam.window.closes > moment and person.id not in services[Sittings].of_exam(exam.id) for exam in exams
    )
    own = person.id == visit.person.id
    d = DeletePage(person, attempts, len(exams) - waiting, waiting, own, _sits(visit, person), problem)
    return visit.page("people/delete.html.j2", 422 if problem else 200, d=d)


def _sits(visit: Visit, person: Person) -> str:
    return ", ".join(sat.title for sat in visit.services[Sittings].under_way(person.id, now()))


_ONE = "/people/{person:int}"

ROUTES = [
    page("/people/new", show_new, Permission.ADMINISTER, name="person-new"),
    page("/people/new", add, Permission.ADMINISTER, name="person-add", methods=("POST",)),
    page(_ONE, show, Permission.ADMINISTER, name="person", while_sitting=True),
    page(_ONE, change, Permission.ADMINISTER, name="person-change", methods=("POST",)),
    page(
        f"{_ONE}/link",
        make_link,
        Permission.ADMINISTER,
        name="person-link",
        methods=("POST",),
        while_sitting=True,
    ),
    page(
        f"{_ONE}/active",
        set_active,
        Permission.ADMINISTER,
        name="person-active",
        methods=("POST",),
        while_sitting=True,
    ),
    page(
        f"{_ONE}/tokens/{{token:int}}/revoke",
        revoke_token,
        Permission.ADMINISTER,
        name="person-token-revoke",
        methods=("POST",),
    ),
    page(f"{_ONE}/delete", ask_delete, Permission.ADMINISTER, name="person-delete"),
    page(f"{_ONE}/delete", delete, Permission.ADMINISTER, name="person-delete-now", methods=("POST",)),
]
