"""What an invigilator does reaches the page of the examinee at once: it asks, and the answer waits for news.

So no page asks all the time, and one short query looks for the news of a whole exam.
"""

import asyncio
import time
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool

from simulator.cache import Cache
from simulator.exam.storage.sittings import Sittings
from simulator.web.services import Services, now

from .live import LiveSitting, LiveSittings

LOOK = 0.5
"""Seconds between two looks for what an invigilator has done."""
LONGEST = 5.0
"""Seconds after which the page is answered in any case; a server that is to stop waits for that."""
MOST_EXAMS = 50


class _Looked:
    """How many entries the sittings of an exam had at a moment, and the lock under which that is read."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.at = -LOOK
        self.versions: Mapping[int, int] = {}


class Interventions:
    """Looks for entries that this process did not make. It belongs to the event loop that it is used from."""

    def __init__(self, services: Services, sittings: LiveSittings) -> None:
        self._desk = services
        self._sittings = sittings
        self._looked = Cache[int, _Looked](MOST_EXAMS)

    async def wait(self, exam: int, person: int, seen: int) -> None:
        """Return as soon as an invigilator has done more in a sitting than was `seen`, or after a while.

        It ends with the sitting, too. Raises NoSuchExam, NotFound.
        """
        ends = time.monotonic() + LONGEST
        while True:
            async with self._sittings.held(exam, person) as live:
                if not await self._nothing_new(live, seen):
                    return
                left = min(ends - time.monotonic(), live.state.remaining(now()).total_seconds())
            if left <= 0:
                return
            await asyncio.sleep(min(LOOK, left))

    async def _nothing_new(self, live: LiveSitting, seen: int) -> bool:
        if not live.begun or live.state.over(now()):
            return False
        versions = await self._versions(live.exam_id)
        if versions.get(live.person_id, 0) > live.state.version:
            await self._sittings.catch_up(live)
        return live.state.interventions == seen

    async def _versions(self, exam: int) -> Mapping[int, int]:
        looked = self._looked.of(exam, _Looked)
        async with looked.lock:
            if time.monotonic() - looked.at >= LOOK:
                looked.at = time.monotonic()
                looked.versions = await run_in_threadpool(self._desk[Sittings].versions, exam)
            return looked.versions
