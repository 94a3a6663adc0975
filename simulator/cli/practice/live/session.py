"""One sitting at a play: what is typed, what is pushed, and that every move is kept at once."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from simulator.call.case.case import Case
from simulator.call.play.play import Play
from simulator.cli.terminal import Screen, words
from simulator.practice.storage.files import CannotSave
from simulator.practice.store import Record, Store, result_of
from simulator.text.message import Message
from simulator.text.refusal import Refusal

QUIT = ("q", "quit", "退出")
HELP = ("?", "help", "帮助")

Keys = Mapping[str, Message]
"""The keys that work now, and what each does."""


class Leave(Exception):
    """The trainee leaves before the end."""


class TerminalPlay:
    """A play, the screen it is shown on, and the store it is kept in."""

    def __init__(
        self,
        play: Play,
        screen: Screen,
        store: Store,
        record: Record,
        name: str,
        trial: bool = False,
        gauges: bool = False,
    ) -> None:
        """`trial` is an author trying the case out, which counts nowhere; `gauges` shows them the levels."""
        self.play = play
        self.name = name
        """What the trainee calls the case."""
        self.record = record
        self.store = store
        self.trial = trial
        self.gauges = gauges
        self.saves = not trial
        """Whether attempts can be saved at all."""
        self.screen = screen
        self.t = screen.t
        self.case: Case = play.case
        self._resumed = bool(play.moves)
        # times run on from where the attempt was left, without the pause in between
        before = max((at for at in play.times if at is not None), default=0.0)
        self._began = time.monotonic() - before

    def resumed_here(self) -> bool:
        """Whether this is the stage in which a resumed attempt was left; each stage asks once."""
        resumed, self._resumed = self._resumed, False
        return resumed

    def push(self, move: str) -> bool:
        """Make a move and keep it; False when it was refused, which the trainee has then been told."""
        try:
            self.play.push(move, round(time.monotonic() - self._began, 1))
        except Refusal as refusal:
            self.note(refusal.message, style="refusal")
            return False
        self.keep()
        return True

    def pop(self) -> str:
        """Take the last move back."""
        move = self.play.pop()
        self.keep()
        return move

    def keep(self) -> None:
        """Keep the play as it is. Where that does not work, say so once and go on without."""
        if not self.saves:
            return
        attempt = self.play.attempt(self.record.attempt.started)
        self.record = replace(self.record, attempt=attempt, result=result_of(self.play))
        try:
            self.store.save(self.record)
        except CannotSave as refusal:
            self.saves = False
            self.note(refusal.message, style="warning")
            self.note(
                Message("You can go on, but this attempt will be lost when you leave."), style="warning"
            )

    def ask(self, keys: Keys) -> str:
        """What the trainee types, in small letters. Help is given on the way; raises Leave."""
        while True:
            line = self.screen.ask()
            if line is None or line.lower() in QUIT:
                raise Leave
            if line.lower() not in HELP:
                return line.lower()
            self.show_keys(keys)

    def show_keys(self, keys: Keys) -> None:
        """Show which keys work now."""
        column = 12
        self.screen.put()
        for key, meaning in keys.items():
            self.screen.put(self.t(meaning), label=words("  ", (key, "key")), indent=column)
        self.screen.put()

    def note(self, message: Message, style: str = "note") -> None:
        """Say something about the play, apart from what is said in it."""
        self.screen.put(self.t(message), style)


def new_record(play: Play, language: str, source: str | None, now: datetime | None = None) -> Record:
    """The record of a play that begins now."""
    began = (now or datetime.now(UTC)).astimezone()
    name = f"{began.astimezone(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    return Record(
        name, play.attempt(began.isoformat(timespec="milliseconds")), language=language, source=source
    )
