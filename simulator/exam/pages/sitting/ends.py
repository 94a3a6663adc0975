"""The desk itself looks whose time is up, so that it is noted though nobody is there to see it."""

import asyncio
from contextlib import suppress

from starlette.concurrency import run_in_threadpool

from simulator.database.unavailable import DatabaseUnavailable
from simulator.exam.storage.sittings import Sittings
from simulator.web.services import now

EVERY = 30.0
"""Seconds between two looks: a clock that is set back opens no sitting that was over at the last one."""


async def note_ends(sittings: Sittings, closing: asyncio.Event) -> None:
    """Look at once, and then again and again, until the desk is closing.

    It ends by itself: a task that is cancelled would leave its look behind, reading a closed database.
    """
    while not closing.is_set():
        with suppress(DatabaseUnavailable):  # whoever asks for a page is told; the next look may succeed
            await run_in_threadpool(sittings.note_ends, now())
        with suppress(TimeoutError):
            await asyncio.wait_for(closing.wait(), EVERY)
