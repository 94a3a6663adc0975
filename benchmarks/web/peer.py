"""The smallest Starlette application that makes one durable insert and renders one template.

It knows no session, no permission, no play and no rules: what it does is the least that any desk must do for
a move. Run by uvicorn; PEER_DATABASE is an SQLite file, or a postgresql:// address.
"""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

TABLE = "CREATE TABLE IF NOT EXISTS peer_moves (attempt TEXT, number INTEGER, move TEXT, key TEXT)"
TEMPLATE = Environment(autoescape=True).from_string(
    """<ol id="log"><li><p>{{ said }}</p><p>{{ move }}</p></li></ol>
<div id="replies"><input type="hidden" name="version" value="{{ version }}">
{% for reply in replies %}<button name="move" value="{{ reply.id }}" data-key="{{ loop.index }}">
<span class="number">{{ loop.index }}</span> <span>{{ reply.say }}</span></button>
{% endfor %}</div>"""
)
REPLIES = [
    {"id": f"reply-{n}", "say": "I stay on this until you have your answer, and call you."} for n in range(3)
]


def page(form: Any) -> Response:
    """The answer: about the words that a move of the desk is answered with."""
    return HTMLResponse(
        TEMPLATE.render(
            said="It still says pending and my card has been charged twice now.",
            move=form["reply"],
            version=int(form["version"]) + 1,
            replies=REPLIES,
        )
    )


def sqlite_app(file: str) -> Starlette:
    """One process, one connection; the insert is made where the request is answered."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(TABLE)

    async def move(request: Request) -> Response:
        form = await request.form()
        row = (request.path_params["name"], int(str(form["version"])), form["reply"], form["key"])
        connection.execute("INSERT INTO peer_moves VALUES (?, ?, ?, ?)", row)
        return page(form)

    return Starlette(routes=[Route("/plays/{name}/moves", move, methods=["POST"])])


def postgresql_app(address: str) -> Starlette:
    """A pool of connections; each request commits on its own."""
    from psycopg_pool import AsyncConnectionPool

    pool = AsyncConnectionPool(address, open=False, min_size=8, max_size=16, kwargs={"autocommit": True})

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.open(wait=True)
        yield
        await pool.close()

    async def move(request: Request) -> Response:
        form = await request.form()
        row = (request.path_params["name"], int(str(form["version"])), form["reply"], form["key"])
        async with pool.connection() as connection:
            await connection.execute("INSERT INTO peer_moves VALUES (%s, %s, %s, %s)", row)
        return page(form)

    return Starlette(routes=[Route("/plays/{name}/moves", move, methods=["POST"])], lifespan=lifespan)


def application() -> Starlette:
    """The application for the database that the environment names."""
    database = os.environ["PEER_DATABASE"]
    return postgresql_app(database) if database.startswith("postgresql") else sqlite_app(database)
