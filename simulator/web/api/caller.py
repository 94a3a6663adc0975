"""Who calls: every operation of the API names the permission that it takes."""

from typing import Annotated

from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.applications import Starlette
from starlette.requests import Request

from simulator.people.person import Permission, Person
from simulator.text.language import Language, translator
from simulator.web.services import Services
from simulator.web.sitting_gate import SittingGate

from .failures import NotAllowed, language_of

_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="From the account page: it begins with `winwin_`, and acts in the name of who made it.",
)


class ApiCaller:
    """Who calls, and what the desk holds for them."""

    __slots__ = ("app", "language", "person", "services", "t")

    def __init__(self, request: Request) -> None:
        self.app: Starlette = request.scope["desk"]
        self.services: Services = self.app.state.services
        self.person: Person = request.scope["caller"]
        self.language: Language = language_of(request)
        self.t = translator(self.language)


class Needs:
    """The dependency of an operation on a permission; without `while_sitting` on sitting no exam, too."""

    def __init__(self, permission: Permission, while_sitting: bool = False) -> None:
        self.permission = permission
        self.while_sitting = while_sitting

    async def __call__(
        self, request: Request, _token: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
    ) -> ApiCaller:
        """The caller, whom the gate let in. Raises NotAllowed, NotWhileSitting, RequestValidationError."""
        caller = ApiCaller(request)
        if not caller.person.may(self.permission):
            raise NotAllowed
        if not self.while_sitting:
            await caller.services[SittingGate].check(caller.person.id)
        _check_query(request)
        return caller


def _check_query(request: Request) -> None:
    """Refuse a query that is not known: with a slip in “team”, what was asked for would be of all teams."""
    known = {field.alias for field in request.scope["route"].dependant.query_params}
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise RequestValidationError(
            [{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown]
        )


Practising = Annotated[ApiCaller, Depends(Needs(Permission.PRACTISE))]
"""Whoever may play and see their own attempts."""
Playing = Annotated[ApiCaller, Depends(Needs(Permission.PRACTISE, while_sitting=True))]
"""The same for a single play: of who sits an exam, `LiveAttempts` opens the calls of that exam only."""
Watching = Annotated[ApiCaller, Depends(Needs(Permission.WATCH))]
"""Whoever may watch a team; which one is asked of `watching`."""
Administering = Annotated[ApiCaller, Depends(Needs(Permission.ADMINISTER, while_sitting=True))]
"""Whoever looks after accounts."""
