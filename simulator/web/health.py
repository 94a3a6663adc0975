"""Whether the desk is up: for the one who watches over the server."""

from starlette.responses import JSONResponse, Response

from simulator.text.refusal import Refusal

from .access import PUBLIC, page
from .visit import Visit


def health(visit: Visit) -> Response:
    """Say whether pages are answered and the database can be read and written."""
    try:
        visit.services.database.probe()
    except Refusal as refusal:
        reason = {"status": "unavailable", "reason": str(refusal.message)}
        return JSONResponse(reason, 503, {"Retry-After": "10"})
    return JSONResponse({"status": "ok"})


ROUTES = [page("/health", health, PUBLIC, name="health")]
