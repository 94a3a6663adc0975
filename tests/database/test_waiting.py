"""Waiting in an event loop for what another thread does."""

import asyncio
import sys
from concurrent.futures import Future
from queue import Queue
from threading import Thread

import pytest

from simulator.database.waiting import settled
from tests.waiting import awaited

ROUNDS = 3_000


def test_nobody_is_left_waiting() -> None:
    """A result that comes at the very moment when the loop has looked must still be noticed."""
    queue: Queue[Future[int] | None] = Queue()

    def finish() -> None:
        while (future := queue.get()) is not None:
            future.set_result(1)

    async def ask() -> int:
        total = 0
        for _ in range(ROUNDS):
            future: Future[int] = Future()
            queue.put(future)
            total += await settled(future)
        return total

    async def everybody() -> list[int]:
        return await asyncio.wait_for(asyncio.gather(*(ask() for _ in range(4))), 60)

    threads = [Thread(target=finish) for _ in range(3)]
    for thread in threads:
        thread.start()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # as many chances as possible to meet at the wrong moment
    try:
        assert awaited(everybody()) == [ROUNDS] * 4
    finally:
        sys.setswitchinterval(usual)
        for _ in threads:
            queue.put(None)
        for thread in threads:
            thread.join()


def test_what_went_wrong_is_raised() -> None:
    """Whoever waits must hear that a write was refused."""

    async def ask() -> None:
        future: Future[int] = Future()
        future.set_exception(KeyError("x"))
        await settled(future)

    with pytest.raises(KeyError):
        awaited(ask())
