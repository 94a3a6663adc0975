"""Who judges the replies of a case: worked out once, in the background, and kept while there is room.

A judge is tens of megabytes, and a large case takes seconds. So there is one worker, nobody waits longer than
they say, and the judges that were not asked for longest are let go.
"""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookLonger

from simulator.cache import Cache
from simulator.call.case.case import Case
from simulator.call.solver.judging import Judge
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal

from .solutions import SolutionStore, judge_of

BUDGET = 2_000_000
"""Positions with each persona: about 100 MB and 3 seconds."""
MOST_POSITIONS = 4_000_000
"""Of all judges together: about 400 MB. One is kept however large it is."""
MOST_JUDGES = 64
"""Small ones too; also of those cases of which is known that they are too large."""


class StillWorking(Refusal):
    """The review of a case is not worked out yet."""

    kind = Hindrance.BUSY

    def __init__(self) -> None:
        super().__init__(Message("The review is still being worked out. Please try again in a moment."))


class Judges:
    """The judges of a server process, by case. It may be used from any thread."""

    def __init__(
        self, store: SolutionStore | None, budget: int = BUDGET, most_positions: int = MOST_POSITIONS
    ) -> None:
        self._store = store
        self._budget = budget
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="judges")
        least = most_positions / MOST_JUDGES
        self._judges = Cache[str, Judge | None](most_positions, lambda judge: max(_positions(judge), least))

    def of(self, case: Case, patience: float) -> Judge | None:
        """The judge of a case, which may know it in another language; None where the case is too large.

        Raises StillWorking after `patience` seconds; it goes on being worked out.
        """
        asked = self._judges.asked(case.digest, lambda: self._worked_out(case), self._worker)
        try:
            return asked.result(timeout=patience)
        except TookLonger as error:
            raise StillWorking from error
        except Exception:
            self._judges.forget(case.digest)  # it may work the next time
            raise

    def close(self) -> None:
        """Take no more cases; the one being worked out is ended, the others are not begun."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def __len__(self) -> int:
        return len(self._judges)

    def _worked_out(self, case: Case) -> Judge | None:
        judge = judge_of(case, self._budget, self._store)
        if judge is not None:
            for persona in range(len(case.personas)):
                judge.chance(judge.shoes.at_start(persona))  # the first to ask would have to wait for these
        return judge


def _positions(judge: Judge | None) -> int:
    return 0 if judge is None else sum(len(solution.ended) for solution in judge.shoes.solutions)
