"""Waiting in tests: for a coroutine, and for what happens in its own time."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that may pass until what is to happen at once has happened, on a machine that has much else to do."""


def awaited(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, in a loop and a thread of its own: a browser of an earlier test may hold this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def until(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
