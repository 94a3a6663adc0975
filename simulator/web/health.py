"""Whether the desk is up: for the one who watches over the server."""

from starlette.responses import JSONResponse, Response

from .access import PUBLIC, page
from .visit import Visit


def health(visit: Visit) -> Response:
    """Say that pages are answered and the database can be read. Raises DatabaseUnavailable."""
    visit.desk.database.check()
    return JSONResponse({"status": "ok"})


ROUTES = [page("/health", health, PUBLIC, name="health")]
