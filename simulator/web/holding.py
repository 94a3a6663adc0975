"""Things under way that a server process keeps in memory; the database stays the truth about them.

One request at a time has hold of each. When there are too many, the ones not used for longest go.
"""

import asyncio
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar


class Held(ABC):
    """Something under way, in memory. Everything about it happens under its lock."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        """How many requests have hold of it, or wait for it."""

    @abstractmethod
    def forget(self) -> None:
        """Have it read anew at the next look."""

    @property
    @abstractmethod
    def worth_keeping(self) -> bool:
        """Whether it stays in memory when nobody has hold of it."""


Name = TypeVar("Name", bound=Hashable)
One = TypeVar("One", bound=Held)


class Holding(Generic[Name, One]):
    """Things under way by name. Its methods belong to the event loop that it is used from.

    A `Cache` would not do: what somebody has hold of must stay, however many others there are.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lives: OrderedDict[Name, One] = OrderedDict()

    def __len__(self) -> int:
        """How many are in memory."""
        return len(self._lives)

    def forget(self) -> None:
        """Have all of them read anew at the next look: nothing is lost by it."""
        for live in self._lives.values():
            if not live.waiting:
                live.forget()

    def _taken(self, name: Name, new: Callable[[], One]) -> One:
        """The one of this name, or a new one. Whoever takes it gives it back with `_left`."""
        live = self._lives.get(name)
        if live is None:
            live = self._lives[name] = new()
        else:
            self._lives.move_to_end(name)
        live.waiting += 1
        return live

    def _left(self, name: Name, live: One) -> None:
        """Give one back; let go of it if it is not worth keeping, and of others where they are too many."""
        live.waiting -= 1
        if not live.waiting and not live.worth_keeping:
            self._lives.pop(name, None)
        if len(self._lives) > self._most:
            idle = [other for other, one in self._lives.items() if not one.waiting]
            for other in idle[: len(self._lives) - self._most]:
                del self._lives[other]
