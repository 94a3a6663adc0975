"""Who may do what: the one way from a request to a page function.

Every route is made by `page`, which names the permission it takes and whether it stays open to who sits an
exam. Before the page function runs, the guard has found the session, asked for the permission and whether an
exam goes on, bounded and read the body, and checked that a form that changes anything is one of ours. A page
function that looks at somebody's data still asks whose it is.
"""

import hmac
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from inspect import iscoroutinefunction
from urllib.parse import parse_qsl, quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message as Received
from starlette.types import Receive

from simulator.database.settings import Options
from simulator.people.person import Permission
from simulator.people.storage.sessions import Session, Sessions
from simulator.text.language import LANGUAGES, Language
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal

from .services import Services, now
from .sitting_gate import SittingGate
from .visit import Visit

PageFunction = Callable[[Visit], Response] | Callable[[Visit], Awaitable[Response]]

SESSION = "session"
BEFORE_SESSION = "form"
"""The cookie that the forms of a visitor without a session are checked against."""
MOST_BYTES = 256 * 1024
"""Of a posted form, unless its route says more."""
MOST_FIELDS = 1000
SAFE = ("GET", "HEAD")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]").search
"""NUL and half characters: no browser sends them, and no database takes all of them."""
PUBLIC: None = None
"""The permission of pages that everybody may see."""


class SignInFirst(Refusal):
    """A page for people who are signed in."""

    kind = Hindrance.STRANGER

    def __init__(self) -> None:
        super().__init__(Message("Please sign in first. Nothing you did before is lost."))


class NotPermitted(Refusal):
    """A page that the visitor's role has no permission for."""

    kind = Hindrance.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(Message("Your account has no permission for this page."))


class ForgedForm(Refusal):
    """A form that did not come from this desk, or from before the last sign-in."""

    kind = Hindrance.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            Message("This form is from before you signed in. Go back, reload the page and send it again.")
        )


class TooLarge(Refusal):
    """A body above the limit."""

    kind = Hindrance.TOO_LARGE

    def __init__(self, most: int) -> None:
        super().__init__(Message("That is too large: at most {most} kB are taken here.", most=most // 1024))


class Unreadable(Refusal):
    """A body that is not what it says it is."""

    kind = Hindrance.UNREADABLE

    def __init__(self) -> None:
        super().__init__(Message("What was sent could not be read."))


class NotFound(Refusal):
    """Something that is not there, or not there for this visitor."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("There is no such page."))


def page(
    path: str,
    function: PageFunction,
    permission: Permission | None,
    *,
    name: str,
    methods: Sequence[str] = ("GET",),
    most_bytes: int = MOST_BYTES,
    while_sitting: bool = False,
) -> Route:
    """The route of a page function. `permission` is what it takes; PUBLIC means nothing.

    It is closed to whoever sits an exam, unless it is public or `while_sitting`: then it may tell nothing
    that helps with an exam. A function that is not a coroutine runs in a thread.
    """
    called = _awaitable(function)

    async def guarded(request: Request) -> Response:
        services: Services = request.app.state.services
        visit = await visit_of(request)
        session, csrf = visit.session, visit.csrf
        if permission is not PUBLIC:
            if session is None:
                raise SignInFirst
            if not session.person.may(permission):
                raise NotPermitted
            if not while_sitting:
                await services[SittingGate].check(session.person.id)
        try:
            if request.method not in SAFE:
                await _read(visit, most_bytes)
                _check_form(visit)
            response: Response = await called(visit)
        finally:
            await visit.form.close()  # an upload may have been spooled to the disk
        if session is None and request.cookies.get(BEFORE_SESSION) != csrf:
            set_cookie(response, services, BEFORE_SESSION, csrf)
        if visit.request.cookies.get("note") and response.status_code == 200 and not visit.htmx:
            response.delete_cookie("note", path="/")
        return response

    # for the tests that walk all routes
    guarded.permission = permission  # type: ignore[attr-defined]
    guarded.while_sitting = while_sitting or permission is PUBLIC  # type: ignore[attr-defined]
    return Route(path, guarded, methods=list(methods), name=name)


async def visit_of(request: Request) -> Visit:
    """The visit that a request is, made once: by whom, in which language. Raises DatabaseUnavailable."""
    known: Visit | None = getattr(request.state, "visit", None)
    if known is None:
        session = await _session(request.app.state.services, request)
        csrf = session.csrf if session else request.cookies.get(BEFORE_SESSION) or secrets.token_urlsafe(32)
        known = Visit(request, session, csrf, visitor_language(request, session))
        request.state.visit = known  # for the page about what went wrong
    return known


def visit_from_memory(request: Request) -> Visit:
    """The visit as far as it is known without the database, for the page that says that this has failed."""
    services: Services = request.app.state.services
    session = services[Sessions].last_known(request.cookies.get(SESSION, ""))
    csrf = session.csrf if session else request.cookies.get(BEFORE_SESSION, "")
    return Visit(request, session, csrf, visitor_language(request, session))


def set_cookie(
    response: Response, services: Services, name: str, value: str, seconds: int | None = None
) -> None:
    """Give the browser a secret that scripts cannot read and other sites cannot send along."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=services.settings.secure_cookies,
        path="/",
    )


def visitor_language(request: Request, session: Session | None) -> Language:
    """The language chosen by the person or in this browser, or else the first that the browser asks for.

    Where it asks for none that the desk speaks, the desk's own.
    """
    chosen = (session.person.language if session else None) or request.cookies.get("language")
    for known in LANGUAGES:
        if chosen == known:
            return known
    for wanted in request.headers.get("Accept-Language", "").lower().split(","):
        for known in LANGUAGES:
            if wanted.strip().startswith(known):
                return known
    services: Services = request.app.state.services
    try:
        own = services[Options].current(now()).language
    except Refusal:  # the page that says that the database is away
        own = services[Options].last_known().language
    return next((known for known in LANGUAGES if known == own), "en")


def sign_in_address(request: Request) -> str:
    """Where to sign in, and come back to the page asked for; after a post, to the page it was sent from."""
    wanted = address_of(request)
    return "/sign-in" + (f"?next={quote(wanted)}" if request.method in SAFE and wanted != "/" else "")


def address_of(request: Request) -> str:
    """The address that was asked for, at this desk."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def _session(services: Services, request: Request) -> Session | None:
    token = request.cookies.get(SESSION)
    if not token:
        return None
    moment = now()
    # a session seen in the last seconds costs no thread and no query
    return services[Sessions].known(token, moment) or await run_in_threadpool(
        services[Sessions].find, token, moment
    )


async def _read(visit: Visit, most: int) -> None:
    """Read the body of a request, and not more of it than is allowed."""
    request = visit.request
    length = request.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length) > most:
        raise TooLarge(most)
    bounded = Request(request.scope, _bounded(request.receive, most))
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            data = json.loads(await bounded.body())
            if not isinstance(data, dict):
                raise Unreadable
            visit.data = data
        elif kind == "application/x-www-form-urlencoded":
            # what almost every form is: read in one go, ten times as fast as piece by piece
            visit.form = FormData([*_fields(await bounded.body())])
        else:
            visit.form = await bounded.form(
                max_files=MOST_FIELDS, max_fields=MOST_FIELDS, max_part_size=min(most, 4 * 1024 * 1024)
            )
        if not all(map(_storable, visit.form.multi_items())):
            raise Unreadable
    except (ValueError, RecursionError, MultiPartException, ClientDisconnect) as error:
        raise Unreadable from error
    except Exception as error:
        # Starlette turns a broken form into its own kind of exception
        if getattr(error, "status_code", None) == 400:
            raise Unreadable from error
        raise


def _fields(body: bytes) -> list[tuple[str, str]]:
    """The fields of a form as browsers send it. Raises ValueError."""
    return parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)


def _storable(field: tuple[str, object]) -> bool:
    """Whether a field can be kept and shown."""
    return not any(isinstance(part, str) and _UNSTORABLE(part) for part in field)


def _bounded(receive: Receive, most: int) -> Receive:
    received = 0

    async def counted() -> Received:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:  # the length in the header need not be true
            raise TooLarge(most)
        return message

    return counted


def _check_form(visit: Visit) -> None:
    """Raise ForgedForm unless the form carries the token of this very session, from a page of this desk."""
    request = visit.request
    sent = request.headers.get("X-CSRF-Token") or visit.form.get("csrf", "")
    expected = visit.csrf if visit.session else request.cookies.get(BEFORE_SESSION, "")
    if not isinstance(sent, str) or not expected or not hmac.compare_digest(sent.encode(), expected.encode()):
        raise ForgedForm
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise ForgedForm


def _awaitable(function: PageFunction) -> Callable[[Visit], Awaitable[Response]]:
    if iscoroutinefunction(function):
        return function

    async def run(visit: Visit) -> Response:
        answer = await run_in_threadpool(function, visit)
        assert isinstance(answer, Response)
        return answer

    return run
