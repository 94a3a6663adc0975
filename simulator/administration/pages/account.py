"""The visitor's own account: name and language, password, programs that act for them, what is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from simulator.administration.personal_data import personal_data
from simulator.people.person import ROLES, Permission
from simulator.people.storage.devices import Devices
from simulator.people.storage.passwords import LEAST, Passwords, UnfitPassword
from simulator.people.storage.people import NoSuchTeam, People
from simulator.people.storage.sessions import Sessions
from simulator.people.storage.throttle import Throttle, TooManyTries
from simulator.people.storage.tokens import Token, Tokens, TooManyTokens
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText
from simulator.web.access import page, set_cookie
from simulator.web.services import now
from simulator.web.visit import Visit

from .signing import DEVICE_SECONDS, DEVICES

LASTS = {
    "30": Message("30 days"),
    "90": Message("90 days"),
    "365": Message("a year"),
    "": Message("until it is revoked"),
}
"""How long a token can be used, in days."""
NOT_OLD = Message("This is not your present password.")
NOT_OFFERED = Message("Choose one of those that are offered.")
NOT_THE_SAME = Message("The two passwords are not the same.")


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What the page shows. `problems` are by the field that they stand beside."""

    role: Message
    team: str | None
    tokens: tuple[Token, ...]
    lasts: tuple[tuple[str, str], ...]
    least: int
    """Characters of a password."""
    now: datetime
    shown: str
    token_name: str
    problems: Mapping[str, Message]


def show(visit: Visit) -> Response:
    """Show the account of who is visiting."""
    return _account_page(visit)


def rename(visit: Visit) -> Response:
    """Change the name that the others see."""
    person = visit.person
    try:
        visit.services[People].change(person.id, person.id, now(), shown=visit.field("shown"))
    except UnusableText as refusal:
        return _account_page(visit, shown=refusal.message)
    return visit.to("account", "saved")


def change_password(visit: Visit) -> Response:
    """Set another password, for who knows the present one; everywhere else one has to sign in again."""
    services, moment, session = visit.services, now(), visit.session
    assert session is not None
    person = session.person
    old, new, again = (_typed(visit, name) for name in ("old", "password", "again"))
    if new != again:
        return _account_page(visit, again=NOT_THE_SAME)
    address = visit.request.client.host if visit.request.client else ""
    try:
        # a browser that was left open must not become a place to try passwords at
        admitted = services[Throttle].admit(person.name, address, moment, session.hash)
    except TooManyTries as refusal:
        return _account_page(visit, old=refusal.message)
    verified = services[Passwords].verified(person.name, old)
    if verified is None or verified.id != person.id:
        return _account_page(visit, old=NOT_OLD)
    services[Throttle].succeeded(admitted)
    try:
        services[Passwords].set(person.id, new, person.id, moment, keep=session.hash)
    except UnfitPassword as refusal:
        return _account_page(visit, password=refusal.message)
    answer = visit.to("account", "password-changed")
    known = services[Devices].remembered(person.id, visit.request.cookies.get(DEVICES, ""))
    set_cookie(answer, services, DEVICES, known, DEVICE_SECONDS)
    return answer


def make_token(visit: Visit) -> Response:
    """Make a token for a program, and show it this one time."""
    person, moment, lasts = visit.person, now(), visit.field("lasts")
    if lasts not in LASTS:
        return _account_page(visit, lasts=NOT_OFFERED)
    expires = moment + timedelta(days=int(lasts)) if lasts else None
    try:
        token, secret = visit.services[Tokens].new(person.id, visit.field("name"), person.id, moment, expires)
    except (UnusableText, TooManyTokens) as refusal:
        return _account_page(visit, name=refusal.message)
    return visit.page("account/token.html.j2", token=token, secret=secret)


def revoke_token(visit: Visit) -> Response:
    """Make one of the visitor's tokens worthless. Raises NoSuchToken."""
    person = visit.person
    visit.services[Tokens].revoke(visit.path("token"), person.id, now(), person=person.id)
    return visit.to("account", "token-revoked", "tokens")


def end_others(visit: Visit) -> Response:
    """Sign the visitor out everywhere but here."""
    session = visit.session
    assert session is not None
    visit.services[Sessions].end_all(session.person.id, keep=session.hash)
    return visit.to("account", "signed-out-elsewhere")


def download(visit: Visit) -> Response:
    """Everything that is kept about the visitor, as a file."""
    data = json.dumps(personal_data(visit.services.database, visit.person), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="winwin-{now():%Y-%m-%d}.json"'}
    return Response(data, media_type="application/json", headers=headers)


def _typed(visit: Visit, name: str) -> str:
    value = visit.form.get(name, "")
    return value if isinstance(value, str) else ""


def _account_page(visit: Visit, **problems: Message) -> Response:
    person, moment = visit.person, now()
    d = AccountPage(
        role=ROLES[person.role],
        team=_team_name(visit),
        tokens=tuple(visit.services[Tokens].all(person.id)),
        lasts=tuple((days, visit.t(words)) for days, words in LASTS.items()),
        least=LEAST,
        now=moment,
        shown=visit.field("shown") if "shown" in problems else person.called,
        token_name=visit.field("name") if "name" in problems else "",
        problems=problems,
    )
    return visit.page("account/account.html.j2", 422 if problems else 200, d=d)


def _team_name(visit: Visit) -> str | None:
    if visit.person.team is None:
        return None
    try:
        return visit.services[People].team(visit.person.team).name
    except NoSuchTeam:  # deleted a moment ago
        return None


ROUTES = [
    page("/account", show, Permission.PRACTISE, name="account", while_sitting=True),
    page(
        "/account/name",
        rename,
        Permission.PRACTISE,
        name="account-name",
        methods=("POST",),
        while_sitting=True,
    ),
    page(
        "/account/password",
        change_password,
        Permission.PRACTISE,
        name="account-password",
        methods=("POST",),
        while_sitting=True,
    ),
    page("/account/tokens", make_token, Permission.PRACTISE, name="account-tokens", methods=("POST",)),
    page(
        "/account/tokens/{token:int}/revoke",
        revoke_token,
        Permission.PRACTISE,
        name="account-token-revoke",
        methods=("POST",),
        while_sitting=True,
    ),
    page(
        "/account/sessions",
        end_others,
        Permission.PRACTISE,
        name="account-sessions",
        methods=("POST",),
        while_sitting=True,
    ),
    page("/account/data", download, Permission.PRACTISE, name="account-data"),
]
