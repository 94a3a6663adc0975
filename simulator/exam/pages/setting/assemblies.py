"""Papers put together in the background: one at a time, kept while there is room, nobody waits for long."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookLonger
from dataclasses import dataclass
from hashlib import sha256

from simulator.cache import Cache
from simulator.exam.paper.by_hand import with_swaps
from simulator.exam.paper.exam import Exam, PaperForm
from simulator.exam.paper.plan import BlueprintPlan, blueprint_plan
from simulator.exam.paper.preparing import PaperMaterial, set_papers
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.web.visit import Visit

from .history import PastExams

MOST_KEPT = 24


class StillAssembling(Refusal):
    """The papers of an exam are not put together yet."""

    kind = Hindrance.BUSY

    def __init__(self) -> None:
        super().__init__(Message("The forms are still being generated. Please try again in a moment."))


@dataclass(frozen=True, slots=True)
class Assembly:
    """Papers, and what they were put together from."""

    material: PaperMaterial
    forms: tuple[PaperForm, ...]
    digest: str
    """Of the forms: whoever sets them says which ones they have seen."""


class Assemblies:
    """The papers that drafts came to, by what the drafts ask for. It may be used from any thread."""

    def __init__(self) -> None:
        self.past = PastExams()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="papers")
        self._assemblies = Cache[str, Assembly](MOST_KEPT)

    def of(self, exam: Exam, material: Callable[[], PaperMaterial], patience: float) -> Assembly:
        """The papers of a draft; the same until it is changed, or `forget` is called.

        Raises StillAssembling after `patience` seconds (it goes on behind), and what `set_papers` raises.
        """
        asked = self._assemblies.asked(
            _key(exam), lambda: _assembled(material, blueprint_plan(exam.plan)), self._worker
        )
        try:
            return asked.result(timeout=patience)
        except TookLonger as error:
            raise StillAssembling from error

    def forget(self, exam: Exam) -> None:
        """Put the papers of a draft together anew when they are asked for next."""
        self._assemblies.forget(_key(exam))

    def close(self) -> None:
        """Take no more."""
        self._worker.shutdown(wait=False, cancel_futures=True)


def assemblies_of(visit: Visit) -> Assemblies:
    """The papers that this server process has put together, and the results that it has worked out."""
    found: Assemblies = visit.request.app.state.assemblies
    return found


def _key(exam: Exam) -> str:
    wanted = (exam.id, exam.bank, exam.desk, exam.day.isoformat(), dict(exam.plan))
    return json.dumps(wanted, sort_keys=True)


def _assembled(material: Callable[[], PaperMaterial], plan: BlueprintPlan) -> Assembly:
    prepared = material()
    forms = with_swaps(set_papers(prepared), plan.swaps, prepared)
    asked = [[item.question for item in form.items] for form in forms]
    return Assembly(prepared, forms, sha256(json.dumps(asked).encode()).hexdigest()[:16])
