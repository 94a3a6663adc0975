"""Waiting in an event loop for what another thread does.

`asyncio.wrap_future` wakes the loop for every future. The writer finishes many at a time; to wake the loop
once for all of them leaves both threads more time.
"""

import asyncio
from collections import deque
from concurrent.futures import Future
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")


class _Bell:
    """Wakes one loop, where it has not been woken yet."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._done: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._rung = False

    def ring(self, waiting: "asyncio.Future[Any]", done: "Future[Any]") -> None:
        """Have what waits in the loop told of what is done; called in any thread."""
        self._done.append((waiting, done))
        # in this order, and in the other one below: what is added while the loop looks is seen or rung for
        if not self._rung:
            self._rung = True
            try:
                self._loop.call_soon_threadsafe(self._tell)
            except RuntimeError:  # the loop is closed: nobody waits any more
                self._done.clear()

    def _tell(self) -> None:
        self._rung = False
        while self._done:
            waiting, done = self._done.popleft()
            if not waiting.done():
                error = done.exception()
                if error is None:
                    waiting.set_result(done.result())
                else:
                    waiting.set_exception(error)


_bells: WeakKeyDictionary[asyncio.AbstractEventLoop, _Bell] = WeakKeyDictionary()


async def settled(future: "Future[T]") -> T:
    """What a future of another thread gives, once it is done. To give up waiting leaves the future alone."""
    loop = asyncio.get_running_loop()
    bell = _bells.get(loop)
    if bell is None:
        bell = _bells[loop] = _Bell(loop)
    waiting: asyncio.Future[T] = loop.create_future()
    future.add_done_callback(lambda done: bell.ring(waiting, done))
    return await waiting
