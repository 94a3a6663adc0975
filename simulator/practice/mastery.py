"""Mastery of a case: won several times running, each time with somebody else on the line."""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.call.case.case import Case
from simulator.call.play.outcome import Verdict

from .store import Result

WINS_NEEDED = 3


@dataclass(frozen=True, slots=True)
class Mastery:
    """How far a trainee has mastered a case: the personas won in a row, against how many it takes."""

    needed: int
    run: tuple[str, ...] = ()

    @property
    def mastered(self) -> bool:
        """Whether the run is long enough."""
        return len(self.run) >= self.needed


def mastery(case: Case, results: Iterable[Result], needed: int = WINS_NEEDED) -> Mastery:
    """The mastery that results in the order of play amount to.

    A win counts when the verdict is win-win and no critical error was made. A persona won again within the
    run counts once; anything but a win ends the run. Results without a rehearsal say nothing. A case with
    fewer personas than `needed` takes one win with each. Personas that the case no longer has do not count.
    """
    personas = {persona.id for persona in case.personas}
    run: list[str] = []
    for result in results:
        if result.verdict is None or result.persona not in personas:
            continue
        if not won(result):
            run.clear()
        elif result.persona not in run:
            run.append(result.persona)
    return Mastery(min(needed, len(personas)), tuple(run))


def won(result: Result) -> bool:
    """Whether a result is a win that counts."""
    return result.verdict is Verdict.WIN_WIN and not result.critical
