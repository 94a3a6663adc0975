"""Trainees without a browser: they play whole cases by posting the forms of the pages, over plain HTTP.

Each goes on with what the server has acknowledged, and sends again whatever it has not.
"""

import asyncio
import random
import re
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from simulator import Case, Play
from simulator.call.play import rehearsal as call
from simulator.people.storage.sessions import NewSession
from simulator.practice.pages.plays.rehearsal import open_replies
from simulator.practice.store import KeptAttempt
from simulator.text.language import translator
from tests.practice.pages.plays.forms import fields_of
from tests.waiting import awaited

from .server import HOST

WAIT = 0.5  # seconds before something is sent again
MOST_MOVES = 80
UNDONE = 0.1
"""How often a reply is taken back."""
_ANSWERED = re.compile(rb"HTTP/1\.1 (\d+)")
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")


class Lost(Exception):
    """The connection broke before there was an answer."""


@dataclass
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Line:
    """A connection to the desk, made when it is needed and made again when it broke."""

    port: int
    session: NewSession
    _ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, fields: list[tuple[str, str]], htmx: bool = False) -> Answer:
        """Post a form. Raises Lost."""
        body = urlencode([("csrf", self.session.csrf), *fields])
        head = ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return await self._sent("POST", path, [*head, "HX-Request: true"] if htmx else head, body)

    async def get(self, path: str) -> Answer:
        """Ask for a page, once more where the server has closed an idle connection meanwhile. Raises Lost."""
        try:
            return await self._sent("GET", path, [], "")
        except Lost:
            return await self._sent("GET", path, [], "")

    @property
    def client_port(self) -> int:
        """The port of this end."""
        assert self._ends is not None
        port: int = self._ends[1].get_extra_info("sockname")[1]
        return port

    def close(self) -> None:
        """Hang up."""
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None

    async def _sent(self, method: str, path: str, headers: list[str], body: str) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", "Host: desk", f"Cookie: session={self.session.token}", *headers]
        try:
            if self._ends is None:
                self._ends = await asyncio.open_connection(HOST, self.port)
            reader, writer = self._ends
            writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            status, length = _ANSWERED.match(head), _LENGTH.search(head)
            content = await reader.readexactly(int(length[1])) if length else b""
        except (OSError, asyncio.IncompleteReadError) as error:
            self.close()
            raise Lost from error
        assert status is not None, head
        named = dict(line.split(": ", 1) for line in head.decode().strip().split("\r\n")[1:])
        return Answer(
            int(status[1]), {name.lower(): value for name, value in named.items()}, content.decode()
        )


@dataclass
class Player:
    """One scripted play: what was acknowledged, and what is on its way.

    The play in memory is made by the same rules; a number of `chance` decides what is done next.
    """

    number: int
    line: Line
    case: Case
    htmx: bool
    chance: random.Random
    play: Play | None = None
    name: str = ""
    acknowledged: list[str | None] = field(default_factory=list)
    """The moves that the server has said are safe; None took one back."""
    waiting: bool = False
    """Whether a request is on its way."""
    began: int = 0
    """How many moves came before the call."""
    repeated: int = 0
    """How many requests had to be sent again."""
    _request: tuple[str | None, str, list[tuple[str, str]]] | None = None

    async def begin(self) -> None:
        """Begin an attempt with the form of the home page, and insist until that has worked."""
        fields = [("key", f"begin-{self.number}"), ("stage", "rehearsal" if self.number % 2 else "")]
        answer = await self._insisted(f"/cases/{self.case.id}/play", fields, htmx=False)
        assert answer.status == 303, answer.text
        self.name = answer.headers["location"].rpartition("/")[2].partition("?")[0]

    def knows(self, kept: KeptAttempt) -> None:
        """Learn who is on the line, which a trainee does not: to know what will be open."""
        attempt = kept.record.attempt
        self.play = Play.start(self.case, attempt.persona, attempt.stage)

    async def go_on(self) -> None:
        """Play to the end."""
        assert self.play is not None
        while not self.play.over and len(self.acknowledged) < MOST_MOVES:
            await self.move(to_the_end=True)

    async def moves(self, count: int) -> None:
        """Make so many moves, after which the play still goes on."""
        for _ in range(count):
            await self.move()

    async def move(self, to_the_end: bool = False) -> None:
        """Make one move, and insist until it is acknowledged; one that was refused before goes first.

        It ends the play only where that is wanted: whom a player meets, and who loses patience, is chance.
        """
        move, path, fields = self._wanted(to_the_end)
        answer = await self._insisted(path, fields, self.htmx)
        self._check(answer, len(self.acknowledged))
        self.acknowledged.append(move)
        self._request = None
        if move is None:
            self._play.pop()
            return
        calling = self._play.progress.rehearsal is not None
        self._play.push(move)
        if not calling:
            self.began = len(self._play.moves)

    async def sent(self) -> Answer:
        """What the server says to the next move, which is still to be made. Raises Lost."""
        _, path, fields = self._wanted()
        return await self.line.post(path, fields, self.htmx)

    @property
    def pending(self) -> str | None:
        """The move that was sent and has not been acknowledged; empty where there is none."""
        return self._request[0] if self._request else ""

    def _wanted(self, to_the_end: bool = False) -> tuple[str | None, str, list[tuple[str, str]]]:
        """The move that is wanted now, with the address and the fields of its form; the same until it is made."""
        if self._request is None:
            move, fields, route = self._next(to_the_end)
            version = str(len(self.acknowledged))
            own = [("version", version), ("key", f"{self.number}-{version}")]
            self._request = move, f"/plays/{self.name}/{route}", own + fields
        return self._request

    @property
    def _play(self) -> Play:
        assert self.play is not None
        return self.play

    def _next(self, to_the_end: bool) -> tuple[str | None, list[tuple[str, str]], str]:
        """A move, the fields of its form, and the end of the form's address."""
        play = self._play
        position = play.progress.rehearsal
        if position is None:
            moves = play.legal_moves()
            # mostly on, so that the plays come to their calls
            move = "hear all" if "hear" in moves and self.chance.random() < 0.5 else self.chance.choice(moves)
            if "next" in moves and self.chance.random() < 0.7:
                move = "next"
            return move, fields_of(move, play.case, play.progress.analysis.step + 1), "moves"
        called = len(play.moves) - self.began
        if called and self.chance.random() < UNDONE:
            return None, [], "undo"
        open_now = open_replies(play.case, position, translator("en"))
        names = [reply.id for reply in call.replies(play.case, position)]
        moves = play.legal_moves()
        if not to_the_end:
            moves = [move for move in moves if not self._ends(move)]
            if not moves:  # whatever is said now ends the call
                return None, [], "undo"
        move = self.chance.choice(moves)
        return move, [("reply", open_now[names.index(move)].token)], "moves"

    def _ends(self, move: str) -> bool:
        """Whether the play would be over after this move."""
        self._play.push(move)
        over = self._play.over
        self._play.pop()
        return over

    async def _insisted(self, path: str, fields: list[tuple[str, str]], htmx: bool) -> Answer:
        """The answer to a form, which is sent until there is one: the same, under the same key."""
        while True:
            self.waiting = True
            try:
                return await self.line.post(path, fields, htmx)
            except Lost:
                self.repeated += 1
            finally:
                self.waiting = False
            await asyncio.sleep(WAIT)

    def _check(self, answer: Answer, version: int) -> None:
        if self.htmx:
            assert answer.status in (200, 204), answer.text
            assert answer.headers["play-version"] == str(version + 1)
        else:
            assert answer.status == 303, answer.text
            assert answer.headers["location"].startswith(f"/plays/{self.name}")


async def made(players: Sequence[Player], count: int, playing: "asyncio.Future[Any]") -> None:
    """Wait until players have made so many more moves together, or have ended their plays.

    A time would mean another part of the plays on each machine.
    """
    before = sum(len(player.acknowledged) for player in players)
    while not playing.done() and sum(len(player.acknowledged) for player in players) < before + count:
        await asyncio.sleep(0.01)


class Connected(Protocol):
    """Whoever talks to a server."""

    line: Line


def run(doing: Coroutine[Any, Any, None], players: Iterable[Connected]) -> None:
    """Do something with players, and hang up however it ends."""

    async def done() -> None:
        try:
            await doing
        finally:
            for player in players:
                player.line.close()

    awaited(done())
