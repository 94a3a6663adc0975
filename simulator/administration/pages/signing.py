"""Signing in and out, one-time links, and the language."""

from urllib.parse import urlencode, urlsplit

from starlette.responses import Response

from simulator.people.storage.devices import Devices
from simulator.people.storage.links import Links
from simulator.people.storage.passwords import LEAST, Passwords, UnfitPassword
from simulator.people.storage.people import People
from simulator.people.storage.sessions import Sessions
from simulator.people.storage.throttle import Throttle
from simulator.text.language import LANGUAGES
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import PUBLIC, SESSION, page, set_cookie
from simulator.web.services import now
from simulator.web.visit import Visit

WRONG = Message("The name or the password is not right.")
"""One sentence for both, or it would tell who has an account."""
DEVICES = "devices"
"""The cookie by which a browser is known to the accounts that have signed in with it."""
DEVICE_SECONDS = 180 * 24 * 3600
LANGUAGE_SECONDS = 365 * 24 * 3600


def show_sign_in(visit: Visit) -> Response:
    """The sign-in page; those who are signed in go to their home page."""
    if visit.session is not None:
        return visit.to_address(own_address(visit.query("next")))
    return _sign_in_page(visit)


def sign_in(visit: Visit) -> Response:
    """Begin a new session, always with a new secret. Raises TooManyTries."""
    services, moment = visit.services, now()
    name, password = visit.field("name"), visit.form.get("password", "")
    address = visit.request.client.host if visit.request.client else ""
    cookie = visit.request.cookies.get(DEVICES, "")
    device = services[Devices].known(name, cookie)
    admitted = services[Throttle].admit(name, address, moment, device)
    person = services[Passwords].verified(name, password if isinstance(password, str) else "")
    if person is None:
        return _sign_in_page(visit, WRONG, 422)
    services[Throttle].succeeded(admitted)
    end_session(visit)
    begun = services[Sessions].begin(person.id, moment)
    answer = visit.to_address(own_address(visit.field("next")))
    set_cookie(answer, services, SESSION, begun.token)
    set_cookie(answer, services, DEVICES, services[Devices].remembered(person.id, cookie), DEVICE_SECONDS)
    return answer


def sign_out(visit: Visit) -> Response:
    """End the session."""
    end_session(visit)
    answer = visit.to("sign-in", "signed-out")
    answer.delete_cookie(SESSION, path="/")
    return answer


def end_session(visit: Visit) -> None:
    """End the visitor's session, if there is one."""
    token = visit.request.cookies.get(SESSION)
    if token:
        visit.services[Sessions].end(token)


def show_link(visit: Visit) -> Response:
    """The page of an invitation or of a new password. Raises ExpiredLink."""
    link = visit.services[Links].find(visit.path("token"), now())
    return visit.page("link.html.j2", link=link, least=LEAST, problem=None)


def use_link(visit: Visit) -> Response:
    """Set the password that was chosen; every session of that account ends. Raises ExpiredLink."""
    services, token = visit.services, visit.path("token")
    link = services[Links].find(token, now())
    password, again = visit.form.get("password", ""), visit.form.get("again", "")
    problem = None
    if not isinstance(password, str) or password != again:
        problem = Message("The two passwords are not the same.")
    else:
        try:
            services[Links].use(token, password, now())
        except UnfitPassword as refusal:
            problem = refusal.message
    if problem is not None:
        return visit.page("link.html.j2", 422, link=link, least=LEAST, problem=problem)
    known = services[Devices].remembered(link.person.id, visit.request.cookies.get(DEVICES, ""))
    answer = visit.to_address(f"{visit.url('sign-in')}?{urlencode({'name': link.person.name})}", "password")
    answer.delete_cookie(SESSION, path="/")
    set_cookie(answer, services, DEVICES, known, DEVICE_SECONDS)
    return answer


def change_language(visit: Visit) -> Response:
    """Show everything in another language from now on, in this browser and for this account."""
    wanted = visit.field("language")
    if wanted not in LANGUAGES:
        raise UnknownLanguage(wanted)
    if visit.session is not None:
        visit.services[People].change(visit.person.id, visit.person.id, now(), language=wanted)
    answer = visit.to_address(own_address(visit.field("next")))
    answer.set_cookie("language", wanted, max_age=LANGUAGE_SECONDS, samesite="lax", httponly=True, path="/")
    return answer


class UnknownLanguage(Refusal):
    """A language that the desk does not speak."""

    def __init__(self, name: str) -> None:
        super().__init__(Message("The desk does not speak “{name}”.", name=name))


def own_address(wanted: str) -> str:
    """An address of this desk to go on to: what was wanted if it is one, and otherwise the home page."""
    parts = urlsplit(wanted)
    # a second slash, or a backslash that browsers read as one, would lead to another host
    own = not parts.scheme and not parts.netloc and wanted.startswith("/") and wanted[1:2] not in ("/", "\\")
    return wanted if own and wanted.isprintable() and "\\" not in wanted else "/"


def _sign_in_page(visit: Visit, problem: Message | None = None, status: int = 200) -> Response:
    return visit.page(
        "sign_in.html.j2",
        status,
        name=visit.field("name") or visit.query("name"),
        next=visit.field("next") or visit.query("next"),
        problem=problem,
    )


ROUTES = [
    page("/sign-in", show_sign_in, PUBLIC, name="sign-in"),
    page("/sign-in", sign_in, PUBLIC, name="sign-in-now", methods=("POST",)),
    page("/sign-out", sign_out, PUBLIC, name="sign-out", methods=("POST",)),
    page("/link/{token}", show_link, PUBLIC, name="link"),
    page("/link/{token}", use_link, PUBLIC, name="use-link", methods=("POST",)),
    page("/language", change_language, PUBLIC, name="language", methods=("POST",)),
]
